"""Finds the operations of a description, and which of an older and a newer one are the same.

They are the same by method and path, with the server's path in front, whatever the parameters in it are called.
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
        method: In lower case.
        path: As the description has it.
        address: The path with the server's in front, and `{}` for each parameter.
        said: What the description says of it.
        item: What it says of all operations of the path.
        document: The whole description.
    """

    method: str
    path: str
    address: str
    said: Document
    item: Document
    document: Document

    @property
    def identifier(self) -> str | None:
        """What the description calls it; the generated function is called after that."""
        identifier: str | None = self.said.get("operationId")
        return identifier

    @property
    def name(self) -> str:
        """What a reader knows it by."""
        return f"{self.method.upper()} {self.path}"

    @property
    def path_parameters(self) -> list[str]:
        """The names in the path, in order."""
        return parameter_names(self.path)

    def resolved(self, part: Any) -> Document:
        """Follow a parameter, body, response or header to what it refers to."""
        found = dereference(self.document, part)
        return found if isinstance(found, dict) else {}


@frozen
class Matching:
    """The operations of two descriptions: the same ones in pairs, and those of one alone."""

    pairs: tuple[tuple[Operation, Operation], ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]


def find_operations(document: Document) -> list[Operation]:
    """Give the operations of a description."""
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
    """Match operations; of those that differ in the names of path parameters alone, those with equal names."""
    pairs: dict[int, int] = {}
    for is_same in (_is_written_alike, _is_at_one_address):
        for before, one in enumerate(old):
            free = (after for after, other in enumerate(new) if after not in pairs.values() and is_same(one, other))
            if before not in pairs and (after := next(free, None)) is not None:
                pairs[before] = after
    return Matching(
        tuple((old[before], new[after]) for before, after in sorted(pairs.items())),
        tuple(operation for index, operation in enumerate(old) if index not in pairs),
        tuple(operation for index, operation in enumerate(new) if index not in pairs.values()),
    )


def server_hosts(document: Document) -> dict[str, str]:
    """Give the hosts that a description names, as it writes them, by what they are without the names of variables."""
    found = {}
    for server in _servers(document):
        host = urlsplit(server["url"]).netloc if "//" in server["url"] else ""
        if host:
            found[path_shape(host).lower()] = host
    return found


def _is_at_one_address(old: Operation, new: Operation) -> bool:
    return (old.method, old.address) == (new.method, new.address)


def _is_written_alike(old: Operation, new: Operation) -> bool:
    return _is_at_one_address(old, new) and old.path_parameters == new.path_parameters


def _server_path(*owners: Document) -> str:
    """Give the path of the server that the nearest of an operation, a path and a description names first."""
    for owner in owners:
        for server in _servers(owner):
            url = _VARIABLE.sub(partial(_default, server.get("variables")), server["url"])
            return re.sub(r"^([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*", "", url).rstrip("/")
    return ""


def _default(variables: Any, found: re.Match[str]) -> str:
    variable = variables.get(found[1]) if isinstance(variables, dict) else None
    default = str(variable.get("default", "")) if isinstance(variable, dict) else ""
    return re.sub(r"[{}]", "", default)  # it is no parameter of the path


def _servers(owner: Document) -> Iterator[Document]:
    servers = owner.get("servers")
    for server in servers if isinstance(servers, list) else ():
        if isinstance(server, dict) and isinstance(server.get("url"), str):
            yield server
