"""Finds the operation that a method and a path mean, and its path parameters."""

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from omni_drafts.mock._description.loading import Description, Operation
from omni_drafts.mock._description.path_templates import VARIABLE


@frozen
class Path:
    """A path of the description, with the operations on it by method, in upper case."""

    pattern: re.Pattern[str]
    operations: Mapping[str, Operation]

    def match(self, raw_path: str) -> tuple[str, ...] | None:
        """Give the path parameters of a path, both as they were sent; `None` if it is another one."""
        found = self.pattern.fullmatch(raw_path)
        return None if found is None else found.groups()


def read_paths(description: Description) -> tuple[Path, ...]:
    """Give the paths of a description, the ones with fewer parameters first, as those mean more."""
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in description.operations:
        by_path.setdefault(operation.path, {})[operation.method.upper()] = operation
    ordered = sorted(by_path.items(), key=lambda item: (item[0].count("{"), item[0]))
    return tuple(Path(_pattern(description.prefix + path), operations) for path, operations in ordered)


def _pattern(path: str) -> re.Pattern[str]:
    fixed = VARIABLE.split(path)[::2]  # between them are the names
    return re.compile("([^/]+)".join(map(re.escape, fixed)))


def raw_path(scope: Mapping[str, Any]) -> str:
    """Give the path of an ASGI scope as it was sent, so that a slash within a parameter is not taken for another."""
    return bytes(scope["raw_path"]).partition(b"?")[0].decode("latin-1")
