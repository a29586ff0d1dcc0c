"""Measures warm calls on loopback: their time, and their processor time."""

from collections.abc import Mapping, Sequence
from functools import partial

from benchmarks.clients import AS_GENERATED
from benchmarks.descriptions import OURS
from benchmarks.rows import Aim, Row, measure_in_turn
from benchmarks.server import serve_api
from benchmarks.workshop import Workshop

BASELINE, OVERLAY = "httpx", "overlay"
_PROCESSES, _RUNS, _CALLS = 15, 20, 30
_TITLES = {"list": "List drafts on loopback", "ensure": "Ensure a draft on loopback"}
_TIMES = ("time", "ms"), ("CPU time", "ms, CPU")

Calls = Mapping[str, Sequence[Sequence[float]]]
"""The runs of each side in one process; a run has the time of a call, and its processor time."""


def measure(workshop: Workshop) -> list[Row]:
    """Make many calls of each client in turn.

    Several processes make them, since the layout of memory differs from one to the next. Runs are short, since the
    machine is busy now and then. Processes of another tree take turns with those of this one.
    """
    as_generated = workshop.generate(AS_GENERATED, OURS).folder
    rows = []
    for kind, title in _TITLES.items():
        with serve_api() as url:
            workload = ["-m", "benchmarks.workloads.calls", url, kind, str(_RUNS), str(_CALLS)]
            processes = measure_in_turn(
                {
                    suffix: partial(tree.run_json, workload, tree.checkout, as_generated)
                    for suffix, tree in workshop.trees.items()
                },
                _PROCESSES,
            )
        runs = merge_processes(processes)
        aims = tuple(Aim(OVERLAY + suffix, BASELINE, 1.2) for suffix in workshop.trees)
        for number, (kind_of_time, unit) in enumerate(_TIMES):
            measured = {side: tuple(run[number] for run in each) for side, each in runs.items()}
            rows.append(Row("call", f"{title}, {kind_of_time}", unit, measured, aims))
    return rows


def merge_processes(processes: Mapping[str, Sequence[Calls]]) -> dict[str, list[Sequence[float]]]:
    """Return the runs of all processes: all sides of this tree, and the overlay of each other tree.

    Args:
        processes: Runs of each process, by the suffix of its tree; this tree has none.
    """
    runs = {side: [run for process in processes[""] for run in process[side]] for side in processes[""][0]}
    for suffix, calls in processes.items():
        runs[OVERLAY + suffix] = [run for process in calls for run in process[OVERLAY]]
    return runs
