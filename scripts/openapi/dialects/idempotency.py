"""Says of each operation whether it may be sent again where nobody knows what became of it, and why.

It stands in the repaired description as an extension, and the client that is made of it carries it.
"""

from attrs import frozen

from openapi.dialects.counterparts import CREATE_DOCUMENT, CREATE_DRAFT
from openapi.reading.description import Document
from openapi.reading.paths import path_shape
from openapi.reading.schemas import METHODS

IDEMPOTENT = "x-idempotent"
"""Under this extension an operation says whether it is; one that is not, is sent again only if it had no effect."""


@frozen
class Meaning:
    """Whether an operation is idempotent, and why."""

    idempotent: bool
    reason: str


OPERATIONS = {
    CREATE_DRAFT.shape: Meaning(True, "where the draft is there already, it is the answer"),
    CREATE_DOCUMENT.shape: Meaning(False, "each time there is another document, or an identifier that is taken"),
}
"""What is known of single operations, by method and path."""

READS = ("get", "head", "options", "trace")
READ = Meaning(True, "it only reads")
WRITE = Meaning(False, "nothing says what the same request does a second time")


def meaning_of(method: str, path: str) -> Meaning:
    """Give what is known of an operation, else what its method says."""
    return OPERATIONS.get((method, path_shape(path)), READ if method in READS else WRITE)


def mark_idempotent(document: Document) -> None:
    """Write the extension into each operation of a repaired description."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                item[method][IDEMPOTENT] = meaning_of(method, path).idempotent
