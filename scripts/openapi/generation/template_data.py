"""Provides the templates with the data of each operation and property, in the names of the generator and as code."""

import ast
from collections import Counter
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

_ENCODINGS = {
    BodyType.JSON: "json",
    BodyType.DATA: "urlencoded",
    BodyType.FILES: "multipart",
    BodyType.CONTENT: "bytes",
}
_RESPONSE_ENCODINGS = {"response.json()": "json", "response.text": "text", "response.content": "bytes"}
_ANY_STATUS = (0, 999)
_DECODERS: dict[type, str] = {
    AnyProperty: "ANYTHING",
    BooleanProperty: "BOOLEAN",
    DateProperty: "DATE",
    DateTimeProperty: "DATE_TIME",
    FileProperty: "FILE",
    FloatProperty: "NUMBER",
    IntProperty: "INTEGER",
    NoneProperty: "NULL",
    StringProperty: "STRING",
    UuidProperty: "UUID_STRING",
}
_JSON_CLASSES = ("bool", "dict", "float", "int", "list", "None", "str")
_ACCEPTED: dict[type, tuple[str, ...]] = {
    AnyProperty: _JSON_CLASSES,
    BooleanProperty: ("bool",),
    DateProperty: ("str",),
    DateTimeProperty: ("str",),
    FileProperty: ("str",),
    FloatProperty: ("float", "int"),
    IntProperty: ("int", "float"),
    ListProperty: ("list",),
    ModelProperty: ("dict",),
    NoneProperty: ("None",),
    StringProperty: ("str",),
    UuidProperty: ("str",),
}
"""The classes of the JSON values that a property accepts."""
_CONVERTED: dict[type, tuple[str, ...]] = {
    DateProperty: ("str",),
    DateTimeProperty: ("str",),
    FileProperty: ("str",),
    IntProperty: ("float",),
    ListProperty: ("list",),
    ModelProperty: ("dict",),
    UuidProperty: ("str",),
}
"""Those of them that its decoder converts."""


@frozen
class ParameterData:
    """A parameter, as the table of an operation has it."""

    name: str
    argument: str
    location: str
    style: str
    explode: bool


@frozen
class ContentData:
    """One content type of a response, as the table of an operation has it."""

    content_type: str
    encoding: str
    property: Property


@frozen
class ResponseData:
    """A documented response: the first and the last of its statuses, and its contents."""

    first: int
    last: int
    contents: tuple[ContentData, ...]


