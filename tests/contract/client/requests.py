"""Holds each request that a client sends to what the description says of how it is written.

How that is comes from the rules of OpenAPI, written apart from the client.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from attrs import frozen

from contract.client.comparison import Comparison
from contract.client.server import Answered, Asked, Recording
from openapi.conformance.description import Operation, Schema
from openapi.conformance.generated_client import BEARER, GeneratedClient
from openapi.conformance.serialization import Request, is_ambiguous, parameter_values, serialize_pairs, serialize_path
from openapi.conformance.wire import header_text, is_json
from openapi.reading.description import Document


@frozen
class Requests:
    """Checks what one client sends."""

    generated: GeneratedClient
    comparison: Comparison
    server: Recording

    def check(self, operation: Operation, request: Request) -> None:
        """Make a request through each function of an operation, and look at what arrived; or at its refusal."""
        self.server.answer = _answer_to(operation)
        written = self.comparison.in_the_form_of_the_api(request, operation.request)
        for function in self.generated.functions(operation):
            arguments = self.generated.arguments(operation, request)
            client = self.generated.client(operation, self.server.base_url, raises=False)
            self.server.asked.clear()
            if is_ambiguous(operation, written):
                with pytest.raises(ValueError, match=r"would change the path|a value contains|cannot contain"):
                    function(client, arguments)
                assert self.server.asked == [], f"{function.name}: it was sent"
                continue
            function(client, arguments)
            assert len(self.server.asked) == 1, f"{function.name} sent {len(self.server.asked)} requests"
            self._hold(self.server.asked[0], operation, written)

    def _hold(self, asked: Asked, operation: Operation, request: Request) -> None:
        path, _, query = asked.target.partition("?")
        assert asked.method == operation.method.upper()
        assert path == "/below" + serialize_path(operation, request)
        assert asked.of("Authorization") == ([f"Bearer {BEARER}"] if operation.secured else [])
        _hold_query(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)), operation, request)
        _hold_headers(asked, operation, request)
        self._hold_body(asked, operation, request)

    def _hold_body(self, asked: Asked, operation: Operation, request: Request) -> None:
        if "body" not in request:
            assert (asked.body, asked.of("Content-Type")) == (b"", [])
            return
        ((content_type, value),) = request["body"].items()
        schema = next(
            part["properties"][content_type]
            for part in operation.request["properties"]["body"]["oneOf"]
            if content_type in part["properties"]
        )
        named = [found.partition(";")[0] for found in asked.of("Content-Type")]
        kind = content_type.partition(";")[0]
        if is_json(content_type):
            assert named == [kind]
            self.comparison.hold_written(value, json.loads(asked.body), schema)
        elif kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
            self._hold_form(asked, named, kind, value, schema)
        else:
            assert named == [kind if "*" not in kind else "application/x-own"]
            assert asked.body == value.encode()

    def _hold_form(self, asked: Asked, named: list[str], kind: str, value: Document, schema: Schema) -> None:
        fields: dict[str, list[str]] = {}
        for name, text in _parts(asked) if kind.startswith("multipart") else parse_qsl(asked.body.decode(), True):
            fields.setdefault(name, []).append(text)
        assert named == [kind] or (named == [] and not fields)
        sent: Document = {}
        wanted: Document = {}
        for name, item in value.items():
            texts, items = fields.pop(name, []), list(_items(item))
            assert len(texts) == len(items), f"{name} is sent {len(texts)} times, and not {len(items)}"
            wanted[name] = items
            sent[name] = [_read(text, inner) for text, inner in zip(texts, items, strict=True)]
            if not isinstance(item, list) and item is not None:
                wanted[name], sent[name] = items[0], sent[name][0]
        assert fields == {}, f"{sorted(fields)} are sent, too"
        self.comparison.hold_written(wanted, sent, schema)


def _answer_to(operation: Operation) -> Answered:
    """Choose an answer that any function takes: one that is not documented, or has no content."""
    if operation.undocumented is not None:
        return Answered(operation.undocumented)
    empty = next((answer for answer in operation.responses if not answer.contents), None)
    return Answered(empty.code if empty else 204)


def _hold_query(sent: list[tuple[str, str]], operation: Operation, request: Request) -> None:
    wanted: list[tuple[str, str]] = []
    defaults: list[tuple[str, str]] = []
    values = {
        parameter["name"]: value
        for parameter, value in parameter_values(operation, request)
        if parameter["in"] == "query"
    }
    for parameter in operation.parameters:
        default = parameter.get("schema", {}).get("default")
        if parameter["in"] == "query" and parameter["name"] in values:
            wanted += serialize_pairs(parameter, values[parameter["name"]])
        elif parameter["in"] == "query":
            defaults += serialize_pairs(parameter, default)
            defaults += serialize_pairs(parameter, float(default)) if type(default) is int else []
    missing, more = Counter(wanted) - Counter(sent), Counter(sent) - Counter(wanted)
    assert not missing, f"{sorted(missing)} is not in the query {sent}"
    assert not more - Counter(defaults), f"{sorted(more)} is in the query, too"


def _hold_headers(asked: Asked, operation: Operation, request: Request) -> None:
    values = {
        (parameter["name"], parameter["in"]): value for parameter, value in parameter_values(operation, request)
    }
    cookies = [cookie for line in asked.of("Cookie") for cookie in line.split("; ")]
    for parameter in operation.parameters:
        name, place = parameter["name"], parameter["in"]
        if place not in ("header", "cookie"):
            continue
        found = asked.of(name) if place == "header" else [text for text in cookies if text.startswith(f"{name}=")]
        if (name, place) not in values:
            assert found in ([], [header_text(parameter, parameter.get("schema", {}).get("default"))])
            continue
        text = header_text(parameter, values[name, place])
        wanted = [[text]] if place == "header" else [[f"{name}={text}"], [f'{name}="{text}"']]
        assert found in wanted, f"{name} is sent as {found}, not as {wanted[0]}"


def _parts(asked: Asked) -> Iterator[tuple[str, str]]:
    """Take a form apart, as RFC 7578 has it; quotes and what is not printed are escaped in names."""
    boundary = asked.of("Content-Type")[0].partition("boundary=")[2].encode()
    for part in asked.body.split(b"--" + boundary)[1:-1]:
        head, _, payload = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        named = re.search(r'form-data; name="([^"]*)"', head.decode())
        assert named is not None, f"a part of the form has no name: {head!r}"
        name = re.sub("%(22|[01][0-9A-F])", lambda found: chr(int(found[1], 16)), named[1])
        yield name.replace("\\\\", "\\"), payload.decode()


def _items(value: Any) -> Iterator[Any]:
    """Give what is a field each; what is null is none."""
    if isinstance(value, list):
        yield from (inner for item in value for inner in _items(item))
    elif value is not None:
        yield value


def _read(text: str, value: Any) -> Any:
    """Read a field back, as what it was."""
    if isinstance(value, str):
        return text
    return {"true": True, "false": False}[text] if isinstance(value, bool) else json.loads(text)
