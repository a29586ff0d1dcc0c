"""Makes a state of a seed file: its tokens, models, branches, documents with their drafts, and faults."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from omni_drafts.mock._description.loading import load_description
from omni_drafts.mock._description.path_templates import operation_shape
from omni_drafts.mock._faults.kinds import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    Fault,
    MissingProperty,
    SlowAnswer,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._seed.values import SeedValue, read_values
from omni_drafts.mock._state.state import MockState, Permission

_PERMISSIONS = {permission.name.lower(): permission for permission in Permission}


def read_seed(
    file: Path | str,
    description: Mapping[str, Any] | Path | str | None = None,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    random: Random | None = None,
    rate_limit: int = 60,
) -> MockState:
    """Make a state of a seed file.

    Args:
        file: YAML.
        description: The repaired description that is served, whose operations may have faults; the one that
            comes with the mock if left out.
        now: As `MockState` has it.
        random: As `MockState` has it.
        rate_limit: As `MockState` has it.

    Raises:
        SeedError: The file is not as it should be; the message says where, and what to do.
    """
    state = MockState(now=now, random=random or Random(), rate_limit=rate_limit)  # noqa: S311 - nothing is secret
    seed = read_values(Path(file)).mapping("tokens", "models", "branches", "documents", "faults")
    if "tokens" in seed:
        state.tokens = _permissions(seed["tokens"])
    for model in _items(seed, "models"):
        state.add_model(model.uuid())
    for branch in _items(seed, "branches"):
        _add_branch(branch, state)
    for document in _items(seed, "documents"):
        _add_document(document, state)
    shapes = {operation.shape for operation in load_description(description).operations}
    for fault in _items(seed, "faults"):
        _add_fault(fault, state, shapes)
    return state


def _items(values: Mapping[str, SeedValue], name: str) -> list[SeedValue]:
    return values[name].items() if name in values else []


def _permissions(tokens: SeedValue) -> dict[str, Permission]:
    return {token: permission.choice(_PERMISSIONS) for token, permission in tokens.entries().items()}


def _add_branch(branch: SeedValue, state: MockState) -> None:
    said = branch.mapping("name", required=("id",))
    named = "name" in said and not said["name"].is_empty
    state.add_branch(said["id"].uuid(), said["name"].text() if named else None)


def _add_document(document: SeedValue, state: MockState) -> None:
    said = document.mapping(
        "name", "model", "published", "eligible", "permissions", "drafts", required=("identifier",)
    )
    permissions = _permissions(said["permissions"]) if "permissions" in said else {}
    unknown = permissions.keys() - state.tokens.keys()
    if unknown:
        raise said["permissions"].wrong(f"{min(unknown)} is no token; add it to tokens")
    model = said["model"].uuid() if "model" in said else None
    if model is not None and state.models and model not in state.models:
        raise said["model"].wrong("it is not among the models; add it to models")
    identifier = said["identifier"].text()
    try:
        state.add_document(
            identifier,
            name=said["name"].text() if "name" in said else "Document",
            model_id=model,
            published=said["published"].flag() if "published" in said else True,
            eligible=said["eligible"].flag() if "eligible" in said else True,
            permissions=permissions,
        )
    except ValueError:
        raise said["identifier"].wrong(f"{identifier} is there twice; keep one") from None
    for draft in _items(said, "drafts"):
        _add_draft(draft, identifier, state)


def _add_draft(draft: SeedValue, document: str, state: MockState) -> None:
    said = draft.mapping("identifier", "branch", "created", "updated", "archived", "out_of_date", "created_by")
    branch = said["branch"].uuid() if "branch" in said and not said["branch"].is_empty else None
    if branch is not None and state.branches and branch not in state.branches:
        raise said["branch"].wrong("it is not among the branches; add it to branches")
    now = state.moment()
    moments = {name: said[name].moment(now) for name in ("created", "updated", "archived") if name in said}
    try:
        state.add_draft(
            document,
            branch,
            identifier=said["identifier"].text() if "identifier" in said else None,
            created_at=moments.get("created"),
            updated_at=moments.get("updated"),
            archived_at=moments.get("archived"),
            out_of_date=said["out_of_date"].flag() if "out_of_date" in said else False,
            created_by=said["created_by"].text() if "created_by" in said else "Blob Ross",
        )
    except ValueError as error:
        raise draft.wrong(f"{error}; change or archive one") from None


def _error_status(said: Mapping[str, SeedValue]) -> Fault:
    return ErrorStatus(
        _status(said["status"]),
        said["retry_after"].seconds() if "retry_after" in said else None,
        said["as_date"].flag() if "as_date" in said else False,
        _after_write(said),
    )


def _error_page(said: Mapping[str, SeedValue]) -> Fault:
    return ErrorPage(_status(said["status"]) if "status" in said else 502, _after_write(said))


def _status(value: SeedValue) -> int:
    status = value.whole_number(200)
    if status > 599:
        raise value.wrong("it must be a status, from 200 to 599")
    return status


def _after_write(said: Mapping[str, SeedValue]) -> bool:
    return said["after_write"].flag() if "after_write" in said else False


def _unknown_member(said: Mapping[str, SeedValue]) -> Fault:
    return UnknownMember(said["value"].text()) if "value" in said else UnknownMember()


def _extra_property(said: Mapping[str, SeedValue]) -> Fault:
    given = {name: said[name].text() for name in ("name", "value") if name in said}
    return ExtraProperty(**given)


_Fault = tuple[tuple[str, ...], tuple[str, ...], Callable[[Mapping[str, SeedValue]], Fault]]
_FAULTS: Mapping[str, _Fault] = {
    # what must be said of each, what may be, and what it makes
    "error_status": (("status",), ("retry_after", "as_date", "after_write"), _error_status),
    "error_page": ((), ("status", "after_write"), _error_page),
    "truncated_content": ((), (), lambda _: TruncatedContent()),
    "empty_content": ((), (), lambda _: EmptyContent()),
    "wrong_content": ((), (), lambda _: WrongContent()),
    "dropped_connection": ((), ("after_write",), lambda said: DroppedConnection(_after_write(said))),
    "slow_answer": (("seconds",), (), lambda said: SlowAnswer(said["seconds"].seconds())),
    "unknown_member": ((), ("value",), _unknown_member),
    "extra_property": ((), ("name", "value"), _extra_property),
    "missing_property": (("name",), (), lambda said: MissingProperty(said["name"].text())),
}


def _add_fault(fault: SeedValue, state: MockState, shapes: set[str]) -> None:
    entries = fault.entries()
    if "fault" not in entries:
        raise fault.wrong(f"fault is missing; give one of {', '.join(_FAULTS)}")
    required, allowed, make = entries["fault"].choice(_FAULTS)
    said = fault.mapping("operation", "times", "share", *allowed, required=("fault", *required))
    operation = said["operation"].text() if "operation" in said else None
    try:
        state.faults.add(
            make(said),
            operation,
            times=said["times"].whole_number(1) if "times" in said else None,
            share=said["share"].number() if "share" in said else 1,
        )
    except ValueError as error:
        raise fault.wrong(str(error)) from None
    if operation is not None and operation_shape(*operation.split(" ", 1)) not in shapes:
        raise said["operation"].wrong("the description has no such operation; give the method and path that it has")
