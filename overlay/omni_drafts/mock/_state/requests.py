"""Requests that the mock received."""

from attrs import frozen

REQUEST_HISTORY_LENGTH = 1000
"""Number of requests that a state keeps, which limits the memory of a mock that runs for long."""


@frozen
class MockRequest:
    """Request that the mock received.

    Attributes:
        method: HTTP method in upper case.
        path: Decoded path.
        status_code: HTTP status code of the response; `None` for a dropped connection.
    """

    method: str
    path: str
    status_code: int | None
