"""Requests that wait for their turns, and how many of them the mock refused."""

from omni_drafts import Omni
from omni_drafts.mock import MockServer

TOKEN = "editor-token"


def ask(omni: Omni, times: int = 1) -> None:
    """Send so many requests, one after the other."""
    for _ in range(times):
        omni.drafts.list("doc")


def refused(mock: MockServer) -> int:
    """Count what was answered with 429."""
    return sum(request.status == 429 for request in mock.state.requests)
