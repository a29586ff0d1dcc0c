"""What is called compatible is so: what was good to send is good still, and what comes could have come before."""

import copy
from typing import Any

from hypothesis import HealthCheck, assume, event, given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from openapi.diff import Verdict, as_json, as_markdown, as_text, find_changes
from support.diff.descriptions import CARRIERS, OPERATIONS, Schema, Spot, describe, described, spots
from support.diff.schemas import SCHEMAS, edited, values

SENT = Spot(OPERATIONS[1], CARRIERS[0])
READ = Spot(OPERATIONS[1], CARRIERS[2])
MANY = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def as_read(schema: Any) -> Any:
    """Write a schema as the client reads by it: properties that it does not know are kept."""
    if isinstance(schema, list):
        return [as_read(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    read = {name: as_read(item) for name, item in schema.items() if name != "enum"}
    if read.get("additionalProperties") is False and "not" not in schema:
        del read["additionalProperties"]
    return read | ({"enum": schema["enum"]} if "enum" in schema else {})


def pair(data: st.DataObject) -> tuple[Schema, Schema]:
    old = data.draw(SCHEMAS, "old")
    new = data.draw(edited(old), "new")
    return old, data.draw(edited(new) | st.just(new), "newer")


def hold(spot: Spot, old: Schema, new: Schema, data: st.DataObject) -> None:
    """Replay values, unless a change is told that is not compatible."""
    changes = find_changes(described(describe(old, spot)), described(describe(new, spot)))
    note(as_text(changes))
    assume(all(change.verdict is Verdict.COMPATIBLE for change in changes))
    event("compatible changes" if changes else "no changes")
    replayed, held = (old, new) if spot is SENT else (new, as_read(old))
    for value in data.draw(st.lists(values(replayed), min_size=1, max_size=12), "values"):
        if Draft202012Validator(replayed).is_valid(value):
            event("a value")
            assert Draft202012Validator(held).is_valid(value), value


@MANY
@given(st.data())
def test_what_was_good_to_send_is_good_still(data: st.DataObject) -> None:
    hold(SENT, *pair(data), data)


@MANY
@given(st.data())
def test_what_comes_could_have_come_before(data: st.DataObject) -> None:
    hold(READ, *pair(data), data)


@settings(MANY, max_examples=60)
@given(SCHEMAS, SCHEMAS, spots())
def test_anything_is_compared_with_anything_and_back(old: Schema, new: Schema, spot: Spot) -> None:
    before, after = (described(describe(schema, spot)) for schema in (old, new))
    there, back = find_changes(before, after), find_changes(after, before)
    assert bool(there) == bool(back)
    for write in (as_text, as_json, as_markdown):
        assert write(there)


@settings(MANY, max_examples=60)
@given(SCHEMAS)
def test_the_same_said_in_another_way_is_no_change(old: Schema) -> None:
    same = {"allOf": [{"anyOf": [copy.deepcopy(old), copy.deepcopy(old)]}, {"description": "d"}]}
    assert not find_changes(described(describe(old, SENT)), described(describe(same, SENT)))
