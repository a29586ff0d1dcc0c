"""Idempotency of operations: decided once, the same in the description, the manifest and each request."""

import importlib
import json
from pathlib import Path

import pytest

from omni_api_client.types import UNSET
from openapi.dialects.idempotency import IDEMPOTENT, KNOWN_OPERATIONS, idempotency_of, mark_idempotent
from openapi.dialects.normalization import normalize
from openapi.reading.description import Description
from openapi.repair import repair_description
from support.descriptions import INSTANCE


@pytest.mark.parametrize(
    ("method", "path", "idempotent"),
    [
        ("post", "/v1/documents/{documentId}/draft", True),
        ("post", "/v1/documents/{identifier}/draft", True),
        ("post", "/v1/documents", False),
        ("get", "/v1/documents/{identifier}/drafts", True),
        ("get", "/anything", True),
        ("head", "/anything", True),
        ("post", "/anything", False),
        ("put", "/anything", False),
        ("patch", "/anything", False),
        ("delete", "/v1/documents/{identifier}/draft", False),
    ],
)
def test_idempotency_of_an_operation_follows_its_method_unless_it_is_known(
    method: str, path: str, idempotent: bool
) -> None:
    assert idempotency_of(method, path).idempotent is idempotent


def test_known_operations_have_reasons() -> None:
    assert all(known.reason for known in KNOWN_OPERATIONS.values())


def test_mark_idempotent_in_the_instance_dialect_marks_known_operations() -> None:
    document, _ = repair_description(normalize(Description("instance.json", "", INSTANCE, b"")))
    mark_idempotent(document)
    assert document["paths"]["/v1/documents/{identifier}/draft"]["post"][IDEMPOTENT] is True
    assert document["paths"]["/v1/documents"]["post"][IDEMPOTENT] is False


def test_idempotency_is_the_same_in_description_manifest_and_requests(root: Path) -> None:
    manifest = json.loads((root / "generated" / "manifest.json").read_text("utf-8"))
    described = json.loads((root / "overlay" / "omni_drafts" / "mock" / "openapi.json").read_text("utf-8"))
    said = set()
    for operation in manifest["operations"]:
        found = described["paths"][operation["path"]][operation["method"].lower()][IDEMPOTENT]
        parameters = {
            parameter["argument"]: "given" for parameter in operation["parameters"] if parameter["required"]
        }
        module = importlib.import_module(operation["module"])
        request = module._OPERATION.build_request({"include": UNSET, "body": UNSET} | parameters)
        assert operation["idempotent"] is found is request.get("extensions", {}).get("idempotent", False)
        said.add(found)
    assert said == {True, False}
