"""Makes values that a schema of the original description allows, so that each part of it is in one of them.

It reads the description as its authors meant it, `nullable` included, and shares nothing with the repair.
"""

from collections.abc import Iterator
from typing import Any

from attrs import define, field

from openapi.conformance.missing import MissingError
from openapi.reading.description import Document, resolve

BINARY = b"\x00\xffbytes"
"""What stands for the content of a file, which no JSON can hold."""

_TEXTS = {
    "uuid": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "date-time": "2026-05-06T13:44:26.123Z",
    "date": "2026-05-06",
    "email": "blob@example.test",
    "uri": "https://example.test/",
}
_SAYING = frozenset(("$ref", "type", "enum", "const", "properties", "additionalProperties", "items", "prefixItems"))
_SAYING |= {"allOf", "anyOf", "oneOf"}
_NOT_READ = ("if", "patternProperties", "dependentSchemas", "unevaluatedItems", "$dynamicRef")
_DESCRIBING = frozenset(("title", "description", "example", "examples", "deprecated", "externalDocs"))


@define
class Samples:
    """Makes samples of the schemas of one document."""

    document: Document
    _open: list[str] = field(factory=list, init=False)

    def of(self, schema: Any) -> list[Any]:
        """Give values of a schema: the fullest first, then one for each choice within it.

        Raises:
            MissingError: It has a keyword that says what no client of this kind can tell.
        """
        if schema is True or schema == {}:
            return [{"any": ["thing"]}]
        if schema is False or schema == {"not": {}}:
            raise MissingError("the client has no type for what can never be")
        _check_that_it_is_read(schema)
        if "$ref" in schema:
            beside = {name: value for name, value in schema.items() if name not in ("$ref", "default", *_DESCRIBING)}
            if set(beside) - {"nullable"}:
                return self.of({"allOf": [{"$ref": schema["$ref"]}, beside]})
            referred = self._of_reference(schema["$ref"])
            return [*referred, None] if beside.get("nullable") is True and None not in referred else referred
        made = list(self._of_inner(schema))
        if schema.get("nullable") is True and None not in made:
            made.append(None)
        return made

    def _of_reference(self, reference: str) -> list[Any]:
        if reference in self._open:
            return []  # a schema that holds itself is not unfolded again
        self._open.append(reference)
        try:
            return self.of(resolve(self.document, reference))
        finally:
            self._open.pop()

    def _of_inner(self, schema: Document) -> Iterator[Any]:
        if "enum" in schema:
            yield from _members(schema)
        elif "const" in schema:
            yield schema["const"]
        elif "allOf" in schema:
            yield from self._of_all(schema)
        elif "anyOf" in schema or "oneOf" in schema:
            own = next(self._of_object(schema)) if "properties" in schema else {}
            for member in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
                told = _told_apart_by(schema, member)
                for value in self.of(member):
                    yield own | value | told if isinstance(value, dict) else value
        else:
            yield from self._of_types(schema)

    def _of_all(self, schema: Document) -> Iterator[Any]:
        # A member that only describes, or only bounds what another allows, has no values of its own.
        counting = [member for member in schema["allOf"] if _SAYING & set(member)]
        own = {name: value for name, value in schema.items() if name not in ("allOf", "nullable", *_DESCRIBING)}
        if {"properties", "anyOf", "oneOf"} & set(own) or own.get("type") == "object":
            counting.append(own)
        choices = [self.of(member) for member in counting]
        if not choices or not all(choices):
            return
        whole = _merged([made[0] for made in choices])
        required = self._required(schema) if isinstance(whole, dict) else set()
        kept = [{name: value for name, value in whole.items() if name in required}] if required else []
        if len(choices) == 1:
            yield from [_merged([*kept, value]) for value in choices[0]]
            return
        listed = [made for member, made in zip(counting, choices, strict=True) if self._lists(member)]
        if listed:
            yield from [value for value in listed[0] if all(value in made for made in listed)]
            return
        yield whole
        for index, made in enumerate(choices):
            others = [other[0] for other in (*choices[:index], *choices[index + 1 :])]
            for value in made[1:]:
                yield _merged([*kept, *others, value])

    def _required(self, schema: Document) -> set[str]:
        """Give what a schema requires, or one that it is composed of: what one leaves out, another may require."""
        while "$ref" in schema:
            schema = resolve(self.document, schema["$ref"])
        return set(schema.get("required", ())).union(*map(self._required, schema.get("allOf", ())))

    def _lists(self, schema: Document) -> bool:
        """Say whether a schema lists its values, of which another may leave some out."""
        while "$ref" in schema:
            schema = resolve(self.document, schema["$ref"])
        return "enum" in schema or "const" in schema

    def _of_types(self, schema: Document) -> Iterator[Any]:
        kinds = schema.get("type")
        if kinds is None:
            kinds = "object" if {"properties", "additionalProperties"} & set(schema) else None
        if kinds is None and {"items", "prefixItems"} & set(schema):
            kinds = "array"
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            if kind == "object":
                yield from self._of_object(schema)
            elif kind == "array":
                first = [made[0] for inner in schema.get("prefixItems", ()) if (made := self.of(inner))]
                yield first + ([] if schema.get("items") is False else self.of(schema.get("items", {})))
            else:
                yield _scalar(kind, schema)

    def _of_object(self, schema: Document) -> Iterator[Any]:
        choices = {name: self.of(inner) for name, inner in schema.get("properties", {}).items()}
        whole = {name: made[0] for name, made in choices.items() if made}
        more = schema.get("additionalProperties")
        extra = self.of(more) if isinstance(more, dict) else []
        if extra:
            whole |= {f"another{index}": value for index, value in enumerate(extra)}
        yield whole
        for name, made in choices.items():
            for value in made[1:]:
                yield whole | {name: value}
        required = set(schema.get("required", ()))
        if len(required & set(whole)) < len(whole):
            yield {name: value for name, value in whole.items() if name in required}


