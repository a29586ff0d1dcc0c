"""Strategies for schemas, small edits of schemas, and values that schemas may allow."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from support.diff.descriptions import Schema

NAMES = ("a", "b", "c")
SCALARS: tuple[Any, ...] = (
    {"type": "string"},
    {"type": "string", "minLength": 2},
    {"type": "string", "maxLength": 2, "pattern": "^a"},
    {"type": "string", "enum": ["a", "ab"]},
    {"type": "string", "enum": ["a", "ab", "abc"], "minLength": 2},
    {"const": "a"},
    {"enum": ["a", 1, None]},
    {"type": "integer"},
    {"type": "integer", "exclusiveMinimum": 0},
    {"type": "integer", "minimum": 1, "multipleOf": 2},
    {"type": "number", "maximum": 3.5},
    {"type": "number"},
    {"type": ["integer", "null"]},
    {"type": ["string", "number"], "minLength": 1, "minimum": 1},
    {"type": "boolean"},
    {"type": "null"},
    {"type": "boolean", "enum": [True]},
    {"not": {"type": "string"}},
    {},
)
A_TEXT: Schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
A_OR_B: Schema = {"type": "object", "properties": {"a": {"enum": ["a", "ab"]}, "b": {}}}
UNIONS: tuple[Schema, ...] = (
    {"anyOf": [A_TEXT, {"type": "object", "properties": {"b": {"type": "integer"}}, "required": ["b"]}]},
    {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "string", "pattern": "^a"}]},
    {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "integer"}}]},
    {"allOf": [A_TEXT, A_OR_B]},
    {"allOf": [A_OR_B, A_TEXT]},
)
VALUES = ("", "a", "ab", "abc", "b", 0, 1, 2, 3, 4.5, -1, 0.5, True, False, None)


def _composed(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    properties = st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    required = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    closed: st.SearchStrategy[Any] = inner | st.just(False)
    schema = {"type": st.just("object"), "properties": properties}
    more = {"required": required, "additionalProperties": closed, "minProperties": st.just(1)}
    return st.one_of(
        st.fixed_dictionaries(schema, optional=more),
        st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner},
            optional={"minItems": st.just(1), "maxItems": st.just(2), "uniqueItems": st.just(True)},
        ),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=2)}),
    )


SCHEMAS = st.recursive(st.sampled_from((*SCALARS, *UNIONS)).map(copy.deepcopy), _composed, max_leaves=6)


def _within(schema: Any) -> Iterator[Schema]:
    """Yield a schema and each schema within it."""
    if isinstance(schema, dict):
        yield schema
        held = [*schema.get("properties", {}).values(), *schema.get("anyOf", []), *schema.get("allOf", [])]
        for inner in (*held, schema.get("items"), schema.get("additionalProperties")):
            yield from _within(inner)


@st.composite
def edited(draw: st.DrawFn, schema: Schema) -> Schema:
    """Return a copy of a schema with one small edit."""
    changed = copy.deepcopy(schema)
    target = draw(st.sampled_from(list(_within(changed))))
    edit = draw(st.sampled_from(EDITS))
    edit(target, draw(SCHEMAS), draw(st.sampled_from(NAMES)))
    return changed


def _replace(target: Schema, by: Schema, _name: str) -> None:
    target.clear()
    target |= by


def _widen(target: Schema, by: Schema, _name: str) -> None:
    before = dict(target)
    target.clear()
    target["anyOf"] = [before, by]


def _narrow(target: Schema, by: Schema, _name: str) -> None:
    before = dict(target)
    target.clear()
    target["allOf"] = [before, by]


def _add_property(target: Schema, by: Schema, name: str) -> None:
    if target.get("type") == "object":
        target["properties"] = {name: by} | target.get("properties", {})


def _remove_property(target: Schema, _by: Schema, name: str) -> None:
    if target.get("type") == "object":
        target.get("properties", {}).pop(name, None)


def _require(target: Schema, _by: Schema, name: str) -> None:
    if target.get("type") == "object":
        target["required"] = sorted({name} ^ set(target.get("required", ())))


def _drop_keyword(target: Schema, _by: Schema, _name: str) -> None:
    for keyword in list(target)[1:]:
        del target[keyword]
        return


def _add_enum_member(target: Schema, _by: Schema, name: str) -> None:
    if "enum" in target:
        target["enum"] = [*target["enum"], name * 2]


def _drop_member(target: Schema, _by: Schema, name: str) -> None:
    for members in (target.get("anyOf", []), target.get("allOf", [])):
        if len(members) > 1:
            members.pop(0 if name == "a" else -1)


def _close(target: Schema, by: Schema, name: str) -> None:
    if target.get("type") == "object":
        target["additionalProperties"] = by if name == "a" else False


EDITS: tuple[Callable[[Schema, Schema, str], None], ...] = (
    _replace,
    _widen,
    _narrow,
    _add_property,
    _remove_property,
    _require,
    _drop_keyword,
    _add_enum_member,
    _drop_member,
    _close,
)


def values(schema: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values that a schema may allow, with no undeclared properties."""
    if schema is False:
        return st.nothing()
    if "anyOf" in schema:
        return st.one_of([values(member) for member in schema["anyOf"]])
    if "allOf" in schema:
        return st.tuples(*[values(member) for member in schema["allOf"]]).map(_merged)
    if schema.get("type") == "object":
        return _objects(schema)
    if schema.get("type") == "array":
        return st.lists(values(schema.get("items", {})), max_size=2)
    return st.sampled_from([*schema.get("enum", ()), *VALUES, {}, []])


def _objects(schema: Schema) -> st.SearchStrategy[Any]:
    named = {name: values(inner) for name, inner in schema.get("properties", {}).items()}
    required = {name: named.get(name, st.sampled_from(VALUES)) for name in schema.get("required", ())}
    optional = {name: inner for name, inner in named.items() if name not in required}
    whole = st.fixed_dictionaries(required, optional=optional)
    more = schema.get("additionalProperties")
    if not isinstance(more, dict):
        return whole
    others = st.dictionaries(st.sampled_from((*NAMES, "other")), values(more), max_size=2)
    return st.tuples(others, whole).map(_merged)


def _merged(parts: tuple[Any, ...]) -> Any:
    if all(isinstance(part, dict) for part in parts):
        return {name: value for part in parts for name, value in part.items()}
    return parts[0]
