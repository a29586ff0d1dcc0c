"""Asks the client for the request of each operation, with every parameter and body, and looks for each in it."""

import inspect
import types
import typing
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from attrs import frozen

from spec.audit.comparison import Comparison
from spec.audit.imported import Imported, MissingError
from spec.reading import Document

_SENT_IN = {"query": "params", "header": "headers", "cookie": "cookies"}


@frozen
class _Sent:
    """A parameter, and the value that it was given."""

    name: str
    place: str
    sample: Any


@frozen
class Requests:
    """Checks what the client sends."""

    client: Imported
    comparison: Comparison

    def check(self, method: str, path: str, item: Document) -> None:
        """Check one operation.

        Raises:
            MissingError: It, a parameter or a body of it is not sent as documented.
        """
        entry, module = self.client.operation(method, path)
        operation = item[method]
        answers = any(self.client.at(response).get("content") for response in operation.get("responses", {}).values())
        # Where no answer has content, there is nothing that the short functions could give.
        for name in ("sync_detailed", "asyncio_detailed", *(("sync", "asyncio") if answers else ())):
            if not callable(getattr(module, name, None)):
                raise MissingError(f"the client has no function {name}")
        arguments, sent = self._parameters(item, operation, entry, module)
        for content_type, sample, body in self._bodies(operation, module):
            made = module._get_kwargs(**arguments, **body)
            _check_line(made, method, path, sent)
            for parameter in sent:
                _check_parameter(parameter, made)
            if content_type is not None:
                _check_body(content_type, sample, made)

    def _parameters(
        self, item: Document, operation: Document, entry: Document, module: types.ModuleType
    ) -> tuple[dict[str, Any], list[_Sent]]:
        hints = typing.get_type_hints(module._get_kwargs)
        arguments, sent = {}, []
        for parameter in self._declared(item, operation):
            name, place = parameter["name"], parameter["in"]
            what = f"parameter {name} ({place})"
            named = [
                known["argument"] for known in entry["parameters"] if (known["name"], known["in"]) == (name, place)
            ]
            if len(named) != 1 or named[0] not in hints:
                raise MissingError(f"{what} is missing")
            if "schema" not in parameter:
                raise MissingError(f"{what} has no schema that can be sent")
            sample = next((value for value in self.client.samples.of(parameter["schema"]) if value is not None), None)
            if sample is None:
                raise MissingError(f"{what}: the audit can make no value of its schema")
            for value in self.client.samples.of(parameter["schema"]):
                _check_style(parameter, value, what)
            self.client.check_literals(parameter["schema"], hints[named[0]], what)
            arguments[named[0]] = self.client.typed(sample, hints[named[0]])
            sent.append(_Sent(name, place, sample))
        return arguments, sent

    def _declared(self, item: Document, operation: Document) -> list[Document]:
        listed = [self.client.at(entry) for entry in [*item.get("parameters", []), *operation.get("parameters", [])]]
        return list({(parameter["name"], parameter["in"]): parameter for parameter in listed}.values())

    def _bodies(
        self, operation: Document, module: types.ModuleType
    ) -> Iterator[tuple[str | None, Any, dict[str, Any]]]:
        """Give each sample of each body, as an argument; and none, where it may be left out."""
        declared = self.client.at(operation.get("requestBody", {}))
        known = inspect.signature(module._get_kwargs).parameters.get("body")
        if known is None and declared.get("content"):
            raise MissingError("the request body is missing")
        if known is None or known.default is not inspect.Parameter.empty:
            yield None, None, {}
        for content_type, media in declared.get("content", {}).items():
            samples = self.client.samples.of(media.get("schema", {}))
            if not samples:
                raise MissingError(f"its {content_type} body: the audit can make no value of its schema")
            for sample in samples:
                body = self.client.typed(sample, typing.get_type_hints(module._get_kwargs)["body"])
                self.comparison.look_into(body, sample, media.get("schema", {}), "its body")
                yield content_type, sample, {"body": body}


def _check_style(parameter: Document, sample: Any, what: str) -> None:
    """Refuse what the client does not write: it knows single values, and `form`, exploded, in the query."""
    place = parameter["in"]
    style = parameter.get("style", "form" if place in ("query", "cookie") else "simple")
    exploded = parameter.get("explode", style == "form")
    if isinstance(sample, list | dict):
        if (place, style, exploded) != ("query", "form", True):
            raise MissingError(f"{what}: the client does not write style {style}, explode {exploded}, of this type")
    elif place == "path" and style != "simple":
        raise MissingError(f"{what}: the client does not write style {style}")


def _check_line(made: Document, method: str, path: str, sent: list[_Sent]) -> None:
    if made["method"].upper() != method.upper():
        raise MissingError(f"it is sent as {made['method']}")
    for parameter in sent:
        if parameter.place == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(_as_text(parameter.sample), safe=""))
    if made["url"] != path:
        raise MissingError(f"its path is sent as {made['url']}")


def _check_parameter(parameter: _Sent, made: Document) -> None:
    if parameter.place not in _SENT_IN:
        return
    values, sample = made.get(_SENT_IN[parameter.place], {}), parameter.sample
    if parameter.place == "query":
        got = {name: values.get(name) for name in sample} if isinstance(sample, dict) else values.get(parameter.name)
        arrived = got == sample
    else:
        got = values.get(parameter.name)
        arrived = isinstance(got, str) and got == _as_text(sample)
    if not arrived:
        raise MissingError(f"parameter {parameter.name} ({parameter.place}) is sent as {got!r}")


def _check_body(content_type: str, sample: Any, made: Document) -> None:
    header = made.get("headers", {}).get("Content-Type", "")
    if header.partition(";")[0] != content_type.partition(";")[0]:
        raise MissingError(f"its {content_type} body is sent as {header}")
    if "files" in made:
        missing = set(sample) - {name for name, _ in made["files"]}
        if missing:
            raise MissingError(f"its body is sent without {min(missing)}")
    elif "content" in made:
        if made["content"].read() != (sample.encode() if isinstance(sample, str) else sample):
            raise MissingError("its body is not sent as it was given")
    elif any(isinstance(value, dict | list) for value in made.get("data", {}).values()):
        raise MissingError("its form is sent with values that are not plain")
    elif made.get("json", made.get("data")) != sample:
        raise MissingError(f"its body is sent as {made.get('json', made.get('data'))!r}, not as {sample!r}")


def _as_text(sample: Any) -> str:
    return str(sample).lower() if isinstance(sample, bool) else str(sample)
