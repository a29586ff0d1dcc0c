"""The mock, held to the description by schemathesis: whatever is asked, it answers as documented."""

import json
from typing import Any

import schemathesis
from hypothesis import settings

from conftest import ROOT
from omni_drafts.mock import MockState, create_application

EDITOR = {"Authorization": "Bearer editor-token"}
KNOWN = "12db1a0a"
FEW = settings(max_examples=60, deadline=None, derandomize=True)

state = MockState(rate_limit=0)
schema = schemathesis.openapi.from_dict(
    json.loads((ROOT / "overlay/omni_drafts/mock/openapi.json").read_text("utf-8"))
)
schema.app = create_application(state)
schema.config.update(base_url="http://mock.test/api")


def know_one_document() -> None:
    """Forget what earlier cases made: an identifier that is taken is refused, though the description allows it."""
    state.documents.clear()
    state.drafts.clear()
    state.add_document(KNOWN)


@schema.parametrize()
@FEW
def test_each_answer_is_documented(case: schemathesis.Case[Any]) -> None:
    know_one_document()
    case.call_and_validate(headers=EDITOR)


@schema.parametrize()
@FEW
def test_each_answer_about_a_known_document_is_documented(case: schemathesis.Case[Any]) -> None:
    know_one_document()
    case.path_parameters = dict.fromkeys(case.path_parameters or {}, KNOWN)
    case.call_and_validate(headers=EDITOR)
