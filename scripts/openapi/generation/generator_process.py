"""Runs openapi-python-client, in a process of its own: its output depends on the hash seed it was started with.

Reads a request from standard input and writes the outcome to standard output, both as JSON; see
`generator.py`, which starts it.
"""

import contextlib
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import openapi_python_client
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.schema import ParameterLocation

from openapi.generation.generator_input import Spread, spread_contents
from openapi.generation.manifest import describe_models, describe_operations, name_schemas
from openapi.generation.python_names import distinct_names, rename_properties
from openapi.generation.template_data import TemplateData, type_empty_responses
from openapi.repair.contents import binary_content_types


def main() -> None:
    """Generate what the request on standard input asks for."""
    request = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):  # the generator prints
        outcome = _generate(
            request["document"],
            Path(request["config"]),
            Path(request["templates"]),
            Path(request["output"]),
        )
    json.dump(outcome, sys.stdout)


PropertyProtocol._allowed_locations = set(ParameterLocation)
"""The generator refuses some types as headers; our template writes each type anywhere."""


def _generate(document: dict[str, Any], config_path: Path, templates: Path, output: Path) -> dict[str, Any]:
    config = Config.from_sources(
        ConfigFile.load_from_path(config_path),
        meta_type=MetaType.NONE,
        document_source=Path("openapi.json"),
        file_encoding="utf-8",
        overwrite=True,
        output_path=output,
    )
    config.content_type_overrides |= binary_content_types(document)
    spread = spread_contents(document)
    with distinct_names():
        return _generate_named(document, spread, config, templates)


def _generate_named(document: dict[str, Any], spread: Spread, config: Config, templates: Path) -> dict[str, Any]:
    data = GeneratorData.from_dict(spread.document, config=config)
    if isinstance(data, GeneratorError):
        return {"warnings": [_one_line(data)], "operations": [], "models": {}, "schemas": {}}
    rename_properties(data)
    project = Project(openapi=data, config=config)
    _add_templates(project, templates, TemplateData(spread))
    for collection in data.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            type_empty_responses(endpoint)
    warnings = [_one_line(error) for error in project.build()]
    for module in sorted((templates / "runtime").glob("*.py")):
        shutil.copyfile(module, project.package_dir / module.name)
    models = describe_models(data, project.package_name)
    return {
        "warnings": warnings,
        "operations": describe_operations(data, project.package_name, spread),
        "models": models,
        "schemas": name_schemas(document, config, models),
    }


def _add_templates(project: Project, templates: Path, data: TemplateData) -> None:
    """Put our templates before the generator's, which they reach under `generator/` to change a line of them."""
    own = PackageLoader(openapi_python_client.__name__)
    project.env.loader = ChoiceLoader([FileSystemLoader(templates), own, PrefixLoader({"generator": own})])
    project.env.filters |= {"exchange": exchange, **data.filters()}


def exchange(text: str, *changes: tuple[str, str, int | None]) -> str:
    """Replace each `(old, new, count)`; a count that is not met says that the generator's template has changed.

    A count of `None` is any: what is replaced is not in all that the template makes.

    Raises:
        ValueError: `old` does not stand in the text that many times.
    """
    for old, new, count in changes:
        found = text.count(old)
        if count is not None and found != count:
            raise ValueError(f"template: expected {old!r} {count} times, found it {found} times")
        text = text.replace(old, new)
    return text


def _one_line(error: GeneratorError) -> str:
    text = " ".join(f"{error.header or ''} {error.detail or ''}".split())
    # The generator writes the objects that hold a description's text, and not the text.
    return re.sub(r"<[\w.]+ object at 0x[0-9a-f]+>", "…", text)


if __name__ == "__main__":
    main()
