"""The operations that two descriptions of one API tell of in different words, and the words that the client has.

The documentation's description and an instance's own differ in what they call operations, path parameters and
schemas. An operation is known by its method and path, whatever the parameters in the path are called.
"""

from collections.abc import Mapping

from attrs import field, frozen

from openapi.reading.paths import path_shape

PREFIX = "/api"
"""Where an instance has its API. The documentation says so in `servers`, an instance in each path."""
CLASS_NAME = "x-class-name"
"""Under this extension, a schema that stands inline has the name of the class that it becomes."""


@frozen
class Counterpart:
    """An operation, in the words of the client.

    Attributes:
        method: In lower case.
        path: With the names that its parameters have in the client.
        operation_id: Names the module.
        tag: Names the folder of the module.
        schemas: Names of classes, each by the place of its schema, as `openapi.dialects.lookup` has it.
    """

    method: str
    path: str
    operation_id: str
    tag: str
    schemas: Mapping[str, str] = field(factory=dict)

    @property
    def shape(self) -> tuple[str, str]:
        """What it is known by."""
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
"""Those that both kinds of description have, as far as both are known. All others keep the names they come with."""
