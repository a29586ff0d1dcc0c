"""Folders are replaced in one step: a process that is killed leaves the old one or the new one."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from openapi.generation import artifacts
from openapi.generation.artifacts import Artifact, find_drift, replace_all

FILES = 50
EXCHANGES = """
import sys
from pathlib import Path
from openapi.generation.artifacts import Artifact, replace_all
print("ready", flush=True)
while True:
    replace_all((Artifact(Path("new"), Path("target")),))
"""


def fill(folder: Path, text: str) -> None:
    """Create a folder of many files with one content."""
    folder.mkdir()
    for number in range(FILES):
        (folder / str(number)).write_text(text)


def test_replace_all_in_a_killed_process_leaves_a_whole_folder(tmp_path: Path, root: Path) -> None:
    fill(tmp_path / "target", "old")
    fill(tmp_path / "new", "new")
    for number in range(20):
        with subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-c", EXCHANGES],
            cwd=tmp_path,
            env={"PYTHONPATH": str(root / "scripts")},
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(number / 1000)  # kills at another moment each time
            process.kill()
        texts = {path.read_text() for path in (tmp_path / "target").iterdir()}
        assert len(list((tmp_path / "target").iterdir())) == FILES
        assert texts in ({"old"}, {"new"})


def test_replace_all_without_an_exchange_restores_the_target_after_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "_exchange", lambda *_: False)
    fill(tmp_path / "target", "old")
    with pytest.raises(FileNotFoundError):
        replace_all((Artifact(tmp_path / "new", tmp_path / "target"),))
    assert len(list((tmp_path / "target").iterdir())) == FILES
    fill(tmp_path / "new", "new")
    replace_all((Artifact(tmp_path / "new", tmp_path / "target"),))
    assert {path.read_text() for path in (tmp_path / "target").iterdir()} == {"new"}
    assert {path.read_text() for path in (tmp_path / "new").iterdir()} == {"old"}


@pytest.mark.parametrize("has_exchange", [True, False])
def test_replace_all_with_an_error_of_the_second_restores_the_first(
    has_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_exchange:
        monkeypatch.setattr(artifacts, "_exchange", lambda *_: False)
    fill(tmp_path / "target", "old")
    fill(tmp_path / "new", "new")
    second = Artifact(tmp_path / "missing", tmp_path / "other")
    with pytest.raises(FileNotFoundError):
        replace_all((Artifact(tmp_path / "new", tmp_path / "target"), second))
    assert {path.read_text() for path in (tmp_path / "target").iterdir()} == {"old"}


def test_find_drift_of_equal_folders_has_none(tmp_path: Path) -> None:
    fill(tmp_path / "target", "same")
    fill(tmp_path / "new", "same")
    assert list(find_drift(Artifact(tmp_path / "new", tmp_path / "target"))) == []
    (tmp_path / "target" / "7").write_text("other")
    assert list(find_drift(Artifact(tmp_path / "new", tmp_path / "target"))) == [f"{tmp_path}/target/7: changed"]


def test_find_drift_of_a_link_to_an_equal_file_has_it(tmp_path: Path) -> None:
    fill(tmp_path / "target", "same")
    fill(tmp_path / "new", "same")
    (tmp_path / "target" / "7").unlink()
    (tmp_path / "target" / "7").symlink_to(tmp_path / "new" / "7")
    assert list(find_drift(Artifact(tmp_path / "new", tmp_path / "target"))) == [f"{tmp_path}/target/7: changed"]


@pytest.mark.parametrize(
    ("name", "drift"),
    [("a.pyc", ["a.pyc: stray"]), ("__pycache__/a.pyc", []), ("__pycache__/a.py", ["__pycache__/a.py: stray"])],
)
def test_find_drift_ignores_bytecode_of_python_alone(name: str, drift: list[str], tmp_path: Path) -> None:
    fill(tmp_path / "target", "same")
    fill(tmp_path / "new", "same")
    (tmp_path / "target" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "target" / name).touch()
    found = find_drift(Artifact(tmp_path / "new", tmp_path / "target"))
    assert list(found) == [f"{tmp_path}/target/{line}" for line in drift]


@pytest.mark.parametrize("target", ["folder", "nothing"])
def test_find_drift_of_a_broken_link_has_it(target: str, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("new")
    (tmp_path / "target").symlink_to(tmp_path / target)
    if target == "folder":
        (tmp_path / "folder").mkdir()
    assert list(find_drift(Artifact(tmp_path / "new", tmp_path / "target"))) == [f"{tmp_path}/target: changed"]


def test_replace_all_without_a_folder_of_the_target_creates_it(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("new")
    replace_all((Artifact(tmp_path / "new", tmp_path / "folder" / "target"),))
    assert (tmp_path / "folder" / "target").read_text() == "new"


def test_replace_all_that_is_interrupted_restores_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "target", "old")
    fill(tmp_path / "new", "new")
    exchange = artifacts._exchange

    def interrupt(first: Path, second: Path) -> bool:
        if second.name == "second":
            raise KeyboardInterrupt
        return exchange(first, second)

    monkeypatch.setattr(artifacts, "_exchange", interrupt)
    second = Artifact(tmp_path / "missing", tmp_path / "second")
    with pytest.raises(KeyboardInterrupt):
        replace_all((Artifact(tmp_path / "new", tmp_path / "target"), second))
    assert {path.read_text() for path in (tmp_path / "target").iterdir()} == {"old"}
