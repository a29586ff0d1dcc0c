"""Checks of the requests that a client sends, by OpenAPI's rules."""

import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from attrs import frozen

from openapi.conformance.comparison import Comparison
from openapi.conformance.description import Operation, Schema
from openapi.conformance.exchange import Exchange, SentRequest
from openapi.conformance.generated_client import BEARER, GeneratedClient
from openapi.conformance.missing import MissingError
from openapi.conformance.serialization import (
    Request,
    is_ambiguous,
    parameter_values,
    serialize,
    serialize_pairs,
    serialize_path,
)
from openapi.conformance.wire import (
    MULTIPART,
    URLENCODED,
    check_encoding,
    header_text,
    is_json,
    media_type,
    name_of,
)
from openapi.reading.description import Document

_REFUSAL = re.compile("would change the path|a value contains|cannot contain")


@frozen
class Requests:
    """Checks what one client sends."""

    generated: GeneratedClient
    comparison: Comparison
    exchange: Exchange

    def check_declaration(self, operation: Operation) -> None:
        """Check that an operation has its functions, and each parameter and body as an argument.

        Raises:
            MissingError: If it does not.
        """
        entry = self.generated.entry(operation)
        if operation.has_own_servers:
            raise MissingError("it has servers of its own, and the client knows one")
        function = self.generated.functions(operation)[0].function
        hints, arguments = self.generated.hints(function), inspect.signature(function).parameters
        for parameter in operation.parameters:
            what, wanted = name_of(parameter), (parameter["name"], parameter["in"])
            names = [item["argument"] for item in entry["parameters"] if (item["name"], item["in"]) == wanted]
            if len(names) != 1 or names[0] not in arguments:
                raise MissingError(f"{what} is missing")
            if "schema" not in parameter:
                raise MissingError(f"{what} has no schema that can be sent")
            self.comparison.check_declaration(parameter["schema"], hints[names[0]], arguments[names[0]].default, what)
        if operation.body.get("content") and "body" not in arguments:
            raise MissingError("the request body is missing")

    def check(self, operation: Operation, request: Request) -> None:
        """Check what functions of an operation send for the values of a request, or that they refuse them.

        Raises:
            MissingError: If a request is not what is documented.
        """
        canonical = self.comparison.canonical(request, operation.request)
        for parameter, value in parameter_values(operation, canonical):
            serialize(parameter, value)
        for content_type, value in request.get("body", {}).items():
            body = self.generated.arguments(operation, request)["body"]
            self.comparison.check_types(body, value, operation.body_schema(content_type), "its body")
        for attempt in self.exchange.send(operation, request):
            if is_ambiguous(operation, canonical):
                if attempt.requests or not _REFUSAL.search(str(attempt.error)):
                    raise MissingError(f"{attempt.function} does not refuse {request!r}")
                continue
            if attempt.error is not None:
                raise attempt.error
            if len(attempt.requests) != 1:
                raise MissingError(f"{attempt.function} sends {len(attempt.requests)} requests")
            self._check_sent(attempt.requests[0], operation, canonical)

    def _check_sent(self, sent: SentRequest, operation: Operation, request: Request) -> None:
        path, _, query = sent.target.partition("?")
        prefix = self.exchange.prefix
        _check(sent.method, operation.method.upper(), "it")
        _check(path.removeprefix(prefix), serialize_path(operation, request), "its path")
        _check(path.startswith(f"{prefix}/"), True, "its prefix")
        if not any(entry["name"].lower() == "authorization" for entry in operation.parameters):
            _check(sent.values("Authorization"), [f"Bearer {BEARER}"] if operation.secured else [], "its token")
        defaults = {name_of(entry): self._default(entry.get("schema", {})) for entry in operation.parameters}
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
        _check_query(pairs, operation, request, defaults)
        _check_headers(sent, operation, request, defaults)
        self._check_body(sent, operation, request)

    def _default(self, schema: Schema) -> Any:
        target = self.comparison.description.dereference(schema)
        default = target.get("default") if isinstance(target, dict) else None
        try:
            return self.comparison.canonical(default, schema)
        except ValueError:
            return default  # it is not of its format, and is not sent

    def _check_body(self, sent: SentRequest, operation: Operation, request: Request) -> None:
        if "body" not in request:
            _check((sent.body, sent.values("Content-Type")), (b"", []), "its body")
            return
        ((content_type, value),) = request["body"].items()
        schema, documented = operation.body_schema(content_type), media_type(content_type)
        check_encoding(content_type, operation.body["content"][content_type], value)
        found = [media_type(header) for header in sent.values("Content-Type")]
        if documented in (MULTIPART, URLENCODED):
            _check(found, [documented] if found or sent.body else [], f"its {documented} body")
            self._check_form(sent, documented, value, schema)
            return
        _check(found, ["application/x-own" if "*" in documented else documented], f"its {documented} body")
        if is_json(content_type):
            self.comparison.check_json(value, json.loads(sent.body), schema, f"its {documented} body")
        else:
            _check(sent.body, value.encode(), f"its {documented} body")

    def _check_form(self, sent: SentRequest, documented: str, value: Document, schema: Schema) -> None:
        fields: dict[str, list[str]] = {}
        for name, text in _parts(sent) if documented == MULTIPART else parse_qsl(sent.body.decode(), True):
            fields.setdefault(name, []).append(text)
        arrived: Document = {}
        expected: Document = {}
        for name, item in value.items():
            texts, items = fields.pop(name, []), list(_items(item))
            _check(len(texts), len(items), f"the number of {name}")
            expected[name] = items
            arrived[name] = [_read(text, inner) for text, inner in zip(texts, items, strict=True)]
            if not isinstance(item, list) and item is not None:
                expected[name], arrived[name] = items[0], arrived[name][0]
        _check(fields, {}, "another field")
        self.comparison.check_json(expected, arrived, schema, f"its {documented} body")


