"""Measures the import of one operation, and of the overlay, in fresh processes."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.clients import AS_GENERATED, OPENAPI_GENERATOR, REGENERATED
from benchmarks.descriptions import OURS, find_large
from benchmarks.rows import Aim, Row, measure_in_turn
from benchmarks.workshop import Workshop

BASELINE = "httpx and attrs"
BARE = "import httpx, attrs"
OVERLAY = "from omni_drafts import Omni"
"""`import omni_drafts` alone imports no module, since its names are lazy."""

SMALL = "documents.list_document_drafts"
LARGE = "documents.create_draft"
LARGE_IN_INSTANCE_DIALECT = "documents.documents_create_draft"
"""Name of the same operation in the instance dialect."""
_RUNS = 20


def measure_small(workshop: Workshop) -> list[Row]:
    """Import an operation of our own client, which has three operations."""
    sides = {
        BASELINE: (BARE, workshop.checkout),
        "generated/": (operation_of(REGENERATED.package, SMALL), workshop.checkout),
    } | _peers(workshop, OURS, SMALL)
    return [_row(workshop, "import", "Import one operation of 3", sides, ())]


def measure_large(workshop: Workshop) -> list[Row]:
    """Import an operation of a client of the largest available description."""
    description = find_large()
    if description is None:
        return []
    folder = workshop.generate(REGENERATED, description).folder
    sides = {
        BASELINE: (BARE, folder),
        "regenerate.py": (operation_of(REGENERATED.package, LARGE), folder),
    } | _peers(workshop, description, LARGE_IN_INSTANCE_DIALECT)
    aims = (Aim("regenerate.py", BASELINE, 1.2),)
    return [_row(workshop, "import-large", "Import one operation of about 150", sides, aims)]


def measure_overlay(workshop: Workshop) -> list[Row]:
    """Import the overlay."""
    overlays = {f"overlay{suffix}": (OVERLAY, tree.checkout) for suffix, tree in workshop.trees.items()}
    aims = tuple(Aim(side, BASELINE, 1.2) for side in overlays)
    sides = {BASELINE: (BARE, workshop.checkout)} | overlays
    return [_row(workshop, "import-overlay", "Import the overlay", sides, aims)]


def operation_of(package: str, operation: str) -> str:
    """Return the statement that imports an operation."""
    return f"import {package}.api.{operation}"


def _peers(workshop: Workshop, description: Path, operation: str) -> dict[str, tuple[str, Path]]:
    as_generated = workshop.generate(AS_GENERATED, description).folder
    peers = {"as generated": (operation_of(AS_GENERATED.package, operation), as_generated)}
    openapi_generator = workshop.try_to_generate(OPENAPI_GENERATOR, description)
    if openapi_generator is not None:
        peers["openapi-generator"] = (operation_of(OPENAPI_GENERATOR.package, "documents_api"), openapi_generator)
    return peers


def _row(
    workshop: Workshop, name: str, title: str, sides: Mapping[str, tuple[str, Path]], aims: tuple[Aim, ...]
) -> Row:
    def measure(statement: str, folder: Path) -> float:
        return workshop.run(["-c", statement], folder).cost.cpu * 1000

    runs = measure_in_turn({side: partial(measure, *program) for side, program in sides.items()}, _RUNS)
    return Row(name, title, "ms, CPU", runs, aims)
