"""Generates clients of a description: with our command, with the bare generator, and with openapi-generator."""

import sys
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from benchmarks.descriptions import ROOT
from benchmarks.processes import Cost, run, tools_environment


@frozen
class Generator:
    """A way to generate a client.

    Attributes:
        package: Name of the generated package.
        command: Function that returns the command line for a description and the folder of the package.
    """

    package: str
    command: Callable[[Path, Path], list[str | Path]]

    def generate(self, description: Path, folder: Path) -> Cost:
        """Generate a client in an empty folder, and return the cost."""
        return run(self.command(description, folder), tools_environment()).cost


def _regenerate(description: Path, folder: Path) -> list[str | Path]:
    return [sys.executable, ROOT / "scripts" / "regenerate.py", "--spec", description, "--output", folder]


def _generate(description: Path, folder: Path) -> list[str | Path]:
    """Return the command of the bare generator, with literals, without which it fails; it formats by itself."""
    settings = folder / "settings.yml"
    settings.write_text("literal_enums: true\n")
    command = Path(sys.executable).with_name("openapi-python-client")
    options: list[str | Path] = ["--path", description, "--config", settings, "--meta", "none"]
    return [command, "generate", *options, "--output-path", folder / AS_GENERATED.package]


def _generate_with_openapi_generator(description: Path, folder: Path) -> list[str | Path]:
    command = Path(sys.executable).with_name("openapi-generator-cli")
    options = ["--generator-name", "python", "--skip-validate-spec", "--package-name", OPENAPI_GENERATOR.package]
    return [command, "generate", *options, "--input-spec", description, "--output", folder]


REGENERATED = Generator("omni_api_client", _regenerate)
AS_GENERATED = Generator("as_generated", _generate)
OPENAPI_GENERATOR = Generator("openapi_generator_client", _generate_with_openapi_generator)
