"""Measures how much memory very many documents take, which nobody has to hold at once."""

from benchmarks.rows import Aim, Row
from benchmarks.server import serving
from benchmarks.workshop import Workshop

DOCUMENTS = 50_000
MOST = 20
_KINDS = ("threads", "asyncio")


def measure(workshop: Workshop, documents: int = DOCUMENTS) -> list[Row]:
    """Ask with each kind of client once, each in a fresh process; documents come from a generator."""
    runs: dict[str, tuple[float, ...]] = {}
    for kind in _KINDS:
        with serving() as url:
            workload = ["-m", "benchmarks.workloads.memory", kind, url, str(documents)]
            runs[kind] = (round(float(workshop.ask(workload, workshop.checkout)), 2),)
    aims = tuple(Aim(kind, None, MOST) for kind in _KINDS)
    title = f"The most memory with {documents:,} documents, above that at the start"
    return [Row("memory", title, "MiB", runs, aims, compared=False)]
