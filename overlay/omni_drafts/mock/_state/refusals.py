"""Reasons for which the API refuses a request, with the status code and message of each."""

from omni_drafts.mock._state.documents import MockDocument
from omni_drafts.mock._state.permissions import Permission


class RefusalError(Exception):
    """The state does not allow a request.

    Attributes:
        status_code: HTTP status code of the response.
        message: Message of the response.
    """

    def __init__(self, status_code: int, message: str) -> None:
        super().__init__(status_code, message)
        self.status_code = status_code
        self.message = message


def require_editor(permission: Permission) -> None:
    """Raise `RefusalError` if a permission is less than that of an editor."""
    if permission < Permission.EDITOR:
        raise RefusalError(403, "Permission denied - EDITOR role required")


def require_viewer(permission: Permission) -> None:
    """Raise `RefusalError` if a permission is less than that of a viewer."""
    if permission < Permission.VIEWER:
        raise RefusalError(403, "You do not have permission to view this document.")


def require_eligible(document: MockDocument) -> None:
    """Raise `RefusalError` if a document may not have drafts."""
    if not document.eligible or document.published_at is None:
        raise RefusalError(400, "Document is not eligible for publishing workflow")


def require_published(document: MockDocument, requested_identifier: str) -> None:
    """Raise `RefusalError` if a document is not published. The message has the identifier of the request."""
    if document.published_at is None:
        raise RefusalError(404, f"Published document with id {requested_identifier} does not exist")


def document_not_found(identifier: str) -> RefusalError:
    """Return the refusal of a document that does not exist."""
    return RefusalError(404, f"Document with identifier {identifier} not found")


def document_branch_not_found() -> RefusalError:
    """Return the refusal of a branch that does not exist."""
    return RefusalError(404, "Document or branch not found")


def model_not_found() -> RefusalError:
    """Return the refusal of a model that does not exist."""
    return RefusalError(404, "Model or branch not found")


def document_exists(identifier: str) -> RefusalError:
    """Return the refusal of an identifier that another document has."""
    return RefusalError(400, f"Document with identifier {identifier} already exists")
