"""Lists the rules: each kind of change, with its side, its verdict for callers and the reason.

Callers use the API through the generated client. A schema that allows more values is compatible in a request, but
may break the caller in a response.
"""

from enum import StrEnum

from attrs import frozen


class Side(StrEnum):
    """Side of an operation: the request, the response, or both."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"


class Verdict(StrEnum):
    """Effect of a change on a caller."""

    BREAKING = "breaking"
    WARNING = "warning"
    COMPATIBLE = "compatible"


@frozen
class Rule:
    """One kind of change.

    Attributes:
        name: Unique name in reports.
        side: Side of the change.
        verdict: Effect on a caller.
        reason: Reason for the verdict.
    """

    name: str
    side: Side
    verdict: Verdict
    reason: str


B, W, C = Verdict.BREAKING, Verdict.WARNING, Verdict.COMPATIBLE


def _of_a_schema(kind: str, request: tuple[Verdict, str], response: tuple[Verdict, str]) -> tuple[Rule, Rule]:
    """Return the two rules for a change within a schema, one for each side."""
    return (
        Rule(f"{Side.REQUEST}-{kind}", Side.REQUEST, *request),
        Rule(f"{Side.RESPONSE}-{kind}", Side.RESPONSE, *response),
    )


_OF_OPERATIONS = (
    Rule("operation-added", Side.BOTH, C, "no caller uses it yet"),
    Rule(
        "operation-removed", Side.BOTH, B, "the function no longer exists, and the server does not know the request"
    ),
    Rule("operation-renamed", Side.BOTH, W, "the request is the same, but the generated function has another name"),
    Rule("operation-deprecated", Side.BOTH, W, "it still works, but will be removed"),
    Rule("operation-reactivated", Side.BOTH, C, "it will no longer be removed"),
    Rule("server-added", Side.BOTH, C, "the servers in use stay"),
    Rule("server-removed", Side.BOTH, W, "clients of this server need another URL"),
    Rule("security-required", Side.REQUEST, B, "a request without credentials is refused"),
    Rule("security-alternative-added", Side.REQUEST, C, "the credentials in use stay valid"),
    Rule("security-alternative-removed", Side.REQUEST, B, "credentials that were valid are refused"),
    Rule("security-scope-added", Side.REQUEST, B, "a token without the scope is refused"),
    Rule("security-scope-removed", Side.REQUEST, C, "a token with more scopes stays valid"),
)
_OF_PARAMETERS = (
    Rule("required-parameter-added", Side.REQUEST, B, "a call without it is refused"),
    Rule("optional-parameter-added", Side.REQUEST, C, "a call without it stays valid"),
    Rule("parameter-removed", Side.REQUEST, B, "the generated function no longer has this argument"),
    Rule("parameter-moved", Side.REQUEST, B, "the server ignores it in the old location"),
    Rule("parameter-became-required", Side.REQUEST, B, "a call without it is refused"),
    Rule("parameter-became-optional", Side.REQUEST, C, "a call with it stays valid"),
    Rule("parameter-deprecated", Side.REQUEST, W, "it still works, but will be removed"),
    Rule("parameter-reactivated", Side.REQUEST, C, "it will no longer be removed"),
    Rule("parameter-serialization-changed", Side.REQUEST, B, "the server expects another serialization than is sent"),
    Rule(
        "path-parameter-renamed",
        Side.REQUEST,
        W,
        "the request is the same, but the argument has another name",
    ),
)
_OF_BODIES = (
    Rule("required-request-body-added", Side.REQUEST, B, "a call without a body is refused"),
    Rule("optional-request-body-added", Side.REQUEST, C, "a call without it stays valid"),
    Rule("request-body-removed", Side.REQUEST, B, "the generated function no longer has the argument `body`"),
    Rule("request-body-became-required", Side.REQUEST, B, "a call without a body is refused"),
    Rule("request-body-became-optional", Side.REQUEST, C, "a call with a body stays valid"),
    Rule("request-media-type-added", Side.REQUEST, C, "the media type in use stays valid"),
    Rule("request-media-type-removed", Side.REQUEST, B, "a body of this type is refused"),
    Rule("request-encoding-changed", Side.REQUEST, B, "the server expects another encoding of a field than is sent"),
)
_OF_RESPONSES = (
    Rule("success-status-added", Side.RESPONSE, W, "a client of the old description raises `UnexpectedStatus` on it"),
    Rule("success-status-removed", Side.RESPONSE, B, "the expected response is no longer sent"),
    Rule("error-status-added", Side.RESPONSE, C, "it was an error before, and has a type now"),
    Rule("error-status-removed", Side.RESPONSE, C, "code that handles this error is no longer needed"),
    Rule("response-body-added", Side.RESPONSE, C, "a caller that expects `None` can ignore the body"),
    Rule("response-body-removed", Side.RESPONSE, B, "the expected value is no longer sent"),
    Rule("response-media-type-added", Side.RESPONSE, W, "a client of the old description cannot parse it"),
    Rule("response-media-type-removed", Side.RESPONSE, B, "the expected media type is no longer sent"),
    Rule("response-header-added", Side.RESPONSE, C, "no caller reads it yet"),
    Rule("required-response-header-removed", Side.RESPONSE, B, "a header that callers rely on is no longer sent"),
    Rule(
        "optional-response-header-removed",
        Side.RESPONSE,
        W,
        "callers could not rely on it, and it is no longer sent",
    ),
    Rule("response-header-became-optional", Side.RESPONSE, B, "a header that callers rely on may be missing"),
    Rule("response-header-became-required", Side.RESPONSE, C, "callers can rely on it now"),
)
_OF_PROPERTIES = (
    *_of_a_schema(
        "property-added",
        (C, "a request without it stays valid"),
        (C, "the client keeps unknown properties in `additional_properties`"),
    ),
    *_of_a_schema(
        "required-property-added",
        (B, "a request without it is refused"),
        (C, "the client keeps unknown properties in `additional_properties`"),
    ),
    *_of_a_schema(
        "property-removed",
        (B, "the model no longer has this attribute, and the server ignores or refuses it"),
        (B, "the expected value is no longer sent, and the model no longer has this attribute"),
    ),
    *_of_a_schema(
        "property-became-required",
        (B, "a request without it is refused"),
        (C, "callers can rely on it now"),
    ),
    *_of_a_schema(
        "property-became-optional",
        (C, "a request with it stays valid"),
        (B, "the attribute may be `UNSET`, and a client of the old description refuses a response without it"),
    ),
    *_of_a_schema(
        "property-deprecated",
        (W, "it still works, but will be removed"),
        (W, "it is still sent, but will be removed"),
    ),
    *_of_a_schema(
        "property-reactivated",
        (C, "it will no longer be removed"),
        (C, "it will no longer be removed"),
    ),
    *_of_a_schema(
        "property-became-read-only",
        (W, "the server ignores or refuses it"),
        (C, "it is received as before"),
    ),
    *_of_a_schema(
        "property-became-not-read-only",
        (C, "a request without it stays valid"),
        (C, "it is received as before"),
    ),
    *_of_a_schema(
        "property-became-write-only",
        (C, "it is sent as before"),
        (B, "the expected value is no longer sent"),
    ),
    *_of_a_schema(
        "property-became-not-write-only",
        (C, "it is sent as before"),
        (C, "the response has an additional value"),
    ),
    *_of_a_schema(
        "additional-properties-refused",
        (B, "a request with additional properties is refused, and the model has no `additional_properties`"),
        (W, "additional properties are no longer sent, and the model has no `additional_properties`"),
    ),
    *_of_a_schema(
        "additional-properties-allowed",
        (C, "a request without them stays valid"),
        (C, "the client keeps unknown properties in `additional_properties`"),
    ),
)
_OF_TYPES = (
    *_of_a_schema(
        "type-changed",
        (B, "a value of the old type is refused"),
        (B, "a value of the new type is not expected"),
    ),
    *_of_a_schema(
        "type-widened",
        (C, "a value of the old type stays valid"),
        (B, "a value of an unexpected type may be received"),
    ),
    *_of_a_schema(
        "type-narrowed",
        (B, "a value of a type that was valid is refused"),
        (C, "every value has a type that was expected before"),
    ),
    *_of_a_schema(
        "became-nullable",
        (C, "a value that is not `null` stays valid"),
        (B, "`null` is not expected, and a client of the old description refuses it"),
    ),
    *_of_a_schema(
        "became-not-nullable",
        (B, "`null` is refused"),
        (C, "code that handles `null` is no longer needed"),
    ),
    *_of_a_schema(
        "python-type-changed",
        (B, "the client expects another Python class for this format"),
        (B, "the client returns another Python class for this format"),
    ),
    *_of_a_schema(
        "format-added",
        (W, "a value without this format may be refused"),
        (C, "every value is of the same Python class and was valid before"),
    ),
    *_of_a_schema(
        "format-removed",
        (C, "a value with this format stays valid"),
        (W, "a value may not have this format"),
    ),
    *_of_a_schema(
        "format-changed",
        (W, "a value with the old format may be refused"),
        (W, "a value may not have the old format"),
    ),
    *_of_a_schema(
        "union-member-added",
        (C, "a value of another member stays valid"),
        (B, "a value may not match any expected member"),
    ),
    *_of_a_schema(
        "union-member-removed",
        (B, "a value of this member only is refused"),
        (C, "every value matches an expected member"),
    ),
    *_of_a_schema(
        "discriminator-changed",
        (W, "another property selects the member"),
        (W, "another property selects the member"),
    ),
    *_of_a_schema(
        "discriminator-value-added",
        (C, "the values in use stay valid"),
        (W, "a client of the old description does not know the member of this value"),
    ),
    *_of_a_schema(
        "discriminator-value-removed",
        (B, "a request with this value is refused"),
        (C, "code that handles this value is no longer needed"),
    ),
    *_of_a_schema(
        "discriminator-value-remapped",
        (B, "a request with this value is checked against another schema"),
        (B, "a response with this value has another class"),
    ),
)
_OF_VALUES = (
    *_of_a_schema(
        "enum-member-added",
        (C, "the values in use stay valid"),
        (W, "the client keeps an unknown value, but code that handles each value may not cover it"),
    ),
    *_of_a_schema(
        "enum-member-removed",
        (B, "a request with this value is refused"),
        (C, "code that handles this value is no longer needed"),
    ),
    *_of_a_schema(
        "enum-lifted",
        (C, "the values in use stay valid"),
        (W, "the client keeps an unknown value, but code that handles each value may not cover it"),
    ),
    *_of_a_schema(
        "enum-imposed",
        (B, "any other value is refused"),
        (C, "every value was allowed before"),
    ),
    *_of_a_schema(
        "bound-tightened",
        (B, "a value out of bounds is refused"),
        (C, "every value was allowed before"),
    ),
    *_of_a_schema(
        "bound-loosened",
        (C, "a value within the old bound stays valid"),
        (W, "the client does not check it, but a caller may rely on the old bound"),
    ),
    *_of_a_schema(
        "pattern-added",
        (B, "a string that does not match is refused"),
        (C, "every value was allowed before"),
    ),
    *_of_a_schema(
        "pattern-removed",
        (C, "a string that matched stays valid"),
        (W, "the client does not check it, but a caller may rely on the pattern"),
    ),
    *_of_a_schema(
        "pattern-changed",
        (W, "the strictness of two patterns is unknown: a string that matched may be refused"),
        (W, "the strictness of two patterns is unknown: a string may not match the old one"),
    ),
    *_of_a_schema(
        "default-added",
        (W, "a request without it now means the default"),
        (C, "a response contains its value, not the default"),
    ),
    *_of_a_schema(
        "default-changed",
        (W, "a request without it has another meaning"),
        (C, "a response contains its value, not the default"),
    ),
    *_of_a_schema(
        "default-removed",
        (W, "a request without it has another meaning"),
        (C, "a response contains its value, not the default"),
    ),
    *_of_a_schema(
        "condition-added",
        (B, "a value that does not satisfy it is refused"),
        (C, "every value was allowed before"),
    ),
    *_of_a_schema(
        "condition-removed",
        (C, "a value that satisfied it stays valid"),
        (W, "the client does not check it, but a caller may rely on it"),
    ),
    *_of_a_schema(
        "condition-changed",
        (W, "the strictness of two conditions is unknown: a value that was valid may be refused"),
        (W, "the strictness of two conditions is unknown: a value may not satisfy the old one"),
    ),
)
RULES = (
    *_OF_OPERATIONS,
    *_OF_PARAMETERS,
    *_OF_BODIES,
    *_OF_RESPONSES,
    *_OF_PROPERTIES,
    *_OF_TYPES,
    *_OF_VALUES,
)
"""All rules. The name of a rule for schemas starts with its side."""

_RULES_BY_NAME = {rule.name: rule for rule in RULES}


def get_rule(name: str) -> Rule:
    """Return the rule with a name."""
    return _RULES_BY_NAME[name]
