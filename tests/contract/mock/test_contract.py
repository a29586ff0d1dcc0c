"""The contract of the mock itself: it fails for each repair or mock with one error."""

import asyncio
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, frozen

from contract.mock.asgi_client import RawResponse
from contract.mock.contract import Contract
from contract.sources import EVERYTHING, described
from openapi.conformance.description import Operation
from openapi.dialects.normalization import normalize
from openapi.reading.description import Document, read_description
from openapi.repair import RULES, repair_description

Check = Callable[[Contract, Operation], None]
REPAIRED, _ = repair_description(normalize(read_description(EVERYTHING)))
VALID, INVALID, SCHEMAS = (
    Contract.check_valid_requests,
    Contract.check_invalid_requests,
    Contract.check_response_schemas,
)


@frozen
class WrongRepair:
    """Repair with one wrong change.

    Attributes:
        check: Check that must fail.
        pointer: JSON pointer of the changed item.
        change: Function that returns the changed item.
    """

    check: Check
    pointer: str
    change: Callable[[Any], Any]


def without(*names: str) -> Callable[[Document], Document]:
    return lambda item: {name: value for name, value in item.items() if name not in names}


def without_member(member: str) -> Callable[[list[str]], list[str]]:
    return lambda members: [name for name in members if name != member]


PART, GET = "/components/schemas/Part", "/paths/~1things~1{id}~1parts~1{number}.{kind}/get"
OWN_PART = f"{PART}/allOf/1"
KIND = "/components/schemas/Kind"
WRONG_REPAIRS = {
    "request property of another type": WrongRepair(
        VALID, f"{OWN_PART}/properties/count", lambda _: {"type": "string"}
    ),
    "response property of another type": WrongRepair(
        SCHEMAS, f"{OWN_PART}/properties/count", lambda _: {"type": "string"}
    ),
    "request property not required": WrongRepair(INVALID, f"{OWN_PART}/required", without_member("made")),
    "response property not required": WrongRepair(SCHEMAS, f"{OWN_PART}/required", without_member("made")),
    "optional property required": WrongRepair(VALID, f"{OWN_PART}/required", lambda names: [*names, "day"]),
    "request property not nullable": WrongRepair(VALID, f"{OWN_PART}/properties/ended", lambda _: {"type": "string"}),
    "response property not nullable": WrongRepair(
        SCHEMAS, f"{OWN_PART}/properties/ended", lambda _: {"type": "string"}
    ),
    "request enum member renamed": WrongRepair(VALID, KIND, lambda schema: schema | {"enum": ["whole", "quarter"]}),
    "response enum member renamed": WrongRepair(
        SCHEMAS, KIND, lambda schema: schema | {"enum": ["whole", "quarter"]}
    ),
    "enum removed": WrongRepair(INVALID, KIND, without("enum")),
    "format removed": WrongRepair(INVALID, f"{OWN_PART}/properties/id", without("format")),
    "bound removed": WrongRepair(
        INVALID, "/components/schemas/Named/properties/name", lambda _: {"type": ["string", "integer"]}
    ),
    "part of allOf removed": WrongRepair(SCHEMAS, f"{PART}/allOf", lambda parts: parts[1:]),
    "status code changed": WrongRepair(
        VALID, "/paths/~1sent/patch/responses", lambda responses: {"201": responses["204"]}
    ),
    "content type changed": WrongRepair(
        VALID,
        f"{GET}/responses/200/content",
        lambda content: {"application/own+json": content["application/json"]},
    ),
    "operation removed": WrongRepair(VALID, "/paths/~1sent", without("patch")),
    "parameter removed": WrongRepair(VALID, f"{GET}/parameters", lambda parameters: parameters[:-1]),
    "parameter not required": WrongRepair(
        INVALID,
        f"{GET}/parameters",
        lambda parameters: [item | {"required": item["in"] == "path"} for item in parameters],
    ),
    "parameter of another style": WrongRepair(
        VALID,
        f"{GET}/parameters",
        lambda parameters: [item | {"style": "form", "explode": True} for item in parameters],
    ),
    "body not required": WrongRepair(INVALID, "/paths/~1things/post/requestBody", without("required")),
}


@pytest.mark.parametrize("name", WRONG_REPAIRS)
def test_contract_of_wrong_repair_fails(name: str, contract_of: Callable[[Document], Contract]) -> None:
    repair = WRONG_REPAIRS[name]
    document = copy.deepcopy(REPAIRED)
    parent, key = find(document, repair.pointer)
    changed = repair.change(parent[key])
    assert changed != parent[key]
    parent[key] = changed
    assert fails(contract_of(document), repair.check)


