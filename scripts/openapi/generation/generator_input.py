"""Rewrites a repaired description for the generator, which reads only a part of OpenAPI.

The generator reads one content type of a response, so each further one gets an invented status code.
It ignores a default that is an array or object, so the default is described in the docstring.
"""

import copy
import json
from typing import Any

from attrs import frozen

from openapi.reading.description import Document, dereference
from openapi.reading.schemas import METHODS, find_schemas

_FIRST_INVENTED = 1000


@frozen
class Spread:
    """A description with one content type for each response.

    Attributes:
        document: Rewritten description.
        statuses: Original status code of each path, method and status code in `document`.
    """

    document: Document
    statuses: dict[tuple[str, str, str], str]


def spread_contents(repaired: Document) -> Spread:
    """Return a copy of a description with one content type for each response."""
    document = copy.deepcopy(repaired)
    _describe_defaults(document)
    statuses: dict[tuple[str, str, str], str] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            responses = item.get(method, {}).get("responses", {})
            for status, response in list(responses.items()):
                resolved = dereference(document, response)
                if method == "head":  # responses to HEAD have no content, even if it is documented
                    resolved = {name: value for name, value in resolved.items() if name != "content"}
                for name, part in _parts(status, resolved, len(statuses)):
                    responses[name] = part
                    statuses[path, method, name] = status
    return Spread(document, statuses)


def _parts(status: str, response: Document, number: int) -> list[tuple[str, Document]]:
    contents = response.get("content") or {}
    # Content without a schema has any value, but the generator reads it as no content.
    single = [{kind: media if "schema" in media else media | {"schema": {}}} for kind, media in contents.items()]
    names = [status, *(str(_FIRST_INVENTED + number + index) for index in range(len(single)))]
    return [(name, {**response, "content": content}) for name, content in zip(names, single or [{}], strict=False)]


def _describe_defaults(document: Document) -> None:
    for slot in find_schemas(document):
        default: Any = slot.schema.get("default")
        if isinstance(default, list | dict):
            del slot.schema["default"]
            sentence = f"Default: {json.dumps(default, ensure_ascii=False)}."
            description = slot.schema.get("description")
            slot.schema["description"] = f"{description} {sentence}" if isinstance(description, str) else sentence
