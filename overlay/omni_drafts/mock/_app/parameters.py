"""Reads the parameters of a request as their styles write them, and holds them to the description."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from omni_drafts.mock._app.errors import InvalidRequestError
from omni_drafts.mock._description.schemas import Schema, Schemas

_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "": None}
_SAID_ELSEWHERE = {"accept", "authorization", "content-type"}
"""Headers that OpenAPI describes in other places than parameters."""


@frozen
class Sent:
    """What a request sent beside its body. What may be percent-encoded still is, but for names.

    Attributes:
        path: The values in the path, by name.
        query: Names and values, in their order.
        header: Values by name, in lower case.
        cookie: Values by name.
    """

    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    header: Mapping[str, str]
    cookie: Mapping[str, str]


def check_parameters(parameters: tuple[Mapping[str, Any], ...], sent: Sent, schemas: Schemas) -> None:
    """Check that each parameter that came is allowed, and that each one that is required came.

    Raises:
        InvalidRequestError: One of them is missing, unknown, or not allowed.
    """
    read = [_Parameter(parameter, schemas) for parameter in parameters]
    in_query = [parameter for parameter in read if parameter.place == "query"]
    for name, _ in sent.query:
        if not any(parameter.takes(name) for parameter in in_query):
            raise InvalidRequestError(name, ": the operation has no such parameter")
    for parameter in read:
        if not (parameter.place == "header" and parameter.name.lower() in _SAID_ELSEWHERE):
            parameter.check(sent)


@frozen
class _Parameter:
    _declared: Mapping[str, Any]
    _schemas: Schemas

    @property
    def name(self) -> str:
        return str(self._declared["name"])

    @property
    def place(self) -> str:
        return str(self._declared["in"])

    @property
    def _style(self) -> str:
        return str(self._declared.get("style", _STYLES[self.place]))

    @property
    def _explode(self) -> bool:
        return bool(self._declared.get("explode", self._style == "form"))

    @property
    def _schema(self) -> Schema:
        schema: Schema = self._declared.get("schema", {})
        return schema

    def takes(self, name: str) -> bool:
        """Say whether a name in the query is this parameter's."""
        if self._style == "deepObject":
            return name.startswith(f"{self.name}[") and name.endswith("]")
        if self._style == "form" and self._explode and "object" in self._kinds():
            return self._takes_property(name)
        return name == self.name

    def _takes_property(self, name: str) -> bool:
        flat = self._schemas.flatten(self._schema)
        return name in flat.get("properties", {}) or bool(flat.get("additionalProperties"))

    def check(self, sent: Sent) -> None:
        """Check what a request sent for it."""
        pairs = self._pairs(sent)
        if not pairs:
            if self._declared.get("required"):
                raise InvalidRequestError(self.name, ": is missing")
            return
        schema = self._content_schema() if "content" in self._declared else self._schema
        problem = None
        for value in self._values(pairs):
            problem = self._schemas.problem(value, schema)
            if problem is None:
                return
        raise InvalidRequestError(self.name, problem or ": is not written as the description says")

    def _content_schema(self) -> Schema:
        (content,) = self._declared["content"].values()
        schema: Schema = content.get("schema", {})
        return schema

    def _pairs(self, sent: Sent) -> list[tuple[str, str]]:
        """Give names and values that are this parameter's."""
        if self.place == "query":
            return [(name, value) for name, value in sent.query if self.takes(name)]
        named: Mapping[str, str] = getattr(sent, self.place)
        name = self.name.lower() if self.place == "header" else self.name
        return [(self.name, named[name])] if name in named else []

    def _values(self, pairs: list[tuple[str, str]]) -> Iterator[Any]:
        """Give each value that what was sent may stand for."""
        texts = [text for _, text in pairs]
        if "content" in self._declared:
            yield from (self._read_json(text) for text in texts[:1])
            return
        kinds = self._kinds()
        if "object" in kinds:
            yield from self._objects(pairs)
        if "array" in kinds:
            yield from self._arrays(texts)
        if kinds - {"object", "array"}:
            # Of a value that came more than once, each must be allowed.
            read = [self._read(self._bare(text), self._schema) for text in texts]
            yield next((value for value in read if not self._schemas.allow(value, self._schema)), read[0])

    def _read_json(self, text: str) -> Any:
        try:
            return json.loads(self._decode(text))
        except ValueError:
            raise InvalidRequestError(self.name, ": is not JSON") from None

    def _arrays(self, texts: list[str]) -> Iterator[list[Any]]:
        items = self._schemas.flatten(self._schema).get("items", {})
        for parts in self._split(texts):
            yield [self._read(part, items) for part in parts]

    def _objects(self, pairs: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        flat = self._schemas.flatten(self._schema)
        named = flat.get("properties", {})
        for written in self._properties(pairs):
            yield {name: self._read(text, named.get(name, {})) for name, text in written}

    def _properties(self, pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
        """Give the names of properties and their texts."""
        if self._style == "deepObject":
            yield [(name[len(self.name) + 1 : -1], text) for name, text in pairs]
        elif self._style == "form" and self._explode and self.place == "query":
            yield pairs
        elif self._explode:
            for parts in self._split([text for _, text in pairs]):
                yield [(self._decode(name), value) for name, _, value in (part.partition("=") for part in parts)]
        else:
            for parts in self._split([text for _, text in pairs]):
                yield list(zip(map(self._decode, parts[::2]), parts[1::2], strict=False))

    def _split(self, texts: list[str]) -> Iterator[list[str]]:
        """Give the parts of an array or object: at its delimiters and, as many encode those too, at encoded ones."""
        if self._style == "form" and self._explode and self.place == "query":
            yield texts
            return
        for delimiter in self._delimiters():
            parts = [part for text in texts for part in re.split(delimiter, self._bare(text))]
            yield parts
            if parts == [""]:
                yield []

    def _delimiters(self) -> tuple[str, ...]:
        if self._style == "label":
            return (r"\.",) if self._explode else (",", r",|%2[Cc]|\.")
        if self._style == "matrix" and self._explode:
            return (f";(?:{re.escape(self.name)}=)?",)
        other = {"spaceDelimited": ("%20",), "pipeDelimited": (r"\||%7[Cc]",)}
        return other.get(self._style, (",", ",|%2[Cc]"))

    def _bare(self, text: str) -> str:
        """Take away what a style writes before a value."""
        if self._style == "label":
            return text.removeprefix(".")
        if self._style == "matrix":
            return text.removeprefix(";").removeprefix(f"{self.name}=")
        return text

    def _read(self, text: str, schema: Schema) -> Any:
        """Give what a text stands for: the first meaning that its schema allows, else the text itself."""
        return read_text(self._decode(text), schema, self._schemas)

    @property
    def _decode(self) -> Callable[[str], str]:
        return str if self.place == "header" else unquote

    def _kinds(self) -> set[str]:
        return _kinds(self._schema, self._schemas)


def read_text(text: str, schema: Schema, schemas: Schemas) -> Any:
    """Give what a text stands for: the first meaning that its schema allows, else the text itself."""
    meanings = [text]
    if _NUMBER.fullmatch(text) is not None:
        meanings.append(json.loads(text))
    if text in _WORDS:
        meanings.append(_WORDS[text])
    return next((value for value in meanings if schemas.allow(value, schema)), text)


def _kinds(schema: Schema, schemas: Schemas) -> set[str]:
    """Give the types that a schema allows; `any` where it names none."""
    flat = schemas.flatten(schema)
    alternatives = flat.get("anyOf", []) + flat.get("oneOf", [])
    if alternatives:
        return set().union(*(_kinds(alternative, schemas) for alternative in alternatives))
    declared = flat.get("type", "object" if "properties" in flat else "array" if "items" in flat else "any")
    return {declared} if isinstance(declared, str) else set(declared)
