"""Changes of statuses, media types, headers and encodings."""

from typing import Any

import pytest

from openapi.diff import find_changes
from support.diff.changes import FORM, MEDIA, body, headers, responses, thing
from support.diff.descriptions import STRING, describe, described

INTEGER = {"type": "integer"}


def changes_of(old: dict[str, Any], new: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the rule and location of each change between two definitions of one operation."""
    documents = [describe(), describe()]
    for document, definition in zip(documents, (old, new), strict=True):
        document["paths"]["/things"]["post"] |= definition
    return {(change.rule.name, change.location) for change in find_changes(*map(described, documents))}


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        (["200"], ["2XX"], {"success-status-added"}),
        (["2XX"], ["200", "201"], set()),
        (["2XX"], ["200", "404"], {"error-status-added"}),
        (["default"], ["200", "default"], set()),
        (["200", "404"], ["200", "4XX"], {"error-status-added"}),
        (["200"], ["201"], {"success-status-removed", "success-status-added"}),
        (["200", "default"], ["200"], {"error-status-removed"}),
        (["200", "default"], ["200", "404"], set()),
        (["200", "404"], ["200", "default"], {"error-status-added"}),
        (["default", "404"], ["404"], {"success-status-removed"}),
        (["200", "default"], [], {"success-status-removed", "error-status-removed"}),
        (["404"], ["404", "default"], {"success-status-added"}),
    ],
)
def test_a_status_range_includes_its_statuses(old: list[str], new: list[str], rules: set[str]) -> None:
    before, after = ({"responses": {status: {"description": "d"} for status in statuses}} for statuses in (old, new))
    assert {rule for rule, _ in changes_of(before, after)} == rules


def of_types(**types: str) -> dict[str, Any]:
    """Return responses with a schema of one type each; names of statuses start with `s`."""
    return responses(
        **{status: {"content": {"application/json": {"schema": {"type": name}}}} for status, name in types.items()}
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (of_types(s2XX="integer", s200="string"), of_types(s200="string", s2XX="integer"), set()),
        (of_types(sdefault="string", s2XX="integer"), of_types(s200="integer", sdefault="string"), set()),
        (of_types(s2XX="integer"), of_types(s200="string"), {("response-type-changed", "response 200")}),
        (
            of_types(s200="integer"),
            of_types(s2XX="string"),
            {("success-status-added", "response 2XX"), ("response-type-changed", "response 2XX")},
        ),
    ],
)
def test_a_status_is_compared_with_the_most_specific_former_response(
    old: dict[str, Any], new: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    assert changes_of(old, new) == expected


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "Application/JSON", "application/json;charset=UTF-8"]
)
def test_case_and_charset_of_a_media_type_make_no_difference(media_type: str) -> None:
    assert changes_of(body(), body(content={media_type: MEDIA})) == set()
    content = responses(s200={"content": {"application/json": MEDIA}})
    assert changes_of(content, responses(s200={"content": {media_type: MEDIA}})) == set()


def test_other_parameters_of_a_media_type_make_a_difference() -> None:
    assert changes_of(body(), body(content={"application/json;v=2": MEDIA})) == {
        ("request-media-type-removed", "request body"),
        ("request-media-type-added", "request body application/json;v=2"),
    }


def test_a_schema_of_each_media_type_is_compared() -> None:
    old, new = ({"application/json": MEDIA, "text/csv": {"schema": schema}} for schema in (STRING, INTEGER))
    assert changes_of(body(content=old), body(content=new)) == {("request-type-changed", "request body text/csv")}
    assert changes_of(responses(s200={"content": old}), responses(s200={"content": new})) == {
        ("response-type-changed", "response 200 text/csv")
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"X-H": {"schema": STRING}}, {"x-h": {"schema": STRING}}, set()),
        (
            {"X-H": {"schema": STRING}},
            {"X-H": {"schema": INTEGER}},
            {("response-type-changed", "response 200 header `x-h`")},
        ),
        ({"Content-Type": {"schema": STRING}}, {}, set()),
        ({}, {"Content-Type": {"schema": STRING}}, set()),
    ],
)
def test_headers_match_without_case_and_content_type(old: Any, new: Any, expected: set[tuple[str, str]]) -> None:
    assert changes_of(responses(s200={"headers": old}), responses(s200={"headers": new})) == expected


def test_a_header_has_one_change_for_its_requirement() -> None:
    assert changes_of(headers(), headers(required=False)) == set()
    assert changes_of(headers(required=True), headers(required=True)) == set()


@pytest.mark.parametrize("annotation", ["description", "example", "examples"])
def test_annotations_of_an_encoding_make_no_difference(annotation: str) -> None:
    encoding = {"p": {"headers": {"X-H": {"schema": STRING, annotation: {}}}}}
    plain = {"p": {"headers": {"X-H": {"schema": STRING}}}}
    old, new = (body(content={"multipart/form-data": FORM | {"encoding": item}}) for item in (plain, encoding))
    assert changes_of(old, new) == set()


def test_an_optional_request_body_that_changes_is_compared() -> None:
    old, new = (body(content={"application/json": {"schema": thing(a=schema)}}) for schema in (STRING, INTEGER))
    assert changes_of(old, new) == {("request-type-changed", "request body /a")}
