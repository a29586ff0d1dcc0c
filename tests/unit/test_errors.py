"""The exceptions: their tree, their messages, and their copies in other processes."""

import copy
import pickle
from collections.abc import Callable

import httpx
import pytest

from omni_drafts import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    DocumentMayExistError,
    DocumentNotEligibleError,
    DocumentNotFoundError,
    DocumentNotPublishedError,
    DraftNotFoundError,
    NotFoundError,
    OmniConnectionError,
    OmniError,
    OmniStatusError,
    OmniTimeoutError,
    PermissionDeniedError,
    RateLimitError,
    RateLimitStorageError,
    ServerError,
    UnexpectedResponseError,
)

URL = "https://omni.test/api/v1/documents"

PARENTS: dict[type[OmniError], tuple[type[Exception], ...]] = {
    ConfigurationError: (OmniError, ValueError),
    RateLimitStorageError: (OmniError,),
    DocumentMayExistError: (OmniError,),
    OmniConnectionError: (OmniError,),
    OmniTimeoutError: (OmniConnectionError,),
    BadRequestError: (OmniStatusError,),
    DocumentNotEligibleError: (BadRequestError,),
    AuthenticationError: (OmniStatusError,),
    PermissionDeniedError: (OmniStatusError,),
    NotFoundError: (OmniStatusError,),
    DocumentNotFoundError: (NotFoundError,),
    DocumentNotPublishedError: (NotFoundError,),
    DraftNotFoundError: (NotFoundError,),
    RateLimitError: (OmniStatusError,),
    ServerError: (OmniStatusError,),
}


@pytest.mark.parametrize(("error", "parents"), PARENTS.items())
def test_error_has_its_parents(error: type[OmniError], parents: tuple[type[Exception], ...]) -> None:
    assert error.__bases__ == parents


def test_unexpected_response_error_is_not_a_status_error() -> None:
    assert not issubclass(UnexpectedResponseError, OmniStatusError)


ERRORS: list[tuple[OmniError, str]] = [
    (RateLimitStorageError("locked", False), "locked; the request was not sent"),
    (
        DocumentMayExistError("sales", "no response", 2),
        "the document may exist, with sales as its identifier: no response",
    ),
    (
        DocumentMayExistError(None, "no response"),
        "the document may exist, with an identifier of the server's choice as its identifier: no response",
    ),
    (OmniConnectionError("GET", URL, "refused", False), f"GET {URL}: refused"),
    (OmniTimeoutError("GET", URL, "no response", attempts=0), f"GET {URL}: no response"),
    (OmniTimeoutError("GET", URL, "no response", attempts=2), f"GET {URL}: no response (after 2 attempts)"),
    (ServerError("GET", URL, 500, "broken", "body"), f"GET {URL}: 500: broken"),
    (ServerError("GET", URL, 500, "broken", attempts=2), f"GET {URL}: 500: broken (after 2 attempts)"),
    (DraftNotFoundError("GET", URL, 200, "no such draft", attempts=2), f"GET {URL}: no such draft"),
]


@pytest.mark.parametrize(("error", "message"), ERRORS)
def test_str_of_an_error_has_its_parts(error: OmniError, message: str) -> None:
    assert str(error) == message


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, lambda error: pickle.loads(pickle.dumps(error))],  # noqa: S301 - our own
)
@pytest.mark.parametrize("error", [error for error, _ in ERRORS])
def test_copy_of_an_error_has_its_attributes(error: OmniError, duplicate: Callable[[OmniError], OmniError]) -> None:
    copied = duplicate(error)
    assert (type(copied), str(copied), vars(copied)) == (type(error), str(error), vars(error))


def test_error_by_default_may_be_sent_and_is_transient() -> None:
    assert OmniConnectionError("GET", URL, "refused").maybe_sent
    assert RateLimitStorageError("locked").is_transient


def test_error_without_headers_has_no_request_id() -> None:
    error = RateLimitError("GET", URL, 429, "slow down")
    assert (error.headers, error.request_id, error.retry_after) == (httpx.Headers(), None, None)


def test_request_id_of_an_error_is_that_of_its_headers() -> None:
    assert (
        ServerError("GET", URL, 500, "broken", headers=httpx.Headers({"X-Request-Id": "id-1"})).request_id == "id-1"
    )
