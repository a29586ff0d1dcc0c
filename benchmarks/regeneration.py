"""Times repair, generation and audit of a description against the bare generator, run by run beside each other.

    python benchmarks/regeneration.py [DESCRIPTION] [--runs N]

Without a description, the largest of the folder that OMNI_DESCRIPTIONS names is taken, else openapi.yaml.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent
AIM = 2.5


@frozen
class Cost:
    """What one run took, in seconds."""

    wall: float
    cpu: float


def main() -> None:
    """Run both in turn, and print the medians and the ratio of each pair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("description", nargs="?", type=Path, default=find_description())
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    pairs = [(measure(bare, options.description), measure(ours, options.description)) for _ in range(options.runs)]
    print(f"{options.description.name}, {options.runs} paired runs, medians in seconds")
    print(f"{'':8}{'bare generator':>16}{'regenerate.py':>16}{'ratio':>8}{'least':>8}{'most':>8}{'aim':>8}")
    for kind in ("wall", "cpu"):
        bares, ourses = ([getattr(cost, kind) for cost in side] for side in zip(*pairs, strict=True))
        ratios = sorted(our / bare_one for bare_one, our in zip(bares, ourses, strict=True))
        print(
            f"{kind:8}{statistics.median(bares):16.2f}{statistics.median(ourses):16.2f}"
            f"{statistics.median(ratios):8.2f}{ratios[0]:8.2f}{ratios[-1]:8.2f}{AIM:8.2f}"
        )


def find_description() -> Path:
    """Give the largest description of the folder that OMNI_DESCRIPTIONS names, else our own."""
    folder = os.environ.get("OMNI_DESCRIPTIONS")
    found = [path for path in Path(folder).iterdir() if path.suffix in (".json", ".yaml")] if folder else []
    return max(found, key=lambda path: path.stat().st_size, default=ROOT / "openapi.yaml")


def bare(description: Path, work: Path) -> list[str]:
    """Give the call of the generator alone, with literals, without which it stops; it formats by itself."""
    (work / "config.yml").write_text("literal_enums: true\n")
    command = Path(sys.executable).with_name("openapi-python-client")
    arguments = [
        "--path",
        description,
        "--config",
        work / "config.yml",
        "--meta",
        "none",
        "--output-path",
        work / "out",
    ]
    return [str(command), "generate", *map(str, arguments)]


def ours(description: Path, work: Path) -> list[str]:
    """Give the call of our command, from reading to the audit."""
    script = ROOT / "scripts" / "regenerate.py"
    return [sys.executable, str(script), "--spec", str(description), "--output", str(work / "out")]


def measure(call: Callable[[Path, Path], list[str]], description: Path) -> Cost:
    """Run a call in a folder of its own, with this environment's tools first on the path."""
    with tempfile.TemporaryDirectory() as work:
        command = call(description, Path(work))
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PATH": path})
        wall, after = perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main()
