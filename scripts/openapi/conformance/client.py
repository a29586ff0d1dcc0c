"""The client that is audited, imported: how its things are found, and how JSON becomes what it takes."""

import datetime
import importlib
import inspect
import json
import sys
import types
import typing
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs
from attrs import field, frozen

from openapi.conformance.missing import MissingError
from openapi.conformance.samples import BINARY, Samples
from openapi.reading.description import Document, dereference


@frozen
class Imported:
    """A client and the description it was made of."""

    document: Document
    manifest: Document
    samples: Samples
    package: types.ModuleType
    models: types.ModuleType
    classes: Document
    unset: type
    file: Any
    client: Any
    _hints: dict[Any, dict[str, Any]] = field(factory=dict, init=False)

    @classmethod
    def from_folder(cls, document: Document, folder: Path) -> "Imported":
        """Import the client of a folder that stands on the path."""
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        package = importlib.import_module(manifest["package"])
        values = importlib.import_module(f"{manifest['package']}.types")
        models = importlib.import_module(f"{manifest['package']}.models")
        return cls(
            document=document,
            manifest=manifest,
            samples=Samples(document),
            package=package,
            models=models,
            classes={name: getattr(models, name, None) for name in models.__all__},
            unset=values.Unset,
            file=values.File,
            client=package.Client(base_url="https://audit.test", raise_on_unexpected_status=True),
        )

    def at(self, item: Any) -> Any:
        """Follow a reference of the description."""
        return dereference(self.document, item)

    def operation(self, method: str, path: str) -> tuple[Document, types.ModuleType]:
        """Find an operation in the client, and nothing else's.

        Raises:
            MissingError: It is not there, or another is in its place.
        """
        entries = self.manifest["operations"]
        found = [entry for entry in entries if (entry["method"], entry["path"]) == (method.upper(), path)]
        if len(found) != 1:
            raise MissingError("the client does not have it")
        module = found[0]["module"]
        if sum(entry["module"] == module for entry in entries) > 1:
            raise MissingError(f"{module} is another operation's too")
        return found[0], importlib.import_module(module)

    def hints(self, thing: Any) -> dict[str, Any]:
        """Give the types of a function's arguments, or of a class's attributes; models may be known by name alone."""
        if thing not in self._hints:
            known = self.classes | vars(sys.modules[thing.__module__]) | self._package_names()
            self._hints[thing] = typing.get_type_hints(thing, localns=known)
        return self._hints[thing]

    def _package_names(self) -> dict[str, Any]:
        """Return the public names of the package, which imports each when it is first used."""
        return {name: getattr(self.package, name) for name in self.package.__all__}

    def check_default(self, schema: Any, default: Any, what: str) -> None:
        """Hold what is sent where nothing is given to the documented default: that, or nothing, is sent.

        Raises:
            MissingError: Another value is sent.
        """
        schema = self.at(schema)
        if default in (inspect.Parameter.empty, attrs.NOTHING) or isinstance(default, self.unset):
            return
        documented = schema.get("default") if isinstance(schema, dict) else None
        if isinstance(default, datetime.datetime) and isinstance(documented, str):
            documented = plain(datetime.datetime.fromisoformat(documented))
        if plain(default) != documented:
            raise MissingError(f"{what} is sent as {plain(default)!r} where it is left out")

    def check_literals(self, schema: Any, hint: Any, what: str) -> None:
        """Hold an enum to the members that its type names: no more, and no fewer.

        Raises:
            MissingError: The type takes others.
        """
        if self._has(schema, "const", float):
            raise MissingError(f"{what} is a constant that is no whole number, for which Python has no type")
        if self._has(schema, "enum", list) or self._is_of_constants(schema):
            members = {value for value in self.samples.of(schema) if value is not None}
            named = set(_literal_members(hint))
            if members != named:
                told = sorted(map(str, named)), sorted(map(str, members))
                raise MissingError(f"{what} takes {told[0]}, and not {told[1]}")

    def _is_of_constants(self, schema: Any) -> bool:
        """Say whether a schema is a union of constants that Python has a type for."""
        schema = self.at(schema)
        members = (schema.get("oneOf") or schema.get("anyOf") or []) if isinstance(schema, dict) else []
        return bool(members) and all(isinstance(self.at(one).get("const"), str | int) for one in members)

    def _has(self, schema: Any, keyword: str, kind: type) -> bool:
        """Say whether a schema, or one that it is composed of, has a keyword with a value of a type."""
        schema = self.at(schema)
        if not isinstance(schema, dict) or isinstance(schema.get(keyword), kind):
            return isinstance(schema, dict)
        return "properties" not in schema and any(
            self._has(member, keyword, kind) for member in schema.get("allOf", ())
        )

    def typed(self, sample: Any, hint: Any) -> Any:
        """Make of a JSON value what an argument takes."""
        if isinstance(sample, bytes | str) and self.file in options(hint):
            return self.file(payload=BytesIO(sample.encode() if isinstance(sample, str) else sample))
        for option in options(hint):
            made = None if option is self.unset else self._made(sample, option)
            if made is not None and (holds_file(sample) or plain(made) == sample):
                return made
        return sample

    def _made(self, sample: Any, option: Any) -> Any:
        try:
            if hasattr(option, "from_dict") and isinstance(sample, dict):
                return option.from_dict(sample)
            if typing.get_origin(option) is list and isinstance(sample, list):
                return [self.typed(item, typing.get_args(option)[0]) for item in sample]
            if option is UUID:
                return UUID(sample)
            if option in (datetime.date, datetime.datetime):
                return option.fromisoformat(sample)
        except (TypeError, ValueError, AttributeError, KeyError):
            return None
        return sample if option is Any or (isinstance(option, type) and isinstance(sample, option)) else None


def plain(value: Any) -> Any:
    """Write a parsed value as the JSON it was made of."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    return value.isoformat() if isinstance(value, datetime.date) else value


def holds_file(sample: Any) -> bool:
    """Say whether a value holds the content of a file, which is not written back as it came."""
    inner = sample.values() if isinstance(sample, dict) else sample if isinstance(sample, list) else ()
    return sample == BINARY or any(holds_file(item) for item in inner)


def options(hint: Any) -> list[Any]:
    """Give the members of a union, or the one type that it is."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [option for inner in typing.get_args(hint) for option in options(inner)]
    return [hint]


def _literal_members(hint: Any) -> Iterator[Any]:
    for option in options(hint):
        if typing.get_origin(option) is typing.Literal:
            yield from typing.get_args(option)
