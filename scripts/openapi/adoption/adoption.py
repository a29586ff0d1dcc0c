"""Makes another description the project's own: its file, the check that the overlay stands, the next version."""

import io
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from ruamel.yaml import YAML

from openapi.adoption.overlay_requirements import find_lacks
from openapi.dialects.normalization import normalize
from openapi.diff import Verdict, as_markdown, as_text, find_changes
from openapi.reading.description import Description, DescriptionError, read_description

# A module is imported when it is first used, so that importing `Omni` would not show what is missing.
_IMPORT_OVERLAY = """
from importlib import import_module
from pkgutil import walk_packages
from omni_drafts import Omni, _operations
for module in walk_packages(_operations.__path__, _operations.__name__ + "."):
    import_module(module.name)
"""
_WIDTH = 100


class UnfitError(Exception):
    """The overlay could not stand on a client of a description; nothing was replaced.

    Attributes:
        losses: What would be lost, a line each.
    """

    def __init__(self, losses: list[str]) -> None:
        super().__init__(f"the overlay would lose {len(losses)} of what it needs")
        self.losses = losses


def check_fitness(description: Description) -> list[str]:
    """Check that a description has all that the overlay needs, and tell what it does without.

    Raises:
        DescriptionError: The description has not the shape that OpenAPI gives it.
        UnfitError: It lacks something.
    """
    lacks = list(find_lacks(normalize(description).document))
    losses = [lack.told for lack in lacks if lack.is_loss]
    if losses:
        raise UnfitError(losses)
    return [lack.told for lack in lacks]


def write_description(description: Description, path: Path) -> None:
    """Write what was read: YAML byte for byte, and JSON as YAML, so that its changes can be reviewed line by line.

    JSON that would not be read back from YAML as it was stays JSON: a next-line character becomes a space.
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
        UnfitError: It cannot.
    """
    found = os.pathsep.join(map(str, (client, overlay)))
    finished = subprocess.run(
        [sys.executable, "-c", _IMPORT_OVERLAY],
        env=os.environ | {"PYTHONPATH": found, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise UnfitError([f"the overlay cannot be imported: {finished.stderr.strip().splitlines()[-1]}"])


def suggest_version(version: str, is_breaking: bool) -> str:
    """Give the next version: before 1.0, what breaks callers moves the second number, and all else the third.

    Raises:
        DescriptionError: The version is none of three numbers.
    """
    numbers = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    if numbers is None:
        raise DescriptionError(f"the version {version!r} is not three numbers")
    major, minor, patch = map(int, numbers.groups())
    if major == 0:
        return f"0.{minor + 1}.0" if is_breaking else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if is_breaking else f"{major}.{minor + 1}.0"


def tell_change(old: Description | None, new: Description, version: str) -> str:
    """Tell what a new description means for callers, the version to give it, and an entry for the changelog.

    Raises:
        DescriptionError: One of the descriptions, or the version, has not the shape that it should have.
    """
    if old is None:
        return "There was no description before."
    changes = find_changes(normalize(old), normalize(new))
    if not changes:
        return "Nothing changes for callers."
    breaks = any(change.verdict is Verdict.BREAKING for change in changes)
    following = suggest_version(version, breaks)
    reason = "some of it breaks callers" if breaks else "none of it breaks callers"
    entry = f"## {following}\n\nMade of a newer description of the API.\n\n{as_markdown(changes)}"
    return (
        f"{as_text(changes)}\n\nNext version: {following} (now {version}; {reason})\n\nFor CHANGELOG.md:\n\n{entry}"
    )


def read_version(path: Path) -> str:
    """Read the version that a module says, without importing it."""
    found = re.search(r'^__version__ = "(.*)"$', path.read_text("utf-8"), re.MULTILINE)
    return found[1] if found else ""


def _as_yaml(description: Description) -> bytes:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = io.BytesIO()
    yaml.dump(description.document, written)
    return written.getvalue()
