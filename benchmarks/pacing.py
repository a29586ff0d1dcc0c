"""Measures bulk calls at a rate limit, alone and beside another client of the same key, against the ideal time."""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen

from benchmarks.limited_server import (
    REQUESTS_PER_MINUTE,
    SUCCESS,
    TOO_MANY_REQUESTS,
    LimitedServer,
    serve_limited_mock,
)
from benchmarks.neighbour import neighbour
from benchmarks.redis_server import find_redis, serve_redis
from benchmarks.rows import Aim, Row
from benchmarks.workloads.fast_time import SPEED
from benchmarks.workshop import Workshop

IDEAL = "ideal"
RUNS_ALONE, _RUNS_BESIDE = 3, 1
_DOCUMENTS, _PROCESSES = 600, 4
_WINDOW_SECONDS = 60 / SPEED

OpenStorage = Callable[[], AbstractContextManager[str | None]]
"""Opens a new rate-limit storage, and yields it as the workload expects it."""

OpenNeighbour = Callable[[LimitedServer], AbstractContextManager[Counter[int]]]
"""Starts the other client, if there is one, and yields the number of its responses by status code."""


@frozen
class Side:
    """A kind of bulk call.

    Attributes:
        kind: Kind of client, as the workload expects it.
        processes: Number of processes, each with an equal share of the documents.
        open_storage: Function that opens the rate-limit storage.
    """

    kind: str
    processes: int
    open_storage: OpenStorage


@frozen
class BulkRun:
    """The result of one bulk call.

    Attributes:
        seconds: Time from the first request to the last response.
        rejected: Number of our responses with status 429.
        failures: Number of documents without a draft.
        neighbour: Number of the responses of the other client, by status code.
    """

    seconds: float
    rejected: int
    failures: int
    neighbour: Counter[int]


Runs = Mapping[str, tuple[BulkRun, ...]]
"""The runs of each side."""


def measure_alone(workshop: Workshop, runs: int = RUNS_ALONE) -> list[Row]:
    """Measure each side with the whole limit."""
    name, title = "pacing", f"{_DOCUMENTS} documents, {REQUESTS_PER_MINUTE} each {_WINDOW_SECONDS:g} s"
    measured = _measure_in_turn(workshop, runs, lambda _: nullcontext(Counter()))
    return [
        _time_row(name, title, measured, ideal_seconds(_DOCUMENTS, REQUESTS_PER_MINUTE), maximum=1.05),
        _number_row(name, f"{title}: rejected with 429", "responses", measured, _rejected, maximum=0),
        _number_row(name, f"{title}: failed", "documents", measured, _failures, maximum=0),
    ]


def measure_beside(workshop: Workshop) -> list[Row]:
    """Measure each side while another client of the key uses half of the limit."""
    name, title = "shared-key", f"{_DOCUMENTS} documents, shared key"
    half = REQUESTS_PER_MINUTE // 2
    measured = _measure_in_turn(workshop, _RUNS_BESIDE, lambda server: neighbour(server.url, _WINDOW_SECONDS / half))
    return [
        _time_row(name, title, measured, ideal_seconds(_DOCUMENTS, half), maximum=None),
        _number_row(name, f"{title}: rejected with 429", "responses", measured, _rejected, maximum=None),
        _number_row(name, f"{title}: failed", "documents", measured, _failures, maximum=0),
        _number_row(
            name, f"{title}: share of the other client", "% of its half", measured, _neighbour_share, maximum=None
        ),
    ]


def ideal_seconds(requests: int, allowed: int) -> float:
    """Return the shortest time from the first request to the last."""
    return (requests - 1) // allowed * _WINDOW_SECONDS


def _measure_in_turn(workshop: Workshop, runs: int, open_neighbour: OpenNeighbour) -> Runs:
    """Measure each side of each tree once in every run; the first run counts, since nearly all time is waiting."""
    with workshop.temporary_folder() as folder:
        sides = {
            name + suffix: partial(_run, tree, side, open_neighbour)
            for name, side in _sides(folder).items()
            for suffix, tree in workshop.trees.items()
        }
        measured = [{name: run() for name, run in sides.items()} for _ in range(runs)]
    return {name: tuple(run[name] for run in measured) for name in sides}


def _sides(folder: Path) -> Mapping[str, Side]:
    sides = {
        "threads": Side("threads", 1, nullcontext),
        "asyncio": Side("asyncio", 1, nullcontext),
        f"{_PROCESSES} processes, a file": Side("threads", _PROCESSES, partial(_open_file, folder)),
    }
    if find_redis() is None:
        print("left out: processes on Redis: redis-server is not installed", file=sys.stderr)
        return sides
    return sides | {f"{_PROCESSES} processes, Redis": Side("threads", _PROCESSES, partial(serve_redis, folder))}


@contextmanager
def _open_file(folder: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=folder) as new:
        yield f"file:{new}/windows"


def _run(workshop: Workshop, side: Side, open_neighbour: OpenNeighbour) -> BulkRun:
    share = _DOCUMENTS // side.processes
    with side.open_storage() as storage, serve_limited_mock(_DOCUMENTS) as server:

        def run_process(process: int) -> dict[str, Any]:
            numbers = [str(process * share), str((process + 1) * share)]
            workload = ["-m", "benchmarks.workloads.bulk", side.kind, server.url, json.dumps(storage), *numbers]
            output: dict[str, Any] = workshop.run_json(workload, workshop.checkout)
            return output

        with open_neighbour(server) as neighbour_responses, ThreadPoolExecutor(side.processes) as pool:
            outputs = list(pool.map(run_process, range(side.processes)))
        responses = server.stop() - neighbour_responses
    return BulkRun(
        seconds=max(output["ended"] for output in outputs) - min(output["began"] for output in outputs),
        rejected=responses[TOO_MANY_REQUESTS],
        failures=sum(output["failures"] for output in outputs),
        neighbour=neighbour_responses,
    )


def _rejected(run: BulkRun) -> float:
    return run.rejected


def _failures(run: BulkRun) -> float:
    return run.failures


def _neighbour_share(run: BulkRun) -> float:
    return round(100 * run.neighbour[SUCCESS] / (run.seconds / _WINDOW_SECONDS * REQUESTS_PER_MINUTE / 2), 1)


def _time_row(name: str, title: str, measured: Runs, ideal: float, maximum: float | None) -> Row:
    runs = len(next(iter(measured.values())))
    seconds = {side: tuple(run.seconds for run in each) for side, each in measured.items()}
    aims = () if maximum is None else tuple(Aim(side, IDEAL, maximum) for side in measured)
    return Row(name, title, "s", {IDEAL: (ideal,) * runs} | seconds, aims)


def _number_row(
    name: str, title: str, unit: str, measured: Runs, number: Callable[[BulkRun], float], maximum: float | None
) -> Row:
    runs = {side: tuple(map(number, each)) for side, each in measured.items()}
    aims = () if maximum is None else tuple(Aim(side, None, maximum) for side in measured)
    return Row(name, title, unit, runs, aims, is_compared=False)
