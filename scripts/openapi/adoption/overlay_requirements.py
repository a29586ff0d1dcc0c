"""Parts of a description that the overlay requires, and the calls that do not work without them."""

from collections.abc import Iterator

from attrs import frozen

from openapi.dialects.lookup import find_at_route, follow_references
from openapi.dialects.normalization import find_operation_path
from openapi.reading.description import Document
from openapi.reading.paths import parameter_names

_LISTING = "drafts.list, drafts.get and drafts.get_or_create"


@frozen
class RequiredPart:
    """A parameter or property that an operation must have.

    Attributes:
        route: Route of the part, as in `openapi.dialects.lookup`.
        feature: Call or attribute that does not work without the part.
        types: Types that its schema may have besides `null`.
        alternative: Route of another part that is sufficient.
        may_be_undocumented: Whether the overlay uses the part of an object that allows undocumented properties.
    """

    route: str
    feature: str
    types: tuple[str, ...] = ("string",)
    alternative: str | None = None
    may_be_undocumented: bool = False


@frozen
class RequiredOperation:
    """An operation that the overlay calls.

    Attributes:
        method: HTTP method in lower case.
        path: Path with the parameter names of the client.
        feature: Calls that do not work without the operation.
        parts: Parts that it must have.
        success_status_codes: Status codes that the overlay accepts as a success.
    """

    method: str
    path: str
    feature: str
    parts: tuple[RequiredPart, ...]
    success_status_codes: tuple[str, ...] = ("200",)

    @property
    def name(self) -> str:
        """Method and path of the operation."""
        return f"{self.method.upper()} {self.path}"


@frozen
class Problem:
    """A difference between a description and the requirements of the overlay.

    Attributes:
        message: Sentence about the difference.
        is_error: Whether a call of the overlay does not work.
    """

    message: str
    is_error: bool = True


REQUIRED_OPERATIONS = (
    RequiredOperation(
        "post",
        "/v1/documents/{identifier}/draft",
        "drafts.ensure and drafts.get_or_create",
        (
            RequiredPart("body/branchId", "drafts.ensure(branch_id=...)"),
            RequiredPart("response/identifier", "Draft.id of a new draft"),
        ),
    ),
    RequiredOperation(
        "get",
        "/v1/documents/{identifier}/drafts",
        _LISTING,
        (
            RequiredPart("parameter/include", "drafts.list(include_archived=True)"),
            RequiredPart("response", _LISTING, ("array",)),
            RequiredPart("response/items/identifier", _LISTING),
            RequiredPart("response/items/publishedIdentifier", "Draft.document_id"),
            RequiredPart("response/items/branch", "Draft.branch", ("object",)),
            RequiredPart("response/items/branch/id", "Draft.branch"),
            RequiredPart("response/items/branch/name", "DraftBranch.name"),
            RequiredPart("response/items/status", "the search for the active draft"),
            RequiredPart("response/items/draftOutOfDate", "Draft.out_of_date", ("boolean",)),
            RequiredPart("response/items/workbookModelId", "Draft.workbook_model_id"),
            RequiredPart("response/items/createdAt", "Draft.created_at"),
            RequiredPart("response/items/updatedAt", "Draft.updated_at"),
            RequiredPart("response/items/createdBy/name", "Draft.created_by"),
            RequiredPart("response/items/lastEditedBy/name", "Draft.last_edited_by"),
        ),
    ),
    RequiredOperation(
        "post",
        "/v1/documents",
        "documents.create",
        (
            RequiredPart("body/modelId", "documents.create"),
            RequiredPart("body/name", "documents.create"),
            RequiredPart("body/description", "documents.create(description=...)"),
            RequiredPart("body/identifier", "documents.create(identifier=...)", may_be_undocumented=True),
            RequiredPart("body/queryPresentations", "documents.create(query_presentations=...)", ("array",)),
            RequiredPart("response/workbook", "documents.create", ("object",)),
            RequiredPart("response/workbook/id", "Document.workbook_id"),
            RequiredPart(
                "response/workbook/identifier",
                "Document.id",
                alternative="response/workbook/documentId",
                may_be_undocumented=True,
            ),
            RequiredPart("response/workbook/name", "Document.name", may_be_undocumented=True),
            RequiredPart("response/workbook/createdAt", "Document.created_at", may_be_undocumented=True),
            RequiredPart("response/workbook/updatedAt", "Document.updated_at", may_be_undocumented=True),
            RequiredPart("response/dashboard/id", "Document.dashboard_id"),
        ),
        success_status_codes=("200", "201"),
    ),
)


