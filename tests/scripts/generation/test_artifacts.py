"""Replacing is one step: whoever looks, and whatever is killed when, a folder is the old one or the new one."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from openapi.generation import artifacts
from openapi.generation.artifacts import Artifact, find_drift, put_all_in_place

FILES = 50
EXCHANGES = """
import sys
from pathlib import Path
from openapi.generation.artifacts import Artifact, put_all_in_place
print("ready", flush=True)
while True:
    put_all_in_place((Artifact(Path("made"), Path("home")),))
"""


def fill(folder: Path, text: str) -> None:
    """Make a folder of many files that all say the same."""
    folder.mkdir()
    for number in range(FILES):
        (folder / str(number)).write_text(text)


def test_a_process_that_is_killed_leaves_one_whole_folder(tmp_path: Path, root: Path) -> None:
    fill(tmp_path / "home", "old")
    fill(tmp_path / "made", "new")
    for number in range(20):
        with subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-c", EXCHANGES],
            cwd=tmp_path,
            env={"PYTHONPATH": str(root / "scripts")},
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(number / 1000)  # not to wait for something, but to kill at another moment each time
            process.kill()
        found = {path.read_text() for path in (tmp_path / "home").iterdir()}
        assert len(list((tmp_path / "home").iterdir())) == FILES
        assert found in ({"old"}, {"new"})


def test_where_the_system_cannot_exchange_folders_a_failure_brings_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "_exchange", lambda *_: False)
    fill(tmp_path / "home", "old")
    with pytest.raises(FileNotFoundError):
        put_all_in_place((Artifact(tmp_path / "made", tmp_path / "home"),))
    assert len(list((tmp_path / "home").iterdir())) == FILES
    fill(tmp_path / "made", "new")
    put_all_in_place((Artifact(tmp_path / "made", tmp_path / "home"),))
    assert {path.read_text() for path in (tmp_path / "home").iterdir()} == {"new"}
    assert {path.read_text() for path in (tmp_path / "made").iterdir()} == {"old"}


@pytest.mark.parametrize("exchanges", [True, False])
def test_where_the_second_cannot_be_replaced_the_first_is_brought_back(
    exchanges: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(artifacts, "_exchange", lambda *_: False)
    fill(tmp_path / "home", "old")
    fill(tmp_path / "made", "new")
    second = Artifact(tmp_path / "never-made", tmp_path / "other")
    with pytest.raises(FileNotFoundError):
        put_all_in_place((Artifact(tmp_path / "made", tmp_path / "home"), second))
    assert {path.read_text() for path in (tmp_path / "home").iterdir()} == {"old"}


def test_equal_folders_have_no_drift(tmp_path: Path) -> None:
    fill(tmp_path / "home", "same")
    fill(tmp_path / "made", "same")
    assert list(find_drift(Artifact(tmp_path / "made", tmp_path / "home"))) == []
    (tmp_path / "home" / "7").write_text("other")
    assert list(find_drift(Artifact(tmp_path / "made", tmp_path / "home"))) == [f"{tmp_path}/home/7: changed"]
