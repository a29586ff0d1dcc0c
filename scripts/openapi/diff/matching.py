"""Matches the members of two unions: equal ones first, then the most similar."""

from collections.abc import Callable, Sequence

from attrs import frozen

from openapi.diff.change import Difference
from openapi.diff.shapes import Shape

Compare = Callable[[Shape, Shape], Sequence[Difference]]


@frozen
class MatchedMembers:
    """Result of the match.

    Attributes:
        pairs: Index of the old member, the old member, and the new member.
        removed: Old members without a match.
        added: New members without a match.
    """

    pairs: tuple[tuple[int, Shape, Shape], ...]
    removed: tuple[Shape, ...]
    added: tuple[Shape, ...]


def match_members(old: Sequence[Shape], new: Sequence[Shape], compare: Compare) -> MatchedMembers:
    """Return the match of members of one type; two single members always match."""
    if len(old) == len(new) == 1:
        return MatchedMembers(((0, old[0], new[0]),), (), ())
    distances = {
        (before, after): len(compare(old[before], new[after]))
        for before in range(len(old))
        for after in range(len(new))
        if _are_similar(old[before], new[after])
    }
    matched: dict[int, int] = {}
    for before, after in sorted(distances, key=lambda pair: (distances[pair], pair)):
        if before not in matched and after not in matched.values():
            matched[before] = after
    return MatchedMembers(
        tuple((before, old[before], new[after]) for before, after in sorted(matched.items())),
        tuple(shape for index, shape in enumerate(old) if index not in matched),
        tuple(shape for index, shape in enumerate(new) if index not in matched.values()),
    )


def _are_similar(old: Shape, new: Shape) -> bool:
    """Return whether two members share at least half of their properties, if they are objects."""
    if old.type != "object":
        return True
    shared = old.properties.keys() & new.properties.keys()
    return 2 * len(shared) >= max(len(old.properties), len(new.properties))
