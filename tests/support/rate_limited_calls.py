"""Calls with a rate limit, and the requests that the mock rejected."""

from omni_drafts import Omni
from omni_drafts.mock import MockServer

TOKEN = "editor-token"


def list_drafts(omni: Omni, times: int = 1) -> None:
    """Send some requests, one after the other."""
    for _ in range(times):
        omni.drafts.list("doc")


def count_rejected(mock: MockServer) -> int:
    """Return the number of responses with status 429."""
    return sum(request.status_code == 429 for request in mock.state.requests)
