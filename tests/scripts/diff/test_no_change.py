"""What is no change: wording, examples, order, where a schema stands, a flaw that is mended, a server's path."""

import copy
import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openapi.diff import as_json, as_markdown, as_text, find_changes
from openapi.diff.repair import APPLIED_RULES
from openapi.reading.description import Description, Document, read_description
from openapi.reading.schemas import find_schemas
from openapi.repair import RULES, repair_description
from support.diff.changes import OF_SCHEMAS
from support.diff.descriptions import COMPONENTS, Schema, Spot, describe, described, json_copy, spots
from support.diff.schemas import SCHEMAS

SETS = ("required", "enum", "anyOf", "oneOf", "allOf", "type", "parameters", "tags", "security", "servers")
NAMES = (
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
AS_THEY_ARE = ("enum", "const", "default", "examples", "example")


def shuffled(value: Any, choose: random.Random, key: str = "") -> Any:
    """Put names and sets in another order."""
    if isinstance(value, dict):
        names = list(value)
        choose.shuffle(names)
        kept = AS_THEY_ARE if key not in NAMES else ()
        return {
            name: value[name] if name in kept and name != "enum" else shuffled(value[name], choose, name)
            for name in names
        }
    if isinstance(value, list):
        items = [shuffled(item, choose) for item in value] if key not in AS_THEY_ARE else list(value)
        if key in SETS and key != "servers":
            choose.shuffle(items)
        return items
    return value


def reworded(document: Document, choose: random.Random) -> None:
    """Say something else where what is said is for people."""
    for place in find_schemas(document):
        word = choose.choice(["title", "description", "$comment", "example", "x-word"])
        place.schema[word] = f"another {choose.random()}"
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict):
                operation |= {"summary": "another", "description": "another", "tags": ["Another"]}


def moved(document: Document, choose: random.Random) -> None:
    """Make components of some schemas, and write out some that are."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    for number, place in enumerate(list(find_schemas(document))):
        if place.is_component or "$ref" in place.schema or choose.random() < 0.6:
            continue
        components[f"Moved{number}"] = place.schema
        place.owner[place.key] = {"$ref": f"#/components/schemas/Moved{number}"}
    for place in list(find_schemas(document)):
        name = place.schema.get("$ref", "").rpartition("/")[2]
        if name in COMPONENTS and list(place.schema) == ["$ref"] and choose.random() < 0.5:
            place.owner[place.key] = copy.deepcopy(components[name])


def said_otherwise(document: Document, choose: random.Random) -> Description:
    other = json_copy(document)
    reworded(other, choose)
    moved(other, choose)
    return described(shuffled(other, choose))


def hold_the_same(old: Description, new: Description) -> None:
    for before, after in ((old, new), (new, old), (old, old)):
        changes = find_changes(before, after)
        assert not changes, as_text(changes)


@settings(max_examples=60)
@given(SCHEMAS | st.sampled_from([made.new for made in OF_SCHEMAS]), spots(), st.randoms(use_true_random=False))
def test_the_same_said_otherwise_is_no_change(schema: Schema, spot: Spot, choose: random.Random) -> None:
    document = describe(schema, spot)
    hold_the_same(described(document), said_otherwise(document, choose))


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_project_s_own_description_said_otherwise_is_no_change(root: Path, choose: random.Random) -> None:
    description = read_description(root / "openapi.yaml")
    hold_the_same(description, said_otherwise(description.document, choose))


@settings(max_examples=60)
@given(SCHEMAS | st.sampled_from([made.old for made in OF_SCHEMAS if "discriminator" not in made.old]), spots())
def test_repairs_change_no_meaning(schema: Schema, spot: Spot) -> None:
    written = described(describe(schema, spot))
    hold_the_same(written, Description("repaired", "", repair_description(written)[0]))


def test_what_a_server_has_in_its_path_is_in_front_of_each() -> None:
    old, new = describe(), describe()
    new["paths"] = {f"/api{path}": item for path, item in new["paths"].items()}
    for servers in (None, [{"url": "/"}]):
        new["servers"] = servers or []
        hold_the_same(described(old), described(new))
    new["servers"] = [{"url": "https://{tenant}.example.test"}]
    hold_the_same(described(old), described(new))
    new["servers"] = [{"url": "https://{tenant}.example.test/other"}]
    assert {change.rule.name for change in find_changes(described(old), described(new))} == {
        "operation-added",
        "operation-removed",
    }


def test_carriers_may_be_components_and_paths_may_share_parameters() -> None:
    old, new = describe({"type": "integer"}, Spot(("get", "/things"), "query parameter `q`")), describe()
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
    hold_the_same(described(old), described(new))


def test_nothing_is_told_in_every_format() -> None:
    assert as_text(()) == as_markdown(()) == "No changes."
    assert as_json(()) == '{\n  "breaking": [],\n  "warning": [],\n  "compatible": []\n}'


def test_each_repair_that_is_applied_is_one() -> None:
    assert {rule.name for rule in RULES} > APPLIED_RULES
