"""Compares what credentials an operation wants."""

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.diff.change import Change, Teller
from openapi.diff.operations import Operation
from openapi.reading.description import Document

_TELLS = ("type", "scheme", "in", "name", "openIdConnectUrl")
"""What tells security schemes apart on the wire; their names and wording do not."""


@frozen
class _Scheme:
    """A security scheme.

    Attributes:
        meaning: What it is on the wire.
        name: What the description calls it; counts where it has several of one meaning.
    """

    meaning: str
    name: str


_Alternative = dict[_Scheme, frozenset[str]]
"""Schemes that are wanted together, each with its scopes."""


def compare_security(old: Operation, new: Operation) -> Iterator[Change]:
    """Tell which credentials are no longer good, and which are now."""
    are_named = any(_has_alike(operation.document) for operation in (old, new))
    before, after = (_alternatives(operation, are_named) for operation in (old, new))
    teller = Teller(new.name, "security")
    told = _say(before), _say(after)
    if {} in before and {} not in after:
        sentence = f"It could be called without credentials, and wants {told[1]} now."
        yield teller.tell("security-required", sentence)
    lost = [one for one in before if one and not any(_suffices(one, other) for other in after)]
    gained = [one for one in after if not any(_suffices(one, other) for other in before)]
    for one in lost:
        other = next((other for other in after if other.keys() == one.keys()), None)
        if other is None:
            sentence = f"The credentials {_say([one])} were enough, and are not any more; it wants {told[1]} now."
            yield teller.tell("security-alternative-removed", sentence)
        else:
            sentence = f"With {_say([one])}, it did not want {_added(one, other)}, and does now."
            yield teller.tell("security-scope-added", sentence)
    for one in [one for one in gained if not any(one.keys() == other.keys() for other in lost)]:
        other = next((other for other in before if one and other.keys() == one.keys()), None)
        if other is None:
            yield teller.tell("security-alternative-added", f"It did not take {_say([one])}, and does now.")
        else:
            sentence = f"With {_say([one])}, it wanted {_added(one, other)}, and does not any more."
            yield teller.tell("security-scope-removed", sentence)


def _added(one: _Alternative, other: _Alternative) -> str:
    scopes = sorted(scope for scheme in one for scope in other[scheme] - one[scheme])
    return f"the scope{'s' if len(scopes) > 1 else ''} {', '.join(f'`{scope}`' for scope in scopes)}"


def _suffices(given: _Alternative, wanted: _Alternative) -> bool:
    return all(scheme in given and scopes <= given[scheme] for scheme, scopes in wanted.items())


def _alternatives(operation: Operation, are_named: bool) -> list[_Alternative]:
    said = operation.said.get("security", operation.document.get("security", []))
    found: list[_Alternative] = []
    for wanted in said if isinstance(said, list) else ():
        alternative: _Alternative = {}
        for name, scopes in wanted.items() if isinstance(wanted, dict) else ():
            scheme = _Scheme(_meaning(operation.document, name), name if are_named else "")
            alternative[scheme] = frozenset(map(str, scopes)) if isinstance(scopes, list) else frozenset()
        found += [alternative] if alternative not in found else []
    return found or [{}]


def _has_alike(document: Document) -> bool:
    """Say whether a description has two schemes that only their names tell apart."""
    meanings = [_meaning(document, name) for name in _schemes(document)]
    return len(set(meanings)) < len(meanings)


def _meaning(document: Document, name: str) -> str:
    said = _schemes(document).get(name)
    if not isinstance(said, dict):
        return name
    told = {keyword: str(said[keyword]) for keyword in _TELLS if keyword in said}
    if "scheme" in told:
        told["scheme"] = told["scheme"].lower()
    flows = said.get("flows")
    if isinstance(flows, dict):
        told["flows"] = " and ".join(sorted(flows))
    return json.dumps(told, sort_keys=True)


def _schemes(document: Document) -> dict[str, Any]:
    schemes = document.get("components", {}).get("securitySchemes")
    return schemes if isinstance(schemes, dict) else {}


def _say(alternatives: list[_Alternative]) -> str:
    said = [" with ".join(sorted(map(_say_scheme, alternative))) or "no credentials" for alternative in alternatives]
    return " or ".join(sorted(said))


def _say_scheme(scheme: _Scheme) -> str:
    if scheme.name:
        return f"`{scheme.name}`"
    told = json.loads(scheme.meaning) if scheme.meaning.startswith("{") else {"type": scheme.meaning}
    return f"`{' '.join(told[keyword] for keyword in (*_TELLS, 'flows') if keyword in told)}`"
