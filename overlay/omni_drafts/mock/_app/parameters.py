"""Validation of the parameters of a request."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from omni_drafts.mock._app.errors import InvalidRequestError
from omni_drafts.mock._app.parameter_styles import ParameterStyle, parameter_style
from omni_drafts.mock._app.text_values import allowed_types, parse_text
from omni_drafts.mock._description.schemas import Schema, Schemas

_IGNORED_HEADERS = {"accept", "authorization", "content-type"}
"""Headers that OpenAPI ignores as parameters, because other keywords describe them."""


@frozen
class RawParameters:
    """Parameters of a request, whose values are still percent-encoded.

    Attributes:
        path: Values in the path by name.
        query: Names and values in the query, in their order.
        header: Values in the headers by name in lower case.
        cookie: Values in the cookies by name.
    """

    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    header: Mapping[str, str]
    cookie: Mapping[str, str]


def validate_parameters(parameters: tuple[Mapping[str, Any], ...], raw: RawParameters, schemas: Schemas) -> None:
    """Validate the parameters of a request.

    Args:
        parameters: Parameter objects of the operation.
        raw: Parameters of the request.
        schemas: Schemas of the description.

    Raises:
        InvalidRequestError: If a parameter is missing, unknown or invalid.
    """
    validators = [_ParameterValidator(parameter, parameter_style(parameter), schemas) for parameter in parameters]
    in_query = [validator for validator in validators if validator.style.location == "query"]
    for name, _ in raw.query:
        if not any(validator.matches_query_name(name) for validator in in_query):
            raise InvalidRequestError(name, ": the operation has no such parameter")
    for validator in validators:
        if not (validator.style.location == "header" and validator.style.name.lower() in _IGNORED_HEADERS):
            validator.validate(raw)


@frozen
class _ParameterValidator:
    _parameter: Mapping[str, Any]
    style: ParameterStyle
    _schemas: Schemas

    @property
    def _schema(self) -> Schema:
        schema: Schema = self._parameter.get("schema", {})
        return schema

    def matches_query_name(self, name: str) -> bool:
        """Return whether a name in the query belongs to this parameter."""
        if self.style.style == "deepObject":
            return name.startswith(f"{self.style.name}[") and name.endswith("]")
        if self.style.is_exploded_query and "object" in allowed_types(self._schema, self._schemas):
            flat = self._schemas.flatten(self._schema)
            return name in flat.get("properties", {}) or bool(flat.get("additionalProperties"))
        return name == self.style.name

    def validate(self, raw: RawParameters) -> None:
        """Raise `InvalidRequestError` if the parameter is missing or invalid."""
        pairs = self._select(raw)
        if not pairs:
            if self._parameter.get("required"):
                raise InvalidRequestError(self.style.name, ": is missing")
            return
        schema = self._content_schema() if "content" in self._parameter else self._schema
        problem = None
        for value in self._iterate_values(pairs):
            problem = self._schemas.validation_error(value, schema)
            if problem is None:
                return
        raise InvalidRequestError(self.style.name, problem or ": is not serialized as the description documents")

    def _content_schema(self) -> Schema:
        (content,) = self._parameter["content"].values()
        schema: Schema = content.get("schema", {})
        return schema

    def _select(self, raw: RawParameters) -> list[tuple[str, str]]:
        """Return the names and values that belong to this parameter."""
        if self.style.location == "query":
            return [(name, value) for name, value in raw.query if self.matches_query_name(name)]
        values: Mapping[str, str] = getattr(raw, self.style.location)
        name = self.style.name.lower() if self.style.location == "header" else self.style.name
        return [(self.style.name, values[name])] if name in values else []

    def _iterate_values(self, pairs: list[tuple[str, str]]) -> Iterator[Any]:
        """Yield each possible value of the parameter."""
        texts = [text for _, text in pairs]
        if "content" in self._parameter:
            yield from (self._parse_json(text) for text in texts[:1])
            return
        types = allowed_types(self._schema, self._schemas)
        if "object" in types:
            yield from self._iterate_objects(pairs)
        if "array" in types:
            yield from self._iterate_arrays(texts)
        if types - {"object", "array"}:
            # All values of a repeated parameter must be valid, so an invalid one decides.
            values = [self._parse(self.style.strip_prefix(text), self._schema) for text in texts]
            yield next((value for value in values if not self._schemas.is_valid(value, self._schema)), values[0])

    def _iterate_arrays(self, texts: list[str]) -> Iterator[list[Any]]:
        item_schema = self._schemas.flatten(self._schema).get("items", {})
        for items in self.style.iterate_items(texts):
            yield [self._parse(item, item_schema) for item in items]

    def _iterate_objects(self, pairs: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
        for texts in self.style.iterate_properties(pairs):
            yield {name: self._parse(text, self._schemas.property_schema(self._schema, name)) for name, text in texts}

    def _parse(self, text: str, schema: Schema) -> Any:
        return parse_text(self.style.decode(text), schema, self._schemas)

    def _parse_json(self, text: str) -> Any:
        try:
            return json.loads(self.style.decode(text))
        except ValueError:
            raise InvalidRequestError(self.style.name, ": is not JSON") from None
