"""What is read, from where, and what is refused, each with one line that says why."""

import json
import ssl
import tempfile
from pathlib import Path

import httpx
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from openapi.reading.description import DescriptionError, _authorization_header, read_description, resolve
from support.servers import reserve_closed_port, serve_response

GOOD = {"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": {"responses": {"200": {"description": "d"}}}}}}
DEEP_ALIASES = "\n".join(
    [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in zip("abcdef", "bcdefg", strict=True)]
)

REFUSED: list[tuple[bytes, str]] = [
    (b"", "it is empty"),
    (b" \n\t", "it is empty"),
    (b"<!DOCTYPE html><html></html>", "a page (HTML)"),
    (b"<html>", "a page (HTML)"),
    (b'{"openapi": "3.1.0", "paths": {', "line 1: not JSON"),
    (b'{"openapi": "3.1.0"', "line 1: not JSON"),
    (b"openapi: [3.1.0\n", "not YAML"),
    (b"a: 1\na: 2\n", "line 2: not YAML: found duplicate key"),
    (b'{"a": 1, "a": 2}', "`a` stands twice"),
    (b'paths: {"/a": {get: {responses: {429: {}, "429": {}}}}}\n', "`429` stands twice"),
    (b'{"a": NaN}', "NaN is no JSON value"),
    (b"a: .nan\n", "#/a: nan is no JSON value"),
    (b'{"a": "\\ud800"}', "half of a surrogate pair"),
    (b"\x00\x01\xff", "not YAML"),
    (b"\xff\xfe", "not an OpenAPI description"),
    (b"[" * 100_000, "nested deeper"),
    (b'{"a":' * 100_000, "nested deeper"),
    (b"a: &a\n  b: *a\n", "nested deeper than 200"),
    (f"a: &a [{', '.join('x' * 10)}]\n{DEEP_ALIASES}\n".encode(), "more than 2,000,000 values"),
    (b"a: !!python/object/apply:os.system ['touch harmed']\n", "could not determine a constructor"),
    (b"a: !!python/name:os.system\n", "could not determine a constructor"),
    (b"a: !own thing\n", "could not determine a constructor"),
    (b"a: !!binary aGVsbG8=\n", "bytes is no JSON value"),
    (b"a: !!set {x}\n", "set is no JSON value"),
    (b"? [a]\n: b\n", "is no name"),
    (b"- a\n", "not an OpenAPI description: it is no object"),
    (b"just text\n", "not an OpenAPI description: it is no object"),
    (b"swagger: '2.0'\npaths: {}\n", "a Swagger 2.0 description"),
    (b"openapi: 2.9.0\npaths: {}\n", "does not say 3.1"),
    (b"openapi: 3.0.3\npaths: {}\n", "does not say 3.1"),
    (b"a: !!bool maybe\n", "cannot be read: 'maybe'"),
    (b"a: !!int x\n", "cannot be read: "),
    (b"openapi: 3.1.0\n", "no object `paths`"),
    (b"openapi: 3.1.0\npaths: []\n", "no object `paths`"),
]
REFERENCES = [
    ("https://evil.test/x.yaml", "leaves the description"),
    ("file:///etc/passwd", "leaves the description"),
    ("../other.yaml#/a", "leaves the description"),
    ("#/components/schemas/None", "points to nothing"),
    ("#/paths/0/1/2", "points to nothing"),
    ("#/components/schemas/Loop", "leads back to itself"),
    (5, "leaves the description"),
]


