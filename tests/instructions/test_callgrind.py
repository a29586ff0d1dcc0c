"""Callgrind counts the same each time; these tests need valgrind, so they have an environment of their own."""

import sys
from pathlib import Path

import pytest

from benchmarks import instructions
from benchmarks.callgrind import count
from benchmarks.figures import Count, Figures, compare, is_passed, write
from benchmarks.processes import ProcessError

ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def count_steps(steps: int) -> int:
    return count([sys.executable, "-S", "-c", f"for number in range({steps}): number * number"], ENVIRONMENT)


def test_count_is_repeatable_and_grows_with_the_work() -> None:
    control, once = count_steps(0), count_steps(50_000)
    before = Figures("3.11.7", None, {"multiply": Count(once - control, control)})
    again, slower = count_steps(50_000), count_steps(60_000)
    assert abs(again - once) < 0.005 * (once - control)
    assert is_passed(compare(before, {"multiply": Count(again - control, control)}))
    assert not is_passed(compare(before, {"multiply": Count(slower - control, control)}))


def test_count_process_that_fails_raises() -> None:
    with pytest.raises(ProcessError):
        count([sys.executable, "-S", "-c", "raise SystemExit(1)"], ENVIRONMENT)


def test_main_without_figures_of_this_python_exits_with_2_and_prints_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "figures.json"
    write(path, {"CPython 2.7, vax": Figures("2.7.18", None, {})})
    assert instructions.main(["--python", sys.executable, "--figures", str(path)]) == 2
    error = capsys.readouterr().err
    assert "but of: CPython 2.7, vax" in error
    assert "tox run -e instructions -- --update" in error
