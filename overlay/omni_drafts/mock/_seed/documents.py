"""Tokens, branches, documents and drafts of a seed file."""

from uuid import UUID

from omni_drafts.mock._seed.yaml_values import YamlValue
from omni_drafts.mock._state.permissions import Permission
from omni_drafts.mock._state.state import MockState

_PERMISSIONS = {permission.name.lower(): permission for permission in Permission}


def read_permissions(value: YamlValue) -> dict[str, Permission]:
    """Return the permissions of a mapping from tokens.

    Raises:
        SeedError: If a permission is invalid.
    """
    return {token: permission.choice(_PERMISSIONS) for token, permission in value.entries().items()}


def add_branch(value: YamlValue, state: MockState) -> None:
    """Add a branch of a seed file to a state.

    Raises:
        SeedError: If the branch is invalid.
    """
    values = value.mapping("name", required=("id",))
    has_name = "name" in values and not values["name"].is_null
    state.add_branch(values["id"].uuid(), values["name"].text() if has_name else None)


def add_document(value: YamlValue, state: MockState) -> None:
    """Add a document of a seed file to a state, with its drafts.

    Raises:
        SeedError: If the document or one of its drafts is invalid.
    """
    values = value.mapping(
        "name", "model", "published", "eligible", "permissions", "drafts", required=("identifier",)
    )
    identifier = values["identifier"].text()
    permissions = _document_permissions(values["permissions"], state) if "permissions" in values else {}
    model_id = _model_id(values["model"], state) if "model" in values else None
    try:
        state.add_document(
            identifier,
            name=values["name"].text() if "name" in values else "Document",
            model_id=model_id,
            published=values["published"].flag() if "published" in values else True,
            eligible=values["eligible"].flag() if "eligible" in values else True,
            permissions=permissions,
        )
    except ValueError:
        raise values["identifier"].error(f"duplicate identifier {identifier}; keep one") from None
    if "drafts" in values:
        for draft in values["drafts"].items():
            _add_draft(draft, identifier, state)


def _document_permissions(value: YamlValue, state: MockState) -> dict[str, Permission]:
    permissions = read_permissions(value)
    unknown = permissions.keys() - state.tokens.keys()
    if unknown:
        raise value.error(f"{min(unknown)} is not a token; add it to tokens")
    return permissions


def _model_id(value: YamlValue, state: MockState) -> UUID:
    model_id = value.uuid()
    if state.models and model_id not in state.models:
        raise value.error(f"{model_id} is not one of the models; add it to models")
    return model_id


def _branch_id(value: YamlValue, state: MockState) -> UUID:
    branch_id = value.uuid()
    if state.branches and branch_id not in state.branches:
        raise value.error(f"{branch_id} is not one of the branches; add it to branches")
    return branch_id


def _add_draft(value: YamlValue, document_identifier: str, state: MockState) -> None:
    values = value.mapping("identifier", "branch", "created", "updated", "archived", "out_of_date", "created_by")
    has_branch = "branch" in values and not values["branch"].is_null
    branch_id = _branch_id(values["branch"], state) if has_branch else None
    now = state.moment()
    times = {name: values[name].moment(now) for name in ("created", "updated", "archived") if name in values}
    try:
        state.add_draft(
            document_identifier,
            branch_id,
            identifier=values["identifier"].text() if "identifier" in values else None,
            created_at=times.get("created"),
            updated_at=times.get("updated"),
            archived_at=times.get("archived"),
            out_of_date=values["out_of_date"].flag() if "out_of_date" in values else False,
            created_by=values["created_by"].text() if "created_by" in values else "Blob Ross",
        )
    except ValueError as error:
        raise value.error(f"{error}; change or archive one") from None
