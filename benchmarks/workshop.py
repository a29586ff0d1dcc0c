"""A folder with the clients that are measured, each made once, and the Python that measures them."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from benchmarks.clients import Maker
from benchmarks.descriptions import ROOT, Document
from benchmarks.processes import Cost, Finished, ProcessError, run


@frozen
class Made:
    """A client in a folder of its own, and what it took to make it."""

    folder: Path
    cost: Cost


@define
class Workshop:
    """Where clients are made, and measured in fresh processes.

    All bytecode is written before anything is measured: which process would write it is chance.

    Attributes:
        python: Of an environment that has the peers and nothing of the tools, some of which httpx imports
            where it finds them.
        folder: Where everything is made.
    """

    python: Path
    folder: Path
    _made: dict[tuple[str, Path], Made] = field(factory=dict, init=False)

    @cached_property
    def checkout(self) -> Path:
        """The client and the overlay as they are in the checkout."""
        return self._copy("checkout", ROOT / "generated" / "omni_api_client", ROOT / "overlay" / "omni_drafts")

    @cached_property
    def _workloads(self) -> Path:
        return self._copy("workloads", ROOT / "benchmarks")

    def make(self, maker: Maker, description: Path) -> Made:
        """Make a client, unless it is there already."""
        key = maker.package, description
        if key not in self._made:
            folder = Path(tempfile.mkdtemp(prefix=f"{maker.package}-", dir=self.folder))
            self._made[key] = Made(folder, maker.make(description, folder))
            self._write_bytecode(folder)
        return self._made[key]

    def make_if_possible(self, maker: Maker, description: Path) -> Path | None:
        """Make a client of a tool that may not run here, which is said and no more."""
        try:
            return self.make(maker, description).folder
        except (OSError, ProcessError) as error:
            print(f"left out: {maker.package} of {description.name}: {error}", file=sys.stderr)
            return None

    @contextmanager
    def empty_folder(self) -> Iterator[Path]:
        """Give a folder that goes again."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield Path(folder)

    def describe(self, name: str, document: Document) -> Path:
        """Write a description, to make clients of it."""
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(document), "utf-8")
        return path

    def run(self, arguments: list[str], *clients: Path) -> Finished:
        """Run the measured Python, which finds the clients of these folders, and the workloads."""
        return run([self.python, *arguments], self.environment(*clients))

    def ask(self, arguments: list[str], *clients: Path) -> Any:
        """Run the measured Python, and read the JSON that it says."""
        return json.loads(self.run(arguments, *clients).output)

    def environment(self, *clients: Path) -> Mapping[str, str]:
        """Give what a measured process knows: the same for each, whoever runs it."""
        return {
            "HOME": str(self.folder),
            "PATH": os.defpath,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join(map(str, (*clients, self._workloads))),
        }

    def _copy(self, name: str, *packages: Path) -> Path:
        folder = self.folder / name
        for package in packages:
            shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("__pycache__"))
        self._write_bytecode(folder)
        return folder

    def _write_bytecode(self, folder: Path) -> None:
        run([self.python, "-m", "compileall", "-q", folder], {"PYTHONHASHSEED": "0"})
