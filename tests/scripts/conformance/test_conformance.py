"""The audit reports each part that is taken out of the client."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from openapi.conformance.__main__ import run
from openapi.dialects.normalization import normalize
from openapi.reading.description import read_description

CLIENT = Path("omni_api_client")
DOCUMENT = normalize(read_description(ROOT / "openapi.yaml")).document
MANIFEST = json.loads((ROOT / "generated" / "manifest.json").read_text("utf-8"))


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Copy the client that is committed."""
    shutil.copytree(root / "generated", tmp_path / "generated")
    return tmp_path / "generated"


def audit(folder: Path) -> dict[str, Any]:
    """Audit a client against our description, under a name of its own."""
    name = f"audited_{folder.parent.name}"
    try:
        return run(DOCUMENT, folder, name)
    finally:
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]


def missing(folder: Path) -> list[str]:
    """Return the messages of the audit."""
    report = audit(folder)
    return [line for kind in ("operations", "responses", "schemas") for line in report[kind]["missing"]]


def test_audit_whole_client_is_missing_nothing(folder: Path) -> None:
    assert audit(folder) == {
        "operations": {"declared": 3, "generated": 3, "missing": []},
        "responses": {"declared": 19, "typed": 19, "missing": []},
        "schemas": {"declared": 2, "generated": 2, "missing": []},
        "passed_over": [],
    }


def replace(path: Path, pattern: str, new: str) -> None:
    """Replace all matches of a pattern in a file, which has one at least."""
    text, count = re.subn(pattern, new, path.read_text("utf-8"))
    assert count, f"{pattern} is not in {path}"
    path.write_text(text, "utf-8")


def _modules() -> Iterator[tuple[str, Path]]:
    for entry in MANIFEST["operations"]:
        yield f"{entry['method']} {entry['path']}", Path(*entry["module"].split(".")).with_suffix(".py")


