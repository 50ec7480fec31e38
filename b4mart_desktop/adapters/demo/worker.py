"""Loads the demo store in a process of its own: four seconds of work would make the windows stutter."""

from b4mart_desktop.adapters.own_process import Send, run_in_process
from b4mart_desktop.services.demo import LoadProgress


async def load_demo_in_worker(
    uri: str, database: str, progress: LoadProgress, limit: int | None = None
) -> int:
    """Prepares the database and loads the demo store, or what is missing of it.

    Cancelling the awaiting task ends the process; what was loaded stays and the next load goes on there.

    Args:
        uri: Of the server, with everything needed to sign in.
        database: Name of the database.
        progress: Called in this loop after each batch.
        limit: About how many products; all where None.

    Returns how many documents were written.

    Raises:
        AdapterError: as ``load_demo_store`` and ``prepare_database``.
        ProcessEnded: The process ended without a word.
    """
    written: int = await run_in_process(
        "demo-loader", _load, uri, database, limit, report=lambda message: progress(*message)
    )
    return written


async def _load(send: Send, uri: str, database: str, limit: int | None) -> int:
    """What the process does."""
    # The process that starts this one does without the driver and the loader.
    from b4mart_desktop.adapters.demo.loader import load_demo_store
    from b4mart_desktop.adapters.mongo.connect import make_client
    from b4mart_desktop.adapters.mongo.migrations import prepare_database

    async with make_client(uri) as client:
        target = client.get_database(database)
        await prepare_database(target)
        return await load_demo_store(target, lambda *report: send(report), limit)
