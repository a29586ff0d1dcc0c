"""The generated client, held to the original description: whatever the operations are, none is named here.

All that is documented has to be in a value that was sent or answered, or the test fails.
"""

from contract.client.contract import Contract
from openapi.conformance.description import Operation


def test_each_request_arrives_as_it_is_documented(contract: Contract, operation: Operation) -> None:
    contract.check_requests(operation)


def test_each_answer_is_read_and_written_back_as_it_came(contract: Contract, operation: Operation) -> None:
    contract.check_responses(operation)


def test_each_mistake_in_an_answer_is_refused_and_told_where_it_is(contract: Contract, operation: Operation) -> None:
    contract.check_mistakes(operation)


def test_each_named_schema_has_a_class_that_keeps_it(contract: Contract) -> None:
    contract.check_schemas()


def test_nothing_of_the_description_is_passed_over(contract: Contract) -> None:
    assert contract.unreached() == []


def test_the_client_has_these_operations_and_no_others(contract: Contract) -> None:
    declared = {(operation.method.upper(), operation.path) for operation in contract.description.operations}
    made = [(entry["method"], entry["path"]) for entry in contract.generated.manifest["operations"]]
    assert (set(made), len(made)) == (declared, len(declared))
