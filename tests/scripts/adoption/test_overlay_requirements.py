"""The requirements of the overlay are complete, and each one that a description lacks is a problem."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from omni_drafts._operations.decoding.documents import decode_document
from omni_drafts._operations.decoding.drafts import decode_drafts, decode_identifier
from openapi.adoption.overlay_requirements import REQUIRED_OPERATIONS, RequiredOperation, RequiredPart, find_problems
from openapi.dialects.lookup import find_at_route
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description
from support.descriptions import instance

EACH = [(required, part) for required in REQUIRED_OPERATIONS for part in required.parts]
IDS = [f"{required.name} {part.route}" for required, part in EACH]
each_part = pytest.mark.parametrize(("required", "part"), EACH, ids=IDS)


def describe_all() -> dict[str, Any]:
    """Return a normalized description of each part that the overlay uses."""
    document = normalize(instance()).document
    workbook = document["components"]["schemas"]["CreatedDocument"]["properties"]["workbook"]
    workbook["properties"] |= {name: {"type": "string"} for name in ("identifier", "name", "createdAt", "updatedAt")}
    workbook["additionalProperties"] = False
    document["components"]["schemas"]["CreateDocumentBody"]["additionalProperties"] = False
    return document


def errors_of(document: dict[str, Any]) -> list[str]:
    """Return the messages of the errors."""
    return [problem.message for problem in find_problems(document) if problem.is_error]


def operation_of(document: dict[str, Any], required: RequiredOperation) -> dict[str, Any]:
    """Return the operation of a description."""
    operation: dict[str, Any] = document["paths"][required.path][required.method]
    return operation


def remove(document: dict[str, Any], required: RequiredOperation, route: str) -> None:
    """Remove the part at a route."""
    operation = operation_of(document, required)
    outer_route, _, name = route.rpartition("/")
    if outer_route == "parameter":
        operation["parameters"] = [item for item in operation["parameters"] if item["name"] != name]
    elif outer_route:
        for owner, key in find_at_route(document, operation, outer_route):
            owner[key]["properties"].pop(name)
    else:
        for response in operation["responses"].values():
            response.pop("content", None)


def test_find_problems_of_a_complete_description_has_none() -> None:
    assert list(find_problems(describe_all())) == []


def test_find_problems_of_the_description_of_the_project_has_none(root: Path) -> None:
    assert list(find_problems(normalize(read_description(root / "openapi.yaml")).document)) == []


@pytest.mark.parametrize("required", REQUIRED_OPERATIONS, ids=lambda required: required.name)
def test_find_problems_without_an_operation_has_its_feature(required: RequiredOperation) -> None:
    document = describe_all()
    del document["paths"][required.path][required.method]
    assert errors_of(document) == [f"{required.name} is not described; affects {required.feature}"]


@each_part
def test_find_problems_without_a_part_has_its_feature(required: RequiredOperation, part: RequiredPart) -> None:
    document = describe_all()
    for route in filter(None, (part.route, part.alternative)):
        remove(document, required, route)
    assert f"{required.name}: {part.route} is not described; affects {part.feature}" in errors_of(document)


@each_part
def test_find_problems_with_a_part_of_another_type_has_the_type(
    required: RequiredOperation, part: RequiredPart
) -> None:
    document = describe_all()
    for route in filter(None, (part.route, part.alternative)):
        for owner, key in list(find_at_route(document, operation_of(document, required), route)):
            owner[key] = {"type": ["number", "null"]}
    problem = f"{required.name}: {part.route} is of type number, not {part.types[0]}; affects {part.feature}"
    assert problem in errors_of(document)


def test_find_problems_without_a_part_of_an_open_object_has_no_error() -> None:
    problems = list(find_problems(normalize(instance()).document))
    assert len(problems) == 3
    assert not any(problem.is_error for problem in problems)


def create_document(document: dict[str, Any]) -> dict[str, Any]:
    """Return the operation that creates a document."""
    operation: dict[str, Any] = document["paths"]["/v1/documents"]["post"]
    return operation


def test_find_problems_with_a_part_in_one_of_two_successes_has_it() -> None:
    document = describe_all()
    empty = {"description": "d", "content": {"application/json": {"schema": {"type": "object"}}}}
    create_document(document)["responses"]["200"] = empty
    assert "POST /v1/documents: response/workbook/id is not described; affects Document.workbook_id" in errors_of(
        document
    )


def test_find_problems_without_a_part_of_one_closed_object_has_an_error() -> None:
    document = describe_all()
    workbook = document["components"]["schemas"]["CreatedDocument"]["properties"]["workbook"]
    del workbook["properties"]["name"]
    closed, open_ = (
        {"properties": {"workbook": workbook | {"additionalProperties": value}}} for value in (False, True)
    )
    create_document(document)["responses"] = {
        status_code: {"description": "d", "content": {"application/json": {"schema": schema}}}
        for status_code, schema in (("200", open_), ("201", closed))
    }
    assert "POST /v1/documents: response/workbook/name is not described; affects Document.name" in errors_of(document)


@pytest.mark.parametrize(("schema", "has_error"), [(True, False), (False, True)])
def test_find_problems_with_a_boolean_schema_has_false_alone(schema: bool, has_error: bool) -> None:
    document = describe_all()
    document["components"]["schemas"]["CreateDocumentBody"]["properties"]["name"] = schema
    assert bool(errors_of(document)) == has_error


@pytest.mark.parametrize("owner", ["path", "operation", "reference"])
def test_find_problems_with_a_new_required_parameter_has_it(owner: str) -> None:
    document = describe_all()
    parameter = {"name": "folder", "in": "query", "required": True, "schema": {"type": "string"}}
    document["components"]["parameters"]["Folder"] = parameter
    reference = {"$ref": "#/components/parameters/Folder"}
    operation = create_document(document)
    holder = document["paths"]["/v1/documents"] if owner == "path" else operation
    holder["parameters"] = [reference if owner == "reference" else parameter]
    (error,) = errors_of(document)
    assert "parameter/folder is required, but the overlay does not send it" in error


def test_find_problems_with_another_success_has_its_status_code() -> None:
    document = describe_all()
    responses = document["paths"]["/v1/documents/{identifier}/draft"]["post"]["responses"]
    responses["202"] = responses["200"]
    (error,) = errors_of(document)
    assert "the overlay does not accept the status code 202" in error


def test_find_problems_with_a_new_required_property_of_a_body_has_it() -> None:
    document = describe_all()
    document["components"]["schemas"]["CreateDocumentBody"]["required"].append("folder")
    (error,) = errors_of(document)
    assert "body/folder is required, but the overlay does not send it" in error


@pytest.mark.parametrize(
    ("required", "decode"),
    [*zip(REQUIRED_OPERATIONS, (decode_identifier, decode_drafts, decode_document), strict=True)],
    ids=lambda item: getattr(item, "name", ""),
)
def test_decode_model_of_the_required_parts_alone_returns_it(required: RequiredOperation, decode: Any) -> None:
    routes = [part.route.split("/")[1:] for part in required.parts if part.route.startswith("response/")]
    response: Any = build_model(routes)
    assert decode([response.items] if decode is decode_drafts else response)


def build_model(routes: list[list[str]]) -> Any:
    """Return a model with attributes at some routes alone."""
    model = SimpleNamespace()
    for first in dict.fromkeys(route[0] for route in routes if route):
        inner = [route[1:] for route in routes if route and route[0] == first]
        leaf = "2026-05-06T13:44:00Z" if first.endswith("At") else "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        value = build_model(inner) if any(inner) else leaf
        setattr(model, re.sub("([A-Z])", r"_\1", first).lower(), value)
    return model
