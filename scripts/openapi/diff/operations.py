"""Finds the operations of a description, and matches those of two descriptions.

Operations match by method and path after the path of the server, without regard to names of path parameters.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from openapi.reading.description import Document, dereference
from openapi.reading.paths import parameter_names, path_shape
from openapi.reading.schemas import METHODS

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@frozen
class Operation:
    """One operation.

    Attributes:
        method: Method in lower case.
        path: Path in the description.
        address: Path after the path of the server, with `{}` for each parameter.
        definition: Operation object of the description.
        path_item: Path item of the operation.
        document: Whole description.
    """

    method: str
    path: str
    address: str
    definition: Document
    path_item: Document
    document: Document

    @property
    def operation_id(self) -> str | None:
        """The `operationId`, from which the generated function has its name."""
        operation_id: str | None = self.definition.get("operationId")
        return operation_id

    @property
    def name(self) -> str:
        """Name in reports."""
        return f"{self.method.upper()} {self.path}"

    @property
    def path_parameters(self) -> list[str]:
        """Names of the path parameters, in order."""
        return parameter_names(self.path)

    def resolve(self, part: Any) -> Document:
        """Return the target of a reference to a parameter, body, response or header."""
        target = dereference(self.document, part)
        return target if isinstance(target, dict) else {}


@frozen
class Matching:
    """Operations of two descriptions: matching pairs, and operations of one description only."""

    pairs: tuple[tuple[Operation, Operation], ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def find_operations(document: Document) -> list[Operation]:
    """Return the operations of a description."""
    return [
        Operation(
            method,
            path,
            path_shape(_server_path(item[method], item, document) + path),
            item[method],
            item,
            document,
        )
        for path, item in document["paths"].items()
        for method in METHODS
        if isinstance(item, dict) and isinstance(item.get(method), dict)
    ]


def match_operations(old: list[Operation], new: list[Operation]) -> Matching:
    """Return the matching operations, those with equal names of path parameters first."""
    pairs: dict[int, int] = {}
    for is_same in (_has_same_path, _has_same_address):
        for before, one in enumerate(old):
            candidates = (
                after for after, other in enumerate(new) if after not in pairs.values() and is_same(one, other)
            )
            if before not in pairs and (after := next(candidates, None)) is not None:
                pairs[before] = after
    return Matching(
        tuple((old[before], new[after]) for before, after in sorted(pairs.items())),
        tuple(operation for index, operation in enumerate(old) if index not in pairs),
        tuple(operation for index, operation in enumerate(new) if index not in pairs.values()),
    )


def server_hosts(document: Document) -> dict[str, str]:
    """Return the hosts of a description by their shape without names of variables."""
    hosts = {}
    for server in _servers(document):
        host = urlsplit(server["url"]).netloc if "//" in server["url"] else ""
        if host:
            hosts[path_shape(host).lower()] = host
    return hosts


def _has_same_address(old: Operation, new: Operation) -> bool:
    return (old.method, old.address) == (new.method, new.address)


def _has_same_path(old: Operation, new: Operation) -> bool:
    return _has_same_address(old, new) and old.path_parameters == new.path_parameters


def _server_path(*owners: Document) -> str:
    """Return the path of the first server of the first owner that has servers."""
    for owner in owners:
        for server in _servers(owner):
            url = _VARIABLE.sub(partial(_default, server.get("variables")), server["url"])
            return re.sub(r"^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*", "", url).rstrip("/")
    return ""


def _default(variables: Any, match: re.Match[str]) -> str:
    variable = variables.get(match[1]) if isinstance(variables, dict) else None
    default = str(variable.get("default", "")) if isinstance(variable, dict) else ""
    return re.sub(r"[{}]", "", default)  # not a path parameter


def _servers(owner: Document) -> Iterator[Document]:
    servers = owner.get("servers")
    for server in servers if isinstance(servers, list) else ():
        if isinstance(server, dict) and isinstance(server.get("url"), str):
            yield server
