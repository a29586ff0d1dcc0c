"""A folder of the measured code, and the Python that runs it."""

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

from benchmarks.clients import Generator
from benchmarks.descriptions import ROOT, Document
from benchmarks.processes import Cost, ProcessError, ProcessResult, run


@frozen
class GeneratedClient:
    """A client in a folder of its own, and the cost of generating it."""

    folder: Path
    cost: Cost


@define
class Workshop:
    """Generates clients, and runs measured code in fresh processes.

    All bytecode is written before the first run: otherwise chance decides which process writes it.

    Attributes:
        python: Python of an environment that has the alternatives and none of the tools, some of which httpx imports
            where they are installed.
        folder: Folder of copies and generated clients.
        root: Tree whose overlay and workloads are measured.
        others: Workshops of other trees, by the suffix of their sides.
    """

    python: Path
    folder: Path
    root: Path = ROOT
    others: Mapping[str, "Workshop"] = field(factory=dict)
    _clients: dict[tuple[str, Path], GeneratedClient] = field(factory=dict, init=False)

    @property
    def trees(self) -> Mapping[str, "Workshop"]:
        """The workshops of all trees, by the suffix of their sides: this one, which has none, and then the others."""
        return {"": self, **self.others}

    @cached_property
    def checkout(self) -> Path:
        """Folder with the generated client and the overlay, as they are in the tree."""
        packages = self.root / "generated" / "omni_api_client", self.root / "overlay" / "omni_drafts"
        return self._copy("checkout", *packages)

    @cached_property
    def _workloads(self) -> Path:
        return self._copy("workloads", self.root / "benchmarks")

    def generate(self, generator: Generator, description: Path) -> GeneratedClient:
        """Return a generated client; it is generated once."""
        key = generator.package, description
        if key not in self._clients:
            folder = Path(tempfile.mkdtemp(prefix=f"{generator.package}-", dir=self.folder))
            self._clients[key] = GeneratedClient(folder, generator.generate(description, folder))
            self._write_bytecode(folder)
        return self._clients[key]

    def try_to_generate(self, generator: Generator, description: Path) -> Path | None:
        """Return the folder of a generated client; if the generator cannot run here, report it and return `None`."""
        try:
            return self.generate(generator, description).folder
        except (OSError, ProcessError) as error:
            print(f"left out: {generator.package} of {description.name}: {error}", file=sys.stderr)
            return None

    @contextmanager
    def temporary_folder(self) -> Iterator[Path]:
        """Yield an empty folder, and remove it afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield Path(folder)

    def write_description(self, name: str, document: Document) -> Path:
        """Write a description, and return its path."""
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(document), "utf-8")
        return path

    def run(self, arguments: list[str], *clients: Path) -> ProcessResult:
        """Run the measured Python, which finds the clients of some folders, and the workloads."""
        return run([self.python, *arguments], self.environment(*clients))

    def run_json(self, arguments: list[str], *clients: Path) -> Any:
        """Run the measured Python, and parse the JSON that it prints."""
        return json.loads(self.run(arguments, *clients).output)

    def environment(self, *clients: Path) -> Mapping[str, str]:
        """Return the environment of a measured process, which does not depend on the user."""
        return {
            "HOME": str(self.folder),
            "PATH": os.defpath,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONSAFEPATH": "1",  # otherwise the working directory has a `benchmarks` that comes first
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
