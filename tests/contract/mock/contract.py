"""Contract of the mock: checks its responses against the original description, which it never reads."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from attrs import Factory, field, frozen

from contract.mock.asgi_client import AsgiClient, RawRequest, RawResponse
from contract.mock.invalid_requests import InvalidRequests, body_schemas
from contract.mock.serialization import form_fields, serialize
from omni_drafts.mock import MockState, create_application
from omni_drafts.mock._description.description import Description as RepairedDescription
from omni_drafts.mock._description.loading import load_description
from openapi.conformance.description import Description, Operation, Schema
from openapi.conformance.drawing import check_drawn, draw, find_value
from openapi.conformance.mistakes import Mistakes
from openapi.conformance.schemas import required_properties
from openapi.conformance.serialization import Request, is_ambiguous
from openapi.conformance.validity import Validity
from openapi.conformance.values import Values
from openapi.conformance.wire import is_json
from openapi.reading.description import Document
from openapi.reading.schemas import METHODS

_USUAL_ERROR = {"error", "message"}


@frozen(eq=False)
class Contract:
    """Contract of the mock of one description.

    Attributes:
        description: Description before its repair.
        validity: Validator of the schemas of the description.
        values: Chosen and drawn values of the schemas of the description.
        repaired: Repaired description, which the mock serves.
        state: State of the mock.
        send: Function that sends a request to the mock.
        drawn: Number of values that schemathesis draws of each schema, beside the chosen ones.
    """

    description: Description
    validity: Validity
    values: Values
    repaired: RepairedDescription
    state: MockState
    send: Callable[[RawRequest], RawResponse]
    drawn: int
    _invalid_requests: InvalidRequests = field(
        default=Factory(
            lambda self: InvalidRequests(self.description, self.validity, self.values, self.prefix), takes_self=True
        ),
        init=False,
    )

    @classmethod
    def create(cls, description: Description, repaired: Document, runner: asyncio.Runner, drawn: int) -> "Contract":
        """Create the contract of a mock that serves a repaired description."""
        state, validity = MockState(rate_limit=0), Validity(description)
        client = AsgiClient(create_application(state, repaired), runner)
        values = Values(description, validity, partial(find_value, description))
        return cls(description, validity, values, load_description(repaired), state, client.send, drawn)

    @property
    def prefix(self) -> str:
        """Path before the paths of the description."""
        servers = self.description.document.get("servers") or [{"url": ""}]
        url: str = servers[0]["url"]
        return urlsplit(url).path.rstrip("/")

    def check_valid_requests(self, operation: Operation) -> None:
        """Check that valid requests are accepted, with documented responses."""
        chosen = self.values.chosen(operation.request)
        requests = [request for request in chosen if self._is_unambiguous(operation, request)]
        assert requests, f"{operation}: no request can be made"
        for request in requests:
            self._check_accepted(operation, request)
        check_drawn(
            draw(self.description, operation.request).filter(
                lambda request: self._is_unambiguous(operation, request)
            ),
            self.drawn,
            lambda request: self._check_accepted(operation, request),
        )

    def check_invalid_requests(self, operation: Operation) -> None:
        """Check that requests with one error are rejected, with documented responses."""
        chosen = reversed(self.values.chosen(operation.request))
        request = next(candidate for candidate in chosen if self._is_unambiguous(operation, candidate))
        for invalid in self._invalid_requests.iterate(operation, request):
            self._add_documents(request)
            response = self.send(invalid.raw)
            codes = invalid.status_codes
            expected = next((code for code in codes if operation.response_for(code) is not None), codes[0])
            actual = response.status_code
            assert actual == expected, f"{operation}: {invalid.error}: returned {actual}"
            self._check_content(response, operation)

    def check_response_schemas(self, operation: Operation) -> None:
        """Check that the repaired schemas of responses allow exactly the values of the original ones."""
        key = (operation.method, operation.path)
        repaired = next(item for item in self.repaired.operations if (item.method, item.path) == key)
        for documented in operation.responses:
            for content_type, schema in documented.contents.items():
                if is_json(content_type):
                    content = repaired.response_content(documented.code)
                    self._check_schema(schema, content[content_type].get("schema", {}))

    def check_unknown_routes(self) -> None:
        """Check that paths and methods that are not described are rejected."""
        assert self.send(RawRequest("GET", f"{self.prefix}/not/described")).status_code == 404
        for template in self.description.document["paths"]:
            path = self.prefix + re.sub(r"\{[^}]*\}", "a", template)
            described = {operation.method for operation in self._operations_at(path)}
            for method in METHODS:
                if method in described:
                    continue
                response = self.send(RawRequest(method.upper(), path))
                assert response.status_code == 405, f"{method} {template}: returned {response.status_code}"
                assert {name.lower() for name in response.header("allow").split(", ")} == described

    def _check_accepted(self, operation: Operation, request: Request) -> None:
        self._add_documents(request)
        response = self.send(serialize(operation, request, self.prefix))
        message = f"{operation}: {response} to {str(request)[:1000]}"
        assert operation.response_for(response.status_code) is not None, message
        has_success = any(documented.code // 100 == 2 for documented in operation.responses)
        is_rejected = response.status_code >= 400 and has_success
        assert not is_rejected or response.status_code in self._iterate_undescribed_errors(operation, request), (
            message
        )
        self._check_content(response, operation)

    def _iterate_undescribed_errors(self, operation: Operation, request: Request) -> Iterator[int]:
        """Yield the status codes of errors that no schema can describe."""
        if _names_missing_model_or_branch(request):
            yield 404
        # A description may require properties of a body and forget to require the body.
        if "body" not in request and any(map(self._has_required, body_schemas(operation).values())):
            yield 400

    def _has_required(self, schema: Schema) -> bool:
        return bool(required_properties(self.description, schema))

    def _add_documents(self, request: Request) -> None:
        """Replace the documents of the mock by those in the path of a request."""
        self.state.documents.clear()
        self.state.drafts.clear()
        for value in request["path"].values():
            if isinstance(value, str) and value not in self.state.documents:
                self.state.add_document(value)

    def _is_unambiguous(self, operation: Operation, request: Request) -> bool:
        """Return whether no other values serialize to the same request."""
        if is_ambiguous(operation, request):
            return False
        for content_type, value in request.get("body", {}).items():
            if value == "" and not is_json(content_type):
                return False
            if isinstance(value, dict) and not is_json(content_type):
                return self.validity.is_valid(form_fields(value), body_schemas(operation)[content_type])
        return True

    def _check_content(self, response: RawResponse, operation: Operation) -> None:
        """Check the content of a response against the schemas of its status code."""
        documented = operation.response_for(response.status_code)
        message = f"{operation}: {response}"
        if operation.method == "head":
            return  # its response has no content on the wire
        if documented is None or not documented.contents:
            # Where an error has no documented schema, it has the usual one.
            assert response.status_code >= 400 or response.content == b"", message
            assert response.status_code < 400 or json.loads(response.content).keys() == _USUAL_ERROR, message
            return
        content_type = response.header("content-type")
        schemas = documented.schemas(content_type)
        assert schemas, f"{message} has an undocumented content type"
        value = json.loads(response.content) if is_json(content_type) else response.content.decode("latin-1")
        assert any(self.validity.is_valid(value, schema) for schema in schemas), f"{message} is not valid"

    def _check_schema(self, original: Schema, repaired: Schema) -> None:
        seen: dict[str, bool] = {}
        for value in self.values.chosen(original):
            error = self.repaired.schemas.validation_error(value, repaired)
            assert error is None, f"{value} is valid, and the mock reports {error}"
            for mutation in Mistakes(self.description).mutations(value, original, seen):
                is_valid = self.validity.is_valid(mutation.value, original)
                assert self.repaired.schemas.is_valid(mutation.value, repaired) == is_valid, mutation.value

    def _operations_at(self, path: str) -> Iterator[Operation]:
        for operation in self.description.operations:
            literals = re.split(r"\{[^}]*\}", self.prefix + operation.path)
            if re.fullmatch("[^/]+".join(map(re.escape, literals)), path):
                yield operation


def _names_missing_model_or_branch(request: Request) -> bool:
    """Return whether a request names a model or branch that is not a UUID, so that it cannot exist."""
    bodies = [body for body in request.get("body", {}).values() if isinstance(body, dict)]
    properties = [item for body in bodies for item in body.items()]
    return any(name in ("modelId", "branchId") and not _is_uuid(value) for name, value in properties)


def _is_uuid(value: Any) -> bool:
    try:
        return UUID(str(value)) is not None
    except ValueError:
        return False
