"""Operations that have other names in each dialect, and their names in the client.

The documentation dialect and the instance dialect differ in the names of operations, path parameters and schemas.
An operation is identified by its method and its path, without the names of path parameters.
"""

from collections.abc import Mapping

from attrs import field, frozen

from openapi.reading.paths import path_shape

PREFIX = "/api"
"""Prefix of the API. The documentation dialect has it in `servers`, the instance dialect in each path."""
CLASS_NAME = "x-class-name"
"""Extension of an inline schema: the name of its class."""


@frozen
class Counterpart:
    """An operation, with its names in the client.

    Attributes:
        method: HTTP method in lower case.
        path: Path with the parameter names of the client.
        operation_id: Name of the generated module.
        tag: Name of the folder of the module.
        schemas: Names of classes by the route of the schema, as in `openapi.dialects.lookup`.
    """

    method: str
    path: str
    operation_id: str
    tag: str
    schemas: Mapping[str, str] = field(factory=dict)

    @property
    def shape(self) -> tuple[str, str]:
        """Method and path shape, which identify the operation."""
        return self.method, path_shape(self.path)


CREATE_DRAFT = Counterpart(
    "post",
    "/v1/documents/{identifier}/draft",
    "createDraft",
    "Documents",
    {"body": "CreateDraftBody", "answer": "CreatedDraft"},
)
LIST_DOCUMENT_DRAFTS = Counterpart(
    "get",
    "/v1/documents/{identifier}/drafts",
    "listDocumentDrafts",
    "Documents",
    {"answer/items": "DocumentDraft"},
)
CREATE_DOCUMENT = Counterpart(
    "post",
    "/v1/documents",
    "createDocument",
    "Documents",
    {
        "body": "CreateDocumentBody",
        "body/queryPresentations/items": "QueryPresentation",
        "answer": "CreatedDocument",
        "answer/dashboard/metadata": "DashboardMetadata",
        "answer/dashboard/metadata/textTiles/items": "DashboardMetadataTextTile",
    },
)
COUNTERPARTS = (CREATE_DRAFT, LIST_DOCUMENT_DRAFTS, CREATE_DOCUMENT)
"""Operations that both dialects are known to have. All others keep their names."""
