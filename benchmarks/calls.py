"""Measures warm calls on loopback: their time, and their processor time."""

from benchmarks.clients import AS_GENERATED
from benchmarks.descriptions import OURS
from benchmarks.rows import Aim, Row
from benchmarks.server import serving
from benchmarks.workshop import Workshop

BASELINE = "httpx"
_PROCESSES, _RUNS, _CALLS = 15, 20, 30
_TITLES = {"list": "A warm call on loopback: list drafts", "ensure": "A warm call on loopback: ask for a draft"}
_TIMES = ("time", "ms"), ("processor time", "ms, CPU")


def measure(workshop: Workshop) -> list[Row]:
    """Call many times, each client in turn.

    In several processes, since each has its memory laid out in another way; in short runs, since the machine has
    other work now and then.
    """
    folders = workshop.checkout, workshop.make(AS_GENERATED, OURS).folder
    rows = []
    for kind, title in _TITLES.items():
        with serving() as url:
            workload = ["-m", "benchmarks.workloads.calls", url, kind, str(_RUNS), str(_CALLS)]
            processes = [workshop.ask(workload, *folders) for _ in range(_PROCESSES)]
        runs = {side: [run for process in processes for run in process[side]] for side in processes[0]}
        aims = (Aim("overlay", BASELINE, 1.2),)
        for number, (kind_of_time, unit) in enumerate(_TIMES):
            measured = {side: tuple(run[number] for run in each) for side, each in runs.items()}
            rows.append(Row("call", f"{title}, {kind_of_time}", unit, measured, aims))
    return rows
