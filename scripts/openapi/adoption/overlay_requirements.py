"""What the overlay needs of a description, and what its users would lose without it."""

from collections.abc import Iterator

from attrs import frozen

from openapi.dialects.lookup import find_at_route, follow_references
from openapi.dialects.normalization import find_operation_path
from openapi.reading.description import Document
from openapi.reading.paths import parameter_names

_LISTING = "drafts.list, drafts.get, and drafts.get_or_create, which lists before it creates"


@frozen
class Need:
    """Something that an operation must have.

    Attributes:
        place: As `openapi.dialects.lookup` has it.
        loses: What would be lost without it.
        types: Those that its schema may have beside `null`.
        instead: Another place, which does as well.
        may_go_undocumented: Whether the overlay also gives it to, or takes it from, an object that is open to more.
    """

    place: str
    loses: str
    types: tuple[str, ...] = ("string",)
    instead: str | None = None
    may_go_undocumented: bool = False


@frozen
class Lack:
    """What a description does not say, as a sentence; and whether something is lost by that."""

    told: str
    is_loss: bool = True


@frozen
class Needed:
    """An operation that the overlay calls.

    Attributes:
        method: HTTP method in lower case.
        path: Path with the parameter names of the client.
        loses: What would be lost without it.
        needs: What it must have.
        successes: The statuses that the overlay takes for one.
    """

    method: str
    path: str
    loses: str
    needs: tuple[Need, ...]
    successes: tuple[str, ...] = ("200",)


NEEDED = (
    Needed(
        "post",
        "/v1/documents/{identifier}/draft",
        "drafts.ensure, and drafts.get_or_create of a draft that is new",
        (
            Need("body/branchId", "drafts on a branch"),
            Need("answer/identifier", "the identifier of a new draft"),
        ),
    ),
    Needed(
        "get",
        "/v1/documents/{identifier}/drafts",
        _LISTING,
        (
            Need("parameter/include", "drafts.list(include_archived=True)"),
            Need("answer", _LISTING, ("array",)),
            Need("answer/items/identifier", _LISTING),
            Need("answer/items/publishedIdentifier", "Draft.document_id"),
            Need("answer/items/branch", "which branch a draft is on", ("object",)),
            Need("answer/items/branch/id", "which branch a draft is on"),
            Need("answer/items/branch/name", "DraftBranch.name"),
            Need("answer/items/status", "which draft is the active one"),
            Need("answer/items/draftOutOfDate", "Draft.out_of_date", ("boolean",)),
            Need("answer/items/workbookModelId", "Draft.workbook_model_id"),
            Need("answer/items/createdAt", "Draft.created_at"),
            Need("answer/items/updatedAt", "Draft.updated_at"),
            Need("answer/items/createdBy/name", "Draft.created_by"),
            Need("answer/items/lastEditedBy/name", "Draft.last_edited_by"),
        ),
    ),
    Needed(
        "post",
        "/v1/documents",
        "documents.create",
        (
            Need("body/modelId", "documents.create"),
            Need("body/name", "documents.create"),
            Need("body/description", "documents.create(description=...)"),
            Need("body/identifier", "documents.create(identifier=...)", may_go_undocumented=True),
            Need("body/queryPresentations", "documents.create(query_presentations=...)", ("array",)),
            Need("answer/workbook", "documents.create", ("object",)),
            Need("answer/workbook/id", "Document.workbook_id"),
            Need(
                "answer/workbook/identifier",
                "Document.id",
                instead="answer/workbook/documentId",
                may_go_undocumented=True,
            ),
            Need("answer/workbook/name", "Document.name", may_go_undocumented=True),
            Need("answer/workbook/createdAt", "Document.created_at", may_go_undocumented=True),
            Need("answer/workbook/updatedAt", "Document.updated_at", may_go_undocumented=True),
            Need("answer/dashboard/id", "Document.dashboard_id"),
        ),
        successes=("200", "201"),
    ),
)


def find_lacks(document: Document) -> Iterator[Lack]:
    """Tell what the overlay needs, and a description that is written in the client's words does not have."""
    for needed in NEEDED:
        path = find_operation_path(document, needed.method, needed.path)
        if path is None:
            yield Lack(f"{_name(needed)} is not described: {needed.loses} would be lost")
            continue
        item = document["paths"][path]
        operation = item[needed.method]
        yield from (lack for need in needed.needs for lack in _of_need(document, operation, needed, need))
        yield from _of_successes(operation, needed)
        given = {need.place for need in needed.needs} | {f"parameter/{part}" for part in parameter_names(path)}
        for wanted in _wanted(document, item, operation):
            if wanted not in given:
                problem = f"{wanted} is required, and the overlay does not give it"
                yield Lack(f"{_name(needed)}: {problem}: {needed.loses} would be lost")


def _name(needed: Needed) -> str:
    return f"{needed.method.upper()} {needed.path}"


def _of_need(document: Document, operation: Document, needed: Needed, need: Need) -> Iterator[Lack]:
    problem = _problem(document, operation, need)
    told = f"{_name(needed)}: {need.place} {problem}"
    if problem and need.may_go_undocumented and _is_open(document, operation, need.place.rpartition("/")[0]):
        yield Lack(f"{told}; {need.loses} goes by what the API does all the same", is_loss=False)
    elif problem:
        yield Lack(f"{told}: {need.loses} would be lost")


def _of_successes(operation: Document, needed: Needed) -> Iterator[Lack]:
    for status in operation["responses"]:
        if status.startswith("2") and status not in needed.successes:
            problem = f"it answers {status}, which the overlay does not take"
            yield Lack(f"{_name(needed)}: {problem}: {needed.loses} would be lost")


def _problem(document: Document, operation: Document, need: Need) -> str | None:
    """Say what is wrong with a place, in every answer if it is one of an answer."""
    start = need.place.partition("/")[0]
    wanted = 1 if start == "parameter" else len(list(find_at_route(document, operation, start)))
    for place in (need.place, need.instead):
        found = [] if place is None else list(find_at_route(document, operation, place))
        if found and len(found) == wanted:
            kinds = {kind for owner, key in found for kind in _types(owner[key])} - {"null"}
            strange = sorted(kinds - set(need.types))
            return f"is of type {strange[0]}, not {' or '.join(need.types)}" if strange else None
    return "is not described"


def _types(schema: Document | bool) -> list[str]:
    """Give the types that a schema names; one that forbids everything has none of those that are wanted."""
    if isinstance(schema, bool):
        return [] if schema else ["nothing"]
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else kinds


def _is_open(document: Document, operation: Document, place: str) -> bool:
    found = list(find_at_route(document, operation, place))
    schemas = [owner[key] for owner, key in found if isinstance(owner[key], dict)]
    return bool(schemas) and all(schema.get("additionalProperties", True) is not False for schema in schemas)


def _wanted(document: Document, item: Document, operation: Document) -> Iterator[str]:
    """Give the places of what a request must have."""
    for owner in (item, operation):
        parameters = owner.get("parameters", [])
        for index in range(len(parameters)):
            holder, key = follow_references(document, parameters, index)
            if holder[key].get("required"):
                yield f"parameter/{holder[key]['name']}"
    for holder, key in find_at_route(document, operation, "body"):
        if isinstance(holder[key], dict):
            yield from (f"body/{name}" for name in holder[key].get("required", ()))
