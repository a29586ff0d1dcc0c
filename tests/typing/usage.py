"""How a user's code looks to a type checker. Checked, and never run."""

from datetime import datetime
from typing import assert_type
from uuid import UUID

import httpx

from omni_drafts import AsyncOmni, Document, Draft, DraftBranch, GotDraft, Omni, RateLimitError


def blocking() -> None:
    with Omni(instance="blobsrus", token="made-up", timeout=httpx.Timeout(5.0)) as omni:
        assert_type(omni, Omni)
        got = omni.drafts.get_or_create("12db1a0a", branch_id=None)
        assert_type(got, GotDraft)
        assert_type(got.created, bool)
        assert_type(got.draft.identifier, str)
        assert_type(got.draft.branch, DraftBranch | None)
        assert_type(got.draft.updated_at, datetime | None)
        assert_type(omni.drafts.list("12db1a0a", include_archived=True), list[Draft])
        assert_type(omni.drafts.get("12db1a0a", branch_id="x"), Draft)
        assert_type(omni.drafts.ensure("12db1a0a", branch_id=UUID(int=1), timeout=5), str)
        assert_type(omni.documents.create(model_id="x", name="n", query_presentations=[{"a": 1}]), Document)


async def asynchronous() -> None:
    async with AsyncOmni() as omni:
        assert_type(omni, AsyncOmni)
        assert_type(await omni.drafts.get_or_create("12db1a0a", details=True), GotDraft)
        assert_type(await omni.drafts.list("12db1a0a"), list[Draft])
        assert_type(await omni.drafts.ensure("12db1a0a"), str)
        assert_type(await omni.documents.create(model_id=UUID(int=1), name="n"), Document)


def errors(error: RateLimitError) -> None:
    assert_type(error.retry_after, float | None)
    assert_type(error.status, int)