OPERATIONS = dict(_modules())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_audit_operation_without_module_is_missing(operation: str, folder: Path) -> None:
    (folder / OPERATIONS[operation]).unlink()
    assert any(line.startswith(f"{operation}: ") for line in missing(folder))


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("function", ["sync", "asyncio", "sync_detailed", "asyncio_detailed"])
def test_audit_operation_without_function_is_missing(function: str, operation: str, folder: Path) -> None:
    replace(folder / OPERATIONS[operation], rf"def {function}\(", f"def another_{function}(")
    assert f"{operation}: the client has no function {function}" in missing(folder)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_audit_operation_not_in_manifest_is_missing(operation: str, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["operations"] = [e for e in manifest["operations"] if f"{e['method']} {e['path']}" != operation]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert f"{operation}: the client does not have it" in missing(folder)


def _responses() -> Iterator[tuple[str, str]]:
    for entry in MANIFEST["operations"]:
        for response in entry["responses"]:
            yield f"{entry['method']} {entry['path']}", response["status"]


@pytest.mark.parametrize(("operation", "status"), list(_responses()))
def test_audit_response_not_parsed_is_missing(operation: str, status: str, folder: Path) -> None:
    replace(folder / OPERATIONS[operation], rf"\b{status},\s*{status},", "999, 999,")
    assert [line.partition(": ")[0] for line in missing(folder)] == [f"{operation} {status}"]


@pytest.mark.parametrize(("operation", "status"), [pair for pair in _responses() if pair[1] in ("200", "404")])
def test_audit_response_of_another_type_is_missing(operation: str, status: str, folder: Path) -> None:
    of_a_model = (
        rf'({status},\s*_o\.Content\(\s*"application/json",\s*"json",\s*)(_d\.ArrayOf\()?_d\.Model\([^)]*\)(?(2)\))'
    )
    replace(folder / OPERATIONS[operation], of_a_model, r"\1_d.ANYTHING")
    assert [line.partition(": ")[0] for line in missing(folder)] == [f"{operation} {status}"]


@pytest.mark.parametrize(
    ("pattern", "new", "message"),
    [
        (r'Parameter\("include"', 'Parameter("includes"', "parameter include (query)"),
        (r'"include", "query"', '"include", "header"', "parameter include (query)"),
        (
            r'"/v1/documents/\{identifier\}/drafts"',
            '"/v1/{identifier}/drafts"',
            "its path is sent as /v1/a/drafts",
        ),
        (r'"get"', '"post"', "it is sent as POST"),
        (
            r"    include: ListDocumentDraftsInclude",
            "    inclde: ListDocumentDraftsInclude",
            "include (query) is missing",
        ),
    ],
)
def test_audit_parameter_not_sent_is_missing(pattern: str, new: str, message: str, folder: Path) -> None:
    replace(folder / OPERATIONS["GET /v1/documents/{identifier}/drafts"], pattern, new)
    assert any(message in line for line in missing(folder))


@pytest.mark.parametrize(
    ("pattern", "new", "message"),
    [
        (
            r'"application/json",\s*"json",\s*(?=_d.Model\(\s*"create_d)',
            '"application/json", "multipart", ',
            "has no attribute 'to_multipart'",
        ),
        (
            r'"application/json",\s*"json",\s*(?=_d.Model\(\s*"create_d)',
            '"text/plain", "json", ',
            "is sent as text/plain",
        ),
    ],
)
def test_audit_body_not_sent_is_missing(pattern: str, new: str, message: str, folder: Path) -> None:
    for operation in ("POST /v1/documents", "POST /v1/documents/{identifier}/draft"):
        replace(folder / OPERATIONS[operation], pattern, new)
    assert sum(message in line for line in missing(folder)) == 2


def _properties() -> Iterator[tuple[str, str]]:
    for name, model in MANIFEST["models"].items():
        for wire_name in model.get("properties", ()):
            yield name, wire_name


WITHOUT = "return {{k: v for k, v in _PROPERTIES.encode(self).items() if k != '{}'}}"


def _file(model: str) -> Path:
    return Path(*MANIFEST["models"][model]["module"].split(".")).with_suffix(".py")


@pytest.mark.parametrize(("model", "wire_name"), list(_properties()))
def test_audit_property_not_read_is_missing(model: str, wire_name: str, folder: Path) -> None:
    replace(folder / _file(model), rf'Property\(\s*"{wire_name}"', 'Property("another"')
    assert missing(folder)


@pytest.mark.parametrize(
    ("model", "wire_name"), [pair for pair in _properties() if pair[0] in ("Error", "CreateDocumentBody")]
)
def test_audit_property_not_written_is_missing(model: str, wire_name: str, folder: Path) -> None:
    replace(folder / _file(model), r"return _PROPERTIES.encode\(self\)", WITHOUT.format(wire_name))
    assert missing(folder)


@pytest.mark.parametrize("model", ["DocumentDraftStatus", "ListDocumentDraftsInclude"])
def test_audit_enum_with_another_member_is_missing(model: str, folder: Path) -> None:
    replace(folder / _file(model), r'"archived"', '"gone"')
    assert missing(folder)


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r"_d.UUID_STRING.decode", "_d.STRING.decode"),
        (r'(name = "createdAt"\s*value = _d\.)DATE_TIME', r"\1STRING"),
        (r'_d.Model\(\s*"document_draft_created_by",\s*"DocumentDraftCreatedBy"\s*\)', "_d.ANYTHING"),
    ],
)
def test_audit_property_of_another_type_is_missing(pattern: str, new: str, folder: Path) -> None:
    replace(folder / _file("DocumentDraft"), pattern, new)
    assert missing(folder)


def test_audit_schema_without_model_is_missing(folder: Path) -> None:
    replace(folder / CLIENT / "models" / "__init__.py", r"\bError\b", "Failure")
    replace(folder / _file("Error"), r"\bError\b", "Failure")
    for path in OPERATIONS.values():
        replace(folder / path, r"\bError\b", "Failure")
    assert "#/components/schemas/Error: the client has no model Error" in missing(folder)
