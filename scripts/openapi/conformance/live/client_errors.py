"""Finds the error that the generated client raises on a response of an instance."""

import httpx
from attrs import frozen

from openapi.conformance.description import Operation
from openapi.conformance.generated_client import GeneratedClient


@frozen
class ClientError:
    """Error of the generated client on a response.

    Attributes:
        message: Class of the error, with its problem if it has one.
        pointer: JSON pointer of the problem; empty for the whole body.
    """

    message: str
    pointer: str


def find_client_error(
    generated: GeneratedClient, operation: Operation, response: httpx.Response
) -> ClientError | None:
    """Return the error that the client raises on a response, or `None` if it parses the response."""
    headers = {name: response.headers[name] for name in ("Content-Type",) if name in response.headers}
    try:
        generated.parse(operation, httpx.Response(response.status_code, headers=headers, content=response.content))
    except generated.errors.InvalidContentError as error:
        return ClientError(f"InvalidContentError: {error.problem}", error.pointer)
    except generated.errors.UnexpectedStatus:
        return ClientError("UnexpectedStatus", "")
    except Exception as error:  # noqa: BLE001 - a user of the client would meet any error
        return ClientError(type(error).__name__, "")
    return None
