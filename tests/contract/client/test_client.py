"""The generated client against the original description; no operation is named here."""

from contract.client.contract import Contract
from openapi.conformance.description import Operation


def test_client_request_is_documented(contract: Contract, operation: Operation) -> None:
    contract.check_requests(operation)


def test_client_response_is_kept(contract: Contract, operation: Operation) -> None:
    contract.check_responses(operation)


def test_client_response_with_error_is_refused_with_its_pointer(contract: Contract, operation: Operation) -> None:
    contract.check_mistakes(operation)


def test_client_named_schema_has_class_that_keeps_it(contract: Contract) -> None:
    contract.check_schemas()


def test_contract_every_property_is_checked(contract: Contract) -> None:
    assert contract.unreached() == []


def test_client_operations_are_the_documented_ones(contract: Contract) -> None:
    declared = {(operation.method.upper(), operation.path) for operation in contract.description.operations}
    generated = [(entry["method"], entry["path"]) for entry in contract.generated.manifest["operations"]]
    assert (set(generated), len(generated)) == (declared, len(declared))
