"""The decoders of JSON values: each returns a value of the documented type, or raises `InvalidContentError`.

A decoder checks the JSON type. A member of an enum that is not documented is returned as it is, since an API adds
members at any time; lengths and patterns are not checked.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any, Protocol, TypeVar
from uuid import UUID, SafeUUID

from .errors import InvalidContentError
from .types import File, Unset

T = TypeVar("T")

Decode = Callable[[Any], Any]
"""Returns the value of a JSON value, or raises `InvalidContentError`."""

_TYPE_NAMES = {
    dict: "an object",
    list: "an array",
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
    bytes: "bytes",
    type(None): "null",
}
_ANOTHER_CONSTANT, _UNDOCUMENTED, _UNSPECIFIC = 10**9, 1000, 1
"""Distances of an object with another constant, of an undocumented value, and of one that its whole type accepts."""
_set_int, _set_is_safe = (
    vars(UUID)[name].__set__ for name in ("int", "is_safe")
)  # a UUID forbids assignments
_UNKNOWN_SAFETY = SafeUUID.unknown


class Decoder(Protocol):
    """Decodes the values of one documented type."""

    json_types: frozenset[type]
    """The classes of the JSON values that it accepts."""

    @property
    def decode(self) -> Decode:
        """Function that decodes a JSON value."""
        ...

    def distance(self, value: Any, /) -> int:
        """Return how far a JSON value that can be decoded is from the documented ones, to choose between decoders."""
        ...

    def accepts(self, value: Any, /) -> bool:
        """Return whether a Python value is of the documented type."""
        ...


class Scalar:
    """Decodes a value that JSON has as it is."""

    def __init__(self, *json_types: type, distance: int = 0) -> None:
        self.json_types = frozenset(json_types)
        self._distance = distance

    def decode(self, value: Any) -> Any:
        """Return a value of one of the JSON types."""
        if value.__class__ in self.json_types:
            return value
        raise _wrong_type(value, self.json_types)

    def distance(self, _: Any, /) -> int:
        """Return the same distance for all values."""
        return self._distance

    def accepts(self, value: Any, /) -> bool:
        """Return whether a Python value is of the type; `True` is not a number."""
        return type(value) in self.json_types


class Converted:
    """Decodes a value that is converted from a string or a number."""

    def __init__(
        self, documented: str, python_type: type, convert: Decode, *json_types: type
    ) -> None:
        self.json_types = json_types_set = frozenset(json_types)
        self._python_type = python_type

        def decode(value: Any) -> Any:
            if value.__class__ not in json_types_set:
                raise _wrong(value, documented)
            try:
                return convert(value)
            except (ValueError, OverflowError):
                raise _wrong(value, documented) from None

        self.decode: Decode = decode

    def distance(self, _: Any, /) -> int:
        """Return that no decoder is nearer."""
        return 0

    def accepts(self, value: Any, /) -> bool:
        """Return whether a Python value is of the type."""
        return type(value) is self._python_type


class Members:
    """Decodes an enum or a constant: one of some scalars, or a member that the API has added since."""

    def __init__(self, *members: Any) -> None:
        self.json_types = frozenset(member.__class__ for member in members)
        self.decode: Decode = Scalar(*self.json_types).decode
        self.is_constant = len(members) == 1
        self._members = members

    def distance(self, value: Any, /) -> int:
        """Return a shorter distance for a member than for another value."""
        return 0 if self.accepts(value) else _UNDOCUMENTED

    def accepts(self, value: Any, /) -> bool:
        """Return whether a Python value is a member; `True` is not `1`."""
        return any(
            value == member and value.__class__ is member.__class__
            for member in self._members
        )


class Anything:
    """Decodes a value of which nothing is documented."""

    json_types: frozenset[type] = frozenset(_TYPE_NAMES)

    def decode(self, value: Any) -> Any:
        """Return the value as it is."""
        return value

    def distance(self, value: Any, /) -> int:
        """Return that any decoder with a documented type is nearer."""
        return _UNDOCUMENTED * _count(value)

    def accepts(self, _: Any, /) -> bool:
        """Return that it is, whatever it is."""
        return True


class ArrayOf:
    """Decodes an array of values of one type."""

    json_types: frozenset[type] = frozenset((list,))

    def __init__(self, item: Decoder) -> None:
        self._item = item

    def decode(self, value: Any) -> Any:
        """Return the decoded items."""
        if value.__class__ is not list:
            raise _wrong_type(value, self.json_types)
        items: list[Any] = []
        append, decode = items.append, self._item.decode
        try:
            for item in value:
                append(decode(item))
        except InvalidContentError as error:
            raise error.within(len(items)) from None
        return items

    def distance(self, value: Any, /) -> int:
        """Return the sum of the distances of the items."""
        return sum(self._item.distance(item) for item in value)

    def accepts(self, value: Any, /) -> bool:
        """Return whether all items are of the type."""
        return isinstance(value, list) and all(map(self._item.accepts, value))


class Model:
    """Decodes an object to its class, whose module is imported when it is first needed."""

    json_types: frozenset[type] = frozenset((dict,))

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name
        self.decode: Decode = self._import_and_decode

    def distance(self, value: Any, /) -> int:
        """Return the sum of the distances of the properties."""
        properties: Properties = self._import()._PROPERTIES
        return properties.distance(value)

    def accepts(self, value: Any, /) -> bool:
        """Return whether a Python value is of the class."""
        return isinstance(value, getattr(self._import(), self._name))

    def _import_and_decode(self, value: Any) -> Any:
        self.decode = getattr(self._import(), self._name).from_dict
        return self.decode(value)

    def _import(self) -> Any:
        return import_module(f".models.{self._module}", __package__)


class OneOf:
    """Decodes a value with the nearest of some decoders that can; with the first of those that are equally near."""

    def __init__(self, *decoders: Decoder) -> None:
        self.json_types = frozenset(
            json_type for decoder in decoders for json_type in decoder.json_types
        )
        self._decoders = decoders
        self._by_type = {
            json_type: self._choose(json_type) for json_type in self.json_types
        }

    def decode(self, value: Any) -> Any:
        """Return the value of the only decoder for its JSON type, or of the nearest."""
        try:
            decoder = self._by_type[value.__class__]
        except KeyError:
            raise _wrong_type(value, self.json_types) from None
        return decoder.decode(value)

    def distance(self, value: Any, /) -> int:
        """Return the distance of the nearest."""
        return _nearest(
            value,
            [
                decoder
                for decoder in self._decoders
                if value.__class__ in decoder.json_types
            ],
        )[0]

    def accepts(self, value: Any, /) -> bool:
        """Return whether a Python value is of one of the types."""
        return any(decoder.accepts(value) for decoder in self._decoders)

    def _choose(self, json_type: type) -> "Decoder | _Nearest":
        decoders = [
            decoder for decoder in self._decoders if json_type in decoder.json_types
        ]
        return decoders[0] if len(decoders) == 1 else _Nearest(decoders)


class _Nearest:
    def __init__(self, decoders: list[Decoder]) -> None:
        self._decoders = decoders

    def decode(self, value: Any) -> Any:
        return _nearest(value, self._decoders)[1]


class Property:
    """A property of a model: its name in JSON, its attribute, and the decoder of its values."""

    def __init__(self, name: str, attribute: str, decoder: Decoder) -> None:
        self.name, self.attribute, self.decoder = name, attribute, decoder


class Properties:
    """The properties of a model, in the order of its constructor, and the decoder of additional ones, if any."""

    def __init__(
        self, *properties: Property, additional: Decoder | None = None
    ) -> None:
        self._properties, self._additional = properties, additional
        self._by_name = {item.name: item.decoder for item in properties}
        self._constants = {
            name: decoder
            for name, decoder in self._by_name.items()
            if isinstance(decoder, Members) and decoder.is_constant
        }

    def decode_additional(self, source: Mapping[str, Any]) -> dict[str, Any]:
        """Decode the properties of a JSON object that have no attribute."""
        names = [name for name in source if name not in self._by_name]
        values: dict[str, Any] = {}
        if self._additional is not None:
            for name in names:
                try:
                    values[name] = self._additional.decode(source[name])
                except InvalidContentError as error:
                    raise error.within(name) from None
        return values

    def convert(self, model: Any, subclass: type[T]) -> T:
        """Create an object of a subclass, whose constructor may be its own."""
        converted: Any = subclass(
            *(getattr(model, item.attribute) for item in self._properties)
        )
        if self._additional is not None:
            converted.additional_properties.update(model.additional_properties)
        result: T = converted
        return result

    def values(self, model: Any) -> dict[str, Any]:
        """Return the values of all attributes of a model."""
        values = {
            item.attribute: getattr(model, item.attribute) for item in self._properties
        }
        if self._additional is not None:
            values["additional_properties"] = model.additional_properties
        return values

    def represent(self, model: Any) -> str:
        """Return the repr of a model."""
        values = ", ".join(
            f"{name}={value!r}" for name, value in self.values(model).items()
        )
        return f"{type(model).__qualname__.rpartition('>.')[2]}({values})"

    def encode(self, model: Any) -> dict[str, Any]:
        """Return the JSON object of a model, without what is unset."""
        return {name: encode(value) for name, value in self.items(model)}

    def items(self, model: Any) -> list[tuple[str, Any]]:
        """Return the names and values that are set."""
        additional = model.additional_properties if self._additional is not None else {}
        known = [
            (item.name, getattr(model, item.attribute)) for item in self._properties
        ]
        return [
            *additional.items(),
            *((name, value) for name, value in known if value.__class__ is not Unset),
        ]

    def distance(self, value: Any) -> int:
        """Return how much of a JSON object is not documented, at any depth; a constant tells objects apart."""
        others = [
            name
            for name, decoder in self._constants.items()
            if name in value and not decoder.accepts(value[name])
        ]
        return _ANOTHER_CONSTANT * len(others) + sum(
            self._by_name[name].distance(item)
            if name in self._by_name
            else self._additional_distance(item)
            for name, item in value.items()
        )

    def _additional_distance(self, value: Any) -> int:
        if self._additional is None or self._additional is ANYTHING:
            return _UNDOCUMENTED * _count(value)
        return _UNSPECIFIC + self._additional.distance(value)


def as_object(value: Any) -> dict[str, Any]:
    """Return a mapping as a dict; raise `InvalidContentError` for anything else."""
    if isinstance(value, Mapping):
        return dict(value)
    raise _wrong_type(value, Model.json_types)


def missing(error: KeyError) -> InvalidContentError:
    """Return the error of a required property that an object does not have."""
    return InvalidContentError("missing, and required", error.args)


def encode(value: Any) -> Any:
    """Return a value as JSON has it."""
    if value.__class__ in (str, int, bool, float, type(None)):
        return value
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, Mapping):
        return {name: encode(item) for name, item in value.items()}
    if isinstance(value, date):
        return (
            _encode_date_time(value)
            if isinstance(value, datetime)
            else value.isoformat()
        )
    return str(value) if isinstance(value, UUID) else value


def _encode_date_time(value: datetime) -> str:
    """Return a date-time as the API has it: in milliseconds, unless it has smaller parts, and UTC as `Z`."""
    text = value.isoformat(
        timespec="auto" if value.microsecond % 1000 else "milliseconds"
    )
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text


def _nearest(value: Any, decoders: list[Decoder]) -> tuple[int, Any]:
    results: list[tuple[int, Any]] = []
    errors: list[InvalidContentError] = []
    for decoder in decoders:
        try:
            decoded = decoder.decode(value)
        except InvalidContentError as error:
            errors.append(error)
        else:
            results.append((decoder.distance(value), decoded))
    if not results:  # the decoder that went deepest says the most
        raise max(errors, key=lambda error: error.pointer.count("/"))
    return min(results, key=lambda result: result[0])


def _count(value: Any) -> int:
    """Return the number of JSON values in a value, itself included: nothing in it is documented either."""
    inner = (
        value.values()
        if isinstance(value, dict)
        else value
        if isinstance(value, list)
        else ()
    )
    return 1 + sum(map(_count, inner))


def _to_int(value: float) -> int:
    """Convert `1.0` to `1`, which are equal for JSON Schema."""
    if value != int(value):
        raise ValueError("a fraction")
    return int(value)


def _to_uuid(text: str) -> UUID:
    """Return `UUID(text)` without the checks of its other arguments, which take as long again."""
    digits = text.replace("-", "")
    if len(digits) != 32:
        return UUID(text)  # in braces or as a URN; anything else raises an error
    value = UUID.__new__(UUID)
    _set_int(value, int(digits, 16))
    _set_is_safe(value, _UNKNOWN_SAFETY)
    return value


def _to_file(value: str | bytes) -> File:
    return File(payload=BytesIO(value.encode() if isinstance(value, str) else value))


def _wrong_type(value: Any, json_types: frozenset[type]) -> InvalidContentError:
    named = (
        json_types - {int} if float in json_types else json_types
    )  # a number may be an integer
    return _wrong(
        value, " or ".join(sorted(_TYPE_NAMES[json_type] for json_type in named))
    )


def _wrong(value: Any, documented: str) -> InvalidContentError:
    actual = _TYPE_NAMES.get(value.__class__, type(value).__name__)
    return InvalidContentError(f"{actual}, where {documented} is documented")


STRING: Decoder = Scalar(str, distance=_UNSPECIFIC)
INTEGER: Decoder = Converted("an integer", int, _to_int, int, float)
NUMBER: Decoder = Scalar(float, int, distance=_UNSPECIFIC)
BOOLEAN: Decoder = Scalar(bool)
NULL: Decoder = Scalar(type(None))
UUID_STRING: Decoder = Converted("a UUID", UUID, _to_uuid, str)
DATE: Decoder = Converted("a date", date, date.fromisoformat, str)
DATE_TIME: Decoder = Converted("a date-time", datetime, datetime.fromisoformat, str)
FILE: Decoder = Converted("a string", File, _to_file, str, bytes)
ANYTHING: Decoder = Anything()
