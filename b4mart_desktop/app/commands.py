"""What the command line does without a window: doctor. Prints for people, returns exit codes.

``share`` and ``join`` stand in ``share_commands``, ``import`` and ``export`` in ``exchange_commands``.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.settings import Settings


def doctor(settings: Settings, data_dir: Path) -> int:
    """Checks everything the program depends on; returns 1 where something failed."""
    from b4mart_desktop.adapters.diagnostics.doctor import diagnose
    from b4mart_desktop.adapters.diagnostics.results import exit_code
    from b4mart_desktop.adapters.diagnostics.results import format_report as format_results

    results = asyncio.run(diagnose(settings, data_dir))
    print(format_results(results))
    return exit_code(results)


def in_words(error: B4MartError) -> str:
    """The same title and sentence as in the window."""
    from b4mart_desktop.gui.shared.errors import describe

    return ": ".join(describe(error))
