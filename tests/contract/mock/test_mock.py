"""The mock of each description, checked against the description before its repair.

The tests name no operation, so they check any description.
"""

from contract.mock.contract import Contract
from openapi.conformance.description import Operation


def test_mock_valid_request_returns_documented_response(contract: Contract, operation: Operation) -> None:
    contract.check_valid_requests(operation)


def test_mock_invalid_request_returns_documented_error(contract: Contract, operation: Operation) -> None:
    contract.check_invalid_requests(operation)


def test_mock_response_schemas_are_equivalent_to_original(contract: Contract, operation: Operation) -> None:
    contract.check_response_schemas(operation)


def test_mock_unknown_route_returns_error(contract: Contract) -> None:
    contract.check_unknown_routes()
