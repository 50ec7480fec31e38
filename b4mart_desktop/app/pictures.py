"""Puts together how pictures of products are added and shown: kept in the database, or at Cloudinary."""

from __future__ import annotations

from pathlib import Path

from b4mart_desktop import paths
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.pictures import DEFAULT_ADDRESS, MongoPictures, picture_name
from b4mart_desktop.adapters.pictures.addresses import PictureAddresses
from b4mart_desktop.adapters.pictures.cloudinary import CloudinaryAccount, CloudinaryPictures
from b4mart_desktop.adapters.pictures.thumbnail_cache import FolderThumbnails
from b4mart_desktop.adapters.pictures.thumbnail_workshop import ThumbnailWorkshop
from b4mart_desktop.adapters.pictures.workshop import PictureWorkshop
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.pictures import PictureFetcher
from b4mart_desktop.services.thumbnails import Thumbnails
from b4mart_desktop.settings import Settings


def make_pictures(counter: Counter, database: Database, settings: Settings) -> Pictures:
    """Returns how managers add pictures."""
    account = _account(settings)
    kept = MongoPictures(database, settings.picture_url or DEFAULT_ADDRESS)
    store = kept if account is None else CloudinaryPictures(account)
    return Pictures(counter, PictureWorkshop(), store, _fetcher(database, settings))


def make_thumbnails(database: Database, data_dir: Path, settings: Settings) -> Thumbnails:
    """Returns the small pictures of lists and tiles, kept in the data folder."""
    folder = paths.user_cache_dir(data_dir) / "pictures"
    return Thumbnails(FolderThumbnails(folder), _fetcher(database, settings), ThumbnailWorkshop())


def _fetcher(database: Database, settings: Settings) -> PictureFetcher:
    return PictureAddresses(MongoPictures(database), picture_name, settings.picture_url or "")


def _account(settings: Settings) -> CloudinaryAccount | None:
    name, key = settings.cloudinary_cloud_name, settings.cloudinary_api_key
    secret = settings.cloudinary_api_secret
    return CloudinaryAccount(name, key, secret) if name and key and secret else None
