"""The demo store's pictures: which product and category shows which, and the files. Nothing is kept here."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from b4mart_desktop.adapters.mongo.pictures import picture_address
from b4mart_desktop.paths import resource
from b4mart_desktop.services.ports.pictures import MadePicture

EDGE = 320
"""Of the shipped files, in pixels."""


class DemoPictures:
    """A few pictures that many products share: by a word of the name, else by the aisle.

    Args:
        files: The pictures by their names in ``resources/demo/pictures.toml``.
        aisles: Names of pictures by the number of the aisle.
        words: Likewise by the number of the aisle and a word of the name, in every form it may have.
    """

    def __init__(
        self,
        files: Mapping[str, MadePicture],
        aisles: Mapping[int, str],
        words: Mapping[int, Mapping[str, str]],
    ) -> None:
        self._files = files
        self._addresses = {name: picture_address(picture.digest) for name, picture in files.items()}
        self._aisles = aisles
        self._words = words

    def files(self) -> Iterator[MadePicture]:
        """Yields each picture once."""
        yield from {picture.digest: picture for picture in self._files.values()}.values()

    def address(self, name: str) -> str | None:
        """Returns the address of the picture with that name, None for no name."""
        return self._addresses[name] if name else None

    def of_aisle(self, aisle: int) -> str | None:
        """Returns the address of an aisle's own picture, None where it has none."""
        return self.address(self._aisles.get(aisle, ""))

    def of_product(self, name: str, aisle: int) -> str | None:
        """Returns the address of what a product's name says it is, else of its aisle's picture."""
        known = self._words.get(aisle)
        for word in reversed(name.lower().replace(",", " ").split()) if known else ():
            if known and word in known:
                return self.address(known[word])
        return self.of_aisle(aisle)


def read_pictures() -> DemoPictures:
    """Reads table and files: about 150 of a few kilobytes."""
    table: dict[str, Any] = tomllib.loads(resource("demo", "pictures.toml").read_text("utf-8"))
    rows: dict[str, dict[str, Any]] = table["pictures"]
    aisles = {aisle: name for name, row in rows.items() for aisle in row.get("aisles", ())}
    words: dict[int, dict[str, str]] = {}
    for name, row in rows.items():
        for aisle in _aisles_of(row, table["groups"]):
            words.setdefault(aisle, {}).update((form, name) for form in _forms(row["words"]))
    return DemoPictures({name: _picture(name) for name in rows}, aisles, words)


def _aisles_of(row: Mapping[str, Any], groups: Mapping[str, Sequence[int]]) -> set[int]:
    return {aisle for group in row.get("where", ()) for aisle in groups[group]}


def _forms(words: Sequence[str]) -> Iterator[str]:
    """Yields each word in the singular and the plurals that English may make of it."""
    for word in words:
        yield from (word, f"{word}s", f"{word}es")
        if word.endswith("y"):
            yield f"{word[:-1]}ies"


def _picture(name: str) -> MadePicture:
    content = resource("demo", "pictures", f"{name}.jpg").read_bytes()
    return MadePicture(content=content, digest=hashlib.sha256(content).hexdigest(), edge=EDGE)
