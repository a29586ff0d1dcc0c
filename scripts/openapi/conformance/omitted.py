"""Parts of a description that are not an operation, response or schema of a client."""

from collections.abc import Iterator
from typing import Any

from openapi.reading.description import Document

_OF_RESPONSES = {"headers": "is there by name, and untyped", "links": "is not followed"}


def passed_over(document: Document) -> list[str]:
    """Return a message with the pointer of each webhook, callback, link, response header and API key."""
    found = [f"#/webhooks/{_escaped(name)}: is not for a client to call" for name in document.get("webhooks", {})]
    return [
        *found,
        *_schemes(document),
        *_within(document.get("paths", {}), "#/paths"),
        *_within(document.get("components", {}), "#/components"),
    ]


def _schemes(document: Document) -> Iterator[str]:
    for name, scheme in document.get("components", {}).get("securitySchemes", {}).items():
        if isinstance(scheme, dict) and scheme.get("type") == "apiKey":
            pointer = f"#/components/securitySchemes/{_escaped(name)}"
            by = "`auth_header_name`" if scheme.get("in") == "header" else "`httpx_args`"
            yield f"{pointer}: a bearer token is sent, unless {by} changes it"


def _within(value: Any, pointer: str) -> Iterator[str]:
    """Iterate over responses and callbacks, not over schemas, which may have properties of such names."""
    if isinstance(value, list):
        return
    for name, inner in value.items() if isinstance(value, dict) else ():
        inner_pointer = f"{pointer}/{_escaped(name)}"
        if name in ("schema", "schemas", "content", "parameters", "requestBody", "examples", "example"):
            continue
        if name == "callbacks" and isinstance(inner, dict):
            yield from (f"{inner_pointer}/{_escaped(key)}: is not for a client to call" for key in inner)
        elif name in _OF_RESPONSES and isinstance(inner, dict):
            yield from (f"{inner_pointer}/{_escaped(key)}: {_OF_RESPONSES[name]}" for key in inner)
        else:
            yield from _within(inner, inner_pointer)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
