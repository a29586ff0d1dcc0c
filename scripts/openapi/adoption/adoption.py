"""Adopts another description: its file, the checks of the overlay, and the next version."""

import io
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ruamel.yaml import YAML

from openapi.adoption.overlay_requirements import find_problems
from openapi.dialects.normalization import normalize
from openapi.diff import Verdict, as_markdown, as_text, find_changes
from openapi.reading.description import Description, DescriptionError, read_description

# Importing `Omni` alone imports no resource, and so no generated function.
_IMPORT_OVERLAY = """
from importlib import import_module
from pkgutil import walk_packages
from omni_drafts import Omni, _operations
for module in walk_packages(_operations.__path__, _operations.__name__ + "."):
    import_module(module.name)
"""
_WIDTH = 100


class UnsuitableError(Exception):
    """The overlay does not work with a client of a description.

    Attributes:
        problems: Messages of one line.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"the overlay does not work with this description (problems: {len(problems)})")
        self.problems = problems


def check_requirements(description: Description) -> list[str]:
    """Check a description against the requirements of the overlay, and return notes.

    Raises:
        DescriptionError: If the description has another structure than OpenAPI's.
        UnsuitableError: If a call of the overlay does not work with it.
    """
    problems = list(find_problems(normalize(description).document))
    errors = [problem.message for problem in problems if problem.is_error]
    if errors:
        raise UnsuitableError(errors)
    return [problem.message for problem in problems]


def write_description(description: Description, path: Path) -> None:
    """Write a description: YAML byte for byte, and JSON as YAML, so that a review sees changed lines.

    JSON with a string that YAML changes, such as a next-line character, stays JSON.
    """
    if description.content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        path.write_bytes(_as_yaml(description))
        with suppress(DescriptionError):
            if read_description(path).document == description.document:
                return
    path.write_bytes(description.content)


def check_overlay(client: Path, overlay: Path) -> None:
    """Check that the overlay can be imported with a new client.

    Raises:
        UnsuitableError: If it cannot.
    """
    python_path = os.pathsep.join(map(str, (client, overlay)))
    finished = subprocess.run(
        [sys.executable, "-c", _IMPORT_OVERLAY],
        env=os.environ | {"PYTHONPATH": python_path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise UnsuitableError([f"the overlay cannot be imported: {finished.stderr.strip().splitlines()[-1]}"])


def suggest_version(version: str, is_breaking: bool) -> str:
    """Return the next version; before 1.0, a breaking change increases the second number.

    Raises:
        DescriptionError: If the version is not three numbers.
    """
    numbers = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    if numbers is None:
        raise DescriptionError(f"the version {version!r} is not three numbers, such as 0.2.0")
    major, minor, patch = map(int, numbers.groups())
    if major == 0:
        return f"0.{minor + 1}.0" if is_breaking else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if is_breaking else f"{major}.{minor + 1}.0"


def describe_change(old: Description | None, new: Description, version: str) -> str:
    """Return the changes for callers, the next version, and an entry for the changelog.

    Raises:
        DescriptionError: If a description has another structure than OpenAPI's, or the version is invalid.
    """
    if old is None:
        return "This is the first description."
    changes = find_changes(normalize(old), normalize(new))
    if not changes:
        return "Nothing changes for callers."
    is_breaking = any(change.verdict is Verdict.BREAKING for change in changes)
    next_version = suggest_version(version, is_breaking)
    reason = "some changes break callers" if is_breaking else "no change breaks callers"
    entry = f"## {next_version}\n\nGenerated from a newer description of the API.\n\n{as_markdown(changes)}"
    version_line = f"Next version: {next_version} (now {version}; {reason})"
    return f"{as_text(changes)}\n\n{version_line}\n\nFor CHANGELOG.md:\n\n{entry}"


def read_version(path: Path) -> str:
    """Return the version in a module, without importing it."""
    match = re.search(r'^__version__ = "(.*)"$', path.read_text("utf-8"), re.MULTILINE)
    return match[1] if match else ""


def _as_yaml(description: Description) -> bytes:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    content = io.BytesIO()
    yaml.dump(description.document, content)
    return content.getvalue()
