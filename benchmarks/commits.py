"""Extracts the tree of a commit, so that its overlay is measured beside the one of this tree."""

import os
import re
import tarfile
from pathlib import Path

from benchmarks.descriptions import ROOT
from benchmarks.processes import ProcessError, run
from benchmarks.workloads.fast_time import SPEED

_PARTS = ("benchmarks", "generated/omni_api_client", "overlay/omni_drafts")
_CLOCK = Path("benchmarks", "workloads", "fast_time.py")
_SPEED = re.compile(r"^SPEED = .*$", re.MULTILINE)


class CommitError(Exception):
    """A commit cannot be measured; the message has the reason."""


def resolve_commit(commit: str, repository: Path = ROOT) -> str:
    """Return the short hash of a commit.

    Raises:
        CommitError: If it is not a commit of the repository.
    """
    return _git(repository, "rev-parse", "--verify", "--short", f"{commit}^{{commit}}").strip()


def extract_commit(commit: str, folder: Path, repository: Path = ROOT) -> Path:
    """Extract the measured parts of a commit, and return the new folder.

    The workloads of the commit run its overlay, since names differ. Their clock gets the speed of our mock.

    Raises:
        CommitError: If the commit lacks a part of it.
    """
    archive, tree = folder / f"{commit}.tar", folder / f"{commit}-tree"
    _git(repository, "archive", f"--output={archive}", commit, *_PARTS)
    with tarfile.open(archive) as file:
        file.extractall(tree, filter="data")
    _set_speed(tree / _CLOCK)
    return tree


def _set_speed(clock: Path) -> None:
    text = clock.read_text("utf-8") if clock.exists() else ""
    changed, count = _SPEED.subn(f"SPEED = {SPEED}", text)
    if count != 1:
        raise CommitError(f"the commit has no `SPEED` in {_CLOCK}")
    clock.write_text(changed, "utf-8")


def _git(repository: Path, *arguments: str) -> str:
    try:
        return run(["git", *arguments], os.environ, repository).output
    except ProcessError as error:
        raise CommitError(str(error)) from error
