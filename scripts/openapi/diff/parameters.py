"""Compares the parameters of an operation."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.diff.change import Change, Reporter
from openapi.diff.comparison import Comparison
from openapi.diff.composed import Composed, compose
from openapi.diff.operations import Operation
from openapi.diff.rules import Side
from openapi.diff.wording import describe_type
from openapi.reading.description import Document

_STYLES = {"path": "simple", "header": "simple"}
_IGNORED_HEADERS = ("accept", "content-type", "authorization")
"""OpenAPI ignores header parameters of these names."""

_Key = tuple[str, str]


@frozen
class _Parameter:
    definition: Document
    operation: Operation

    @property
    def label(self) -> str:
        return f"{self.definition['in']} parameter `{self.definition['name']}`"

    @property
    def is_required(self) -> bool:
        return self.definition.get("required") is True or self.definition["in"] == "path"

    @property
    def schema(self) -> Composed:
        media = next(iter(_contents(self.definition).values()), None)
        schema = media.get("schema", {}) if isinstance(media, dict) else self.definition.get("schema", {})
        return compose(self.operation.document, schema)

    def serialization(self, comparison: Comparison) -> str:
        """Return the serialization of the parameter in words, without options that have no effect."""
        content = next(iter(_contents(self.definition)), None)
        if content is not None:
            return f"as {content.lower()}"
        style = str(self.definition.get("style", _STYLES.get(self.definition["in"], "form")))
        types = {shape.type for shape in comparison.shapes.of(self.schema)} & {"array", "object"}
        explode = self.definition.get("explode", style == "form") is True
        exploded = f", {'exploded' if explode else 'not exploded'}" if types and style != "deepObject" else ""
        reserved = ", reserved characters as they are" if self.definition.get("allowReserved") is True else ""
        return f"in the style `{style}`{exploded}{reserved}"


def compare_parameters(old: Operation, new: Operation, comparison: Comparison) -> Iterator[Change]:
    """Yield the changes of the parameters; path parameters match by position."""
    renamed = dict(zip(old.path_parameters, new.path_parameters, strict=True))
    before = {_renamed(key, renamed): parameter for key, parameter in _parameters(old).items()}
    after = _parameters(new)
    reporter = Reporter(new.name)
    for was, now in renamed.items():
        if was != now:
            sentence = f"The path parameter `{was}` is called `{now}` now."
            yield reporter.at(f"path parameter `{now}`").report("path-parameter-renamed", sentence)
    moved = {key: _find_moved(key, after, before) for key in before if key not in after}
    for key, parameter in before.items():
        if key in after:
            yield from _compare(parameter, after[key], reporter.at(after[key].label), comparison)
        elif target := moved[key]:
            sentence = f"It was a {parameter.label}, and is a {after[target].label} now."
            yield reporter.at(after[target].label).report("parameter-moved", sentence)
            yield from _compare(parameter, after[target], reporter.at(after[target].label), comparison, moved=True)
        else:
            sentence = f"The {parameter.label}, {describe_type(comparison.shapes, parameter.schema)}, was removed."
            yield reporter.at(parameter.label).report("parameter-removed", sentence)
    for key, parameter in after.items():
        if key not in before and key not in moved.values():
            word = "required" if parameter.is_required else "optional"
            description = describe_type(comparison.shapes, parameter.schema)
            sentence = f"The {parameter.label}, {description}, was added; it is {word}."
            yield reporter.at(parameter.label).report(f"{word}-parameter-added", sentence)


def _compare(
    old: _Parameter, new: _Parameter, reporter: Reporter, comparison: Comparison, moved: bool = False
) -> Iterator[Change]:
    if old.is_required and not new.is_required:
        yield reporter.report("parameter-became-optional", "It was required, and is optional now.")
    elif new.is_required and not old.is_required:
        yield reporter.report("parameter-became-required", "It was optional, and is required now.")
    if (old.definition.get("deprecated") is True) != (new.definition.get("deprecated") is True):
        if new.definition.get("deprecated") is True:
            yield reporter.report("parameter-deprecated", "It was not deprecated, and is deprecated now.")
        else:
            yield reporter.report("parameter-reactivated", "It was deprecated, and is not any more.")
    was, now = old.serialization(comparison), new.serialization(comparison)
    is_other_type = {shape.type for shape in comparison.shapes.of(old.schema)} != {
        shape.type for shape in comparison.shapes.of(new.schema)
    }
    if was != now and not moved and not (is_other_type and _style(old) == _style(new)):
        yield reporter.report("parameter-serialization-changed", f"It was written {was}, and is {now} now.")
    yield from reporter.report_all(Side.REQUEST, comparison.compare(old.schema, new.schema))


def _style(parameter: _Parameter) -> tuple[Any, ...]:
    return tuple(parameter.definition.get(name) for name in ("style", "explode", "allowReserved", "content"))


def _parameters(operation: Operation) -> dict[_Key, _Parameter]:
    """Return the parameters by location and name; those of the operation override those of the path."""
    parameters: dict[_Key, _Parameter] = {}
    for owner in (operation.path_item, operation.definition):
        for part in owner.get("parameters", ()):
            definition = operation.resolve(part)
            location, name = str(definition.get("in")), str(definition.get("name"))
            if location == "header":
                name = name.lower()
            if not (location == "header" and name in _IGNORED_HEADERS):
                parameters[location, name] = _Parameter(definition, operation)
    return parameters


def _renamed(key: _Key, names: dict[str, str]) -> _Key:
    location, name = key
    return (location, names.get(name, name)) if location == "path" else key


def _find_moved(key: _Key, after: dict[_Key, _Parameter], before: dict[_Key, _Parameter]) -> _Key | None:
    others = (other for other in after if other[1].lower() == key[1].lower() and other not in before)
    return next(others, None)


def _contents(definition: Document) -> dict[str, Any]:
    contents = definition.get("content")
    return contents if isinstance(contents, dict) else {}
