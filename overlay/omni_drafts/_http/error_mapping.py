"""Maps responses and httpx errors to the exceptions of the client."""

import json
import logging
import re
import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from omni_drafts._errors import (
    AuthenticationError,
    BadRequestError,
    DocumentNotEligibleError,
    DocumentNotFoundError,
    DocumentNotPublishedError,
    DraftNotFoundError,
    NotFoundError,
    OmniConnectionError,
    OmniStatusError,
    OmniTimeoutError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)
from omni_drafts._http.attempts import ATTEMPTS, NO_RETRY
from omni_drafts._http.headers import parse_retry_after
from omni_drafts._http.permits import NoPermitError
from omni_drafts._http.redaction import redact, redact_headers
from omni_drafts._http.retry import may_be_sent

E = TypeVar("E", bound=OmniStatusError | UnexpectedResponseError)

_EXCERPT_LENGTH = 200
_BY_STATUS_CODE = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    429: RateLimitError,
}
_BY_MESSAGE = (
    (400, r"Document is not eligible for publishing workflow", DocumentNotEligibleError),
    (404, r"(?s)Document with identifier .* not found", DocumentNotFoundError),
    (404, r"(?s)Published document with id .* does not exist", DocumentNotPublishedError),
)

_logger = logging.getLogger("omni_drafts")


def status_error(response: httpx.Response, now: Callable[[], float] = time.time) -> OmniStatusError:
    """Return the error of a response that is not a success, whatever its body is.

    Args:
        response: Response with its body read.
        now: Function that returns seconds since the epoch, for a `Retry-After` date without a `Date`.
    """
    message = parse_message(response)
    described = describe_body(response) if message is None else redact(message, response)
    if NO_RETRY in response.extensions:
        described = f"{described}; no retry: {response.extensions[NO_RETRY]}"
    error = _build(_status_class(response, message), response, described)
    if isinstance(error, RateLimitError):
        error.retry_after = parse_retry_after(response, now)
    return error


def unexpected_response(response: httpx.Response, message: str | None = None) -> UnexpectedResponseError:
    """Return the error of a success that cannot be used; the message is a description of the body by default."""
    described = describe_body(response) if message is None else redact(message, response)
    return _build(UnexpectedResponseError, response, described)


def draft_not_found(response: httpx.Response, message: str) -> DraftNotFoundError:
    """Return the error of a list of drafts without the requested draft."""
    return _build(DraftNotFoundError, response, message)


def connection_error(error: Exception, request: httpx.Request) -> OmniConnectionError:
    """Return the error of a request without a response, from an error of httpx."""
    method, url, name = request.method, str(request.url), type(error).__name__
    _logger.debug("%s %s: %s", method, url, name)
    maybe_sent, attempts = may_be_sent(error), attempts_of(request)
    if isinstance(error, NoPermitError):
        return OmniTimeoutError(method, url, str(error), maybe_sent, attempts)
    if isinstance(error, httpx.TimeoutException):
        return OmniTimeoutError(method, url, f"no response in time ({name})", maybe_sent, attempts)
    return OmniConnectionError(method, url, redact(str(error), request) or name, maybe_sent, attempts)


def attempts_of(request: httpx.Request) -> int:
    """Return the number of attempts for a request."""
    attempts: int = request.extensions.get(ATTEMPTS, 1)
    return attempts


def parse_message(response: httpx.Response) -> str | None:
    """Return the message of an error body, in any of the four shapes that the API has; `None` if it has none.

    `{error, message}`, `{detail, status}`, `{error: "<sentence>"}` and `{error: {code, message}}`.
    """
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    error = body.get("error")
    nested = error.get("message") if isinstance(error, dict) else error
    for message in (body.get("message"), body.get("detail"), nested):
        if isinstance(message, str) and message:
            return message
    return None


def describe_body(response: httpx.Response) -> str:
    """Return a description of a body, with an excerpt."""
    if response.has_redirect_location:
        location = redact(response.headers["location"], response)
        return f"a redirect to {location}, which is not followed"
    if not response.content:
        return "an empty body"
    text = " ".join(redact(_body(response), response).split())
    excerpt = text if len(text) <= _EXCERPT_LENGTH else f"{text[:_EXCERPT_LENGTH]}…"
    if re.match(r"<(!doctype|html|head|body)", text, re.IGNORECASE):
        return f"an HTML page: {excerpt}"
    try:
        json.loads(response.content)
    except (ValueError, RecursionError):
        return f"a body that is not JSON: {excerpt}"
    return f"JSON of an unexpected shape: {excerpt}"


def _status_class(response: httpx.Response, message: str | None) -> type[OmniStatusError]:
    for status_code, pattern, error in _BY_MESSAGE:
        if message is not None and status_code == response.status_code and re.search(pattern, message):
            return error
    if response.is_server_error:
        return ServerError
    return _BY_STATUS_CODE.get(response.status_code, OmniStatusError)


def _build(error: type[E], response: httpx.Response, message: str) -> E:
    return error(
        response.request.method,
        str(response.request.url),
        response.status_code,
        message,
        redact(_body(response), response),
        headers=redact_headers(response),
        attempts=attempts_of(response.request),
    )


def _body(response: httpx.Response) -> str:
    """Return a body as UTF-8: its charset may be any codec of Python, such as `rot13` or `zlib`."""
    return response.content.decode("utf-8", "replace")