def find_problems(document: Document) -> Iterator[Problem]:
    """Iterate over the problems of a normalized description."""
    for required in REQUIRED_OPERATIONS:
        path = find_operation_path(document, required.method, required.path)
        if path is None:
            yield Problem(f"{required.name} is not described; affects {required.feature}")
            continue
        item = document["paths"][path]
        operation = item[required.method]
        for part in required.parts:
            yield from _check_part(document, operation, required, part)
        yield from _check_status_codes(operation, required)
        sent = {part.route for part in required.parts} | {f"parameter/{name}" for name in parameter_names(path)}
        for route in _iterate_required_routes(document, item, operation):
            if route not in sent:
                problem = f"{route} is required, but the overlay does not send it"
                yield Problem(f"{required.name}: {problem}; affects {required.feature}")


def _check_part(
    document: Document, operation: Document, required: RequiredOperation, part: RequiredPart
) -> Iterator[Problem]:
    problem = _find_problem(document, operation, part)
    message = f"{required.name}: {part.route} {problem}"
    if problem and part.may_be_undocumented and _is_open(document, operation, part.route.rpartition("/")[0]):
        yield Problem(f"{message}; {part.feature} uses it if the API has it", is_error=False)
    elif problem:
        yield Problem(f"{message}; affects {part.feature}")


def _check_status_codes(operation: Document, required: RequiredOperation) -> Iterator[Problem]:
    for status_code in operation["responses"]:
        if status_code.startswith("2") and status_code not in required.success_status_codes:
            problem = f"the overlay does not accept the status code {status_code}"
            yield Problem(f"{required.name}: {problem}; affects {required.feature}")


def _find_problem(document: Document, operation: Document, part: RequiredPart) -> str | None:
    """Return the problem of a part; a part of a response must be in every success with content."""
    start = part.route.partition("/")[0]
    count = 1 if start == "parameter" else len(list(find_at_route(document, operation, start)))
    for route in (part.route, part.alternative):
        slots = [] if route is None else list(find_at_route(document, operation, route))
        if slots and len(slots) == count:
            types = {name for owner, key in slots for name in _types_of(owner[key])} - {"null"}
            others = sorted(types - set(part.types))
            return f"is of type {others[0]}, not {' or '.join(part.types)}" if others else None
    return "is not described"


def _types_of(schema: Document | bool) -> list[str]:
    """Return the types that a schema allows by name; `false` has a type that no part may have."""
    if isinstance(schema, bool):
        return [] if schema else ["nothing"]
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def _is_open(document: Document, operation: Document, route: str) -> bool:
    """Return whether the objects at a route allow undocumented properties."""
    slots = find_at_route(document, operation, route)
    schemas = [owner[key] for owner, key in slots if isinstance(owner[key], dict)]
    return bool(schemas) and all(schema.get("additionalProperties", True) is not False for schema in schemas)


def _iterate_required_routes(document: Document, item: Document, operation: Document) -> Iterator[str]:
    """Iterate over the routes of the parts that a request must have."""
    for owner in (item, operation):
        parameters = owner.get("parameters", [])
        for index in range(len(parameters)):
            holder, key = follow_references(document, parameters, index)
            if holder[key].get("required"):
                yield f"parameter/{holder[key]['name']}"
    for holder, key in find_at_route(document, operation, "body"):
        if isinstance(holder[key], dict):
            yield from (f"body/{name}" for name in holder[key].get("required", ()))
