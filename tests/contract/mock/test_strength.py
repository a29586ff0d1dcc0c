"""The tests of the mock, held to what they are for: a repair or a mock that is wrong in one place is caught."""

import asyncio
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, frozen

from contract.description import Operation
from contract.mock.contract import Contract
from contract.mock.exchange import Came
from contract.sources import EVERYTHING, described
from spec.normalising import normalise
from spec.reading import Document, read_description
from spec.repair import RULES, repair_description

Check = Callable[[Contract, Operation], None]
REPAIRED, _ = repair_description(normalise(read_description(EVERYTHING)))
TAKEN, REFUSED, ANSWERED = (
    Contract.check_what_is_allowed,
    Contract.check_what_is_forbidden,
    Contract.check_what_may_be_answered,
)


@frozen
class Mistake:
    """A repair that does something more, which is wrong, to one place; and what is to catch it."""

    check: Check
    place: str
    change: Callable[[Any], Any]


def without(*names: str) -> Callable[[Document], Document]:
    return lambda node: {name: value for name, value in node.items() if name not in names}


def less(member: str) -> Callable[[list[str]], list[str]]:
    return lambda members: [other for other in members if other != member]


PART, GET = "/components/schemas/Part", "/paths/~1things~1{id}~1parts~1{number}.{kind}/get"
OWN_PART = f"{PART}/allOf/1"
KIND = "/components/schemas/Kind"
REPAIRS = {
    "a property of another type": Mistake(ANSWERED, f"{OWN_PART}/properties/count", lambda _: {"type": "string"}),
    "such a property in a request": Mistake(TAKEN, f"{OWN_PART}/properties/count", lambda _: {"type": "string"}),
    "a property that is not required any more": Mistake(REFUSED, f"{OWN_PART}/required", less("made")),
    "such a property in an answer": Mistake(ANSWERED, f"{OWN_PART}/required", less("made")),
    "a property more that is required": Mistake(TAKEN, f"{OWN_PART}/required", lambda names: [*names, "day"]),
    "a null that is refused": Mistake(TAKEN, f"{OWN_PART}/properties/ended", lambda _: {"type": "string"}),
    "a null that is never answered": Mistake(ANSWERED, f"{OWN_PART}/properties/ended", lambda _: {"type": "string"}),
    "a member of an enum renamed": Mistake(TAKEN, KIND, lambda schema: schema | {"enum": ["whole", "quarter"]}),
    "such a member in an answer": Mistake(ANSWERED, KIND, lambda schema: schema | {"enum": ["whole", "quarter"]}),
    "an enum that is open": Mistake(REFUSED, KIND, without("enum")),
    "a format that is not looked at": Mistake(REFUSED, f"{OWN_PART}/properties/id", without("format")),
    "a bound that is not looked at": Mistake(
        REFUSED, "/components/schemas/Named/properties/name", lambda _: {"type": ["string", "integer"]}
    ),
    "a part that is left out": Mistake(ANSWERED, f"{PART}/allOf", lambda parts: parts[1:]),
    "a status that is not documented": Mistake(
        TAKEN, "/paths/~1sent/patch/responses", lambda answers: {"201": answers["204"]}
    ),
    "a content type that is not documented": Mistake(
        TAKEN, f"{GET}/responses/200/content", lambda contents: {"application/own+json": contents["application/json"]}
    ),
    "an operation that is gone": Mistake(TAKEN, "/paths/~1sent", without("patch")),
    "a parameter that is left out": Mistake(TAKEN, f"{GET}/parameters", lambda parameters: parameters[:-1]),
    "a parameter that may be left out": Mistake(
        REFUSED,
        f"{GET}/parameters",
        lambda all_: [one | {"required": one["in"] == "path"} for one in all_],
    ),
    "a parameter of another style": Mistake(
        TAKEN, f"{GET}/parameters", lambda all_: [one | {"style": "form", "explode": True} for one in all_]
    ),
    "a body that may be left out": Mistake(REFUSED, "/paths/~1things/post/requestBody", without("required")),
}


