"""Values of a YAML file with their locations, so that each error names line and column."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from attrs import frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from omni_drafts.mock._seed.errors import SeedError

_Choice = TypeVar("_Choice")
_TAG_PREFIX = "tag:yaml.org,2002:"
_TEXT_TAGS = ("str", "int", "float", "timestamp")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_AGO = re.compile(r"(\d{1,6}) (second|minute|hour|day)s? ago")


@frozen
class YamlValue:
    """Value of a YAML file.

    Attributes:
        name: Key of the value, such as `documents`. Items of a list have the key of the list.
    """

    name: str
    _node: Any
    _file: Path

    def error(self, problem: str) -> SeedError:
        """Return an error with the location of this value."""
        mark = self._node.start_mark
        return SeedError(f"{self._file}:{mark.line + 1}:{mark.column + 1}: {self.name}: {problem}")

    @property
    def _tag(self) -> str:
        return str(self._node.tag).removeprefix(_TAG_PREFIX)

    @property
    def is_null(self) -> bool:
        """Whether the value is null or empty."""
        return self._tag == "null"

    def mapping(self, *names: str, required: tuple[str, ...] = ()) -> dict[str, "YamlValue"]:
        """Return the values of a mapping with known keys.

        Args:
            names: Keys that are optional.
            required: Keys that are required.

        Raises:
            SeedError: If the value is not a mapping, or a key is unknown or missing.
        """
        entries = self.entries()
        for name, value in entries.items():
            if name not in names + required:
                raise value.error(f"unknown key; use one of {', '.join(required + names)}")
        for name in required:
            if name not in entries:
                raise self.error(f"key {name} is missing; add it")
        return entries

    def entries(self) -> dict[str, "YamlValue"]:
        """Return the values of a mapping with any keys.

        Raises:
            SeedError: If the value is not a mapping, or a key is duplicate.
        """
        if self.is_null:
            return {}
        if self._tag != "map":
            raise self.error("must be a mapping; write each entry as `key: value` on a line of its own")
        entries: dict[str, YamlValue] = {}
        for key, node in self._node.value:
            name = str(key.value)
            value = YamlValue(name, node, self._file)
            if name in entries:
                raise value.error("duplicate key; keep one")
            entries[name] = value
        return entries

    def items(self) -> list["YamlValue"]:
        """Return the items of a list.

        Raises:
            SeedError: If the value is not a list.
        """
        if self.is_null:
            return []
        if self._tag != "seq":
            raise self.error("must be a list; start each item with `- `")
        return [YamlValue(self.name, node, self._file) for node in self._node.value]

    def text(self) -> str:
        """Return the value as a text that is not empty.

        Raises:
            SeedError: If the value is not such a text.
        """
        if self._tag not in _TEXT_TAGS or not self._node.value.strip():
            raise self.error("must be a text that is not empty; put it in quotes")
        return str(self._node.value)

    def flag(self) -> bool:
        """Return the value as a bool.

        Raises:
            SeedError: If the value is not a bool.
        """
        if self._tag != "bool":
            raise self.error("must be true or false")
        return str(self._node.value).lower() == "true"

    def integer(self, minimum: int) -> int:
        """Return the value as an int.

        Raises:
            SeedError: If the value is not an int, or is less than the minimum.
        """
        if self._tag != "int" or not re.fullmatch(r"\d{1,9}", self._node.value) or int(self._node.value) < minimum:
            raise self.error(f"must be an integer, {minimum} or more")
        return int(self._node.value)

    def number(self) -> float:
        """Return the value as a number.

        Raises:
            SeedError: If the value is not a number, or is negative.
        """
        if self._tag not in ("int", "float") or not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", self._node.value):
            raise self.error("must be a number, 0 or more, such as 2 or 0.5")
        return float(self._node.value)

    def seconds(self) -> timedelta:
        """Return the value as a number of seconds.

        Raises:
            SeedError: If the value is not a number, or is negative.
        """
        return timedelta(seconds=self.number())

    def uuid(self) -> UUID:
        """Return the value as a UUID.

        Raises:
            SeedError: If the value is not a UUID.
        """
        if self._tag not in _TEXT_TAGS or not _UUID.fullmatch(self._node.value):
            raise self.error("must be a UUID, such as 3c90c3cc-0d44-4b50-8888-8dd25736052a")
        return UUID(self._node.value)

    def moment(self, now: datetime) -> datetime:
        """Return the value as a time: one with a time zone, or a duration before now.

        Raises:
            SeedError: If the value is neither.
        """
        text = str(self._node.value) if self._tag in _TEXT_TAGS else ""
        try:
            moment = _parse_moment(text, now)
        except OverflowError:
            raise self.error("must be a time from year 1 to 9999 in UTC; use a later or an earlier one") from None
        if moment is None:
            raise self.error("must be a time with a time zone, such as 2026-05-06T13:44:00Z or `3 days ago`")
        return moment

    def choice(self, choices: Mapping[str, _Choice]) -> _Choice:
        """Return the choice that the value names.

        Raises:
            SeedError: If the value names none of them.
        """
        name = str(self._node.value)
        if self._tag != "str" or name not in choices:
            raise self.error(f"must be one of {', '.join(choices)}")
        return choices[name]


def _parse_moment(text: str, now: datetime) -> datetime | None:
    """Return a time in UTC; `None` if the text is neither a time with a time zone nor a duration before now."""
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return now - timedelta(**{f"{ago.group(2)}s": int(ago.group(1))})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def read_yaml(file: Path) -> YamlValue:
    """Return the top-level value of a YAML file.

    Raises:
        SeedError: If the file is not readable, is not YAML, or is empty.
    """
    text = _read_text(file)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        location = f"{file}:{mark.line + 1}:{mark.column + 1}"
        raise SeedError(f"{location}: the file is not valid YAML: {error.problem}; correct it there") from error
    except YAMLError as error:
        problem = str(error).splitlines()[0]
        raise SeedError(f"{file}: the file is not valid YAML: {problem}; correct it") from error
    except RecursionError as error:
        raise SeedError(f"{file}: the file is nested too deeply; use fewer levels") from error
    if node is None:
        raise SeedError(f"{file}: the file is empty; add documents, models, branches, tokens or faults")
    return YamlValue("seed", node, file)


def _read_text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise SeedError(f"{file}: the file cannot be read: {error.strerror}; pass the path of a seed file") from error
    except UnicodeDecodeError as error:
        raise SeedError(f"{file}: the file is not UTF-8; save it as UTF-8") from error
