"""Lists the repair rules in the order of application, each with its reason."""

from collections.abc import Callable, Iterator

from attrs import frozen

from openapi.reading.description import Document
from openapi.repair import booleans, collisions, compositions, enums, naming, references, unions
from openapi.repair.contents import add_binary_format, set_non_json_schemas
from openapi.repair.defaults import drop_contradicting_defaults
from openapi.repair.extensions import drop_path_and_response_extensions
from openapi.repair.security import copy_inherited_security
from openapi.repair.tags import drop_repeated_tags


@frozen
class Rule:
    """Repair of one kind of flaw.

    Attributes:
        name: Name of the rule in reports.
        reason: Reason why the flaw must be repaired.
        apply: Function that changes the document in place and yields the pointers of the changed parts.
    """

    name: str
    reason: str
    apply: Callable[[Document], Iterator[str]]


REFERENCE_RULES = (
    Rule(
        "path-items-elsewhere",
        "the generator does not support a path that is a reference",
        references.inline_path_items,
    ),
    Rule(
        "references-between-components",
        "the generator resolves references of parameters, bodies and responses to direct components only",
        references.inline_indirect_references,
    ),
    Rule(
        "references-by-place",
        "the generator resolves references of schemas to components only",
        references.name_referenced_schemas,
    ),
)
"""Rules that replace references; the structure of the document is checked again after them."""
CORRECTION_RULES = (
    Rule(
        "boolean-schemas",
        "the generator does not support boolean schemas; an object can express each of them",
        booleans.replace_boolean_schemas,
    ),
    Rule(
        "arrays-of-anything",
        "the generator requires `items` of every array",
        booleans.add_missing_items,
    ),
    Rule(
        "extensions-among-parts",
        "the generator reads an extension of `paths` or `responses` as a path or a status",
        drop_path_and_response_extensions,
    ),
    Rule(
        "components-called-alike",
        "the generator merges classes and modules whose names differ in case or punctuation only",
        collisions.rename_colliding_components,
    ),
    Rule(
        "operations-called-alike",
        "the generator writes them to one module, and the last one overwrites the others",
        collisions.rename_colliding_operations,
    ),
    Rule(
        "nullable",
        "OpenAPI 3.1 ignores this keyword of 3.0, and the client would refuse `null` in a response",
        unions.replace_nullable,
    ),
    Rule(
        "repeated-tags",
        "OpenAPI requires unique names of tags; the first tag stays",
        drop_repeated_tags,
    ),
    Rule(
        "inherited-security",
        "the generator treats an operation without `security` as one that needs no credentials",
        copy_inherited_security,
    ),
    Rule(
        "constants-as-a-union",
        "the generator makes a type of each constant, where OpenAPI 3.1 describes the members of an enum",
        enums.merge_constants_into_enum,
    ),
    Rule(
        "repeated-enum-members",
        "an enum is a set; the generator requires unique members",
        enums.drop_repeated_members,
    ),
    Rule(
        "enum-members-of-another-type",
        "a member that the type does not allow is never valid; the equal string or number is",
        enums.convert_members_to_type,
    ),
    Rule(
        "describing-members",
        "the generator refuses a member of `allOf` that has annotations only, since it is not an object",
        unions.hoist_annotation_members,
    ),
    Rule(
        "beside-a-reference",
        "the generator ignores keywords beside `$ref`, which OpenAPI 3.1 applies",
        unions.wrap_references_in_all_of,
    ),
    Rule(
        "composed-scalars",
        "the generator treats every member of `allOf` as an object",
        compositions.merge_scalars_and_bounds,
    ),
    Rule(
        "content-that-is-not-json",
        "the generator needs to know whether other content is binary or text",
        set_non_json_schemas,
    ),
    Rule(
        "files-by-media-type",
        "the generator ignores `contentMediaType`, by which OpenAPI 3.1 marks binary strings",
        add_binary_format,
    ),
    Rule(
        "contradicting-defaults",
        "the generator stops at a default that its own schema does not allow",
        drop_contradicting_defaults,
    ),
    Rule(
        "types-in-a-list",
        "the generator chooses poor class names for such a union; members of `anyOf` can be named",
        unions.split_type_lists,
    ),
    Rule(
        "mixed-enums",
        "the generator requires one type of all members of an enum",
        enums.split_by_type,
    ),
    Rule(
        "boolean-enums",
        "the generator treats an enum of one boolean as any boolean",
        enums.replace_single_boolean_enums,
    ),
    Rule(
        "composed-unions",
        "the generator ignores either the union or the object that is composed with it",
        compositions.distribute_over_unions,
    ),
    Rule(
        "nameless-schemas",
        "the generator names inline schemas by their whole path, or gives two schemas one name",
        naming.name_inline_schemas,
    ),
)
"""Rules for a document in which the generator can resolve every reference."""
RULES = (*REFERENCE_RULES, *CORRECTION_RULES)
"""All rules, in the order of application."""
