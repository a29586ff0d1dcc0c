"""Loading of a seed file into a new state."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from omni_drafts.mock._description.loading import load_description
from omni_drafts.mock._seed.documents import add_branch, add_document, read_permissions
from omni_drafts.mock._seed.faults import add_fault
from omni_drafts.mock._seed.yaml_values import YamlValue, read_yaml
from omni_drafts.mock._state.state import MockState


def read_seed(
    file: Path | str,
    description: Mapping[str, Any] | Path | str | None = None,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    random: Random | None = None,
    rate_limit: int = 60,
) -> MockState:
    """Return the state that a seed file describes.

    Args:
        file: Path of the YAML file.
        description: Repaired description that the mock serves. Faults are for its operations. The default is the
            description of the package.
        now: Clock of the state, as in `MockState`.
        random: Source of randomness of the state, as in `MockState`.
        rate_limit: Rate limit of the state, as in `MockState`.

    Raises:
        SeedError: If the file is invalid. The message has the location, the problem and the remedy.
    """
    state = MockState(now=now, random=random or Random(), rate_limit=rate_limit)  # noqa: S311 - nothing is secret
    seed = read_yaml(Path(file)).mapping("tokens", "models", "branches", "documents", "faults")
    if "tokens" in seed:
        state.tokens = read_permissions(seed["tokens"])
    for model in _items(seed, "models"):
        state.add_model(model.uuid())
    for branch in _items(seed, "branches"):
        add_branch(branch, state)
    for document in _items(seed, "documents"):
        add_document(document, state)
    shapes = {operation.shape for operation in load_description(description).operations}
    for fault in _items(seed, "faults"):
        add_fault(fault, state, shapes)
    return state


def _items(values: Mapping[str, YamlValue], name: str) -> list[YamlValue]:
    return values[name].items() if name in values else []
