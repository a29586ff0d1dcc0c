"""Compares the credentials that an operation requires."""

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from openapi.diff.change import Change, Reporter
from openapi.diff.operations import Operation
from openapi.reading.description import Document

_KEYWORDS = ("type", "scheme", "in", "name", "openIdConnectUrl")
"""Keywords of a security scheme with an effect on the request."""


@frozen
class _Scheme:
    """A security scheme.

    Attributes:
        identity: JSON of the keywords with an effect on the request.
        name: Name in the description if it has several schemes of one identity, else empty.
    """

    identity: str
    name: str


_Alternative = dict[_Scheme, frozenset[str]]
"""Schemes that are required together, each with its scopes."""


def compare_security(old: Operation, new: Operation) -> Iterator[Change]:
    """Yield the credentials that are no longer accepted, and those that are accepted now."""
    are_named = any(_has_duplicates(operation.document) for operation in (old, new))
    before, after = (_alternatives(operation, are_named) for operation in (old, new))
    reporter = Reporter(new.name, "security")
    required = _format(after)
    if {} in before and {} not in after:
        sentence = f"It could be called without credentials, and requires {required} now."
        yield reporter.report("security-required", sentence)
    refused = [one for one in before if one and not any(_suffices(one, other) for other in after)]
    accepted = [one for one in after if not any(_suffices(one, other) for other in before)]
    for one in refused:
        other = next((other for other in after if other.keys() == one.keys()), None)
        if other is None:
            sentence = (
                f"The credentials {_format([one])} were enough, and are not any more; it requires {required} now."
            )
            yield reporter.report("security-alternative-removed", sentence)
        else:
            sentence = f"With {_format([one])}, it did not require {_missing_scopes(one, other)}, and does now."
            yield reporter.report("security-scope-added", sentence)
    for one in [one for one in accepted if not any(one.keys() == other.keys() for other in refused)]:
        other = next((other for other in before if one and other.keys() == one.keys()), None)
        if other is None:
            yield reporter.report("security-alternative-added", f"It did not accept {_format([one])}, and does now.")
        else:
            sentence = f"With {_format([one])}, it required {_missing_scopes(one, other)}, and does not any more."
            yield reporter.report("security-scope-removed", sentence)


def _missing_scopes(one: _Alternative, other: _Alternative) -> str:
    scopes = sorted(scope for scheme in one for scope in other[scheme] - one[scheme])
    return f"the scope{'s' if len(scopes) > 1 else ''} {', '.join(f'`{scope}`' for scope in scopes)}"


def _suffices(credentials: _Alternative, wanted: _Alternative) -> bool:
    return all(scheme in credentials and scopes <= credentials[scheme] for scheme, scopes in wanted.items())


def _alternatives(operation: Operation, are_named: bool) -> list[_Alternative]:
    security = operation.definition.get("security", operation.document.get("security", []))
    alternatives: list[_Alternative] = []
    for wanted in security if isinstance(security, list) else ():
        alternative: _Alternative = {}
        for name, scopes in wanted.items() if isinstance(wanted, dict) else ():
            scheme = _Scheme(_identity(operation.document, name), name if are_named else "")
            alternative[scheme] = frozenset(map(str, scopes)) if isinstance(scopes, list) else frozenset()
        alternatives += [alternative] if alternative not in alternatives else []
    return alternatives or [{}]


def _has_duplicates(document: Document) -> bool:
    """Return whether a description has two schemes that differ in name only."""
    identities = [_identity(document, name) for name in _schemes(document)]
    return len(set(identities)) < len(identities)


def _identity(document: Document, name: str) -> str:
    scheme = _schemes(document).get(name)
    if not isinstance(scheme, dict):
        return name
    identity = {keyword: str(scheme[keyword]) for keyword in _KEYWORDS if keyword in scheme}
    if "scheme" in identity:
        identity["scheme"] = identity["scheme"].lower()
    flows = scheme.get("flows")
    if isinstance(flows, dict):
        identity["flows"] = " and ".join(sorted(flows))
    return json.dumps(identity, sort_keys=True)


def _schemes(document: Document) -> dict[str, Any]:
    schemes = document.get("components", {}).get("securitySchemes")
    return schemes if isinstance(schemes, dict) else {}


def _format(alternatives: list[_Alternative]) -> str:
    formatted = [
        " with ".join(sorted(map(_format_scheme, alternative))) or "no credentials" for alternative in alternatives
    ]
    return " or ".join(sorted(formatted))


def _format_scheme(scheme: _Scheme) -> str:
    if scheme.name:
        return f"`{scheme.name}`"
    keywords = json.loads(scheme.identity) if scheme.identity.startswith("{") else {"type": scheme.identity}
    return f"`{' '.join(keywords[keyword] for keyword in (*_KEYWORDS, 'flows') if keyword in keywords)}`"
