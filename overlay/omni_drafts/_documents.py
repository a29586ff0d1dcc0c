"""Documents: the flow, and what a user calls to run it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from omni_drafts import _arguments, _binding
from omni_drafts._errors import (
    DocumentMayExistError,
    OmniConnectionError,
    OmniTimeoutError,
    ServerError,
    UnexpectedResponseError,
)
from omni_drafts._flow import AsyncRun, Flow, Run
from omni_drafts._settings import Timeout
from omni_drafts._values import Document


def create_document(
    model_id: UUID | str,
    name: str,
    description: str | None,
    identifier: str | None,
    query_presentations: Iterable[Mapping[str, Any]] | None,
) -> Flow[Document]:
    """Create a document, and say so where nobody knows whether it was."""
    creating = _binding.create_document(
        model_id=_arguments.model_identifier(model_id),
        name=_arguments.document_name(name),
        description=_arguments.document_description(description),
        identifier=_arguments.new_document_identifier(identifier),
        query_presentations=_arguments.query_presentations(query_presentations),
    )
    try:
        return (yield from creating)
    except (OmniConnectionError, OmniTimeoutError) as error:
        if not error.sent:
            raise
        raise DocumentMayExistError(identifier, str(error), error.tries) from error
    except (ServerError, UnexpectedResponseError) as error:  # a success that cannot be read may be a proxy's
        raise DocumentMayExistError(identifier, str(error), error.tries) from error


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
            name: Not empty.
            description: 1 to 1024 characters.
            identifier: Unique in the organization; made by the server if left out. Lowercase letters,
                digits, `-` and `_`, with a letter or digit at either end.
            query_presentations: The queries of its workbook, each an object as JSON has it.
            timeout: For the request; the client's own if left out.

        Raises:
            ValueError: An argument is not as above.
            BadRequestError: The server refuses it, an identifier that is taken among others.
            DocumentMayExistError: No answer came, or none that can be read, or the server failed: nobody knows what
                became of it. It is not sent again: there might be two.
            NotFoundError: There is no such model.
            PermissionDeniedError: The token's owner may not create documents.
        """
        flow = create_document(model_id, name, description, identifier, query_presentations)
        return self._run(flow, timeout)


class AsyncDocuments:
    """As `Documents`, to be awaited."""

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
        """As `Documents.create`. One request."""
        flow = create_document(model_id, name, description, identifier, query_presentations)
        return await self._run(flow, timeout)
