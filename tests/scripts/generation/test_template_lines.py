"""The lines of templates and runtime that differ from the generator are counted, reported and limited."""

import json
from pathlib import Path

import pytest

import regenerate
from openapi.generation.generator import count_template_lines

MAX_LINES = {"templates": 330, "runtime": 608}
"""Today's count and 3%: a larger fork of the generator needs a reason, and a new maximum."""


@pytest.mark.parametrize("part", list(MAX_LINES))
def test_template_lines_of_the_project_are_at_most_their_maximum(part: str, root: Path) -> None:
    assert count_template_lines(root / regenerate.TEMPLATES)[part] <= MAX_LINES[part]


def test_count_template_lines_counts_templates_and_runtime_without_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "runtime").mkdir()
    (tmp_path / "model.py.jinja").write_text("{% if a %}\n\n{% endif %}\n")
    (tmp_path / "client.py.jinja").write_text("class Client:\n    \n")
    (tmp_path / "runtime" / "errors.py").write_text("\n\nx = 1\n")
    (tmp_path / "runtime" / "notes.txt").write_text("a\n")
    assert count_template_lines(tmp_path) == {"templates": 3, "runtime": 1}


def test_regenerate_reports_and_prints_the_template_lines(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, lines = tmp_path / "report.json", count_template_lines(copy / regenerate.TEMPLATES)
    assert regenerate.main(["--report", str(report)], copy) == 0
    assert json.loads(report.read_text())["template_lines"] == lines
    expected = f"with {lines['templates']} lines of templates and {lines['runtime']} of runtime\n"
    assert capsys.readouterr().out.endswith(expected)
