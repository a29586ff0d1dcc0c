"""Another description becomes the project's own if the overlay can stand on it; else nothing changes."""

import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ruamel.yaml import YAML

import regenerate
from omni_drafts._operations.decoding.documents import decode_document
from omni_drafts._operations.decoding.drafts import decode_drafts, decode_identifier
from openapi.adoption.adoption import suggest_version, write_description
from openapi.adoption.overlay_requirements import NEEDED, Need, Needed, find_lacks
from openapi.dialects.lookup import find_at
from openapi.dialects.normalization import normalise
from openapi.reading.description import Description, read_description
from support.descriptions import INSTANCE, instance

EACH = [(needed, need) for needed in NEEDED for need in needed.needs]
IDS = [f"{needed.operation.operation_id} {need.place}" for needed, need in EACH]
EVERY = pytest.mark.parametrize(("needed", "need"), EACH, ids=IDS)


@pytest.fixture
def project(copy: Path, root: Path) -> Path:
    """Copy what adopting reads and writes: the overlay too, which has to stand."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "overlay", copy / "overlay", ignore=ignored, dirs_exist_ok=True)
    return copy


def contents(folder: Path) -> Mapping[Path, bytes]:
    """Read every file of a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def adopt(project: Path, document: dict[str, Any]) -> int:
    """Adopt a description."""
    (project.parent / "instance.json").write_text(json.dumps(document))
    return regenerate.main(["--adopt", str(project.parent / "instance.json")], project)


def full() -> dict[str, Any]:
    """Describe everything that the overlay may use, in the client's words."""
    document = normalise(instance()).document
    workbook = document["components"]["schemas"]["CreatedDocument"]["properties"]["workbook"]
    workbook["properties"] |= {name: {"type": "string"} for name in ("identifier", "name", "createdAt", "updatedAt")}
    workbook["additionalProperties"] = False
    document["components"]["schemas"]["CreateDocumentBody"]["additionalProperties"] = False
    return document


def told(document: dict[str, Any]) -> list[str]:
    """Give what would be lost."""
    return [lack.told for lack in find_lacks(document) if lack.is_loss]


def operation_of(document: dict[str, Any], needed: Needed) -> dict[str, Any]:
    """Find an operation."""
    found: dict[str, Any] = document["paths"][needed.operation.path][needed.operation.method]
    return found


def take_away(document: dict[str, Any], needed: Needed, place: str) -> None:
    """Describe no more what stands at a place."""
    operation = operation_of(document, needed)
    around, _, name = place.rpartition("/")
    if around == "parameter":
        operation["parameters"] = [item for item in operation["parameters"] if item["name"] != name]
    elif around:
        for owner, key in find_at(document, operation, around):
            owner[key]["properties"].pop(name)
    else:
        for response in operation["responses"].values():
            response.pop("content", None)


def test_a_description_with_all_of_it_lacks_nothing(root: Path) -> None:
    assert told(full()) == []
    assert list(find_lacks(normalise(read_description(root / "openapi.yaml")).document)) == []


@pytest.mark.parametrize("needed", NEEDED, ids=lambda needed: needed.operation.operation_id)
def test_an_operation_that_is_gone_is_named_with_what_would_be_lost(needed: Needed) -> None:
    document = full()
    del document["paths"][needed.operation.path][needed.operation.method]
    name = f"{needed.operation.method.upper()} {needed.operation.path}"
    assert told(document) == [f"{name} is not described: {needed.loses} would be lost"]


@EVERY
def test_a_property_that_is_gone_is_named_with_what_would_be_lost(needed: Needed, need: Need) -> None:
    document = full()
    for place in filter(None, (need.place, need.instead)):
        take_away(document, needed, place)
    name = f"{needed.operation.method.upper()} {needed.operation.path}"
    assert f"{name}: {need.place} is not described: {need.loses} would be lost" in told(document)


@EVERY
def test_a_property_of_another_type_is_named(needed: Needed, need: Need) -> None:
    document = full()
    for place in filter(None, (need.place, need.instead)):
        for owner, key in list(find_at(document, operation_of(document, needed), place)):
            owner[key] = {"type": ["number", "null"]}
    assert [line for line in told(document) if f" {need.place} is of type number, not {need.types[0]}" in line]


def test_what_an_open_object_may_bring_all_the_same_is_no_loss() -> None:
    lacks = list(find_lacks(normalise(instance()).document))
    assert len(lacks) == 3
    assert not any(lack.is_loss for lack in lacks)


def test_a_success_that_the_overlay_does_not_take_is_named() -> None:
    document = full()
    responses = document["paths"]["/v1/documents/{identifier}/draft"]["post"]["responses"]
    responses["202"] = responses["200"]
    (line,) = told(document)
    assert "it answers 202, which the overlay does not take" in line


@pytest.mark.parametrize("where", ["parameter", "body"])
def test_what_a_request_newly_needs_is_named(where: str) -> None:
    document = full()
    operation = document["paths"]["/v1/documents"]["post"]
    if where == "parameter":
        operation["parameters"] = [{"name": "folder", "in": "query", "required": True, "schema": {"type": "string"}}]
    else:
        document["components"]["schemas"]["CreateDocumentBody"]["required"].append("folder")
    (line,) = told(document)
    assert f"{where}/folder is required, and the overlay does not give it" in line


def test_the_overlay_reads_nothing_but_what_it_says_it_needs() -> None:
    """Models that have nothing else can be read."""
    for needed, decode in zip(NEEDED, (decode_identifier, decode_drafts, decode_document), strict=True):
        places = [need.place.split("/")[1:] for need in needed.needs if need.place.startswith("answer/")]
        answer: Any = _with(places)
        assert decode([answer.items] if decode is decode_drafts else answer)


