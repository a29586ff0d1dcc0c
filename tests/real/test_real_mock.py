"""The mock of each real description responds, and rejects requests, as the description documents."""

from typing import Any

import pytest
import schemathesis
from hypothesis import assume, given, settings
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok

from omni_drafts.mock import MockState, create_application
from openapi.reading.description import read_description
from openapi.repair import repair_description
from real.descriptions import DESCRIPTIONS

EDITOR = {"Authorization": "Bearer editor-token"}
FEW = settings(max_examples=3, derandomize=True, database=None)
Operation = schemathesis.APIOperation[Any, Any, Any, Any]

DEPEND_ON_THE_STATE = {"POST /api/v1/documents/{identifier}/draft", "POST /api/v1/documents"}
"""Operations that respond that a document or model does not exist."""


@pytest.fixture(scope="module", params=DESCRIPTIONS, ids=lambda path: path.name)
def operations(request: pytest.FixtureRequest) -> list[Operation]:
    """Return the operations of a description, on a mock of it."""
    document, _ = repair_description(read_description(request.param))
    schema = schemathesis.openapi.from_dict(document)
    schema.app = create_application(MockState(rate_limit=0), document)
    schema.config.update(base_url="http://mock.test")
    loaded = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    methods = {"get", "put", "post", "delete", "patch", "options", "head", "trace"}
    assert len(loaded) == sum(len(methods & item.keys()) for item in document["paths"].values()) > 100
    return loaded


def is_invalid(case: schemathesis.Case[Any]) -> bool:
    """Return whether a generated request is still invalid when it is sent, which omits empty query parameters."""
    components = {} if case.meta is None else case.meta.components
    is_query_sent = [] not in (case.query or {}).values() and {} not in (case.query or {}).values()
    return any(
        component.mode is GenerationMode.NEGATIVE and (is_query_sent or location is not ParameterLocation.QUERY)
        for location, component in components.items()
    )


def test_mock_valid_request_gets_a_documented_response(operations: list[Operation]) -> None:
    for operation in operations:

        @given(operation.as_strategy())
        @FEW
        def check(case: schemathesis.Case[Any]) -> None:
            status_code = case.call_and_validate(headers=EDITOR).status_code
            assert status_code < 300 or case.operation.label in DEPEND_ON_THE_STATE

        check()


def test_mock_invalid_request_gets_a_documented_error(operations: list[Operation]) -> None:
    documenting = [
        operation for operation in operations if {"400", "422"} & operation.definition.raw["responses"].keys()
    ]
    assert len(documenting) > 50
    for operation in documenting:

        @given(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
        @FEW
        def check(case: schemathesis.Case[Any]) -> None:
            assume(is_invalid(case))
            case.call_and_validate(headers=EDITOR)

        check()
