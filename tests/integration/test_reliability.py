"""Every call under every fault, with both clients: what the caller gets is what the documentation says."""

import pytest

from omni_drafts import AsyncOmni, Omni
from omni_drafts.mock import ErrorStatus
from reliability.calls import Call
from reliability.document import DOCUMENT, EVER, ONCE, play, tables, written
from reliability.faults import Named
from reliability.trial import TOTAL_TIME, TRIES, Came, Client, stage


@pytest.mark.parametrize("client", [Omni, AsyncOmni])
@pytest.mark.parametrize("times", [ONCE, EVER])
def test_each_fault_gives_what_is_documented(times: int | None, client: Client) -> None:
    with stage() as on_it:
        rows = play(on_it, times, client)
    for named, row in rows.items():
        for call, came in row.items():
            assert keeps_to_its_tries(named, call, came), (named, call, came)
            assert leaves_no_more_than_one(named, call, came), (named, call, came)
            assert gets_over_what_passes(named, call, came) or times is EVER, (named, call, came)
            assert says_what_may_be_there(named, call, came), (named, call, came)
    text = DOCUMENT.read_text("utf-8")
    assert written(text, tables(rows, times)) == text


def keeps_to_its_tries(named: Named, call: Call, came: Came) -> bool:
    """Say whether a request was sent as often as it may be, and not before the time that the server named.

    One whose turn has not come may be sent for as long as there is time.
    """
    tries = came.requests - call.before - (0 if came.error else call.after)
    is_refused = isinstance(named.fault, ErrorStatus) and named.fault.status == 429
    may_be = came.waited <= TOTAL_TIME if is_refused else tries <= TRIES
    return tries >= 1 and may_be and came.waited >= named.seconds * (tries - 1)


def leaves_no_more_than_one(named: Named, call: Call, came: Came) -> bool:
    """Say whether nothing is there twice, and something is there of which the caller has been told."""
    if named.is_untrue and call.creates == "document":
        return came.left == came.requests
    return came.left == 1 or (came.left == 0 and came.error != "")


def gets_over_what_passes(named: Named, call: Call, came: Came) -> bool:
    """Say whether there is a result, and what it tells of, for what may be asked for again."""
    if call.creates == "document" or not named.passes:
        return True
    return (came.error, came.left) == ("", 1)


def says_what_may_be_there(named: Named, call: Call, came: Came) -> bool:
    """Say whether an error tells of a document that it may be there, if it is."""
    if call.creates != "document" or not came.error or not came.left or named.is_untrue:
        return True
    return came.error == "DocumentMayExistError"
