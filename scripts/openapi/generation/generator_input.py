"""Writes a repaired description as the generator can read all of it; only the generator sees this.

It knows one content type for an answer, so that each further one is given to it under a status of its own; and it
drops a default that is a list or an object, which is therefore told in words.
"""

import copy
import json
from typing import Any

from attrs import frozen

from openapi.reading.description import Document, resolve
from openapi.reading.schemas import METHODS, find_schemas

_FIRST_INVENTED = 1000


@frozen
class Spread:
    """A description with one content type for each answer.

    Attributes:
        document: The description.
        statuses: For each path, method and status in it: the status that the description has.
    """

    document: Document
    statuses: dict[tuple[str, str, str], str]


def spread_contents(repaired: Document) -> Spread:
    """Write a description as the generator can read it; the given one stays as it was."""
    document = copy.deepcopy(repaired)
    _tell_defaults_in_words(document)
    statuses: dict[tuple[str, str, str], str] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            responses = item.get(method, {}).get("responses", {})
            for status, response in list(responses.items()):
                answered = _resolved(response, document)
                if method == "head":  # whatever is documented, its answers have no content
                    answered = {name: value for name, value in answered.items() if name != "content"}
                for name, part in _parts(status, answered, len(statuses)):
                    responses[name] = part
                    statuses[path, method, name] = status
    return Spread(document, statuses)


def _parts(status: str, response: Document, number: int) -> list[tuple[str, Document]]:
    contents = response.get("content") or {}
    # Content that JSON has no schema of is any; the generator would take it for none.
    single = [{kind: media if "schema" in media else media | {"schema": {}}} for kind, media in contents.items()]
    names = [status, *(str(_FIRST_INVENTED + number + index) for index in range(len(single)))]
    return [(name, {**response, "content": content}) for name, content in zip(names, single or [{}], strict=False)]


def _resolved(response: Document, document: Document) -> Document:
    while "$ref" in response:
        response = resolve(document, response["$ref"])
    return response


def _tell_defaults_in_words(document: Document) -> None:
    for place in find_schemas(document):
        default: Any = place.schema.get("default")
        if isinstance(default, list | dict):
            del place.schema["default"]
            told = f"Default: {json.dumps(default, ensure_ascii=False)}."
            described = place.schema.get("description")
            place.schema["description"] = f"{described} {told}" if isinstance(described, str) else told
