"""Routes of a description, matched against the raw path of a request."""

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.path_templates import TEMPLATE_VARIABLE


@frozen
class Route:
    """Path of a description with its operations.

    Attributes:
        pattern: Pattern of the percent-encoded path.
        operations: Operations by method in upper case.
    """

    pattern: re.Pattern[str]
    operations: Mapping[str, Operation]

    def match(self, path: str) -> tuple[str, ...] | None:
        """Return the percent-encoded path parameters of a path, or `None` if it does not match."""
        match = self.pattern.fullmatch(path)
        return None if match is None else match.groups()


def build_routes(description: Description) -> tuple[Route, ...]:
    """Return the routes of a description. Paths with fewer parameters match first, as OpenAPI requires."""
    operations_by_path: dict[str, dict[str, Operation]] = {}
    for operation in description.operations:
        operations_by_path.setdefault(operation.path, {})[operation.method.upper()] = operation
    ordered = sorted(operations_by_path.items(), key=lambda item: (item[0].count("{"), item[0]))
    return tuple(Route(_compile(description.prefix + path), operations) for path, operations in ordered)


def _compile(path: str) -> re.Pattern[str]:
    literals = TEMPLATE_VARIABLE.split(path)[::2]  # every second part is the name of a variable
    return re.compile("([^/]+)".join(map(re.escape, literals)))


def raw_path(scope: Mapping[str, Any]) -> str:
    """Return the percent-encoded path of an ASGI scope, where an encoded slash separates no segments."""
    return bytes(scope["raw_path"]).partition(b"?")[0].decode("latin-1")