@frozen
class TemplateData:
    """Finds in the description what the endpoints of the generator do not have."""

    spread: Spread

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters of the templates, by name."""
        return {
            "argument_names": argument_names,
            "declared_path": self.path,
            "decoder": decoder,
            "encoding": lambda body: _ENCODINGS[body.body_type],
            "idempotent": self.is_idempotent,
            "in_order_of_arguments": in_order_of_arguments,
            "is_composite": is_composite,
            "literal": literal,
            "model_imports": lambda *sets: sorted({line for lines in sets for line in lines if _is_of_models(line)}),
            "needs_decoding": needs_decoding,
            "or_none": or_none,
            "other_imports": lambda lines: sorted(line for line in lines if not _is_of_models(line)),
            "parameters": self.parameters,
            "responses": self.responses,
        }

    def path(self, endpoint: Endpoint) -> str:
        """Return the path of an endpoint as the description has it."""
        return declared_path(endpoint, self.spread.document)

    def is_idempotent(self, endpoint: Endpoint) -> bool:
        """Return whether an endpoint may be sent again if it is unknown whether it took effect."""
        operation: Document = self.spread.document["paths"][self.path(endpoint)][endpoint.method]
        return operation[IDEMPOTENT] is True

    def parameters(self, endpoint: Endpoint) -> list[ParameterData]:
        """Return the parameters of an endpoint, with their style or the default of OpenAPI."""
        declared = self._declared_parameters(endpoint)
        return [
            _parameter(declared[prop.name.get_untrusted_value(), str(location.value)], str(prop.python_name))
            for location, prop in endpoint.iter_all_parameters()
        ]

    def responses(self, endpoint: Endpoint) -> list[ResponseData]:
        """Return the responses of an endpoint: single statuses before ranges, and the default last."""
        by_status: dict[str, list[ContentData]] = {}
        path = self.path(endpoint)
        for status, declared in self.spread.document["paths"][path][endpoint.method]["responses"].items():
            contents = by_status.setdefault(self.spread.statuses[path, endpoint.method, status], [])
            for response in endpoint.responses:  # one that the generator omitted is among its warnings
                if response.status_code.pattern == status:
                    contents.extend(_contents(response, declared))
        patterns = [HTTPStatusPattern.parse(UntrustedString(status)) for status in by_status]
        ordered = sorted(pattern for pattern in patterns if isinstance(pattern, HTTPStatusPattern))
        return [
            ResponseData(*(pattern.range or _ANY_STATUS), tuple(by_status[pattern.pattern])) for pattern in ordered
        ]

    def _declared_parameters(self, endpoint: Endpoint) -> dict[tuple[str, str], Document]:
        document = self.spread.document
        item = document["paths"][self.path(endpoint)]
        listed = [*item.get("parameters", []), *item[endpoint.method].get("parameters", [])]
        parameters = [resolve(document, entry["$ref"]) if "$ref" in entry else entry for entry in listed]
        return {(parameter["name"], parameter["in"]): parameter for parameter in parameters}


def type_empty_responses(endpoint: Endpoint) -> None:
    """Type each response without content as `None`, which the generator types as anything."""
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


def decoder(prop: PropertyProtocol) -> str:
    """Return the decoder of the values of a property, as code."""
    if isinstance(prop, ListProperty):
        return f"_d.ArrayOf({decoder(prop.inner_property)})"
    if isinstance(prop, UnionProperty):
        return f"_d.OneOf({', '.join(decoder(inner) for inner in prop.inner_properties)})"
    if isinstance(prop, ModelProperty):
        return f"_d.Model({literal(prop.class_info.module_name)}, {literal(prop.class_info.name)})"
    if isinstance(prop, LiteralEnumProperty):
        return f"_d.Members({', '.join(sorted(map(repr, prop.values)))})"
    if isinstance(prop, ConstProperty):
        return f"_d.Members({prop.value.python_code.as_unembedded_code()})"
    return f"_d.{_DECODERS[type(prop)]}"


def is_composite(prop: PropertyProtocol) -> bool:
    """Return whether the decoder of a property has to be created, and should be only once."""
    return type(prop) not in _DECODERS


def needs_decoding(prop: PropertyProtocol) -> str | None:
    """Return a condition under which `value` of a property has to be decoded, as code.

    The condition is empty if each value has to be; `None` if no value has to be.
    """
    if isinstance(prop, AnyProperty):
        return None
    return " and ".join(
        "value is not None" if name == "None" else f"value.__class__ is not {name}" for name in _unchanged(prop)
    )


def _unchanged(prop: PropertyProtocol) -> list[str]:
    """Return the classes of JSON values that the decoder of a property returns as they are."""
    if not isinstance(prop, UnionProperty):
        return [name for name in _accepted(prop) if name not in _CONVERTED.get(type(prop), ())]
    members = prop.inner_properties
    accepting = Counter(name for member in members for name in set(_accepted(member)))
    # A class that several members accept is decoded, to find the nearest of them.
    return [name for member in members for name in _unchanged(member) if accepting[name] == 1]


def _accepted(prop: PropertyProtocol) -> Iterable[str]:
    if isinstance(prop, UnionProperty):
        return [name for member in prop.inner_properties for name in _accepted(member)]
    if isinstance(prop, LiteralEnumProperty):
        return sorted({type(value).__name__ for value in prop.values})
    if isinstance(prop, ConstProperty):
        return (type(ast.literal_eval(str(prop.value.python_code.as_unembedded_code()))).__name__,)
    return _ACCEPTED[type(prop)]


def literal(text: str | UntrustedString) -> str:
    """Return a string as a Python literal, so that nothing in it is code."""
    return repr(text.get_untrusted_value() if isinstance(text, UntrustedString) else str(text))


def in_order_of_arguments(properties: Iterable[Property]) -> list[Property]:
    """Return properties in the order of a constructor: those without a default come first."""
    return sorted(properties, key=lambda prop: prop.default is not None or not prop.required)


def argument_names(endpoint: Endpoint) -> list[str]:
    """Return the names of all arguments, that of the body once."""
    return list(dict.fromkeys(str(prop.python_name) for prop in endpoint.list_all_parameters()))


def or_none(annotation: PythonCode) -> str:
    """Return a type that may also be `None`, as code."""
    code = str(annotation.as_unembedded_code())
    return code if _has_none(ast.parse(code, mode="eval").body) else f"{code} | None"


def _has_none(annotation: ast.expr) -> bool:
    if isinstance(annotation, ast.BinOp):
        return _has_none(annotation.left) or _has_none(annotation.right)
    return isinstance(annotation, ast.Constant) and annotation.value is None


def _is_of_models(line: str) -> bool:
    return line.lstrip().removeprefix("from ").lstrip(".").startswith("models.")


def _parameter(declared: Document, argument: str) -> ParameterData:
    location = declared["in"]
    style = declared.get("style", "form" if location in ("query", "cookie") else "simple")
    return ParameterData(declared["name"], argument, location, style, declared.get("explode", style == "form"))


def _contents(response: Response, declared: Document) -> list[ContentData]:
    if response.source["attribute"] == "None":
        return []
    (content_type,) = declared["content"]
    return [ContentData(content_type, _RESPONSE_ENCODINGS[response.source["attribute"]], response.prop)]
