"""Sends the request of an operation, parses its response, and maps failures to errors of the overlay."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx

from omni_api_client.errors import InvalidContentError, UnexpectedStatus
from omni_drafts._http.error_mapping import status_error, unexpected_response
from omni_drafts._http.redaction import safe_cause
from omni_drafts._operations.decoding.values import WrongShapeError
from omni_drafts._operations.flow import Flow, Request

T = TypeVar("T")


class _ParserClient:
    """Argument of the generated parsers, which read from it only how to treat an undocumented status."""

    raise_on_unexpected_status = True


def send(arguments: Mapping[str, Any], status_codes: tuple[int, ...]) -> Flow[httpx.Response]:
    """Send a request, and return its response if that is a documented success."""
    response = yield Request(arguments)
    if not response.is_success:
        raise status_error(response)
    if response.status_code not in status_codes:
        raise unexpected_response(response, "an undocumented status")
    return response


def parse(
    response: httpx.Response,
    parser: Callable[..., object],
    decode: Callable[[object], T],
    tolerate: Callable[[httpx.Response], httpx.Response] = lambda response: response,
) -> T:
    """Parse a success and decode the result; if the generated parser rejects it, parse what `tolerate` returns."""
    try:
        try:
            parsed = parser(client=_ParserClient, response=response)
        except InvalidContentError:
            parsed = parser(client=_ParserClient, response=tolerate(response))
        return decode(parsed)
    except UnexpectedStatus as error:
        raise unexpected_response(response, "an undocumented status") from error
    except InvalidContentError as error:
        # Without a pointer it is not JSON, or JSON of another type, as the default message says.
        message = f"JSON of an unexpected shape: {error.pointer}: {error.problem}" if error.pointer else None
        raise unexpected_response(response, message) from safe_cause(error, response)
    except WrongShapeError as error:
        raise unexpected_response(response, f"JSON of an unexpected shape: {error}") from error


def read_json(response: httpx.Response) -> Any:
    """Return the JSON of a response; `None` if there is none, which the parser then reports."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def copy_response(response: httpx.Response, content: str | bytes, status_code: int | None = None) -> httpx.Response:
    """Return a response with other content, and perhaps another status, for a second parse."""
    return httpx.Response(status_code or response.status_code, content=content)


def without_nulls(value: Any) -> Any:
    """Remove each null, and each object that has nothing else."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    cleaned = {name: (item, without_nulls(item)) for name, item in value.items() if item is not None}
    return {name: rest for name, (item, rest) in cleaned.items() if rest != {} or item == {}}
