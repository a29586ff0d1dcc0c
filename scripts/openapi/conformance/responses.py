"""Gives the client each documented answer, and each named schema's values, and looks at what it makes of them."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
from attrs import frozen

from openapi.conformance.client import Imported
from openapi.conformance.comparison import Comparison
from openapi.conformance.missing import MissingError
from openapi.conformance.samples import BINARY
from openapi.conformance.wire import is_json
from openapi.reading.description import Document

_TEXT = "text"


@frozen
class Answers:
    """Checks what the client reads."""

    client: Imported
    comparison: Comparison

    def check(self, method: str, path: str, operation: Document, status: str, reference: Document) -> None:
        """Check one documented answer of an operation.

        Raises:
            MissingError: It is not parsed to what is documented.
        """
        _, module = self.client.operation(method, path)
        code = _status(status, operation["responses"])
        content = (self.client.at(reference).get("content") or {}) if method != "head" else {}  # it has none, ever
        for response, content_type, sample in self._documented(code, content):
            parsed = module._parse_response(client=self.client.client, response=response)
            if content_type is None:
                if parsed is not None:
                    raise MissingError("no content is not `None`")
            elif is_json(content_type):
                self.comparison.hold(parsed, sample, content[content_type].get("schema", {}), "the answer")
            elif sample not in (parsed, _payload(parsed)):
                raise MissingError(f"{content_type} is parsed to {type(parsed).__name__}")

    def check_schema(self, name: str, schema: Any) -> None:
        """Check the class of a named schema, if it is one that has a class.

        Raises:
            MissingError: There is none, or it does not hold the schema's values.
        """
        manifest = self.client.manifest
        if name not in manifest["schemas"]:
            raise MissingError("the client does not have it")
        model = manifest["schemas"][name]
        if model is None:
            if isinstance(schema, dict) and "properties" in schema and not {"anyOf", "oneOf"} & set(schema):
                raise MissingError("the client has no model of it")
            return
        kind = getattr(self.client.models, model, None)
        if kind is None:
            raise MissingError(f"the client has no model {model}")
        if not hasattr(kind, "from_dict"):
            self.client.check_literals(schema, kind, name)
            return
        for sample in self.client.samples.of(schema):
            if isinstance(sample, dict):
                self.comparison.hold(kind.from_dict(sample), sample, schema, name)

    def _documented(self, code: int, content: Document) -> Iterator[tuple[httpx.Response, str | None, Any]]:
        if not content:
            yield httpx.Response(code, content=b""), None, None
        for content_type, media in content.items():
            header = {"Content-Type": content_type}
            if is_json(content_type):
                samples = self.client.samples.of(media.get("schema", {}))
                if not samples:
                    raise MissingError("the audit can make no value of its schema")
                for sample in samples:
                    yield httpx.Response(code, content=json.dumps(sample), headers=header), content_type, sample
            else:
                sample = _TEXT if content_type.startswith("text/") else BINARY
                yield httpx.Response(code, content=sample, headers=header), content_type, sample


def _payload(parsed: Any) -> Any:
    read = getattr(getattr(parsed, "payload", None), "read", None)
    content: Any = read() if read else None
    return _TEXT if content == _TEXT.encode() else content


def _status(status: str, documented: Document) -> int:
    """Choose a status that only this response is documented for."""
    if status.isdigit():
        return int(status)
    hundreds = [int(status[0])] if status[0].isdigit() else [4, 5, 2, 3, 6]
    free = (code for start in hundreds for code in range(start * 100 + 18, start * 100 + 99))
    return next(
        code
        for code in free
        if str(code) not in documented and (status[0].isdigit() or f"{code // 100}XX" not in documented)
    )
