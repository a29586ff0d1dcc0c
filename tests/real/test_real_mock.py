"""Real descriptions, served by the mock: every operation answers, and refuses, what its description documents."""

from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis.core.result import Ok

from omni_drafts.mock import MockState, create_application
from real.descriptions import DESCRIPTIONS
from spec.reading import read_description
from spec.repair import repair_description

EDITOR = {"Authorization": "Bearer editor-token"}
FEW = settings(max_examples=3, derandomize=True, database=None)
Operation = schemathesis.APIOperation[Any, Any, Any, Any]

KNOWN_TO_THE_STATE = {"POST /api/v1/documents/{identifier}/draft", "POST /api/v1/documents"}
"""These answer that a document, or model, is not there."""


@pytest.fixture(scope="module", params=DESCRIPTIONS, ids=lambda path: path.name)
def operations(request: pytest.FixtureRequest) -> list[Operation]:
    """The operations of a description, on the mock that keeps it."""
    document, _ = repair_description(read_description(request.param))
    schema = schemathesis.openapi.from_dict(document)
    schema.app = create_application(MockState(rate_limit=0), document)
    schema.config.update(base_url="http://mock.test")
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    methods = {"get", "put", "post", "delete", "patch", "options", "head", "trace"}
    assert len(found) == sum(len(methods & item.keys()) for item in document["paths"].values()) > 100
    return found


def test_each_operation_is_answered_as_documented(operations: list[Operation]) -> None:
    for operation in operations:

        @given(operation.as_strategy())
        @FEW
        def hold(case: schemathesis.Case[Any]) -> None:
            status = case.call_and_validate(headers=EDITOR).status_code
            assert status < 300 or case.operation.label in KNOWN_TO_THE_STATE

        hold()


def test_each_operation_refuses_what_its_description_does(operations: list[Operation]) -> None:
    documenting = [
        operation for operation in operations if {"400", "422"} & operation.definition.raw["responses"].keys()
    ]
    assert len(documenting) > 50
    for operation in documenting:

        @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
        @FEW
        def hold(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=EDITOR)

        hold()
