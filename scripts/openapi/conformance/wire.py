"""OpenAPI's rules of how parameters and bodies are written, apart from the client's own code."""

from typing import Any
from urllib.parse import quote

from openapi.conformance.missing import MissingError
from openapi.reading.description import Document

IN_HEADER = "in-header"
"""Format of strings that may be anything else, but have to be carried by a header or a cookie."""

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
_DELIMITERS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


def style_of(parameter: Document) -> tuple[str, bool]:
    """Return the style of a parameter, and whether it is exploded; OpenAPI's defaults included."""
    style = parameter.get("style", "form" if parameter["in"] in ("query", "cookie") else "simple")
    return style, parameter.get("explode", style == "form")


def name_of(parameter: Document) -> str:
    """Return the name of a parameter in messages."""
    return f"parameter {parameter['name']} ({parameter['in']})"


def query_pairs(parameter: Document, value: Any) -> list[tuple[str, str]]:
    """Return the names and values that a query parameter is written as.

    Raises:
        MissingError: If OpenAPI does not define how it is written.
    """
    name, (style, exploded) = parameter["name"], style_of(parameter)
    if isinstance(value, dict):
        if style == "deepObject":
            return [(f"{name}[{key}]", _string(item)) for key, item in value.items()]
        if style == "form" and exploded:
            return [(key, _string(item)) for key, item in value.items()]
    elif not isinstance(value, list):
        return [(name, _string(value))]
    elif exploded and style != "deepObject":
        return [(name, _string(item)) for item in value]
    if style not in _DELIMITERS or exploded:
        raise _undefined(parameter, style)
    return [(name, _DELIMITERS[style].join(_strings(value)))]


def path_text(parameter: Document, value: Any) -> str:
    """Return a path parameter as it is written in the path, escaped.

    Raises:
        MissingError: If OpenAPI does not define how it is written.
    """
    style, exploded = style_of(parameter)
    name = _escape(parameter["name"])
    if isinstance(value, dict) and exploded:
        texts = [f"{_escape(key)}={_escape(_string(item))}" for key, item in value.items()]
    else:
        texts = [_escape(text) for text in _strings(value)]
    exploded = exploded and isinstance(value, list | dict)
    if style == "simple":
        return ",".join(texts)
    if style == "label":
        return "." + ("." if exploded else ",").join(texts)
    if style == "matrix" and exploded and isinstance(value, list):
        return "".join(f";{name}={text}" for text in texts)
    if style == "matrix":
        return "".join(f";{text}" for text in texts) if exploded else f";{name}={','.join(texts)}"
    raise _undefined(parameter, style)


def header_text(parameter: Document, value: Any) -> str:
    """Return the value of a header or a cookie.

    Raises:
        MissingError: If OpenAPI does not define how it is written.
    """
    style, exploded = style_of(parameter)
    if style != ("form" if parameter["in"] == "cookie" else "simple"):
        raise _undefined(parameter, style)
    if parameter["in"] == "cookie" and exploded and isinstance(value, list | dict):
        raise MissingError(f"{name_of(parameter)}: a cookie cannot be exploded")
    if isinstance(value, dict) and exploded:
        return ",".join(f"{key}={_string(item)}" for key, item in value.items())
    return ",".join(_strings(value))


def check_encoding(content_type: str, media: Document, value: Any) -> None:
    """Check that a form's fields are documented to be written as the client writes them, by OpenAPI's defaults.

    Raises:
        MissingError: If a field is to be written in another way.
    """
    form = value if isinstance(value, dict) and media_type(content_type) in (MULTIPART, URLENCODED) else {}
    for name, encoding in media.get("encoding", {}).items():
        item = form.get(name)
        first = next(iter(item), None) if isinstance(item, list) else item
        schema = media.get("schema", {}).get("properties", {}).get(name, {})
        for keyword, documented in encoding.items() if name in form else ():
            defaults = {"style": "form", "explode": True, "allowReserved": False}
            defaults["contentType"] = "application/json" if isinstance(first, dict) else "text/plain"
            # A file has its own content type.
            is_file = keyword == "contentType" and is_file_schema(schema)
            if not (keyword.startswith("x-") or is_file or defaults.get(keyword) == documented):
                raise MissingError(f"its {media_type(content_type)} body: `{keyword}` of {name} is not read")


def is_file_schema(schema: Any) -> bool:
    """Return whether a schema, or that of its items, is one of files."""
    if not isinstance(schema, dict):
        return False
    octets = schema.get("contentMediaType") == "application/octet-stream" and "contentEncoding" not in schema
    return octets or schema.get("format") == "binary" or is_file_schema(schema.get("items"))


def media_type(content_type: str) -> str:
    """Return a content type in small letters, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def is_json(content_type: str) -> bool:
    """Return whether content of this type is JSON."""
    return media_type(content_type) == "application/json" or media_type(content_type).endswith("+json")


def is_bytes(content_type: str, media: Document) -> bool:
    """Return whether content is bytes, as nothing is documented of content that is neither JSON nor a form."""
    is_form = media_type(content_type) in (MULTIPART, URLENCODED)
    return media.get("schema", {}) == {} and not is_json(content_type) and not is_form


def _undefined(parameter: Document, style: str) -> MissingError:
    return MissingError(f"{name_of(parameter)}: OpenAPI does not define how style {style} writes it")


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, _string(item))]
    return [_string(item) for item in value] if isinstance(value, list) else [_string(value)]


def _string(value: Any) -> str:
    if isinstance(value, list | dict):
        raise MissingError("OpenAPI does not define how values within values are written")
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _escape(text: str) -> str:
    return quote(text, safe="")
