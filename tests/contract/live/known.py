"""Values for the parameters of a path: those that a person gives, and those that other answers have."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from openapi.conformance.description import Operation
from openapi.conformance.validity import Validity
from openapi.reading.description import Document

_NAMES_OF_ANYTHING = ("identifier", "id")


@define
class Known:
    """What is known of the things that paths name.

    Attributes:
        given: Values by the name of the parameter.
    """

    given: Mapping[str, str]
    validity: Validity
    _found: dict[tuple[str, str], list[Any]] = field(factory=dict, init=False)

    def learn(self, operation: Operation, value: Any) -> None:
        """Take note of the properties of what was answered, by the collection that it is of."""
        collection = _fixed(operation.path)[-1:]
        for record in _records(value):
            for name, item in record.items():
                if isinstance(item, str | int) and not isinstance(item, bool) and item != "":
                    for where in (*collection, ""):
                        self._found.setdefault((where, name), []).append(item)

    def value(self, operation: Operation, parameter: Document) -> Any:
        """Give a value for a parameter, or `None`: of the collection before it in the path, or under its own name."""
        name, schema = parameter["name"], parameter.get("schema", {})
        if name in self.given:
            meanings = _meanings(self.given[name])
            return next((one for one in meanings if self.validity.is_valid(one, schema)), self.given[name])
        before = _fixed(operation.path.partition(f"{{{name}}}")[0])[-1:]
        places = [(where, one) for where in before for one in (name, *_NAMES_OF_ANYTHING)]
        places += [("", name)] if name != "id" else []
        found = (item for place in places for item in self._found.get(place, ()))
        return next((item for item in found if self.validity.is_valid(item, schema)), None)


def _fixed(path: str) -> list[str]:
    return [step for step in path.split("/") if step and not re.search(r"[{}]", step)]


def _records(value: Any) -> Iterator[dict[str, Any]]:
    """Give the objects that an answer is about: itself, or those of a list, which may be one of its properties."""
    lists = [value]
    if isinstance(value, dict):
        yield value
        lists = list(value.values())
    for items in lists:
        yield from (item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()


def _meanings(text: str) -> list[Any]:
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]
