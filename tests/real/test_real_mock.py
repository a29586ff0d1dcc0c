"""Real descriptions, served by the mock: every operation answers what its description documents."""

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis.core.result import Ok

from omni_drafts.mock import MockState, create_application
from spec.reading import read_description
from spec.repair import repair_description

DESCRIPTIONS = sorted(Path(os.environ.get("OMNI_DESCRIPTIONS", os.devnull)).glob("*.*"))
EDITOR = {"Authorization": "Bearer editor-token"}
FEW = settings(max_examples=3, deadline=None, derandomize=True, database=None)

KNOWN_TO_THE_STATE = {"POST /api/v1/documents/{identifier}/draft", "POST /api/v1/documents"}
"""These answer that a document, or model, is not there."""


@pytest.mark.parametrize("path", DESCRIPTIONS, ids=lambda path: path.name)
def test_each_operation_is_answered_as_documented(path: Path) -> None:
    document, _ = repair_description(read_description(path))
    schema = schemathesis.openapi.from_dict(document)
    schema.app = create_application(MockState(rate_limit=0), document)
    schema.config.update(base_url="http://mock.test")
    answered = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)

        @given(found.ok().as_strategy())
        @FEW
        def hold(case: schemathesis.Case[Any]) -> None:
            status = case.call_and_validate(headers=EDITOR).status_code
            assert status < 300 or case.operation.label in KNOWN_TO_THE_STATE

        hold()
        answered.append(found.ok().label)
    methods = {"get", "put", "post", "delete", "patch", "options", "head", "trace"}
    assert len(answered) == sum(len(methods & item.keys()) for item in document["paths"].values()) > 100
