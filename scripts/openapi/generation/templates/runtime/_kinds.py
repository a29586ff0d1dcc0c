"""The kinds of values that the API documents: how each is read from JSON, and refused where it is another.

A kind reads strictly: a wrong type of JSON is an `InvalidContentError` with its place. Members of an enum that
are not known are kept as they came, since an API adds some at any time; lengths and patterns are not looked at.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any, Protocol
from uuid import UUID, SafeUUID

from .errors import InvalidContentError
from .types import UNSET, File, Unset

Reader = Callable[[Any], Any]
"""Makes a value of a JSON value, or raises `InvalidContentError`."""

_NAMES = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    bytes: "bytes",
    type(None): "null",
}
_UNKNOWN, _UNSPECIFIC = 1000, 1
_MISSING = object()
_set, _UNKNOWN_SAFETY = object.__setattr__, SafeUUID.unknown  # a UUID lets nothing else set what it holds


class Kind(Protocol):
    """How values of one documented type are read."""

    taken: frozenset[type]
    """The classes that JSON values of this kind may have."""

    as_is: type | None
    """The class of those that are kept as they are, whatever they hold."""

    def reader(self) -> Reader:
        """Give what reads a value; made once, so that reading takes few steps."""
        ...

    def distance(self, value: Any) -> int:
        """Tell how far a value that can be read is from what is documented, for choosing between kinds."""
        ...

    def holds(self, value: Any) -> bool:
        """Say whether a Python value is one of this kind."""
        ...


class Scalar:
    """A value that is no list and no object, and is kept as it is."""

    def __init__(self, documented: str, *taken: type, distance: int = 0) -> None:
        self.taken = frozenset(taken)
        self.as_is: type | None = taken[0]
        self._documented = documented
        self._distance = distance

    def reader(self) -> Reader:
        """Look at the type alone."""
        taken, documented = self.taken, self._documented

        def read(value: Any) -> Any:
            if value.__class__ in taken:
                return value
            raise _wrong(value, documented)

        return read

    def distance(self, value: Any) -> int:  # noqa: ARG002 - the same for all values
        """Tell whether a more specific kind would be nearer."""
        return self._distance

    def holds(self, value: Any) -> bool:
        """Say whether a Python value is of this kind; `True` is no number."""
        return type(value) in self.taken


class Converted:
    """A value that is made of another: of text, or of a number."""

    def __init__(
        self,
        documented: str,
        made: type,
        convert: Callable[[Any], Any],
        *taken: type,
        as_is: type | None = None,
        refuses_others: bool = False,
    ) -> None:
        self.taken, self.as_is = frozenset(taken), as_is
        self.quick = convert if refuses_others else None
        """Converts what is right, and raises anything at all for what is not."""
        self._documented, self._made, self._convert = documented, made, convert

    def reader(self) -> Reader:
        """Look at the type, and convert."""
        taken, documented, convert = self.taken, self._documented, self._convert

        def read(value: Any) -> Any:
            if value.__class__ not in taken:
                raise _wrong(value, documented)
            try:
                return convert(value)
            except (ValueError, OverflowError):
                raise _wrong(value, documented) from None

        return read

    def distance(self, value: Any) -> int:  # noqa: ARG002 - the same for all values
        """Tell that no kind is nearer."""
        return 0

    def holds(self, value: Any) -> bool:
        """Say whether a Python value is of this kind."""
        return type(value) is self._made


class Members:
    """An enum, or a constant: one of some scalars, or another that the API has since added."""

    def __init__(self, *members: Any) -> None:
        self.taken = frozenset(member.__class__ for member in members)
        self.as_is = members[0].__class__ if len(self.taken) == 1 else None
        self._members = members

    def reader(self) -> Reader:
        """Keep any value of the members' type."""
        return Scalar(_either(self.taken), *self.taken).reader()

    def distance(self, value: Any) -> int:
        """Tell a member from another value."""
        return 0 if self.holds(value) else _UNKNOWN

    def holds(self, value: Any) -> bool:
        """Say whether a Python value is one of the members; `True` is not `1`."""
        return any(value == member and value.__class__ is member.__class__ for member in self._members)


