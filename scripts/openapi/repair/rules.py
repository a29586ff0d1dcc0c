"""Lists the repair rules, in the order in which they are applied, each with its reason."""

from collections.abc import Callable, Iterator

from attrs import frozen

from openapi.reading.description import Document
from openapi.repair import alike, booleans, compositions, enums, naming, references, unions
from openapi.repair.contents import say_what_is_a_file, say_what_is_not_json
from openapi.repair.defaults import drop_contradicting_defaults
from openapi.repair.extensions import drop_extensions_among_parts
from openapi.repair.security import say_inherited_security
from openapi.repair.tags import keep_each_tag_once


@frozen
class Rule:
    """One kind of flaw.

    Attributes:
        name: As the report has it.
        reason: Why the flaw must go.
        apply: Changes the document in place, and gives the places it changed.
    """

    name: str
    reason: str
    apply: Callable[[Document], Iterator[str]]


FOLLOWING = (
    Rule(
        "path-items-elsewhere",
        "the generator does not follow a path that is a reference",
        references.write_out_path_items,
    ),
    Rule(
        "references-between-components",
        "the generator follows a parameter, body or response to a component, and no further, nor to another place",
        references.write_out_carriers,
    ),
    Rule(
        "references-by-place",
        "the generator follows a schema to a component, and to no other place",
        references.name_what_is_referred_to_by_place,
    ),
)
"""Rules that replace references; the structure of what they refer to is checked after them."""
CORRECTING = (
    Rule(
        "boolean-schemas",
        "the generator reads no schema that is `true` or `false`; each can be said with an object",
        booleans.write_booleans_as_schemas,
    ),
    Rule(
        "arrays-of-anything",
        "the generator wants an array to say what it holds",
        booleans.say_what_an_array_holds,
    ),
    Rule(
        "extensions-among-parts",
        "the generator takes an extension among paths or responses for a path or a status",
        drop_extensions_among_parts,
    ),
    Rule(
        "components-called-alike",
        "the generator makes one class, or one module, of names that differ in case or punctuation only",
        alike.number_components_that_are_called_alike,
    ),
    Rule(
        "operations-called-alike",
        "the generator makes one module of them, in which the last one stays",
        alike.number_operations_that_are_called_alike,
    ),
    Rule(
        "nullable",
        "OpenAPI 3.1 ignores this word of 3.0, so that `null` would be refused where it is sent",
        unions.say_null_as_a_type,
    ),
    Rule(
        "repeated-tags",
        "OpenAPI wants each tag's name once; the first description is kept",
        keep_each_tag_once,
    ),
    Rule(
        "inherited-security",
        "the generator takes an operation that says nothing of security for one that is open to all",
        say_inherited_security,
    ),
    Rule(
        "constants-as-a-union",
        "the generator makes a type for each of the constants that OpenAPI 3.1 describes the members of an enum by",
        enums.gather_constants,
    ),
    Rule(
        "repeated-enum-members",
        "an enum is a set; the generator wants each member once",
        enums.keep_each_member_once,
    ),
    Rule(
        "enum-members-of-another-type",
        "a member that its own type forbids could never be sent; its text, or number, is what is meant",
        enums.give_members_the_declared_type,
    ),
    Rule(
        "describing-members",
        "the generator takes a member of `allOf` that only describes for one that is no object",
        unions.describe_beside_the_one_that_counts,
    ),
    Rule(
        "beside-a-reference",
        "the generator passes over what stands beside a `$ref`, which OpenAPI 3.1 adds to it",
        unions.compose_what_stands_beside_a_reference,
    ),
    Rule(
        "composed-scalars",
        "the generator takes whatever stands under `allOf` for an object",
        compositions.merge_scalars_and_bounds,
    ),
    Rule(
        "content-that-is-not-json",
        "of an image, a file or a text, the generator has to be told whether it is bytes",
        say_what_is_not_json,
    ),
    Rule(
        "files-by-media-type",
        "the generator takes for text what OpenAPI 3.1 says to be bytes by its media type",
        say_what_is_a_file,
    ),
    Rule(
        "contradicting-defaults",
        "a default that its own schema forbids is no value of it, and stops the generator",
        drop_contradicting_defaults,
    ),
    Rule(
        "types-in-a-list",
        "the generator gives the members of such a union names of its own; as `anyOf`, each can have one",
        unions.split_type_lists,
    ),
    Rule(
        "mixed-enums",
        "the generator wants the members of an enum to be of one type",
        enums.split_by_type,
    ),
    Rule(
        "boolean-enums",
        "the generator takes an enum of one boolean for any boolean",
        enums.say_one_boolean_as_const,
    ),
    Rule(
        "composed-unions",
        "the generator passes over a union that an object is composed with, or what stands beside it",
        compositions.distribute_over_unions,
    ),
    Rule(
        "nameless-schemas",
        "inline schemas get names as long as their path, or one name for two; each gets one of its own, "
        "and identical ones that are called the same share it",
        naming.name_inline_schemas,
    ),
)
"""Rules that correct the document in which the generator can follow each reference."""
RULES = (*FOLLOWING, *CORRECTING)
"""The rules, in the order in which they are applied."""
