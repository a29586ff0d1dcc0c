"""Documents: `omni.documents`."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from omni_drafts._operations import documents as operations
from omni_drafts._operations.flow import AsyncRun, Flow, Run
from omni_drafts._resources.arguments import (
    check_description,
    check_model_id,
    check_name,
    check_new_identifier,
    check_query_presentations,
)
from omni_drafts._types.arguments import Timeout
from omni_drafts._types.documents import Document


class Documents:
    """Documents. Each call raises `ValueError` before it sends anything, and `OmniError` after."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def create(
        self,
        *,
        model_id: UUID | str,
        name: str,
        description: str | None = None,
        identifier: str | None = None,
        query_presentations: Iterable[Mapping[str, Any]] | None = None,
        timeout: Timeout | None = None,
    ) -> Document:
        """Create a document on a model. One request.

        Source: `createDocument`.

        Args:
            model_id: UUID of the model.
            name: Name of the document, not empty.
            description: Description of the document, 1 to 1024 characters.
            identifier: Identifier of the document, unique in the organization; the server chooses one by default.
                Lowercase letters, digits, `-` and `_`, with a letter or digit at either end.
            query_presentations: Queries of the workbook, each a JSON object.
            timeout: Timeout of each attempt; the client's by default.

        Raises:
            ValueError: If an argument is wrong.
            BadRequestError: If the server rejects the request, such as an identifier that is in use.
            DocumentMayExistError: If the response is missing, cannot be parsed, or is a failure of the server. The
                request is not sent again, since that could create a second document.
            NotFoundError: If the model does not exist.
            PermissionDeniedError: If the owner of the token may not create documents.
        """
        return self._run(_create(model_id, name, description, identifier, query_presentations), timeout)


class AsyncDocuments:
    """Documents, as `Documents` in an event loop."""

    def __init__(self, run: AsyncRun) -> None:
        self._run = run

    async def create(
        self,
        *,
        model_id: UUID | str,
        name: str,
        description: str | None = None,
        identifier: str | None = None,
        query_presentations: Iterable[Mapping[str, Any]] | None = None,
        timeout: Timeout | None = None,
    ) -> Document:
        """Create a document, as `Documents.create` does. One request."""
        return await self._run(_create(model_id, name, description, identifier, query_presentations), timeout)


def _create(
    model_id: UUID | str,
    name: str,
    description: str | None,
    identifier: str | None,
    query_presentations: Iterable[Mapping[str, Any]] | None,
) -> Flow[Document]:
    return operations.create_document(
        check_model_id(model_id),
        check_name(name),
        check_description(description),
        check_new_identifier(identifier),
        check_query_presentations(query_presentations),
    )
