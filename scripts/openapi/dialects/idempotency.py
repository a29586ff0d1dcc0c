"""Marks each operation as idempotent or not, with a reason.

The mark is an extension in the repaired description, and the generated client carries it with each request.
"""

from attrs import frozen

from openapi.reading.description import Document
from openapi.reading.paths import path_shape
from openapi.reading.schemas import METHODS

IDEMPOTENT = "x-idempotent"
"""Extension of an operation: whether it is idempotent. Others are sent again only if they had no effect."""


@frozen
class Idempotency:
    """Whether an operation is idempotent, with the reason."""

    idempotent: bool
    reason: str


KNOWN_OPERATIONS = {
    ("post", "/v1/documents/{}/draft"): Idempotency(True, "it returns the draft if there is one already"),
    ("post", "/v1/documents"): Idempotency(False, "it creates another document, or refuses an identifier in use"),
}
"""Idempotency of single operations, by method and path shape."""

READ_METHODS = ("get", "head", "options", "trace")
READ_IDEMPOTENCY = Idempotency(True, "it changes nothing")
WRITE_IDEMPOTENCY = Idempotency(False, "the description does not define the effect of a second request")


def idempotency_of(method: str, path: str) -> Idempotency:
    """Return the idempotency of a known operation, or of the method of any other."""
    return KNOWN_OPERATIONS.get(
        (method, path_shape(path)), READ_IDEMPOTENCY if method in READ_METHODS else WRITE_IDEMPOTENCY
    )


def mark_idempotent(document: Document) -> None:
    """Add the extension to each operation of a repaired description."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                item[method][IDEMPOTENT] = idempotency_of(method, path).idempotent
