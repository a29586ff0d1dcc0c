"""The flows of documents."""

from typing import Any
from uuid import UUID

from omni_drafts._errors import DocumentMayExistError, OmniConnectionError, ServerError, UnexpectedResponseError
from omni_drafts._operations.binding import documents as binding
from omni_drafts._operations.flow import Flow
from omni_drafts._types.documents import Document


def create_document(
    model_id: UUID,
    name: str,
    description: str | None,
    identifier: str | None,
    query_presentations: list[dict[str, Any]] | None,
) -> Flow[Document]:
    """Create a document; raise `DocumentMayExistError` if it is unknown whether it exists."""
    creation = binding.create_document(
        model_id=model_id,
        name=name,
        description=description,
        identifier=identifier,
        query_presentations=query_presentations,
    )
    try:
        return (yield from creation)
    except OmniConnectionError as error:
        if not error.maybe_sent:
            raise
        raise DocumentMayExistError(identifier, str(error), error.attempts) from error
    except (ServerError, UnexpectedResponseError) as error:  # a success that cannot be parsed may be a proxy's
        raise DocumentMayExistError(identifier, str(error), error.attempts) from error
