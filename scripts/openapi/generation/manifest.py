"""Describes the generated client: the module, parameters, bodies, responses and models of each operation.

The names come from the generator while it runs.
"""

import re
from collections.abc import Container
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import Class, Property
from openapi_python_client.schema.untrusted_string import UntrustedString

from openapi.dialects.idempotency import IDEMPOTENT
from openapi.generation.generator_input import Spread
from openapi.repair.collisions import RENAMED


def describe_operations(data: GeneratorData, package: str, spread: Spread) -> list[dict[str, Any]]:
    """Return the description of each generated operation, ordered by path and method."""
    models = set(describe_models(data, package))
    described = [
        _operation(endpoint, package, models, spread)
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    ]
    return sorted(described, key=lambda operation: (operation["path"], operation["method"]))


def describe_models(data: GeneratorData, package: str) -> dict[str, dict[str, Any]]:
    """Return the module and properties of each model and enum by its class name, in alphabetical order."""
    described: dict[str, dict[str, Any]] = {}
    for model in data.models:
        properties = [*(model.required_properties or []), *(model.optional_properties or [])]
        described[str(model.class_info.name)] = {
            "module": f"{package}.models.{model.class_info.module_name}",
            "properties": {item.name.get_untrusted_value(): str(item.python_name) for item in properties},
        }
    for enum in data.enums:
        described[str(enum.class_info.name)] = {"module": f"{package}.models.{enum.class_info.module_name}"}
    return dict(sorted(described.items()))


def name_schemas(document: dict[str, Any], config: Config, models: Container[str]) -> dict[str, str | None]:
    """Return the class of each named schema, or `None` for a schema without a class.

    The schemas have their names before the repair.
    """
    original_names = document.get(RENAMED, {})
    named: dict[str, str | None] = {}
    for name in document.get("components", {}).get("schemas", {}):
        class_name = str(Class.from_string(string=UntrustedString(name), config=config).name)
        named[original_names.get(name, name)] = class_name if class_name in models else None
    return named


def _operation(endpoint: Endpoint, package: str, models: set[str], spread: Spread) -> dict[str, Any]:
    path = declared_path(endpoint, spread.document)
    declared = spread.document["paths"][path][endpoint.method]
    located = list(endpoint.iter_all_parameters())
    bodies, responses = list(endpoint.bodies), list(endpoint.responses)
    typed = [item for _, item in located] + [item.prop for item in bodies] + [item.prop for item in responses]
    words = {word for item in typed for word in re.findall(r"\w+", _type(item))}
    return {
        "method": endpoint.method.upper(),
        "path": path,
        "operation_id": declared.get("operationId"),
        "module": f"{package}.api.{endpoint.tags[0]}.{endpoint.name}",
        "idempotent": declared[IDEMPOTENT],
        "secured": endpoint.requires_security,
        "parameters": [
            {
                "name": parameter.name.get_untrusted_value(),
                "in": str(location.value),
                "argument": str(parameter.python_name),
                "required": parameter.required,
                "type": _type(parameter),
            }
            for location, parameter in located
        ],
        "bodies": [
            {
                "content_type": body.content_type.get_untrusted_value(),
                "argument": "body",
                "required": body.prop.required,
                "type": _type(body.prop),
            }
            for body in bodies
        ],
        "responses": _responses(endpoint, path, spread),
        "models": sorted(models & words),
    }


def _responses(endpoint: Endpoint, path: str, spread: Spread) -> list[dict[str, Any]]:
    """Return the responses by status code, each with all of its content types."""
    declared = spread.document["paths"][path][endpoint.method]["responses"]
    described: dict[str, dict[str, Any]] = {}
    for response in endpoint.responses:
        generated_status = response.status_code.pattern
        status = spread.statuses[path, endpoint.method, generated_status]
        entry = described.setdefault(status, {"status": status, "content_types": [], "type": []})
        entry["content_types"] += declared[generated_status].get("content", {})
        entry["type"] += [] if _type(response.prop) in entry["type"] else [_type(response.prop)]
    return [entry | {"type": " | ".join(entry["type"])} for entry in described.values()]


def declared_path(endpoint: Endpoint, document: dict[str, Any]) -> str:
    """Return the path of an endpoint in the description, without the Python names of its parameters.

    Raises:
        KeyError: If the description does not have the path.
    """
    path = endpoint.path.get_untrusted_value()
    for parameter in endpoint.path_parameters:
        path = path.replace(f"{{{parameter.python_name}}}", f"{{{parameter.name.get_untrusted_value()}}}")
    if path not in document["paths"]:
        raise KeyError(f"{path}: the generator changed the path of the description")
    return path


def _type(parameter: Property) -> str:
    return parameter.get_type_string(no_optional=True).as_unembedded_code()
