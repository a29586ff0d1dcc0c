"""Reads an API description from a file or a URL, and raises `DescriptionError` for anything else."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from attrs import define, field, frozen
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Document = dict[str, Any]
"""An API description, or a part of one, as a JSON object."""

MAX_BYTES = 50_000_000
MAX_VALUES = 2_000_000
MAX_DEPTH = 200
_FETCH_TIMEOUT_SECONDS = 60.0
_DATA_KEYWORDS = ("example", "examples", "default", "enum", "const")
_NAME_KEYWORDS = frozenset(
    (
        "properties",
        "patternProperties",
        "dependentSchemas",
        "$defs",
        "schemas",
        "parameters",
        "headers",
        "requestBodies",
        "responses",
        "pathItems",
        "paths",
        "webhooks",
        "callbacks",
        "content",
        "encoding",
        "links",
    )
)
"""Keywords with an object whose names are not keywords."""
_INSTANCE_DOMAINS = (".omniapp.co", ".playground.exploreomni.dev")


class DescriptionError(Exception):
    """A description cannot be used; the message is one line with the JSON pointer."""


@frozen
class Description:
    """A description as it was read.

    Attributes:
        name: Name of the file, without its folder.
        sha256: SHA-256 of the content, in hexadecimal.
        document: Parsed content of the file.
        content: Bytes of the file.
    """

    name: str
    sha256: str
    document: Document
    content: bytes = field(default=b"", repr=False)


def read_description(source: str | Path, environment: Mapping[str, str] | None = None) -> Description:
    """Return the YAML or JSON description of a file, or of an `https` URL.

    The description that an instance serves at `/openapi.json` requires the token of the environment.

    Raises:
        DescriptionError: If it cannot be read, or is not an OpenAPI 3.1 description.
    """
    if isinstance(source, str) and "://" in source:
        url = _parse_url(source)
        content, name = _fetch(url, source, environment or {}), url.path.rpartition("/")[2]
    else:
        content, name = _read_file(Path(source)), Path(source).name
    document = _check_document(_to_json(_parse_content(content, str(source)), str(source)), str(source))
    return Description(name, hashlib.sha256(content).hexdigest(), document, content)


def resolve(document: Document, reference: str) -> Any:
    """Return the target of a `$ref` in the same document.

    Raises:
        KeyError: If the reference has no target.
    """
    target: Any = document
    for step in reference.removeprefix("#").split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        key: Any = int(name) if isinstance(target, list) and name.isdigit() else name
        target = target[key]
    return target


def dereference(document: Document, item: Any) -> Any:
    """Return the target of a reference, or of a chain of them; any other item is returned unchanged."""
    while isinstance(item, dict) and isinstance(item.get("$ref"), str):
        item = resolve(document, item["$ref"])
    return item


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DescriptionError(f"{path}: larger than {MAX_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise DescriptionError(f"{path}: cannot be read: {error.strerror}") from error


def _parse_url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        return url.copy_with(host=url.host)  # httpx parses an invalid host when it is read
    except (httpx.InvalidURL, ValueError) as error:
        raise DescriptionError(f"{address!r}: not a URL: {error}") from error


def _fetch(url: httpx.URL, address: str, environment: Mapping[str, str]) -> bytes:
    if url.scheme != "https" and url.host not in ("localhost", "127.0.0.1", "::1"):
        raise DescriptionError(f"{address}: only https URLs are fetched; download the file")
    headers = _authorization_header(url, environment)
    try:
        with httpx.stream("GET", url, headers=headers, timeout=_FETCH_TIMEOUT_SECONDS) as response:
            if response.status_code != 200:
                hint = " (set OMNI_API_TOKEN)" if response.status_code == 401 and not headers else ""
                raise DescriptionError(f"{address}: the server responded {response.status_code}{hint}")
            content = b""
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise DescriptionError(f"{address}: larger than {MAX_BYTES:,} bytes")
            return content
    except (httpx.HTTPError, ValueError) as error:
        raise DescriptionError(f"{address}: cannot be fetched: {error or type(error).__name__}") from error


def _authorization_header(url: httpx.URL, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the header with the token for the description of an instance, and no header for another host."""
    try:
        own_host = httpx.URL(environment.get("OMNI_BASE_URL", "")).host
    except (httpx.InvalidURL, ValueError):
        # The value may have a secret, and the error would repeat it.
        raise DescriptionError("OMNI_BASE_URL: not a URL") from None
    is_instance = url.host.endswith(_INSTANCE_DOMAINS) or url.host == own_host != ""
    token = environment.get("OMNI_API_TOKEN") or environment.get("OMNI_API_KEY")
    return {"Authorization": f"Bearer {token}"} if token and is_instance and url.path == "/openapi.json" else {}


