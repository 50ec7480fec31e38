"""Slugs: what a product or category is called in the web store's addresses."""

import re
import unicodedata

MAX_LENGTH = 80

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug(name: str, suffix: str = "") -> str:
    """Returns ``name`` in lower-case ASCII letters, digits and hyphens, with ``suffix`` if one is given.

    'Crème Brûlée' becomes 'creme-brulee'; a name without any Latin letter becomes 'item'.
    """
    plain = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name.lower())
    words = _NOT_WORD.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")[:MAX_LENGTH].rstrip("-")
    ending = _NOT_WORD.sub("-", suffix.lower()).strip("-")
    return "-".join(part for part in (words or "item", ending) if part)
