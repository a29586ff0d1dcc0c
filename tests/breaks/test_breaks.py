"""The runner prints each break that no test notices, and changes nothing of the project."""

from pathlib import Path

import pytest

from breaks.__main__ import main
from support.folders import contents

CODE = "def half(number: int) -> int:\n    return number // 2\n"
TEST = "from halving import half\n\n\ndef test_half_returns_a_half() -> None:\n    assert half(4) == 2\n"
NOTICED = ("number // 2", "number // 3")
SURVIVES = ("number // 2", "number - 2")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of one function with a test."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "project" / "halving.py").write_text(CODE)
    (tmp_path / "project" / "test_halving.py").write_text(TEST)
    return tmp_path / "project"


def run(project: Path, *edits: tuple[str, str], test: str = "test_halving.py") -> int:
    """Run the runner on edits of the function, and return the exit code."""
    entries = [
        f'[[break]]\nfile = "halving.py"\nold = {old!r}\nnew = {new!r}\neffect = "wrong"\ntests = ["{test}"]\n'
        for old, new in edits
    ]
    (project.parent / "breaks.toml").write_text("\n".join(entries))
    return main([str(project.parent / "breaks.toml")], project)


@pytest.mark.parametrize(
    ("edits", "code", "closing_line"),
    [
        ((NOTICED,), 0, "1 passed, 0 failed"),
        ((SURVIVES,), 1, "0 passed, 1 failed"),
        ((NOTICED, SURVIVES, NOTICED), 1, "2 passed, 1 failed"),
    ],
)
def test_runner_exits_1_if_a_break_survives(
    edits: tuple[tuple[str, str], ...],
    code: int,
    closing_line: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(project, *edits) == code
    assert capsys.readouterr().out.splitlines()[-1] == closing_line


def test_runner_prints_the_break_that_survives(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(project, NOTICED, SURVIVES)
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "halving.py: no test notices: wrong",
        "  old: number // 2",
        "  new: number - 2",
        "  tests: test_halving.py",
    ]


def test_runner_leaves_the_project_unchanged(project: Path) -> None:
    before = contents(project)
    run(project, NOTICED, SURVIVES)
    assert contents(project) == before


@pytest.mark.parametrize("old", ["number // 5", "number"])
def test_runner_with_a_text_that_is_not_once_in_the_file_exits_2(
    old: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, NOTICED, (old, "0")) == 2
    assert capsys.readouterr().err.endswith(f"not once: {old!r}\n")


def test_runner_with_tests_that_fail_unbroken_exits_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "halving.py").write_text(CODE.replace("// 2", "// 2 + 1"))
    assert run(project, NOTICED) == 2
    assert "the tests do not pass without a break" in capsys.readouterr().err


@pytest.mark.parametrize(("new", "test"), [("number //", "test_halving.py"), ("number // 3", "test_gone.py")])
def test_runner_with_tests_that_cannot_run_exits_2(new: str, test: str, project: Path) -> None:
    assert run(project, ("number // 2", new), test=test) == 2


def test_runner_without_a_list_exits_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(project / "gone.toml")], project) == 2
    assert "gone.toml: not a list of breaks" in capsys.readouterr().err
