from typing import Literal

ListDocumentDraftsInclude = Literal["archived"]

LIST_DOCUMENT_DRAFTS_INCLUDE_VALUES: set[ListDocumentDraftsInclude] = {
    "archived",
}


def check_list_document_drafts_include(value: str) -> ListDocumentDraftsInclude:
    if value in LIST_DOCUMENT_DRAFTS_INCLUDE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_DOCUMENT_DRAFTS_INCLUDE_VALUES!r}"
    )
