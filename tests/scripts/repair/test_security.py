"""Security requirements that operations inherit."""

from openapi.repair import repair_description
from support.repairs import describe, pointers_of


def test_inherited_security_is_copied_to_operations() -> None:
    document, repairs = repair_description(describe({}, security=[{"key": []}]))
    assert document["paths"]["/things"]["get"]["security"] == [{"key": []}]
    assert pointers_of(repairs, "inherited-security") == ("#/paths/~1things/get",)


def test_an_operation_without_credentials_keeps_its_empty_security() -> None:
    description = describe({}, security=[{"key": []}])
    description.document["paths"]["/things"]["get"]["security"] = []
    assert repair_description(description)[0]["paths"]["/things"]["get"]["security"] == []


def test_operations_have_copies_of_inherited_security() -> None:
    description = describe({}, security=[{"key": []}])
    description.document["paths"]["/others"] = {"get": {"responses": {"200": {"description": "d"}}}}
    paths = repair_description(description)[0]["paths"]
    assert paths["/things"]["get"]["security"] == paths["/others"]["get"]["security"]
    assert paths["/things"]["get"]["security"] is not paths["/others"]["get"]["security"]
