"""The work whose instructions are counted, each with its control."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen

from benchmarks.callgrind import count
from benchmarks.clients import REGENERATED
from benchmarks.descriptions import REPAIRED, read, resize
from benchmarks.figures import Count
from benchmarks.first_calls import WITH_GENERATED, WITH_HTTPX, WITH_OVERLAY
from benchmarks.imports import BARE, LARGE, OVERLAY, SMALL, operation_of
from benchmarks.workshop import Workshop

_OPERATIONS = 150
_CONCURRENCY = 2
_CALLS = 100


@frozen
class Process:
    """Arguments of the measured Python, and the folder of the client that it imports."""

    arguments: tuple[str, ...]
    folder: Path


@frozen
class Work:
    """A piece of work to count.

    Attributes:
        process: Process that does it.
        baseline: Process whose instructions are subtracted; `None` to count all.
        times: Number of repetitions of the work in `process` beyond those in `baseline`.
    """

    process: Process
    baseline: Process | None = None
    times: int = 1


@frozen
class Pair:
    """A piece of work, and the same without the client."""

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
    """Return functions that prepare each work by name.

    Args:
        workshop: Workshop that generates the clients.
        url: URL of the server of first calls.
        large: Large description; `None` to count nothing of it.
    """
    checkout, package = workshop.checkout, REGENERATED.package

    def import_by(statement: str, folder: Path = checkout) -> Pair:
        return Pair(_run(statement, folder), _run(BARE, checkout))

    def import_of(description: Path, operation: str) -> Pair:
        return import_by(operation_of(package, operation), workshop.generate(REGENERATED, description).folder)

    def first_call(code: str) -> Pair:
        return Pair(_run(code.format(url=url, package=package), checkout), _run(WITH_HTTPX.format(url=url), checkout))

    always: dict[str, Callable[[], Pair]] = {
        "import-150": lambda: import_of(_repeat_ours(workshop), SMALL),
        "import-3": lambda: import_by(operation_of(package, SMALL)),
        "import-overlay": lambda: import_by(OVERLAY),
        "first-call": lambda: first_call(WITH_GENERATED),
        "first-call-overlay": lambda: first_call(WITH_OVERLAY),
        "decode": lambda: _repeated("decode", "generated/", "json.loads", 1, checkout),
        "call": lambda: _repeated("list", "generated/", "httpx", _CALLS, checkout),
        "call-overlay": lambda: _repeated("list", "overlay", "httpx", _CALLS, checkout),
    }
    return always if large is None else always | {"import-large": lambda: import_of(large, LARGE)}


def _repeat_ours(workshop: Workshop) -> Path:
    return workshop.write_description("repeated", resize(read(REPAIRED), _OPERATIONS))


def count_all(workshop: Workshop, named: Mapping[str, Pair]) -> dict[str, Count]:
    """Count each process once; processes run in parallel, since a busy machine does not change the counts."""
    works = [work for pair in named.values() for work in (pair.work, pair.control)]
    processes = dict.fromkeys(process for work in works for process in (work.process, work.baseline) if process)
    with ThreadPoolExecutor(_CONCURRENCY) as pool:
        counts = dict(zip(processes, pool.map(_counter(workshop), processes), strict=True))
    return {
        name: Count(_instructions(pair.work, counts), _instructions(pair.control, counts))
        for name, pair in named.items()
    }


def _counter(workshop: Workshop) -> Callable[[Process], int]:
    def count_process(process: Process) -> int:
        arguments, environment = list(process.arguments), workshop.environment(process.folder)
        return count([workshop.python, *arguments], environment)

    return count_process


def _instructions(work: Work, counts: Mapping[Process, int]) -> int:
    baseline = 0 if work.baseline is None else counts[work.baseline]
    return round((counts[work.process] - baseline) / work.times)


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
