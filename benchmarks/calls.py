"""Measures the processor time of warm calls on loopback."""

from benchmarks.clients import AS_GENERATED
from benchmarks.descriptions import OURS
from benchmarks.rows import Aim, Row
from benchmarks.server import serving
from benchmarks.workshop import Workshop

BASELINE = "httpx"
_RUNS, _CALLS = 30, 100
_TITLES = {"list": "A warm call on loopback: list drafts", "ensure": "A warm call on loopback: ask for a draft"}


def measure(workshop: Workshop) -> list[Row]:
    """Call many times in one process, each client in turn."""
    folders = workshop.checkout, workshop.make(AS_GENERATED, OURS).folder
    rows = []
    for kind, title in _TITLES.items():
        with serving() as url:
            workload = ["-m", "benchmarks.workloads.calls", url, kind, str(_RUNS), str(_CALLS)]
            runs = workshop.ask(workload, *folders)
        aims = (Aim("overlay", BASELINE, 1.2),)
        rows.append(Row("call", title, "ms, CPU", {side: tuple(values) for side, values in runs.items()}, aims))
    return rows
