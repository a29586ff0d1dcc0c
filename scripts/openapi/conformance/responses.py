"""Checks of what a client parses of documented responses, and of its classes of named schemas."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from openapi.conformance.comparison import Comparison
from openapi.conformance.description import Operation, Response, Schema
from openapi.conformance.exchange import Exchange, Reply
from openapi.conformance.generated_client import GeneratedClient
from openapi.conformance.missing import MissingError
from openapi.conformance.wire import is_json

_TEXT, _BYTES = "ä,b\r\n".encode(), b"\x00\xffbytes"


@frozen
class Responses:
    """Checks what one client reads.

    Attributes:
        generated: Client.
        comparison: Comparison of values.
        exchange: Calls of the client's functions.
        values: Function that returns values of a schema, for a name of it in messages.
    """

    generated: GeneratedClient
    comparison: Comparison
    exchange: Exchange
    values: Callable[[Schema, str], Iterable[Any]]

    def check(self, operation: Operation, response: Response) -> None:
        """Check each content of a documented response.

        Raises:
            MissingError: If it is not parsed as it is documented.
        """
        if not response.contents:
            for content in (b"", b"<html>"):
                self._check_nothing(operation, Reply(response.code, None, content))
        for content_type, schema in response.contents.items():
            if is_json(content_type):
                for value in self.values(schema, f"{operation} {response.status} {content_type}"):
                    reply = Reply(response.code, content_type, json.dumps(value).encode())
                    for parsed in self.exchange.receive(operation, reply):
                        self.comparison.check_parsed(parsed, value, schema, "the response")
            else:
                content = _TEXT if content_type.startswith("text/") else _BYTES
                self._check_content(operation, Reply(response.code, content_type, content))

    def check_schema(self, name: str, schema: Schema) -> None:
        """Check the class of a named schema.

        Raises:
            MissingError: If there is none, or it does not keep the schema's values.
        """
        kind = self._class_of(name, schema)
        if kind is None:
            return
        if not hasattr(kind, "from_dict"):
            self.comparison.check_members(schema, kind, name)
            return
        for value in self.values(schema, name):
            if isinstance(value, dict):
                self.comparison.check_parsed(kind.from_dict(value), value, schema, name)

    def _class_of(self, name: str, schema: Schema) -> Any:
        schemas = self.generated.manifest["schemas"]
        if name not in schemas:
            raise MissingError("the client does not have it")
        if schemas[name] is None:
            if isinstance(schema, dict) and "properties" in schema and not {"anyOf", "oneOf"} & set(schema):
                raise MissingError("the client has no model of it")
            return None
        if self.generated.models.get(schemas[name]) is None:
            raise MissingError(f"the client has no model {schemas[name]}")
        return self.generated.models[schemas[name]]

    def _check_nothing(self, operation: Operation, reply: Reply) -> None:
        for parsed in self.exchange.receive(operation, reply):
            if parsed is not None:
                raise MissingError(f"no content is parsed to {parsed!r}")

    def _check_content(self, operation: Operation, reply: Reply) -> None:
        for parsed in self.exchange.receive(operation, reply):
            content = parsed.encode() if isinstance(parsed, str) else parsed.payload.read()
            if content != reply.content:
                raise MissingError(f"{reply.content_type} is parsed to {type(parsed).__name__}")
