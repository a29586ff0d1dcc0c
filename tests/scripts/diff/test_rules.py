"""A change of each kind is reported by its rule only, at any location; each rule has an example."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openapi.diff import RULES, Change, Side, Verdict, find_changes
from support.diff.changes import OPERATION_CHANGES, SCHEMA_CHANGES, OperationChange, SchemaChange
from support.diff.descriptions import OPERATIONS, Location, describe, described, locations


def summarize(changes: tuple[Change, ...]) -> set[tuple[str, str, str]]:
    """Return the rule, operation and location of each change, and check its sentence."""
    assert all(change.sentence[0].isupper() and change.sentence.endswith(".") for change in changes)
    return {(change.rule.name, change.operation, change.location) for change in changes}


@pytest.mark.parametrize(
    "example", SCHEMA_CHANGES, ids=lambda example: f"{example.kind}-{SCHEMA_CHANGES.index(example)}"
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_change_within_a_schema_is_reported_at_its_location(example: SchemaChange, data: st.DataObject) -> None:
    location: Location = data.draw(locations(also_unions=example.also_in_unions))
    old, new = (described(describe(schema, location)) for schema in (example.old, example.new))
    method, path = location.operation
    for before, after, kind in ((old, new, example.kind), (new, old, example.reverse)):
        changes = find_changes(before, after)
        kinds = {kind} | ({"bound-loosened", "bound-tightened"} if "multipleOf" in str(example.old) else set())
        expected = {(f"{location.side}-{kind}", f"{method.upper()} {path}", location.within(*example.steps))}
        assert expected <= summarize(changes)
        assert {change.rule.name.removeprefix(f"{location.side}-") for change in changes} <= kinds


@pytest.mark.parametrize(
    "example", OPERATION_CHANGES, ids=lambda example: f"{example.rule}-{OPERATION_CHANGES.index(example)}"
)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_change_of_an_operation_is_reported(example: OperationChange, method: str, path: str) -> None:
    old, new = describe(), describe()
    for document, definition in ((old, example.old), (new, example.new)):
        operation = document["paths"][path][method]
        operation |= definition | {"parameters": operation["parameters"] + definition.get("parameters", [])}
    for before, after, rule in ((old, new, example.rule), (new, old, example.reverse)):
        changes = find_changes(described(before), described(after))
        assert [(change.rule.name, change.operation) for change in changes] == [(rule, f"{method.upper()} {path}")]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_added_and_removed_operations_are_reported(method: str, path: str) -> None:
    old, new = describe(), describe()
    del new["paths"][path][method]
    assert summarize(find_changes(described(old), described(new))) == {
        ("operation-removed", f"{method.upper()} {path}", "")
    }
    assert summarize(find_changes(described(new), described(old))) == {
        ("operation-added", f"{method.upper()} {path}", "")
    }


def test_renamed_path_parameters_are_reported() -> None:
    old, new = describe(), describe()
    item = new["paths"]["/things/{thing}/{part}"] = new["paths"].pop("/things/{id}/{part}")
    item["put"]["parameters"][0]["name"] = "thing"
    changes = find_changes(described(old), described(new))
    where = ("PUT /things/{thing}/{part}", "path parameter `thing`")
    assert summarize(changes) == {("path-parameter-renamed", *where)}
    item["put"]["parameters"][0]["schema"] = {"type": "integer"}
    changes = find_changes(described(old), described(new))
    assert summarize(changes) == {("path-parameter-renamed", *where), ("request-type-changed", *where)}


def test_added_and_removed_servers_are_reported() -> None:
    old, new = describe(), describe()
    new["servers"].append({"url": "https://{tenant}.other.test/api"})
    assert summarize(find_changes(described(old), described(new))) == {("server-added", "", "servers")}
    assert summarize(find_changes(described(new), described(old))) == {("server-removed", "", "servers")}


def test_every_rule_has_an_example() -> None:
    of_schemas = {kind for example in SCHEMA_CHANGES for kind in (example.kind, example.reverse)}
    names = {f"{side}-{kind}" for side in (Side.REQUEST, Side.RESPONSE) for kind in of_schemas}
    names |= {rule for example in OPERATION_CHANGES for rule in (example.rule, example.reverse)}
    names |= {"operation-added", "operation-removed", "path-parameter-renamed", "server-added", "server-removed"}
    assert {rule.name for rule in RULES} == names
    assert len(RULES) == len(names)


def test_the_rules_are_documented(root: Path) -> None:
    text = (root / "docs" / "spec-diff.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (\w+) \| (.*) \|$", text, re.MULTILINE)
    assert rows == [(rule.name, rule.side, rule.verdict, rule.reason) for rule in RULES]


def test_wider_schemas_affect_responses_and_narrower_schemas_affect_requests() -> None:
    """Check the verdicts against the direction of the change."""
    verdicts = {rule.name: rule.verdict for rule in RULES}
    wider = "type-widened became-nullable enum-member-added enum-lifted bound-loosened pattern-removed"
    wider += " union-member-added format-removed condition-removed property-became-optional"
    narrower = "type-narrowed became-not-nullable enum-member-removed enum-imposed bound-tightened pattern-added"
    narrower += " union-member-removed condition-added property-became-required"
    for kind in wider.split():
        assert verdicts[f"request-{kind}"] is Verdict.COMPATIBLE
        assert verdicts[f"response-{kind}"] is not Verdict.COMPATIBLE
    for kind in narrower.split():
        assert verdicts[f"request-{kind}"] is Verdict.BREAKING
        assert verdicts[f"response-{kind}"] is Verdict.COMPATIBLE
