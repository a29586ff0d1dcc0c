"""How a user's code looks to a type checker. It is checked, and never run."""

from collections.abc import AsyncGenerator, Generator
from datetime import datetime
from typing import assert_type
from uuid import UUID

import httpx

from omni_drafts import (
    AsyncOmni,
    Clock,
    Document,
    Draft,
    DraftBranch,
    DraftResult,
    Omni,
    OmniConnectionError,
    OmniTimeoutError,
    Outcome,
    Progress,
    RateLimitError,
)


def blocking() -> None:
    with Omni(instance="blobsrus", token="made-up", timeout=httpx.Timeout(5.0)) as omni:
        assert_type(omni, Omni)
        result = omni.drafts.get_or_create("12db1a0a", branch_id=None)
        assert_type(result, DraftResult)
        assert_type(result.created, bool)
        assert_type(result.draft.id, str)
        assert_type(result.draft.branch, DraftBranch | None)
        assert_type(result.draft.updated_at, datetime | None)
        assert_type(omni.drafts.list("12db1a0a", include_archived=True), list[Draft])
        assert_type(omni.drafts.get("12db1a0a", branch_id="x"), Draft)
        assert_type(omni.drafts.ensure("12db1a0a", branch_id=UUID(int=1), timeout=5), str)
        assert_type(omni.documents.create(model_id="x", name="n", query_presentations=[{"a": 1}]), Document)
        assert_type(omni.with_options(timeout=5, max_attempts=1), Omni)
        assert_type(omni.api.get_httpx_client(), httpx.Client)


def bulk() -> None:
    with Omni(tokens=["made-up", "other"], rate_limit_storage="sqlite:////var/tmp/limits") as omni:
        outcomes = omni.drafts.ensure_many(["12db1a0a"], concurrency=4, checkpoint="drafts.jsonl")
        assert_type(outcomes, Generator[Outcome[str], None, None])
        results = omni.drafts.get_or_create_many(["12db1a0a"], fetch_details=True, on_progress=report)
        assert_type(results, Generator[Outcome[DraftResult], None, None])
        for outcome in results:
            assert_type(outcome.unwrap(), DraftResult)
            assert_type(outcome.error, Exception | None)


def report(progress: Progress) -> None:
    assert_type(progress.active, int)


async def asynchronous() -> None:
    async with AsyncOmni() as omni:
        assert_type(omni, AsyncOmni)
        assert_type(await omni.drafts.get_or_create("12db1a0a", fetch_details=True), DraftResult)
        assert_type(await omni.drafts.list("12db1a0a"), list[Draft])
        assert_type(await omni.drafts.ensure("12db1a0a"), str)
        assert_type(await omni.documents.create(model_id=UUID(int=1), name="n"), Document)
        assert_type(omni.drafts.ensure_many(["12db1a0a"]), AsyncGenerator[Outcome[str], None])
        assert_type(omni.with_options(max_attempts=1), AsyncOmni)


def with_clock(clock: Clock) -> Omni:
    return Omni(clock=clock)


def errors(error: RateLimitError, timeout: OmniTimeoutError) -> OmniConnectionError:
    assert_type(error.retry_after, float | None)
    assert_type(error.status_code, int)
    assert_type(error.headers, httpx.Headers)
    assert_type(error.request_id, str | None)
    assert_type(error.attempts, int)
    return timeout