@pytest.mark.parametrize("check", [VALID, SCHEMAS])
def test_contract_without_one_repair_rule_fails(check: Check, contract_of: Callable[[Document], Contract]) -> None:
    rules = {rule.name for rule in RULES} - {"nullable"}
    contract = contract_of(repair_description(normalize(read_description(EVERYTHING)), rules)[0])
    assert fails(contract, check)


def remove_property(name: str) -> Callable[[RawResponse], RawResponse]:
    def remove(response: RawResponse) -> RawResponse:
        value = json.loads(response.content or b"0")
        if not isinstance(value, dict) or name not in value:
            return response
        return evolve(response, content=json.dumps(without(name)(value)).encode())

    return remove


def set_content_type(content_type: str) -> Callable[[RawResponse], RawResponse]:
    return lambda response: evolve(response, headers=(("content-type", content_type),))


def replace_by_error(status_code: int) -> Callable[[RawResponse], RawResponse]:
    content = b'{"error": "400", "message": "-"}'
    return lambda _: RawResponse(status_code, (("content-type", "application/json"),), content)


def set_null(response: RawResponse) -> RawResponse:
    return evolve(response, content=b"null") if response.status_code == 200 else response


WRONG_MOCKS: dict[str, tuple[Check, Callable[[RawResponse], RawResponse]]] = {
    "property of success missing": (VALID, remove_property("made")),
    "property of error missing": (INVALID, remove_property("message")),
    "success is null": (VALID, set_null),
    "success of another content type": (VALID, set_content_type("text/html")),
    "error of another content type": (INVALID, set_content_type("text/html")),
    "undocumented content": (VALID, lambda response: evolve(response, content=response.content or b"{}")),
    "undocumented status code": (VALID, replace_by_error(418)),
    "every request accepted": (INVALID, lambda response: evolve(response, status_code=200)),
    "every request rejected": (VALID, replace_by_error(400)),
    "error of another status code": (INVALID, lambda response: evolve(response, status_code=409)),
}


@pytest.mark.parametrize("name", WRONG_MOCKS)
def test_contract_of_wrong_mock_fails(name: str, contract_of: Callable[[Document], Contract]) -> None:
    check, change = WRONG_MOCKS[name]
    contract = contract_of(REPAIRED)
    assert fails(evolve(contract, send=lambda request: change(contract.send(request))), check)


def test_contract_of_mock_without_authentication_fails(contract_of: Callable[[Document], Contract]) -> None:
    contract = contract_of(REPAIRED)
    contract.state.tokens[""] = contract.state.tokens["viewer-token"]
    assert fails(contract, INVALID)


def test_contract_of_mock_with_undescribed_method_fails(contract_of: Callable[[Document], Contract]) -> None:
    document = copy.deepcopy(REPAIRED)
    document["paths"]["/sent"]["get"] = document["paths"]["/sent"]["patch"]
    with pytest.raises(AssertionError, match="get /sent: returned 401"):
        contract_of(document).check_unknown_routes()


@pytest.mark.parametrize("check", [VALID, INVALID, SCHEMAS])
def test_contract_of_unchanged_mock_succeeds(check: Check, contract_of: Callable[[Document], Contract]) -> None:
    contract = contract_of(copy.deepcopy(REPAIRED))
    assert not fails(evolve(contract, send=contract.send), check)


@pytest.fixture
def contract_of(runner: asyncio.Runner) -> Callable[[Document], Contract]:
    """Return a function that creates the contract of everything.yaml, with a mock of a given document.

    It draws no values beside the chosen ones.
    """
    return lambda document: Contract.create(described(EVERYTHING), document, runner, drawn=0)


def find(document: Document, pointer: str) -> tuple[Any, Any]:
    """Return the parent of an item, and the key or index of the item in it."""
    parent: Any = None
    item: Any = document
    key: Any = None
    for step in pointer.split("/")[1:]:
        parent, key = item, int(step) if isinstance(item, list) else step.replace("~1", "/")
        item = parent[key]
    return parent, key


def fails(contract: Contract, check: Check) -> bool:
    """Return whether a check fails for an operation."""
    for operation in contract.description.operations:
        try:
            check(contract, operation)
        except (AssertionError, StopIteration, KeyError):
            return True
    return False
