"""What is counted: each piece of work with its control, and how its instructions are told from what surrounds it."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen

from benchmarks.callgrind import count
from benchmarks.clients import REGENERATED
from benchmarks.descriptions import REPAIRED, read, resize
from benchmarks.figures import Count
from benchmarks.first_calls import WITH_GENERATED, WITH_HTTPX, WITH_OVERLAY
from benchmarks.imports import BARE, LARGE, SMALL, operation_of
from benchmarks.workshop import Workshop

_OPERATIONS = 150
_AT_ONCE = 2
_CALLS = 100


@frozen
class Process:
    """A process of the measured Python, and the client that it finds."""

    arguments: tuple[str, ...]
    folder: Path


@frozen
class Work:
    """Something to count.

    Attributes:
        process: Does it.
        without: Does everything else that the process does, if only a part of that is meant.
        times: How often the one does it more than the other.
    """

    process: Process
    without: Process | None = None
    times: int = 1


@frozen
class Pair:
    """Something to count, and the same without the client."""

    work: Work
    control: Work


NAMES = (
    "import-150",
    "import-large",
    "import-3",
    "import-overlay",
    "first-call",
    "first-call-overlay",
    "decode",
    "call",
    "call-overlay",
)


def pairs(workshop: Workshop, url: str, large: Path | None) -> dict[str, Callable[[], Pair]]:
    """Say how everything is counted; its clients are made when it is asked for.

    Args:
        workshop: Makes the clients.
        url: Of the server that first calls go to.
        large: The large description. What needs one is not counted, where there is none.
    """
    checkout, package = workshop.checkout, REGENERATED.package

    def imported(statement: str, folder: Path = checkout) -> Pair:
        return Pair(_run(statement, folder), _run(BARE, checkout))

    def imported_of(description: Path, operation: str) -> Pair:
        return imported(operation_of(package, operation), workshop.make(REGENERATED, description).folder)

    def first(code: str) -> Pair:
        return Pair(_run(code.format(url=url, package=package), checkout), _run(WITH_HTTPX.format(url=url), checkout))

    always: dict[str, Callable[[], Pair]] = {
        "import-150": lambda: imported_of(_repeat_ours(workshop), SMALL),
        "import-3": lambda: imported(operation_of(package, SMALL)),
        "import-overlay": lambda: imported("import omni_drafts"),
        "first-call": lambda: first(WITH_GENERATED),
        "first-call-overlay": lambda: first(WITH_OVERLAY),
        "decode": lambda: _repeated("decode", "generated/", "json.loads", 1, checkout),
        "call": lambda: _repeated("list", "generated/", "httpx", _CALLS, checkout),
        "call-overlay": lambda: _repeated("list", "overlay", "httpx", _CALLS, checkout),
    }
    return always if large is None else always | {"import-large": lambda: imported_of(large, LARGE)}


def _repeat_ours(workshop: Workshop) -> Path:
    return workshop.describe("repeated", resize(read(REPAIRED), _OPERATIONS))


def count_all(workshop: Workshop, named: Mapping[str, Pair]) -> dict[str, Count]:
    """Count every process once, two at a time: instructions are the same, however busy the machine is."""
    works = [work for pair in named.values() for work in (pair.work, pair.control)]
    processes = dict.fromkeys(process for work in works for process in (work.process, work.without) if process)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        counted = dict(zip(processes, pool.map(_counter(workshop), processes), strict=True))
    return {
        name: Count(_instructions(pair.work, counted), _instructions(pair.control, counted))
        for name, pair in named.items()
    }


def _counter(workshop: Workshop) -> Callable[[Process], int]:
    def count_process(process: Process) -> int:
        arguments, environment = list(process.arguments), workshop.environment(process.folder)
        return count([workshop.python, *arguments], environment)

    return count_process


def _instructions(work: Work, counted: Mapping[Process, int]) -> int:
    without = 0 if work.without is None else counted[work.without]
    return round((counted[work.process] - without) / work.times)


def _run(code: str, folder: Path) -> Work:
    return Work(Process(("-c", code), folder))


def _repeated(kind: str, side: str, control: str, times: int, folder: Path) -> Pair:
    def work(side: str) -> Work:
        once, more = (
            Process(("-m", "benchmarks.workloads.repeated", kind, side, str(number)), folder)
            for number in (1, 1 + times)
        )
        return Work(more, once, times)

    return Pair(work(side), work(control))
