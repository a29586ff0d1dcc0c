from typing import Literal

DocumentDraftStatus = Literal["active", "archived"]

DOCUMENT_DRAFT_STATUS_VALUES: set[DocumentDraftStatus] = {
    "active",
    "archived",
}


def check_document_draft_status(value: str) -> DocumentDraftStatus:
    if value in DOCUMENT_DRAFT_STATUS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {DOCUMENT_DRAFT_STATUS_VALUES!r}"
    )
