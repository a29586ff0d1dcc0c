"""The original description, as its authors meant it: its operations, and the schemas of what they take and answer.

It is read apart from the repair and from the client, so that a mistake in either does not hide.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import Factory, field, frozen

from openapi.reading.description import Document, resolve

Schema = Any
"""A schema: a JSON object, or `true`."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_USED = ("schemas", "parameters", "requestBodies", "responses", "pathItems")
_PASSED_OVER = ("example", "examples", "default", "callbacks", "links", "headers")
PLACES = ("path", "query", "header", "cookie")


@frozen
class Response:
    """A documented answer: its status as it is written, a code that only it has, and its contents by their type."""

    status: str
    code: int
    contents: Mapping[str, Schema]

    def schemas(self, content_type: str) -> list[Schema]:
        """Give the schemas of a content type that came: it is a documented one, or of a documented range."""
        kind = content_type.partition(";")[0].strip().lower()
        return [schema for wanted, schema in self.contents.items() if _is_of(kind, wanted)]


@frozen
class Operation:
    """An operation as the description has it.

    Attributes:
        request: A schema of all that one request is given: `path`, `query`, `header` and `cookie` hold
            parameters by their names, and `body` holds a value by its content type.
        secured: Whether it wants a token.
        undocumented: A status that no answer is documented for; `None` where any is.
    """

    method: str
    path: str
    parameters: tuple[Document, ...]
    request: Schema
    secured: bool
    responses: tuple[Response, ...]
    undocumented: int | None

    def __str__(self) -> str:
        """Name it as people do."""
        return f"{self.method.upper()} {self.path}"

    def response_for(self, status: int) -> Response | None:
        """Give the answer that is documented for a status: its own, or that of its range, or of any."""
        written = {answer.status.upper(): answer for answer in self.responses}
        named = (str(status), f"{status // 100}XX", "DEFAULT")
        return next((written[name] for name in named if name in written), None)


@frozen(eq=False)
class Description:
    """A description, and its operations."""

    document: Document
    operations: tuple[Operation, ...] = field(
        default=Factory(lambda self: tuple(self._found()), takes_self=True), init=False
    )

    @classmethod
    def from_document(cls, document: Document) -> "Description":
        """Take a description as it was meant, where its words are of OpenAPI 3.0."""
        meant: Document = _meant(document)
        return cls(meant)

    def dereference(self, item: Any) -> Any:
        """Follow a reference."""
        while isinstance(item, dict) and "$ref" in item:
            item = resolve(self.document, item["$ref"])
        return item

    def composed(self, schema: Schema, place: str = "") -> Iterator[tuple[Schema, str]]:
        """Give the schemas that a value has to be of, beside this one, and their places."""
        if "$ref" in schema:
            yield self.dereference({"$ref": schema["$ref"]}), schema["$ref"]
        for index, inner in enumerate(schema.get("allOf", ())):
            yield inner, f"{place}/allOf/{index}"

    @property
    def schemas(self) -> Mapping[str, Schema]:
        """Give the schemas that have names."""
        named: Mapping[str, Schema] = self.document.get("components", {}).get("schemas", {})
        return named

    def properties(self) -> Mapping[str, Schema]:
        """Give the schema of each property that stands anywhere in what a client has a part in, by its place."""
        components = {name: self.document.get("components", {}).get(name, {}) for name in _USED}
        return dict(_properties({"paths": self.document["paths"], "components": components}, ""))

    def _found(self) -> Iterator[Operation]:
        for path, reference in self.document["paths"].items():
            item = {} if path.startswith("x-") else self.dereference(reference)
            for method in METHODS:
                if method in item:
                    yield self._operation(method, path, item, item[method])

    def _operation(self, method: str, path: str, item: Document, operation: Document) -> Operation:
        listed = [
            self.dereference(entry) for entry in [*item.get("parameters", []), *operation.get("parameters", [])]
        ]
        parameters = tuple({(entry["name"], entry["in"]): entry for entry in listed}.values())
        statuses = [status for status in operation.get("responses", {}) if not status.startswith("x-")]
        codes = {status: _code(status, statuses) for status in statuses}
        free = "default" not in statuses
        return Operation(
            method,
            path,
            parameters,
            self._request(parameters, self.dereference(operation.get("requestBody", {}))),
            bool(operation.get("security", self.document.get("security"))),
            tuple(
                self._response(method, operation["responses"][status], status, codes[status]) for status in statuses
            ),
            _code("default", statuses) if free else None,
        )

    def _request(self, parameters: tuple[Document, ...], body: Document) -> Schema:
        whole: dict[str, Schema] = {}
        for place in PLACES:
            here = [parameter for parameter in parameters if parameter["in"] == place]
            whole[place] = _object(
                {parameter["name"]: parameter.get("schema", {}) for parameter in here},
                [parameter["name"] for parameter in here if parameter.get("required")],
            )
        contents = [_object({kind: _content(media)}, [kind]) for kind, media in body.get("content", {}).items()]
        if contents:
            whole["body"] = {"oneOf": contents}
        return _object(whole, [*PLACES, *(["body"] if contents and body.get("required") else [])])

    def _response(self, method: str, reference: Document, status: str, code: int) -> Response:
        contents = self.dereference(reference).get("content", {}) if method != "head" else {}
        return Response(status, code, {kind: _content(media) for kind, media in contents.items()})


def _is_of(kind: str, documented: str) -> bool:
    wanted = documented.partition(";")[0].strip().lower()
    return kind == wanted or wanted == "*/*" or (wanted.endswith("/*") and kind.startswith(wanted[:-1]))


def alternatives(schema: Schema, place: str = "") -> Iterator[tuple[Schema, str]]:
    """Give the schemas of which a value has to be one, and their places."""
    for keyword in ("anyOf", "oneOf"):
        for index, inner in enumerate(schema.get(keyword, ())):
            yield inner, f"{place}/{keyword}/{index}"


def _properties(node: Any, place: str) -> Iterator[tuple[str, Schema]]:
    if isinstance(node, dict) and isinstance(node.get("properties"), dict):
        yield from ((f"{place}/properties/{name}", schema) for name, schema in node["properties"].items())
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, item in inner:
        if step not in _PASSED_OVER:
            yield from _properties(item, f"{place}/{step}")


def _object(properties: Mapping[str, Schema], required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def _content(media: Document) -> Schema:
    return media.get("schema", {})


def _code(status: str, documented: list[str]) -> int:
    """Choose a code that only this status is documented for."""
    if status.isdigit():
        return int(status)
    hundreds = [int(status[0])] if status[0].isdigit() else [4, 5, 2, 3]
    for code in (code for start in hundreds for code in range(start * 100 + 18, start * 100 + 99)):
        if str(code) not in documented and (status[0].isdigit() or f"{code // 100}XX" not in documented):
            return code
    raise AssertionError(f"every status is documented, beside {status}")


def _meant(node: Any) -> Any:
    """Say what `nullable` says with a type, and a type where only one can be meant."""
    if isinstance(node, list):
        return [_meant(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {name: _meant(value) for name, value in node.items()}
    if isinstance(made.get("properties"), dict) and not {"type", "$ref", "allOf", "anyOf", "oneOf"} & set(made):
        made["type"] = "object"
    if made.pop("nullable", False) is True:
        made = {"anyOf": [made, {"type": "null"}]}
    elif "nullable" in node and not isinstance(node["nullable"], bool):
        made["nullable"] = _meant(node["nullable"])  # it is a name here, such as that of a property
    return made