class Anything:
    """A value of which nothing is documented."""

    taken: frozenset[type] = frozenset(_NAMES)
    as_is: type | None = None

    def reader(self) -> Reader:
        """Keep it."""
        return lambda value: value

    def distance(self, value: Any) -> int:
        """Tell that any kind that says more is nearer."""
        return _UNKNOWN * _count(value)

    def holds(self, value: Any) -> bool:  # noqa: ARG002 - it may be anything
        """Say yes."""
        return True


class ListOf:
    """A list of values of one kind."""

    taken: frozenset[type] = frozenset((list,))
    as_is: type | None = None

    def __init__(self, item: Kind) -> None:
        self._item = item

    def reader(self) -> Reader:
        """Read each item."""
        read_item = self._item.reader()

        def read(value: Any) -> Any:
            if value.__class__ is not list:
                raise _wrong(value, "a list")
            try:
                return [read_item(item) for item in value]
            except InvalidContentError as error:
                raise error.within(_index_of_the_first_wrong(value, read_item)) from None

        return read

    def distance(self, value: Any) -> int:
        """Add up the items."""
        return sum(self._item.distance(item) for item in value)

    def holds(self, value: Any) -> bool:
        """Say whether all items are."""
        return isinstance(value, list) and all(map(self._item.holds, value))


class Model:
    """An object that has a class, which is imported when it is first needed."""

    taken: frozenset[type] = frozenset((dict,))
    as_is: type | None = None

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def reader(self) -> Reader:
        """Read by the properties of the class."""
        kind, properties = self._imported()
        return properties.reader(kind)

    def distance(self, value: Any) -> int:
        """Add up the properties."""
        return self._imported()[1].distance(value)

    def holds(self, value: Any) -> bool:
        """Say whether it is of the class."""
        return isinstance(value, self._imported()[0])

    def _imported(self) -> tuple[type[Any], "Properties"]:
        module = import_module(f".models.{self._module}", __package__)
        return getattr(module, self._name), module._PROPERTIES


class OneOf:
    """A value of one of some kinds: the nearest of those that can read it, and of equals the first."""

    as_is: type | None = None

    def __init__(self, *kinds: Kind) -> None:
        self.taken = frozenset(taken for kind in kinds for taken in kind.taken)
        self._kinds = kinds

    def reader(self) -> Reader:
        """Read by the only kind that takes the value's type, or by the nearest."""
        readers = {taken: self._reader_of(taken) for taken in self.taken}
        documented = _either(self.taken)

        def read(value: Any) -> Any:
            try:
                read_one = readers[value.__class__]
            except KeyError:
                raise _wrong(value, documented) from None
            return read_one(value)

        return read

    def distance(self, value: Any) -> int:
        """Tell the distance of the nearest."""
        readers = [(kind, kind.reader()) for kind in self._kinds if value.__class__ in kind.taken]
        return _nearest(value, readers)[0]

    def holds(self, value: Any) -> bool:
        """Say whether one of them does."""
        return any(kind.holds(value) for kind in self._kinds)

    def _reader_of(self, taken: type) -> Reader:
        readers = [(kind, kind.reader()) for kind in self._kinds if taken in kind.taken]
        return readers[0][1] if len(readers) == 1 else lambda value: _nearest(value, readers)[1]


class Property:
    """A property of an object: its name in JSON, the attribute that it has, and its kind."""

    def __init__(self, name: str, attribute: str, kind: Kind, required: bool) -> None:
        self.name, self.attribute, self.kind, self.required = name, attribute, kind, required