@pytest.mark.parametrize("name", REPAIRS)
def test_a_repair_that_is_wrong_in_one_place_is_caught(name: str, spoilt: Callable[[Document], Contract]) -> None:
    mistake = REPAIRS[name]
    document = copy.deepcopy(REPAIRED)
    holder, key = find(document, mistake.place)
    changed = mistake.change(holder[key])
    assert changed != holder[key]
    holder[key] = changed
    assert fails(spoilt(document), mistake.check)


def test_a_rule_that_is_not_applied_is_caught(spoilt: Callable[[Document], Contract]) -> None:
    others = {rule.name for rule in RULES} - {"nullable"}
    contract = spoilt(repair_description(normalise(read_description(EVERYTHING)), others)[0])
    assert fails(contract, TAKEN)
    assert fails(contract, ANSWERED)


def json_without(name: str) -> Callable[[Came], Came]:
    def leave_out(came: Came) -> Came:
        value = json.loads(came.content or b"0")
        left = without(name)(value) if isinstance(value, dict) else value
        return evolve(came, content=json.dumps(left).encode()) if left != value else came

    return leave_out


def of_type(content_type: str) -> Callable[[Came], Came]:
    return lambda came: evolve(came, headers=(("content-type", content_type),))


def a_mistake(status: int, content: bytes = b'{"error": "400", "message": "-"}') -> Callable[[Came], Came]:
    return lambda came: evolve(came, status=status, content=content, headers=(("content-type", "application/json"),))


MOCKS: dict[str, tuple[Check, Callable[[Came], Came]]] = {
    "leaves a property out": (TAKEN, json_without("made")),
    "leaves a property of a refusal out": (REFUSED, json_without("message")),
    "answers null": (TAKEN, lambda came: evolve(came, content=b"null") if came.status == 200 else came),
    "answers in another content type": (TAKEN, of_type("text/html")),
    "refuses in another content type": (REFUSED, of_type("text/html")),
    "answers something where nothing is documented": (
        TAKEN,
        lambda came: evolve(came, content=came.content or b"{}"),
    ),
    "answers with another status": (TAKEN, a_mistake(418)),
    "takes everything": (REFUSED, lambda came: evolve(came, status=200)),
    "refuses everything": (TAKEN, a_mistake(400)),
    "refuses with another status": (REFUSED, lambda came: evolve(came, status=409)),
}


@pytest.mark.parametrize("name", MOCKS)
def test_a_mock_that_is_wrong_in_one_way_is_caught(name: str, spoilt: Callable[[Document], Contract]) -> None:
    check, change = MOCKS[name]
    contract = spoilt(REPAIRED)
    assert fails(evolve(contract, ask=lambda sent: change(contract.ask(sent))), check)


def test_a_mock_that_needs_no_token_is_caught(spoilt: Callable[[Document], Contract]) -> None:
    contract = spoilt(REPAIRED)
    contract.state.tokens[""] = contract.state.tokens["viewer-token"]
    assert fails(contract, REFUSED)


def test_a_method_that_is_not_described_is_caught(spoilt: Callable[[Document], Contract]) -> None:
    document = copy.deepcopy(REPAIRED)
    document["paths"]["/sent"]["get"] = document["paths"]["/sent"]["patch"]
    with pytest.raises(AssertionError, match="get /sent: answered with 401"):
        spoilt(document).check_what_is_not_there()


def test_what_is_as_it_should_be_is_not_caught(spoilt: Callable[[Document], Contract]) -> None:
    contract = spoilt(copy.deepcopy(REPAIRED))
    assert not any(fails(evolve(contract, ask=contract.ask), check) for check in (TAKEN, REFUSED, ANSWERED))


@pytest.fixture
def spoilt(runner: asyncio.Runner) -> Callable[[Document], Contract]:
    """Hold the mock of a document to everything.yaml; nothing is drawn beside what is chosen."""
    return lambda document: Contract.of(described(EVERYTHING), document, runner, 0)


def find(document: Document, place: str) -> tuple[Any, Any]:
    """Give what holds a place, and the step from there."""
    holder: Any = None
    found: Any = document
    key: Any = None
    for step in place.split("/")[1:]:
        holder, key = found, int(step) if isinstance(found, list) else step.replace("~1", "/")
        found = holder[key]
    return holder, key


def fails(contract: Contract, check: Check) -> bool:
    for operation in contract.description.operations:
        try:
            check(contract, operation)
        except (AssertionError, StopIteration, KeyError):
            return True
    return False
