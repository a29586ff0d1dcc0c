"""Operations of the API: a request is built from arguments, and a response is parsed into the documented types.

The rules are those of the description: `style` and `explode` of each parameter, a content type for each body and
response.
"""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx

from ._decoders import Decoder, encode
from .errors import InvalidContentError, UnexpectedStatus
from .types import File, FileTypes, RequestFiles, Unset

IDEMPOTENT = "idempotent"
"""Extension of a request: whether it may be sent again if it is unknown whether it took effect."""

_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


class Parameter:
    """A parameter: its name on the wire, its argument, its location, and its serialization."""

    def __init__(self, name: str, argument: str, location: str, style: str, explode: bool) -> None:
        self.name, self.argument, self.location, self.style, self.explode = name, argument, location, style, explode


class Body:
    """A request body of one content type, its encoding (`json`, `urlencoded`, `multipart`, `bytes`), and its type."""

    def __init__(self, content_type: str, encoding: str, decoder: Decoder) -> None:
        self.content_type, self.encoding, self.decoder = content_type, encoding, decoder


class Content:
    """A response body of one content type, its encoding (`json`, `text` or `bytes`), and its type."""

    def __init__(self, content_type: str, encoding: str, decoder: Decoder) -> None:
        self.content_type, self.encoding, self.decoder = content_type, encoding, decoder


class DocumentedResponse:
    """A response that is documented: the first and the last of its statuses, and its content of each type."""

    def __init__(self, first: int, last: int, *contents: Content) -> None:
        self.first, self.last, self.contents = first, last, contents