class Properties:
    """The properties of a class, in the order in which it takes them; and the kind of others, if it has others."""

    def __init__(self, *properties: Property, others: Kind | None = None) -> None:
        self._properties = properties
        self._others = others
        self._readers: dict[type[Any], Reader] = {}

    def read(self, kind: type[Any], source: Mapping[str, Any]) -> Any:
        """Make an object of the class from a JSON object."""
        if not isinstance(source, Mapping):
            raise _wrong(source, "an object")
        return self.reader(kind)(source if source.__class__ is dict else dict(source))

    def reader(self, kind: type[Any]) -> Reader:
        """Give what makes objects of a class."""
        if kind not in self._readers:
            self._readers[kind] = self._compiled(kind)
        return self._readers[kind]

    def _compiled(self, kind: type[Any]) -> Reader:
        """Make of the table a function that reads each property in lines of its own, twice as fast as in a loop.

        Nothing of the description is in its text but attributes: names, types and readers are given to it.
        """
        given: dict[str, Any] = {
            "kind": kind,
            "new": object.__new__,
            "missing": _MISSING,
            "UNSET": UNSET,
            "InvalidContentError": InvalidContentError,
            "wrong": _wrong,
            "mistakes": (InvalidContentError, TypeError, ValueError, AttributeError, OverflowError),
            "told": self._told,
            "others": self._reader_of_others(),
        }
        lines = []
        for index, item in enumerate(self._properties):
            given |= {f"name{index}": item.name, f"as{index}": item.kind.as_is}
            given[f"read{index}"] = _made_later(given, f"read{index}", item.kind)
            lines += [
                f"        value{index} = take(name{index}, missing)",
                f"        if value{index}.__class__ is not as{index}:",
                f"            at = {index}",
                f"            if value{index} is not missing: value{index} = read{index}(value{index})",
                '            else: raise InvalidContentError("missing, and required")'
                if item.required
                else f"            else: value{index}, absent = UNSET, absent + 1",
            ]
        text = "\n".join(
            [
                "def read(source):",
                '    if source.__class__ is not dict: raise wrong(source, "an object")',
                "    take, absent, at = source.get, 0, 0",
                "    try:",
                *(lines or ["        pass"]),
                "    except mistakes as error: raise told(error, at, source) from None",
                *self._lines_that_make(kind),
                f"    if len(source) + absent != {len(self._properties)}: others(made, source)",
                "    return made",
            ]
        )
        exec(compile(text, f"<what reads {kind.__name__}>", "exec"), given)  # noqa: S102 - the text is ours alone
        read: Reader = given["read"]
        return read

    def _lines_that_make(self, kind: type[Any]) -> list[str]:
        """Write what sets the attributes; a subclass may have an `__init__` of its own, which is called."""
        values = [f"value{index}" for index in range(len(self._properties))]
        if vars(sys.modules[kind.__module__]).get("_PROPERTIES") is not self:
            return [f"    made = kind({', '.join(values)})"]
        others = ["    made.additional_properties = {}"] if self._others is not None else []
        pairs = zip(self._properties, values, strict=True)
        return ["    made = new(kind)", *(f"    made.{item.attribute} = {value}" for item, value in pairs), *others]

    def _told(self, error: Exception, at: int, source: dict[str, Any]) -> Exception:
        """Say what is wrong with the property at an index, and where it is."""
        item = self._properties[at]
        if isinstance(error, InvalidContentError):
            return error.within(item.name)
        try:
            item.kind.reader()(source[item.name])
        except InvalidContentError as told:
            return told.within(item.name)
        return error

    def _reader_of_others(self) -> Callable[[Any, dict[str, Any]], None]:
        """Give what keeps the properties that are not in the table, where the class keeps them."""
        known = frozenset(item.name for item in self._properties)
        others = self._others

        def keep(made: Any, source: dict[str, Any]) -> None:
            rest = {name: value for name, value in source.items() if name not in known}
            if others is not None:  # the reader is made only now, since a class may hold itself
                made.additional_properties = rest if others is ANYTHING else _each(rest, others.reader())

        return keep

    def write(self, model: Any) -> dict[str, Any]:
        """Make a JSON object of an object of the class; what is unset is left out."""
        return {name: plain(value) for name, value in self.items(model)}

    def items(self, model: Any) -> list[tuple[str, Any]]:
        """Give the names and values that are set."""
        others = model.additional_properties if self._others is not None else {}
        known = [(item.name, getattr(model, item.attribute)) for item in self._properties]
        return [*others.items(), *((name, value) for name, value in known if value.__class__ is not Unset)]

    def distance(self, value: Any) -> int:
        """Count what is not known of a JSON object, at any depth."""
        kinds = {item.name: item.kind for item in self._properties}
        return sum(
            kinds[name].distance(item) if name in kinds else self._stranger(item) for name, item in value.items()
        )

    def _stranger(self, value: Any) -> int:
        if self._others is None or self._others is ANYTHING:
            return _UNKNOWN * _count(value)
        return _UNSPECIFIC + self._others.distance(value)


