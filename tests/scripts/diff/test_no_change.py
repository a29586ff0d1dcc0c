"""Differences without a change: annotations, examples, order, components, repairs, the path of a server."""

import copy
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openapi.diff import as_json, as_markdown, as_text, find_changes
from openapi.diff.repair import APPLIED_RULES
from openapi.reading.description import Description, Document, read_description
from openapi.reading.schemas import find_schemas
from openapi.repair import RULES, repair_description
from support.diff.changes import SCHEMA_CHANGES
from support.diff.descriptions import COMPONENTS, Location, Schema, describe, described, json_copy, locations
from support.diff.schemas import SCHEMAS

SETS = ("required", "enum", "anyOf", "oneOf", "allOf", "type", "parameters", "tags", "security", "servers")
MAPS = (
    "properties",
    "patternProperties",
    "schemas",
    "responses",
    "content",
    "paths",
    "headers",
    "mapping",
    "scopes",
)
LITERALS = ("enum", "const", "default", "examples", "example")


def shuffle(value: Any, choose: random.Random, key: str = "") -> Any:
    """Return a value with its names and sets in another order."""
    if isinstance(value, dict):
        names = list(value)
        choose.shuffle(names)
        literals = LITERALS if key not in MAPS else ()
        return {
            name: value[name] if name in literals and name != "enum" else shuffle(value[name], choose, name)
            for name in names
        }
    if isinstance(value, list):
        items = [shuffle(item, choose) for item in value] if key not in LITERALS else list(value)
        if key in SETS and key != "servers":
            choose.shuffle(items)
        return items
    return value


def replace_annotations(document: Document, choose: random.Random) -> None:
    """Replace annotations."""
    for slot in find_schemas(document):
        word = choose.choice(["title", "description", "$comment", "example", "x-word"])
        slot.schema[word] = f"another {choose.random()}"
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation |= {"summary": "another", "description": "another", "tags": ["Another"]}


def move_schemas(document: Document, choose: random.Random) -> None:
    """Move some schemas to the components, and some components to their references."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    for number, slot in enumerate(list(find_schemas(document))):
        if slot.is_component or "$ref" in slot.schema or choose.random() < 0.6:
            continue
        components[f"Moved{number}"] = slot.schema
        slot.owner[slot.key] = {"$ref": f"#/components/schemas/Moved{number}"}
    for slot in list(find_schemas(document)):
        name = slot.schema.get("$ref", "").rpartition("/")[2]
        if name in COMPONENTS and list(slot.schema) == ["$ref"] and choose.random() < 0.5:
            slot.owner[slot.key] = copy.deepcopy(components[name])


def rewrite(document: Document, choose: random.Random) -> Description:
    other = json_copy(document)
    replace_annotations(other, choose)
    move_schemas(other, choose)
    return described(shuffle(other, choose))


def assert_no_changes(old: Description, new: Description) -> None:
    for before, after in ((old, new), (new, old), (old, old)):
        changes = find_changes(before, after)
        assert not changes, as_text(changes)


@settings(max_examples=60)
@given(
    SCHEMAS | st.sampled_from([example.new for example in SCHEMA_CHANGES]),
    locations(),
    st.randoms(use_true_random=False),
)
def test_a_rewritten_description_has_no_changes(schema: Schema, location: Location, choose: random.Random) -> None:
    document = describe(schema, location)
    assert_no_changes(described(document), rewrite(document, choose))


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_rewritten_openapi_yaml_has_no_changes(root: Path, choose: random.Random) -> None:
    description = read_description(root / "openapi.yaml")
    assert_no_changes(description, rewrite(description.document, choose))


@settings(max_examples=60)
@given(
    SCHEMAS | st.sampled_from([example.old for example in SCHEMA_CHANGES if "discriminator" not in example.old]),
    locations(),
)
def test_a_repaired_description_has_no_changes(schema: Schema, location: Location) -> None:
    written = described(describe(schema, location))
    assert_no_changes(written, Description("repaired", "", repair_description(written)[0]))


def test_the_path_of_a_server_precedes_each_path() -> None:
    old, new = describe(), describe()
    new["paths"] = {f"/api{path}": item for path, item in new["paths"].items()}
    for servers in (None, [{"url": "/"}]):
        new["servers"] = servers or []
        assert_no_changes(described(old), described(new))
    new["servers"] = [{"url": "https://{tenant}.example.test"}]
    assert_no_changes(described(old), described(new))
    new["servers"] = [{"url": "https://{tenant}.example.test/other"}]
    assert {change.rule.name for change in find_changes(described(old), described(new))} == {
        "operation-added",
        "operation-removed",
    }


def test_references_and_shared_parameters_make_no_difference() -> None:
    old, new = describe({"type": "integer"}, Location(("get", "/things"), "query parameter `q`")), describe()
    parameter = old["paths"]["/things"]["get"]["parameters"][0]
    new["components"] |= {
        "parameters": {"Q": parameter},
        "responses": {"Gone": {"description": "d"}},
        "pathItems": {"Things": new["paths"]["/things"]},
    }
    new["paths"]["/things"]["get"]["parameters"] = [{"$ref": "#/components/parameters/Q"}]
    new["paths"]["/things"]["get"]["responses"]["404"] = {"$ref": "#/components/responses/Gone"}
    new["paths"]["/things"] = {"$ref": "#/components/pathItems/Things"}
    item = new["paths"]["/things/{id}/{part}"]
    item["parameters"] = item["put"].pop("parameters")
    assert_no_changes(described(old), described(new))


def test_each_format_reports_no_changes() -> None:
    assert as_text(()) == as_markdown(()) == "No changes."
    assert as_json(()) == '{\n  "breaking": [],\n  "warning": [],\n  "compatible": []\n}'


def test_applied_rules_are_repair_rules() -> None:
    assert {rule.name for rule in RULES} > APPLIED_RULES


BODY = Location(("post", "/things"), "request body")


@pytest.mark.parametrize(
    ("flawed", "repaired"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "enum": [1]}, {"type": "string", "enum": ["1"]}),
        ({"type": "string", "default": 0}, {"type": "string"}),
        (
            {"type": "string", "contentMediaType": "application/octet-stream"},
            {"type": "string", "format": "binary"},
        ),
    ],
)
def test_a_flaw_of_a_schema_makes_no_difference(flawed: Schema, repaired: Schema) -> None:
    assert_no_changes(described(describe(flawed, BODY)), described(describe(repaired, BODY)))


def test_a_missing_schema_of_a_file_makes_no_difference() -> None:
    old, new = describe(), describe()
    for document, media in ((old, {}), (new, {"schema": {"type": "string", "format": "binary"}})):
        document["paths"]["/things"]["post"]["requestBody"] = {"content": {"image/png": media}}
    assert_no_changes(described(old), described(new))


def test_extensions_of_paths_and_responses_make_no_difference() -> None:
    old, new = describe(), describe()
    new["paths"]["x-own"] = {"get": {"responses": {"200": {"description": "d"}}}}
    new["paths"]["/things"]["get"]["responses"]["x-own"] = {"description": "d"}
    assert_no_changes(described(old), described(new))
