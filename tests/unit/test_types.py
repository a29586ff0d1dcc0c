"""The values that calls return: they are frozen, and equal values have equal hashes."""

from typing import Any
from uuid import UUID

import pytest
from attrs import evolve, fields
from attrs.exceptions import FrozenInstanceError

from omni_drafts import Document, Draft, DraftBranch, DraftResult, Outcome, Progress

BRANCH = DraftBranch(UUID(int=7), "main")
DRAFT = Draft(id="a", document_id="doc", branch=BRANCH)
VALUES = [BRANCH, DRAFT, DraftResult(DRAFT, created=True), Document(id="a"), Progress(started=1)]

each_value = pytest.mark.parametrize("value", VALUES, ids=[type(value).__name__ for value in VALUES])


@pytest.mark.parametrize("value", [*VALUES, Outcome("doc", "a", None)], ids=lambda value: type(value).__name__)
def test_value_cannot_be_changed(value: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(type(value))[0].name, None)


@each_value
def test_value_that_is_equal_has_an_equal_hash(value: Any) -> None:
    assert {value: 1}[evolve(value)] == 1


@pytest.mark.parametrize("kind", [Draft, Document])
def test_value_with_many_fields_takes_keywords_alone(kind: Any) -> None:
    with pytest.raises(TypeError, match="positional"):
        kind("a", "doc", None)


def test_repr_of_a_result_shows_its_draft() -> None:
    assert repr(DraftResult(DRAFT, created=True)) == f"DraftResult(draft={DRAFT!r}, created=True)"


def test_outcome_with_a_result_is_not_equal_to_another() -> None:
    assert Outcome("doc", "a", None) != Outcome("doc", "a", None)


def test_active_of_progress_is_started_minus_finished() -> None:
    assert Progress(started=7, succeeded=2, failed=1).active == 4


@pytest.mark.parametrize("result", ["a", None])
def test_unwrap_of_an_outcome_without_an_error_returns_the_result(result: str | None) -> None:
    assert Outcome("doc", result, None).unwrap() == result


def test_unwrap_of_an_outcome_with_an_error_raises_that_error() -> None:
    error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError) as caught:
        Outcome("doc", None, error).unwrap()
    assert caught.value is error
