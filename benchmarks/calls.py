"""Measures warm calls on loopback: their time, and their processor time."""

from benchmarks.clients import AS_GENERATED
from benchmarks.descriptions import OURS
from benchmarks.rows import Aim, Row
from benchmarks.server import serving
from benchmarks.workshop import Workshop

BASELINE = "httpx"
_RUNS, _CALLS = 100, 30  # many short ones, as the machine has other work now and then
_TITLES = {"list": "A warm call on loopback: list drafts", "ensure": "A warm call on loopback: ask for a draft"}
_TIMES = ("time", "ms"), ("processor time", "ms, CPU")


def measure(workshop: Workshop) -> list[Row]:
    """Call many times in one process, each client in turn."""
    folders = workshop.checkout, workshop.make(AS_GENERATED, OURS).folder
    rows = []
    for kind, title in _TITLES.items():
        with serving() as url:
            workload = ["-m", "benchmarks.workloads.calls", url, kind, str(_RUNS), str(_CALLS)]
            runs = workshop.ask(workload, *folders)
        aims = (Aim("overlay", BASELINE, 1.2),)
        for number, (kind_of_time, unit) in enumerate(_TIMES):
            measured = {side: tuple(run[number] for run in each) for side, each in runs.items()}
            rows.append(Row("call", f"{title}, {kind_of_time}", unit, measured, aims))
    return rows
