"""The exceptions of the client, as one tree.

    OmniError
    ├── ConfigurationError                 a setting is missing or wrong; nothing was sent
    ├── RateLimitStorageError              the request was not sent: the rate-limit storage cannot be used
    ├── DocumentMayExistError              the document may have been created
    ├── OmniConnectionError                no response
    │   └── OmniTimeoutError               no response in time
    ├── UnexpectedResponseError            a success with an undocumented body
    └── OmniStatusError                    any other status code
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

A wrong argument raises `ValueError` before anything is sent.
"""

import httpx


class OmniError(Exception):
    """Base class of all errors of this client, except `ValueError` for a wrong argument."""


class ConfigurationError(OmniError, ValueError):
    """A setting is missing or wrong; nothing was sent."""


class RateLimitStorageError(OmniError):
    """The request was not sent, since the rate-limit storage cannot be read or written.

    A call that needs several requests may have sent earlier ones.

    Attributes:
        reason: Description of the problem.
        is_transient: Whether another attempt may succeed, since no setting is wrong.
    """

    def __init__(self, reason: str, is_transient: bool = True) -> None:
        super().__init__(reason, is_transient)
        self.reason = reason
        self.is_transient = is_transient

    def __str__(self) -> str:
        return f"{self.reason}; the request was not sent"


class DocumentMayExistError(OmniError):
    """The document may have been created: the response is missing or cannot be read.

    Another call may create a second document. `__cause__` is the error of the request.

    Attributes:
        identifier: Identifier that the caller chose; `None` if the server chooses it.
        reason: Description of the problem.
        attempts: Number of attempts; all but the last are known to have had no effect.
    """

    def __init__(self, identifier: str | None, reason: str, attempts: int = 1) -> None:
        super().__init__(identifier, reason, attempts)
        self.identifier = identifier
        self.reason = reason
        self.attempts = attempts

    def __str__(self) -> str:
        identifier = "an identifier of the server's choice" if self.identifier is None else self.identifier
        return f"the document may exist, with {identifier} as its identifier: {self.reason}"


class OmniConnectionError(OmniError):
    """No response: the connection failed, was refused, or broke.

    Attributes:
        method: Method of the request.
        url: URL of the request.
        reason: Description of the problem.
        maybe_sent: Whether the last attempt may have reached the server.
        attempts: Number of attempts.
    """

    def __init__(self, method: str, url: str, reason: str, maybe_sent: bool = True, attempts: int = 1) -> None:
        super().__init__(method, url, reason, maybe_sent, attempts)
        self.method = method
        self.url = url
        self.reason = reason
        self.maybe_sent = maybe_sent
        self.attempts = attempts

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.reason}{_after(self.attempts)}"


class OmniTimeoutError(OmniConnectionError):
    """No response in time.

    The request may have had its effect, if `maybe_sent`. It was not sent if the rate limit permits it only after
    `total_timeout`; then `attempts` is 0.
    """


class _ResponseError(OmniError):
    """An error with a response.

    Attributes:
        method: Method of the request.
        url: URL of the request.
        status_code: Status code of the response.
        message: Message of the server, or a description of the body.
        body: Body of the response, as text.
        headers: Headers of the response.
        attempts: Number of attempts; the response is that of the last one.
    """

    def __init__(
        self,
        method: str,
        url: str,
        status_code: int,
        message: str,
        body: str = "",
        *,
        headers: httpx.Headers | None = None,
        attempts: int = 1,
    ) -> None:
        super().__init__(method, url, status_code, message, body)
        self.method = method
        self.url = url
        self.status_code = status_code
        self.message = message
        self.body = body
        self.headers = httpx.Headers() if headers is None else headers
        self.attempts = attempts

    @property
    def request_id(self) -> str | None:
        """The server's identifier of the request (`X-Request-Id`), to report a fault with; `None` if it sent none."""
        request_id: str | None = self.headers.get("x-request-id")
        return request_id

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.status_code}: {self.message}{_after(self.attempts)}"


class UnexpectedResponseError(_ResponseError):
    """A success with a body that the API does not document. The request has had its effect."""


class OmniStatusError(_ResponseError):
    """A response with a status code that is not a success."""


class BadRequestError(OmniStatusError):
    """400: the API rejects the request."""


class DocumentNotEligibleError(BadRequestError):
    """400: the document cannot have drafts."""


class AuthenticationError(OmniStatusError):
    """401: the token is missing or not valid."""


class PermissionDeniedError(OmniStatusError):
    """403: the owner of the token has no permission; or the token is not valid, which Omni also reports so."""


class NotFoundError(OmniStatusError):
    """404: the request names something that does not exist."""


class DocumentNotFoundError(NotFoundError):
    """404: the document does not exist."""


class DocumentNotPublishedError(NotFoundError):
    """404: the document exists, but was never published, so it has no drafts."""


class DraftNotFoundError(NotFoundError):
    """The document has no such active draft. `status_code` and `body` are those of the list of drafts, so 200."""

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.message}"


class RateLimitError(OmniStatusError):
    """429: too many requests with this token.

    Attributes:
        retry_after: Seconds to wait, as the server sent them; `None` if it sent none.
    """

    retry_after: float | None = None


class ServerError(OmniStatusError):
    """5xx: the server, or a proxy before it, failed."""


def _after(attempts: int) -> str:
    return "" if attempts <= 1 else f" (after {attempts} attempts)"


for _error in (value for value in tuple(vars().values()) if isinstance(value, type)):
    if issubclass(_error, OmniError):
        _error.__module__ = "omni_drafts"  # tracebacks show the name that users import
