"""What was measured is kept, and written into the documentation, by the command alone."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import results
from benchmarks.__main__ import MEASUREMENTS
from benchmarks.chart import draw
from benchmarks.document import BEGIN, END, MarkError, rewrite
from benchmarks.results import Taken
from benchmarks.rows import Aim, Row
from benchmarks.table import tables

values = st.floats(min_value=0.001, max_value=1000)
aims = (Aim("ours", "httpx", 1.2), Aim("ours", "peer", 0.5))


BY_ITSELF = Row(
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
def test_the_chart_is_svg_with_a_bar_for_each_side_and_a_line_for_each_aim(measured: list[Row]) -> None:
    root = ElementTree.fromstring(draw(measured))  # noqa: S314 - our own
    rectangles = root.findall("{http://www.w3.org/2000/svg}rect")
    assert len(rectangles) == 1 + len(measured) * (3 + len(aims))
    for rectangle in rectangles:
        assert float(rectangle.get("x", "0")) >= 0
        assert float(rectangle.get("x", "0")) + float(rectangle.get("width", "0")) <= 760
        assert float(rectangle.get("width", "0")) > 0


def test_the_table_tells_median_ratio_spread_and_whether_each_aim_is_met() -> None:
    runs = {"httpx": (10.0, 20.0, 30.0), "ours": (11.0, 22.0, 36.0), "peer": (20.0, 40.0, 60.0)}
    said = tables([Taken(Row("call", "A call", "ms", runs, aims), "CPython")])
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines() if "|" in line]
    assert lines[0] == ["", "ms", "ratio", "half of the runs", "aim"]
    assert ["ours", "22.00", "1.10", "1.10 to 1.15", "at most 1.2: met"] in lines
    assert "ours beside peer: 0.55 (0.55 to 0.57); aim at most 0.5: not met." in said
    assert "3 paired runs; CPython." in said


def test_a_side_by_itself_has_no_ratio_and_is_held_to_its_aim_in_every_run() -> None:
    said = tables([Taken(BY_ITSELF, "CPython")])
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in said.splitlines() if "|" in line]
    assert lines[0] == ["", "answers", "least to most", "aim"]
    assert lines[2:] == [
        ["threads", "0", "0 to 0", "at most 0: met"],
        ["asyncio", "0", "0 to 3", "at most 0: not met"],
    ]
    assert said.endswith("\n3 runs; CPython.")


@given(st.lists(rows(), max_size=3))
def test_a_side_by_itself_has_no_bar(measured: list[Row]) -> None:
    assert draw([BY_ITSELF, *measured]) == draw(measured)


@given(st.lists(st.builds(Taken, st.just(BY_ITSELF) | rows(), st.just("CPython")), max_size=4))
def test_results_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, taken: list[Taken]) -> None:
    path = tmp_path_factory.mktemp("results") / "results.json"
    results.write(path, taken)
    read = results.read(path)
    assert [one.row.aims for one in read] == [one.row.aims for one in taken]
    assert [one.row.compared for one in read] == [one.row.compared for one in taken]
    for one, other in zip(read, taken, strict=True):
        assert (one.where, one.row.title) == (other.where, other.row.title)
        for side, runs in other.row.runs.items():
            assert one.row.runs[side] == pytest.approx(runs, abs=0.00006)


def test_a_row_measured_anew_takes_the_place_of_all_of_its_name_and_others_stay() -> None:
    def taken(name: str, title: str) -> Taken:
        return Taken(Row(name, title, "ms", {"one": (1.0,)}), "CPython")

    before = [taken("import", "a"), taken("call", "list"), taken("call", "ensure"), taken("gone", "x")]
    after = [taken("decode", "d"), taken("call", "anew")]
    together = results.merge(before, after, ["import", "call", "decode"])
    assert [one.row.title for one in together] == ["a", "anew", "d"]


def test_only_what_stands_between_the_marks_is_rewritten(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    rewrite(document, "new")
    rewrite(document, "newer")
    assert document.read_text() == f"before\n{BEGIN}\n\nnewer\n\n{END}\nafter\n"


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END} {BEGIN}", f"{BEGIN} {END} {END}", f"{BEGIN} {BEGIN} {END}"])
def test_without_marks_nothing_is_rewritten(tmp_path: Path, text: str) -> None:
    document = tmp_path / "document.md"
    document.write_text(text)
    with pytest.raises(MarkError):
        rewrite(document, "new")
    assert document.read_text() == text


def test_the_documentation_is_what_its_figures_give(root: Path, tmp_path: Path) -> None:
    kept = results.read(root / "docs" / "benchmarks.json")
    assert {one.row.name for one in kept} == set(MEASUREMENTS)
    assert draw([one.row for one in kept]) == (root / "docs" / "benchmarks.svg").read_text("utf-8")
    document = tmp_path / "benchmarks.md"
    document.write_text((root / "docs" / "benchmarks.md").read_text("utf-8"), "utf-8")
    rewrite(document, tables(kept))
    assert document.read_text("utf-8") == (root / "docs" / "benchmarks.md").read_text("utf-8")
