"""Documents that are listed again: the first listing does the work, and each later one gets its outcome."""

from collections.abc import Callable
from typing import Any

import pytest

from omni_drafts import Outcome
from omni_drafts._bulk.repeats import Repeats


def repeat(result: str) -> str:
    """Return the result for another listing."""
    return f"{result} again"


@pytest.fixture
def repeats() -> Repeats[str]:
    return Repeats(repeat)


def results_of(outcomes: list[Outcome[str]]) -> list[str]:
    """Return the result of each outcome."""
    return [outcome.unwrap() for outcome in outcomes]


def test_register_of_a_document_is_true_for_its_first_listing_alone(repeats: Repeats[str]) -> None:
    assert [repeats.register("a") for _ in range(3)] == [True, False, False]


def test_register_of_several_documents_is_true_for_each(repeats: Repeats[str]) -> None:
    assert [repeats.register(document) for document in ("a", "A", "b")] == [True, True, True]


def test_register_of_a_finished_document_is_false(repeats: Repeats[str]) -> None:
    repeats.register("a")
    repeats.finish(Outcome("a", "result", None))
    repeats.collect("a")
    assert repeats.register("a") is False


def test_collect_before_the_first_outcome_returns_nothing(repeats: Repeats[str]) -> None:
    repeats.register("a")
    repeats.register("a")
    assert repeats.collect("a") == []


def test_collect_returns_an_outcome_for_each_listing_while_the_first_was_active(repeats: Repeats[str]) -> None:
    for _ in range(3):
        repeats.register("a")
    repeats.finish(Outcome("a", "result", None))
    assert results_of(repeats.collect("a")) == ["result again", "result again"]


def test_collect_returns_each_outcome_once(repeats: Repeats[str]) -> None:
    repeats.register("a")
    repeats.register("a")
    repeats.finish(Outcome("a", "result", None))
    repeats.collect("a")
    assert repeats.collect("a") == []


def test_collect_returns_an_outcome_for_a_listing_after_the_first_had_finished(repeats: Repeats[str]) -> None:
    repeats.register("a")
    repeats.finish(Outcome("a", "result", None))
    repeats.register("a")
    assert results_of(repeats.collect("a")) == ["result again"]


def test_collect_returns_an_outcome_for_each_listing_after_the_first_had_finished(repeats: Repeats[str]) -> None:
    repeats.register("a")
    repeats.finish(Outcome("a", "result", None))
    repeats.register("a")
    repeats.collect("a")
    repeats.register("a")
    assert results_of(repeats.collect("a")) == ["result again"]


def test_finish_of_another_listing_keeps_the_first_outcome(repeats: Repeats[str]) -> None:
    repeats.register("a")
    repeats.register("a")
    repeats.finish(Outcome("a", "result", None))
    for outcome in repeats.collect("a"):
        repeats.finish(outcome)
    repeats.register("a")
    assert results_of(repeats.collect("a")) == ["result again"]


def test_collect_of_an_error_returns_an_equal_error_without_its_frames(repeats: Repeats[str]) -> None:
    try:
        raise LookupError("missing")
    except LookupError as error:
        first = Outcome[str]("a", None, error)
    repeats.register("a")
    repeats.register("a")
    repeats.finish(first)
    (outcome,) = repeats.collect("a")
    assert repr(outcome.error) == repr(first.error)
    assert outcome.error is not None
    assert outcome.error.__traceback__ is None
    assert (outcome.document_id, outcome.result) == ("a", None)


def test_collect_does_not_repeat_the_result_of_an_error() -> None:
    def fail(_: str) -> str:
        raise AssertionError

    repeats = Repeats(fail)
    repeats.register("a")
    repeats.register("a")
    repeats.finish(Outcome("a", None, LookupError()))
    assert len(repeats.collect("a")) == 1


@pytest.mark.parametrize(
    "create", [lambda: ["a"], lambda: 5, lambda: None, dict], ids=["list", "int", "None", "dict"]
)
def test_value_that_is_not_a_str_is_never_listed_again(create: Callable[[], Any], repeats: Repeats[str]) -> None:
    assert [repeats.register(create()) for _ in range(2)] == [True, True]
    repeats.finish(Outcome(create(), None, ValueError()))
    assert repeats.collect(create()) == []


class OwnError(Exception):
    """An error of a caller, which `copy` cannot create again."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(f"{host}: {reason}")


@pytest.mark.parametrize("error", [OwnError("omni.test", "denied"), LookupError("a")])
def test_collect_of_an_error_returns_the_same_message_and_cause(error: Exception, repeats: Repeats[str]) -> None:
    error.__cause__ = OwnError("omni.test", "refused")
    repeats.register("a")
    repeats.register("a")
    repeats.finish(Outcome("a", None, error))
    (outcome,) = repeats.collect("a")
    assert outcome.error is not None
    assert [str(outcome.error), str(outcome.error.__cause__)] == [str(error), "omni.test: refused"]
