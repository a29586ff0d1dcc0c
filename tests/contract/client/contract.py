"""A client and its description: requests and responses of each operation, with chosen and drawn values."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
from attrs import Factory, field, frozen

from contract.client.exchange import LoopbackExchange
from contract.client.refusals import Refusals
from contract.client.server import RecordingServer
from openapi.conformance.comparison import Comparison
from openapi.conformance.coverage import Coverage
from openapi.conformance.description import Description, Operation, Response, Schema
from openapi.conformance.drawing import check_drawn, draw, find_value
from openapi.conformance.generated_client import DirectCall, GeneratedClient
from openapi.conformance.requests import Requests
from openapi.conformance.responses import Responses
from openapi.conformance.validity import Validity
from openapi.conformance.values import Values
from openapi.conformance.wire import is_json


@frozen(eq=False)
class Contract:
    """Checks one client against its description.

    Attributes:
        drawn: Number of values that schemathesis draws of each request and response, beside the chosen ones.
    """

    description: Description
    generated: GeneratedClient
    server: RecordingServer
    drawn: int
    validity: Validity = field(default=Factory(lambda self: Validity(self.description), takes_self=True), init=False)
    values: Values = field(
        default=Factory(
            lambda self: Values(self.description, self.validity, partial(find_value, self.description)),
            takes_self=True,
        ),
        init=False,
    )

    @property
    def comparison(self) -> Comparison:
        return Comparison(self.description, self.validity, self.generated)

    @property
    def exchange(self) -> LoopbackExchange:
        return LoopbackExchange(self.generated, self.server, self.values)

    @property
    def responses(self) -> Responses:
        return Responses(self.generated, self.comparison, self.exchange, self._chosen)

    @property
    def refusals(self) -> Refusals:
        return Refusals(self.generated, self.comparison, self.exchange, self.values)

    def check_requests(self, operation: Operation) -> None:
        """Send allowed requests, until each documented part was in one."""
        requests = Requests(self.generated, self.comparison, self.exchange)
        requests.check_declaration(operation)
        for request in self._chosen(operation.request, f"{operation} request"):
            requests.check(operation, request)
        check_drawn(draw(self.description, operation.request), self.drawn, partial(requests.check, operation))

    def check_responses(self, operation: Operation) -> None:
        """Return each documented response, until each documented part was in one, and an undocumented one."""
        for response in operation.responses:
            self.responses.check(operation, response)
            for content_type in filter(is_json, response.contents):
                self._check_drawn(operation, response, content_type)
        if operation.undocumented is not None:
            self.refusals.check_undocumented(operation, operation.undocumented)

    def check_mistakes(self, operation: Operation) -> None:
        """Return responses with one error, and others that the description forbids by bounds alone."""
        for response in operation.responses:
            for content_type in filter(is_json, response.contents):
                self.refusals.check_malformed(operation, response, content_type)
                self.refusals.check_mutations(operation, response, content_type)

    def check_schemas(self) -> None:
        """Check that the class of each named schema reads allowed values, and refuses others."""
        for name, schema in self.description.schemas.items():
            self.responses.check_schema(name, schema)
            kind: Any = self.generated.models.get(self.generated.manifest["schemas"][name])
            if hasattr(kind, "from_dict"):
                self.refusals.check_schema(kind, schema)

    def unreached(self) -> list[str]:
        """Return the pointers of documented properties that are in no checked schema."""
        schemas = [operation.request for operation in self.description.operations]
        schemas += [
            schema
            for operation in self.description.operations
            for response in operation.responses
            for schema in response.contents.values()
        ]
        schemas += self.description.schemas.values()
        coverages = [Coverage(self.description, self.validity, schema, "") for schema in schemas]
        walked = set().union(*(coverage.walked for coverage in coverages))
        return [pointer for pointer, schema in self.description.properties().items() if id(schema) not in walked]

    def _check_drawn(self, operation: Operation, response: Response, content_type: str) -> None:
        schema, headers = response.contents[content_type], {"Content-Type": content_type}
        call = DirectCall.for_operation(self.generated, operation, self.exchange.smallest_request(operation))

        def check(value: Any) -> None:
            content = json.dumps(value).encode()
            parsed = call.parse(httpx.Response(response.code, content=content, headers=headers))
            self.comparison.check_parsed(parsed, value, schema)

        check_drawn(draw(self.description, schema), self.drawn, check)

    def _chosen(self, schema: Schema, name: str) -> Iterator[Any]:
        """Iterate over chosen values of a schema, and check that they show all of it."""
        coverage = Coverage(self.description, self.validity, schema, name)
        for value in self.values.chosen(schema):
            coverage.add(value)
            yield value
        missing = coverage.missing()
        assert not missing, f"{name}: not in a chosen value: {', '.join(missing)}"
