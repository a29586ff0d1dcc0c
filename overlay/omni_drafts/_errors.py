"""What can go wrong, as one tree, and how an answer becomes an error.

    OmniError
    ├── SettingsError                      nothing was sent: a setting is missing or wrong
    ├── OmniConnectionError                no answer came
    ├── OmniTimeoutError                   no answer came in time
    ├── PacingError                        the request was not sent: nobody can say when its turn is
    ├── DocumentMayExistError              nobody knows whether the document was created
    ├── UnexpectedResponseError            a success that is not what the API documents
    └── OmniStatusError                    any other status
        ├── BadRequestError                400
        │   └── DocumentNotEligibleError
        ├── AuthenticationError            401
        ├── PermissionDeniedError          403
        ├── NotFoundError                  404
        │   ├── DocumentNotFoundError
        │   ├── DocumentNotPublishedError
        │   └── DraftNotFoundError
        ├── RateLimitError                 429
        └── ServerError                    5xx

Arguments that are wrong in themselves raise `ValueError`, before anything is sent.
"""

import math
import re
import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx

TRIES = "omni_tries"
"""Extension of a request: how often it was sent."""

_EXCERPT = 200


class OmniError(Exception):
    """Whatever this client raises, but for `ValueError` on a wrong argument."""


class SettingsError(OmniError, ValueError):
    """A setting is missing or wrong; nothing was sent."""


class PacingError(OmniError):
    """Nobody can say when a request may be sent, as the file or the Redis that counts them cannot be used.

    It was not sent; a call that needs several may have sent those before it.

    Attributes:
        may_pass: Whether it is worth asking again, as nothing that was set is wrong.
    """

    def __init__(self, reason: str, may_pass: bool = True) -> None:
        super().__init__(reason, may_pass)
        self.reason = reason
        self.may_pass = may_pass

    def __str__(self) -> str:
        return f"{self.reason}; the request was not sent"


class DocumentMayExistError(OmniError):
    """No answer, or none that says so, came to a request to create a document; it may have been created.

    Whoever asks again may get a second one. Its cause is the error that came.

    Attributes:
        identifier: That the document has if it exists; `None` where the server was to choose one.
        reason: What came.
        tries: How often the request was sent; all but the last one are known to have had no effect.
    """

    def __init__(self, identifier: str | None, reason: str, tries: int = 1) -> None:
        super().__init__(identifier, reason, tries)
        self.identifier = identifier
        self.reason = reason
        self.tries = tries

    def __str__(self) -> str:
        which = "an identifier that the server chose" if self.identifier is None else f"identifier {self.identifier}"
        return f"the document may exist, with {which}: {self.reason}"


class _NoAnswerError(OmniError):
    def __init__(self, method: str, url: str, reason: str, sent: bool = True, tries: int = 1) -> None:
        super().__init__(method, url, reason, sent, tries)
        self.method = method
        self.url = url
        self.reason = reason
        self.sent = sent
        self.tries = tries

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.reason}{_after(self.tries)}"


class OmniConnectionError(_NoAnswerError):
    """No answer came: the connection failed, was refused, or broke.

    Attributes:
        method: Of the request.
        url: Of the request.
        reason: What went wrong.
        sent: Whether the request may have reached the server, the last time that it was tried.
        tries: How often it was tried.
    """


class OmniTimeoutError(_NoAnswerError):
    """No answer came in time. The request may have had its effect all the same, unless it was not sent.

    It was not where its turn would have come later than `total_time` allows: then `tries` is 0.

    Attributes:
        method: Of the request.
        url: Of the request.
        reason: Which wait was too long.
        sent: Whether the request may have reached the server, the last time that it was tried.
        tries: How often it was tried.
    """


class UnexpectedResponseError(OmniError):
    """A success whose body is not what the API documents. The request has had its effect.

    Attributes:
        method: Of the request.
        url: Of the request.
        status: Of the answer.
        reason: What came instead.
        body: Of the answer, as text.
        tries: How often the request was sent; the answer is the last one.
    """

    def __init__(self, method: str, url: str, status: int, reason: str, body: str, tries: int = 1) -> None:
        super().__init__(method, url, status, reason, body, tries)
        self.tries = tries
        self.method = method
        self.url = url
        self.status = status
        self.reason = reason
        self.body = body

    def __str__(self) -> str:
        return f"{self.method} {self.url} answered {self.status} with {self.reason}{_after(self.tries)}"


class OmniStatusError(OmniError):
    """An answer that is no success.

    Attributes:
        method: Of the request.
        url: Of the request.
        status: Of the answer.
        message: What the server said, or what came where it said nothing readable.
        body: Of the answer, as text.
        tries: How often the request was sent; the answer is the last one.
    """

    def __init__(self, method: str, url: str, status: int, message: str, body: str, tries: int = 1) -> None:
        super().__init__(method, url, status, message, body, tries)
        self.method = method
        self.url = url
        self.status = status
        self.message = message
        self.body = body
        self.tries = tries

    def __str__(self) -> str:
        return f"{self.method} {self.url} answered {self.status}: {self.message}{_after(self.tries)}"


class BadRequestError(OmniStatusError):
    """400: the request is not what the API takes."""


class DocumentNotEligibleError(BadRequestError):
    """400: the document cannot have drafts."""


class AuthenticationError(OmniStatusError):
    """401: the token is missing or not valid."""


class PermissionDeniedError(OmniStatusError):
    """403: the token's owner may not do this."""


