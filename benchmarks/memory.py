"""Measures the peak memory of a bulk call of very many documents."""

from benchmarks.rows import Aim, Row
from benchmarks.server import serve_api
from benchmarks.workshop import Workshop

DOCUMENTS = 50_000
MAX_MIB = 20
_KINDS = ("threads", "asyncio")


def measure(workshop: Workshop, documents: int = DOCUMENTS) -> list[Row]:
    """Measure each kind of client once, each in a fresh process; a generator yields the documents."""
    runs: dict[str, tuple[float, ...]] = {}
    for kind in _KINDS:
        for suffix, tree in workshop.trees.items():
            with serve_api() as url:
                workload = ["-m", "benchmarks.workloads.memory", kind, url, str(documents)]
                runs[kind + suffix] = (round(float(tree.run_json(workload, tree.checkout)), 2),)
    aims = tuple(Aim(side, None, MAX_MIB) for side in runs)
    title = f"Peak memory above the start, {documents:,} documents"
    return [Row("memory", title, "MiB", runs, aims, is_compared=False)]
