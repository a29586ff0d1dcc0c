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


class MissingPartsError(Exception):
    """Parts of the description are missing in the client.

    Attributes:
        missing: Messages of one line, each with the location of the part.
        report: Content of the file of `--report`.
    """

    def __init__(self, missing: list[str], report: Document) -> None:
        super().__init__(f"the client would lose parts of the description: {len(missing)}")
        self.missing = missing
        self.report = report


@frozen
class Tools:
    """Files of the project that determine how the client is generated.

    Attributes:
        config: Settings of the generator (`generator-config.yml`).
        templates: Folder of the templates that override those of the generator.
        constraints: File with the versions of the tools.
    """

    config: Path
    templates: Path
    constraints: Path


def generate_client(
    description: Description, repaired: Document, repairs: tuple[Repair, ...], tools: Tools, folder: Path
) -> Document:
    """Write the client and its `manifest.json` to an empty folder, check them, and return the report.

    Raises:
        ToolError: If the pinned tools are not installed, or one of them failed.
        MissingPartsError: If parts of the description are missing in the client.
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
    missing = [
        line for kind in ("operations", "responses", "schemas") for line in report.get(kind, {}).get("missing", [])
    ]
    if missing or warnings:
        raise MissingPartsError(missing + [f"the generator warns: {warning}" for warning in warnings], report)
    return report


def check_names(config: Path, manifest: Path) -> None:
    """Check that the client uses each class name in the settings of the generator.

    Raises:
        ToolError: If it does not, because the description has changed.
    """
    models = json.loads(manifest.read_text("utf-8"))["models"]
    for old, chosen in (_settings(config).get("class_overrides") or {}).items():
        if chosen["class_name"] not in models:
            raise ToolError(f"{config.name}: no class is {chosen['class_name']}; remove its override `{old}`")


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
    """Write a value as indented JSON."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _check_versions(constraints: Path) -> None:
    pins = dict(line.strip().split("==", 1) for line in constraints.read_text("utf-8").splitlines() if "==" in line)
    for tool in (GENERATOR, _FORMATTER):
        try:
            installed = version(tool)
        except PackageNotFoundError:
            installed = "none"
        if tool not in pins:
            raise ToolError(f"{constraints.name}: {tool} has no version; add a line `{tool}==VERSION`")
        if installed != pins[tool]:
            raise ToolError(f"{tool} is {installed}, must be {pins[tool]}; run `./scripts/dev regenerate`")


def _check_settings(path: Path) -> None:
    """Raise `ToolError` for an unknown setting, which the generator ignores."""
    from openapi_python_client.config import ConfigFile  # after `_check_versions`

    unknown = sorted(set(_settings(path)) - set(ConfigFile.model_fields))
    if unknown:
        raise ToolError(f"{path.name}: the generator has no setting `{unknown[0]}`; correct its name")


def _check_templates(folder: Path) -> None:
    """Raise `ToolError` for a folder without templates, which the generator ignores."""
    if not list(folder.glob("*.jinja")):
        raise ToolError(f"{folder}: has no templates; restore them")


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings = YAML(typ="safe", pure=True).load(path)
    except YAMLError as error:
        raise ToolError(f"{path.name}: not YAML; correct its syntax") from error
    if not isinstance(settings, dict):
        raise ToolError(f"{path.name}: not an object of settings")
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
    """Run a module in another process with the pinned hash seed, and return the JSON that it writes."""
    finished = subprocess.run(
        [sys.executable, "-m", module],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": _HASH_SEED, "PYTHONPATH": str(_SCRIPTS), "PYTHONUTF8": "1"},
    )
    if finished.returncode != 0:
        raise ToolError(f"{module} failed: {_last_line(finished.stderr)}")
    outcome: Document = json.loads(finished.stdout)
    return outcome


def _format(package: Path) -> None:
    """Format the client with the pinned ruff, and with rules that change no type.

    `-P` prevents an import of the client's `types.py` in place of Python's.
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
            raise ToolError(f"{_FORMATTER} {command[0]} failed: {_last_line(finished.stdout + finished.stderr)}")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it printed nothing"