def _parse_content(content: bytes, source: str) -> object:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    if not start:
        raise DescriptionError(f"{source}: the file is empty")
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise DescriptionError(f"{source}: a web page (HTML), not a description")
    try:
        if start.startswith(b"{"):
            return json.loads(content, object_pairs_hook=_build_object, parse_constant=_reject_constant)
        return YAML(typ="safe", pure=True).load(content)
    # A value that contradicts its YAML tag makes the constructor raise one of these.
    except (YAMLError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise DescriptionError(f"{source}: {_explain(error)}") from error


def _explain(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: not JSON: {error.msg}"
    if isinstance(error, YAMLError):
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark is not None else ""
        problem = getattr(error, "problem", None) or "the content is binary or truncated"
        return f"{line}not YAML: {' '.join(str(problem).split())}"
    if isinstance(error, RecursionError):
        return "nested deeper than can be read"
    return f"cannot be read: {error}"


def _build_object(pairs: list[tuple[str, Any]]) -> Document:
    built: Document = {}
    for name, value in pairs:
        if name in built:
            raise ValueError(f"`{name}` is twice in one object")
        built[name] = value
    return built


def _reject_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _to_json(loaded: object, source: str) -> Any:
    """Return a loaded value as a JSON value; YAML aliases become copies, within limits of size and depth."""
    return _JsonCopy(source).copy(loaded, "#", 0)


@define
class _JsonCopy:
    source: str
    count: int = 0

    def copy(self, value: object, pointer: str, depth: int) -> Any:
        self.count += 1
        if self.count > MAX_VALUES:
            raise DescriptionError(f"{self.source}: more than {MAX_VALUES:,} values, at {pointer}")
        if depth > MAX_DEPTH:
            raise DescriptionError(f"{self.source}: nested deeper than {MAX_DEPTH}, at {pointer[:100]}…")
        if isinstance(value, dict):
            return self._copy_object(value, pointer, depth)
        if isinstance(value, list):
            return [self.copy(item, f"{pointer}/{index}", depth + 1) for index, item in enumerate(value)]
        return self._copy_scalar(value, pointer)

    def _copy_object(self, value: dict[object, object], pointer: str, depth: int) -> Document:
        copied: Document = {}
        for key, item in value.items():
            # YAML reads an unquoted status code as a number.
            name = str(key) if isinstance(key, int) and not isinstance(key, bool) else key
            if not isinstance(name, str):
                raise DescriptionError(f"{self.source}: {pointer}: put the name {key!r} in quotes")
            if name in copied:
                raise DescriptionError(f"{self.source}: {pointer}: `{name}` is twice in one object")
            escaped = name.replace("~", "~0").replace("/", "~1")
            copied[name] = self.copy(item, f"{pointer}/{escaped}", depth + 1)
        return copied

    def _copy_scalar(self, value: object, pointer: str) -> Any:
        if isinstance(value, date):  # YAML reads an example without quotes as a date or a time
            return value.isoformat()
        if isinstance(value, float) and not math.isfinite(value):
            raise DescriptionError(f"{self.source}: {pointer}: {value} is not a JSON value")
        if isinstance(value, str):
            return _check_text(value, f"{self.source}: {pointer}")
        if value is None or isinstance(value, int | float):
            return value
        raise DescriptionError(
            f"{self.source}: {pointer}: {type(value).__name__} is not a JSON type; put it in quotes"
        )


def _check_text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise DescriptionError(f"{where}: the string has half of a surrogate pair") from error
    return value


def _check_document(document: Any, source: str) -> Document:
    if not isinstance(document, dict):
        raise DescriptionError(f"{source}: not an OpenAPI description: not an object")
    if "swagger" in document:
        raise DescriptionError(f"{source}: a Swagger {document['swagger']} description; convert it to OpenAPI 3.1")
    if not str(document.get("openapi", "")).startswith("3.1"):
        raise DescriptionError(f"{source}: not an OpenAPI 3.1 description: `openapi` is not 3.1")
    if not isinstance(document.get("paths"), dict):
        raise DescriptionError(f"{source}: not an OpenAPI description: `paths` is not an object")
    for reference, pointer in _iterate_references(document, "#"):
        _check_reference(document, reference, pointer, source)
    checked: Document = document
    return checked


def _iterate_references(value: object, pointer: str, are_names: bool = False) -> Iterator[tuple[object, str]]:
    """Iterate over references with their pointers; an object of names, such as `properties`, has no keywords."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "$ref" and not are_names:
                yield item, pointer
            elif are_names or name not in _DATA_KEYWORDS:
                escaped = name.replace("~", "~0").replace("/", "~1")
                yield from _iterate_references(item, f"{pointer}/{escaped}", not are_names and name in _NAME_KEYWORDS)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _iterate_references(item, f"{pointer}/{index}")


def _check_reference(document: Document, reference: object, pointer: str, source: str) -> None:
    """Raise an error for a reference that leaves the document, has no target, or is part of a circle."""
    seen = []
    while True:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            raise DescriptionError(f"{source}: {pointer}: $ref {reference!r} leaves the description")
        if reference in seen:
            raise DescriptionError(f"{source}: {pointer}: $ref {reference!r} is part of a circle")
        seen.append(reference)
        try:
            target = resolve(document, reference)
        except (KeyError, IndexError, TypeError):
            raise DescriptionError(f"{source}: {pointer}: $ref {reference!r} has no target") from None
        if not isinstance(target, dict) or "$ref" not in target:
            return
        reference = target["$ref"]
