"""Instruction counts are held to those that were committed."""

import platform
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.callgrind import NoValgrindError, find_valgrind
from benchmarks.figures import Count, Figures, Outcome, compare, is_passed, key, read, write

counts = st.builds(
    Count, st.integers(min_value=10**6, max_value=10**10), st.integers(min_value=10**6, max_value=10**10)
)


def outcome(before: Count, now: Count) -> Outcome:
    (verdict,) = compare(Figures("3.11.7", None, {"import": before}), {"import": now})
    assert is_passed([verdict]) == (verdict.outcome in (Outcome.SAME, Outcome.BETTER))
    return verdict.outcome


@given(counts, st.floats(min_value=1.051, max_value=10))
def test_a_count_that_has_grown_by_more_than_5_percent_fails(before: Count, growth: float) -> None:
    assert outcome(before, Count(round(before.instructions * growth), before.control)) is Outcome.WORSE


@given(counts, st.floats(min_value=0.951, max_value=1.049))
def test_a_count_that_has_grown_by_less_passes(before: Count, growth: float) -> None:
    assert outcome(before, Count(round(before.instructions * growth), before.control)) is Outcome.SAME


@given(counts, st.floats(min_value=0.1, max_value=0.949))
def test_a_count_that_has_shrunk_asks_to_be_kept(before: Count, growth: float) -> None:
    assert outcome(before, Count(round(before.instructions * growth), before.control)) is Outcome.BETTER


@given(counts, st.floats(min_value=0.1, max_value=10))
def test_another_python_that_moves_the_control_as_well_changes_nothing(before: Count, by: float) -> None:
    now = Count(round(before.instructions * by), round(before.control * by))
    assert outcome(before, now) is Outcome.SAME


def test_one_that_has_grown_fails_them_all() -> None:
    before = Figures("3.11.7", None, {"import": Count(100, 50), "decode": Count(100, 50)})
    verdicts = compare(before, {"import": Count(100, 50), "decode": Count(106, 50)})
    assert [verdict.outcome for verdict in verdicts] == [Outcome.SAME, Outcome.WORSE]
    assert not is_passed(verdicts)


def test_what_was_never_counted_does_not_pass() -> None:
    verdicts = compare(Figures("3.11.7", None, {}), {"import": Count(100, 50)})
    assert [verdict.outcome for verdict in verdicts] == [Outcome.NEW]
    assert not is_passed(verdicts)


def test_figures_hold_for_a_minor_version_on_one_kind_of_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    here = key("3.11.7")
    assert key("3.11.2") == here
    assert key("3.12.7") != here
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    assert key("3.11.7") != here


@given(counts)
def test_figures_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, count: Count) -> None:
    path = tmp_path_factory.mktemp("figures") / "figures.json"
    figures = {"one": Figures("3.11.7", None, {"import": count}), "other": Figures("3.12.1", "ab", {})}
    write(path, figures)
    assert read(path) == figures


def test_there_are_none_without_a_file(tmp_path: Path) -> None:
    assert read(tmp_path / "figures.json") == {}


def test_without_valgrind_it_is_said_how_to_have_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoValgrindError, match="apt-get install valgrind"):
        find_valgrind()
