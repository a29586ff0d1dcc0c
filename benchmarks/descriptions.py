"""Finds the descriptions that clients are generated from, and builds smaller and larger ones."""

import copy
import json
import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "openapi.yaml"
REPAIRED = ROOT / "overlay" / "omni_drafts" / "mock" / "openapi.json"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Document = dict[str, Any]


def find_large() -> Path | None:
    """Return the largest description in the folder OMNI_DESCRIPTIONS; `None` if that is not set."""
    folder = os.environ.get("OMNI_DESCRIPTIONS")
    return max(Path(folder).glob("*.json"), key=lambda path: path.stat().st_size, default=None) if folder else None


def read(path: Path) -> Document:
    """Return a description that is JSON."""
    document: Document = json.loads(path.read_text("utf-8"))
    return document


def operations(document: Document) -> list[tuple[str, str]]:
    """Return the path and method of each operation; those of one draft come first."""
    pairs = [(path, method) for path, item in document["paths"].items() for method in item if method in _METHODS]
    return sorted(pairs, key=lambda operation: not operation[0].endswith("/draft"))


def resize(document: Document, count: int) -> Document:
    """Return a description with a number of operations: the first ones, and copies of all if they are too few."""
    resized = copy.deepcopy(document)
    for number in range(1, math.ceil(count / len(operations(document)))):
        _add(resized, _renamed(document, f"Copy{number}"))
    selected = list(dict.fromkeys(operations(document) + operations(resized)))[:count]
    for path, item in list(resized["paths"].items()):
        resized["paths"][path] = {
            key: value for key, value in item.items() if key not in _METHODS or (path, key) in selected
        }
        if not any(method in _METHODS for method in resized["paths"][path]):
            del resized["paths"][path]
    _drop_unused(resized)
    return resized


def _add(document: Document, other: Document) -> None:
    document["paths"].update(other["paths"])
    for kind, components in other.get("components", {}).items():
        document["components"][kind].update(components)


def _renamed(document: Document, suffix: str) -> Document:
    """Return a copy of a description with other paths and names, which shares nothing with the original."""
    paths = {f"{path}/{suffix.lower()}": _with_suffix(item, suffix) for path, item in document["paths"].items()}
    components = {
        kind: {
            name if kind == "securitySchemes" else name + suffix: _with_suffix(value, suffix)
            for name, value in named.items()
        }
        for kind, named in document.get("components", {}).items()
    }
    return {"paths": paths, "components": components}


def _with_suffix(value: Any, suffix: str) -> Any:
    if isinstance(value, dict):
        return {key: _rename(key, item, suffix) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_suffix(item, suffix) for item in value]
    if isinstance(value, str) and value.startswith("#/components/"):
        return value + suffix
    return value


def _rename(key: str, value: Any, suffix: str) -> Any:
    if key in ("operationId", "title") and isinstance(value, str):
        return value + suffix
    return _with_suffix(value, suffix)


def _drop_unused(document: Document) -> None:
    """Remove the components without a reference."""
    components = document.get("components", {})
    used: set[str] = set()
    waiting: list[Any] = [document["paths"]]
    while waiting:
        for reference in set(_references(waiting.pop())) - used:
            used.add(reference)
            _, _, kind, name = reference.split("/")[:4]
            waiting.append(components[kind][name])
    for kind, named in components.items():
        if kind != "securitySchemes":
            components[kind] = {name: value for name, value in named.items() if f"#/components/{kind}/{name}" in used}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = value.values()
    elif isinstance(value, str):
        if value.startswith("#/components/"):
            yield "/".join(value.split("/")[:4])
        return
    elif not isinstance(value, list):
        return
    for item in value:
        yield from _references(item)