def plain(value: Any) -> Any:
    """Write a value as JSON has it."""
    if value.__class__ in (str, int, bool, float, type(None)):
        return value
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, date):
        return _moment(value) if isinstance(value, datetime) else value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _moment(value: datetime) -> str:
    """Write a moment as the API does: in milliseconds, unless it has smaller parts, and UTC as `Z`."""
    written = value.isoformat(timespec="auto" if value.microsecond % 1000 else "milliseconds")
    return f"{written.removesuffix('+00:00')}Z" if written.endswith("+00:00") else written


def list_of(item: Kind) -> Kind:
    """Give the kind of a list."""
    return ListOf(item)


def model(module: str, name: str) -> Kind:
    """Give the kind of a class among the models."""
    return Model(module, name)


def one_of(*kinds: Kind) -> Kind:
    """Give the kind of a union."""
    return OneOf(*kinds)


def members(*members: Any) -> Kind:
    """Give the kind of an enum or a constant."""
    return Members(*members)


def _made_later(given: dict[str, Any], name: str, kind: Kind) -> Reader:
    """Give what makes the reader when there is a first value to read, since a class may hold itself, and many others.

    It then takes its place. What reads there is for right values, and may raise anything for others.
    """

    def read(value: Any) -> Any:
        quick = kind.quick if isinstance(kind, Converted) else None
        given[name] = made = quick or kind.reader()
        return made(value)

    return read


def _each(rest: dict[str, Any], read: Reader) -> dict[str, Any]:
    name = ""
    try:
        for name, value in rest.items():
            rest[name] = read(value)
    except InvalidContentError as error:
        raise error.within(name) from None
    return rest


def _index_of_the_first_wrong(values: list[Any], read: Reader) -> int:
    for index, value in enumerate(values):
        try:
            read(value)
        except InvalidContentError:
            return index
    return len(values)


def _nearest(value: Any, readers: list[tuple[Kind, Reader]]) -> tuple[int, Any]:
    found: list[tuple[int, Any]] = []
    problems: list[InvalidContentError] = []
    for kind, read in readers:
        try:
            made = read(value)
        except InvalidContentError as error:
            problems.append(error)
        else:
            found.append((kind.distance(value), made))
    if not found:  # the one that got furthest says the most
        raise max(problems, key=lambda error: error.place.count("/"))
    return min(found, key=lambda pair: pair[0])


def _count(value: Any) -> int:
    """Count a JSON value and all within it: of what is not known, nothing in it is known either."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_count, inner))


def _whole(value: float) -> int:
    """Take `1.0` for `1`, as JSON Schema does."""
    if value != int(value):
        raise ValueError("a fraction")
    return int(value)


def _uuid(text: str) -> UUID:
    """Do what `UUID(text)` does, without its other ways to make one, which take as long again."""
    digits = text.replace("-", "")
    if len(digits) != 32:
        return UUID(text)  # perhaps in braces, or as a URN; if not, this raises
    made = UUID.__new__(UUID)
    _set(made, "int", int(digits, 16))
    _set(made, "is_safe", _UNKNOWN_SAFETY)
    return made


def _file(value: str | bytes) -> File:
    return File(payload=BytesIO(value.encode() if isinstance(value, str) else value))


def _either(taken: frozenset[type]) -> str:
    return " or ".join(sorted(_NAMES[kind] for kind in taken))


def _wrong(value: Any, documented: str) -> InvalidContentError:
    found = _NAMES.get(value.__class__, type(value).__name__)
    return InvalidContentError(f"{found}, where {documented} is documented")


TEXT: Kind = Scalar("text", str, distance=_UNSPECIFIC)
INTEGER: Kind = Converted("a whole number", int, _whole, int, float, as_is=int)
NUMBER: Kind = Scalar("a number", float, int, distance=_UNSPECIFIC)
BOOLEAN: Kind = Scalar("true or false", bool)
NULL: Kind = Scalar("null", type(None))
UUID_TEXT: Kind = Converted("a UUID", UUID, _uuid, str, refuses_others=True)
DATE: Kind = Converted("a date", date, date.fromisoformat, str, refuses_others=True)
DATE_TIME: Kind = Converted("a date and time", datetime, datetime.fromisoformat, str, refuses_others=True)
FILE: Kind = Converted("text", File, _file, str, bytes)
ANYTHING: Kind = Anything()
