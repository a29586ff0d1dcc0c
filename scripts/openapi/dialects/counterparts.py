"""Reads `counterparts.yaml`: the operations that both dialects have, with their names in the client.

The documentation dialect and the instance dialect differ in the names of operations, path parameters and schemas.
An operation is identified by its method and its path, without the names of path parameters.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from openapi.reading.description import DescriptionError
from openapi.reading.paths import path_shape
from openapi.reading.schemas import METHODS

PREFIX = "/api"
"""Prefix of the API. The documentation dialect has it in `servers`, the instance dialect in each path."""
CLASS_NAME = "x-class-name"
"""Extension of an inline schema: the name of its class."""

COUNTERPARTS_FILE = Path(__file__).with_name("counterparts.yaml")
_REQUIRED_KEYS = {"operationId", "tag"}
_KEYS = _REQUIRED_KEYS | {"classes"}
_ROUTE = re.compile(r"(body|answer|parameter/[^/]+)(/[^/]+)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9 ]*")


@frozen
class Counterpart:
    """An operation, with its names in the client.

    Attributes:
        method: HTTP method in lower case.
        path: Path with the parameter names of the client.
        operation_id: Name of the generated module.
        tag: Name of the folder of the module.
        classes: Names of classes by the route of the schema, as in `openapi.dialects.lookup`.
    """

    method: str
    path: str
    operation_id: str
    tag: str
    classes: Mapping[str, str]


@cache
def read_counterparts(file: Path) -> tuple[Counterpart, ...]:
    """Return the operations of the file in its order. All other operations of a description keep their names.

    Raises:
        DescriptionError: If the file is invalid. The message has the operation, the problem and the remedy.
    """
    try:
        counterparts = tuple(_parse_paths(YAML(typ="safe", pure=True).load(file.read_text("utf-8"))))
        paths = dict.fromkeys(counterpart.path for counterpart in counterparts)
        _check_unique("path without names of parameters", map(path_shape, paths))
        _check_unique("operationId", (counterpart.operation_id for counterpart in counterparts))
    except MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        problem = " ".join((error.problem or "cannot be read").split())
        raise DescriptionError(f"{file}: {line}not YAML: {problem}") from error
    except (OSError, YAMLError, ValueError) as error:
        raise DescriptionError(f"{file}: {' '.join(str(error).split())}") from error
    return counterparts


def _parse_paths(document: Any) -> Iterator[Counterpart]:
    for path, item in _items(document, "the file"):
        if not path.startswith("/") or path.startswith(f"{PREFIX}/"):
            raise ValueError(f"{path}: must be a path without {PREFIX}, such as /v1/documents")
        for method, operation in _items(item, path):
            if method not in METHODS:
                raise ValueError(f"{path}: {method!r} must be one of {', '.join(METHODS)}")
            yield _parse_operation(method, path, operation)


def _parse_operation(method: str, path: str, operation: Any) -> Counterpart:
    location = f"{method.upper()} {path}"
    values = dict(_items(operation, location))
    for problem, keys in (("missing", _REQUIRED_KEYS - values.keys()), ("unknown", values.keys() - _KEYS)):
        if keys:
            raise ValueError(f"{location}: {problem} key {sorted(keys)[0]}; the keys are {', '.join(sorted(_KEYS))}")
    classes = dict(_items(values["classes"], f"{location}: classes")) if "classes" in values else {}
    for route, name in classes.items():
        if not _ROUTE.fullmatch(route):
            raise ValueError(f"{location}: {route!r} must be a route, such as body or answer/items")
        _check_name(f"{location}: {route}", name, _NAME)
    _check_name(f"{location}: operationId", values["operationId"], _NAME)
    _check_name(f"{location}: tag", values["tag"], _TAG)
    return Counterpart(method, path, values["operationId"], values["tag"], classes)


def _items(value: Any, location: str) -> Iterator[tuple[str, Any]]:
    """Iterate over the items of a mapping that must not be empty."""
    if not isinstance(value, dict) or not value or not all(isinstance(key, str) for key in value):
        raise ValueError(f"{location}: must be a mapping with strings as keys")
    yield from value.items()


def _check_name(location: str, name: Any, pattern: re.Pattern[str]) -> None:
    if not isinstance(name, str) or not pattern.fullmatch(name):
        raise ValueError(f"{location}: {name!r} must be a name of letters and digits that starts with a letter")


def _check_unique(noun: str, values: Iterator[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"the {noun} {value} occurs twice; keep one")
        seen.add(value)
