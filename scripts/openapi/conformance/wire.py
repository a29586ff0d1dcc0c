"""How a parameter or body is written on the wire, by OpenAPI's own rules; and how what was sent is taken apart.

Written apart from the client's own code, so that a mistake is not in both.
"""

import json
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx

from openapi.conformance.missing import MissingError
from openapi.reading.description import Document

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_BETWEEN = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


def style_of(parameter: Document) -> tuple[str, bool]:
    """Give the style of a parameter, and whether it is exploded, as OpenAPI has it where nothing is said."""
    style = parameter.get("style", "form" if parameter["in"] in ("query", "cookie") else "simple")
    return style, parameter.get("explode", style == "form")


def query_pairs(parameter: Document, sample: Any) -> list[tuple[str, str]]:
    """Give the names and values that a query parameter is.

    Raises:
        MissingError: OpenAPI does not say how it is written.
    """
    name, (style, exploded) = parameter["name"], style_of(parameter)
    if isinstance(sample, dict):
        if style == "deepObject":
            return [(f"{name}[{key}]", _text(value)) for key, value in sample.items()]
        if style == "form" and exploded:
            return [(key, _text(value)) for key, value in sample.items()]
    elif not isinstance(sample, list):
        return [(name, _text(sample))]
    elif exploded and style != "deepObject":
        return [(name, _text(item)) for item in sample]
    if style not in _BETWEEN or exploded:
        raise MissingError(f"parameter {name} (query): OpenAPI does not say how style {style} writes it")
    return [(name, _BETWEEN[style].join(_flat(sample)))]


def path_text(parameter: Document, sample: Any) -> str:
    """Give what stands in the path for a parameter, escaped."""
    style, exploded = style_of(parameter)
    name = _escaped(parameter["name"])
    if isinstance(sample, dict) and exploded:
        texts = [f"{_escaped(key)}={_escaped(_text(value))}" for key, value in sample.items()]
    else:
        texts = [_escaped(text) for text in _flat(sample)]
    exploded = exploded and isinstance(sample, list | dict)
    if style == "simple":
        return ",".join(texts)
    if style == "label":
        return "." + ("." if exploded else ",").join(texts)
    if style == "matrix" and exploded and isinstance(sample, list):
        return "".join(f";{name}={text}" for text in texts)
    if style == "matrix":
        return "".join(f";{text}" for text in texts) if exploded else f";{name}={','.join(texts)}"
    raise MissingError(f"parameter {name} (path): OpenAPI does not say how style {style} writes it")


def header_text(parameter: Document, sample: Any) -> str:
    """Give the value of a header or cookie."""
    style, exploded = style_of(parameter)
    what = f"parameter {parameter['name']} ({parameter['in']})"
    if style != ("form" if parameter["in"] == "cookie" else "simple"):
        raise MissingError(f"{what}: OpenAPI does not say how style {style} writes it")
    if parameter["in"] == "cookie" and exploded and isinstance(sample, list | dict):
        raise MissingError(f"{what}: a cookie cannot be exploded")
    if isinstance(sample, dict) and exploded:
        return ",".join(f"{key}={_text(value)}" for key, value in sample.items())
    return ",".join(_flat(sample))


def sent_query(request: httpx.Request) -> list[tuple[str, str]]:
    """Take a request's query apart."""
    return parse_qsl(request.url.query.decode(), keep_blank_values=True)


def check_body(request: httpx.Request, content_type: str, sample: Any) -> None:
    """Hold a request's body to the value that it was given.

    Raises:
        MissingError: It is sent as something else.
    """
    content, kind = request.read(), _bare(content_type)
    form: Document = sample if isinstance(sample, dict) else {}
    if not content and not form and kind in _FORMS:
        return  # a form without fields is nothing
    found = _bare(request.headers.get("Content-Type", ""))
    if found != kind and "*" not in kind:
        raise MissingError(f"its {kind} body is sent as {found or 'nothing'}")
    sent: Any = content
    wanted: Any = sample.encode() if isinstance(sample, str) else sample
    if kind == _FORMS[0]:
        sent, wanted = sorted(_sent_parts(request, content)), sorted(_parts(form))
    elif kind == _FORMS[1]:
        sent = sorted(parse_qsl(content.decode(), keep_blank_values=True))
        wanted = sorted(pair for name, value in form.items() for pair in _fields(name, value))
    elif is_json(content_type):
        sent, wanted = _parsed(content), sample
    if sent != wanted:
        raise MissingError(f"its {kind} body is sent as {sent!r}, not as {wanted!r}")


def check_encoding(content_type: str, media: Document, sample: Any) -> None:
    """Hold what is said of a form's fields to how the client writes them: as OpenAPI does where nothing is said.

    Raises:
        MissingError: A field is to be written otherwise.
    """
    form = sample if isinstance(sample, dict) and _bare(content_type) in _FORMS else {}
    for name, encoding in media.get("encoding", {}).items():
        field = form.get(name)
        first = next(iter(field), None) if isinstance(field, list) else field
        for keyword, said in encoding.items() if name in form else ():
            written = {"style": "form", "explode": True, "allowReserved": False}
            written["contentType"] = "application/json" if isinstance(first, dict) else "text/plain"
            # A file brings its own content type.
            is_file = keyword == "contentType" and isinstance(first, bytes)
            if not (keyword.startswith("x-") or is_file or written.get(keyword) == said):
                raise MissingError(f"its {_bare(content_type)} body: the client does not read `{keyword}` of {name}")


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return content


def is_json(content_type: str) -> bool:
    """Say whether content of this type is JSON."""
    return _bare(content_type) == "application/json" or _bare(content_type).endswith("+json")


def is_bytes(content_type: str, media: Document) -> bool:
    """Say whether content is bytes since nothing is said of it: what is no JSON and no form."""
    return media.get("schema", {}) == {} and not is_json(content_type) and _bare(content_type) not in _FORMS


def _sent_parts(request: httpx.Request, content: bytes) -> list[tuple[str, bytes]]:
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + content)
    return [(part["Content-Disposition"].params["name"], _payload(part)) for part in whole.iter_parts()]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _parts(sample: Document) -> list[tuple[str, bytes]]:
    return [
        (name, _part(item))
        for name, value in sample.items()
        for item in (value if isinstance(value, list) else [value])
        if item is not None
    ]


def _part(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return json.dumps(value).encode() if isinstance(value, dict) else _text(value).encode()


def _fields(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        return [(name, _text(item)) for item in value]
    return [] if value is None else [(name, _text(value))]


def _flat(sample: Any) -> list[str]:
    if isinstance(sample, dict):
        return [text for key, value in sample.items() for text in (key, _text(value))]
    return [_text(item) for item in sample] if isinstance(sample, list) else [_text(sample)]


def _text(value: Any) -> str:
    if isinstance(value, list | dict):
        raise MissingError("OpenAPI does not say how values within values are written")
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _escaped(text: str) -> str:
    return quote(text, safe="")


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
