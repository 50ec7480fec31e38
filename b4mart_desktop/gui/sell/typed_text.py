"""What a typed text may be, by its characters alone: a number on its way, or words. It looks nothing up."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[\d\s*×\u2010-\u2015\u2212-]*")  # digits, what is printed between them, "3*"


def may_be_words(text: str) -> bool:
    """Whether to search for ``text``: "1%" and "1,5", but not "400-6381", "3*4011" or the half of a scan."""
    return _NUMBER.fullmatch(text) is None
