"""Lists in one cell: words, items, the names of a path. What the items mean is ``product_cells``."""

import re

_LIST_MARKS = re.compile(r"\s*[;|\n]\s*")
_WORD_MARKS = re.compile(r"\s*[;|,\n]\s*")
_LEVEL_MARKS = re.compile(r"\s*[>»→]\s*")


def is_json_list(cell: str) -> bool:
    """Whether a cell is written as a JSON list, as exports write what plain text cannot hold."""
    return cell.startswith("[") and cell.endswith("]")


def split_words(cell: str) -> tuple[str, ...]:
    """Returns words that stand between semicolons, bars, commas or line breaks."""
    return tuple(dict.fromkeys(part for part in _WORD_MARKS.split(cell) if part))


def split_items(cell: str) -> tuple[str, ...]:
    """Returns what stands between semicolons, bars or line breaks."""
    return tuple(part for part in _LIST_MARKS.split(cell) if part)


def split_path(cell: str) -> tuple[str, ...]:
    """Returns the names of a path such as ``Food > Tea``."""
    return tuple(name for name in _LEVEL_MARKS.split(cell) if name)
