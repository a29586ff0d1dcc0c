"""The command alone writes results to the documentation."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import results
from benchmarks.__main__ import MEASUREMENTS
from benchmarks.chart import draw
from benchmarks.document import BEGIN, END, MarkError, rewrite
from benchmarks.results import Result
from benchmarks.rows import Aim, Row
from benchmarks.table import tables

values = st.floats(min_value=0.001, max_value=1000)
aims = (Aim("ours", "httpx", 1.2), Aim("ours", "peer", 0.5))


NOT_COMPARED = Row(
    "pacing",
    "Answers of 429",
    "answers",
    {"threads": (0.0, 0.0, 0.0), "asyncio": (0.0, 0.0, 3.0)},
    (Aim("threads", None, 0), Aim("asyncio", None, 0)),
    compared=False,
)


@st.composite
def rows(draw_one: st.DrawFn) -> Row:
    count = draw_one(st.integers(min_value=1, max_value=5))
    runs = st.lists(values, min_size=count, max_size=count).map(tuple)
    name = draw_one(st.sampled_from(list(MEASUREMENTS)))
    title = draw_one(st.text(st.characters(categories=["L", "P", "S"]), min_size=1))
    return Row(name, title, "ms", {side: draw_one(runs) for side in ("httpx", "ours", "peer")}, aims)


@given(st.lists(rows(), max_size=4))
def test_draw_rows_is_an_svg_with_a_bar_for_each_side_and_a_line_for_each_aim(measured: list[Row]) -> None:
    root = ElementTree.fromstring(draw(measured))  # noqa: S314 - our own
    rectangles = root.findall("{http://www.w3.org/2000/svg}rect")
    assert len(rectangles) == 1 + len(measured) * (3 + len(aims))
    for rectangle in rectangles:
        assert float(rectangle.get("x", "0")) >= 0
        assert float(rectangle.get("x", "0")) + float(rectangle.get("width", "0")) <= 760
        assert float(rectangle.get("width", "0")) > 0


def test_tables_row_has_medians_ratios_spreads_and_aims() -> None:
    runs = {"httpx": (10.0, 20.0, 30.0), "ours": (11.0, 22.0, 36.0), "peer": (20.0, 40.0, 60.0)}
    text = tables([Result(Row("call", "A call", "ms", runs, aims), "CPython")])
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line]
    assert lines[0] == ["", "ms", "ratio", "half of the runs", "aim"]
    assert ["ours", "22.00", "1.10", "1.10 to 1.15", "at most 1.2: met"] in lines
    assert "ours beside peer: 0.55 (0.55 to 0.57); aim at most 0.5: not met." in text
    assert "3 paired runs; CPython." in text


def test_tables_row_that_is_not_compared_has_no_ratio_and_its_aim_applies_to_every_run() -> None:
    text = tables([Result(NOT_COMPARED, "CPython")])
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line]
    assert lines[0] == ["", "answers", "least to most", "aim"]
    assert lines[2:] == [
        ["threads", "0", "0 to 0", "at most 0: met"],
        ["asyncio", "0", "0 to 3", "at most 0: not met"],
    ]
    assert text.endswith("\n3 runs; CPython.")


@given(st.lists(rows(), max_size=3))
def test_draw_row_that_is_not_compared_has_no_bar(measured: list[Row]) -> None:
    assert draw([NOT_COMPARED, *measured]) == draw(measured)


@given(st.lists(st.builds(Result, st.just(NOT_COMPARED) | rows(), st.just("CPython")), max_size=4))
def test_read_after_write_returns_the_same_results(
    tmp_path_factory: pytest.TempPathFactory, written: list[Result]
) -> None:
    path = tmp_path_factory.mktemp("results") / "results.json"
    results.write(path, written)
    read = results.read(path)
    assert [one.row.aims for one in read] == [one.row.aims for one in written]
    assert [one.row.compared for one in read] == [one.row.compared for one in written]
    for one, other in zip(read, written, strict=True):
        assert (one.where, one.row.title) == (other.where, other.row.title)
        for side, runs in other.row.runs.items():
            assert one.row.runs[side] == pytest.approx(runs, abs=0.00006)


def test_merge_new_row_replaces_all_rows_of_its_name() -> None:
    def result(name: str, title: str) -> Result:
        return Result(Row(name, title, "ms", {"one": (1.0,)}), "CPython")

    before = [result("import", "a"), result("call", "list"), result("call", "ensure"), result("gone", "x")]
    after = [result("decode", "d"), result("call", "anew")]
    together = results.merge(before, after, ["import", "call", "decode"])
    assert [one.row.title for one in together] == ["a", "anew", "d"]


def test_rewrite_replaces_the_text_between_the_marks(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    rewrite(document, "new")
    rewrite(document, "newer")
    assert document.read_text() == f"before\n{BEGIN}\n\nnewer\n\n{END}\nafter\n"


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END} {BEGIN}", f"{BEGIN} {END} {END}", f"{BEGIN} {BEGIN} {END}"])
def test_rewrite_without_marks_raises_and_changes_nothing(tmp_path: Path, text: str) -> None:
    document = tmp_path / "document.md"
    document.write_text(text)
    with pytest.raises(MarkError):
        rewrite(document, "new")
    assert document.read_text() == text


def test_documentation_is_what_its_figures_produce(root: Path, tmp_path: Path) -> None:
    committed = results.read(root / "docs" / "benchmarks.json")
    assert {one.row.name for one in committed} == set(MEASUREMENTS)
    assert draw([one.row for one in committed]) == (root / "docs" / "benchmarks.svg").read_text("utf-8")
    document = tmp_path / "benchmarks.md"
    document.write_text((root / "docs" / "benchmarks.md").read_text("utf-8"), "utf-8")
    rewrite(document, tables(committed))
    assert document.read_text("utf-8") == (root / "docs" / "benchmarks.md").read_text("utf-8")
