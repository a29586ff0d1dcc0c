"""The mock of each description, held to what the description said before its repair.

The tests hold for any description: what operations there are, none is named here.
"""

from contract.description import Operation
from contract.mock.contract import Contract


def test_what_is_allowed_is_taken_and_answered_as_documented(contract: Contract, operation: Operation) -> None:
    contract.check_what_is_allowed(operation)


def test_what_is_forbidden_is_refused_as_documented(contract: Contract, operation: Operation) -> None:
    contract.check_what_is_forbidden(operation)


def test_what_may_be_answered_is_what_is_documented(contract: Contract, operation: Operation) -> None:
    contract.check_what_may_be_answered(operation)


def test_what_is_not_described_is_not_there(contract: Contract) -> None:
    contract.check_what_is_not_there()
