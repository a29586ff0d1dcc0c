"""Generates the client from a repaired description: the same bytes on every run, machine and hash seed."""

import json
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from spec.reading import Description, Document
from spec.repair import Repair

GENERATOR = "openapi-python-client"
PACKAGE = "omni_api_client"
_FORMATTER = "ruff"
_HASH_SEED = "0"
_SCRIPTS = Path(__file__).parent.parent


class ToolError(Exception):
    """A tool that generation needs is missing, has another version, or failed; the message is one line."""


class LossError(Exception):
    """The client would lack something that the description has; nothing was replaced."""


@frozen
class Tools:
    """What generation runs with, all named by the project.

    Attributes:
        config: The generator's settings (`generator-config.yml`).
        templates: The folder of templates that come before the generator's own.
        constraints: The file that pins the versions of the tools.
    """

    config: Path
    templates: Path
    constraints: Path


def generate_client(
    description: Description, repaired: Document, repairs: tuple[Repair, ...], tools: Tools, folder: Path
) -> None:
    """Write the client package and its `manifest.json` into an empty folder.

    Raises:
        ToolError: The pinned tools are not installed, or one of them failed.
        LossError: The generator left something out, or a chosen name is no longer used.
    """
    _check_versions(tools.constraints)
    settings = _read_settings(tools.config)
    package = folder / PACKAGE
    outcome = _run_generator(repaired, tools, package)
    if outcome["warnings"]:
        raise LossError("the generator left something out:\n" + "\n".join(outcome["warnings"]))
    _check_names(settings, outcome["models"], tools.config)
    (package / "py.typed").touch()
    _format(package)
    manifest = {
        "description": {"file": description.name, "sha256": description.sha256},
        "generator": {"name": GENERATOR, "version": version(GENERATOR)},
        "package": PACKAGE,
        "repairs": {repair.rule: len(repair.places) for repair in repairs},
        "operations": outcome["operations"],
        "models": outcome["models"],
    }
    write_json(folder / "manifest.json", manifest)


def write_json(path: Path, value: object) -> None:
    """Write JSON the way this project keeps it."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _check_versions(constraints: Path) -> None:
    pins = dict(line.strip().split("==", 1) for line in constraints.read_text("utf-8").splitlines() if "==" in line)
    for tool in (GENERATOR, _FORMATTER):
        try:
            found = version(tool)
        except PackageNotFoundError:
            found = "none"
        if found != pins[tool]:
            raise ToolError(
                f"{tool} {pins[tool]} is needed, {found} is installed; run `tox run -e regenerate`, "
                f"or `pip install {tool}=={pins[tool]}`"
            )


def _read_settings(path: Path) -> dict[str, Any]:
    """Read the generator's settings. It ignores a key that it does not know; we do not."""
    from openapi_python_client.config import ConfigFile  # only once the pinned version is known to be there

    settings: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    unknown = sorted(set(settings) - set(ConfigFile.model_fields))
    if unknown:
        raise ToolError(f"{path.name}: the generator knows no setting `{unknown[0]}`")
    return settings


def _run_generator(document: Document, tools: Tools, output: Path) -> dict[str, Any]:
    request = {
        "document": document,
        "config": str(tools.config),
        "templates": str(tools.templates),
        "output": str(output),
    }
    finished = subprocess.run(
        [sys.executable, "-m", "spec.generator_process"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": _HASH_SEED, "PYTHONPATH": str(_SCRIPTS), "PYTHONUTF8": "1"},
    )
    if finished.returncode != 0:
        raise ToolError(f"{GENERATOR} stopped: {_last_line(finished.stderr)}")
    outcome: dict[str, Any] = json.loads(finished.stdout)
    return outcome


def _check_names(settings: dict[str, Any], models: dict[str, str], config: Path) -> None:
    for old, chosen in settings.get("class_overrides", {}).items():
        if chosen["class_name"] not in models:
            raise LossError(f"{config.name}: nothing is named {chosen['class_name']}; is {old} gone?")


def _format(package: Path) -> None:
    """Format with the pinned ruff of this environment; only rules that cannot change a type.

    `-P` keeps Python from taking the client's `types.py` for its own.
    """
    for command in (["check", "--select", "I,F401", "--fix"], ["format"]):
        finished = subprocess.run(
            [sys.executable, "-P", "-m", _FORMATTER, *command, "--isolated", "--no-cache", "--quiet", "."],
            cwd=package,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            raise ToolError(f"{_FORMATTER} {command[0]} stopped: {_last_line(finished.stdout + finished.stderr)}")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no reason given"
