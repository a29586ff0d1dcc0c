"""Matches the members of one union with those of another: the same ones first, then those that are alike."""

from collections.abc import Callable, Sequence

from attrs import frozen

from openapi.diff.change import Difference
from openapi.diff.shapes import Shape

Compare = Callable[[Shape, Shape], Sequence[Difference]]


@frozen
class Matched:
    """Which member became which.

    Attributes:
        pairs: An old member's index, the member, and the new one.
        removed: Old members that have no match.
        added: New members that have none.
    """

    pairs: tuple[tuple[int, Shape, Shape], ...]
    removed: tuple[Shape, ...]
    added: tuple[Shape, ...]


def match_members(old: Sequence[Shape], new: Sequence[Shape], compare: Compare) -> Matched:
    """Match members of one type; one with one is a match, however different they are."""
    if len(old) == len(new) == 1:
        return Matched(((0, old[0], new[0]),), (), ())
    distances = {
        (before, after): len(compare(old[before], new[after]))
        for before in range(len(old))
        for after in range(len(new))
        if _may_be_the_same(old[before], new[after])
    }
    matched: dict[int, int] = {}
    for before, after in sorted(distances, key=lambda pair: (distances[pair], pair)):
        if before not in matched and after not in matched.values():
            matched[before] = after
    return Matched(
        tuple((before, old[before], new[after]) for before, after in sorted(matched.items())),
        tuple(shape for index, shape in enumerate(old) if index not in matched),
        tuple(shape for index, shape in enumerate(new) if index not in matched.values()),
    )


def _may_be_the_same(old: Shape, new: Shape) -> bool:
    """Say whether two members have so much in common that one may have become the other."""
    if old.type != "object":
        return True
    shared = old.properties.keys() & new.properties.keys()
    return 2 * len(shared) >= max(len(old.properties), len(new.properties))
