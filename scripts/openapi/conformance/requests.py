"""Asks the client for the request of each operation, with every parameter and body, and looks for each in it."""

import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from attrs import field, frozen

from openapi.conformance.client import Imported, options
from openapi.conformance.comparison import Comparison
from openapi.conformance.missing import MissingError
from openapi.conformance.samples import BINARY
from openapi.conformance.wire import (
    check_body,
    check_encoding,
    header_text,
    is_bytes,
    path_text,
    query_pairs,
    sent_query,
    style_of,
)
from openapi.reading.description import Document


@frozen
class _Sent:
    """A parameter as it is declared, and the value that it was given."""

    parameter: Document
    sample: Any

    @property
    def what(self) -> str:
        """Name the parameter."""
        return f"parameter {self.parameter['name']} ({self.parameter['in']})"


@frozen
class Requests:
    """Checks what the client sends."""

    client: Imported
    comparison: Comparison
    _wire: httpx.Client = field(factory=lambda: httpx.Client(base_url="https://audit.test"), init=False)

    def check(self, method: str, path: str, item: Document) -> None:
        """Check one operation.

        Raises:
            MissingError: It, a parameter or a body of it is not sent as documented.
        """
        entry, module = self.client.operation(method, path)
        operation = item[method]
        for owner in (operation, item):
            if owner.get("servers") not in (None, self.client.document.get("servers")):
                raise MissingError("it has servers of its own, and the client knows one")
        answers = method != "head" and any(
            self.client.at(response).get("content") for response in operation.get("responses", {}).values()
        )
        # Where no answer has content, there is nothing that the short functions could give.
        for name in ("sync_detailed", "asyncio_detailed", *(("sync", "asyncio") if answers else ())):
            if not callable(getattr(module, name, None)):
                raise MissingError(f"the client has no function {name}")
        arguments, sent = self._parameters(item, operation, entry, module)
        for content_type, sample, body in self._bodies(operation, entry, module):
            request = self._wire.build_request(**module._get_kwargs(**arguments, **body))
            _check_line(request, method, path, sent)
            _check_query(request, sent)
            _check_headers(request, sent)
            if content_type is not None:
                check_body(request, content_type, sample)

    def _parameters(
        self, item: Document, operation: Document, entry: Document, module: types.ModuleType
    ) -> tuple[dict[str, Any], list[_Sent]]:
        hints, known = self.client.hints(module._get_kwargs), inspect.signature(module._get_kwargs).parameters
        arguments: dict[str, Any] = {}
        sent: list[_Sent] = []
        for parameter in self._declared(item, operation):
            name, place = parameter["name"], parameter["in"]
            what = f"parameter {name} ({place})"
            named = [
                entry["argument"] for entry in entry["parameters"] if (entry["name"], entry["in"]) == (name, place)
            ]
            if len(named) != 1 or named[0] not in hints:
                raise MissingError(f"{what} is missing")
            if "schema" not in parameter:
                raise MissingError(f"{what} has no schema that can be sent")
            sample = self._sample(parameter, what)
            self.client.check_literals(parameter["schema"], hints[named[0]], what)
            self.client.check_default(parameter["schema"], known[named[0]].default, what)
            arguments[named[0]] = self.client.typed(sample, hints[named[0]])
            sent.append(_Sent(parameter, sample))
        return arguments, sent

    def _sample(self, parameter: Document, what: str) -> Any:
        """Give a value to be sent; each one that there is has to be of a kind that can be written."""
        samples = [value for value in self.client.samples.of(parameter["schema"]) if value is not None]
        if not samples:
            raise MissingError(f"{what}: the audit can make no value of its schema")
        for value in samples:
            _WRITTEN[parameter["in"]](parameter, value)
        if not isinstance(samples[0], list):
            return samples[0]
        spaced = style_of(parameter) == ("spaceDelimited", False)
        items = [item for item in samples[0] if not spaced or " " not in str(item)] or ["unspaced"]
        return items if len(items) > 1 else items * 2  # of one alone nothing shows how several are written

    def _declared(self, item: Document, operation: Document) -> list[Document]:
        listed = [self.client.at(entry) for entry in [*item.get("parameters", []), *operation.get("parameters", [])]]
        return list({(parameter["name"], parameter["in"]): parameter for parameter in listed}.values())

    def _bodies(
        self, operation: Document, entry: Document, module: types.ModuleType
    ) -> Iterator[tuple[str | None, Any, dict[str, Any]]]:
        """Give each sample of each body, as an argument; and none, where it may be left out."""
        declared = self.client.at(operation.get("requestBody", {}))
        known = inspect.signature(module._get_kwargs).parameters.get("body")
        if known is None and declared.get("content"):
            raise MissingError("the request body is missing")
        if known is None or known.default is not inspect.Parameter.empty:
            yield None, None, {}
        for content_type, media in declared.get("content", {}).items():
            samples = [BINARY] if is_bytes(content_type, media) else self.client.samples.of(media.get("schema", {}))
            if not samples:
                raise MissingError(f"its {content_type} body: the audit can make no value of its schema")
            check_encoding(content_type, media, samples[0])
            for sample in samples:
                body = self.client.typed(sample, self._body_type(content_type, entry, module))
                self.comparison.look_into(body, sample, media.get("schema", {}), "its body")
                yield content_type, sample, {"body": body}

    def _body_type(self, content_type: str, entry: Document, module: types.ModuleType) -> Any:
        """Give the type of a body's argument, of which a model may be the one for this content type alone."""
        whole = self.client.hints(module._get_kwargs)["body"]
        named = {body["type"] for body in entry["bodies"] if body["content_type"] == content_type}
        models = [self.client.classes[name] for name in named if name in self.client.classes]
        return models[0] if models and models[0] in options(whole) else whole


def _check_line(request: httpx.Request, method: str, path: str, sent: list[_Sent]) -> None:
    if request.method != method.upper():
        raise MissingError(f"it is sent as {request.method}")
    for item in sent:
        if item.parameter["in"] == "path":
            path = path.replace(f"{{{item.parameter['name']}}}", path_text(item.parameter, item.sample))
    found = request.url.raw_path.decode().partition("?")[0]
    if found != path:
        raise MissingError(f"its path is sent as {found}")


def _check_query(request: httpx.Request, sent: list[_Sent]) -> None:
    arrived, wanted = sent_query(request), []
    for item in sent:
        if item.parameter["in"] == "query":
            pairs = query_pairs(item.parameter, item.sample)
            wanted += pairs
            if not set(pairs) <= set(arrived):
                raise MissingError(f"{item.what} is sent as {arrived!r}")
    if sorted(arrived) != sorted(wanted):
        raise MissingError(f"its query is sent as {arrived!r}")


def _check_headers(request: httpx.Request, sent: list[_Sent]) -> None:
    for item in sent:
        name, place = item.parameter["name"], item.parameter["in"]
        if place not in ("header", "cookie"):
            continue
        wanted = header_text(item.parameter, item.sample)
        if place == "header":
            arrived = request.headers.get(name) == wanted
        else:
            arrived = any(
                f"{name}={text}" in request.headers.get("Cookie", "").split("; ") for text in (wanted, f'"{wanted}"')
            )
        if not arrived:
            raise MissingError(f"{item.what} is not sent as {wanted!r}")


_WRITTEN: dict[str, Callable[[Document, Any], object]] = {
    "query": query_pairs,
    "path": path_text,
    "header": header_text,
    "cookie": header_text,
}
"""How OpenAPI writes a parameter, by its place."""