def _check(found: Any, expected: Any, what: str) -> None:
    if found != expected:
        shown = found[0] if isinstance(found, list) and len(found) == 1 else found
        raise MissingError(f"{what} is sent as {shown}, not as {expected}")


def _check_query(sent: list[tuple[str, str]], operation: Operation, request: Request, defaults: Document) -> None:
    remaining = Counter(sent)
    optional: Counter[tuple[str, str]] = Counter()
    values = {entry["name"]: value for entry, value in parameter_values(operation, request) if entry["in"] == "query"}
    for parameter in operation.parameters:
        if parameter["in"] != "query":
            continue
        default = defaults[name_of(parameter)]
        if parameter["name"] in values:
            pairs = Counter(serialize_pairs(parameter, values[parameter["name"]]))
            if pairs - remaining:
                raise MissingError(f"{name_of(parameter)} is sent as {sent}")
            remaining -= pairs
        else:
            optional.update(serialize_pairs(parameter, default))
            optional.update(serialize_pairs(parameter, float(default)) if type(default) is int else [])
    if remaining - optional:
        raise MissingError(f"its query is sent as {sent}")


def _check_headers(sent: SentRequest, operation: Operation, request: Request, defaults: Document) -> None:
    values = {(entry["name"], entry["in"]): value for entry, value in parameter_values(operation, request)}
    cookies = [cookie for line in sent.values("Cookie") for cookie in line.split("; ")]
    for parameter in operation.parameters:
        name, location = parameter["name"], parameter["in"]
        if location not in ("header", "cookie"):
            continue
        found = sent.values(name) if location == "header" else [one for one in cookies if one.startswith(f"{name}=")]
        if (name, location) in values:
            text = header_text(parameter, values[name, location])
            allowed = [[text]] if location == "header" else [[f"{name}={text}"], [f'{name}="{text}"']]
        else:
            allowed = [[], [header_text(parameter, defaults[name_of(parameter)])]]
        if found not in allowed:
            raise MissingError(f"{name_of(parameter)} is sent as {found}, not as {allowed[0]}")


def _parts(sent: SentRequest) -> Iterator[tuple[str, str]]:
    """Iterate over the parts of a form by RFC 7578, where quotes and control characters in names are escaped."""
    for header in sent.values("Content-Type"):
        boundary = header.partition("boundary=")[2].encode()
        for part in sent.body.split(b"--" + boundary)[1:-1]:
            head, _, payload = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
            named = re.search(r'form-data; name="([^"]*)"', head.decode())
            if named is None:
                raise MissingError(f"a part of the form has no name: {head!r}")
            name = re.sub("%(22|[01][0-9A-F])", lambda found: chr(int(found[1], 16)), named[1])
            yield name.replace("\\\\", "\\"), payload.decode()


def _items(value: Any) -> Iterator[Any]:
    """Iterate over the values that are a field each; null is not one."""
    if isinstance(value, list):
        yield from (inner for item in value for inner in _items(item))
    elif value is not None:
        yield value


def _read(text: str, value: Any) -> Any:
    """Return a field as the type that it had."""
    if isinstance(value, str):
        return text
    return {"true": True, "false": False}.get(text) if isinstance(value, bool) else json.loads(text)
