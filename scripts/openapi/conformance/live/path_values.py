"""Values of path parameters: the ones of the caller, and the ones of earlier responses."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from openapi.conformance.description import Operation
from openapi.conformance.validity import Validity
from openapi.reading.description import Document

_IDENTIFIER_NAMES = ("identifier", "id")


@define
class PathValues:
    """Values of path parameters.

    Attributes:
        given: Values of the caller by the name of the parameter.
        validity: Validity of values by the description.
    """

    given: Mapping[str, str]
    validity: Validity
    _received: dict[tuple[str, str], list[Any]] = field(factory=dict, init=False)

    def add_response(self, operation: Operation, value: Any) -> None:
        """Store the properties of a response by the collection of its path, and by their names alone."""
        collection = _literal_segments(operation.path)[-1:]
        for record in _iterate_records(value):
            for name, item in record.items():
                if isinstance(item, str | int) and not isinstance(item, bool) and item != "":
                    for owner in (*collection, ""):
                        self._received.setdefault((owner, name), []).append(item)

    def find(self, operation: Operation, parameter: Document) -> Any:
        """Return a valid value for a path parameter, or `None`.

        The value of the caller comes first. Others are of the collection before the parameter in the path, or of a
        property with its name.
        """
        name, schema = parameter["name"], parameter.get("schema", {})
        if name in self.given:
            values = _parse(self.given[name])
            return next((value for value in values if self.validity.is_valid(value, schema)), self.given[name])
        collection = _literal_segments(operation.path.partition(f"{{{name}}}")[0])[-1:]
        keys = [(owner, key) for owner in collection for key in (name, *_IDENTIFIER_NAMES)]
        keys += [("", name)] if name != "id" else []
        received = (item for key in keys for item in self._received.get(key, ()))
        return next((item for item in received if self.validity.is_valid(item, schema)), None)


def _literal_segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment and not re.search(r"[{}]", segment)]


def _iterate_records(value: Any) -> Iterator[dict[str, Any]]:
    """Iterate over the objects of a response: itself, and the items of an array, also of one in a property."""
    arrays = [value]
    if isinstance(value, dict):
        yield value
        arrays = list(value.values())
    for items in arrays:
        if isinstance(items, list):
            yield from (item for item in items if isinstance(item, dict))


def _parse(text: str) -> list[Any]:
    """Return the values that a text can mean: itself, and its value as JSON."""
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]
