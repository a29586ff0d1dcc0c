"""Checks of what a client does with responses that the description does not allow."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from attrs import frozen

from contract.client.exchange import LoopbackExchange
from openapi.conformance.comparison import Comparison
from openapi.conformance.description import Operation, Response, Schema
from openapi.conformance.exchange import Reply
from openapi.conformance.generated_client import DirectCall, GeneratedClient, to_json
from openapi.conformance.mistakes import Mistakes, Mutation
from openapi.conformance.values import Values

_MALFORMED_JSON = (b"", b"<html>", b'{"a": ', b"\xff\xfe\x00", b"nul")


@frozen
class Refusals:
    """Checks what one client refuses."""

    generated: GeneratedClient
    comparison: Comparison
    exchange: LoopbackExchange
    values: Values

    def check_malformed(self, operation: Operation, response: Response, content_type: str) -> None:
        """Check that each function refuses content that is not JSON."""
        for content in _MALFORMED_JSON:
            self.exchange.server.reply = Reply(response.code, content_type, content)
            for function in self.generated.functions(operation):
                with pytest.raises(self.generated.errors.InvalidContentError) as caught:
                    self.exchange.call(function, operation)
                assert (caught.value.pointer, caught.value.response.content) == ("", content)

    def check_undocumented(self, operation: Operation, code: int) -> None:
        """Check that an undocumented status code raises an error, or is returned if the client is set so."""
        self.exchange.server.reply = Reply(code, "application/json", b"{}")
        for function in self.generated.functions(operation):
            with pytest.raises(self.generated.errors.UnexpectedStatus) as caught:
                self.exchange.call(function, operation)
            assert (caught.value.status_code, caught.value.content) == (code, b"{}")
            result = self.exchange.call(function, operation, raises=False)
            if function.returns_parsed:
                assert result is None
            else:
                assert (result.status_code, result.parsed, result.content) == (code, None, b"{}")

    def check_mutations(self, operation: Operation, response: Response, content_type: str) -> None:
        """Check that JSON with an error is refused with its pointer, and other JSON is kept."""
        call = DirectCall.for_operation(self.generated, operation, self.exchange.smallest_request(operation))
        headers = {"Content-Type": content_type}

        def parse(value: Any) -> Any:
            return call.parse(httpx.Response(response.code, content=json.dumps(value).encode(), headers=headers))

        for error in self._mutate(response.contents[content_type], parse, lambda _: True):
            assert error.response.status_code == response.code

    def check_schema(self, kind: Any, schema: Schema) -> None:
        """Check that the class of a schema refuses objects with an error, and keeps others."""
        for _ in self._mutate(schema, kind.from_dict, lambda value: isinstance(value, dict)):
            pass

    def _mutate(self, schema: Schema, parse: Callable[[Any], Any], is_parsed: Callable[[Any], bool]) -> list[Any]:
        """Return the errors of all mutations of the values of a schema."""
        seen: dict[str, bool] = {}
        errors = [
            self._check_mutation(mutation, schema, parse)
            for value in self.values.chosen(schema)
            if is_parsed(value)
            for mutation in Mistakes(self.comparison.description).mutations(value, schema, seen)
            if is_parsed(mutation.value)
        ]
        return [error for error in errors if error is not None]

    def _check_mutation(self, mutation: Mutation, schema: Schema, parse: Callable[[Any], Any]) -> Any:
        if not mutation.invalid_pointers:
            self.comparison.check_json(mutation.value, to_json(parse(mutation.value)), schema)
            return None
        with pytest.raises(self.generated.errors.InvalidContentError) as caught:
            parse(mutation.value)
        assert caught.value.pointer in mutation.invalid_pointers
        return caught.value
