"""Each call under each fault, with both clients: its result is the one in the documentation."""

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


def test_results_are_those_of_the_documentation(rows: Rows, times: int | None) -> None:
    text = DOCUMENT.read_text("utf-8")
    assert replace_tables(text, build_tables(rows, times)) == text


def test_call_sends_at_most_max_attempts_or_waits_for_the_rate_limit(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not keeps_to_its_limits(*trial)] == []


def test_call_waits_at_least_for_retry_after(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not waits_for_retry_after(*trial)] == []


def test_call_creates_nothing_twice_and_nothing_unknown(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not creates_at_most_one(*trial)] == []


def test_call_that_may_be_sent_again_has_a_result_after_a_transient_fault(
    trials: list[Trial], times: int | None
) -> None:
    assert times is ALWAYS or [trial for trial in trials if not recovers(*trial)] == []


def test_error_of_a_document_that_exists_says_that_it_may_exist(trials: list[Trial]) -> None:
    assert [trial for trial in trials if not says_that_it_may_exist(*trial)] == []


def attempts_of(call: Call, result: Result) -> int:
    """Return the number of attempts for the request that meets the fault."""
    return result.requests - call.before - (0 if result.error else call.after)


def keeps_to_its_limits(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether a request was sent as often as allowed: after a 429, as long as there is time."""
    attempts = attempts_of(call, result)
    is_allowed = result.waited <= TOTAL_TIMEOUT_SECONDS if fault.is_rate_limit else attempts <= MAX_ATTEMPTS
    return attempts >= 1 and is_allowed


def waits_for_retry_after(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether no attempt came before the time that the server sent."""
    return result.waited >= fault.retry_after * (attempts_of(call, result) - 1)


def creates_at_most_one(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether nothing exists twice, and a result exists; an untrue 429 is believed."""
    if fault.is_untrue and call.creates == "document":
        return result.created == result.requests
    return result.created == 1 or (result.created == 0 and result.error != "")


def recovers(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether there is a result after a transient fault, if the request may be sent again."""
    if call.creates == "document" or not fault.is_transient:
        return True
    return (result.error, result.created) == ("", 1)


def says_that_it_may_exist(fault: NamedFault, call: Call, result: Result) -> bool:
    """Return whether the error of a call that created a document says that it may exist."""
    if call.creates != "document" or not result.error or not result.created or fault.is_untrue:
        return True
    return result.error == "DocumentMayExistError"
