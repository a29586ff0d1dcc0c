"""Holds what a client makes of each answer to the description: of what it allows, and of what it forbids."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest
from attrs import Factory, field, frozen

from contract.client.comparison import Comparison
from contract.client.server import Answered, Recording
from openapi.conformance.description import Operation, Response
from openapi.conformance.generated_client import DirectCall, Function, GeneratedClient
from openapi.conformance.mistakes import Mutation
from openapi.conformance.wire import is_json

_NO_JSON = (b"", b"<html>", b'{"a": ', b"\xff\xfe\x00", b"nul")


@frozen
class Answers:
    """Checks what one client makes of the answers to an operation, each to a request with some arguments.

    A few go over loopback, through each function; many more are given to one function by its transport.
    """

    generated: GeneratedClient
    comparison: Comparison
    server: Recording
    operation: Operation
    request: Mapping[str, Any]
    _direct: DirectCall = field(
        default=Factory(
            lambda self: DirectCall.for_operation(self.generated, self.operation, self.request), takes_self=True
        ),
        init=False,
    )

    def check_content(self, answer: Response, content_type: str, value: Any) -> None:
        """Have content that is allowed read by each function; what is no JSON comes back as it was."""
        content = json.dumps(value).encode() if is_json(content_type) else value
        for _, parsed in self._through_each_function(Answered(answer.code, content_type, content)):
            if is_json(content_type):
                self.comparison.hold_parsed(parsed, value, answer.contents[content_type])
            else:
                assert (parsed.encode() if isinstance(parsed, str) else parsed.payload.read()) == content

    def check_that_it_is_read(self, answer: Response, content_type: str, value: Any) -> None:
        """Have JSON that is allowed read by one function."""
        parsed = self._directly(answer, content_type, json.dumps(value).encode())
        self.comparison.hold_parsed(parsed, value, answer.contents[content_type])

    def check_mutation(self, answer: Response, content_type: str, mutation: Mutation) -> None:
        """Have JSON with a mistake refused, and told where it is; and any other be read, and kept as it came."""
        content = json.dumps(mutation.value).encode()
        error = self.comparison.hold_mutation(
            mutation, answer.contents[content_type], lambda _: self._directly(answer, content_type, content)
        )
        assert error is None or error.response.status_code == answer.code

    def check_refusals(self, answer: Response, content_type: str) -> None:
        """Have what is no JSON refused by each function."""
        for content in _NO_JSON:
            self.server.answer = Answered(answer.code, content_type, content)
            for function in self.generated.functions(self.operation):
                with pytest.raises(self.generated.errors.InvalidContentError) as caught:
                    self._called(function)
                assert (caught.value.pointer, caught.value.response.content) == ("", content)

    def check_no_content(self, answer: Response) -> None:
        """Have an answer for which no content is documented read as nothing, whatever comes."""
        for content in (b"", b"<html>"):
            for called, parsed in self._through_each_function(Answered(answer.code, None, content)):
                assert parsed is None
                assert called is None or called.status_code == answer.code

    def check_undocumented(self, code: int) -> None:
        """Have a status that is not documented raised; or given as it is, where that is asked for."""
        self.server.answer = Answered(code, "application/json", b"{}")
        for function in self.generated.functions(self.operation):
            with pytest.raises(self.generated.errors.UnexpectedStatus) as caught:
                self._called(function)
            assert (caught.value.status_code, caught.value.content) == (code, b"{}")
            called = self._called(function, raises=False)
            if function.returns_parsed:
                assert called is None
            else:
                assert (called.status_code, called.parsed, called.content) == (code, None, b"{}")

    def _through_each_function(self, answered: Answered) -> Iterator[tuple[Any, Any]]:
        """Give what each function gives, if it gives it whole, and what it parsed."""
        self.server.answer = answered
        for function in self.generated.functions(self.operation):
            called = self._called(function)
            if function.returns_parsed:
                yield None, called
            else:
                assert called.status_code == answered.status
                yield called, called.parsed

    def _called(self, function: Function, *, raises: bool = True) -> Any:
        client = self.generated.client(self.operation, self.server.base_url, raises=raises)
        return function(client, self.generated.arguments(self.operation, self.request))

    def _directly(self, answer: Response, content_type: str, content: bytes) -> Any:
        return self._direct.parse(
            httpx.Response(answer.code, content=content, headers={"Content-Type": content_type})
        )
