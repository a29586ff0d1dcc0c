"""The errors of responses: their class, message and attributes."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import omni_drafts
from omni_drafts import (
    AuthenticationError,
    BadRequestError,
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
from omni_drafts._http.error_mapping import (
    connection_error,
    describe_body,
    draft_not_found,
    status_error,
    unexpected_response,
)
from omni_drafts._http.permits import NoPermitError

TOKEN = "made-up-token"
BRANCH = "3c90c3cc-0d44-4b50-8888-8dd25736052a"

MESSAGES: list[tuple[int, str, type[OmniStatusError]]] = [
    (400, "Document is not eligible for publishing workflow", DocumentNotEligibleError),
    (400, "Bad Request: Document is not eligible for publishing workflow", DocumentNotEligibleError),
    (400, "Invalid include parameter value", BadRequestError),
    (400, "Unrecognized key(s) in object: 'colour'", BadRequestError),
    (400, "Can't publish because this document can only be edited through a branch", BadRequestError),
    (400, "Cannot merge branch directly. This model requires pull requests for changes.", BadRequestError),
    (401, "Unauthorized - Invalid or missing API key", AuthenticationError),
    (403, "Invalid bearer token", PermissionDeniedError),
    (403, "Permission denied - EDITOR role required", PermissionDeniedError),
    (403, "You do not have permission to view this document.", PermissionDeniedError),
    (403, "User-scoped API keys cannot act on behalf of other users", PermissionDeniedError),
    (404, "Document with identifier doc not found", DocumentNotFoundError),
    (404, 'Document with identifier "doc" not found', DocumentNotFoundError),
    (404, "Document with identifier a\nb not found", DocumentNotFoundError),
    (404, "Published document with id doc does not exist", DocumentNotPublishedError),
    (404, 'Published document with id "doc" does not exist', DocumentNotPublishedError),
    (404, f"Branch model with id {BRANCH} does not exist", NotFoundError),
    (404, "Draft with id abc does not exist", NotFoundError),
    (404, "Document or branch not found", NotFoundError),
    (409, "identifier is already in use", OmniStatusError),
    (429, "Too Many Requests", RateLimitError),
    (500, "Document with identifier doc not found", ServerError),
    (503, "Service unavailable", ServerError),
]

SHAPES: dict[str, Callable[[int, str], dict[str, Any]]] = {
    "error-message": lambda status_code, message: {"error": str(status_code), "message": message},
    "detail-status": lambda status_code, message: {"detail": message, "status": status_code},
    "detail-title": lambda status_code, message: {"detail": message, "status": status_code, "title": "Failed"},
    "error-sentence": lambda _, message: {"error": message},
    "error-object": lambda status_code, message: {"error": {"code": status_code, "message": message}},
}
each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())


def build_response(status_code: int, body: object, **headers: str) -> httpx.Response:
    """Return the response to a request with the token."""
    request = httpx.Request("GET", "https://a.test/api/v1/b", headers={"Authorization": f"Bearer {TOKEN}"})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status_code, json=body, headers=named, request=request)


@each_shape
@pytest.mark.parametrize(("status_code", "message", "error"), MESSAGES)
def test_status_error_of_each_shape_has_its_class(
    status_code: int, message: str, error: type[OmniStatusError], shape: Callable[[int, str], dict[str, Any]]
) -> None:
    assert type(status_error(build_response(status_code, shape(status_code, message)))) is error


@each_shape
@pytest.mark.parametrize(("status_code", "message"), [(status_code, message) for status_code, message, _ in MESSAGES])
def test_status_error_of_each_shape_has_its_message(
    status_code: int, message: str, shape: Callable[[int, str], dict[str, Any]]
) -> None:
    raised = status_error(build_response(status_code, shape(status_code, message)))
    assert raised.message == message
    assert str(raised) == f"GET https://a.test/api/v1/b: {status_code}: {message}"


@pytest.mark.parametrize(
    "body",
    [[1], {"message": 5}, {"message": ""}, {"detail": []}, {"error": {}}, {"error": {"message": None}}, {}, "no"],
)
def test_status_error_without_a_message_describes_the_body(body: object) -> None:
    raised = status_error(build_response(404, body))
    assert type(raised) is NotFoundError
    assert raised.message.startswith("JSON of an unexpected shape: ")


def test_status_error_of_429_has_the_seconds_of_retry_after() -> None:
    response = build_response(429, {}, retry_after="Thu, 01 Jan 1970 00:01:40 GMT")
    raised = status_error(response, now=lambda: 60.0)
    assert isinstance(raised, RateLimitError)
    assert raised.retry_after == 40.0


def with_details(status_code: int) -> httpx.Response:
    """Return a response with everything that an error carries, after three attempts."""
    response = build_response(status_code, {"message": "no"}, x_request_id="id-1", retry_after="7", x_echo=TOKEN)
    response.request.extensions["omni_attempts"] = 3
    return response


RESPONSE_ERRORS: dict[str, Callable[[], OmniStatusError | UnexpectedResponseError]] = {
    "status": lambda: status_error(with_details(404)),
    "rate limit": lambda: status_error(with_details(429)),
    "unexpected": lambda: unexpected_response(with_details(200), "no"),
    "draft not found": lambda: draft_not_found(with_details(200), "no"),
}
each_response_error = pytest.mark.parametrize("build", RESPONSE_ERRORS.values(), ids=RESPONSE_ERRORS.keys())


@each_response_error
def test_response_error_has_the_request_id_of_the_server(
    build: Callable[[], OmniStatusError | UnexpectedResponseError],
) -> None:
    assert build().request_id == "id-1"


@each_response_error
def test_response_error_has_the_number_of_attempts(
    build: Callable[[], OmniStatusError | UnexpectedResponseError],
) -> None:
    assert build().attempts == 3


@each_response_error
def test_response_error_has_the_headers_without_the_token(
    build: Callable[[], OmniStatusError | UnexpectedResponseError],
) -> None:
    headers = build().headers
    assert (headers["Retry-After"], headers["X-Echo"]) == ("7", "[token]")
    assert TOKEN not in repr(headers)


@pytest.mark.parametrize(
    ("name", "status_code"), [("status", 404), ("rate limit", 429), ("unexpected", 200), ("draft not found", 200)]
)
def test_response_error_has_the_status_code(name: str, status_code: int) -> None:
    assert RESPONSE_ERRORS[name]().status_code == status_code


def test_response_error_without_a_request_id_has_none() -> None:
    assert status_error(build_response(404, {})).request_id is None


ERRORS: dict[str, Callable[[], OmniError]] = {
    **RESPONSE_ERRORS,
    "connection": lambda: OmniConnectionError("GET", "https://a.test", "refused", False, 2),
    "timeout": lambda: OmniTimeoutError("GET", "https://a.test", "no response in time", True, 2),
    "document": lambda: DocumentMayExistError("mine", "no response", 2),
    "storage": lambda: RateLimitStorageError("not writable", False),
}


def pickle_and_unpickle(error: OmniError) -> Any:
    """Return an error that another process would get."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301 - our own


