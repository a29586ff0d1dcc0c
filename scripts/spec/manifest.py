"""Says where the generator put what: for each method and path its module, parameters, body, responses, models.

The names are the generator's own, asked of it while it runs, so that no other tool has to guess them.
"""

import re
from typing import Any

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import Property


def describe_operations(data: GeneratorData, package: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """Describe each operation that was generated, ordered by path and method."""
    models = set(model_modules(data, package))
    described = [
        _operation(endpoint, package, models, document)
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    ]
    return sorted(described, key=lambda operation: (operation["path"], operation["method"]))


def model_modules(data: GeneratorData, package: str) -> dict[str, str]:
    """Give the module of each model and enum, by its class name, in alphabetical order."""
    classes = sorted((item.class_info for item in [*data.models, *data.enums]), key=lambda info: info.name)
    return {str(info.name): f"{package}.models.{info.module_name}" for info in classes}


def _operation(endpoint: Endpoint, package: str, models: set[str], document: dict[str, Any]) -> dict[str, Any]:
    path = _declared_path(endpoint, document)
    declared = document["paths"][path][endpoint.method]
    located = list(endpoint.iter_all_parameters())
    bodies, responses = list(endpoint.bodies), list(endpoint.responses)
    typed = [item for _, item in located] + [item.prop for item in bodies] + [item.prop for item in responses]
    words = {word for item in typed for word in re.findall(r"\w+", _type(item))}
    return {
        "method": endpoint.method.upper(),
        "path": path,
        "operation_id": declared.get("operationId"),
        "module": f"{package}.api.{endpoint.tags[0]}.{endpoint.name}",
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
        "responses": [
            {
                "status": response.status_code.pattern,
                "content_types": _content_types(declared["responses"][response.status_code.pattern], document),
                "type": _type(response.prop),
            }
            for response in responses
        ],
        "models": sorted(models & words),
    }


def _content_types(response: dict[str, Any], document: dict[str, Any]) -> list[str]:
    while "$ref" in response:
        name = response["$ref"].removeprefix("#/components/responses/")
        response = document["components"]["responses"][name]
    return list(response.get("content", {}))


def _declared_path(endpoint: Endpoint, document: dict[str, Any]) -> str:
    """Undo the generator's renaming of a path's parameters to Python names."""
    path = endpoint.path.get_untrusted_value()
    for parameter in endpoint.path_parameters:
        path = path.replace(f"{{{parameter.python_name}}}", f"{{{parameter.name.get_untrusted_value()}}}")
    if path not in document["paths"]:
        raise KeyError(f"{path}: the generator's path is not among the description's")
    return path


def _type(parameter: Property) -> str:
    return parameter.get_type_string(no_optional=True).as_unembedded_code()
