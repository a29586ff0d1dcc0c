"""Removes the API token from text of a server, which may repeat it."""

import httpx

_MIN_TOKEN_LENGTH = 8
"""A shorter token is not a secret, and replacing it would garble the text."""


def redact(text: str, exchange: httpx.Response | httpx.Request) -> str:
    """Return text without the token of the request."""
    request = exchange if isinstance(exchange, httpx.Request) else exchange.request
    token = request.headers.get("authorization", "").partition(" ")[2]
    return text.replace(token, "[token]") if len(token) >= _MIN_TOKEN_LENGTH else text


def redact_headers(response: httpx.Response) -> httpx.Headers:
    """Return the headers of a response without the token of its request."""
    headers = [(name, redact(value, response)) for name, value in response.headers.multi_items()]
    return httpx.Headers(headers, encoding=response.headers.encoding)


def safe_cause(error: BaseException, exchange: httpx.Response | httpx.Request) -> BaseException | None:
    """Return an error as the cause of another; `None` if it contains the token."""
    text = f"{error!r} {error}"
    return error if redact(text, exchange) == text else None
