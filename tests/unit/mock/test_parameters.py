"""Parameters are validated in each style of OpenAPI; texts stand for the values that the schema allows."""

from typing import Any

import pytest

from omni_drafts.mock._app.errors import InvalidRequestError
from omni_drafts.mock._app.parameter_styles import ParameterStyle, parameter_style
from omni_drafts.mock._app.parameters import RawParameters, validate_parameters
from omni_drafts.mock._app.text_values import allowed_types, parse_text
from omni_drafts.mock._description.schemas import build_schemas

INTEGER = {"type": "integer"}
COLORS = {"type": "array", "items": {"enum": ["blue", "black", "a,b"]}}
RGB = {"type": "object", "properties": {"R": INTEGER, "G": INTEGER}, "required": ["R"]}
CLOSED_RGB = RGB | {"additionalProperties": False}
SCHEMAS = build_schemas({"components": {"schemas": {"Rgb": RGB, "Named": {"type": "string"}}}})
RGB_REFERENCE = {"$ref": "urn:omni#/components/schemas/Rgb"}


def validate_query(query: str, schema: dict[str, Any], **keywords: Any) -> None:
    """Validate a query against one parameter `p`."""
    pairs = [part.partition("=") for part in query.split("&")]
    raw = RawParameters({}, tuple((name, value) for name, _, value in pairs), {}, {})
    validate_parameters(({"name": "p", "in": "query", "schema": schema, **keywords},), raw, SCHEMAS)


def validate(location: str, text: str, schema: dict[str, Any], **keywords: Any) -> None:
    """Validate a text in the path, a header or a cookie against one parameter `p`."""
    values = {name: {"p": text} if name == location else {} for name in ("path", "header", "cookie")}
    raw = RawParameters(values["path"], (), values["header"], values["cookie"])
    validate_parameters(({"name": "p", "in": location, "schema": schema, **keywords},), raw, SCHEMAS)


@pytest.mark.parametrize(
    ("query", "schema", "keywords"),
    [
        ("R=1&X=2", RGB | {"additionalProperties": {"type": "string"}}, {}),
        ("R=1&X=2", RGB | {"additionalProperties": INTEGER}, {}),
        ("R=1", RGB_REFERENCE, {}),
        ("p=blue%7Cblack", COLORS, {"style": "pipeDelimited", "explode": False}),
        ("p=a%2Cb,blue", COLORS, {"explode": False}),
        ("p=%52,1", CLOSED_RGB, {"explode": False}),
        ("p=null", {"type": ["integer", "null"]}, {}),
        ("p=5", {"oneOf": [INTEGER, {"type": "array", "items": INTEGER}]}, {}),
    ],
)
def test_validate_parameters_with_a_valid_query_raises_nothing(
    query: str, schema: dict[str, Any], keywords: dict[str, Any]
) -> None:
    validate_query(query, schema, **keywords)


@pytest.mark.parametrize(
    ("query", "schema", "keywords", "message"),
    [
        ("p[R=1", RGB, {"style": "deepObject"}, "p[R: the operation has no such parameter"),
        ("px]=1", RGB, {"style": "deepObject"}, "px]: the operation has no such parameter"),
        ("R=1&X=2", RGB, {}, "X: the operation has no such parameter"),
        ("p=x&p=5", INTEGER, {}, "p: 'x' is not of type 'integer'"),
        ("p=5&p=x", INTEGER, {}, "p: 'x' is not of type 'integer'"),
        ("p=1,x", {"type": "array", "items": INTEGER}, {"explode": False}, "p.1: 'x' is not of type 'integer'"),
    ],
)
def test_validate_parameters_with_an_invalid_query_raises_the_problem(
    query: str, schema: dict[str, Any], keywords: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        validate_query(query, schema, **keywords)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("location", "text", "schema", "keywords"),
    [
        ("header", "%41", {"const": "%41"}, {}),
        ("path", "%41", {"const": "A"}, {}),
        ("path", "%52=1", CLOSED_RGB, {"explode": True}),
        ("cookie", "blue,black", COLORS, {}),
    ],
)
def test_validate_parameters_with_a_valid_text_raises_nothing(
    location: str, text: str, schema: dict[str, Any], keywords: dict[str, Any]
) -> None:
    validate(location, text, schema, **keywords)


@pytest.mark.parametrize(
    ("location", "text", "schema", "keywords"),
    [
        ("path", ".blue,black", COLORS, {"style": "label", "explode": True}),
        ("path", "R=1", CLOSED_RGB, {}),
        ("header", "R=1", CLOSED_RGB, {}),
    ],
)
def test_validate_parameters_with_a_text_of_another_style_raises(
    location: str, text: str, schema: dict[str, Any], keywords: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRequestError, match=r"^p"):
        validate(location, text, schema, **keywords)


def test_validate_parameters_with_a_header_compares_names_without_case() -> None:
    raw = RawParameters({}, (), {"x-size": "x"}, {})
    parameter = {"name": "X-Size", "in": "header", "schema": INTEGER}
    with pytest.raises(InvalidRequestError, match=r"^X-Size: 'x' is not of type 'integer'$"):
        validate_parameters((parameter,), raw, SCHEMAS)


def test_validate_parameters_with_a_repeated_json_parameter_validates_the_first() -> None:
    raw = RawParameters({}, (("p", "[]"), ("p", "5")), {}, {})
    parameter = {"name": "p", "in": "query", "content": {"application/json": {"schema": INTEGER}}}
    with pytest.raises(InvalidRequestError, match="is not of type 'integer'"):
        validate_parameters((parameter,), raw, SCHEMAS)


@pytest.mark.parametrize(
    ("keywords", "style", "explode"),
    [
        ({"in": "path"}, "simple", False),
        ({"in": "query"}, "form", True),
        ({"in": "header"}, "simple", False),
        ({"in": "cookie"}, "form", True),
        ({"in": "query", "style": "pipeDelimited"}, "pipeDelimited", False),
        ({"in": "query", "style": "form", "explode": False}, "form", False),
    ],
)
def test_parameter_style_has_the_defaults_of_openapi(keywords: dict[str, Any], style: str, explode: bool) -> None:
    assert parameter_style({"name": "p", **keywords}) == ParameterStyle("p", keywords["in"], style, explode)


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("5", INTEGER, 5),
        ("5", {"type": "string"}, "5"),
        ("5", {}, "5"),
        ("true", {"type": "boolean"}, True),
        ("null", {"type": "null"}, None),
        ("", {"type": "null"}, None),
        ("1\u0663", INTEGER, "1\u0663"),
        ("+1", INTEGER, "+1"),
        ("01", INTEGER, "01"),
    ],
)
def test_parse_text_returns_the_value_that_a_schema_allows(text: str, schema: dict[str, Any], value: object) -> None:
    assert parse_text(text, schema, SCHEMAS) == value


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({}, {"any"}),
        ({"type": ["string", "null"]}, {"string", "null"}),
        ({"properties": {}}, {"object"}),
        ({"items": {}}, {"array"}),
        ({"anyOf": [{"type": "string"}, RGB_REFERENCE]}, {"string", "object"}),
        ({"oneOf": [{"type": "string"}, INTEGER]}, {"string", "integer"}),
    ],
)
def test_allowed_types_of_a_schema_has_each_type(schema: dict[str, Any], types: set[str]) -> None:
    assert allowed_types(schema, SCHEMAS) == types
