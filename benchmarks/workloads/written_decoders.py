"""Decoders of a list of drafts that a person would write, with a library or without."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
import pydantic
from attrs import define
from pydantic.alias_generators import to_camel

from benchmarks.workloads.decoders import Decode


class _PydanticNamed(pydantic.BaseModel):
    name: str | None = None


class _PydanticBranch(_PydanticNamed):
    id: UUID | None = None


class _PydanticDraft(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(alias_generator=to_camel)

    identifier: str | None = None
    published_identifier: str | None = None
    workbook_model_id: UUID | None = None
    branch: _PydanticBranch | None = None
    status: Literal["active", "archived"] | None = None
    draft_out_of_date: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    created_by: _PydanticNamed | None = None
    last_edited_by: _PydanticNamed | None = None


def with_pydantic() -> Decode:
    """Return a decoder with pydantic, from bytes, with validation."""
    return pydantic.TypeAdapter(list[_PydanticDraft]).validate_json


class _MsgspecNamed(msgspec.Struct):
    name: str | None = None


class _MsgspecBranch(msgspec.Struct):
    id: UUID | None = None
    name: str | None = None


class _MsgspecDraft(msgspec.Struct, rename="camel"):
    identifier: str | None = None
    published_identifier: str | None = None
    workbook_model_id: UUID | None = None
    branch: _MsgspecBranch | None = None
    status: Literal["active", "archived"] | None = None
    draft_out_of_date: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    created_by: _MsgspecNamed | None = None
    last_edited_by: _MsgspecNamed | None = None


def with_msgspec() -> Decode:
    """Return a decoder with msgspec, from bytes, with validation."""
    return msgspec.json.Decoder(list[_MsgspecDraft]).decode


@define
class _Named:
    name: str | None


@define
class _Branch:
    id: UUID
    name: str | None


@define
class _Draft:
    identifier: str
    published_identifier: str
    workbook_model_id: UUID
    branch: _Branch
    status: str
    draft_out_of_date: bool
    created_at: datetime
    updated_at: datetime
    created_by: _Named
    last_edited_by: _Named


def with_constructors() -> Decode:
    """Return a decoder that constructs UUIDs, dates and attrs classes by hand, without validation or options."""
    return lambda content: [_construct(item) for item in json.loads(content)]


def _construct(item: dict[str, Any]) -> _Draft:
    branch = item["branch"]
    return _Draft(
        identifier=item["identifier"],
        published_identifier=item["publishedIdentifier"],
        workbook_model_id=UUID(item["workbookModelId"]),
        branch=_Branch(UUID(branch["id"]), branch["name"]),
        status=item["status"],
        draft_out_of_date=item["draftOutOfDate"],
        created_at=datetime.fromisoformat(item["createdAt"]),
        updated_at=datetime.fromisoformat(item["updatedAt"]),
        created_by=_Named(item["createdBy"]["name"]),
        last_edited_by=_Named(item["lastEditedBy"]["name"]),
    )


DECODERS: dict[str, Callable[[], Decode]] = {
    "attrs constructors": with_constructors,
    "pydantic": with_pydantic,
    "msgspec": with_msgspec,
}
