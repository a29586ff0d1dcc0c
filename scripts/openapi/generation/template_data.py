"""Gives our templates what they write of each operation and property: in the generator's names, and as code."""

import ast
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen
from openapi_python_client.parser.bodies import BodyType
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import AnyProperty, LiteralEnumProperty, ModelProperty, Property
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty
from openapi_python_client.parser.responses import HTTPStatusPattern, Response
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonCode

from openapi.dialects.idempotency import IDEMPOTENT
from openapi.generation.generator_input import Spread
from openapi.generation.manifest import declared_path
from openapi.reading.description import Document, resolve

_FORMS = {
    BodyType.JSON: "json",
    BodyType.DATA: "urlencoded",
    BodyType.FILES: "multipart",
    BodyType.CONTENT: "bytes",
}
_READ_AS = {"response.json()": "json", "response.text": "text", "response.content": "bytes"}
_ANY_STATUS = (0, 999)
_SIMPLE: dict[type, str] = {
    AnyProperty: "ANYTHING",
    BooleanProperty: "BOOLEAN",
    DateProperty: "DATE",
    DateTimeProperty: "DATE_TIME",
    FileProperty: "FILE",
    FloatProperty: "NUMBER",
    IntProperty: "INTEGER",
    NoneProperty: "NULL",
    StringProperty: "TEXT",
    UuidProperty: "UUID_TEXT",
}


@frozen
class ParameterTable:
    """A parameter, as the runtime's table has it."""

    name: str
    argument: str
    place: str
    style: str
    explode: bool


@frozen
class ContentTable:
    """One content type of an answer, as the runtime's table has it."""

    content_type: str
    form: str
    property: Property


@frozen
class AnswerTable:
    """An answer, as the runtime's table has it: the first and the last status it has, and its contents."""

    first: int
    last: int
    contents: tuple[ContentTable, ...]


@frozen
class Tables:
    """Looks up in the description what the generator's endpoints do not hold."""

    spread: Spread

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Give what the templates call, by name."""
        return {
            "answers": self.answers,
            "argument_names": argument_names,
            "declared_path": self.path,
            "form": lambda body: _FORMS[body.body_type],
            "in_order_of_arguments": in_order_of_arguments,
            "kind": kind,
            "literal": literal,
            "model_imports": lambda *sets: sorted({line for lines in sets for line in lines if _is_of_models(line)}),
            "or_none": or_none,
            "other_imports": lambda lines: sorted(line for line in lines if not _is_of_models(line)),
            "parameters": self.parameters,
            "idempotent": self.idempotent,
        }

    def path(self, endpoint: Endpoint) -> str:
        """Give the path of an endpoint as the description has it."""
        return declared_path(endpoint, self.spread.document)

    def idempotent(self, endpoint: Endpoint) -> bool:
        """Say whether an endpoint may be sent again where nobody knows what became of it."""
        operation: Document = self.spread.document["paths"][self.path(endpoint)][endpoint.method]
        return operation[IDEMPOTENT] is True

    def parameters(self, endpoint: Endpoint) -> list[ParameterTable]:
        """Give the parameters of an endpoint, with their style; the description's defaults where it says none."""
        declared = self._declared_parameters(endpoint)
        return [
            _parameter(declared[prop.name.get_untrusted_value(), str(place.value)], str(prop.python_name))
            for place, prop in endpoint.iter_all_parameters()
        ]

    def answers(self, endpoint: Endpoint) -> list[AnswerTable]:
        """Give the answers of an endpoint: single statuses before ranges, and the default last."""
        by_status: dict[str, list[ContentTable]] = {}
        path = self.path(endpoint)
        for status, declared in self.spread.document["paths"][path][endpoint.method]["responses"].items():
            contents = by_status.setdefault(self.spread.statuses[path, endpoint.method, status], [])
            for response in endpoint.responses:  # one that the generator gave up is among its warnings
                if response.status_code.pattern == status:
                    contents.extend(_contents(response, declared))
        patterns = [HTTPStatusPattern.parse(UntrustedString(status)) for status in by_status]
        ordered = sorted(pattern for pattern in patterns if isinstance(pattern, HTTPStatusPattern))
        return [
            AnswerTable(*(pattern.range or _ANY_STATUS), tuple(by_status[pattern.pattern])) for pattern in ordered
        ]

    def _declared_parameters(self, endpoint: Endpoint) -> dict[tuple[str, str], Document]:
        document = self.spread.document
        item = document["paths"][self.path(endpoint)]
        listed = [*item.get("parameters", []), *item[endpoint.method].get("parameters", [])]
        found = [resolve(document, entry["$ref"]) if "$ref" in entry else entry for entry in listed]
        return {(parameter["name"], parameter["in"]): parameter for parameter in found}


def type_nothing(endpoint: Endpoint) -> None:
    """Type each answer without content as `None`, which the generator types as anything."""
    for response in endpoint.responses:
        if response.source["attribute"] == "None":
            known = response.prop
            response.prop = NoneProperty(
                name=known.name,
                required=True,
                default=None,
                python_name=known.python_name,
                description=known.description,
                example=None,
            )


def kind(prop: PropertyProtocol) -> str:
    """Write the kind that reads a property's values, as code."""
    if isinstance(prop, ListProperty):
        return f"_k.list_of({kind(prop.inner_property)})"
    if isinstance(prop, UnionProperty):
        return f"_k.one_of({', '.join(kind(inner) for inner in prop.inner_properties)})"
    if isinstance(prop, ModelProperty):
        return f"_k.model({literal(prop.class_info.module_name)}, {literal(prop.class_info.name)})"
    if isinstance(prop, LiteralEnumProperty):
        return f"_k.members({', '.join(sorted(map(repr, prop.values)))})"
    if isinstance(prop, ConstProperty):
        return f"_k.members({prop.value.python_code.as_unembedded_code()})"
    return f"_k.{_SIMPLE[type(prop)]}"


def literal(text: str | UntrustedString) -> str:
    """Write a text as Python has it, so that nothing in it can be taken for code."""
    return repr(text.get_untrusted_value() if isinstance(text, UntrustedString) else str(text))


def in_order_of_arguments(properties: Iterable[Property]) -> list[Property]:
    """Put the properties that a class has to be given before the others, as Python wants them."""
    return sorted(properties, key=lambda prop: prop.default is not None or not prop.required)


def argument_names(endpoint: Endpoint) -> list[str]:
    """Give the names of all arguments, the body's once."""
    return list(dict.fromkeys(str(prop.python_name) for prop in endpoint.list_all_parameters()))


def or_none(annotation: PythonCode) -> str:
    """Write a type that may also be `None`."""
    written = str(annotation.as_unembedded_code())
    return written if _has_none(ast.parse(written, mode="eval").body) else f"{written} | None"


def _has_none(annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.BinOp):
        return _has_none(annotation.left) or _has_none(annotation.right)
    return isinstance(annotation, ast.Constant) and annotation.value is None


def _is_of_models(line: str) -> bool:
    return line.lstrip().removeprefix("from ").lstrip(".").startswith("models.")


def _parameter(declared: Document, argument: str) -> ParameterTable:
    place = declared["in"]
    style = declared.get("style", "form" if place in ("query", "cookie") else "simple")
    return ParameterTable(declared["name"], argument, place, style, declared.get("explode", style == "form"))


def _contents(response: Response, declared: Document) -> list[ContentTable]:
    if response.source["attribute"] == "None":
        return []
    (content_type,) = declared["content"]
    return [ContentTable(content_type, _READ_AS[response.source["attribute"]], response.prop)]
