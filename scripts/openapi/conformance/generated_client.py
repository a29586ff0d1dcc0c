"""A generated client, imported: its operations, found through its manifest, and their arguments."""

import asyncio
import importlib
import importlib.util
import inspect
import json
import sys
import types
import typing
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from attrs import define, field, frozen

from openapi.conformance.description import Operation
from openapi.conformance.missing import MissingError
from openapi.conformance.schemas import equal_json, is_of_type
from openapi.reading.description import Document

BEARER = "example"
_CLASSES = {float: [float, int]}
_DETAILED, _PARSED = ("sync_detailed", "asyncio_detailed"), ("sync", "asyncio")


@frozen
class Function:
    """A public function of an operation."""

    name: str
    function: Any
    run: Callable[[Any], Any]

    @property
    def returns_parsed(self) -> bool:
        """Whether it returns the parsed content alone."""
        return self.name in _PARSED

    def __call__(self, client: Any, arguments: Mapping[str, Any]) -> Any:
        """Call the function, in an event loop if it is asynchronous."""
        result = self.function(client=client, **arguments)
        return self.run(result) if inspect.iscoroutine(result) else result


@define(eq=False)
class GeneratedClient:
    """An imported client."""

    name: str
    manifest: Document
    package: types.ModuleType
    values: types.ModuleType
    errors: types.ModuleType
    models: Mapping[str, Any]
    runner: asyncio.Runner | None
    _hints: dict[Any, dict[str, Any]] = field(factory=dict, init=False)
    _clients: dict[tuple[Any, ...], Any] = field(factory=dict, init=False)
    _entries: dict[str, Document] = field(factory=dict, init=False)

    @classmethod
    def installed(cls, manifest: Path, runner: asyncio.Runner | None) -> "GeneratedClient":
        """Import the client that is on the path."""
        content = json.loads(manifest.read_text("utf-8"))
        return cls._imported(content["package"], content, runner)

    @classmethod
    def from_folder(cls, folder: Path, name: str, runner: asyncio.Runner | None) -> "GeneratedClient":
        """Import the client of a folder under another name, so that several can be imported."""
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        package = folder / manifest["package"]
        spec = importlib.util.spec_from_file_location(
            name, package / "__init__.py", submodule_search_locations=[str(package)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{package} cannot be imported")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
        return cls._imported(name, manifest, runner)

    @classmethod
    def _imported(cls, name: str, manifest: Document, runner: asyncio.Runner | None) -> "GeneratedClient":
        models = importlib.import_module(f"{name}.models")
        return cls(
            name,
            manifest,
            importlib.import_module(name),
            importlib.import_module(f"{name}.types"),
            importlib.import_module(f"{name}.errors"),
            {model: getattr(models, model, None) for model in models.__all__},
            runner,
        )

    def entry(self, operation: Operation) -> Document:
        """Return the entry of an operation in the manifest.

        Raises:
            MissingError: If there is none, or another operation has the same module.
        """
        if str(operation) in self._entries:
            return self._entries[str(operation)]
        entries = self.manifest["operations"]
        wanted = (operation.method.upper(), operation.path)
        found: list[Document] = [entry for entry in entries if (entry["method"], entry["path"]) == wanted]
        if len(found) != 1:
            raise MissingError("the client does not have it")
        if sum(entry["module"] == found[0]["module"] for entry in entries) > 1:
            raise MissingError(f"another operation has its module {found[0]['module']}, too")
        self._entries[str(operation)] = found[0]
        return found[0]

    def functions(self, operation: Operation) -> list[Function]:
        """Return the public functions of an operation: two if no response has content, else four.

        Raises:
            MissingError: If the client does not have one of them.
        """
        module = self._module(operation)
        has_content = any(response.contents for response in operation.responses)
        names = (*_DETAILED, *(_PARSED if has_content else ()))
        missing = [name for name in names if not callable(getattr(module, name, None))]
        if missing:
            raise MissingError(f"the client has no function {missing[0]}")
        return [Function(name, getattr(module, name), self._run) for name in names]

    def parse(self, operation: Operation, response: httpx.Response) -> Any:
        """Return the parsed content of a response."""
        client = self.client(operation, "http://parsed.test", raises=True)
        return self._module(operation)._parse_response(client=client, response=response)

    def client(
        self, operation: Operation, base_url: str, *, raises: bool, transport: httpx.BaseTransport | None = None
    ) -> Any:
        """Return a client for an operation, with a token if it requires one.

        Args:
            operation: Operation to be called.
            base_url: URL before the path.
            raises: Whether undocumented status codes raise an error.
            transport: Transport in place of a connection.
        """
        key = (operation.secured, base_url, raises, transport)
        if key not in self._clients:
            kind, credentials = (
                (self.package.AuthenticatedClient, {"token": BEARER})
                if operation.secured
                else (self.package.Client, {})
            )
            arguments = {"httpx_args": {"transport": transport}} if transport else {}
            self._clients[key] = kind(
                base_url=base_url, raise_on_unexpected_status=raises, **arguments, **credentials
            )
        return self._clients[key]

    def close(self) -> None:
        """Close the connections of all clients."""
        for client in self._clients.values():
            client.get_httpx_client().close()
            self._run(client.get_async_httpx_client().aclose())

    def arguments(self, operation: Operation, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments for the values of a request."""
        entry = self.entry(operation)
        hints = self.hints(self.functions(operation)[0].function)
        arguments: dict[str, Any] = {}
        for parameter in entry["parameters"]:
            values = request[parameter["in"]]
            if parameter["name"] in values:
                argument = parameter["argument"]
                arguments[argument] = self.argument(values[parameter["name"]], hints[argument])
        for content_type, value in request.get("body", {}).items():
            names = [body["type"] for body in entry["bodies"] if body["content_type"] == content_type]
            hint = self.models.get(names[0], hints["body"]) if len(entry["bodies"]) > 1 else hints["body"]
            arguments["body"] = self.argument(value, hint)
        return arguments

    def argument(self, value: Any, hint: Any) -> Any:
        """Return a JSON value as a type has it: of a union, as the first type that keeps the value."""
        converted = []
        for option in options(hint):
            with suppress(self.errors.InvalidContentError, ValueError, TypeError, AttributeError, KeyError):
                converted.append(self._converted(value, option))
        if not converted:
            raise MissingError(f"{hint} does not take {value!r}")
        return next((item for item in converted if equal_json(to_json(item), value)), converted[0])

    def _converted(self, value: Any, option: Any) -> Any:
        if option is self.values.File:
            return option(payload=BytesIO(value.encode()), file_name="named.bin", mime_type="application/x-own")
        if hasattr(option, "from_dict"):
            return option.from_dict(value)
        if typing.get_origin(option) is list and isinstance(value, list):
            return [self.argument(item, typing.get_args(option)[0]) for item in value]
        if option is int and is_of_type(value, "integer"):
            return int(value)
        if option is UUID:
            return UUID(value)
        if option in (date, datetime):
            return option.fromisoformat(value)
        classes = _CLASSES.get(option, [option])
        if option is Any or typing.get_origin(option) is typing.Literal or type(value) in classes:
            return value
        raise TypeError(f"{value!r} is not of type {option}")

    def hints(self, thing: Any) -> dict[str, Any]:
        """Return the types of a function's arguments or of a class's attributes."""
        if thing not in self._hints:
            public = {name: getattr(self.package, name) for name in self.package.__all__}
            names = dict(self.models) | vars(sys.modules[thing.__module__]) | public
            self._hints[thing] = typing.get_type_hints(thing, localns=names)
        return self._hints[thing]

    def _module(self, operation: Operation) -> types.ModuleType:
        module = self.entry(operation)["module"].replace(self.manifest["package"], self.name, 1)
        return importlib.import_module(module)

    def _run(self, awaitable: Any) -> Any:
        if self.runner is None:
            raise RuntimeError("there is no event loop for asynchronous functions")
        return self.runner.run(awaitable)


@frozen
class DirectCall:
    """Call of an operation, whose transport returns the responses to be parsed."""

    call: Callable[[], Any]
    responses: list[httpx.Response]

    @classmethod
    def for_operation(
        cls, generated: GeneratedClient, operation: Operation, request: Mapping[str, Any]
    ) -> "DirectCall":
        """Create the call of an operation with the values of a request."""
        responses: list[httpx.Response] = []
        transport = httpx.MockTransport(lambda _: responses.pop())
        client = generated.client(operation, "http://contract.test", raises=True, transport=transport)
        function, arguments = generated.functions(operation)[0], generated.arguments(operation, request)
        return cls(lambda: function(client, arguments), responses)

    def parse(self, response: httpx.Response) -> Any:
        """Return the parsed content of a response."""
        self.responses.append(response)
        return self.call().parsed


def options(hint: Any) -> list[Any]:
    """Return the members of a union, or the one type that it is."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [option for inner in typing.get_args(hint) for option in options(inner)]
    return [hint]


def to_json(value: Any) -> Any:
    """Return a parsed value as JSON, by the models' own means; a file is its content as a string."""
    if hasattr(value, "to_dict"):
        return to_json(value.to_dict())
    if isinstance(value, dict):
        return {name: to_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if hasattr(value, "payload"):
        content = value.payload.read().decode()
        value.payload.seek(0)
        return content
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
