"""Parameter styles of OpenAPI: how arrays and objects are serialized in a parameter."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from attrs import frozen

_DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}


@frozen
class ParameterStyle:
    """Serialization of one parameter.

    Attributes:
        name: Name of the parameter.
        location: Location of the parameter: `path`, `query`, `header` or `cookie`.
        style: Style, such as `form`.
        explode: Whether each item of an array and each property of an object is separate.
    """

    name: str
    location: str
    style: str
    explode: bool

    @property
    def is_exploded_query(self) -> bool:
        """Whether each item or property is a query parameter of its own."""
        return self.style == "form" and self.explode and self.location == "query"

    @property
    def decode(self) -> Callable[[str], str]:
        """Function that removes percent-encoding, which headers do not have."""
        return str if self.location == "header" else unquote

    def strip_prefix(self, text: str) -> str:
        """Return a text without the prefix that the styles `label` and `matrix` write."""
        if self.style == "label":
            return text.removeprefix(".")
        if self.style == "matrix":
            return text.removeprefix(";").removeprefix(f"{self.name}=")
        return text

    def iterate_items(self, texts: list[str]) -> Iterator[list[str]]:
        """Yield the possible items of an array.

        Many clients encode delimiters, so the items are also split at encoded ones.
        """
        if self.is_exploded_query:
            yield texts
            return
        for delimiter in self._delimiters():
            items = [item for text in texts for item in re.split(delimiter, self.strip_prefix(text))]
            yield items
            if items == [""]:
                yield []

    def iterate_properties(self, pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
        """Yield the possible properties of an object, as names and texts."""
        if self.style == "deepObject":
            yield [(name[len(self.name) + 1 : -1], text) for name, text in pairs]
        elif self.is_exploded_query:
            yield pairs
        elif self.explode:
            for items in self.iterate_items([text for _, text in pairs]):
                yield [(self.decode(name), value) for name, _, value in (item.partition("=") for item in items)]
        else:
            for items in self.iterate_items([text for _, text in pairs]):
                yield list(zip(map(self.decode, items[::2]), items[1::2], strict=False))

    def _delimiters(self) -> tuple[str, ...]:
        if self.style == "label":
            return (r"\.",) if self.explode else (",", r",|%2[Cc]|\.")
        if self.style == "matrix" and self.explode:
            return (f";(?:{re.escape(self.name)}=)?",)
        delimited = {"spaceDelimited": ("%20",), "pipeDelimited": (r"\||%7[Cc]",)}
        return delimited.get(self.style, (",", ",|%2[Cc]"))


def parameter_style(parameter: Mapping[str, Any]) -> ParameterStyle:
    """Return the style of a parameter object, with the defaults of OpenAPI."""
    location = str(parameter["in"])
    style = str(parameter.get("style", _DEFAULT_STYLES[location]))
    return ParameterStyle(str(parameter["name"]), location, style, bool(parameter.get("explode", style == "form")))
