"""Changes of the credentials that an operation requires."""

from typing import Any

import pytest

from openapi.diff import find_changes
from support.diff.descriptions import describe, described

Requirement = dict[str, list[str]]
TOKEN: Requirement = {"token": []}
KEY: Requirement = {"key": []}
OAUTH: Requirement = {"oauth": ["read"]}
NAME = "securitySchemes"


def rules_of(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the rules of the changes of one operation."""
    changes = find_changes(described(old), described(new))
    return [change.rule.name for change in changes if change.operation == "POST /things"]


def secured(security: Any, **schemes: Any) -> dict[str, Any]:
    """Return a description with the security of one operation, and more schemes."""
    document = describe()
    document["paths"]["/things"]["post"]["security"] = security
    document["components"][NAME] |= schemes
    return document


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ([], [{}], []),
        ([TOKEN, TOKEN], [TOKEN], []),
        ([{}], [TOKEN], ["security-required"]),
        ([{}], [{}, TOKEN], []),
        ([TOKEN, {}], [TOKEN], ["security-required"]),
        ([TOKEN], [KEY], ["security-alternative-removed", "security-alternative-added"]),
        ([TOKEN | KEY], [TOKEN], ["security-alternative-added"]),
        ([TOKEN], [TOKEN | KEY], ["security-alternative-removed"]),
        ([OAUTH], [{"oauth": ["write"]}], ["security-scope-added"]),
        ([OAUTH], [{"oauth": []}], ["security-scope-removed"]),
        ([OAUTH], [{"oauth": ["read", "write"]}, TOKEN], ["security-scope-added", "security-alternative-added"]),
        ([{"unknown": []}], [{"other": []}], ["security-alternative-removed", "security-alternative-added"]),
    ],
)
def test_compare_security_reports_the_alternatives(old: Any, new: Any, rules: list[str]) -> None:
    assert rules_of(secured(old), secured(new)) == rules


def test_compare_security_names_the_scopes() -> None:
    old, new = secured([OAUTH]), secured([{"oauth": ["write", "read", "all"]}])
    (added,), (removed,) = (find_changes(*map(described, pair)) for pair in ((old, new), (new, old)))
    assert added.sentence == "With `oauth2 implicit`, it did not require the scopes `all`, `write`, and does now."
    assert removed.sentence == "With `oauth2 implicit`, it required the scopes `all`, `write`, and does not any more."


def test_compare_security_names_repeated_alternatives_once() -> None:
    changes = find_changes(described(secured([TOKEN, TOKEN])), described(secured([KEY, KEY])))
    assert changes[0].sentence == (
        "The credentials `http bearer` were enough, and are not any more; it requires `apiKey header k` now."
    )


def test_an_operation_inherits_the_security_of_the_description() -> None:
    old, new = describe(), describe()
    new["security"] = [KEY]
    assert rules_of(old, new) == ["security-alternative-removed", "security-alternative-added"]
    assert rules_of(old, secured([TOKEN])) == []


BEARER = {"type": "http", "scheme": "bearer"}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (BEARER, {"type": "http", "scheme": "Bearer", "description": "d"}, True),
        (BEARER, {"type": "http", "scheme": "basic"}, False),
        ({"type": "apiKey", "in": "query", "name": "a"}, {"type": "apiKey", "in": "query", "name": "b"}, False),
        ({"type": "apiKey", "in": "query", "name": "a"}, {"type": "apiKey", "in": "header", "name": "a"}, False),
        (
            {"type": "openIdConnect", "openIdConnectUrl": "https://a.test"},
            {"type": "openIdConnect", "openIdConnectUrl": "https://b.test"},
            False,
        ),
        (
            {"type": "oauth2", "flows": {"password": {}}},
            {"type": "oauth2", "flows": {"clientCredentials": {}}},
            False,
        ),
        (
            {"type": "oauth2", "flows": {"password": {}, "implicit": {}}},
            {"type": "oauth2", "flows": {"implicit": {}, "password": {}}},
            True,
        ),
    ],
)
def test_schemes_match_by_their_effect_on_the_request(one: Any, other: Any, is_same: bool) -> None:
    documents = [secured([{"own": []}], own=scheme) for scheme in (one, other)]
    for document in documents:
        del document["components"][NAME]["token"]
        document["security"] = []
    assert (rules_of(*documents) == []) == is_same


def test_schemes_with_one_effect_match_by_name() -> None:
    old, new = (secured([{name: []}], first=BEARER, second=BEARER) for name in ("first", "second"))
    assert rules_of(old, new) == ["security-alternative-removed", "security-alternative-added"]
    assert rules_of(old, old) == []
