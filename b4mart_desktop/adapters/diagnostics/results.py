"""What one check says, and how all of them read on a terminal. No check stands here."""

import enum
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 100


class Status(enum.StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"  # the program runs, with less than it could
    FAILED = "failed"  # the program cannot start or cannot sell
    SKIPPED = "skipped"  # nothing to check: the part is not used


class CheckResult(NamedTuple):
    """One line of the doctor's report.

    Attributes:
        name: What was checked.
        status: How it ended.
        found: What there is; never a secret.
        advice: What to do; empty if nothing.
    """

    name: str
    status: Status
    found: str
    advice: str = ""


def format_report(results: Sequence[CheckResult]) -> str:
    """Return the results as a table, with what to do below each line that needs it, and a closing line."""
    name_width = max((len(result.name) for result in results), default=0)
    status_width = max(len(status) for status in Status)
    indent = " " * (name_width + status_width + 4)
    lines = []
    for result in results:
        lines.append(
            _wrap(result.found, f"{result.name:<{name_width}}  {result.status:<{status_width}}  ", indent)
        )
        if result.advice:
            lines.append(_wrap(result.advice, f"{indent}→ ", f"{indent}  "))
    return "\n".join([*lines, "", _summary(results)])


def _wrap(text: str, first: str, following: str) -> str:
    # a path or a command that does not fit stays in one piece, to be copied
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def exit_code(results: Sequence[CheckResult]) -> int:
    """Return 1 if any check failed, else 0."""
    return int(any(result.status is Status.FAILED for result in results))


def _summary(results: Sequence[CheckResult]) -> str:
    failed = sum(result.status is Status.FAILED for result in results)
    warnings = sum(result.status is Status.WARNING for result in results)
    if failed:
        return f"{failed} of {len(results)} checks failed: the program cannot work like this."
    if warnings:
        return f"Everything needed is there; {warnings} of {len(results)} checks have a warning."
    return "Everything is there."
