"""Breaks of the project: the list of them, and the tests that run on a broken copy."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from attrs import frozen

_COPIES = 2
"""Number of copies, and so of tests that run at once: as many as the machines of the project have cores."""

_HANG_SECONDS = 120
"""Longest time of one test, since a break can make a loop endless."""

_IMPORTED = ("generated", "overlay", "scripts", "tests", ".")
_PASSED, _FAILED = 0, 1


class TrialError(Exception):
    """A break or a test of the list cannot be used; the message has a line for each."""


@frozen
class Break:
    """An edit that must make a test fail.

    Attributes:
        file: Path of the file in the project.
        old: Text that the file has exactly once.
        new: Text in its place.
        effect: Sentence about the broken behavior.
        tests: Arguments of pytest that select the tests.
    """

    file: str
    old: str
    new: str
    effect: str
    tests: tuple[str, ...]


def read_breaks(path: Path, root: Path) -> list[Break]:
    """Return the breaks of a list.

    Raises:
        TrialError: If the list has another structure, or a break does not fit its file.
    """
    try:
        entries = tomllib.loads(path.read_text("utf-8"))["break"]
        breaks = [Break(**entry | {"tests": tuple(entry["tests"])}) for entry in entries]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise TrialError(f"{path}: not a list of breaks: {error}") from error
    problems = [problem for item in breaks for problem in _find_problems(item, root)]
    if problems:
        raise TrialError("\n".join(problems))
    return breaks


def iterate_survivors(breaks: Sequence[Break], root: Path) -> Iterator[Break]:
    """Iterate over the breaks that no test notices.

    Raises:
        TrialError: If the tests fail without a break, or cannot run with one.
    """
    with _copies(root) as copies, ThreadPoolExecutor(_COPIES) as threads:
        _check_unbroken(breaks, copies)
        survivals = threads.map(lambda item: _survives(item, copies), breaks)
        yield from (item for item, is_survivor in zip(breaks, survivals, strict=True) if is_survivor)


def _find_problems(item: Break, root: Path) -> Iterator[str]:
    path = root / item.file
    count = path.read_text("utf-8").count(item.old) if path.is_file() else 0
    if count != 1:
        yield f"{item.file}: {count} times in the file, not once: {item.old!r}"


@contextmanager
def _copies(root: Path) -> Iterator[SimpleQueue[Path]]:
    """Yield a queue of copies of the project."""
    copies: SimpleQueue[Path] = SimpleQueue()
    with ExitStack() as folders:
        for _ in range(_COPIES):
            copy = Path(folders.enter_context(TemporaryDirectory(prefix="breaks-"))) / "project"
            shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
            copies.put(copy)
        yield copies


def _check_unbroken(breaks: Sequence[Break], copies: SimpleQueue[Path]) -> None:
    copy = copies.get()
    finished = _run_tests(sorted({test for item in breaks for test in item.tests}), copy)
    copies.put(copy)
    if finished.returncode != _PASSED:
        raise TrialError(f"the tests do not pass without a break:\n{finished.stdout}{finished.stderr}")


def _survives(item: Break, copies: SimpleQueue[Path]) -> bool:
    copy = copies.get()
    path = copy / item.file
    whole = path.read_text("utf-8")
    try:
        path.write_text(whole.replace(item.old, item.new), "utf-8")
        finished = _run_tests(item.tests, copy)
    finally:
        path.write_text(whole, "utf-8")
        copies.put(copy)
    if finished.returncode not in (_PASSED, _FAILED):
        raise TrialError(f"{item.file}: the tests cannot run with {item.new!r}:\n{finished.stdout}{finished.stderr}")
    return finished.returncode == _PASSED


def _run_tests(tests: Sequence[str], copy: Path) -> subprocess.CompletedProcess[str]:
    """Run tests on the modules of a copy; bytecode is not written, since it could outlive an edit."""
    options = ["-x", "-q", "-p", "no:cacheprovider", "-o", f"faulthandler_timeout={_HANG_SECONDS}"]
    python_path = os.pathsep.join(str(copy / name) for name in _IMPORTED)
    return subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": python_path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
