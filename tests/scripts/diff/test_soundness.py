"""Compatible changes are compatible: requests stay valid, and responses were valid before."""

import copy
from typing import Any

from hypothesis import HealthCheck, assume, event, given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from openapi.diff import Verdict, as_json, as_markdown, as_text, find_changes
from support.diff.descriptions import CARRIERS, OPERATIONS, Location, Schema, describe, described, locations
from support.diff.schemas import SCHEMAS, edited, values

REQUEST = Location(OPERATIONS[1], CARRIERS[0])
RESPONSE = Location(OPERATIONS[1], CARRIERS[2])
MANY = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def without_refusals(schema: Any) -> Any:
    """Return a schema as the client reads it, with unknown properties allowed."""
    if isinstance(schema, list):
        return [without_refusals(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    read = {name: without_refusals(item) for name, item in schema.items() if name != "enum"}
    if read.get("additionalProperties") is False and "not" not in schema:
        del read["additionalProperties"]
    return read | ({"enum": schema["enum"]} if "enum" in schema else {})


def pair(data: st.DataObject) -> tuple[Schema, Schema]:
    old = data.draw(SCHEMAS, "old")
    new = data.draw(edited(old), "new")
    return old, data.draw(edited(new) | st.just(new), "newer")


def assert_sound(location: Location, old: Schema, new: Schema, data: st.DataObject) -> None:
    """Check values of one schema against the other, if all changes are compatible."""
    changes = find_changes(described(describe(old, location)), described(describe(new, location)))
    note(as_text(changes))
    assume(all(change.verdict is Verdict.COMPATIBLE for change in changes))
    event("compatible changes" if changes else "no changes")
    replayed, checked = (old, new) if location is REQUEST else (new, without_refusals(old))
    for value in data.draw(st.lists(values(replayed), min_size=1, max_size=12), "values"):
        if Draft202012Validator(replayed).is_valid(value):
            event("a value")
            assert Draft202012Validator(checked).is_valid(value), value


@MANY
@given(st.data())
def test_a_valid_request_stays_valid_after_compatible_changes(data: st.DataObject) -> None:
    assert_sound(REQUEST, *pair(data), data)


@MANY
@given(st.data())
def test_a_response_was_valid_before_compatible_changes(data: st.DataObject) -> None:
    assert_sound(RESPONSE, *pair(data), data)


@settings(MANY, max_examples=60)
@given(SCHEMAS, SCHEMAS, locations())
def test_any_two_schemas_have_changes_in_both_directions_or_none(
    old: Schema, new: Schema, location: Location
) -> None:
    before, after = (described(describe(schema, location)) for schema in (old, new))
    there, back = find_changes(before, after), find_changes(after, before)
    assert bool(there) == bool(back)
    for write in (as_text, as_json, as_markdown):
        assert write(there)


@settings(MANY, max_examples=60)
@given(SCHEMAS)
def test_a_composition_of_equal_schemas_has_no_changes(old: Schema) -> None:
    same = {"allOf": [{"anyOf": [copy.deepcopy(old), copy.deepcopy(old)]}, {"description": "d"}]}
    assert not find_changes(described(describe(old, REQUEST)), described(describe(same, REQUEST)))
