"""The overlay of another commit is measured with its own workloads, beside the one of this tree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import COMPARABLE, MEASUREMENTS, main, select_names
from benchmarks.calls import merge_processes
from benchmarks.commits import CommitError, extract_commit, resolve_commit
from benchmarks.workloads.fast_time import SPEED
from benchmarks.workshop import Workshop

CLOCK = "benchmarks/workloads/fast_time.py"
OVERLAY = "overlay/omni_drafts/__init__.py"
FILES = {
    CLOCK: '"""Old clock."""\n\nSPEED = 30\nMINUTE = 60 / SPEED\n',
    OVERLAY: "old = True\n",
    "generated/omni_api_client/__init__.py": "",
}


def git(repository: Path, *arguments: str) -> str:
    identity = {
        f"GIT_{role}_{field}": "test@omni.test" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")
    }
    environment = os.environ | identity | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - our own


def commit(repository: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "test")
    return git(repository, "rev-parse", "--short", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def test_resolve_commit_name_of_a_commit_returns_the_short_hash(repository: Path) -> None:
    name = commit(repository, FILES)
    assert resolve_commit("HEAD", repository) == name


def test_resolve_commit_unknown_name_raises(repository: Path) -> None:
    commit(repository, FILES)
    with pytest.raises(CommitError, match="ended with 128"):
        resolve_commit("unknown", repository)


def test_extract_commit_returns_the_files_of_the_commit(repository: Path, tmp_path: Path) -> None:
    name = commit(repository, FILES)
    commit(repository, {OVERLAY: "old = False\n"})
    assert (extract_commit(name, tmp_path, repository) / OVERLAY).read_text() == "old = True\n"


def test_extract_commit_clock_of_another_speed_gets_ours(repository: Path, tmp_path: Path) -> None:
    tree = extract_commit(commit(repository, FILES), tmp_path, repository)
    assert (tree / CLOCK).read_text() == f'"""Old clock."""\n\nSPEED = {SPEED}\nMINUTE = 60 / SPEED\n'


def test_extract_commit_clock_without_speed_raises(repository: Path, tmp_path: Path) -> None:
    name = commit(repository, FILES | {CLOCK: ""})
    with pytest.raises(CommitError, match="no `SPEED`"):
        extract_commit(name, tmp_path, repository)


def test_extract_commit_without_overlay_raises(repository: Path, tmp_path: Path) -> None:
    name = commit(repository, {CLOCK: FILES[CLOCK]})
    with pytest.raises(CommitError, match="did not match"):
        extract_commit(name, tmp_path, repository)


def test_workshop_run_workload_is_that_of_its_tree(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "benchmarks").mkdir(parents=True)
    (tree / "benchmarks" / "__main__.py").write_text("print('of the tree')")
    result = Workshop(Path(sys.executable), tmp_path, tree).run(["-m", "benchmarks"])
    assert result.output == "of the tree\n"


def test_merge_processes_other_tree_adds_its_overlay_alone() -> None:
    ours = {"httpx": [[1.0, 0.1], [1.5, 0.2]], "overlay": [[2.0, 0.3], [2.5, 0.4]]}
    other = {"httpx": [[3.0, 0.5], [3.5, 0.6]], "overlay": [[4.0, 0.7], [4.5, 0.8]]}
    assert merge_processes({"": [ours, ours], " @af599b7": [other, other]}) == {
        "httpx": ours["httpx"] * 2,
        "overlay": ours["overlay"] * 2,
        "overlay @af599b7": other["overlay"] * 2,
    }


def test_select_names_by_default_are_all_that_can_be_measured() -> None:
    assert select_names(None, is_comparison=False) == list(MEASUREMENTS)


def test_select_names_of_a_comparison_are_those_of_the_overlay() -> None:
    assert select_names(None, is_comparison=True) == list(COMPARABLE)


def test_select_names_only_some_are_in_the_order_of_the_table() -> None:
    assert select_names(["call", "first-call"], is_comparison=True) == ["first-call", "call"]


def test_select_names_row_that_cannot_be_compared_raises() -> None:
    with pytest.raises(CommitError, match="decode cannot be compared"):
        select_names(["call", "decode"], is_comparison=True)


def test_main_against_an_unknown_commit_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--python", "python", "--against", "no-such-commit"])
    assert "--against: git ended with 128" in capsys.readouterr().err
