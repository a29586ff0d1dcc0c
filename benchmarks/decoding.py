"""Measures the decoding of a list of 1,000 drafts."""

from benchmarks.clients import AS_GENERATED, OPENAPI_GENERATOR
from benchmarks.descriptions import OURS
from benchmarks.rows import Aim, Row
from benchmarks.workshop import Workshop

_RUNS = 40
_SIDES = ["json.loads", "generated/", "as generated", "attrs constructors", "pydantic", "msgspec"]


def measure(workshop: Workshop) -> list[Row]:
    """Decode the same bytes in one process, with each decoder in turn."""
    folders, sides = [workshop.checkout, workshop.generate(AS_GENERATED, OURS).folder], list(_SIDES)
    openapi_generator = workshop.try_to_generate(OPENAPI_GENERATOR, OURS)
    if openapi_generator is not None:
        folders.append(openapi_generator)
        sides.append("openapi-generator")
    runs = workshop.run_json(["-m", "benchmarks.workloads.decode", str(_RUNS), *sides], *folders)
    aims = (Aim("generated/", "as generated", 0.5),)
    measured = {side: tuple(values) for side, values in runs.items()}
    return [Row("decode", "Decode 1,000 drafts", "ms, CPU", measured, aims)]
