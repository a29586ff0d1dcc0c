"""A change of each kind, at any place and depth, is told by its rule, alone; and no rule is without one."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openapi.diff import RULES, Change, Side, Verdict, find_changes
from support.diff.changes import OF_OPERATIONS, OF_SCHEMAS, OfOperations, OfSchemas
from support.diff.descriptions import OPERATIONS, Spot, describe, described, spots


def told(changes: tuple[Change, ...]) -> set[tuple[str, str, str]]:
    """Give the rule, operation and place of each change; the sentence ends as one."""
    assert all(change.sentence[0].isupper() and change.sentence.endswith(".") for change in changes)
    return {(change.rule.name, change.operation, change.place) for change in changes}


@pytest.mark.parametrize("made", OF_SCHEMAS, ids=lambda made: f"{made.kind}-{OF_SCHEMAS.index(made)}")
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_change_within_a_schema_is_told_at_its_place(made: OfSchemas, data: st.DataObject) -> None:
    spot: Spot = data.draw(spots(also_unions=made.also_in_unions))
    old, new = (described(describe(schema, spot)) for schema in (made.old, made.new))
    method, path = spot.operation
    for before, after, kind in ((old, new, made.kind), (new, old, made.reverse)):
        changes = find_changes(before, after)
        kinds = {kind} | ({"bound-loosened", "bound-tightened"} if "multipleOf" in str(made.old) else set())
        wanted = {(f"{spot.side}-{kind}", f"{method.upper()} {path}", spot.within(*made.steps))}
        assert wanted <= told(changes)
        assert {change.rule.name.removeprefix(f"{spot.side}-") for change in changes} <= kinds


@pytest.mark.parametrize("made", OF_OPERATIONS, ids=lambda made: f"{made.rule}-{OF_OPERATIONS.index(made)}")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_change_of_an_operation_is_told(made: OfOperations, method: str, path: str) -> None:
    old, new = describe(), describe()
    for document, said in ((old, made.old), (new, made.new)):
        operation = document["paths"][path][method]
        operation |= said | {"parameters": operation["parameters"] + said.get("parameters", [])}
    for before, after, rule in ((old, new, made.rule), (new, old, made.reverse)):
        changes = find_changes(described(before), described(after))
        assert [(change.rule.name, change.operation) for change in changes] == [(rule, f"{method.upper()} {path}")]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_operations_come_and_go(method: str, path: str) -> None:
    old, new = describe(), describe()
    del new["paths"][path][method]
    assert told(find_changes(described(old), described(new))) == {
        ("operation-removed", f"{method.upper()} {path}", "")
    }
    assert told(find_changes(described(new), described(old))) == {("operation-added", f"{method.upper()} {path}", "")}


def test_path_parameters_have_new_names() -> None:
    old, new = describe(), describe()
    item = new["paths"]["/things/{thing}/{part}"] = new["paths"].pop("/things/{id}/{part}")
    item["put"]["parameters"][0]["name"] = "thing"
    changes = find_changes(described(old), described(new))
    where = ("PUT /things/{thing}/{part}", "path parameter `thing`")
    assert told(changes) == {("path-parameter-renamed", *where)}
    item["put"]["parameters"][0]["schema"] = {"type": "integer"}
    changes = find_changes(described(old), described(new))
    assert told(changes) == {("path-parameter-renamed", *where), ("request-type-changed", *where)}


def test_servers_come_and_go() -> None:
    old, new = describe(), describe()
    new["servers"].append({"url": "https://{tenant}.other.test/api"})
    assert told(find_changes(described(old), described(new))) == {("server-added", "", "servers")}
    assert told(find_changes(described(new), described(old))) == {("server-removed", "", "servers")}


def test_every_rule_is_made_above() -> None:
    of_schemas = {kind for made in OF_SCHEMAS for kind in (made.kind, made.reverse)}
    names = {f"{side}-{kind}" for side in (Side.REQUEST, Side.RESPONSE) for kind in of_schemas}
    names |= {rule for made in OF_OPERATIONS for rule in (made.rule, made.reverse)}
    names |= {"operation-added", "operation-removed", "path-parameter-renamed", "server-added", "server-removed"}
    assert {rule.name for rule in RULES} == names
    assert len(RULES) == len(names)


def test_the_rules_are_documented(root: Path) -> None:
    text = (root / "docs" / "spec-diff.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (\w+) \| (.*) \|$", text, re.MULTILINE)
    assert rows == [(rule.name, rule.side, rule.verdict, rule.reason) for rule in RULES]


def test_what_allows_more_harms_who_reads_and_what_allows_less_who_sends() -> None:
    """Hold the verdicts to what the kinds are, apart from the table."""
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
