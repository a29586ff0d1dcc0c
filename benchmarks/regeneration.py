"""Measures repair, generation and audit of a description, beside the bare generator."""

from functools import partial

from benchmarks.clients import AS_GENERATED, REGENERATED, Generator
from benchmarks.descriptions import OURS, find_large
from benchmarks.processes import Cost
from benchmarks.rows import Aim, Row, measure_in_turn
from benchmarks.workshop import Workshop

NAME = "regeneration"
_RUNS = 5


def measure(workshop: Workshop) -> list[Row]:
    """Regenerate the largest available description, or our own."""
    description = find_large() or OURS

    def generate(generator: Generator) -> Cost:
        with workshop.temporary_folder() as folder:
            return generator.generate(description, folder)

    sides = {"bare generator": partial(generate, AS_GENERATED), "regenerate.py": partial(generate, REGENERATED)}
    measured = measure_in_turn(sides, _RUNS)
    wall = {side: tuple(cost.wall for cost in costs) for side, costs in measured.items()}
    cpu = {side: tuple(cost.cpu for cost in costs) for side, costs in measured.items()}
    aims = (Aim("regenerate.py", "bare generator", 2.5),)
    return [
        Row(NAME, "Regenerate the largest description, time", "s", wall, aims),
        Row(NAME, "Regenerate the largest description, CPU time", "s, CPU", cpu, aims),
    ]
