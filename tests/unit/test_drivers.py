"""The drivers of generators: each step is performed, each error is thrown into the generator, and it is closed."""

import asyncio
import inspect
from collections.abc import Callable, Generator
from typing import Any

import httpx
import pytest

from omni_drafts import Omni, OmniConnectionError
from omni_drafts._drivers import drive, drive_async
from omni_drafts._operations.drafts import list_drafts

Drive = Callable[[Generator[Any, Any, Any], Callable[[Any], Any]], Any]
Steps = Generator[int, int, list[int]]


def drive_in_a_loop(generator: Generator[Any, Any, Any], perform: Callable[[Any], Any]) -> Any:
    async def perform_later(step: Any) -> Any:
        return perform(step)

    return asyncio.run(drive_async(generator, perform_later))


both_drivers = pytest.mark.parametrize("drive", [drive, drive_in_a_loop])


def fail(_: object) -> Any:
    raise ZeroDivisionError


@both_drivers
def test_drive_sends_the_result_of_each_step_and_returns_the_value(drive: Drive) -> None:
    def steps() -> Steps:
        return [(yield 1), (yield 2)]

    assert drive(steps(), lambda step: step * 10) == [10, 20]


@both_drivers
def test_drive_throws_the_error_of_a_step_into_the_generator(drive: Drive) -> None:
    def steps() -> Steps:
        try:
            yield 1
        except ZeroDivisionError:
            return [-1]
        return []

    assert drive(steps(), fail) == [-1]


@both_drivers
@pytest.mark.parametrize("error", [KeyboardInterrupt, asyncio.CancelledError, SystemExit])
def test_drive_throws_an_interrupt_of_a_step_into_the_generator(error: type[BaseException], drive: Drive) -> None:
    def steps() -> Steps:
        try:
            yield 1
        except error:
            return [-1]
        return []

    def interrupt(_: object) -> Any:
        raise error

    assert drive(steps(), interrupt) == [-1]


@both_drivers
def test_drive_with_a_step_that_fails_closes_the_generator(drive: Drive) -> None:
    flow = list_drafts("doc", include_archived=False)
    with pytest.raises(ZeroDivisionError):
        drive(flow, fail)
    assert inspect.getgeneratorstate(flow) == inspect.GEN_CLOSED


def test_drive_with_a_transport_that_raises_stop_iteration_raises_an_error() -> None:
    """An iterator of responses that runs out must not end a generator of the caller without an error."""
    responses = iter([httpx.Response(200, json=[])])
    omni = Omni(instance="a", token="made-up", transport=httpx.MockTransport(lambda _: next(responses)))
    assert omni.drafts.list("doc") == []
    with pytest.raises(OmniConnectionError, match="raised StopIteration"):
        omni.drafts.list("doc")
