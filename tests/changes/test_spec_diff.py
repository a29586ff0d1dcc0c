"""The command: its formats, its exit codes, and one clear line where it cannot run."""

import copy
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import spec_diff
from changes.describing import Spot, describe, described, json_copy
from changes.made import OF_OPERATIONS, OF_SCHEMAS, thing
from openapi.diff import find_changes
from openapi.reading.description import DescriptionError, read_description

BODY = Spot(("post", "/things"), "request body")
OPERATION = "POST /things"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write two descriptions with a change of each verdict; the answers change twice alike."""
    old, new = describe(thing(a={"enum": ["x", "y"]}), BODY), describe(thing(a={"enum": ["x"]}), BODY)
    new["paths"]["/things"]["post"] |= {"deprecated": True}
    for method, path in (("get", "/things"), ("put", "/things/{id}/{part}")):
        new["paths"][path][method]["responses"]["409"] = {"description": "d"}
    paths = []
    for name, document in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(json.dumps(document), "utf-8")
        paths.append(str(tmp_path / name))
    return paths


def test_text_tells_changes_under_their_operations(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert spec_diff.main(files) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 breaking, 1 warning, 2 compatible",
        "",
        f"breaking: {OPERATION}",
        '  request body /a: The value `"y"` was allowed, and is not any more. [request-enum-member-removed]',
        "",
        f"warning: {OPERATION}",
        "  It was not deprecated, and is deprecated now. [operation-deprecated]",
        "",
        "compatible: GET /things",
        "compatible: PUT /things/{id}/{part}",
        "  response 409: The answer 409 was not documented, and is now. [error-status-added]",
    ]


def test_json_has_a_list_for_each_verdict(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert spec_diff.main([*files, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {verdict: len(entries) for verdict, entries in told.items()} == {
        "breaking": 1,
        "warning": 1,
        "compatible": 2,
    }
    assert told["breaking"] == [
        {
            "rule": "request-enum-member-removed",
            "operation": OPERATION,
            "place": "request body /a",
            "sentence": 'The value `"y"` was allowed, and is not any more.',
        }
    ]


def test_markdown_has_a_heading_for_each_verdict(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert spec_diff.main([*files, "--format", "markdown"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "### Breaking",
        "",
        f'- `{OPERATION}`, request body `/a`: The value `"y"` was allowed, and is not any more.',
        "",
        "### Warning",
        "",
        f"- `{OPERATION}`: It was not deprecated, and is deprecated now.",
        "",
        "### Compatible",
        "",
        "- `GET /things`, `PUT /things/{id}/{part}`, response 409: The answer 409 was not documented, and is now.",
    ]


def test_breaking_changes_fail_where_that_is_asked(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = files
    assert spec_diff.main([old, new, "--fail-on", "breaking"]) == 1
    assert capsys.readouterr().err == "spec_diff.py: 1 breaking change\n"
    assert spec_diff.main([new, old, "--fail-on", "breaking"]) == 0
    assert spec_diff.main([old, old, "--fail-on", "breaking"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "content", [None, "", "[]", '{"openapi": "3.1.0"}', '{"openapi": "3.1.0", "paths": {"/a": []}}']
)
def test_what_is_no_description_is_told_in_one_line(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        (tmp_path / "no.json").write_text(content, "utf-8")
    for arguments in ([files[0], str(tmp_path / "no.json")], [str(tmp_path / "no.json"), files[0]]):
        assert spec_diff.main(arguments) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("spec_diff.py: nothing was compared: ")
        assert told.err.count("\n") == 1


def test_schemas_that_refer_to_each_other_without_end_are_refused_or_compared(tmp_path: Path) -> None:
    old = describe({"$ref": "#/components/schemas/S0"}, BODY)
    for number in range(1500):
        inner = {"$ref": f"#/components/schemas/S{number + 1}"} if number < 1499 else {"type": "string"}
        old["components"]["schemas"][f"S{number}"] = thing(inner=inner)
    (tmp_path / "deep.json").write_text(json.dumps(old), "utf-8")
    assert spec_diff.main([str(tmp_path / "deep.json")] * 2) in (0, 2)


def test_schemas_that_share_all_they_hold_are_compared_soon() -> None:
    """Each holds the next one twice, so that a place is one of two to the power of forty."""
    documents = [describe({"$ref": "#/components/schemas/S0"}, BODY) for _ in range(2)]
    for document, kind in zip(documents, ("string", "integer"), strict=True):
        for number in range(40):
            inner = {"$ref": f"#/components/schemas/S{number + 1}"} if number < 39 else {"type": kind}
            document["components"]["schemas"][f"S{number}"] = thing(one=inner, other=inner)
    changes = find_changes(*map(described, documents))
    assert 0 < len(changes) <= 32
    assert {change.rule.name for change in changes} == {"request-type-changed"}


def test_it_runs_as_a_program(files: list[str], root: Path, tmp_path: Path) -> None:
    script = str(root / "scripts" / "spec_diff.py")
    ran = subprocess.run([sys.executable, script, *files], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("1 breaking")
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert ran.returncode == 2
    bare = [sys.executable, "-S", script, *files]
    ran = subprocess.run(bare, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert ran.returncode == 2
    assert "is not installed; run `./scripts/dev spec-diff`" in ran.stderr
    assert ran.stderr.count("\n") == 1


def whole() -> dict[str, Any]:
    """Make a description with something of everything."""
    document = describe()
    for number, made in enumerate(OF_SCHEMAS):
        document["components"]["schemas"][f"Made{number}"] = made.new
    schemas = [{"$ref": f"#/components/schemas/Made{number}"} for number in range(len(OF_SCHEMAS))]
    for index, of_operation in enumerate(OF_OPERATIONS):
        operation: dict[str, Any] = json_copy({"responses": {"200": {"description": "d"}}} | of_operation.new)
        operation["responses"]["201"] = {"description": "d", "content": {"a/json": {"schema": schemas[index]}}}
        document["paths"][f"/made{index}"] = {"get": operation}
    copied: dict[str, Any] = json_copy(document)
    return copied


WHOLE = whole()


def places(value: Any) -> list[tuple[Any, Any]]:
    """Give what holds each value, and under which key."""
    names = range(len(value)) if isinstance(value, list) else list(value) if isinstance(value, dict) else []
    return [place for name in names for place in [(value, name), *places(value[name])]]


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from([None, True, 0, -1.5, "", "a", [], [None], ["a"], {}, {"a": None}, {"a": {}}]))
def test_whatever_stands_somewhere_is_compared_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, odd: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "spoilt.json"
    spoilt = copy.deepcopy(WHOLE)
    found = places(spoilt["paths"]) + places(spoilt["components"]) + [(spoilt, "security"), (spoilt, "servers")]
    owner, key = data.draw(st.sampled_from(found))
    owner[key] = odd
    path.write_text(json.dumps(spoilt), "utf-8")
    with suppress(DescriptionError):
        read = read_description(path)
        find_changes(described(WHOLE), read)
        find_changes(read, described(WHOLE))
