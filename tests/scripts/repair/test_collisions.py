"""Components and operations whose names differ in case and punctuation only."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from openapi.repair import RULES
from support.repairs import JSON, allows, describe

NAMES = st.lists(st.sampled_from(["Thing", "thing", "th-ing", "Thing2", "thing_2", "Other"]), max_size=6, unique=True)


@given(NAMES, JSON)
def test_colliding_components_are_renamed_and_keep_their_meaning(names: list[str], value: Any) -> None:
    kinds = ["string", "integer", "null", "boolean", "array", "object"]
    schemas = {name: {"type": kind} for name, kind in zip(names, kinds, strict=False)}
    holder = {
        "properties": {name: {"$ref": f"#/components/schemas/{name}"} for name in names},
        "discriminator": {"propertyName": "k", "mapping": {name: f"#/components/schemas/{name}" for name in names}},
    }
    document = describe({}, components={"schemas": {"Holder": holder, **schemas}}).document
    before = copy.deepcopy(document)
    (rule,) = [item for item in RULES if item.name == "components-called-alike"]
    pointers = list(rule.apply(document))
    components = document["components"]["schemas"]
    folded = [name.lower().replace("-", "").replace("_", "") for name in components]
    assert len(set(folded)) == len(folded) == len(names) + 1
    assert (document == before) == (pointers == [])
    assert len(document.get("x-renamed-schemas", {})) == len(pointers)
    for name in names:
        reference = components["Holder"]["properties"][name]["$ref"]
        assert components["Holder"]["discriminator"]["mapping"][name] == reference
        here, there = f"#/components/schemas/{name}", reference
        assert allows(document, there, value) == allows(before, here, value)
    assert list(rule.apply(document)) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["readAll", "read_all", "readAll2", None]), st.sampled_from("aB_")), max_size=6
    )
)
def test_colliding_operations_are_renamed(operations: list[tuple[str | None, str]]) -> None:
    paths = {}
    for index, (name, tag) in enumerate(operations):
        own = {"operationId": name} if name else {}
        paths["/" + "-" * index + "x"] = {"get": {"tags": [tag.lower()], "responses": {}, **own}}
    document = describe({}, paths=paths).document
    (rule,) = [item for item in RULES if item.name == "operations-called-alike"]
    pointers = list(rule.apply(document))
    names = {}
    for path, item in document["paths"].items():
        operation = item["get"]
        name = operation.get("operationId", f"get{path}").lower()
        names[operation["tags"][0], "".join(letter for letter in name if letter.isalnum())] = path
    assert len(names) == len(operations)
    assert list(rule.apply(document)) == []
    assert len(pointers) == sum(document["paths"][path] != paths[path] for path in paths)


def test_renamed_components_are_recorded_by_their_new_names() -> None:
    document = describe({}, components={"schemas": {"Thing": {}, "thing": {}}}).document
    (rule,) = [item for item in RULES if item.name == "components-called-alike"]
    assert list(rule.apply(document)) == ["#/components/schemas/thing"]
    assert document["x-renamed-schemas"] == {"thing2": "thing"}


def test_an_operation_without_tags_collides_with_the_default_tag() -> None:
    operation = {"operationId": "read", "responses": {}}
    paths = {"/a": {"get": operation}, "/b": {"get": operation | {"tags": ["default"]}}}
    document = describe({}, paths=paths).document
    (rule,) = [item for item in RULES if item.name == "operations-called-alike"]
    assert list(rule.apply(document)) == ["#/paths/~1b/get"]
    assert document["paths"]["/b"]["get"]["operationId"] == "read2"
