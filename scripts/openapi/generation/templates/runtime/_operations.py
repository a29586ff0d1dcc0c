"""What an operation is on the wire: its request, written from arguments, and its answers, read into types.

Written by the description's own rules: `style` and `explode` of each parameter, a content type for each body and
answer.
"""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx

from ._kinds import Kind, Reader, plain
from .errors import InvalidContentError, UnexpectedStatus
from .types import File, FileTypes, RequestFiles, Unset

IDEMPOTENT = "idempotent"
"""Name of the extension of a request that says whether it may be sent again."""

_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


class Parameter:
    """A parameter: its name on the wire, the argument that it is, where it stands, and how it is written."""

    def __init__(self, name: str, argument: str, place: str, style: str, explode: bool) -> None:
        self.name, self.argument, self.place, self.style, self.explode = name, argument, place, style, explode


class Body:
    """A request body of one content type, and the kind of its values.

    `form` is how it is written: `json`, `urlencoded`, `multipart` or `bytes`.
    """

    def __init__(self, content_type: str, form: str, kind: Kind) -> None:
        self.content_type, self.form, self.kind = content_type, form, kind


class Content:
    """An answer's content of one type, and the kind of its values.

    `form` is how it is read: `json`, `text` or `bytes`.
    """

    def __init__(self, content_type: str, form: str, kind: Kind) -> None:
        self.content_type, self.form, self._kind = content_type, form, kind
        self._reader: Reader | None = None

    def read(self, value: Any) -> Any:
        """Read what came; what reads it is made at the first time, and imports the models then."""
        if self._reader is None:
            self._reader = self._kind.reader()
        return self._reader(value)


class Answer:
    """A documented answer: the first and the last status that it has, and its content of each type."""

    def __init__(self, first: int, last: int, *contents: Content) -> None:
        self.first, self.last, self.contents = first, last, contents


