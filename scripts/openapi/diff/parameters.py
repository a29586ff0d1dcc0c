"""Compares the parameters of an operation."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.diff.change import Change, Teller
from openapi.diff.comparison import Comparison
from openapi.diff.composed import Composed, compose
from openapi.diff.operations import Operation
from openapi.diff.rules import Side
from openapi.diff.wording import say_type
from openapi.reading.description import Document

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_NOT_SENT_AS_SAID = ("accept", "content-type", "authorization")
"""OpenAPI ignores header parameters of these names."""

_Key = tuple[str, str]


@frozen
class _Parameter:
    said: Document
    operation: Operation

    @property
    def place(self) -> str:
        return f"{self.said['in']} parameter `{self.said['name']}`"

    @property
    def is_required(self) -> bool:
        return self.said.get("required") is True or self.said["in"] == "path"

    @property
    def schema(self) -> Composed:
        media = next(iter(_contents(self.said).values()), None)
        schema = media.get("schema", {}) if isinstance(media, dict) else self.said.get("schema", {})
        return compose(self.operation.document, schema)

    def serialization(self, comparison: Comparison) -> str:
        """Tell how a value is written, as far as that makes a difference to it."""
        content = next(iter(_contents(self.said)), None)
        if content is not None:
            return f"as {content.lower()}"
        style = str(self.said.get("style", _STYLES.get(self.said["in"], "form")))
        kinds = {shape.type for shape in comparison.shapes.of(self.schema)} & {"array", "object"}
        explode = self.said.get("explode", style == "form") is True
        exploded = f", {'exploded' if explode else 'not exploded'}" if kinds and style != "deepObject" else ""
        reserved = ", reserved characters as they are" if self.said.get("allowReserved") is True else ""
        return f"in the style `{style}`{exploded}{reserved}"


def compare_parameters(old: Operation, new: Operation, comparison: Comparison) -> Iterator[Change]:
    """Tell what changed among the parameters, those of the path by their order in it."""
    renamed = dict(zip(old.path_parameters, new.path_parameters, strict=True))
    before = {_renamed(key, renamed): parameter for key, parameter in _parameters(old).items()}
    after = _parameters(new)
    teller = Teller(new.name)
    for was, now in renamed.items():
        if was != now:
            sentence = f"The path parameter `{was}` is called `{now}` now."
            yield teller.at(f"path parameter `{now}`").tell("path-parameter-renamed", sentence)
    moved = {key: _other_place(key, after, before) for key in before if key not in after}
    for key, parameter in before.items():
        if key in after:
            yield from _compare(parameter, after[key], teller.at(after[key].place), comparison)
        elif place := moved[key]:
            sentence = f"It was a {parameter.place}, and is a {after[place].place} now."
            yield teller.at(after[place].place).tell("parameter-moved", sentence)
            yield from _compare(parameter, after[place], teller.at(after[place].place), comparison, moved=True)
        else:
            sentence = f"The {parameter.place}, {say_type(comparison.shapes, parameter.schema)}, was removed."
            yield teller.at(parameter.place).tell("parameter-removed", sentence)
    for key, parameter in after.items():
        if key not in before and key not in moved.values():
            word = "required" if parameter.is_required else "optional"
            said = say_type(comparison.shapes, parameter.schema)
            sentence = f"The {parameter.place}, {said}, was added; it is {word}."
            yield teller.at(parameter.place).tell(f"{word}-parameter-added", sentence)


def _compare(
    old: _Parameter, new: _Parameter, teller: Teller, comparison: Comparison, moved: bool = False
) -> Iterator[Change]:
    if old.is_required and not new.is_required:
        yield teller.tell("parameter-became-optional", "It was required, and is optional now.")
    elif new.is_required and not old.is_required:
        yield teller.tell("parameter-became-required", "It was optional, and is required now.")
    if (old.said.get("deprecated") is True) != (new.said.get("deprecated") is True):
        if new.said.get("deprecated") is True:
            yield teller.tell("parameter-deprecated", "It was not deprecated, and is deprecated now.")
        else:
            yield teller.tell("parameter-reactivated", "It was deprecated, and is not any more.")
    was, now = old.serialization(comparison), new.serialization(comparison)
    is_other_type = {shape.type for shape in comparison.shapes.of(old.schema)} != {
        shape.type for shape in comparison.shapes.of(new.schema)
    }
    if was != now and not moved and not (is_other_type and _style(old) == _style(new)):
        yield teller.tell("parameter-serialization-changed", f"It was written {was}, and is {now} now.")
    yield from teller.tell_all(Side.REQUEST, comparison.differences(old.schema, new.schema))


def _style(parameter: _Parameter) -> tuple[Any, ...]:
    return tuple(parameter.said.get(name) for name in ("style", "explode", "allowReserved", "content"))


def _parameters(operation: Operation) -> dict[_Key, _Parameter]:
    """Give the parameters by place and name; an operation's own stand for those of its path."""
    found: dict[_Key, _Parameter] = {}
    for owner in (operation.item, operation.said):
        for part in owner.get("parameters", ()):
            said = operation.resolved(part)
            place, name = str(said.get("in")), str(said.get("name"))
            if place == "header":
                name = name.lower()
            if not (place == "header" and name in _NOT_SENT_AS_SAID):
                found[place, name] = _Parameter(said, operation)
    return found


def _renamed(key: _Key, names: dict[str, str]) -> _Key:
    place, name = key
    return (place, names.get(name, name)) if place == "path" else key


def _other_place(key: _Key, after: dict[_Key, _Parameter], before: dict[_Key, _Parameter]) -> _Key | None:
    others = (other for other in after if other[1].lower() == key[1].lower() and other not in before)
    return next(others, None)


def _contents(said: Document) -> dict[str, Any]:
    contents = said.get("content")
    return contents if isinstance(contents, dict) else {}