class Operation:
    """An operation of the API.

    Args:
        method: HTTP method.
        path: Path below the base URL, with the names of parameters in braces.
        idempotent: Whether a request may be sent again if it is unknown whether it took effect. Each request has this
            as an httpx extension.
        parameters: Parameters.
        bodies: Request bodies that it accepts.
        responses: Documented responses, in the order in which a status is looked up.
    """

    def __init__(
        self,
        method: str,
        path: str,
        *,
        idempotent: bool = False,
        parameters: tuple[Parameter, ...] = (),
        bodies: tuple[Body, ...] = (),
        responses: tuple[DocumentedResponse, ...] = (),
    ) -> None:
        self._method, self._path, self._parameters, self._bodies = method, path, parameters, bodies
        self._responses = responses
        self._extensions = {IDEMPOTENT: True} if idempotent else {}

    def build_request(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of `httpx.Client.request`, without parameters that are unset, or `None` in the query.

        Raises:
            ValueError: If a path parameter would change the path, or a value cannot be serialized.
        """
        values: dict[str, list[tuple[Parameter, Any]]] = {"path": [], "query": [], "header": [], "cookie": []}
        for parameter in self._parameters:
            value = encode(arguments[parameter.argument])
            if value.__class__ is not Unset:
                values[parameter.location].append((parameter, value))
        headers = {parameter.name: _join(parameter, value) for parameter, value in values["header"]}
        request: dict[str, Any] = {"method": self._method, "url": self._url(values["path"])}
        if self._extensions:
            request["extensions"] = self._extensions
        if self._bodies and (body := arguments["body"]).__class__ is not Unset:
            request |= self._content(body, headers)
        if query := _query(values["query"]):  # httpx parses the URL once more for an empty one
            request["params"] = query
        if headers:
            request["headers"] = headers
        if values["cookie"]:
            request["cookies"] = {parameter.name: _cookie(parameter, value) for parameter, value in values["cookie"]}
        return request

    def parse(self, response: httpx.Response, *, raise_on_unexpected_status: bool) -> Any:
        """Parse a response into the documented type; return `None` if it has no content, or is not documented.

        Raises:
            InvalidContentError: If the content is not as documented.
            UnexpectedStatus: If the status is not documented, and that is to raise an error.
        """
        for documented in self._responses:
            if documented.first <= response.status_code <= documented.last:
                return _parse(response, documented.contents) if documented.contents else None
        if raise_on_unexpected_status:
            raise UnexpectedStatus(response.status_code, response.content, response)
        return None

    def _url(self, values: list[tuple[Parameter, Any]]) -> str:
        """Return the path with its parameters; a segment that is empty, `.` or `..` would change the path."""
        serialized = {parameter.name: _serialize_in_path(parameter, value) for parameter, value in values}
        segments = self._path.split("/")
        for index, segment in enumerate(segments):
            if "{" not in segment:
                continue
            result = segment
            for name, text in serialized.items():
                result = result.replace(f"{{{name}}}", text)
            if result in ("", ".", ".."):
                raise ValueError(f"{segment.strip('{}')}: {result!r} would change the path {self._path}")
            segments[index] = result
        return "/".join(segments)

    def _content(self, body: Any, headers: dict[str, str]) -> dict[str, Any]:
        documented = self._bodies[0] if len(self._bodies) == 1 else self._choose_body(body)
        if documented.encoding != "multipart":  # httpx adds the boundary
            headers["Content-Type"] = documented.content_type
        if documented.encoding == "multipart":
            return {"files": body.to_multipart()}
        if documented.encoding == "urlencoded":
            fields = encode(body).items()
            return {"data": {name: _form_field(name, value) for name, value in fields if value is not None}}
        if documented.encoding == "bytes":
            if "*" in documented.content_type:
                headers["Content-Type"] = body.mime_type or "application/octet-stream"
            return {"content": body.payload.read()}
        value = encode(body)
        return {"content": b"null"} if value is None else {"json": value}  # httpx sends no body for `json=None`

    def _choose_body(self, body: Any) -> Body:
        for documented in self._bodies:
            if documented.decoder.accepts(body):
                return documented
        raise ValueError(f"body: {type(body).__name__} is not one of the types that {self._path} accepts")


def to_status(code: int) -> HTTPStatus:
    """Return a status, also one that is not registered, such as 520."""
    try:
        return HTTPStatus(code)
    except ValueError:
        status = int.__new__(HTTPStatus, code)
        attributes = {"_name_": f"STATUS_{code}", "_value_": code, "phrase": "", "description": ""}
        for name, value in attributes.items():
            setattr(status, name, value)
        return status


def encode_multipart(items: list[tuple[str, Any]]) -> RequestFiles:
    """Return the parts of a form: files as they are, scalars as text, and objects as JSON."""
    return [(name, part) for name, value in items for part in _parts(value)]


def _parts(value: Any) -> list[FileTypes]:
    if isinstance(value, File):
        return [value.to_tuple()]
    if isinstance(value, list):
        return [part for item in value for part in _parts(item)]
    encoded = encode(value)
    if isinstance(encoded, dict):
        return [(None, json.dumps(encoded).encode(), "application/json")]
    return [] if encoded is None else [(None, _to_text(encoded).encode(), "text/plain")]


def _query(values: list[tuple[Parameter, Any]]) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for parameter, value in values:
        if value is None:
            continue
        if isinstance(value, dict) and parameter.style == "deepObject":
            query |= {f"{parameter.name}[{name}]": item for name, item in value.items()}
        elif isinstance(value, dict) and parameter.explode:
            query |= value
        elif isinstance(value, list | dict) and not parameter.explode:
            query |= {parameter.name: _join(parameter, value)} if value else {}
        else:
            query[parameter.name] = value
    return {name: value for name, value in query.items() if value is not None}


def _serialize_in_path(parameter: Parameter, value: Any) -> str:
    """Return a path parameter; everything but its delimiters is percent-encoded."""
    texts = _to_texts(parameter, value, _percent_encode)
    is_exploded = parameter.explode and isinstance(value, list | dict)
    if parameter.style == "matrix":
        name = _percent_encode(parameter.name)
        if is_exploded:
            return "".join(f";{text}" if isinstance(value, dict) else f";{name}={text}" for text in texts)
        return f";{name}={','.join(texts)}"
    if parameter.style == "label":
        return "." + ("." if is_exploded else ",").join(texts)
    return ",".join(texts)


def _join(parameter: Parameter, value: Any) -> str:
    delimiter = _DELIMITERS[parameter.style]
    texts = _to_texts(parameter, value, str)
    if isinstance(value, list | dict) and any(delimiter in text for text in texts):
        raise ValueError(f"{parameter.argument}: a value contains {delimiter!r}, the delimiter of values")
    return delimiter.join(texts)


def _cookie(parameter: Parameter, value: Any) -> str:
    text = _join(parameter, value)
    if ";" in text or not text.isprintable():
        raise ValueError(f"{parameter.argument}: a cookie cannot contain `;` or an unprintable character")
    return text


def _to_texts(parameter: Parameter, value: Any, escape: Callable[[str], str]) -> list[str]:
    if isinstance(value, list):
        return [escape(_to_text(item)) for item in value]
    if isinstance(value, dict):
        pairs = [(escape(name), escape(_to_text(item))) for name, item in value.items() if item is not None]
        return ["=".join(pair) for pair in pairs] if parameter.explode else [text for pair in pairs for text in pair]
    return [escape(_to_text(value))]


def _percent_encode(text: str) -> str:
    return quote(text, safe="")


def _form_field(name: str, value: Any) -> Any:
    """Return a field of a form; a list repeats the field."""
    if isinstance(value, dict):
        raise ValueError(f"{name}: a form field cannot be an object")
    return [_to_text(item) for item in value] if isinstance(value, list) else _to_text(value)


def _to_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        raise ValueError(f"a {type(value).__name__} within a parameter or form field cannot be serialized")
    return "" if value is None else str(value)


def _parse(response: httpx.Response, contents: tuple[Content, ...]) -> Any:
    try:
        content = contents[0] if len(contents) == 1 else _choose_content(response, contents)
        if content.encoding == "bytes":
            return File(payload=BytesIO(response.content))
        return content.decoder.decode(response.text if content.encoding == "text" else _json(response))
    except InvalidContentError as error:
        error.response = response
        raise
    except RecursionError:
        too_deep = InvalidContentError("the JSON is nested too deeply")
        too_deep.response = response
        raise too_deep from None


def _choose_content(response: httpx.Response, contents: tuple[Content, ...]) -> Content:
    """Return the content of the response's media type: the same, else a range (`image/*`), else any (`*/*`)."""
    media_type = _media_type(response.headers.get("Content-Type", ""))
    for candidate in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        for content in contents:
            if _media_type(content.content_type) == candidate:
                return content
    documented = " or ".join(content.content_type for content in contents)
    raise InvalidContentError(f"{media_type or 'no content type'}, where {documented} is documented")


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _json(response: httpx.Response) -> Any:
    if not response.content:
        raise InvalidContentError("no content, where JSON is documented")
    try:
        return response.json()
    except (ValueError, RecursionError):
        media_type = _media_type(response.headers.get("Content-Type", "")) or "no content type"
        raise InvalidContentError(f"not JSON ({media_type}), where JSON is documented") from None
