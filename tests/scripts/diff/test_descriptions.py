"""Any two descriptions are compared in time, whatever stands in them."""

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openapi.diff import find_changes
from openapi.reading.description import DescriptionError, read_description
from support.diff.changes import OF_OPERATIONS, OF_SCHEMAS, thing
from support.diff.descriptions import Spot, describe, described, json_copy

BODY = Spot(("post", "/things"), "request body")


def test_schemas_that_share_all_they_hold_are_compared_soon() -> None:
    """Each holds the next one twice, so that a place is one of two to the power of forty."""
    documents = [describe({"$ref": "#/components/schemas/S0"}, BODY) for _ in range(2)]
    for document, kind in zip(documents, ("string", "integer"), strict=True):
        for number in range(40):
            inner = {"$ref": f"#/components/schemas/S{number + 1}"} if number < 39 else {"type": kind}
            document["components"]["schemas"][f"S{number}"] = thing(one=inner, other=inner)
    changes = find_changes(*map(described, documents))
    assert 0 < len(changes) <= 32
    assert {change.rule.name for change in changes} == {"request-type-changed"}


def whole() -> dict[str, Any]:
    """Make a description with something of everything."""
    document = describe()
    for number, made in enumerate(OF_SCHEMAS):
        document["components"]["schemas"][f"Made{number}"] = made.new
    schemas = [{"$ref": f"#/components/schemas/Made{number}"} for number in range(len(OF_SCHEMAS))]
    for index, of_operation in enumerate(OF_OPERATIONS):
        operation: dict[str, Any] = json_copy({"responses": {"200": {"description": "d"}}} | of_operation.new)
        operation["responses"]["201"] = {"description": "d", "content": {"a/json": {"schema": schemas[index]}}}
        document["paths"][f"/made{index}"] = {"get": operation}
    copied: dict[str, Any] = json_copy(document)
    return copied


WHOLE = whole()


def places(value: Any) -> list[tuple[Any, Any]]:
    """Give what holds each value, and under which key."""
    names = range(len(value)) if isinstance(value, list) else list(value) if isinstance(value, dict) else []
    return [place for name in names for place in [(value, name), *places(value[name])]]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from([None, True, 0, -1.5, "", "a", [], [None], ["a"], {}, {"a": None}, {"a": {}}]))
def test_whatever_stands_somewhere_is_compared_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, odd: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "spoilt.json"
    spoilt = copy.deepcopy(WHOLE)
    found = places(spoilt["paths"]) + places(spoilt["components"]) + [(spoilt, "security"), (spoilt, "servers")]
    owner, key = data.draw(st.sampled_from(found))
    owner[key] = odd
    path.write_text(json.dumps(spoilt), "utf-8")
    with suppress(DescriptionError):
        read = read_description(path)
        find_changes(described(WHOLE), read)
        find_changes(read, described(WHOLE))
