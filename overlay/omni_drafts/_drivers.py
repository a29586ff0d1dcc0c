"""Drives generators without I/O, blocking or in an event loop, as httpx drives its `auth_flow`.

A generator yields steps, is sent the result of each or gets its error thrown, and returns a value.
"""

from collections.abc import Awaitable, Callable, Generator
from typing import TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")
T = TypeVar("T")


def drive(generator: Generator[Step, Result, T], perform: Callable[[Step], Result]) -> T:
    """Return the value of a generator, after performing each of its steps."""
    try:
        step = next(generator)
        while True:
            try:
                result = perform(step)
            except BaseException as error:  # noqa: BLE001 - the generator cleans up, and raises it again
                step = generator.throw(error)
            else:
                step = generator.send(result)
    except StopIteration as stop:  # of the generator alone: thrown into one, it becomes a `RuntimeError`
        value: T = stop.value
        return value


async def drive_async(generator: Generator[Step, Result, T], perform: Callable[[Step], Awaitable[Result]]) -> T:
    """Return the value of a generator, after awaiting each of its steps."""
    try:
        step = next(generator)
        while True:
            try:
                result = await perform(step)
            except BaseException as error:  # noqa: BLE001 - the generator cleans up, and raises it again
                step = generator.throw(error)
            else:
                step = generator.send(result)
    except StopIteration as stop:
        value: T = stop.value
        return value
