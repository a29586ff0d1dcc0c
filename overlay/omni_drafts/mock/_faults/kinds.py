"""Kinds of faults, each as one frozen class."""

from datetime import timedelta

from attrs import frozen


@frozen
class ErrorStatus:
    """Error with a status code, in the documented schema.

    Attributes:
        status_code: HTTP status code: 429, 500, 502, 503, 504 or any other.
        retry_after: Delay in the `Retry-After` header; `None` for no header.
        as_date: Whether the header has a date instead of seconds.
        after_write: Whether the request takes effect.
    """

    status_code: int
    retry_after: timedelta | None = None
    as_date: bool = False
    after_write: bool = False


@frozen
class ErrorPage:
    """HTML page, as a proxy sends it.

    Attributes:
        status_code: HTTP status code of the page; 200 for a page in place of a success.
        after_write: Whether the request takes effect.
    """

    status_code: int = 502
    after_write: bool = False


@frozen
class TruncatedContent:
    """First half of the content of the response."""


@frozen
class EmptyContent:
    """Response without content."""


@frozen
class WrongContent:
    """JSON of another type: an array for an object, and an object for anything else."""


@frozen
class DroppedConnection:
    """Connection that is closed without a response.

    Attributes:
        after_write: Whether the request takes effect.
    """

    after_write: bool = False


@frozen
class SlowResponse:
    """Response after a delay.

    Attributes:
        delay: Delay before the response.
    """

    delay: timedelta


@frozen
class UnknownMember:
    """Response with an undocumented value in each enum.

    Attributes:
        value: Value of the enums.
    """

    value: str = "unheard-of"


@frozen
class ExtraProperty:
    """Additional property in the response, or in each item of an array.

    Attributes:
        name: Name of the property.
        value: Value of the property.
    """

    name: str = "unheardOf"
    value: str = "unheard-of"


@frozen
class MissingProperty:
    """Response without a property, or an array whose items lack it.

    Attributes:
        name: Name of the property. A dot selects a nested property: `workbook.identifier`.
    """

    name: str


Fault = (
    ErrorStatus
    | ErrorPage
    | TruncatedContent
    | EmptyContent
    | WrongContent
    | DroppedConnection
    | SlowResponse
    | UnknownMember
    | ExtraProperty
    | MissingProperty
)
