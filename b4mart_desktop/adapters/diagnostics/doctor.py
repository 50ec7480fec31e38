"""All checks in the order a person would make them. What each check looks at stands in its module."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path

from b4mart_desktop import paths
from b4mart_desktop.adapters.diagnostics import machine, servers
from b4mart_desktop.adapters.diagnostics.results import CheckResult, Status, exit_code, format_report
from b4mart_desktop.adapters.diagnostics.stripe import check_stripe
from b4mart_desktop.settings import Settings

__all__ = ["CheckResult", "Status", "diagnose", "exit_code", "format_report"]

Result = CheckResult | list[CheckResult]
Check = tuple[str, Callable[[], Result | Awaitable[Result]]]


async def diagnose(settings: Settings, data_dir: Path) -> list[CheckResult]:
    """Run every check and return the results. Takes some seconds, and starts our own server for a moment.

    Args:
        settings: What the program would start with.
        data_dir: The folder of this counter's files, as `paths.user_data_dir` gives it.
    """
    checks: list[Check] = [
        ("Python", machine.check_python),
        ("Qt for Python", machine.check_qt),
        ("Fonts", machine.check_fonts),
        ("Data on disk", lambda: machine.check_folder("Data on disk", data_dir)),
        ("Key to the data", lambda: machine.check_key(data_dir)),
        ("Log files", lambda: machine.check_folder("Log files", paths.user_log_dir(data_dir))),
        ("Folder lock", lambda: servers.check_data_folder_lock(data_dir)),
        ("mongod", lambda: servers.check_mongod(settings, data_dir)),
        (servers.MONGO, lambda: servers.check_database(settings, data_dir)),
        ("Time zones", machine.check_time_zones),
        (servers.REDIS, lambda: servers.check_redis(settings.redis_url)),
        ("Stripe", lambda: check_stripe(settings)),
        ("Printer", machine.check_printers),
    ]
    results: list[CheckResult] = []
    for name, check in checks:
        results += await _run(name, check)
    return results


async def _run(name: str, check: Callable[[], Result | Awaitable[Result]]) -> list[CheckResult]:
    """Run one check; a check that itself breaks is a result too, and the others still run."""
    try:
        outcome = await asyncio.to_thread(check)
        result = await outcome if inspect.isawaitable(outcome) else outcome
    except Exception as error:
        return [
            CheckResult(name, Status.FAILED, f"the check itself failed: {error!r}", "Please report this.")
        ]
    return result if isinstance(result, list) else [result]
