"""Which picture an address in a product means: one of ours in the database, or a file of the web."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from b4mart_desktop.services.ports.pictures import PictureFetcher


class PictureAddresses:
    """Implements ``services.ports.pictures.PictureFetcher`` for any address.

    Args:
        kept: Pictures in the database.
        is_kept: Whether an address looks like that of one of those.
        own: Address of the web store; where it is known, paths without a server are its own.
    """

    def __init__(self, kept: PictureFetcher, is_kept: Callable[[str], object], own: str = "") -> None:
        self._kept = kept
        self._is_kept = is_kept
        self._own = own

    async def fetch(self, url: str) -> bytes | None:
        """Returns the file, None where there is none, or the address is of no kind that may be asked.

        Raises:
            AdapterError: DATABASE_UNREACHABLE, PICTURE_NOT_FETCHED, PICTURE_TOO_LARGE.
        """
        if self._is_kept(url):
            found = await self._kept.fetch(url)
            if found is not None:
                return found
        whole = urljoin(self._own, url) if self._own else urljoin("https://", url)
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        from b4mart_desktop.adapters.pictures.downloads import PictureDownloads  # a tenth of a second

        return await PictureDownloads(self._own).fetch(whole)
