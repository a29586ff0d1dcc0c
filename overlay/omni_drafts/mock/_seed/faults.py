"""Faults of a seed file: the keys of each kind, and the rules that they add to a state."""

from collections.abc import Callable, Mapping, Set

from attrs import frozen

from omni_drafts.mock._description.path_templates import operation_shape
from omni_drafts.mock._faults.kinds import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    Fault,
    MissingProperty,
    SlowResponse,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._seed.yaml_values import YamlValue
from omni_drafts.mock._state.state import MockState

_Values = Mapping[str, YamlValue]


@frozen
class _FaultKind:
    """Kind of fault in a seed file.

    Attributes:
        build: Function that builds the fault from its values.
        required: Keys that are required.
        optional: Keys that are optional.
    """

    build: Callable[[_Values], Fault]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def add_fault(value: YamlValue, state: MockState, shapes: Set[str]) -> None:
    """Add a fault of a seed file to a state.

    Args:
        value: Fault in the seed file.
        state: State that the fault is added to.
        shapes: Shapes of the operations that may have faults.

    Raises:
        SeedError: If the fault is invalid.
    """
    entries = value.entries()
    if "fault" not in entries:
        raise value.error(f"key fault is missing; add one of {', '.join(_FAULT_KINDS)}")
    kind = entries["fault"].choice(_FAULT_KINDS)
    values = value.mapping("operation", "times", "share", *kind.optional, required=("fault", *kind.required))
    operation = values["operation"].text() if "operation" in values else None
    try:
        state.faults.add(
            kind.build(values),
            operation,
            times=values["times"].integer(minimum=1) if "times" in values else None,
            share=values["share"].number() if "share" in values else 1,
        )
    except ValueError as error:
        raise value.error(str(error)) from None
    if operation is not None and operation_shape(*operation.split(" ", 1)) not in shapes:
        problem = f"{operation} is not in the description; use a method and path of the description"
        raise values["operation"].error(problem)


def _build_error_status(values: _Values) -> Fault:
    return ErrorStatus(
        _status_code(values["status_code"]),
        values["retry_after"].seconds() if "retry_after" in values else None,
        values["as_date"].flag() if "as_date" in values else False,
        _after_write(values),
    )


def _build_error_page(values: _Values) -> Fault:
    if "status_code" in values:
        return ErrorPage(_status_code(values["status_code"]), after_write=_after_write(values))
    return ErrorPage(after_write=_after_write(values))


def _status_code(value: YamlValue) -> int:
    status_code = value.integer(minimum=200)
    if status_code > 599:
        raise value.error("must be a status code from 200 to 599")
    return status_code


def _after_write(values: _Values) -> bool:
    return values["after_write"].flag() if "after_write" in values else False


def _build_unknown_member(values: _Values) -> Fault:
    return UnknownMember(values["value"].text()) if "value" in values else UnknownMember()


def _build_extra_property(values: _Values) -> Fault:
    return ExtraProperty(**{name: values[name].text() for name in ("name", "value") if name in values})


_FAULT_KINDS: Mapping[str, _FaultKind] = {
    "error_status": _FaultKind(_build_error_status, ("status_code",), ("retry_after", "as_date", "after_write")),
    "error_page": _FaultKind(_build_error_page, optional=("status_code", "after_write")),
    "truncated_content": _FaultKind(lambda _: TruncatedContent()),
    "empty_content": _FaultKind(lambda _: EmptyContent()),
    "wrong_content": _FaultKind(lambda _: WrongContent()),
    "dropped_connection": _FaultKind(
        lambda values: DroppedConnection(_after_write(values)), optional=("after_write",)
    ),
    "slow_response": _FaultKind(lambda values: SlowResponse(values["seconds"].seconds()), ("seconds",)),
    "unknown_member": _FaultKind(_build_unknown_member, optional=("value",)),
    "extra_property": _FaultKind(_build_extra_property, optional=("name", "value")),
    "missing_property": _FaultKind(lambda values: MissingProperty(values["name"].text()), ("name",)),
}
