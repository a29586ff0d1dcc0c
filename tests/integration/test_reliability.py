"""Results of each call under each fault, with both clients, against docs/reliability.md."""

from collections.abc import Iterator

import pytest

from omni_drafts import AsyncOmni, Omni
from reliability.calls import Call
from reliability.document import ALWAYS, DOCUMENT, ONCE, build_tables, replace_tables, run_all
from reliability.faults import NamedFault
from reliability.table import Rows
from reliability.trial import MAX_ATTEMPTS, TOTAL_TIMEOUT_SECONDS, ClientType, Result, serve_stage

Trial = tuple[NamedFault, Call, Result]


@pytest.fixture(scope="module", params=[Omni, AsyncOmni])
def client_type(request: pytest.FixtureRequest) -> ClientType:
    kind: ClientType = request.param
    return kind


@pytest.fixture(scope="module", params=[ONCE, ALWAYS], ids=["once", "always"])
def times(request: pytest.FixtureRequest) -> int | None:
    number: int | None = request.param
    return number


@pytest.fixture(scope="module")
def rows(times: int | None, client_type: ClientType) -> Iterator[Rows]:
    with serve_stage() as stage:
        yield run_all(stage, times, client_type)


@pytest.fixture(scope="module")
def trials(rows: Rows) -> list[Trial]:
    return [(fault, call, result) for fault, row in rows.items() for call, result in row.items()]


def test_results_equal_those_in_documentation(rows: Rows, times: int | None) -> None:
    text = DOCUMENT.read_text("utf-8")
    assert replace_tables(text, build_tables(rows, times)) == text


def test_call_sends_at_most_max_attempts_except_after_429(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not is_within_limits(*trial)] == []


def test_call_delays_retry_by_retry_after(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not has_delay_of_retry_after(*trial)] == []


def test_call_creates_at_most_one_object(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not has_at_most_one_object(*trial)] == []


def test_idempotent_call_after_transient_fault_returns_result(trials: list[Trial], times: int | None) -> None:
    assert times is ALWAYS or [trial for trial in trials if not has_result_if_idempotent(*trial)] == []


def test_failed_call_with_created_document_raises_document_may_exist_error(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not has_error_of_created_document(*trial)] == []


def attempts_of(call: Call, result: Result) -> int:
    """Return the number of attempts for the request that meets the fault."""
    return result.requests - call.before - (0 if result.error else call.after)


def is_within_limits(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether the attempts are within `max_attempts`, or after a 429 within `total_timeout`."""
    attempts = attempts_of(call, result)
    is_allowed = result.delay_seconds <= TOTAL_TIMEOUT_SECONDS if fault.is_rate_limit else attempts <= MAX_ATTEMPTS
    return attempts >= 1 and is_allowed


def has_delay_of_retry_after(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether each retry came after the delay of `Retry-After`."""
    return result.delay_seconds >= fault.retry_after * (attempts_of(call, result) - 1)


def has_at_most_one_object(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether at most one object exists, and one if there is a result. A false 429 creates one each time."""
    if fault.is_false_429 and call.creates == "document":
        return result.created_count == result.requests
    return result.created_count == 1 or (result.created_count == 0 and result.error != "")


def has_result_if_idempotent(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether a call has a result, if its operation is idempotent and its fault transient."""
    if call.creates == "document" or not fault.is_transient:
        return True
    return (result.error, result.created_count) == ("", 1)


def has_error_of_created_document(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether a failed call that created a document raises `DocumentMayExistError`."""
    if call.creates != "document" or not result.error or not result.created_count or fault.is_false_429:
        return True
    return result.error == "DocumentMayExistError"