class NotFoundError(OmniStatusError):
    """404: something that the request names is not there."""


class DocumentNotFoundError(NotFoundError):
    """404: there is no such document."""


class DocumentNotPublishedError(NotFoundError):
    """404: the document is there, but was never published, so it has no drafts."""


class DraftNotFoundError(NotFoundError):
    """The document has no such active draft. `status` and `body` are those of its list of drafts, so 200."""

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.message}"


class RateLimitError(OmniStatusError):
    """429: too many requests for this token.

    Attributes:
        retry_after: Seconds to wait, as the server named them; `None` where it named none.
    """

    def __init__(
        self,
        method: str,
        url: str,
        status: int,
        message: str,
        body: str,
        tries: int = 1,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(method, url, status, message, body, tries)
        self.args = (*self.args, retry_after)
        self.retry_after = retry_after


class ServerError(OmniStatusError):
    """5xx: the server, or something before it, failed."""


_BY_STATUS = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
}
_BY_MESSAGE = (
    (400, re.compile(r"Document is not eligible for publishing workflow"), DocumentNotEligibleError),
    (404, re.compile(r"Document with identifier .* not found", re.DOTALL), DocumentNotFoundError),
    (404, re.compile(r"Published document with id .* does not exist", re.DOTALL), DocumentNotPublishedError),
)


def status_error(response: httpx.Response, now: Callable[[], float] = time.time) -> OmniStatusError:
    """Make the error of an answer that is no success, whatever its body is.

    Args:
        response: The answer, read.
        now: Seconds since the epoch, for a `Retry-After` date in an answer that has no `Date`.
    """
    said = _server_message(response)
    arguments = (
        response.request.method,
        str(response.request.url),
        response.status_code,
        without_token(said, response) if said is not None else describe_body(response),
        without_token(_text(response), response),
        tries_of(response.request),
    )
    if response.status_code == 429:
        return RateLimitError(*arguments, retry_after=retry_after(response, now))
    for status, pattern, kind in _BY_MESSAGE:
        if said is not None and status == response.status_code and pattern.search(said):
            return kind(*arguments)
    if response.is_server_error:
        return ServerError(*arguments)
    return _BY_STATUS.get(response.status_code, OmniStatusError)(*arguments)


def unexpected_response(response: httpx.Response, reason: str | None = None) -> UnexpectedResponseError:
    """Make the error of a success that cannot be used; `reason` defaults to what kind of body came."""
    return UnexpectedResponseError(
        response.request.method,
        str(response.request.url),
        response.status_code,
        without_token(reason, response) if reason is not None else describe_body(response),
        without_token(_text(response), response),
        tries_of(response.request),
    )


def draft_not_found(response: httpx.Response, message: str) -> DraftNotFoundError:
    """Make the error of a list of drafts that does not hold the one that was looked for."""
    return DraftNotFoundError(
        response.request.method,
        str(response.request.url),
        response.status_code,
        message,
        without_token(_text(response), response),
        tries_of(response.request),
    )


def describe_body(response: httpx.Response) -> str:
    """Say what kind of body came, with its beginning."""
    if "location" in response.headers:
        where = without_token(response.headers["location"], response)
        return f"a redirect to {where}, which is not followed"
    if not response.content:
        return "an empty body"
    text = " ".join(without_token(_text(response), response).split())
    excerpt = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    if re.match(r"<(!doctype|html|head|body)", text, re.IGNORECASE):
        return f"an HTML page: {excerpt}"
    try:
        response.json()
    except (ValueError, RecursionError):
        return f"a body that is not JSON: {excerpt}"
    return f"JSON of the wrong shape: {excerpt}"


def without_token(text: str, exchange: httpx.Response | httpx.Request) -> str:
    """Take the request's token out of a text that a server may have echoed it into."""
    request = exchange if isinstance(exchange, httpx.Request) else exchange.request
    token = request.headers.get("authorization", "").partition(" ")[2]
    return text.replace(token, "[token]") if token else text


def safe_cause(error: BaseException, exchange: httpx.Response | httpx.Request) -> BaseException | None:
    """Give an error as the cause of ours, but not if a server brought the token into it."""
    told = f"{error!r} {error}"
    return error if without_token(told, exchange) == told else None


def tries_of(request: httpx.Request) -> int:
    """Say how often a request was sent."""
    tries: int = request.extensions.get(TRIES, 1)
    return tries


def _after(tries: int) -> str:
    return "" if tries <= 1 else f" (tried {tries} times)"


def _text(response: httpx.Response) -> str:
    """Read a body as UTF-8, whatever charset it claims: that may be any of Python's codecs, `rot13` or `zlib`."""
    return response.content.decode("utf-8", "replace")


def _server_message(response: httpx.Response) -> str | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) and message else None


def retry_after(response: httpx.Response, now: Callable[[], float]) -> float | None:
    """Give the seconds to wait, as the server names them; `None` where it names none.

    They stand in `Retry-After`, in seconds or as a date, which is taken by the server's own clock if it sent it.
    """
    value = response.headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        until = _timestamp(value)
        if until is None:
            return None
        sent = _timestamp(response.headers.get("date", ""))
        seconds = until - (sent if sent is not None else now())
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _timestamp(date: str) -> float | None:
    try:
        read = parsedate_to_datetime(date)
        # HTTP's dates are of Greenwich; the oldest of its three forms does not say so.
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
