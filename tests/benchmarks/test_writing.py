"""The command alone writes results to the documentation."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import results
from benchmarks.__main__ import MEASUREMENTS, main
from benchmarks.chart import draw
from benchmarks.document import BEGIN, END, MarkError, rewrite
from benchmarks.results import Result
from benchmarks.rows import Aim, Row
from benchmarks.table import figure, table

values = st.floats(min_value=0.001, max_value=1000)
aims = (Aim("ours", "httpx", 1.2), Aim("ours", "peer", 0.5))


NOT_COMPARED = Row(
    "pacing",
    "Rejected with 429",
    "responses",
    {"threads": (0, 0, 0), "asyncio": (0, 0, 3)},
    (Aim("threads", None, 0), Aim("asyncio", None, 0)),
    is_compared=False,
)


SIDES = {"httpx": (1.0,), "ours": (1.0,)}


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


def lines_of(*measured: Row) -> list[list[str]]:
    """Return the cells of a table without its heading."""
    text = table([Result(row, "CPython") for row in measured])
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line]
    assert lines[0] == ["row", "measurement", "side", "median", "baseline", "ratio", "spread", "aim"]
    return lines[2:]


def test_table_compared_row_has_a_line_for_each_side_beside_the_baseline_and_each_aim_beside_another() -> None:
    runs = {"httpx": (10.0, 20.0, 30.0), "ours": (11.0, 22.0, 36.0), "peer": (20.0, 40.0, 60.0)}
    assert lines_of(Row("call", "A call", "ms", runs, aims)) == [
        ["`call`", "A call (ms; 3 runs)", "ours", "22.0", "httpx: 20.0", "1.10", "1.10 to 1.15", "at most 1.2: met"],
        ["", "", "peer", "40.0", "httpx: 20.0", "2.00", "", ""],
        ["", "", "ours", "22.0", "peer: 40.0", "0.550", "0.550 to 0.575", "at most 0.5: not met"],
    ]


def test_table_row_that_is_not_compared_has_no_ratio_and_its_aim_applies_to_every_run() -> None:
    assert lines_of(NOT_COMPARED) == [
        ["`pacing`", "Rejected with 429 (responses; 3 runs)", "threads", "0", "", "", "", "at most 0: met"],
        ["", "", "asyncio", "0", "", "", "0 to 3", "at most 0: not met"],
    ]


def test_table_row_that_is_not_compared_with_equal_sides_has_one_line() -> None:
    row = evolve(NOT_COMPARED, runs={"threads": (0, 0), "asyncio": (0, 0)})
    assert lines_of(row) == [
        ["`pacing`", "Rejected with 429 (responses; 2 runs)", "each", "0", "", "", "", "at most 0: met"]
    ]


def test_table_second_row_of_a_name_has_its_title_alone() -> None:
    assert [cells[:2] for cells in lines_of(Row("call", "One", "s", SIDES), Row("call", "Other", "s", SIDES))] == [
        ["`call`", "One (s; 1 run)"],
        ["", "Other (s; 1 run)"],
    ]


def test_table_ends_with_the_rows_of_each_machine() -> None:
    results = [
        Result(Row(name, "x", "s", SIDES), where) for name, where in [("call", "A"), ("import", "B"), ("x", "A")]
    ]
    assert table(results).endswith("|\n\nA: `call`, `x`.\nB: `import`.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (0.0, "0"),
        (3, "3"),
        (50_000, "50000"),
        (0.12345, "0.123"),
        (0.9999, "1.00"),
        (1.0, "1.00"),
        (9.996, "10.0"),
        (18.34, "18.3"),
        (999.6, "1000"),
        (1509.14, "1510"),
        (-1.234, "-1.23"),
    ],
)
def test_figure_is_a_count_or_has_three_significant_digits(value: float, expected: str) -> None:
    assert figure(value) == expected


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
    assert [one.row.is_compared for one in read] == [one.row.is_compared for one in written]
    for one, other in zip(read, written, strict=True):
        assert (one.where, one.row.title) == (other.where, other.row.title)
        for side, runs in other.row.runs.items():
            assert one.row.runs[side] == pytest.approx(runs, abs=0.00006)


def test_write_runs_of_a_side_are_one_line(tmp_path: Path) -> None:
    runs = {"httpx": (1.23456789, 2.0), "ours": (3.0, 4.0)}
    results.write(tmp_path / "results.json", [Result(Row("call", "A call", "ms", runs), "CPython")])
    lines = (tmp_path / "results.json").read_text().splitlines()
    assert lines[-5:-2] == ['  "httpx": [1.2346, 2.0],', '  "ours": [3.0, 4.0]', " }"]


def test_merge_new_row_replaces_all_rows_of_its_name() -> None:
    def result(name: str, title: str) -> Result:
        return Result(Row(name, title, "ms", {"one": (1.0,)}), "CPython")

    before = [result("import", "a"), result("call", "list"), result("call", "ensure"), result("removed", "x")]
    after = [result("decode", "d"), result("call", "new")]
    together = results.merge(before, after, ["import", "call", "decode"])
    assert [one.row.title for one in together] == ["a", "new", "d"]


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


FILES = ("benchmarks.json", "benchmarks.md", "benchmarks.svg")


def test_redraw_committed_results_changes_neither_page_nor_chart(root: Path, tmp_path: Path) -> None:
    before = {name: (root / "docs" / name).read_text("utf-8") for name in FILES}
    for name in FILES:
        (tmp_path / name).write_text(before[name] if name != "benchmarks.svg" else "", "utf-8")
    main(["--python", "python", "--redraw", "--docs", str(tmp_path)])
    assert {name: (tmp_path / name).read_text("utf-8") for name in FILES} == before


def test_write_committed_results_changes_nothing(root: Path, tmp_path: Path) -> None:
    committed = results.read(root / "docs" / "benchmarks.json")
    assert {one.row.name for one in committed} == set(MEASUREMENTS)
    results.write(tmp_path / "benchmarks.json", committed)
    assert (tmp_path / "benchmarks.json").read_text("utf-8") == (root / "docs" / "benchmarks.json").read_text("utf-8")


def test_page_has_at_most_150_lines(root: Path) -> None:
    assert len((root / "docs" / "benchmarks.md").read_text("utf-8").splitlines()) <= 150
