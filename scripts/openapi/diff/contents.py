"""Compares what an operation is sent and what it answers: bodies, statuses, media types, headers."""

import json
import re
from collections.abc import Iterator
from typing import Any

from openapi.diff.change import Change, Teller
from openapi.diff.comparison import Comparison
from openapi.diff.composed import Composed, compose
from openapi.diff.operations import Operation
from openapi.diff.rules import Side
from openapi.reading.description import Document

_PLAIN = "application/json"
_WORDING = frozenset(("description", "example", "examples"))


def compare_request_bodies(old: Operation, new: Operation, comparison: Comparison) -> Iterator[Change]:
    """Tell what changed in the request body."""
    before, after = (operation.resolved(operation.said.get("requestBody")) for operation in (old, new))
    teller = Teller(new.name, "request body")
    required = after.get("required") is True
    if before and after:
        if required and before.get("required") is not True:
            yield teller.tell("request-body-became-required", "The body was optional, and is required now.")
        elif not required and before.get("required") is True:
            yield teller.tell("request-body-became-optional", "The body was required, and is optional now.")
        yield from _compare_sent(_media_types(before), _media_types(after), old, new, comparison)
    elif before:
        yield teller.tell("request-body-removed", "The request had a body, and has none now.")
    elif after:
        word = "required" if required else "optional"
        yield teller.tell(f"{word}-request-body-added", f"The request had no body, and has one now; it is {word}.")


def _compare_sent(
    before: Document, after: Document, old: Operation, new: Operation, comparison: Comparison
) -> Iterator[Change]:
    for kind, was in before.items():
        at = Teller(new.name, _place("request body", kind))
        if kind not in after:
            yield at.tell("request-media-type-removed", f"The body could be {kind}, and cannot any more.")
            continue
        encodings = _encoding(was, old), _encoding(after[kind], new)
        if encodings[0] != encodings[1]:
            sentence = f"The encoding of its fields was `{encodings[0]}`, and is `{encodings[1]}` now."
            yield at.tell("request-encoding-changed", sentence)
        yield from at.tell_all(Side.REQUEST, comparison.differences(_schema(old, was), _schema(new, after[kind])))
    for kind in [kind for kind in after if kind not in before]:
        sentence = f"The body could not be {kind}, and can be now."
        yield Teller(new.name, _place("request body", kind)).tell("request-media-type-added", sentence)


def compare_responses(old: Operation, new: Operation, comparison: Comparison) -> Iterator[Change]:
    """Tell what changed in the answers."""
    before, after = _responses(old), _responses(new)
    teller = Teller(new.name)
    for status in before:
        within = (other for other in after if other not in before and _covers(status, other))
        if next(within, None) is None and not any(_covers(other, status) for other in after):
            kind = "success" if _is_success(status, before) else "error"
            sentence = f"The answer {status} was documented, and is not any more."
            yield teller.at(f"response {status}").tell(f"{kind}-status-removed", sentence)
    for status, response in after.items():
        known = min((other for other in before if _covers(other, status)), key=len, default=None)
        known = status if status in before else known
        if known is None:
            kind = "success" if _is_success(status, after) else "error"
            sentence = f"The answer {status} was not documented, and is now."
            yield teller.at(f"response {status}").tell(f"{kind}-status-added", sentence)
        for other in [known] if known else [one for one in before if one not in after and _covers(status, one)]:
            yield from _compare_responses(
                before[other], response, old, new, Teller(new.name, f"response {status}"), comparison
            )


def _compare_responses(
    before: Document, after: Document, old: Operation, new: Operation, teller: Teller, comparison: Comparison
) -> Iterator[Change]:
    was, now = _media_types(before), _media_types(after)
    if was and not now:
        yield teller.tell("response-body-removed", f"The answer was {', '.join(was)}, and is empty now.")
    elif now and not was:
        yield teller.tell("response-body-added", f"The answer was empty, and is {', '.join(now)} now.")
    else:
        for kind in was:
            at = teller.at(_place(teller.place, kind))
            if kind in now:
                found = comparison.differences(_schema(old, was[kind]), _schema(new, now[kind]))
                yield from at.tell_all(Side.RESPONSE, found)
            else:
                yield at.tell("response-media-type-removed", f"The answer could be {kind}, and cannot any more.")
        for kind in [kind for kind in now if kind not in was]:
            at = teller.at(_place(teller.place, kind))
            yield at.tell("response-media-type-added", f"The answer could not be {kind}, and can be now.")
    yield from _compare_headers(_headers(before, old), _headers(after, new), old, new, teller, comparison)


def _compare_headers(
    before: Document, after: Document, old: Operation, new: Operation, teller: Teller, comparison: Comparison
) -> Iterator[Change]:
    for name, was in before.items():
        at = teller.at(f"{teller.place} header `{name}`")
        if name not in after:
            word = "required" if was.get("required") is True else "optional"
            yield at.tell(f"{word}-response-header-removed", f"The header `{name}`, which was {word}, was removed.")
            continue
        now = after[name]
        if was.get("required") is True and now.get("required") is not True:
            yield at.tell(
                "response-header-became-optional", f"The header `{name}` was required, and is optional now."
            )
        elif now.get("required") is True and was.get("required") is not True:
            yield at.tell(
                "response-header-became-required", f"The header `{name}` was optional, and is required now."
            )
        yield from at.tell_all(Side.RESPONSE, comparison.differences(_schema(old, was), _schema(new, now)))
    for name in [name for name in after if name not in before]:
        sentence = f"The header `{name}` was added."
        yield teller.at(f"{teller.place} header `{name}`").tell("response-header-added", sentence)


def _place(start: str, kind: str) -> str:
    return start if kind == _PLAIN else f"{start} {kind}"


def _schema(operation: Operation, carrier: Any) -> Composed:
    return compose(operation.document, carrier.get("schema", {}) if isinstance(carrier, dict) else {})


def _media_types(carrier: Document) -> dict[str, Any]:
    """Give the contents by media type, written in one way; a charset says nothing of what is meant."""
    contents = carrier.get("content")
    written = contents.items() if isinstance(contents, dict) else ()
    return {re.sub(r"\s+|;\s*charset=[^;]*", "", kind.lower()): media for kind, media in written}


def _responses(operation: Operation) -> dict[str, Document]:
    said = operation.said.get("responses", {})
    return {status: operation.resolved(part) for status, part in said.items() if not status.startswith("x-")}


def _headers(response: Document, operation: Operation) -> dict[str, Document]:
    """Give the headers of an answer; OpenAPI ignores one for its media type."""
    found = {name.lower(): operation.resolved(part) for name, part in response.get("headers", {}).items()}
    return {name: header for name, header in found.items() if name != "content-type"}


def _covers(wider: str, status: str) -> bool:
    """Say whether one status, or range, stands for another, too."""
    return wider in (status, "default") or (wider.upper().endswith("XX") and wider[0] == status[0])


def _is_success(status: str, statuses: dict[str, Document]) -> bool:
    alone = not any(other.startswith("2") for other in statuses)
    return status.startswith("2") or (status == "default" and alone)


def _encoding(media: Any, operation: Operation) -> str:
    """Write how the fields of a form are encoded, where that is said; schemas in there are not looked into."""
    encoding = media.get("encoding") if isinstance(media, dict) else None
    fields = encoding.items() if isinstance(encoding, dict) else ()
    said = {name: _without_wording(operation.resolved(field)) for name, field in fields}
    return json.dumps({name: field for name, field in said.items() if field}, sort_keys=True, ensure_ascii=False)


def _without_wording(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_wording(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_wording(item) for name, item in value.items() if name not in _WORDING}