@pytest.mark.parametrize(("content", "says"), REFUSED)
def test_what_is_no_description_is_refused_in_one_line(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(content)
    with pytest.raises(DescriptionError) as caught:
        read_description(path)
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert [item.name for item in tmp_path.iterdir()] == ["openapi.yaml"]


@pytest.mark.parametrize(("reference", "says"), REFERENCES)
def test_references_stay_in_the_description_and_end(reference: object, says: str, tmp_path: Path) -> None:
    schemas = {"A": {"properties": {"b": {"$ref": reference}}}, "Loop": {"$ref": "#/components/schemas/Back"}}
    document = GOOD | {"components": {"schemas": schemas | {"Back": {"$ref": "#/components/schemas/Loop"}}}}
    if "Loop" not in str(reference):
        del schemas["Loop"]
        document["components"] = {"schemas": schemas}
    (tmp_path / "d.json").write_text(json.dumps(document))
    with pytest.raises(DescriptionError, match=says):
        read_description(tmp_path / "d.json")


@pytest.mark.parametrize("name", ["default", "enum", "example", "properties"])
def test_a_reference_is_followed_whatever_its_place_is_called(name: str, tmp_path: Path) -> None:
    lost = {name: {"$ref": "#/components/None"}}
    for part in (
        {"components": {"schemas": lost}},
        {"components": {"schemas": {"A": {"properties": {"properties": {"properties": lost}}}}}},
        {"paths": {"/a": {"get": {"responses": lost}}}},
    ):
        (tmp_path / "d.json").write_text(json.dumps(GOOD | part))
        with pytest.raises(DescriptionError, match=f"/{name}: .* points to nothing"):
            read_description(tmp_path / "d.json")


def test_a_schema_may_hold_itself_and_a_property_may_be_called_ref(tmp_path: Path) -> None:
    tree = {"properties": {"$ref": {"type": "string"}, "inner": {"$ref": "#/components/schemas/Tree"}}}
    document = GOOD | {"components": {"schemas": {"Tree": tree}}}
    (tmp_path / "d.json").write_text(json.dumps(document))
    assert read_description(tmp_path / "d.json").document == document


def test_yaml_is_read_as_json_has_it(tmp_path: Path) -> None:
    paths = "  /a: &a\n    get: {responses: {200: {description: d}}}\n  /b: *a\n"
    text = f"openapi: 3.1.0\npaths:\n{paths}x: 2026-05-06\ny: no\n"
    (tmp_path / "d.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    document = read_description(tmp_path / "d.yaml").document
    item = {"get": {"responses": {"200": {"description": "d"}}}}
    assert document == {"openapi": "3.1.0", "paths": {"/a": item, "/b": item}, "x": "2026-05-06", "y": "no"}
    assert document["paths"]["/a"] is not document["paths"]["/b"]


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".yaml") as drawn:
        Path(drawn.name).write_bytes(content)
        with pytest.raises(DescriptionError):
            read_description(Path(drawn.name))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(DescriptionError, match=rf"^{path}: cannot be read"):
            read_description(path)


def test_pointers_are_followed() -> None:
    document = {"a/b": [{"c~d": 1}]}
    assert resolve(document, "#/a~1b/0/c~0d") == 1


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Make a certificate for localhost that this process trusts."""
    authority = trustme.CA()
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def test_an_address_is_fetched_and_the_token_goes_to_an_instance_only(context: ssl.SSLContext) -> None:
    with serve_response(200, GOOD, context=context) as server:
        environment = {"OMNI_API_TOKEN": "made-up", "OMNI_BASE_URL": server.base_url}
        read = read_description(f"{server.base_url}/openapi.json", environment)
        assert (read.name, read.document) == ("openapi.json", GOOD)
        read_description(f"{server.base_url}/api/openapi.yaml", environment)
        read_description(f"{server.base_url}/openapi.json", {"OMNI_API_KEY": "b", "OMNI_BASE_URL": server.base_url})
        read_description(f"{server.base_url}/openapi.json", {"OMNI_BASE_URL": server.base_url})
        read_description(f"{server.base_url}/openapi.json", environment | {"OMNI_BASE_URL": "https://other.test"})
        read_description(f"{server.base_url}/openapi.json", {"OMNI_API_TOKEN": "made-up"})
    sent = [asked.headers.get("Authorization") for asked in server.requests]
    assert sent == ["Bearer made-up", None, "Bearer b", None, None, None]


def test_an_environment_that_holds_no_address_is_named() -> None:
    with pytest.raises(DescriptionError, match=r"^OMNI_BASE_URL: is no address$"):
        read_description("https://omni.test/openapi.json", {"OMNI_BASE_URL": "https://a.test:hidden"})


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://blobsrus.omniapp.co/openapi.json", True),
        ("https://blobsrus.playground.exploreomni.dev/openapi.json", True),
        ("https://omniapp.co.evil.test/openapi.json", False),
        ("https://evilomniapp.co/openapi.json", False),
        ("https://blobsrus.omniapp.co/api/openapi.json", False),
    ],
)
def test_instances_are_known_by_their_host(address: str, sent: bool) -> None:
    assert bool(_authorization_header(httpx.URL(address), {"OMNI_API_TOKEN": "made-up"})) is sent


def test_an_address_that_gives_none_is_named(context: ssl.SSLContext) -> None:
    with (
        serve_response(401, b"", context=context) as server,
        pytest.raises(DescriptionError, match=r"401 \(set OMNI_API_TOKEN\)"),
    ):
        read_description(f"{server.base_url}/openapi.json", {})
    with (
        serve_response(302, b"", {"Location": "file:///etc/passwd"}, context=context) as server,
        pytest.raises(DescriptionError, match="answered 302"),
    ):
        read_description(f"{server.base_url}/openapi.json", {})
    with reserve_closed_port() as base_url, pytest.raises(DescriptionError, match="cannot be fetched"):
        read_description(f"{base_url.replace('http:', 'https:')}/openapi.json", {})
    for address in (
        "https://a.test:port/",
        "https://xn--/openapi.json",
        "https://a\tb.test/",
        f"https://{'a' * 300}.test/",
    ):
        with pytest.raises(DescriptionError):
            read_description(address, {})
    for address in ("http://omni.test/openapi.json", "file:///etc/passwd", "ftp://omni.test/x"):
        with pytest.raises(DescriptionError, match="only https addresses"):
            read_description(address, {})
