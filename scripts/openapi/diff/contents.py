"""Compares the request body and the responses of an operation: statuses, media types and headers."""

import json
import re
from collections.abc import Iterator
from typing import Any

from openapi.diff.change import Change, Reporter
from openapi.diff.comparison import Comparison
from openapi.diff.composed import Composed, compose
from openapi.diff.operations import Operation
from openapi.diff.rules import Side
from openapi.reading.description import Document

_DEFAULT_MEDIA_TYPE = "application/json"
_ANNOTATIONS = frozenset(("description", "example", "examples"))


def compare_request_bodies(old: Operation, new: Operation, comparison: Comparison) -> Iterator[Change]:
    """Yield the changes of the request body."""
    before, after = (operation.resolve(operation.definition.get("requestBody")) for operation in (old, new))
    reporter = Reporter(new.name, "request body")
    required = after.get("required") is True
    if before and after:
        if required and before.get("required") is not True:
            yield reporter.report("request-body-became-required", "The body was optional, and is required now.")
        elif not required and before.get("required") is True:
            yield reporter.report("request-body-became-optional", "The body was required, and is optional now.")
        yield from _compare_sent(_media_types(before), _media_types(after), old, new, comparison)
    elif before:
        yield reporter.report("request-body-removed", "The request had a body, and has no body now.")
    elif after:
        word = "required" if required else "optional"
        yield reporter.report(
            f"{word}-request-body-added", f"The request had no body, and has one now; it is {word}."
        )


def _compare_sent(
    before: Document, after: Document, old: Operation, new: Operation, comparison: Comparison
) -> Iterator[Change]:
    for media_type, was in before.items():
        at = Reporter(new.name, _location("request body", media_type))
        if media_type not in after:
            yield at.report("request-media-type-removed", f"The body could be {media_type}, and cannot any more.")
            continue
        encodings = _encoding(was, old), _encoding(after[media_type], new)
        if encodings[0] != encodings[1]:
            sentence = f"The encoding of its fields was `{encodings[0]}`, and is `{encodings[1]}` now."
            yield at.report("request-encoding-changed", sentence)
        yield from at.report_all(Side.REQUEST, comparison.compare(_schema(old, was), _schema(new, after[media_type])))
    for media_type in [media_type for media_type in after if media_type not in before]:
        sentence = f"The body could not be {media_type}, and can be now."
        yield Reporter(new.name, _location("request body", media_type)).report("request-media-type-added", sentence)


def compare_responses(old: Operation, new: Operation, comparison: Comparison) -> Iterator[Change]:
    """Yield the changes of the responses."""
    before, after = _responses(old), _responses(new)
    reporter = Reporter(new.name)
    for status in before:
        within = (other for other in after if other not in before and _covers(status, other))
        if next(within, None) is None and not any(_covers(other, status) for other in after):
            kind = "success" if _is_success(status, before) else "error"
            sentence = f"Response {status} was documented, and is not any more."
            yield reporter.at(f"response {status}").report(f"{kind}-status-removed", sentence)
    for status, response in after.items():
        known = min((other for other in before if _covers(other, status)), key=len, default=None)
        known = status if status in before else known
        if known is None:
            kind = "success" if _is_success(status, after) else "error"
            sentence = f"Response {status} was not documented, and is now."
            yield reporter.at(f"response {status}").report(f"{kind}-status-added", sentence)
        for other in [known] if known else [one for one in before if one not in after and _covers(status, one)]:
            yield from _compare_responses(
                before[other], response, old, new, Reporter(new.name, f"response {status}"), comparison
            )


