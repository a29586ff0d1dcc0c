"""Instruction counts are compared with the committed ones."""

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
def test_compare_growth_above_5_percent_is_worse(before: Count, growth: float) -> None:
    assert outcome(before, Count(round(before.instructions * growth), before.control)) is Outcome.WORSE


@given(counts, st.floats(min_value=0.951, max_value=1.049))
def test_compare_change_below_5_percent_is_the_same(before: Count, growth: float) -> None:
    assert outcome(before, Count(round(before.instructions * growth), before.control)) is Outcome.SAME


@given(counts, st.floats(min_value=0.1, max_value=0.949))
def test_compare_shrinkage_above_5_percent_is_better(before: Count, growth: float) -> None:
    assert outcome(before, Count(round(before.instructions * growth), before.control)) is Outcome.BETTER


@given(counts, st.floats(min_value=0.1, max_value=10))
def test_compare_growth_of_the_control_too_is_the_same(before: Count, factor: float) -> None:
    now = Count(round(before.instructions * factor), round(before.control * factor))
    assert outcome(before, now) is Outcome.SAME


def test_is_passed_one_worse_count_is_false() -> None:
    before = Figures("3.11.7", None, {"import": Count(100, 50), "decode": Count(100, 50)})
    verdicts = compare(before, {"import": Count(100, 50), "decode": Count(106, 50)})
    assert [verdict.outcome for verdict in verdicts] == [Outcome.SAME, Outcome.WORSE]
    assert not is_passed(verdicts)


def test_is_passed_new_count_is_false() -> None:
    verdicts = compare(Figures("3.11.7", None, {}), {"import": Count(100, 50)})
    assert [verdict.outcome for verdict in verdicts] == [Outcome.NEW]
    assert not is_passed(verdicts)


def test_key_depends_on_minor_version_and_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    here = key("3.11.7")
    assert key("3.11.2") == here
    assert key("3.12.7") != here
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    assert key("3.11.7") != here


@given(counts)
def test_read_after_write_returns_the_same_figures(tmp_path_factory: pytest.TempPathFactory, count: Count) -> None:
    path = tmp_path_factory.mktemp("figures") / "figures.json"
    figures = {"one": Figures("3.11.7", None, {"import": count}), "other": Figures("3.12.1", "ab", {})}
    write(path, figures)
    assert read(path) == figures


def test_read_missing_file_returns_no_figures(tmp_path: Path) -> None:
    assert read(tmp_path / "figures.json") == {}


def test_find_valgrind_not_installed_raises_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoValgrindError, match="apt-get install valgrind"):
        find_valgrind()
