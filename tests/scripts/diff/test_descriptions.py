"""Any two descriptions are compared in limited time, or refused."""

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openapi.diff import find_changes
from openapi.reading.description import DescriptionError, read_description
from support.diff.changes import OPERATION_CHANGES, SCHEMA_CHANGES, thing
from support.diff.descriptions import Location, describe, described, json_copy

BODY = Location(("post", "/things"), "request body")


def test_deeply_shared_schemas_are_compared_with_few_changes() -> None:
    """Each schema refers to the next one twice, so that there are 2**40 locations."""
    documents = [describe({"$ref": "#/components/schemas/S0"}, BODY) for _ in range(2)]
    for document, kind in zip(documents, ("string", "integer"), strict=True):
        for number in range(40):
            inner = {"$ref": f"#/components/schemas/S{number + 1}"} if number < 39 else {"type": kind}
            document["components"]["schemas"][f"S{number}"] = thing(one=inner, other=inner)
    changes = find_changes(*map(described, documents))
    assert 0 < len(changes) <= 32
    assert {change.rule.name for change in changes} == {"request-type-changed"}


def full_description() -> dict[str, Any]:
    """Return a description with all features that the diff compares."""
    document = describe()
    for number, example in enumerate(SCHEMA_CHANGES):
        document["components"]["schemas"][f"Example{number}"] = example.new
    schemas = [{"$ref": f"#/components/schemas/Example{number}"} for number in range(len(SCHEMA_CHANGES))]
    for index, of_operation in enumerate(OPERATION_CHANGES):
        operation: dict[str, Any] = json_copy({"responses": {"200": {"description": "d"}}} | of_operation.new)
        operation["responses"]["201"] = {"description": "d", "content": {"a/json": {"schema": schemas[index]}}}
        document["paths"][f"/example{index}"] = {"get": operation}
    copied: dict[str, Any] = json_copy(document)
    return copied


FULL = full_description()


def slots(value: Any) -> list[tuple[Any, Any]]:
    """Return the owner and key of each value."""
    names = range(len(value)) if isinstance(value, list) else list(value) if isinstance(value, dict) else []
    return [slot for name in names for slot in [(value, name), *slots(value[name])]]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from([None, True, 0, -1.5, "", "a", [], [None], ["a"], {}, {"a": None}, {"a": {}}]))
def test_a_description_with_any_value_replaced_is_compared_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, value: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "broken.json"
    broken = copy.deepcopy(FULL)
    found = slots(broken["paths"]) + slots(broken["components"]) + [(broken, "security"), (broken, "servers")]
    owner, key = data.draw(st.sampled_from(found))
    owner[key] = value
    path.write_text(json.dumps(broken), "utf-8")
    with suppress(DescriptionError):
        read = read_description(path)
        find_changes(described(FULL), read)
        find_changes(read, described(FULL))
