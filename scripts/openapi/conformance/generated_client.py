"""A generated client, imported: its operations, found through its manifest, and what their arguments are made of."""

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
from attrs import field, frozen

from openapi.conformance.description import Operation
from openapi.conformance.missing import MissingError
from openapi.conformance.schemas import equal_json, is_of_type
from openapi.reading.description import Document

BEARER = "example"
_TAKEN = {float: [float, int]}
FUNCTIONS = ("sync_detailed", "asyncio_detailed", "sync", "asyncio")


@frozen
class Function:
    """One of the public functions of an operation."""

    name: str
    function: Any
    runner: asyncio.Runner

    @property
    def returns_parsed(self) -> bool:
        """Say whether it gives the parsed answer alone."""
        return not self.name.endswith("_detailed")

    def __call__(self, client: Any, arguments: Mapping[str, Any]) -> Any:
        """Call it, in an event loop if it wants one."""
        called = self.function(client=client, **arguments)
        return self.runner.run(called) if inspect.iscoroutine(called) else called


@frozen(eq=False)
class GeneratedClient:
    """A client of a folder, under a name of its own, so that several can be imported."""

    name: str
    manifest: Document
    package: types.ModuleType
    values: types.ModuleType
    errors: types.ModuleType
    models: Mapping[str, Any]
    runner: asyncio.Runner
    _hints: dict[Any, dict[str, Any]] = field(factory=dict, init=False)
    _clients: dict[tuple[bool, str, bool], Any] = field(factory=dict, init=False)

    @classmethod
    def installed(cls, manifest: Path, runner: asyncio.Runner) -> "GeneratedClient":
        """Take the client that is installed."""
        described = json.loads(manifest.read_text("utf-8"))
        return cls._imported(described["package"], described, runner)

    @classmethod
    def from_folder(cls, folder: Path, name: str, runner: asyncio.Runner) -> "GeneratedClient":
        """Import the client of a folder as a package of another name; it refers to itself by no name."""
        described = json.loads((folder / "manifest.json").read_text("utf-8"))
        package = folder / described["package"]
        spec = importlib.util.spec_from_file_location(
            name, package / "__init__.py", submodule_search_locations=[str(package)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{package} cannot be imported")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
        return cls._imported(name, described, runner)

    @classmethod
    def _imported(cls, name: str, manifest: Document, runner: asyncio.Runner) -> "GeneratedClient":
        models = importlib.import_module(f"{name}.models")
        return cls(
            name,
            manifest,
            importlib.import_module(name),
            importlib.import_module(f"{name}.types"),
            importlib.import_module(f"{name}.errors"),
            {model: getattr(models, model) for model in models.__all__},
            runner,
        )

    def entry(self, operation: Operation) -> Document:
        """Give what the manifest says of an operation."""
        wanted = (operation.method.upper(), operation.path)
        found = [entry for entry in self.manifest["operations"] if (entry["method"], entry["path"]) == wanted]
        if len(found) != 1:
            raise MissingError("the client does not have it")
        entry: Document = found[0]
        return entry

    def functions(self, operation: Operation) -> list[Function]:
        """Give the public functions of an operation; where no answer has content, two of them."""
        module = importlib.import_module(
            self.entry(operation)["module"].replace(self.manifest["package"], self.name, 1)
        )
        wanted = FUNCTIONS if any(answer.contents for answer in operation.responses) else FUNCTIONS[:2]
        return [Function(name, getattr(module, name), self.runner) for name in wanted]

    def client(self, operation: Operation, base_url: str, *, raises: bool) -> Any:
        """Give a client that may call an operation; it raises where a status is not documented, or does not."""
        wanted = (operation.secured, base_url, raises)
        if wanted not in self._clients:
            kind, token = (
                (self.package.AuthenticatedClient, {"token": BEARER})
                if operation.secured
                else (self.package.Client, {})
            )
            self._clients[wanted] = kind(base_url=base_url, raise_on_unexpected_status=raises, **token)
        return self._clients[wanted]

    def close(self) -> None:
        """Close the connections of all clients."""
        for client in self._clients.values():
            client.get_httpx_client().close()
            self.runner.run(client.get_async_httpx_client().aclose())

    def arguments(self, operation: Operation, request: Mapping[str, Any]) -> dict[str, Any]:
        """Make the arguments of a request's values; what is left out of one is left out of the other."""
        entry = self.entry(operation)
        hints = self.hints(self.functions(operation)[0].function)
        made: dict[str, Any] = {}
        for parameter in entry["parameters"]:
            values = request[parameter["in"]]
            if parameter["name"] in values:
                argument = parameter["argument"]
                made[argument] = self.argument(values[parameter["name"]], hints[argument])
        for content_type, value in request.get("body", {}).items():
            types_ = [body["type"] for body in entry["bodies"] if body["content_type"] == content_type]
            hint = self.models.get(types_[0], hints["body"]) if len(entry["bodies"]) > 1 else hints["body"]
            made["body"] = self.argument(value, hint)
        return made

    def argument(self, value: Any, hint: Any) -> Any:
        """Make of a JSON value what a type takes; of a union, the first that gives the value back."""
        made = []
        for option in options(hint):
            with suppress(self.errors.InvalidContentError, ValueError, TypeError, AttributeError):
                made.append(self._made(value, option))
        if not made:
            raise MissingError(f"{hint} does not take {value!r}")
        return next((item for item in made if equal_json(written(item), value)), made[0])

    def _made(self, value: Any, option: Any) -> Any:
        if option is self.values.File:
            return option(payload=BytesIO(value.encode()), file_name="named.bin", mime_type="application/x-own")
        if hasattr(option, "from_dict"):
            return option.from_dict(value)
        if typing.get_origin(option) is list:
            return [self.argument(item, typing.get_args(option)[0]) for item in value]
        if option is int and is_of_type(value, "integer"):
            return int(value)
        if option is UUID:
            return UUID(value)
        if option in (date, datetime):
            return option.fromisoformat(value)
        if (
            option is Any
            or typing.get_origin(option) is typing.Literal
            or type(value) in _TAKEN.get(option, [option])
        ):
            return value
        raise TypeError(f"{value!r} is no {option}")

    def hints(self, thing: Any) -> dict[str, Any]:
        """Give the types of a function's arguments; models may be known there by their names alone."""
        if thing not in self._hints:
            public = {name: getattr(self.package, name) for name in self.package.__all__}
            known = dict(self.models) | vars(sys.modules[thing.__module__]) | public
            self._hints[thing] = typing.get_type_hints(thing, localns=known)
        return self._hints[thing]


@frozen
class DirectCall:
    """A function of an operation, whose client has a transport that answers with what it is given."""

    call: Callable[[], Any]
    given: list[httpx.Response]

    @classmethod
    def for_operation(
        cls, generated: GeneratedClient, operation: Operation, request: Mapping[str, Any]
    ) -> "DirectCall":
        """Make one for an operation, and a request to it."""
        given: list[httpx.Response] = []
        client = generated.client(operation, "http://contract.test", raises=True)
        transport = httpx.MockTransport(lambda _: given.pop())
        client.set_httpx_client(httpx.Client(base_url="http://contract.test", transport=transport))
        function, arguments = generated.functions(operation)[0], generated.arguments(operation, request)
        return cls(lambda: function(client, arguments), given)

    def parse(self, response: httpx.Response) -> Any:
        """Give what is parsed of an answer."""
        self.given.append(response)
        return self.call().parsed


def options(hint: Any) -> list[Any]:
    """Give the members of a union, or the one type that it is."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [option for inner in typing.get_args(hint) for option in options(inner)]
    return [hint]


def written(value: Any) -> Any:
    """Write what was parsed as JSON has it, by the models' own means; a file is its content."""
    if hasattr(value, "to_dict"):
        return written(value.to_dict())
    if isinstance(value, dict):
        return {name: written(item) for name, item in value.items()}
    if isinstance(value, list):
        return [written(item) for item in value]
    if hasattr(value, "payload"):
        content = value.payload.read().decode()
        value.payload.seek(0)
        return content
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