def _compare_responses(
    before: Document, after: Document, old: Operation, new: Operation, reporter: Reporter, comparison: Comparison
) -> Iterator[Change]:
    was, now = _media_types(before), _media_types(after)
    if was and not now:
        yield reporter.report("response-body-removed", f"The response was {', '.join(was)}, and is empty now.")
    elif now and not was:
        yield reporter.report("response-body-added", f"The response was empty, and is {', '.join(now)} now.")
    else:
        for media_type in was:
            at = reporter.at(_location(reporter.location, media_type))
            if media_type in now:
                differences = comparison.compare(_schema(old, was[media_type]), _schema(new, now[media_type]))
                yield from at.report_all(Side.RESPONSE, differences)
            else:
                yield at.report(
                    "response-media-type-removed", f"The response could be {media_type}, and cannot any more."
                )
        for media_type in [media_type for media_type in now if media_type not in was]:
            at = reporter.at(_location(reporter.location, media_type))
            yield at.report("response-media-type-added", f"The response could not be {media_type}, and can be now.")
    yield from _compare_headers(_headers(before, old), _headers(after, new), old, new, reporter, comparison)


def _compare_headers(
    before: Document, after: Document, old: Operation, new: Operation, reporter: Reporter, comparison: Comparison
) -> Iterator[Change]:
    for name, was in before.items():
        at = reporter.at(f"{reporter.location} header `{name}`")
        if name not in after:
            word = "required" if was.get("required") is True else "optional"
            yield at.report(f"{word}-response-header-removed", f"The header `{name}`, which was {word}, was removed.")
            continue
        now = after[name]
        if was.get("required") is True and now.get("required") is not True:
            yield at.report(
                "response-header-became-optional", f"The header `{name}` was required, and is optional now."
            )
        elif now.get("required") is True and was.get("required") is not True:
            yield at.report(
                "response-header-became-required", f"The header `{name}` was optional, and is required now."
            )
        yield from at.report_all(Side.RESPONSE, comparison.compare(_schema(old, was), _schema(new, now)))
    for name in [name for name in after if name not in before]:
        sentence = f"The header `{name}` was added."
        yield reporter.at(f"{reporter.location} header `{name}`").report("response-header-added", sentence)


def _location(part: str, media_type: str) -> str:
    return part if media_type == _DEFAULT_MEDIA_TYPE else f"{part} {media_type}"


def _schema(operation: Operation, carrier: Any) -> Composed:
    return compose(operation.document, carrier.get("schema", {}) if isinstance(carrier, dict) else {})


def _media_types(carrier: Document) -> dict[str, Any]:
    """Return the contents by media type in lower case, without charset."""
    contents = carrier.get("content")
    entries = contents.items() if isinstance(contents, dict) else ()
    return {re.sub(r"\s+|;\s*charset=[^;]*", "", media_type.lower()): media for media_type, media in entries}


def _responses(operation: Operation) -> dict[str, Document]:
    responses = operation.definition.get("responses", {})
    return {status: operation.resolve(part) for status, part in responses.items()}


def _headers(response: Document, operation: Operation) -> dict[str, Document]:
    """Return the headers of a response but `Content-Type`, which OpenAPI ignores."""
    headers = {name.lower(): operation.resolve(part) for name, part in response.get("headers", {}).items()}
    return {name: header for name, header in headers.items() if name != "content-type"}


def _covers(wider: str, status: str) -> bool:
    """Return whether a status or range includes another one."""
    return wider in (status, "default") or (wider.endswith("XX") and wider[0] == status[0])


def _is_success(status: str, statuses: dict[str, Document]) -> bool:
    alone = not any(other.startswith("2") for other in statuses)
    return status.startswith("2") or (status == "default" and alone)


def _encoding(media: Any, operation: Operation) -> str:
    """Serialize the `encoding` of a form; schemas of its headers are compared as text."""
    encoding = media.get("encoding") if isinstance(media, dict) else None
    fields = encoding.items() if isinstance(encoding, dict) else ()
    encodings = {name: _strip_annotations(operation.resolve(field)) for name, field in fields}
    return json.dumps({name: field for name, field in encodings.items() if field}, sort_keys=True, ensure_ascii=False)


def _strip_annotations(value: Any) -> Any:
    if isinstance(value, list):
        return [_strip_annotations(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _strip_annotations(item) for name, item in value.items() if name not in _ANNOTATIONS}
