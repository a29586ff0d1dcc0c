"""One call of a user: a flow, each of whose requests is built, sent as `_sending` says, and its failure made ours."""

import logging
import time
from collections.abc import Generator
from typing import Any, TypeVar

import httpx

from omni_drafts._errors import OmniConnectionError, OmniTimeoutError, safe_cause, tries_of, without_token
from omni_drafts._flow import Flow, Request, drive_within
from omni_drafts._retrying import may_have_been_sent
from omni_drafts._sending import DEADLINE, Deadline, NoTurnError, Sending, Step
from omni_drafts._settings import Timeout, checked_timeout

T = TypeVar("T")

_logger = logging.getLogger("omni_drafts")

# A client that was handed in and is closed, or is closed meanwhile, says so with a `RuntimeError`.
_NO_ANSWER = (httpx.HTTPError, RuntimeError)


def make_call(
    flow: Flow[T],
    client: httpx.Client | httpx.AsyncClient,
    sending: Sending,
    timeout: Timeout | None,
    deadline: Deadline | None = None,
) -> Generator[Step, Any, T]:
    """Give the steps of a call.

    Args:
        flow: What is asked.
        client: Builds the requests; whoever performs the steps sends them.
        sending: Says how each request is sent.
        timeout: For each request; `None` is the client's own.
        deadline: Of the call, where whoever performs the steps may put it off.

    Raises:
        SettingsError: The timeout is none.
    """
    wait: dict[str, Any] = {} if timeout is None else {"timeout": checked_timeout(timeout)}
    deadline = deadline or sending.deadline()

    def send(request: Request) -> Generator[Step, Any, httpx.Response]:
        built = client.build_request(**request.arguments, **wait)
        built.extensions[DEADLINE] = deadline
        started = time.monotonic()
        try:
            response = yield from sending.send(built)
        except _NO_ANSWER as error:
            raise _omni_error(error, built) from safe_cause(error, built)
        _log(response, time.monotonic() - started)
        return response

    return drive_within(flow, send)


def _omni_error(error: Exception, request: httpx.Request) -> OmniConnectionError | OmniTimeoutError:
    """Make our error of httpx's, raised anywhere from the request to the last byte of its answer."""
    method, url, kind = request.method, str(request.url), type(error).__name__
    _logger.debug("%s %s: %s", method, url, kind)
    sent, tries = may_have_been_sent(error), tries_of(request)
    if isinstance(error, NoTurnError):
        return OmniTimeoutError(method, url, str(error), sent, tries)
    if isinstance(error, httpx.TimeoutException):
        return OmniTimeoutError(method, url, f"no answer in time ({kind})", sent, tries)
    return OmniConnectionError(method, url, without_token(str(error), request) or kind, sent, tries)


def _log(response: httpx.Response, seconds: float) -> None:
    request = response.request
    _logger.debug("%s %s answered %d in %.0f ms", request.method, request.url, response.status_code, seconds * 1000)
