"""Reads the values of a seed file, with the place of each, so that what is wrong can be said where it is."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_Chosen = TypeVar("_Chosen")
_TAG = "tag:yaml.org,2002:"
_TEXTS = ("str", "int", "float", "timestamp")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_AGO = re.compile(r"(\d{1,6}) (second|minute|hour|day)s? ago")


class SeedError(Exception):
    """A seed file is not one; the message says where, what is wrong, and what to do."""


@frozen
class SeedValue:
    """A value of a seed file.

    Attributes:
        name: What it is, in the words of the file: `documents`.
    """

    name: str
    _node: Any
    _file: Path

    def wrong(self, problem: str) -> SeedError:
        """Say what is wrong with it."""
        mark = self._node.start_mark
        return SeedError(f"{self._file}:{mark.line + 1}:{mark.column + 1}: {self.name}: {problem}")

    @property
    def _kind(self) -> str:
        return str(self._node.tag).removeprefix(_TAG)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self._kind == "null"

    def mapping(self, *names: str, required: tuple[str, ...] = ()) -> dict[str, "SeedValue"]:
        """Read the values of a mapping that may have some names, and must have others."""
        read = self.entries()
        for name, value in read.items():
            if name not in names + required:
                raise value.wrong(f"there is no such key; use {', '.join(required + names)}")
        for name in required:
            if name not in read:
                raise self.wrong(f"{name} is missing; give it")
        return read

    def entries(self) -> dict[str, "SeedValue"]:
        """Read a mapping of any names."""
        if self.is_empty:
            return {}
        if self._kind != "map":
            raise self.wrong("it must be keys with values; write each as `key: value` on a line of its own")
        read: dict[str, SeedValue] = {}
        for key, node in self._node.value:
            name = str(key.value)
            value = SeedValue(name, node, self._file)
            if name in read:
                raise value.wrong("it is there twice; keep one")
            read[name] = value
        return read

    def items(self) -> list["SeedValue"]:
        """Read a list."""
        if self.is_empty:
            return []
        if self._kind != "seq":
            raise self.wrong("it must be a list; start each item with `- `")
        return [SeedValue(self.name, node, self._file) for node in self._node.value]

    def text(self) -> str:
        """Read a text that is not empty."""
        if self._kind not in _TEXTS or not self._node.value.strip():
            raise self.wrong("it must be a text; put it in quotes")
        return str(self._node.value)

    def flag(self) -> bool:
        """Read true or false."""
        if self._kind != "bool":
            raise self.wrong("it must be true or false")
        return str(self._node.value).lower() == "true"

    def whole_number(self, least: int = 0) -> int:
        """Read a whole number."""
        if self._kind != "int" or not re.fullmatch(r"\d{1,9}", self._node.value) or int(self._node.value) < least:
            raise self.wrong(f"it must be a whole number, {least} or more")
        return int(self._node.value)

    def number(self) -> float:
        """Read a number that is not negative."""
        if self._kind not in ("int", "float") or not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", self._node.value):
            raise self.wrong("it must be a number, as 2 or 0.5")
        return float(self._node.value)

    def seconds(self) -> timedelta:
        """Read a number of seconds."""
        return timedelta(seconds=self.number())

    def uuid(self) -> UUID:
        """Read a UUID."""
        if self._kind not in _TEXTS or not _UUID.fullmatch(self._node.value):
            raise self.wrong("it must be a UUID, as 3c90c3cc-0d44-4b50-8888-8dd25736052a")
        return UUID(self._node.value)

    def moment(self, now: datetime) -> datetime:
        """Read a moment: one with its offset, or how long ago."""
        text = str(self._node.value) if self._kind in _TEXTS else ""
        ago = _AGO.fullmatch(text)
        if ago is not None:
            return now - timedelta(**{f"{ago.group(2)}s": int(ago.group(1))})
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise self.wrong("it must be a moment, as 2026-05-06T13:44:00Z or `3 days ago`")
        return moment.astimezone(UTC)

    def choice(self, choices: Mapping[str, _Chosen]) -> _Chosen:
        """Read one of some words."""
        word = str(self._node.value)
        if self._kind != "str" or word not in choices:
            raise self.wrong(f"it must be one of {', '.join(choices)}")
        return choices[word]


def read_values(file: Path) -> SeedValue:
    """Read a seed file.

    Raises:
        SeedError: It cannot be read, or is no YAML.
    """
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise SeedError(f"{file}: it cannot be read: {error.strerror}; give the path of a seed file") from error
    except UnicodeDecodeError as error:
        raise SeedError(f"{file}: it is not text in UTF-8; save it as such") from error
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise SeedError(
            f"{file}:{mark.line + 1}:{mark.column + 1}: it is no YAML: {error.problem}; correct it there"
        ) from error
    except YAMLError as error:
        raise SeedError(f"{file}: it is no YAML: {str(error).splitlines()[0]}; correct it") from error
    except RecursionError as error:
        raise SeedError(f"{file}: it is nested too deeply; take the lists apart") from error
    if node is None:
        raise SeedError(f"{file}: it is empty; give documents, models, branches, tokens or faults")
    return SeedValue("the seed", node, file)
