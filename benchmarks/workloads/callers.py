"""Callers of one operation: over loopback, or with a transport that responds in the same process."""

import importlib
from collections.abc import Callable
from typing import Any

import httpx
from attrs import frozen

from benchmarks.workloads.drafts import IDENTIFIER, build_body

LISTED = 3
TOKEN = "token"

Call = Callable[[], object]


@frozen
class Connection:
    """The URL of the server, or the transport that responds instead of it."""

    base_url: str
    transport: httpx.BaseTransport | None = None


def connect_in_process() -> Connection:
    """Return a connection without a socket."""
    drafts, draft = build_body(LISTED), b'{"identifier": "d56b7f56"}'

    def respond(request: httpx.Request) -> httpx.Response:
        content = drafts if request.method == "GET" else draft
        return httpx.Response(200, content=content, headers={"Content-Type": "application/json"})

    return Connection("http://127.0.0.1/api", httpx.MockTransport(respond))


def list_with_httpx(connection: Connection) -> Call:
    """Return a call that lists drafts with httpx alone."""
    client = _httpx_client(connection)
    return lambda: client.get(f"/v1/documents/{IDENTIFIER}/drafts").raise_for_status().json()


def list_with_generated(connection: Connection, package: str) -> Call:
    """Return a call that lists drafts with a client of openapi-python-client."""
    operation = importlib.import_module(f"{package}.api.documents.list_document_drafts")
    client = _generated_client(connection, package)
    return lambda: operation.sync(IDENTIFIER, client=client)


def list_with_overlay(connection: Connection) -> Call:
    """Return a call that lists drafts with the overlay."""
    drafts = _overlay(connection).drafts
    return lambda: drafts.list(IDENTIFIER)


def ensure_with_httpx(connection: Connection) -> Call:
    """Return a call that ensures a draft with httpx alone."""
    client = _httpx_client(connection)
    return lambda: client.post(f"/v1/documents/{IDENTIFIER}/draft", json={}).raise_for_status().json()


def ensure_with_generated(connection: Connection, package: str) -> Call:
    """Return a call that ensures a draft with a client of openapi-python-client."""
    operation = importlib.import_module(f"{package}.api.documents.create_draft")
    body = importlib.import_module(f"{package}.models").CreateDraftBody()
    client = _generated_client(connection, package)
    return lambda: operation.sync(IDENTIFIER, client=client, body=body)


def ensure_with_overlay(connection: Connection) -> Call:
    """Return a call that ensures a draft with the overlay."""
    drafts = _overlay(connection).drafts
    return lambda: drafts.ensure(IDENTIFIER)


def _httpx_client(connection: Connection) -> httpx.Client:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.Client(
        base_url=connection.base_url, headers=headers, transport=connection.transport, trust_env=False
    )


def _generated_client(connection: Connection, package: str) -> Any:
    client = importlib.import_module(package).AuthenticatedClient
    settings = {"transport": connection.transport, "trust_env": False}
    return client(base_url=connection.base_url, token=TOKEN, httpx_args=settings)


def _overlay(connection: Connection) -> Any:
    omni = importlib.import_module("omni_drafts").Omni
    return omni(base_url=connection.base_url, token=TOKEN, transport=connection.transport, requests_per_minute=10**6)


CALLERS: dict[str, dict[str, Callable[[Connection], Call]]] = {
    "list": {
        "httpx": list_with_httpx,
        "generated/": lambda connection: list_with_generated(connection, "omni_api_client"),
        "as generated": lambda connection: list_with_generated(connection, "as_generated"),
        "overlay": list_with_overlay,
    },
    "ensure": {
        "httpx": ensure_with_httpx,
        "generated/": lambda connection: ensure_with_generated(connection, "omni_api_client"),
        "as generated": lambda connection: ensure_with_generated(connection, "as_generated"),
        "overlay": ensure_with_overlay,
    },
}
