"""The audit, audited: take any one thing out of the client, and it says so."""

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
def made(root: Path, tmp_path: Path) -> Path:
    """Copy the client that is committed."""
    shutil.copytree(root / "generated", tmp_path / "generated")
    return tmp_path / "generated"


def audit(made: Path) -> dict[str, Any]:
    """Audit a client against our description, under a name of its own."""
    name = f"audited_{made.parent.name}"
    try:
        return run(DOCUMENT, made, name)
    finally:
        for module in [module for module in sys.modules if module.partition(".")[0] == name]:
            del sys.modules[module]


def missing(made: Path) -> list[str]:
    """Give what the audit misses."""
    told = audit(made)
    return [line for kind in ("operations", "responses", "schemas") for line in told[kind]["missing"]]


def test_the_whole_client_misses_nothing(made: Path) -> None:
    assert audit(made) == {
        "operations": {"declared": 3, "generated": 3, "missing": []},
        "responses": {"declared": 19, "typed": 19, "missing": []},
        "schemas": {"declared": 2, "generated": 2, "missing": []},
        "passed_over": [],
    }


def spoil(path: Path, pattern: str, new: str) -> None:
    """Replace what a pattern finds in a file, which is once or more."""
    text, count = re.subn(pattern, new, path.read_text("utf-8"))
    assert count, f"{pattern} is not in {path}"
    path.write_text(text, "utf-8")


def _modules() -> Iterator[tuple[str, Path]]:
    for entry in MANIFEST["operations"]:
        yield f"{entry['method']} {entry['path']}", Path(*entry["module"].split(".")).with_suffix(".py")


OPERATIONS = dict(_modules())


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_without_its_module_is_missed(operation: str, made: Path) -> None:
    (made / OPERATIONS[operation]).unlink()
    assert any(line.startswith(f"{operation}: ") for line in missing(made))


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("function", ["sync", "asyncio", "sync_detailed", "asyncio_detailed"])
def test_an_operation_without_one_of_its_functions_is_missed(function: str, operation: str, made: Path) -> None:
    spoil(made / OPERATIONS[operation], rf"def {function}\(", f"def another_{function}(")
    assert f"{operation}: the client has no function {function}" in missing(made)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_that_the_manifest_does_not_name_is_missed(operation: str, made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["operations"] = [e for e in manifest["operations"] if f"{e['method']} {e['path']}" != operation]
    (made / "manifest.json").write_text(json.dumps(manifest))
    assert f"{operation}: the client does not have it" in missing(made)


def _responses() -> Iterator[tuple[str, str]]:
    for entry in MANIFEST["operations"]:
        for response in entry["responses"]:
            yield f"{entry['method']} {entry['path']}", response["status"]


@pytest.mark.parametrize(("operation", "status"), list(_responses()))
def test_a_response_that_is_not_parsed_is_missed(operation: str, status: str, made: Path) -> None:
    spoil(made / OPERATIONS[operation], rf"\b{status},\s*{status},", "999, 999,")
    assert [line.partition(": ")[0] for line in missing(made)] == [f"{operation} {status}"]


@pytest.mark.parametrize(("operation", "status"), [pair for pair in _responses() if pair[1] in ("200", "404")])
def test_a_response_that_is_parsed_to_another_type_is_missed(operation: str, status: str, made: Path) -> None:
    of_a_model = (
        rf'({status},\s*_o\.Content\(\s*"application/json",\s*"json",\s*)(_d\.ArrayOf\()?_d\.Model\([^)]*\)(?(2)\))'
    )
    spoil(made / OPERATIONS[operation], of_a_model, r"\1_d.ANYTHING")
    assert [line.partition(": ")[0] for line in missing(made)] == [f"{operation} {status}"]


@pytest.mark.parametrize(
    ("pattern", "new", "says"),
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
def test_a_parameter_that_is_not_sent_is_missed(pattern: str, new: str, says: str, made: Path) -> None:
    spoil(made / OPERATIONS["GET /v1/documents/{identifier}/drafts"], pattern, new)
    assert any(says in line for line in missing(made))


@pytest.mark.parametrize(
    ("pattern", "new", "says"),
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
def test_a_body_that_is_not_sent_is_missed(pattern: str, new: str, says: str, made: Path) -> None:
    for operation in ("POST /v1/documents", "POST /v1/documents/{identifier}/draft"):
        spoil(made / OPERATIONS[operation], pattern, new)
    assert sum(says in line for line in missing(made)) == 2


def _properties() -> Iterator[tuple[str, str]]:
    for name, model in MANIFEST["models"].items():
        for wire_name in model.get("properties", ()):
            yield name, wire_name


WITHOUT = "return {{k: v for k, v in _PROPERTIES.encode(self).items() if k != '{}'}}"


def _file(model: str) -> Path:
    return Path(*MANIFEST["models"][model]["module"].split(".")).with_suffix(".py")


@pytest.mark.parametrize(("model", "wire_name"), list(_properties()))
def test_a_property_that_is_not_read_is_missed(model: str, wire_name: str, made: Path) -> None:
    spoil(made / _file(model), rf'Property\(\s*"{wire_name}"', 'Property("another"')
    assert missing(made)


@pytest.mark.parametrize(
    ("model", "wire_name"), [pair for pair in _properties() if pair[0] in ("Error", "CreateDocumentBody")]
)
def test_a_property_that_is_not_written_is_missed(model: str, wire_name: str, made: Path) -> None:
    spoil(made / _file(model), r"return _PROPERTIES.encode\(self\)", WITHOUT.format(wire_name))
    assert missing(made)


@pytest.mark.parametrize("model", ["DocumentDraftStatus", "ListDocumentDraftsInclude"])
def test_an_enum_with_another_member_is_missed(model: str, made: Path) -> None:
    spoil(made / _file(model), r'"archived"', '"gone"')
    assert missing(made)


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        (r"_d.UUID_STRING.decode", "_d.STRING.decode"),
        (r'(name = "createdAt"\s*value = _d\.)DATE_TIME', r"\1STRING"),
        (r'_d.Model\(\s*"document_draft_created_by",\s*"DocumentDraftCreatedBy"\s*\)', "_d.ANYTHING"),
    ],
)
def test_a_property_of_another_type_is_missed(pattern: str, new: str, made: Path) -> None:
    spoil(made / _file("DocumentDraft"), pattern, new)
    assert missing(made)


def test_a_schema_without_its_model_is_missed(made: Path) -> None:
    spoil(made / CLIENT / "models" / "__init__.py", r"\bError\b", "Failure")
    spoil(made / _file("Error"), r"\bError\b", "Failure")
    for path in OPERATIONS.values():
        spoil(made / path, r"\bError\b", "Failure")
    assert "#/components/schemas/Error: the client has no model Error" in missing(made)
