"""The rules by which a change is told: what kind it is, whom it meets, whether it breaks a caller, and why.

The caller has the API through a typed client in Python. What he sends and what he reads are apart: a schema that
allows more is harmless where he sends, and may surprise him where he reads.
"""

from enum import StrEnum

from attrs import frozen


class Side(StrEnum):
    """Whom a rule meets: who sends, who reads, or whoever calls at all."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"


class Verdict(StrEnum):
    """What a change means for a caller."""

    BREAKING = "breaking"
    WARNING = "warning"
    COMPATIBLE = "compatible"


@frozen
class Rule:
    """One kind of change.

    Attributes:
        name: As reports have it; unique.
        side: Whom it meets.
        verdict: What it means for a caller.
        reason: Why it means that.
    """

    name: str
    side: Side
    verdict: Verdict
    reason: str


B, W, C = Verdict.BREAKING, Verdict.WARNING, Verdict.COMPATIBLE


def _of_a_schema(kind: str, request: tuple[Verdict, str], response: tuple[Verdict, str]) -> tuple[Rule, Rule]:
    """Give the two rules for a change within a schema, which is another one where it is sent and where it is read."""
    return (
        Rule(f"{Side.REQUEST}-{kind}", Side.REQUEST, *request),
        Rule(f"{Side.RESPONSE}-{kind}", Side.RESPONSE, *response),
    )


_OF_OPERATIONS = (
    Rule("operation-added", Side.BOTH, C, "nobody calls it yet"),
    Rule("operation-removed", Side.BOTH, B, "its function is gone, and the request finds nothing"),
    Rule("operation-renamed", Side.BOTH, W, "the request is the same, and the generated function has another name"),
    Rule("operation-deprecated", Side.BOTH, W, "it works, and is going to be removed"),
    Rule("operation-reactivated", Side.BOTH, C, "it is no longer going to be removed"),
    Rule("server-added", Side.BOTH, C, "the ones that are used stay"),
    Rule("server-removed", Side.BOTH, W, "whoever calls it has to give the client another address"),
    Rule("security-required", Side.REQUEST, B, "a request without credentials is refused now"),
    Rule("security-alternative-added", Side.REQUEST, C, "the credentials that are sent stay good"),
    Rule("security-alternative-removed", Side.REQUEST, B, "credentials that were good are refused"),
    Rule("security-scope-added", Side.REQUEST, B, "a token without the scope is refused"),
    Rule("security-scope-removed", Side.REQUEST, C, "a token with more scopes stays good"),
)
_OF_PARAMETERS = (
    Rule("required-parameter-added", Side.REQUEST, B, "a call that does not give it is refused"),
    Rule("optional-parameter-added", Side.REQUEST, C, "a call may go without it"),
    Rule("parameter-removed", Side.REQUEST, B, "the function has no such argument any more"),
    Rule("parameter-moved", Side.REQUEST, B, "a request that has it at the old place goes without it"),
    Rule("parameter-became-required", Side.REQUEST, B, "a call that does not give it is refused"),
    Rule("parameter-became-optional", Side.REQUEST, C, "a call that gives it stays good"),
    Rule("parameter-deprecated", Side.REQUEST, W, "it works, and is going to be removed"),
    Rule("parameter-reactivated", Side.REQUEST, C, "it is no longer going to be removed"),
    Rule("parameter-serialization-changed", Side.REQUEST, B, "the server reads another spelling than is sent"),
    Rule("path-parameter-renamed", Side.REQUEST, W, "the request is the same, and the keyword argument another"),
)
_OF_BODIES = (
    Rule("required-request-body-added", Side.REQUEST, B, "a call without a body is refused"),
    Rule("optional-request-body-added", Side.REQUEST, C, "a call may go without it"),
    Rule("request-body-removed", Side.REQUEST, B, "the function has no `body` any more"),
    Rule("request-body-became-required", Side.REQUEST, B, "a call without a body is refused"),
    Rule("request-body-became-optional", Side.REQUEST, C, "a call with a body stays good"),
    Rule("request-media-type-added", Side.REQUEST, C, "the one that is sent stays good"),
    Rule("request-media-type-removed", Side.REQUEST, B, "a body of this type is refused"),
    Rule("request-encoding-changed", Side.REQUEST, B, "the server reads another spelling of a field than is sent"),
)
_OF_ANSWERS = (
    Rule("success-status-added", Side.RESPONSE, W, "a client of the old description raises `UnexpectedStatus` on it"),
    Rule("success-status-removed", Side.RESPONSE, B, "the answer that is waited for does not come"),
    Rule("error-status-added", Side.RESPONSE, C, "it was an error before, and is one with a type now"),
    Rule("error-status-removed", Side.RESPONSE, C, "what handles this error has nothing to do any more"),
    Rule("response-body-added", Side.RESPONSE, C, "where `None` was read, there is more to read"),
    Rule("response-body-removed", Side.RESPONSE, B, "what was read does not come"),
    Rule("response-media-type-added", Side.RESPONSE, W, "a client of the old description cannot read it if it comes"),
    Rule("response-media-type-removed", Side.RESPONSE, B, "what was read does not come in this form"),
    Rule("response-header-added", Side.RESPONSE, C, "nobody reads it yet"),
    Rule("required-response-header-removed", Side.RESPONSE, B, "what was always there, and read, does not come"),
    Rule(
        "optional-response-header-removed", Side.RESPONSE, W, "who reads it had to do without it, and does so always"
    ),
    Rule("response-header-became-optional", Side.RESPONSE, B, "who reads it has to do without it"),
    Rule("response-header-became-required", Side.RESPONSE, C, "who reads it finds it always"),
)
_OF_PROPERTIES = (
    *_of_a_schema(
        "property-added",
        (C, "a request may go without it"),
        (C, "a client keeps what it does not know in `additional_properties`"),
    ),
    *_of_a_schema(
        "required-property-added",
        (B, "a request without it is refused"),
        (C, "a client keeps what it does not know in `additional_properties`"),
    ),
    *_of_a_schema(
        "property-removed",
        (B, "the model has no such attribute any more, and the server ignores or refuses it"),
        (B, "what was read does not come, and the model has no such attribute any more"),
    ),
    *_of_a_schema(
        "property-became-required",
        (B, "a request without it is refused"),
        (C, "who reads it finds it always"),
    ),
    *_of_a_schema(
        "property-became-optional",
        (C, "a request that has it stays good"),
        (B, "who reads it may find `UNSET`, and a client of the old description refuses an answer without it"),
    ),
    *_of_a_schema(
        "property-deprecated",
        (W, "it works, and is going to be removed"),
        (W, "it comes, and is going to be removed"),
    ),
    *_of_a_schema(
        "property-reactivated",
        (C, "it is no longer going to be removed"),
        (C, "it is no longer going to be removed"),
    ),
    *_of_a_schema(
        "property-became-read-only",
        (W, "the server ignores it, or refuses it"),
        (C, "it comes as before"),
    ),
    *_of_a_schema(
        "property-became-not-read-only",
        (C, "it may be sent, and need not be"),
        (C, "it comes as before"),
    ),
    *_of_a_schema(
        "property-became-write-only",
        (C, "it is sent as before"),
        (B, "what was read does not come"),
    ),
    *_of_a_schema(
        "property-became-not-write-only",
        (C, "it is sent as before"),
        (C, "there is more to read"),
    ),
    *_of_a_schema(
        "additional-properties-refused",
        (B, "a request with properties that are not named is refused, and the model has no place for them"),
        (W, "properties that are not named do not come, and the model has no place for them"),
    ),
    *_of_a_schema(
        "additional-properties-allowed",
        (C, "a request need not have them"),
        (C, "a client keeps what it does not know in `additional_properties`"),
    ),
)
_OF_TYPES = (
    *_of_a_schema(
        "type-changed",
        (B, "a value of the old type is refused"),
        (B, "a value of the new type is not what is read"),
    ),
    *_of_a_schema(
        "type-widened",
        (C, "a value of the old type stays good"),
        (B, "a value of a type comes that nobody reads"),
    ),
    *_of_a_schema(
        "type-narrowed",
        (B, "a value of a type that was good is refused"),
        (C, "what comes is of a type that was read"),
    ),
    *_of_a_schema(
        "became-nullable",
        (C, "a value stays good"),
        (B, "`null` comes where nobody looks for it, and a client of the old description refuses it"),
    ),
    *_of_a_schema(
        "became-not-nullable",
        (B, "`null` is refused"),
        (C, "who looks for `null` finds none"),
    ),
    *_of_a_schema(
        "python-type-changed",
        (B, "the client wants another class of Python for this format"),
        (B, "the client gives another class of Python for this format"),
    ),
    *_of_a_schema(
        "format-added",
        (W, "a text or number that does not have it may be refused"),
        (C, "it is the same class of Python, of which less comes"),
    ),
    *_of_a_schema(
        "format-removed",
        (C, "what has it stays good"),
        (W, "what comes need not have it"),
    ),
    *_of_a_schema(
        "format-changed",
        (W, "what has the old format may be refused"),
        (W, "what comes may not have the old format"),
    ),
    *_of_a_schema(
        "union-member-added",
        (C, "what fits another member stays good"),
        (B, "what comes may fit none of the members that are read"),
    ),
    *_of_a_schema(
        "union-member-removed",
        (B, "what fits this member alone is refused"),
        (C, "what comes fits a member that is read"),
    ),
    *_of_a_schema(
        "discriminator-changed",
        (W, "the property that tells the members apart is another"),
        (W, "the property that tells the members apart is another"),
    ),
    *_of_a_schema(
        "discriminator-value-added",
        (C, "the values that are sent stay good"),
        (W, "a client of the old description does not know which member it means"),
    ),
    *_of_a_schema(
        "discriminator-value-removed",
        (B, "a request that says it is refused"),
        (C, "who looks for it does not find it"),
    ),
    *_of_a_schema(
        "discriminator-value-remapped",
        (B, "a request that says it is held to another schema"),
        (B, "an answer that says it is of another class"),
    ),
)
_OF_VALUES = (
    *_of_a_schema(
        "enum-member-added",
        (C, "the values that are sent stay good"),
        (W, "the client keeps a value it does not know, and who tells cases apart may miss one"),
    ),
    *_of_a_schema(
        "enum-member-removed",
        (B, "a request with this value is refused"),
        (C, "who looks for the value does not find it"),
    ),
    *_of_a_schema(
        "enum-lifted",
        (C, "the values that are sent stay good"),
        (W, "the client keeps a value it does not know, and who tells cases apart may miss one"),
    ),
    *_of_a_schema(
        "enum-imposed",
        (B, "any other value is refused"),
        (C, "what comes was allowed before"),
    ),
    *_of_a_schema(
        "bound-tightened",
        (B, "a value beyond it is refused"),
        (C, "what comes was allowed before"),
    ),
    *_of_a_schema(
        "bound-loosened",
        (C, "a value within the old bound stays good"),
        (W, "the client does not check it, and who counts on the old bound may be surprised"),
    ),
    *_of_a_schema(
        "pattern-added",
        (B, "a text that does not match is refused"),
        (C, "what comes was allowed before"),
    ),
    *_of_a_schema(
        "pattern-removed",
        (C, "a text that matched stays good"),
        (W, "the client does not check it, and who counts on the pattern may be surprised"),
    ),
    *_of_a_schema(
        "pattern-changed",
        (W, "two patterns cannot be weighed: a text that matched may be refused"),
        (W, "two patterns cannot be weighed: a text may come that did not match"),
    ),
    *_of_a_schema(
        "default-added",
        (W, "who leaves it out sends or gets something definite now"),
        (C, "an answer says what it says"),
    ),
    *_of_a_schema(
        "default-changed",
        (W, "who leaves it out sends or gets something else"),
        (C, "an answer says what it says"),
    ),
    *_of_a_schema(
        "default-removed",
        (W, "who leaves it out sends or gets something else"),
        (C, "an answer says what it says"),
    ),
    *_of_a_schema(
        "condition-added",
        (B, "a value that does not fulfil it is refused"),
        (C, "what comes was allowed before"),
    ),
    *_of_a_schema(
        "condition-removed",
        (C, "a value that fulfilled it stays good"),
        (W, "the client does not check it, and who counts on it may be surprised"),
    ),
    *_of_a_schema(
        "condition-changed",
        (W, "two conditions cannot be weighed: a value that was good may be refused"),
        (W, "two conditions cannot be weighed: a value may come that was not good"),
    ),
)
RULES = (
    *_OF_OPERATIONS,
    *_OF_PARAMETERS,
    *_OF_BODIES,
    *_OF_ANSWERS,
    *_OF_PROPERTIES,
    *_OF_TYPES,
    *_OF_VALUES,
)
"""All rules. What a change within a schema is called has its side in front of the name."""

_NAMED = {rule.name: rule for rule in RULES}


def rule_named(name: str) -> Rule:
    """Give the rule of a name."""
    return _NAMED[name]