def _check_that_it_is_read(schema: Document) -> None:
    for keyword in _NOT_READ:
        if keyword in schema:
            raise MissingError(f"the client does not read `{keyword}`")
    if isinstance(schema.get("unevaluatedProperties"), dict):
        raise MissingError("the client does not read a schema of `unevaluatedProperties`")
    first = schema.get("prefixItems") or [{}]
    if any(item != first[0] for item in first) or (
        "prefixItems" in schema and schema.get("items", {}) not in (False, *first)
    ):
        raise MissingError("the client has one type for all items of a list, and these differ by their place")


def _told_apart_by(schema: Document, member: Any) -> Document:
    """Give the property, and its value, that a discriminator maps to a member of its union."""
    discriminator = schema.get("discriminator", {})
    reference = member.get("$ref") if isinstance(member, dict) else None
    mapped = [value for value, to in discriminator.get("mapping", {}).items() if reference in (to, _component(to))]
    return {discriminator["propertyName"]: mapped[0]} if mapped else {}


def _component(name: str) -> str:
    return f"#/components/schemas/{name}"


def _merged(values: list[Any]) -> Any:
    whole: Any = {}
    for value in values:
        whole = whole | value if isinstance(value, dict) and isinstance(whole, dict) else value
    return whole


def _members(schema: Document) -> Iterator[Any]:
    kind = schema.get("type")
    for member in schema["enum"]:
        if kind == "string" and isinstance(member, int | float) and not isinstance(member, bool):
            yield str(member)  # what is declared as text is sent as text
        elif kind in ("integer", "number") and isinstance(member, str):
            yield _number(member, kind)
        else:
            yield member


def _number(text: str, kind: str) -> Any:
    """Read the number that a text is, where one of this kind is meant."""
    try:
        number = float(text) if kind == "number" and not text.lstrip("-").isdigit() else int(text)
    except ValueError:
        return text
    return number


def _scalar(kind: str | None, schema: Document) -> Any:
    if kind == "string":
        octets = schema.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in schema
        return (
            BINARY
            if octets or schema.get("format") == "binary"
            else _TEXTS.get(schema.get("format", ""), "some text")
        )
    scalars: dict[str | None, Any] = {"integer": 7, "number": 1.5, "boolean": True, "null": None}
    return scalars.get(kind, {"any": ["thing"]})
