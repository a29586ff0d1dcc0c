"""Corrects what a description says wrongly, rule by rule, before code is generated from it."""

import copy
from collections.abc import Callable, Iterator

from attrs import frozen

from spec.reading import Description, DescriptionError, Document
from spec.schemas import Place, find_schemas


@frozen
class Rule:
    """One kind of flaw.

    Attributes:
        name: As the report has it.
        reason: Why the flaw must go.
        apply: Changes the document in place, and gives the places it changed.
    """

    name: str
    reason: str
    apply: Callable[[Document], Iterator[str]]


@frozen
class Repair:
    """What one rule did: the places it changed, as JSON pointers."""

    rule: str
    places: tuple[str, ...]


def repair_description(description: Description) -> tuple[Document, tuple[Repair, ...]]:
    """Give the corrected document, and what each rule did. The description stays as it was."""
    document = copy.deepcopy(description.document)
    return document, tuple(Repair(rule.name, tuple(rule.apply(document))) for rule in RULES)


def _nullable(document: Document) -> Iterator[str]:
    for place in list(find_schemas(document)):
        if "nullable" not in place.schema:
            continue
        if place.schema.pop("nullable") is True:
            _allow_null(place)
        yield place.pointer


def _allow_null(place: Place) -> None:
    schema = place.schema
    kind = schema.get("type")
    if isinstance(kind, str):
        schema["type"] = [kind, "null"]
    elif isinstance(kind, list):
        schema["type"] = [*kind, "null"] if "null" not in kind else kind
    else:
        raise DescriptionError(f"{place.pointer}: `nullable` without `type` has no meaning to keep")
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]


def _repeated_tags(document: Document) -> Iterator[str]:
    kept: list[Document] = []
    for index, tag in enumerate(document.get("tags", ())):
        if any(tag.get("name") == earlier.get("name") for earlier in kept):
            yield f"#/tags/{index}"
        else:
            kept.append(tag)
    if kept:
        document["tags"] = kept


RULES = (
    Rule(
        "nullable",
        "OpenAPI 3.1 ignores this word of 3.0, so that `null` would be refused where it is sent",
        _nullable,
    ),
    Rule(
        "repeated-tags",
        "OpenAPI wants each tag's name once; the first description is kept",
        _repeated_tags,
    ),
)
"""The rules, in the order in which they are applied."""
