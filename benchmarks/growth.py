"""Measures how import, memory and regeneration grow with the number of operations."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from attrs import frozen

from benchmarks.clients import REGENERATED
from benchmarks.descriptions import find_large, read, resize
from benchmarks.imports import BARE, BASELINE, LARGE, operation_of
from benchmarks.processes import Cost
from benchmarks.rows import Aim, Row, measure_in_turn
from benchmarks.workshop import Workshop

NAME = "growth"
SIZES = (3, 50, 145, 600)
_IMPORTS, _REGENERATIONS = 10, 3
# `ru_maxrss` of a process starts at the memory of its parent; `VmHWM` of Linux does not.
_PRINT_MEMORY = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


@frozen
class _ImportCost:
    cpu: float
    memory: float


def measure(workshop: Workshop) -> list[Row]:
    """Generate clients of one description, cut or repeated, and import an operation of each."""
    large = find_large()
    if large is None:
        return []
    document = read(large)
    descriptions = {size: workshop.write_description(f"{size}-operations", resize(document, size)) for size in SIZES}
    folders = {size: workshop.generate(REGENERATED, description).folder for size, description in descriptions.items()}
    return [*_import_rows(workshop, folders), *_regeneration_rows(workshop, descriptions)]


def _import_rows(workshop: Workshop, folders: Mapping[int, Path]) -> list[Row]:
    statement = operation_of(REGENERATED.package, LARGE)
    sides = {BASELINE: partial(_import, workshop, BARE, folders[SIZES[0]])} | {
        _side(size): partial(_import, workshop, statement, folder) for size, folder in folders.items()
    }
    measured = measure_in_turn(sides, _IMPORTS)
    cpu = {side: tuple(run.cpu for run in runs) for side, runs in measured.items()}
    memory = {side: tuple(run.memory for run in runs) for side, runs in measured.items()}
    aims = tuple(Aim(_side(size), BASELINE, 1.2) for size in SIZES)
    return [
        Row(NAME, "Import one operation, by size of the client", "ms, CPU", cpu, aims),
        Row(NAME, "Memory after that import", "MiB", memory),
    ]


def _import(workshop: Workshop, statement: str, folder: Path) -> _ImportCost:
    result = workshop.run(["-c", statement + _PRINT_MEMORY], folder)
    return _ImportCost(result.cost.cpu * 1000, int(result.output) / 1024)


def _regeneration_rows(workshop: Workshop, descriptions: Mapping[int, Path]) -> list[Row]:
    def regenerate(description: Path) -> Cost:
        with workshop.temporary_folder() as folder:
            return REGENERATED.generate(description, folder)

    sides = {_side(size): partial(regenerate, description) for size, description in descriptions.items()}
    measured = measure_in_turn(sides, _REGENERATIONS)
    cpu = {side: tuple(cost.cpu for cost in costs) for side, costs in measured.items()}
    memory = {side: tuple(cost.memory for cost in costs) for side, costs in measured.items()}
    return [
        Row(NAME, "Regenerate, by number of operations", "s, CPU", cpu),
        Row(NAME, "Peak memory of a process of that regeneration", "MiB", memory),
    ]


def _side(size: int) -> str:
    return f"{size} operations"
