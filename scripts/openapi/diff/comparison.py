"""Compares the schemas of two descriptions at any depth, without regard to the side that sends the value."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from openapi.diff.bounds import compare_bounds
from openapi.diff.change import Difference
from openapi.diff.composed import Composed
from openapi.diff.facets import compare_conditions, compare_defaults, compare_enums, compare_formats, compare_patterns
from openapi.diff.matching import match_members
from openapi.diff.rules import Side, Verdict, get_rule
from openapi.diff.shapes import Shape, Shapes
from openapi.diff.wording import describe_shape, describe_shapes, describe_type

_MAX_LOCATIONS = 32
"""Limit of locations at which one difference is reported, since schemas with shared parts could multiply it."""
_MARKS = {"deprecated": ("property-deprecated", "property-reactivated")} | {
    word: (f"property-became-{name}", f"property-became-not-{name}")
    for word, name in (("readOnly", "read-only"), ("writeOnly", "write-only"))
}


@frozen
class _Pair:
    old: frozenset[int]
    new: frozenset[int]


@define
class Comparison:
    """Compares schemas, each pair once; a recursive pair is assumed equal at its recursion."""

    shapes: Shapes = field(factory=Shapes)
    _done: dict[_Pair, tuple[Difference, ...]] = field(factory=dict, init=False)
    _open: set[_Pair] = field(factory=set, init=False)
    _assumed: set[_Pair] = field(factory=set, init=False)
    _unfinished: set[_Pair] = field(factory=set, init=False)

    def compare(self, old: Composed, new: Composed) -> tuple[Difference, ...]:
        """Return the differences, each with its path."""
        pair = _Pair(old.key, new.key)
        if pair in self._done:
            if pair in self._unfinished:
                self._unfinished |= self._open
            return self._done[pair]
        if pair in self._open:
            self._assumed.add(pair)
            return ()
        self._open.add(pair)
        differences = self._done[pair] = tuple(_limit_repetitions(self._compare_values(old, new)))
        self._open.remove(pair)
        self._assumed.discard(pair)
        if self._assumed:  # the result depends on an assumption about a pair that is still open
            self._unfinished.add(pair)
        if not self._open:
            for other in self._unfinished:
                self._done.pop(other)
            self._unfinished.clear()
        return differences

    def _compare_values(self, old: Composed, new: Composed) -> Iterator[Difference]:
        yield from compare_defaults(old, new)
        yield from self._compare_discriminators(old, new)
        yield from self._compare_types(old, new)
        if not (self.shapes.is_anything(old) or self.shapes.is_anything(new)):
            for type_name in dict.fromkeys(shape.type for shape in self.shapes.of(old)):
                before = [shape for shape in self.shapes.of(old) if shape.type == type_name]
                after = [shape for shape in self.shapes.of(new) if shape.type == type_name]
                yield from self._compare_members(before, after) if after else ()

    def _compare_types(self, old: Composed, new: Composed) -> Iterator[Difference]:
        before, after = self.shapes.of(old), self.shapes.of(new)
        was, now = ({shape.type for shape in shapes} for shapes in (before, after))
        plain_was, plain_now = was - {"null"}, now - {"null"}
        sentence = f"The type was {describe_shapes(before)}, and is {describe_shapes(after)} now."
        if self.shapes.is_anything(old) or self.shapes.is_anything(new):
            if not (self.shapes.is_anything(old) and self.shapes.is_anything(new)):
                narrowed = self.shapes.is_anything(old)
                yield Difference("type-narrowed" if narrowed else "type-widened", sentence)
            return
        if plain_was != plain_now:
            wider, narrower = plain_was <= plain_now, plain_now <= plain_was
            yield Difference("type-widened" if wider else "type-narrowed" if narrower else "type-changed", sentence)
        if "null" in now - was:
            yield Difference("became-nullable", f"It was {describe_shapes(before)}, and may be `null` now.")
        if "null" in was - now:
            yield Difference("became-not-nullable", f"It could be `null`, and is {describe_shapes(after)} now.")

    def _compare_members(self, before: list[Shape], after: list[Shape]) -> Iterator[Difference]:
        """Yield the differences of the shapes of one type."""
        matched = match_members(before, after, lambda old, new: tuple(self._compare_shapes(old, new)))
        several = max(len(before), len(after)) > 1 and before[0].type in ("object", "array")
        for index, old, new in matched.pairs:
            for difference in self._compare_shapes(old, new):
                yield difference.within(f"option {index + 1}") if several else difference
        for old in matched.removed:
            if not any(self._is_within(old, new) for new in after):
                yield Difference(
                    "union-member-removed", f"It could be {describe_shape(old)}, and cannot be that any more."
                )
        for new in matched.added:
            if not any(self._is_within(new, old) for old in before):
                yield Difference("union-member-added", f"It may be {describe_shape(new)} now, which it could not be.")

    def _is_within(self, narrower: Shape, wider: Shape) -> bool:
        """Return whether each value of one shape is valid in another, so that no request with it is refused."""
        return all(
            difference.kind.startswith("default-")
            or get_rule(f"{Side.REQUEST}-{difference.kind}").verdict is Verdict.COMPATIBLE
            for difference in self._compare_shapes(narrower, wider)
        )

    def _compare_shapes(self, old: Shape, new: Shape) -> Iterator[Difference]:
        if old.is_integer != new.is_integer and not (old.members or new.members):
            kind = "type-widened" if old.is_integer else "type-narrowed"
            yield Difference(kind, f"The type was {describe_shape(old)}, and is {describe_shape(new)} now.")
        if old.members is None or new.members is None:
            yield from compare_formats(old, new)
        if old.members is not None or new.members is not None:
            yield from compare_enums(old, new)
        else:
            yield from compare_bounds(old.bounds, new.bounds)
            yield from compare_patterns(old, new)
        yield from compare_conditions(old, new)
        if old.type == "object":
            yield from self._compare_objects(old, new)
        elif old.type == "array":
            yield from self._compare_arrays(old, new)

    def _compare_arrays(self, old: Shape, new: Shape) -> Iterator[Difference]:
        for index in range(max(len(old.first_items), len(new.first_items))):
            for difference in self.compare(old.get_item(index), new.get_item(index)):
                yield difference.within(str(index))
        for difference in self.compare(old.items, new.items):
            yield difference.within("items")

    def _compare_objects(self, old: Shape, new: Shape) -> Iterator[Difference]:
        for name, was in old.properties.items():
            if name in new.properties:
                for difference in self._compare_property(name, old, new):
                    yield difference.within(name)
            elif not was.is_never:
                sentence = f"The property `{name}`, {describe_type(self.shapes, was)}, was removed."
                yield Difference("property-removed", sentence, (name,))
        for name, now in new.properties.items():
            if name not in old.properties:
                yield from self._compare_new_property(name, now, old, new)
        yield from self._compare_additional(old, new)

    def _compare_property(self, name: str, old: Shape, new: Shape) -> Iterator[Difference]:
        was, now = old.properties[name], new.properties[name]
        if name in old.required - new.required:
            yield Difference("property-became-optional", f"The property `{name}` was required, and is optional now.")
        if name in new.required - old.required:
            yield Difference("property-became-required", f"The property `{name}` was optional, and is required now.")
        for keyword, (marked, unmarked) in _MARKS.items():
            if was.has_true(keyword) != now.has_true(keyword):
                word, kind = _word(keyword), marked if now.has_true(keyword) else unmarked
                phrase = (
                    f"was not {word}, and is {word} now"
                    if now.has_true(keyword)
                    else f"was {word}, and is not any more"
                )
                yield Difference(kind, f"The property `{name}` {phrase}.")
        yield from self.compare(was, now)

    def _compare_new_property(self, name: str, now: Composed, old: Shape, new: Shape) -> Iterator[Difference]:
        if not now.is_never:
            kind, word = (
                ("required-property-added", "required") if name in new.required else ("property-added", "optional")
            )
            sentence = f"The property `{name}`, {describe_type(self.shapes, now)}, was added; it is {word}."
            yield Difference(kind, sentence, (name,))
        if not (old.additional.is_never or self.shapes.is_anything(old.additional)):
            for difference in self.compare(old.additional, now):  # it was an additional property before
                yield difference.within(name)

    def _compare_additional(self, old: Shape, new: Shape) -> Iterator[Difference]:
        """Yield the differences of additional properties."""
        if old.additional.is_never and not new.additional.is_never:
            now = describe_type(self.shapes, new.additional)
            sentence = f"Additional properties were refused, and each may be {now} now."
            yield Difference("additional-properties-allowed", sentence)
        elif new.additional.is_never and not old.additional.is_never:
            was = describe_type(self.shapes, old.additional)
            sentence = f"Additional properties could be {was}, and are refused now."
            yield Difference("additional-properties-refused", sentence)
        else:
            for difference in self.compare(old.additional, new.additional):
                yield difference.within("*")

    def _compare_discriminators(self, old: Composed, new: Composed) -> Iterator[Difference]:
        was, now = old.discriminator.get("propertyName"), new.discriminator.get("propertyName")
        if was != now:
            names = [f"`{name}`" if name else "none" for name in (was, now)]
            sentence = f"The property of the discriminator was {names[0]}, and is {names[1]} now."
            yield Difference("discriminator-changed", sentence)
        if not (was and now):
            return
        before, after = _mapped_schemas(old), _mapped_schemas(new)
        for value in dict.fromkeys((*before, *after)):
            if value not in after:
                yield Difference(
                    "discriminator-value-removed", f"The value `{value}` of `{was}` named a member, and does no more."
                )
            elif value not in before:
                yield Difference(
                    "discriminator-value-added",
                    f"The value `{value}` of `{now}` did not name a member, and does now.",
                )
            elif self._has_other_target(before[value], after[value], after):
                sentence = f"The value `{value}` of `{now}` named one member, and names another now."
                yield Difference("discriminator-value-remapped", sentence)

    def _has_other_target(self, was: Composed, now: Composed, after: dict[str, Composed]) -> bool:
        return bool(self.compare(was, now)) and any(not self.compare(was, other) for other in after.values())


def _mapped_schemas(composed: Composed) -> dict[str, Composed]:
    mapping = composed.discriminator.get("mapping")
    targets = mapping.items() if isinstance(mapping, dict) else ()
    return {value: composed.resolve_target(target) for value, target in targets if isinstance(target, str)}


def _word(keyword: str) -> str:
    return {"readOnly": "read only", "writeOnly": "write only"}.get(keyword, keyword)


def _limit_repetitions(differences: Iterable[Difference]) -> Iterator[Difference]:
    """Yield each difference once for a location, and at a limited number of locations, the outermost first."""
    counts = Counter[tuple[str, str]]()
    for difference in sorted(dict.fromkeys(differences), key=lambda difference: len(difference.steps)):
        counts[difference.kind, difference.sentence] += 1
        if counts[difference.kind, difference.sentence] <= _MAX_LOCATIONS:
            yield difference
