"""Calls of each function of a client over loopback."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from attrs import frozen

from contract.client.server import RecordingServer
from openapi.conformance.description import Operation
from openapi.conformance.exchange import Attempt, Reply, accepted_reply, attempt
from openapi.conformance.generated_client import Function, GeneratedClient
from openapi.conformance.serialization import Request
from openapi.conformance.values import Values


@frozen
class LoopbackExchange:
    """Calls the functions of a client, connected to a server that records their requests."""

    generated: GeneratedClient
    server: RecordingServer
    values: Values

    @property
    def prefix(self) -> str:
        return self.server.prefix

    def send(self, operation: Operation, request: Request) -> Iterator[Attempt]:
        self.server.reply = accepted_reply(operation)
        for function in self.generated.functions(operation):
            client = self.generated.client(operation, self.server.base_url, raises=False)
            call = partial(function, client, self.generated.arguments(operation, request))
            yield attempt(function, call, self.server.requests, self.generated.errors.InvalidContentError)

    def receive(self, operation: Operation, reply: Reply) -> Iterator[Any]:
        self.server.reply = reply
        for function in self.generated.functions(operation):
            response = self.call(function, operation)
            if function.returns_parsed:
                yield response
            else:
                assert response.status_code == reply.status
                yield response.parsed

    def call(self, function: Function, operation: Operation, *, raises: bool = True) -> Any:
        """Call a function with the values of the smallest request."""
        client = self.generated.client(operation, self.server.base_url, raises=raises)
        return function(client, self.generated.arguments(operation, self.smallest_request(operation)))

    def smallest_request(self, operation: Operation) -> Mapping[str, Any]:
        request: Mapping[str, Any] = self.values.chosen(operation.request)[-1]
        return request
