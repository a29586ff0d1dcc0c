"""Changes of parameters: names, locations, requirement and serialization."""

from typing import Any

import pytest

from openapi.diff import find_changes
from support.diff.descriptions import STRING, describe, described

ARRAY: dict[str, Any] = {"name": "q", "in": "query", "schema": {"type": "array", "items": STRING}}
OBJECT: dict[str, Any] = {"name": "q", "in": "query", "schema": {"type": "object"}}
TEXT: dict[str, Any] = {"name": "q", "in": "query", "schema": STRING}


def rules_of(old: list[Any], new: list[Any], shared: list[Any] | None = None) -> set[str]:
    """Return the rules of the changes of the parameters of one operation."""
    documents = [describe(), describe()]
    for document, parameters in zip(documents, (old, new), strict=True):
        document["paths"]["/things"]["post"]["parameters"] = parameters
        document["paths"]["/things"]["parameters"] = shared or []
    return {change.rule.name for change in find_changes(*map(described, documents))}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ARRAY, ARRAY | {"style": "form", "explode": True}),
        (ARRAY | {"style": "pipeDelimited"}, ARRAY | {"style": "pipeDelimited", "explode": False}),
        (ARRAY | {"in": "header"}, ARRAY | {"in": "header", "style": "simple", "explode": False}),
        (ARRAY | {"in": "cookie"}, ARRAY | {"in": "cookie", "style": "form", "explode": True}),
        (OBJECT | {"style": "deepObject"}, OBJECT | {"style": "deepObject", "explode": True}),
        (TEXT, TEXT | {"explode": False, "allowReserved": False, "required": False}),
        (TEXT | {"in": "header", "name": "X-Q"}, TEXT | {"in": "header", "name": "x-q"}),
        (
            {"name": "q", "in": "query", "content": {"application/json": {"schema": STRING}}},
            {"name": "q", "in": "query", "content": {"Application/JSON": {"schema": STRING}}},
        ),
    ],
)
def test_equal_parameters_have_no_changes(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert rules_of([old], [new]) == rules_of([new], [old]) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ARRAY, ARRAY | {"explode": False}),
        (OBJECT, OBJECT | {"explode": False}),
        (OBJECT, OBJECT | {"style": "deepObject"}),
        (ARRAY | {"in": "header"}, ARRAY | {"in": "header", "explode": True}),
        (TEXT, TEXT | {"allowReserved": True}),
        (TEXT, {"name": "q", "in": "query", "content": {"application/json": {"schema": STRING}}}),
        (
            {"name": "q", "in": "query", "content": {"application/json": {"schema": STRING}}},
            {"name": "q", "in": "query", "content": {"text/csv": {"schema": STRING}}},
        ),
    ],
)
def test_another_serialization_is_reported(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert rules_of([old], [new]) == rules_of([new], [old]) == {"parameter-serialization-changed"}


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (TEXT, ARRAY, {"request-type-changed"}),
        (TEXT, ARRAY | {"explode": False}, {"request-type-changed", "parameter-serialization-changed"}),
        (TEXT, TEXT | {"in": "header", "name": "Q"}, {"parameter-moved"}),
        (TEXT | {"in": "header", "name": "X-Q"}, TEXT | {"name": "X-Q"}, {"parameter-moved"}),
        (ARRAY, ARRAY | {"in": "header", "required": True}, {"parameter-moved", "parameter-became-required"}),
        (TEXT, TEXT | {"name": "r"}, {"parameter-removed", "optional-parameter-added"}),
    ],
)
def test_a_changed_parameter_has_the_rules_of_its_change(old: Any, new: Any, rules: set[str]) -> None:
    assert rules_of([old], [new]) == rules


def test_a_parameter_of_another_location_is_not_moved_if_it_existed_before() -> None:
    header = TEXT | {"in": "header"}
    assert rules_of([TEXT, header], [header]) == {"parameter-removed"}
    assert rules_of([header], [header, TEXT]) == {"optional-parameter-added"}


@pytest.mark.parametrize("name", ["Accept", "content-type", "Authorization"])
def test_headers_that_openapi_ignores_are_not_compared(name: str) -> None:
    assert rules_of([], [{"name": name, "in": "header", "required": True, "schema": STRING}]) == set()


def test_a_parameter_of_the_operation_overrides_the_shared_one() -> None:
    assert rules_of([TEXT], [TEXT | {"deprecated": True}], shared=[ARRAY]) == {"parameter-deprecated"}
    assert rules_of([], [TEXT], shared=[TEXT]) == set()


def test_a_path_parameter_is_always_required() -> None:
    old, new = describe(), describe()
    del new["paths"]["/things/{id}/{part}"]["put"]["parameters"][0]["required"]
    assert find_changes(described(old), described(new)) == ()
