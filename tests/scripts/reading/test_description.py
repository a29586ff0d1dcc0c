"""Descriptions are read from files and URLs, and invalid ones raise one line with the cause."""

import hashlib
import json
import ssl
import tempfile
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from openapi.reading import description
from openapi.reading.description import (
    DescriptionError,
    _authorization_header,
    dereference,
    read_description,
    resolve,
)
from support.servers import reserve_closed_port, serve_response

GOOD = {"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": {"responses": {"200": {"description": "d"}}}}}}
DEEP_ALIASES = "\n".join(
    [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in zip("abcdef", "bcdefg", strict=True)]
)

INVALID: list[tuple[bytes, str]] = [
    (b"", "the file is empty"),
    (b" \n\t", "the file is empty"),
    (b"<!DOCTYPE html><html></html>", "a web page (HTML)"),
    (b"<html>", "a web page (HTML)"),
    (b"<?xml version='1.0'?><html></html>", "a web page (HTML)"),
    (b'{"openapi": "3.1.0", "paths": {', "line 1: not JSON"),
    (b'{"openapi": "3.1.0"', "line 1: not JSON"),
    (b"openapi: [3.1.0\n", "not YAML"),
    (b"a: 1\na: 2\n", "line 2: not YAML: found duplicate key"),
    (b'{"a": 1, "a": 2}', "`a` is twice in one object"),
    (b'paths: {"/a": {get: {responses: {429: {}, "429": {}}}}}\n', "`429` is twice in one object"),
    (b'{"a": NaN}', "NaN is not a JSON value"),
    (b"a: .nan\n", "#/a: nan is not a JSON value"),
    (b'{"a": "\\ud800"}', "half of a surrogate pair"),
    (b"\x00\x01\xff", "not YAML"),
    (b"\xff\xfe", "not an OpenAPI description"),
    (b"[" * 100_000, "nested deeper"),
    (b'{"a":' * 100_000, "nested deeper"),
    (b"a: &a\n  b: *a\n", "nested deeper than 200"),
    (b'{"a": ' + b"[" * 201 + b"]" * 201 + b"}", "nested deeper than 200"),
    (f"a: &a [{', '.join('x' * 10)}]\n{DEEP_ALIASES}\n".encode(), "more than 2,000,000 values"),
    (b"a: !!python/object/apply:os.system ['touch harmed']\n", "could not determine a constructor"),
    (b"a: !!python/name:os.system\n", "could not determine a constructor"),
    (b"a: !own thing\n", "could not determine a constructor"),
    (b"a: !!binary aGVsbG8=\n", "bytes is not a JSON type"),
    (b"a: !!set {x}\n", "set is not a JSON type"),
    (b"? [a]\n: b\n", "in quotes"),
    (b"- a\n", "not an OpenAPI description: not an object"),
    (b"just text\n", "not an OpenAPI description: not an object"),
    (b"swagger: '2.0'\npaths: {}\n", "a Swagger 2.0 description"),
    (b"openapi: 2.9.0\npaths: {}\n", "`openapi` is not 3.1"),
    (b"openapi: 3.0.3\npaths: {}\n", "`openapi` is not 3.1"),
    (b"a: !!bool maybe\n", "cannot be read: 'maybe'"),
    (b"a: !!int x\n", "cannot be read: "),
    (b"openapi: 3.1.0\n", "`paths` is not an object"),
    (b"openapi: 3.1.0\npaths: []\n", "`paths` is not an object"),
]
INVALID_REFERENCES = [
    ("https://evil.test/x.yaml", "leaves the description"),
    ("file:///etc/passwd", "leaves the description"),
    ("../other.yaml#/a", "leaves the description"),
    ("#", "leaves the description"),
    ("#/components/schemas/None", "has no target"),
    ("#/paths/0/1/2", "has no target"),
    ("#/components/schemas/Loop", "is part of a circle"),
    (5, "leaves the description"),
]