class Operation:
    """One operation of the API.

    `idempotent` is whether it may be sent again where nobody knows what became of it; each request carries that as
    an httpx extension, for whatever sends it. The answers stand in the order in which a status is looked for.
    """

    def __init__(
        self,
        method: str,
        path: str,
        *,
        idempotent: bool = False,
        parameters: tuple[Parameter, ...] = (),
        bodies: tuple[Body, ...] = (),
        answers: tuple[Answer, ...] = (),
    ) -> None:
        self._method, self._path, self._parameters, self._bodies = method, path, parameters, bodies
        self._answers = answers
        self._extensions = {IDEMPOTENT: True} if idempotent else {}

    def request(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Give what `httpx.Client.request` takes. What is unset, and a query that is `None`, is left out.

        Raises:
            ValueError: A path parameter would lead to another path, or a value cannot be written.
        """
        given: dict[str, list[tuple[Parameter, Any]]] = {"path": [], "query": [], "header": [], "cookie": []}
        for parameter in self._parameters:
            value = plain(arguments[parameter.argument])
            if value.__class__ is not Unset:
                given[parameter.place].append((parameter, value))
        headers = {parameter.name: _joined(parameter, value) for parameter, value in given["header"]}
        request: dict[str, Any] = {"method": self._method, "url": self._url(given["path"])}
        if self._extensions:
            request["extensions"] = self._extensions
        if self._bodies and (body := arguments["body"]).__class__ is not Unset:
            request |= self._content(body, headers)
        if query := _query(given["query"]):  # httpx parses the URL once more for an empty one
            request["params"] = query
        if headers:
            request["headers"] = headers
        if given["cookie"]:
            request["cookies"] = {parameter.name: _cookie(parameter, value) for parameter, value in given["cookie"]}
        return request

    def read(self, response: httpx.Response, *, raise_on_unexpected_status: bool) -> Any:
        """Read an answer into the type that is documented; `None` where it has no content, or is not documented.

        Raises:
            InvalidContentError: It is not what is documented.
            UnexpectedStatus: It is not documented, and raising was asked for.
        """
        for answer in self._answers:
            if answer.first <= response.status_code <= answer.last:
                return _read(response, answer.contents) if answer.contents else None
        if raise_on_unexpected_status:
            raise UnexpectedStatus(response.status_code, response.content, response)
        return None

    def _url(self, given: list[tuple[Parameter, Any]]) -> str:
        """Fill in the path; a segment that is empty, `.` or `..` would make another path of it."""
        written = {parameter.name: _in_path(parameter, value) for parameter, value in given}
        segments = self._path.split("/")
        for index, segment in enumerate(segments):
            if "{" not in segment:
                continue
            filled = segment
            for name, text in written.items():
                filled = filled.replace(f"{{{name}}}", text)
            if filled in ("", ".", ".."):
                raise ValueError(f"{segment.strip('{}')}: {filled!r} cannot stand in the path {self._path}")
            segments[index] = filled
        return "/".join(segments)

    def _content(self, body: Any, headers: dict[str, str]) -> dict[str, Any]:
        chosen = self._bodies[0] if len(self._bodies) == 1 else self._chosen(body)
        if chosen.form != "multipart":  # httpx names the boundary
            headers["Content-Type"] = chosen.content_type
        if chosen.form == "multipart":
            return {"files": body.to_multipart()}
        if chosen.form == "urlencoded":
            return {"data": {name: _field(name, value) for name, value in plain(body).items() if value is not None}}
        if chosen.form == "bytes":
            if "*" in chosen.content_type:
                headers["Content-Type"] = body.mime_type or "application/octet-stream"
            return {"content": body.payload.read()}
        written = plain(body)
        # httpx takes `json=None` for no body.
        return {"content": b"null"} if written is None else {"json": written}

    def _chosen(self, body: Any) -> Body:
        for documented in self._bodies:
            if documented.kind.holds(body):
                return documented
        raise ValueError(f"body: {type(body).__name__} is none of the types that {self._path} takes")


def status_of(code: int) -> HTTPStatus:
    """Give a status, also one that is in no standard, such as 520."""
    try:
        return HTTPStatus(code)
    except ValueError:
        status = int.__new__(HTTPStatus, code)
        known = {"_name_": f"STATUS_{code}", "_value_": code, "phrase": "", "description": ""}
        for name, value in known.items():
            setattr(status, name, value)
        return status


def write_multipart(items: list[tuple[str, Any]]) -> RequestFiles:
    """Write the properties of a form as parts: files as they are, text as text, and what holds more as JSON."""
    return [(name, part) for name, value in items for part in _parts(value)]


def _parts(value: Any) -> list[FileTypes]:
    if isinstance(value, File):
        return [value.to_tuple()]
    if isinstance(value, list):
        return [part for item in value for part in _parts(item)]
    written = plain(value)
    if isinstance(written, dict):
        return [(None, json.dumps(written).encode(), "application/json")]
    return [] if written is None else [(None, _text(written).encode(), "text/plain")]


def _query(given: list[tuple[Parameter, Any]]) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for parameter, value in given:
        if value is None:
            continue
        if isinstance(value, dict) and parameter.style == "deepObject":
            query |= {f"{parameter.name}[{name}]": item for name, item in value.items()}
        elif isinstance(value, dict) and parameter.explode:
            query |= value
        elif isinstance(value, list | dict) and not parameter.explode:
            query |= {parameter.name: _joined(parameter, value)} if value else {}
        else:
            query[parameter.name] = value
    return {name: value for name, value in query.items() if value is not None}


def _in_path(parameter: Parameter, value: Any) -> str:
    """Write a path parameter; what stands between its values is not escaped, and everything in them is."""
    texts = _texts(parameter, value, _escaped)
    exploded = parameter.explode and isinstance(value, list | dict)
    if parameter.style == "matrix":
        name = _escaped(parameter.name)
        if exploded:
            return "".join(f";{text}" if isinstance(value, dict) else f";{name}={text}" for text in texts)
        return f";{name}={','.join(texts)}"
    if parameter.style == "label":
        return "." + ("." if exploded else ",").join(texts)
    return ",".join(texts)


def _joined(parameter: Parameter, value: Any) -> str:
    delimiter = _DELIMITERS[parameter.style]
    texts = _texts(parameter, value, str)
    if isinstance(value, list | dict) and any(delimiter in text for text in texts):
        raise ValueError(f"{parameter.argument}: a value holds {delimiter!r}, which stands between two of them")
    return delimiter.join(texts)


def _cookie(parameter: Parameter, value: Any) -> str:
    text = _joined(parameter, value)
    if ";" in text or not text.isprintable():
        raise ValueError(f"{parameter.argument}: a cookie cannot hold `;` or what is not printed")
    return text


def _texts(parameter: Parameter, value: Any, escape: Callable[[str], str]) -> list[str]:
    if isinstance(value, list):
        return [escape(_text(item)) for item in value]
    if isinstance(value, dict):
        pairs = [(escape(name), escape(_text(item))) for name, item in value.items() if item is not None]
        return ["=".join(pair) for pair in pairs] if parameter.explode else [text for pair in pairs for text in pair]
    return [escape(_text(value))]


def _escaped(text: str) -> str:
    return quote(text, safe="")


def _field(name: str, value: Any) -> Any:
    """Write a field of an urlencoded form; a list is the field repeated."""
    if isinstance(value, dict):
        raise ValueError(f"{name}: a form has no way to hold an object")
    return [_text(item) for item in value] if isinstance(value, list) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        raise ValueError(f"{type(value).__name__} within a parameter or a form: there is no way to write it")
    return "" if value is None else str(value)


def _read(response: httpx.Response, contents: tuple[Content, ...]) -> Any:
    try:
        content = contents[0] if len(contents) == 1 else _of_type(response, contents)
        if content.form == "bytes":
            return File(payload=BytesIO(response.content))
        return content.read(response.text if content.form == "text" else _json(response))
    except InvalidContentError as error:
        error.response = response
        raise
    except RecursionError:
        deep = InvalidContentError("values within values without end, where there is one")
        deep.response = response
        raise deep from None


def _of_type(response: httpx.Response, contents: tuple[Content, ...]) -> Content:
    """Choose by the answer's content type: the same, else one with the same start (`image/*`), else any (`*/*`)."""
    found = _bare(response.headers.get("Content-Type", ""))
    for wanted in (found, f"{found.partition('/')[0]}/*", "*/*"):
        for content in contents:
            if _bare(content.content_type) == wanted:
                return content
    documented = " or ".join(content.content_type for content in contents)
    raise InvalidContentError(f"{found or 'no content type'}, where {documented} is documented")


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _json(response: httpx.Response) -> Any:
    if not response.content:
        raise InvalidContentError("no content, where JSON is documented")
    try:
        return response.json()
    except (ValueError, RecursionError):
        found = _bare(response.headers.get("Content-Type", "")) or "no content type"
        raise InvalidContentError(f"no JSON ({found}), where JSON is documented") from None
