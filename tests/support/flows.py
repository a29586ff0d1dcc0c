"""Runs flows on scripted responses, without a socket, and returns the requests that they yield."""

from typing import Any, TypeVar
from uuid import UUID

import httpx
from attrs import frozen

from omni_drafts._operations.flow import Flow

T = TypeVar("T")


@frozen
class FlowRequest:
    """A request of a flow.

    Attributes:
        method: Method of the request.
        path: Path and query of its URL.
        json: Body of the request; `None` if it has none.
    """

    method: str
    path: str
    json: Any = None


def run_flow(flow: Flow[T], *bodies: object) -> tuple[T, list[FlowRequest]]:
    """Send a flow a successful response for each body, and return its result and its requests."""
    return run_flow_on(flow, *(httpx.Response(200, json=body) for body in bodies))


def run_flow_on(flow: Flow[T], *responses: httpx.Response) -> tuple[T, list[FlowRequest]]:
    """Send a flow each response, and return its result and its requests."""
    requests: list[FlowRequest] = []
    client = httpx.Client(base_url="https://omni.test/api")
    request = next(flow)
    for response in responses:
        built = client.build_request(**request.arguments)
        requests.append(FlowRequest(built.method, built.url.raw_path.decode(), request.arguments.get("json")))
        response.request = built
        try:
            request = flow.send(response)
        except StopIteration as stop:
            assert len(requests) == len(responses), "the flow ended before its last response"
            value: T = stop.value
            return value, requests
    raise AssertionError(f"the flow sends one more request: {request.arguments}")


def listed_draft(draft_id: str, branch_id: UUID | None = None, status: str = "active", **more: Any) -> dict[str, Any]:
    """Return a draft as the API lists it."""
    return {
        "identifier": draft_id,
        "publishedIdentifier": "doc",
        "branch": None if branch_id is None else {"id": str(branch_id), "name": None},
        "status": status,
        **more,
    }
