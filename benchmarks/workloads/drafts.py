"""The response that is decoded: a list of drafts, the same in every run."""

import json
from typing import Any
from uuid import UUID

COUNT = 1000
IDENTIFIER = "12db1a0a"


def build_body(count: int = COUNT) -> bytes:
    """Return the body of a response to `listDocumentDrafts`, each draft on a branch.

    The client of the bare generator cannot parse a main draft.
    """
    return json.dumps([_draft(number) for number in range(count)]).encode()


def _draft(number: int) -> dict[str, Any]:
    return {
        "identifier": f"{number:08x}",
        "publishedIdentifier": IDENTIFIER,
        "workbookModelId": str(UUID(int=number)),
        "branch": {"id": str(UUID(int=number + 2**64)), "name": f"governance/relabel-{number}"},
        "status": "archived" if number % 4 == 3 else "active",
        "draftOutOfDate": number % 2 == 0,
        "createdAt": f"2026-05-06T13:{number % 60:02}:00.000Z",
        "updatedAt": f"2026-05-06T14:{number % 60:02}:26.000Z",
        "createdBy": {"name": "Blob Ross"},
        "lastEditedBy": {"name": f"Person {number % 7}"},
    }
