"""The match of members of two unions."""

from typing import Any

import pytest

from openapi.diff import find_changes
from support.diff.descriptions import Location, describe, described

BODY = Location(("post", "/things"), "request body")
STRING = {"type": "string"}


def with_properties(names: str) -> dict[str, Any]:
    """Return an object with required properties of one letter each."""
    return {"type": "object", "properties": dict.fromkeys(names, STRING), "required": list(names)}


def changes_of(old: list[Any], new: list[Any]) -> set[tuple[str, str]]:
    """Return the rule and location of each change between two unions in a request body."""
    before, after = (described(describe({"anyOf": members}, BODY)) for members in (old, new))
    return {(change.rule.name.removeprefix("request-"), change.location) for change in find_changes(before, after)}


@pytest.mark.parametrize(
    ("old", "new", "is_similar"),
    [("ab", "ax", True), ("abc", "axy", False), ("abcd", "abx", True), ("ab", "xy", False)],
)
def test_match_members_matches_objects_that_share_half_of_their_properties(
    old: str, new: str, is_similar: bool
) -> None:
    other = with_properties("mn")
    rules = {rule for rule, _ in changes_of([with_properties(old), other], [with_properties(new), other])}
    assert ("union-member-removed" in rules) != is_similar
    assert ("property-removed" in rules) == is_similar


def test_match_members_matches_single_members_always() -> None:
    rules = {rule for rule, _ in changes_of([with_properties("ab")], [with_properties("xy")])}
    assert rules == {"property-removed", "required-property-added"}


def test_match_members_prefers_equal_members() -> None:
    first, second, third = (with_properties(names) for names in ("abc", "abd", "abe"))
    assert changes_of([first, second], [second, first]) == set()
    assert changes_of([first, second], [third, second, first]) == {("union-member-added", "request body")}
