"""The match of operations by method, path and server, and the order of changes."""

from typing import Any

import pytest

from openapi.diff import as_markdown, find_changes
from support.diff.descriptions import describe, described, operation


def with_servers(url: str, **variables: str) -> dict[str, Any]:
    """Return a description with one server."""
    document = describe()
    server = {"url": url, "variables": {name: {"default": value} for name, value in variables.items()}}
    document["servers"] = [server]
    return document


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (with_servers("https://a.test/api"), with_servers("https://a.test/api/")),
        (with_servers("https://a.test/api"), with_servers("https://A.test/api")),
        (with_servers("https://a.test/api"), with_servers("https://a.test/{base}", base="api")),
        (with_servers("https://{x}.test/api"), with_servers("https://{y}.test/api")),
        (with_servers("/api"), with_servers("https://a.test/api")),
        (with_servers("https://a.test/x"), with_servers("https://a.test/{base}", base="{x}")),
    ],
)
def test_equal_servers_have_no_changes(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert find_changes(described(old), described(new)) == ()


@pytest.mark.parametrize("owner", ["path", "operation"])
def test_the_server_of_an_operation_precedes_that_of_the_description(owner: str) -> None:
    old, new = describe(), describe()
    item = new["paths"]["/things/{id}/{part}"]
    (item if owner == "path" else item["put"])["servers"] = [{"url": "https://b.test/other"}]
    changes = find_changes(described(old), described(new))
    name = "PUT /things/{id}/{part}"
    assert {(change.rule.name, change.operation) for change in changes} == {
        ("operation-added", name),
        ("operation-removed", name),
    }


def test_operations_of_one_path_shape_match_by_the_names_of_parameters() -> None:
    old, new = describe(), describe()
    renamed = operation("/things/{part}/{id}", "swapped")
    new["paths"] = {"/things/{part}/{id}": {"put": renamed}, **new["paths"]}
    changes = find_changes(described(old), described(new))
    assert [(change.rule.name, change.operation) for change in changes] == [
        ("operation-added", "PUT /things/{part}/{id}")
    ]


def test_changes_are_ordered_by_verdict_path_and_method() -> None:
    old, new = describe(), describe()
    for document in (old, new):
        document["paths"]["/things/{id}/{part}"]["get"] = operation("/things/{id}/{part}", "readPart")
    for method, path in (("get", "/things/{id}/{part}"), ("post", "/things"), ("get", "/things")):
        new["paths"][path][method]["deprecated"] = True
    del new["paths"]["/things/{id}/{part}"]["put"]["responses"]["200"]
    changes = find_changes(described(old), described(new))
    assert [(str(change.verdict), change.operation) for change in changes] == [
        ("breaking", "PUT /things/{id}/{part}"),
        ("warning", "GET /things"),
        ("warning", "POST /things"),
        ("warning", "GET /things/{id}/{part}"),
    ]


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (3, "`GET /a0`, `GET /a1`, `GET /a2`"),
        (4, "`GET /a0`, `GET /a1`, `GET /a2` and 1 more"),
        (5, "`GET /a0`, `GET /a1`, `GET /a2` and 2 more"),
    ],
)
def test_as_markdown_limits_the_operations_of_a_line(count: int, names: str) -> None:
    old, new = describe(), describe()
    for document in (old, new):
        for number in range(count):
            item = operation(f"/a{number}", f"a{number}")
            document["paths"][f"/a{number}"] = {"get": item | ({"deprecated": True} if document is new else {})}
    changes = find_changes(described(old), described(new))
    assert as_markdown(changes) == (f"### Warning\n\n- {names}: It was not deprecated, and is deprecated now.")
