"""The command: its formats, its exit codes, and one line on standard error if it cannot run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import spec_diff
from support.diff.changes import thing
from support.diff.descriptions import Location, describe

BODY = Location(("post", "/things"), "request body")
OPERATION = "POST /things"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write two descriptions with a change of each verdict; two operations have the same change."""
    old, new = describe(thing(a={"enum": ["x", "y"]}), BODY), describe(thing(a={"enum": ["x"]}), BODY)
    new["paths"]["/things"]["post"] |= {"deprecated": True}
    for method, path in (("get", "/things"), ("put", "/things/{id}/{part}")):
        new["paths"][path][method]["responses"]["409"] = {"description": "d"}
    paths = []
    for name, document in (("old.json", old), ("new.json", new)):
        (tmp_path / name).write_text(json.dumps(document), "utf-8")
        paths.append(str(tmp_path / name))
    return paths


def test_text_groups_changes_by_operation(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
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
        "  response 409: Response 409 was not documented, and is now. [error-status-added]",
    ]


def test_json_has_a_list_for_each_verdict(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert spec_diff.main([*files, "--format", "json"]) == 0
    output = json.loads(capsys.readouterr().out)
    assert {verdict: len(entries) for verdict, entries in output.items()} == {
        "breaking": 1,
        "warning": 1,
        "compatible": 2,
    }
    assert output["breaking"] == [
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
        "- `GET /things`, `PUT /things/{id}/{part}`, response 409: Response 409 was not documented, and is now.",
    ]


def test_fail_on_breaking_exits_with_1_for_breaking_changes_only(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = files
    assert spec_diff.main([old, new, "--fail-on", "breaking"]) == 1
    assert capsys.readouterr().err == "spec_diff.py: 1 breaking change\n"
    assert spec_diff.main([new, old, "--fail-on", "breaking"]) == 0
    assert spec_diff.main([old, old, "--fail-on", "breaking"]) == 0
    assert capsys.readouterr().err == ""


def test_fail_on_breaking_counts_the_breaking_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(tmp_path / name) for name in ("old.json", "new.json")]
    for path, schema in zip(paths, (thing(a={"enum": ["x", "y"]}), {"type": "string"}), strict=True):
        Path(path).write_text(json.dumps(describe(thing(a=schema, b=schema), BODY)), "utf-8")
    assert spec_diff.main([*paths, "--fail-on", "breaking"]) == 1
    assert capsys.readouterr().err == "spec_diff.py: 2 breaking changes\n"


@pytest.mark.parametrize(
    "content", [None, "", "[]", '{"openapi": "3.1.0"}', '{"openapi": "3.1.0", "paths": {"/a": []}}']
)
def test_an_invalid_description_is_refused_in_one_line(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    if content is not None:
        (tmp_path / "no.json").write_text(content, "utf-8")
    for arguments in ([files[0], str(tmp_path / "no.json")], [str(tmp_path / "no.json"), files[0]]):
        assert spec_diff.main(arguments) == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err.startswith("spec_diff.py: nothing was compared: ")
        assert output.err.count("\n") == 1


def test_deeply_nested_schemas_are_compared_or_refused(tmp_path: Path) -> None:
    old = describe({"$ref": "#/components/schemas/S0"}, BODY)
    for number in range(1500):
        inner = {"$ref": f"#/components/schemas/S{number + 1}"} if number < 1499 else {"type": "string"}
        old["components"]["schemas"][f"S{number}"] = thing(inner=inner)
    (tmp_path / "deep.json").write_text(json.dumps(old), "utf-8")
    assert spec_diff.main([str(tmp_path / "deep.json")] * 2) in (0, 2)


def test_the_script_runs_in_its_own_process(files: list[str], root: Path, tmp_path: Path) -> None:
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
