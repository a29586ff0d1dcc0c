"""The overlay lists each part of a description that it requires, and names what is missing."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from omni_drafts._operations.decoding.documents import decode_document
from omni_drafts._operations.decoding.drafts import decode_drafts, decode_identifier
from openapi.adoption.overlay_requirements import NEEDED, Need, Needed, find_lacks
from openapi.dialects.lookup import find_at_route
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description
from support.descriptions import instance

EACH = [(needed, need) for needed in NEEDED for need in needed.needs]
IDS = [f"{needed.method} {needed.path} {need.place}" for needed, need in EACH]
EVERY = pytest.mark.parametrize(("needed", "need"), EACH, ids=IDS)


def full() -> dict[str, Any]:
    """Describe everything that the overlay may use, in the client's words."""
    document = normalize(instance()).document
    workbook = document["components"]["schemas"]["CreatedDocument"]["properties"]["workbook"]
    workbook["properties"] |= {name: {"type": "string"} for name in ("identifier", "name", "createdAt", "updatedAt")}
    workbook["additionalProperties"] = False
    document["components"]["schemas"]["CreateDocumentBody"]["additionalProperties"] = False
    return document


def told(document: dict[str, Any]) -> list[str]:
    """Give what would be lost."""
    return [lack.told for lack in find_lacks(document) if lack.is_loss]


def operation_of(document: dict[str, Any], needed: Needed) -> dict[str, Any]:
    """Find an operation."""
    found: dict[str, Any] = document["paths"][needed.path][needed.method]
    return found


def take_away(document: dict[str, Any], needed: Needed, place: str) -> None:
    """Describe no more what stands at a place."""
    operation = operation_of(document, needed)
    around, _, name = place.rpartition("/")
    if around == "parameter":
        operation["parameters"] = [item for item in operation["parameters"] if item["name"] != name]
    elif around:
        for owner, key in find_at_route(document, operation, around):
            owner[key]["properties"].pop(name)
    else:
        for response in operation["responses"].values():
            response.pop("content", None)


def test_a_description_with_all_of_it_lacks_nothing(root: Path) -> None:
    assert told(full()) == []
    assert list(find_lacks(normalize(read_description(root / "openapi.yaml")).document)) == []


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: f"{needed.method} {needed.path}")
def test_an_operation_that_is_gone_is_named_with_what_would_be_lost(needed: Needed) -> None:
    document = full()
    del document["paths"][needed.path][needed.method]
    name = f"{needed.method.upper()} {needed.path}"
    assert told(document) == [f"{name} is not described: {needed.loses} would be lost"]


@EVERY
def test_a_property_that_is_gone_is_named_with_what_would_be_lost(needed: Needed, need: Need) -> None:
    document = full()
    for place in filter(None, (need.place, need.instead)):
        take_away(document, needed, place)
    name = f"{needed.method.upper()} {needed.path}"
    assert f"{name}: {need.place} is not described: {need.loses} would be lost" in told(document)


@EVERY
def test_a_property_of_another_type_is_named(needed: Needed, need: Need) -> None:
    document = full()
    for place in filter(None, (need.place, need.instead)):
        for owner, key in list(find_at_route(document, operation_of(document, needed), place)):
            owner[key] = {"type": ["number", "null"]}
    assert [line for line in told(document) if f" {need.place} is of type number, not {need.types[0]}" in line]


def test_what_an_open_object_may_bring_all_the_same_is_no_loss() -> None:
    lacks = list(find_lacks(normalize(instance()).document))
    assert len(lacks) == 3
    assert not any(lack.is_loss for lack in lacks)


def test_a_success_that_the_overlay_does_not_take_is_named() -> None:
    document = full()
    responses = document["paths"]["/v1/documents/{identifier}/draft"]["post"]["responses"]
    responses["202"] = responses["200"]
    (line,) = told(document)
    assert "it answers 202, which the overlay does not take" in line


@pytest.mark.parametrize("where", ["parameter", "body"])
def test_what_a_request_newly_needs_is_named(where: str) -> None:
    document = full()
    operation = document["paths"]["/v1/documents"]["post"]
    if where == "parameter":
        operation["parameters"] = [{"name": "folder", "in": "query", "required": True, "schema": {"type": "string"}}]
    else:
        document["components"]["schemas"]["CreateDocumentBody"]["required"].append("folder")
    (line,) = told(document)
    assert f"{where}/folder is required, and the overlay does not give it" in line


def test_the_overlay_reads_nothing_but_what_it_says_it_needs() -> None:
    """Models that have nothing else can be read."""
    for needed, decode in zip(NEEDED, (decode_identifier, decode_drafts, decode_document), strict=True):
        places = [need.place.split("/")[1:] for need in needed.needs if need.place.startswith("answer/")]
        answer: Any = _with(places)
        assert decode([answer.items] if decode is decode_drafts else answer)


def _with(places: list[list[str]]) -> Any:
    """Make a model with attributes at some places, and with no others."""
    made = SimpleNamespace()
    for first in dict.fromkeys(place[0] for place in places if place):
        inner = [place[1:] for place in places if place and place[0] == first]
        leaf = "2026-05-06T13:44:00Z" if first.endswith("At") else "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        value = _with(inner) if any(inner) else leaf
        setattr(made, re.sub("([A-Z])", r"_\1", first).lower(), value)
    return made
