"""Measures many documents at a limit, alone and beside another client of the same key, against the ideal time."""

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

from benchmarks.limited_server import REQUESTS_A_MINUTE, SUCCESS, TOO_MANY, LimitedServer, serving_limited
from benchmarks.neighbour import neighbour
from benchmarks.redis_server import find_redis, serving_redis
from benchmarks.rows import Aim, Row
from benchmarks.workloads.fast_time import SPEED
from benchmarks.workshop import Workshop

IDEAL = "ideal"
_DOCUMENTS, _PROCESSES = 600, 4
_WINDOW = 60 / SPEED
_RUNS_ALONE, _RUNS_BESIDE = 3, 1

Place = Callable[[], AbstractContextManager[str | None]]
"""Gives a new place for the count, as `pacing` names it."""


@frozen
class Side:
    """One way to ask for many documents.

    Attributes:
        kind: Of the client, as the workload takes it.
        processes: How many ask, each for as many documents.
        place: Where they keep their count.
    """

    kind: str
    processes: int
    place: Place


@frozen
class Finding:
    """What came of many documents.

    Attributes:
        seconds: From the first process's first request to the last one's last answer.
        refused: How many answers of ours were 429.
        failures: How many documents were not done.
        others: How many answers the other client got, of each status.
    """

    seconds: float
    refused: int
    failures: int
    others: Counter[int]


Found = Mapping[str, tuple[Finding, ...]]
"""What came of each side, run by run."""


def measure_alone(workshop: Workshop) -> list[Row]:
    """Let each side have the whole allowance."""
    name, what = "pacing", f"{_DOCUMENTS} documents at {REQUESTS_A_MINUTE} requests each {_WINDOW:g} s"
    found = _in_turn(workshop, _RUNS_ALONE, lambda _: nullcontext(Counter()))
    return [
        _time(name, what, found, ideal_seconds(_DOCUMENTS, REQUESTS_A_MINUTE), most=1.05),
        _number(name, f"{what}: refused with 429", "answers", found, _refused, most=0),
        _number(name, f"{what}: not done", "documents", found, _failures, most=0),
    ]


def measure_beside(workshop: Workshop) -> list[Row]:
    """Let another client of the key take half of the allowance."""
    name, what = "shared-key", f"{_DOCUMENTS} documents, and another client that takes half of the allowance"
    half = REQUESTS_A_MINUTE // 2
    found = _in_turn(workshop, _RUNS_BESIDE, lambda server: neighbour(server.url, _WINDOW / half))
    return [
        _time(name, what, found, ideal_seconds(_DOCUMENTS, half), most=None),
        _number(name, f"{what}: refused with 429", "answers", found, _refused, most=None),
        _number(name, f"{what}: not done", "documents", found, _failures, most=0),
        _number(name, f"{what}: what that got", "% of that half", found, _others_part, most=None),
    ]


def ideal_seconds(requests: int, allowed: int) -> float:
    """Give the least time until the last of so many requests may be sent."""
    return (requests - 1) // allowed * _WINDOW


def _in_turn(
    workshop: Workshop, runs: int, beside: Callable[[LimitedServer], AbstractContextManager[Counter[int]]]
) -> Found:
    """Take each side once in every run; no first run is left out, since what takes time is to wait."""
    with workshop.empty_folder() as folder:
        sides = _sides(folder)
        found = [{name: _take(workshop, side, beside) for name, side in sides.items()} for _ in range(runs)]
    return {name: tuple(run[name] for run in found) for name in sides}


def _sides(folder: Path) -> Mapping[str, Side]:
    file = partial(_file, folder)
    sides = {
        "threads": Side("threads", 1, nullcontext),
        "asyncio": Side("asyncio", 1, nullcontext),
        f"{_PROCESSES} processes, a file": Side("threads", _PROCESSES, file),
    }
    if find_redis() is None:
        print("left out: processes on Redis: redis-server is not installed", file=sys.stderr)
        return sides
    return sides | {f"{_PROCESSES} processes, Redis": Side("threads", _PROCESSES, partial(serving_redis, folder))}


@contextmanager
def _file(folder: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=folder) as new:
        yield f"file:{new}/turns"


def _take(
    workshop: Workshop, side: Side, beside: Callable[[LimitedServer], AbstractContextManager[Counter[int]]]
) -> Finding:
    share = _DOCUMENTS // side.processes
    with side.place() as pacing, serving_limited(_DOCUMENTS) as server:

        def ask(process: int) -> dict[str, Any]:
            numbers = [str(process * share), str((process + 1) * share)]
            workload = ["-m", "benchmarks.workloads.bulk", side.kind, server.url, json.dumps(pacing), *numbers]
            said: dict[str, Any] = workshop.ask(workload, workshop.checkout)
            return said

        with beside(server) as others, ThreadPoolExecutor(side.processes) as pool:
            said = list(pool.map(ask, range(side.processes)))
        answers = server.end() - others
    return Finding(
        seconds=max(one["ended"] for one in said) - min(one["began"] for one in said),
        refused=answers[TOO_MANY],
        failures=sum(one["failures"] for one in said),
        others=others,
    )


def _refused(finding: Finding) -> float:
    return finding.refused


def _failures(finding: Finding) -> float:
    return finding.failures


def _others_part(finding: Finding) -> float:
    return round(100 * finding.others[SUCCESS] / (finding.seconds / _WINDOW * REQUESTS_A_MINUTE / 2), 1)


def _time(name: str, title: str, found: Found, ideal: float, most: float | None) -> Row:
    runs = len(next(iter(found.values())))
    seconds = {side: tuple(one.seconds for one in findings) for side, findings in found.items()}
    aims = () if most is None else tuple(Aim(side, IDEAL, most) for side in found)
    return Row(name, title, "s", {IDEAL: (ideal,) * runs} | seconds, aims)


def _number(
    name: str, title: str, unit: str, found: Found, tell: Callable[[Finding], float], most: float | None
) -> Row:
    runs = {side: tuple(map(tell, findings)) for side, findings in found.items()}
    aims = () if most is None else tuple(Aim(side, None, most) for side in found)
    return Row(name, title, unit, runs, aims, compared=False)