@pytest.mark.parametrize("build", ERRORS.values(), ids=ERRORS.keys())
@pytest.mark.parametrize("transfer", [copy.copy, copy.deepcopy, pickle_and_unpickle])
def test_error_survives_pickle_and_copy(build: Callable[[], OmniError], transfer: Callable[[Any], Any]) -> None:
    error = build()
    again = transfer(error)
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("cause", "expected", "message", "maybe_sent"),
    [
        (httpx.ConnectError("refused"), OmniConnectionError, "refused", False),
        (httpx.ReadError(""), OmniConnectionError, "ReadError", True),
        (httpx.ReadTimeout("-"), OmniTimeoutError, "no response in time (ReadTimeout)", True),
        (httpx.ConnectTimeout("-"), OmniTimeoutError, "no response in time (ConnectTimeout)", False),
        (NoPermitError("too late"), OmniTimeoutError, "too late", False),
        (RuntimeError("the client has been closed"), OmniConnectionError, "the client has been closed", True),
    ],
)
def test_connection_error_has_class_reason_and_whether_it_was_maybe_sent(
    cause: Exception, expected: type[OmniError], message: str, maybe_sent: bool
) -> None:
    error = connection_error(cause, httpx.Request("GET", "https://a.test"))
    assert (type(error), error.reason, error.maybe_sent) == (expected, message, maybe_sent)


PUBLIC_ERRORS = [
    value
    for value in (getattr(omni_drafts, name) for name in omni_drafts.__all__)
    if isinstance(value, type) and issubclass(value, Exception)
]


def test_public_errors_are_complete() -> None:
    assert {error.__name__ for error in PUBLIC_ERRORS} == {
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "DocumentMayExistError",
        "DocumentNotEligibleError",
        "DocumentNotFoundError",
        "DocumentNotPublishedError",
        "DraftNotFoundError",
        "NotFoundError",
        "OmniConnectionError",
        "OmniError",
        "OmniStatusError",
        "OmniTimeoutError",
        "PermissionDeniedError",
        "RateLimitError",
        "RateLimitStorageError",
        "ServerError",
        "UnexpectedResponseError",
    }


@pytest.mark.parametrize("error", PUBLIC_ERRORS)
def test_error_is_an_omni_error_with_the_public_module(error: type[Exception]) -> None:
    assert issubclass(error, OmniError)
    assert error.__module__ == "omni_drafts"


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (omni_drafts.ConfigurationError, ValueError),
        (DraftNotFoundError, NotFoundError),
        (OmniTimeoutError, OmniConnectionError),
    ],
)
def test_error_is_below_its_base(error: type[Exception], base: type[Exception]) -> None:
    assert issubclass(error, base)


@pytest.mark.parametrize(
    ("status_code", "location", "description"),
    [
        (302, "/login", "a redirect to /login, which is not followed"),
        (201, "/documents/doc", "a body that is not JSON: oops"),
        (404, "/documents/doc", "a body that is not JSON: oops"),
    ],
)
def test_describe_body_with_a_location_describes_a_redirect_only_for_its_status(
    status_code: int, location: str, description: str
) -> None:
    request = httpx.Request("GET", "https://omni.test/", headers={"Authorization": f"Bearer {TOKEN}"})
    response = httpx.Response(status_code, headers={"Location": location}, text="oops", request=request)
    assert describe_body(response) == description
