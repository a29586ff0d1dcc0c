"""Request bodies are parsed by their content type and validated against the schema."""

from typing import Any

import pytest

from omni_drafts.mock._app.errors import InvalidRequestError
from omni_drafts.mock._app.request_bodies import parse_body
from omni_drafts.mock._description.schemas import build_schemas

INTEGER = {"type": "integer"}
_FORM = {
    "type": "object",
    "properties": {
        "size": INTEGER,
        "sizes": {"type": "array", "items": INTEGER},
        "named": {"properties": {"name": {"type": "string"}}},
        "color": {"$ref": "#/components/schemas/Color"},
        "colors": {"$ref": "#/components/schemas/Colors"},
        "empty": {"type": "string"},
    },
}
SCHEMAS = build_schemas(
    {
        "components": {
            "schemas": {
                "Color": {"type": "object"},
                "Colors": {"type": "array", "items": INTEGER},
                "Form": _FORM,
            }
        }
    }
)
FORM = SCHEMAS.document["components"]["schemas"]["Form"]
URLENCODED = "application/x-www-form-urlencoded"


def parse(content: bytes, media_type: str, schemas: dict[str, Any], **keywords: Any) -> Any:
    """Return the body of a request whose content types have some schemas."""
    body = {"content": {name: {"schema": schema} for name, schema in schemas.items()}, **keywords}
    return parse_body(body, content, media_type, SCHEMAS)


@pytest.mark.parametrize("documented", ["application/json", "Application/JSON; charset=utf-8"])
@pytest.mark.parametrize("sent", ["application/json", "APPLICATION/json ; charset=utf-8"])
def test_parse_body_compares_content_types_without_parameters(documented: str, sent: str) -> None:
    assert parse(b"5", sent, {documented: INTEGER}) == 5


@pytest.mark.parametrize(
    "schemas",
    [{"*/*": False, "text/*": False, "text/csv": {}}, {"*/*": False, "text/*": {}}, {"*/*": {}}],
    ids=["exact", "range", "any"],
)
def test_parse_body_uses_the_most_specific_content_type(schemas: dict[str, Any]) -> None:
    specific = {name: {"not": {}} if schema is False else schema for name, schema in schemas.items()}
    assert parse(b"a", "text/csv", specific) == "a"


@pytest.mark.parametrize("form", [FORM, {"$ref": "urn:omni#/components/schemas/Form"}], ids=["inline", "reference"])
@pytest.mark.parametrize(
    ("content", "body"),
    [
        (b"size=5", {"size": 5}),
        (b"sizes=1", {"sizes": [1]}),
        (b"sizes=1&sizes=2", {"sizes": [1, 2]}),
        (b"named=%7B%22name%22:%22n%22%7D", {"named": {"name": "n"}}),
        (b"color=%7B%7D", {"color": {}}),
        (b"colors=1", {"colors": [1]}),
        (b"empty=", {"empty": ""}),
        (b"other=1&other=2", {"other": ["1", "2"]}),
    ],
)
def test_parse_body_of_a_form_returns_the_values(content: bytes, body: object, form: dict[str, Any]) -> None:
    assert parse(content, URLENCODED, {URLENCODED: form}) == body


def test_parse_body_of_a_form_parses_additional_fields_by_their_schema() -> None:
    form = {"type": "object", "additionalProperties": INTEGER}
    assert parse(b"other=5", URLENCODED, {URLENCODED: form}) == {"other": 5}


def test_parse_body_with_a_repeated_field_that_is_not_an_array_raises() -> None:
    with pytest.raises(InvalidRequestError, match="is not of type 'integer'"):
        parse(b"size=1&size=2", URLENCODED, {URLENCODED: FORM})


def test_parse_body_of_bytes_returns_them() -> None:
    assert parse(b"\xff", "image/png", {"image/*": {"type": "string"}}) == b"\xff"


def test_parse_body_of_text_validates_it() -> None:
    with pytest.raises(InvalidRequestError, match="too long"):
        parse(b"abcd", "text/plain", {"text/plain": {"type": "string", "maxLength": 3}})


def test_parse_body_without_content_returns_none() -> None:
    assert parse(b"", "", {"application/json": INTEGER}) is None


def test_parse_body_without_required_content_raises() -> None:
    with pytest.raises(InvalidRequestError, match=r"^the request body is missing$"):
        parse(b"", "", {"application/json": INTEGER}, required=True)
