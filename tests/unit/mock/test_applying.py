"""Changes of faults to a response, for schemas that openapi.yaml does not have."""

from typing import Any

import pytest

from omni_drafts.mock import UnknownMember
from omni_drafts.mock._description.description import Description
from omni_drafts.mock._description.responses import MockResponse
from omni_drafts.mock._description.schemas import build_schemas
from omni_drafts.mock._faults.applying import change_response


def description_of(schema: dict[str, Any]) -> Description:
    content = {"application/json": {"schema": schema}}
    responses = {"200": {"description": "-", "content": content}}
    return Description(build_schemas({"paths": {"/": {"get": {"responses": responses}}}}))


@pytest.mark.parametrize(
    ("schema", "body", "changed"),
    [
        ({"enum": ["a", None]}, "a", "paused"),
        ({"enum": ["a", None]}, None, None),
        ({"items": {"allOf": [{"enum": ["a"]}]}}, ["a"], ["paused"]),
        ({"properties": {"a": {"enum": ["b"]}}}, {"a": "b", "c": "d"}, {"a": "paused", "c": "d"}),
    ],
)
def test_unknown_member_replaces_enum_values_except_null(schema: dict[str, Any], body: Any, changed: Any) -> None:
    description = description_of(schema)
    (operation,) = description.operations
    response = change_response(UnknownMember("paused"), MockResponse(200, body), operation, description.schemas)
    assert response.body == changed
