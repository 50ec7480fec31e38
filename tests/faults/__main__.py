"""Faults of all kinds at random for as long as wanted: `python -m tests.faults --minutes N [--seed S]`."""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.campaign import campaign
from tests.replica_set import ReplicaSet

_ROUND_SECONDS = 60.0
_GAP_SECONDS = 1.0


def main() -> int:
    """Runs on servers of its own; returns 1, and keeps all files, where anything was wrong."""
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=random.getrandbits(32))
    parser.add_argument("--registers", type=int, default=8)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="b4mart-faults-"))
    print(f"seed {options.seed}, {options.registers} registers, three servers, files in {folder}")
    problems = _run(folder, options)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        print(f"seed {options.seed}: all files are kept in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


def _run(folder: Path, options: argparse.Namespace) -> list[str]:
    end = time.monotonic() + options.minutes * 60
    with (
        ReplicaSet(folder / "servers") as servers,
        campaign(
            folder, servers, options.registers, options.seed, lambda line: print(line, flush=True)
        ) as run,
    ):
        while (left := end - time.monotonic()) > 0:
            run.round(min(left, _ROUND_SECONDS), _GAP_SECONDS)
        print(f"{options.minutes:g} min, seed {options.seed}: {run.outcome.summary()}")
        return run.outcome.problems


if __name__ == "__main__":
    sys.exit(main())