def write(folder: Path, document: object) -> Path:
    """Write a description to a folder, and return its path."""
    path = folder / "description.json"
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize(("content", "message"), INVALID)
def test_read_description_invalid_raises_one_line_with_the_path(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(content)
    with pytest.raises(DescriptionError) as caught:
        read_description(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert [item.name for item in tmp_path.iterdir()] == ["openapi.yaml"]


def test_read_description_nested_200_deep_returns_it(tmp_path: Path) -> None:
    document: dict[str, Any] = GOOD | {"x": json.loads("[" * 200 + "]" * 200)}
    assert read_description(write(tmp_path, document)).document == document


@pytest.mark.parametrize(("reference", "message"), INVALID_REFERENCES)
def test_read_description_with_an_invalid_reference_raises(reference: object, message: str, tmp_path: Path) -> None:
    schemas: dict[str, Any] = {"A": {"properties": {"b": {"$ref": reference}}}}
    if "Loop" in str(reference):
        schemas |= {"Loop": {"$ref": "#/components/schemas/Back"}, "Back": {"$ref": "#/components/schemas/Loop"}}
    with pytest.raises(DescriptionError, match=message):
        read_description(write(tmp_path, GOOD | {"components": {"schemas": schemas}}))


@pytest.mark.parametrize("name", ["default", "enum", "example", "properties"])
@pytest.mark.parametrize("part", ["schema", "property", "response"])
def test_read_description_with_a_reference_below_a_name_like_a_keyword_checks_it(
    part: str, name: str, tmp_path: Path
) -> None:
    invalid = {name: {"$ref": "#/components/None"}}
    parts: dict[str, dict[str, Any]] = {
        "schema": {"components": {"schemas": invalid}},
        "property": {"components": {"schemas": {"A": {"properties": {"properties": {"properties": invalid}}}}}},
        "response": {"paths": {"/a": {"get": {"responses": invalid}}}},
    }
    with pytest.raises(DescriptionError, match=f"/{name}: .* has no target"):
        read_description(write(tmp_path, GOOD | parts[part]))


def test_read_description_with_a_reference_in_a_list_checks_it(tmp_path: Path) -> None:
    schemas = {"A": {"allOf": [{}, {"$ref": "#/components/None"}]}}
    with pytest.raises(DescriptionError, match=r"#/components/schemas/A/allOf/1: .* has no target"):
        read_description(write(tmp_path, GOOD | {"components": {"schemas": schemas}}))


@pytest.mark.parametrize("keyword", ["example", "examples", "default", "enum", "const"])
def test_read_description_with_a_reference_in_data_ignores_it(keyword: str, tmp_path: Path) -> None:
    document = GOOD | {"components": {"schemas": {"A": {keyword: [{"$ref": "#/components/None"}]}}}}
    assert read_description(write(tmp_path, document)).document == document


def test_read_description_with_a_schema_in_itself_and_a_property_ref_returns_it(tmp_path: Path) -> None:
    tree = {"properties": {"$ref": {"type": "string"}, "inner": {"$ref": "#/components/schemas/Tree"}}}
    document = GOOD | {"components": {"schemas": {"Tree": tree}}}
    assert read_description(write(tmp_path, document)).document == document


def test_read_description_of_yaml_returns_json_values(tmp_path: Path) -> None:
    paths = "  /a: &a\n    get: {responses: {200: {description: d}}}\n  /b: *a\n"
    text = f"openapi: 3.1.0\npaths:\n{paths}x: 2026-05-06\ny: no\n"
    (tmp_path / "d.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    document = read_description(tmp_path / "d.yaml").document
    item = {"get": {"responses": {"200": {"description": "d"}}}}
    assert document == {"openapi": "3.1.0", "paths": {"/a": item, "/b": item}, "x": "2026-05-06", "y": "no"}
    assert document["paths"]["/a"] is not document["paths"]["/b"]


def test_read_description_has_the_name_and_the_hash_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    read = read_description(path)
    assert (read.name, read.sha256) == ("description.json", hashlib.sha256(path.read_bytes()).hexdigest())


@given(st.binary(max_size=200))
def test_read_description_of_any_bytes_raises_description_error(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".yaml") as drawn:
        Path(drawn.name).write_bytes(content)
        with pytest.raises(DescriptionError):
            read_description(Path(drawn.name))


@pytest.mark.parametrize("name", [".", "none.yaml"])
def test_read_description_of_no_file_raises_with_the_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(DescriptionError, match=rf"^{tmp_path / name}: cannot be read"):
        read_description(tmp_path / name)


def test_read_description_of_a_large_file_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(description, "MAX_BYTES", 10)
    with pytest.raises(DescriptionError, match=r"description\.json: larger than 10 bytes"):
        read_description(write(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("reference", "target"), [("#/a~1b/0/c~0d", 1), ("#/a~01b", 2), ("#/0", 3)], ids=["list", "tilde", "digit"]
)
def test_resolve_returns_the_target_of_a_pointer(reference: str, target: int) -> None:
    assert resolve({"a/b": [{"c~d": 1}], "a~1b": 2, "0": 3}, reference) == target


def test_dereference_follows_a_chain() -> None:
    assert dereference({"a": {"$ref": "#/b"}, "b": {"c": 1}}, {"$ref": "#/a"}) == {"c": 1}


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Return a server context with a certificate for localhost that this process trusts."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return context


def test_read_description_of_a_url_returns_it_with_the_name_of_the_file(context: ssl.SSLContext) -> None:
    with serve_response(200, GOOD, context=context) as server:
        read = read_description(f"{server.base_url}/docs/openapi.json")
    assert (read.name, read.document) == ("openapi.json", GOOD)


OWN = "https://localhost"
SECRETS = {"OMNI_API_TOKEN": "made-up", "OMNI_BASE_URL": OWN}


@pytest.mark.parametrize(
    ("path", "environment", "header"),
    [
        ("/openapi.json", SECRETS, "Bearer made-up"),
        ("/openapi.json", {"OMNI_API_KEY": "b", "OMNI_BASE_URL": OWN}, "Bearer b"),
        ("/openapi.json", SECRETS | {"OMNI_API_KEY": "b"}, "Bearer made-up"),
        ("/api/openapi.yaml", SECRETS, None),
        ("/openapi.json", {"OMNI_BASE_URL": OWN}, None),
        ("/openapi.json", SECRETS | {"OMNI_BASE_URL": "https://other.test"}, None),
        ("/openapi.json", {"OMNI_API_TOKEN": "made-up"}, None),
    ],
)
def test_read_description_of_a_url_sends_the_token_to_the_instance_alone(
    path: str, environment: dict[str, str], header: str | None, context: ssl.SSLContext
) -> None:
    with serve_response(200, GOOD, context=context) as server:
        read_description(f"{server.base_url}{path}", environment)
    (request,) = server.requests
    assert request.headers.get("Authorization") == header


def test_read_description_with_an_invalid_omni_base_url_raises_without_its_value() -> None:
    with pytest.raises(DescriptionError, match=r"^OMNI_BASE_URL: not a URL$"):
        read_description("https://omni.test/openapi.json", {"OMNI_BASE_URL": "https://a.test:hidden"})


@pytest.mark.parametrize(
    ("url", "is_instance"),
    [
        ("https://blobsrus.omniapp.co/openapi.json", True),
        ("https://blobsrus.playground.exploreomni.dev/openapi.json", True),
        ("https://omniapp.co.evil.test/openapi.json", False),
        ("https://evilomniapp.co/openapi.json", False),
        ("https://blobsrus.omniapp.co/api/openapi.json", False),
        ("https:///openapi.json", False),
    ],
)
def test_authorization_header_has_the_token_for_hosts_of_instances(url: str, is_instance: bool) -> None:
    assert bool(_authorization_header(httpx.URL(url), {"OMNI_API_TOKEN": "made-up"})) is is_instance


@pytest.mark.parametrize(
    ("status_code", "environment", "message"),
    [
        (401, {}, r"responded 401 \(set OMNI_API_TOKEN\)$"),
        (401, SECRETS, "responded 401$"),
        (302, {}, "responded 302$"),
    ],
)
def test_read_description_of_a_url_with_another_status_code_raises_with_it(
    status_code: int, environment: dict[str, str], message: str, context: ssl.SSLContext
) -> None:
    with (
        serve_response(status_code, b"", {"Location": "file:///etc/passwd"}, context=context) as server,
        pytest.raises(DescriptionError, match=message),
    ):
        read_description(f"{server.base_url}/openapi.json", environment)


def test_read_description_of_a_url_with_a_large_body_raises(
    context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description, "MAX_BYTES", 10)
    with (
        serve_response(200, GOOD, context=context) as server,
        pytest.raises(DescriptionError, match="larger than 10 bytes"),
    ):
        read_description(f"{server.base_url}/openapi.json")


def test_read_description_of_a_closed_port_raises() -> None:
    with reserve_closed_port() as base_url, pytest.raises(DescriptionError, match="cannot be fetched"):
        read_description(f"{base_url.replace('http:', 'https:')}/openapi.json")


def test_read_description_of_a_loopback_url_needs_no_tls() -> None:
    with serve_response(200, GOOD) as server:
        url = server.base_url.replace("localhost", "127.0.0.1")
        assert read_description(f"{url}/openapi.json").document == GOOD


@pytest.mark.parametrize(
    "url",
    [
        "https://a.test:port/",
        "https://xn--/openapi.json",
        "https://a\tb.test/",
        f"https://{'a' * 300}.test/",
    ],
)
def test_read_description_of_an_invalid_url_raises(url: str) -> None:
    with pytest.raises(DescriptionError):
        read_description(url)


@pytest.mark.parametrize("url", ["http://omni.test/openapi.json", "file:///etc/passwd", "ftp://omni.test/x"])
def test_read_description_of_a_url_without_https_raises(url: str) -> None:
    with pytest.raises(DescriptionError, match="only https URLs"):
        read_description(url)
