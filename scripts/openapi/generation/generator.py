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
from ruamel.yaml.error import YAMLError

from openapi.reading.description import Description, Document
from openapi.repair import Repair

GENERATOR = "openapi-python-client"
PACKAGE = "omni_api_client"
_FORMATTER = "ruff"
_HASH_SEED = "0"
_SCRIPTS = Path(__file__).parent.parent.parent


class ToolError(Exception):
    """A tool that generation needs is missing, has another version, or failed; the message is one line."""


class LossError(Exception):
    """The client would lack something that the description has; nothing was replaced.

    Attributes:
        losses: What is missing, each with its place, a line each.
        report: As `--report` writes it.
    """

    def __init__(self, losses: list[str], report: Document) -> None:
        super().__init__(f"the client would lose {len(losses)} of what the description has")
        self.losses = losses
        self.report = report


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
) -> Document:
    """Write the client package and its `manifest.json` into an empty folder, audit them, and give the report.

    Raises:
        ToolError: The pinned tools are not installed, or one of them failed.
        LossError: The client would lack something that the description has.
    """
    _check_versions(tools.constraints)
    _check_settings(tools.config)
    _check_templates(tools.templates)
    package = folder / PACKAGE
    outcome = _run_generator(repaired, tools, package)
    warnings = outcome.pop("warnings")
    report = {
        "repairs": [
            {"rule": repair.rule, "count": len(repair.pointers), "places": list(repair.pointers)}
            for repair in repairs
        ],
        "warnings": warnings,
        "template_lines": count_template_lines(tools.templates),
    }
    if package.exists():
        (package / "py.typed").touch()
        _format(package)
        manifest = {
            "description": {"file": description.name, "sha256": description.sha256},
            "generator": {"name": GENERATOR, "version": version(GENERATOR)},
            "package": PACKAGE,
            "repairs": {repair.rule: len(repair.pointers) for repair in repairs if repair.pointers},
            **outcome,
        }
        write_json(folder / "manifest.json", manifest)
        report = _run("openapi.conformance", {"document": description.document, "folder": str(folder)}) | report
    losses = [
        line for kind in ("operations", "responses", "schemas") for line in report.get(kind, {}).get("missing", [])
    ]
    if losses or warnings:
        raise LossError(losses + [f"the generator warns: {warning}" for warning in warnings], report)
    return report


def check_names(config: Path, manifest: Path) -> None:
    """Check that each name in the generator's settings is in use.

    Raises:
        ToolError: One is not, since the description has changed.
    """
    models = json.loads(manifest.read_text("utf-8"))["models"]
    for old, chosen in (_settings(config).get("class_overrides") or {}).items():
        if chosen["class_name"] not in models:
            raise ToolError(f"{config.name}: nothing is named {chosen['class_name']}; is {old} gone?")


def count_template_lines(templates: Path) -> dict[str, int]:
    """Return the number of lines that this project adds to the generator, without blank ones: its fork.

    Args:
        templates: Folder of the templates, with the modules of the client's runtime.
    """
    files = {"templates": templates.glob("*.jinja"), "runtime": (templates / "runtime").glob("*.py")}
    return {
        part: sum(bool(line.strip()) for path in paths for line in path.read_text("utf-8").splitlines())
        for part, paths in files.items()
    }


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
        pinned = pins.get(tool, "a version that constraints.txt pins")
        if found != pinned:
            raise ToolError(f"{tool} {pinned} is needed, {found} is installed; run `tox run -e regenerate`")


def _check_settings(path: Path) -> None:
    """Refuse what the generator would pass over: it ignores a setting that it does not know."""
    from openapi_python_client.config import ConfigFile  # only once the pinned version is known to be there

    unknown = sorted(set(_settings(path)) - set(ConfigFile.model_fields))
    if unknown:
        raise ToolError(f"{path.name}: the generator knows no setting `{unknown[0]}`")


def _check_templates(folder: Path) -> None:
    """Refuse to go on with the generator's own templates alone, which would pass without a word."""
    if not list(folder.glob("*.jinja")):
        raise ToolError(f"{folder}: holds no templates")


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings = YAML(typ="safe", pure=True).load(path)
    except YAMLError as error:
        raise ToolError(f"{path.name}: is not YAML") from error
    if not isinstance(settings, dict):
        raise ToolError(f"{path.name}: holds no settings")
    return settings


def _run_generator(document: Document, tools: Tools, output: Path) -> Document:
    request = {
        "document": document,
        "config": str(tools.config),
        "templates": str(tools.templates),
        "output": str(output),
    }
    return _run("openapi.generation.generator_process", request)


def _run(module: str, request: Document) -> Document:
    """Run a module in a process of its own, with the pinned hash seed; JSON goes in and comes out."""
    finished = subprocess.run(
        [sys.executable, "-m", module],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": _HASH_SEED, "PYTHONPATH": str(_SCRIPTS), "PYTHONUTF8": "1"},
    )
    if finished.returncode != 0:
        raise ToolError(f"{module} stopped: {_last_line(finished.stderr)}")
    outcome: Document = json.loads(finished.stdout)
    return outcome


def _format(package: Path) -> None:
    """Format with the pinned ruff of this environment; only rules that cannot change a type.

    `-P` keeps Python from taking the client's `types.py` for its own.
    """
    commands = (
        ["check", "--select", "I,F401", "--fix", "--output-format", "concise"],
        ["check", "--select", "E712", "--fix", "--unsafe-fixes"],
        ["format"],
    )
    for command in commands:
        finished = subprocess.run(
            [
                sys.executable,
                "-P",
                "-m",
                _FORMATTER,
                *command,
                "--isolated",
                "--no-cache",
                "--no-respect-gitignore",
                "--quiet",
                ".",
            ],
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