def _with(places: list[list[str]]) -> Any:
    """Make a model with attributes at some places, and with no others."""
    made = SimpleNamespace()
    for first in dict.fromkeys(place[0] for place in places if place):
        inner = [place[1:] for place in places if place and place[0] == first]
        leaf = "2026-05-06T13:44:00Z" if first.endswith("At") else "3c90c3cc-0d44-4b50-8888-8dd25736052a"
        value = _with(inner) if any(inner) else leaf
        setattr(made, re.sub("([A-Z])", r"_\1", first).lower(), value)
    return made


def test_an_instances_description_is_adopted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adopt(project, INSTANCE) == 0
    out = capsys.readouterr().out
    assert "note: POST /v1/documents: answer/workbook/name is not described" in out
    assert "\nbreaking: POST /v1/documents\n" in out
    assert "\nNext version: 0.3.0 (now 0.2.0; some of it breaks callers)\n" in out
    assert "\nFor CHANGELOG.md:\n\n## 0.3.0\n" in out
    assert "`POST /v2/drafts`: The operation `createDraft2` was added." in out
    assert "is called" not in out  # the client has the names that it had
    assert YAML(typ="safe", pure=True).load(project / "openapi.yaml") == INSTANCE
    assert not (project / "openapi.yaml").read_text().startswith("{")
    assert (project / "generated/omni_api_client/api/documents/documents_discard_draft.py").exists()
    assert regenerate.main(["--check"], project) == 0


def test_our_own_description_is_adopted_byte_for_byte(
    project: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(project)
    assert regenerate.main(["--adopt", str(root / "openapi.yaml")], project) == 0
    assert contents(project) == before
    assert "\nNothing changes for callers.\n" in capsys.readouterr().out


def test_a_first_description_is_adopted_where_there_is_none(project: Path) -> None:
    (project / "openapi.yaml").unlink()
    assert adopt(project, INSTANCE) == 0
    assert (project / "openapi.yaml").exists()


def _no_list(document: dict[str, Any]) -> None:
    del document["paths"]["/api/v1/documents/{identifier}/drafts"]


def _nothing_the_generator_can_read(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["DocumentsListResponse"]["properties"]["never"] = False


def _no_operation(document: dict[str, Any]) -> None:
    document["paths"] = {}


def _no_openapi(document: dict[str, Any]) -> None:
    del document["openapi"]


REFUSED: list[tuple[Callable[[dict[str, Any]], None], int, str]] = [
    (_no_list, 1, "GET /v1/documents/{identifier}/drafts is not described: drafts.list"),
    (_no_operation, 1, "POST /v1/documents is not described"),
    (_nothing_the_generator_can_read, 1, "missing: "),
    (_no_openapi, 2, "not an OpenAPI 3.1 description"),
]


@pytest.mark.parametrize(("spoil", "code", "says"), REFUSED)
def test_what_cannot_be_adopted_says_why_and_leaves_everything_as_it_was(
    spoil: Callable[[dict[str, Any]], None],
    code: int,
    says: str,
    project: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    description = instance()
    spoil(description.document)
    before = contents(project)
    assert adopt(project, description.document) == code
    assert contents(project) == before
    error = capsys.readouterr().err
    assert says in error
    assert error.splitlines()[-1].startswith("regenerate.py: nothing was replaced: ")


def test_an_overlay_that_cannot_be_imported_keeps_it_from_being_adopted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (project / "overlay/omni_drafts/_operations/binding/drafts.py").open("a") as module:
        module.write("\nfrom omni_api_client.api.documents import gone\n")
    before = contents(project)
    assert adopt(project, INSTANCE) == 1
    assert contents(project) == before
    assert "the overlay cannot be imported: ImportError: cannot import name 'gone'" in capsys.readouterr().err


def test_yaml_is_kept_as_it_is_written(tmp_path: Path) -> None:
    content = io.BytesIO()
    YAML().dump(INSTANCE, content)
    commented = b"# of today\n" + content.getvalue()
    (tmp_path / "read.yaml").write_bytes(commented)
    write_description(read_description(tmp_path / "read.yaml"), tmp_path / "written.yaml")
    assert (tmp_path / "written.yaml").read_bytes() == commented


@pytest.mark.parametrize(
    "text",
    ["no", "1e3", "2026-01-01", "0x1F", "~", " a", "a: b", "\u2028", "'", "12:30", "a\nb", "\x85", "\x7f", "\ufffe"],
)
def test_a_text_that_yaml_could_take_for_something_else_is_kept(text: str, tmp_path: Path) -> None:
    document = INSTANCE | {
        "info": {"title": text, "version": text, "x-list": [text, None, 1.5, True]},
        "x-names": {text: 1, " ": 2},
    }
    content = json.dumps(document).encode()
    write_description(Description("instance.json", "", document, content), tmp_path / "written.yaml")
    assert read_description(tmp_path / "written.yaml").document == document


@pytest.mark.parametrize(
    ("version", "breaking", "following"),
    [
        ("0.1.0", True, "0.2.0"),
        ("0.1.0", False, "0.1.1"),
        ("1.2.3", True, "2.0.0"),
        ("1.2.3", False, "1.3.0"),
    ],
)
def test_the_next_version_says_whether_callers_break(version: str, breaking: bool, following: str) -> None:
    assert suggest_version(version, breaking) == following
