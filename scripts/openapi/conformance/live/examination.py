"""Sends the requests of a check, and compares each response with the description and with the generated client."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from attrs import define, evolve, field

from openapi.conformance.description import Operation
from openapi.conformance.generated_client import GeneratedClient
from openapi.conformance.live.client_errors import ClientError, find_client_error
from openapi.conformance.live.connection import Instance
from openapi.conformance.live.deviations import Deviation, DeviationKind, build_excerpt, merge_deviations
from openapi.conformance.live.differences import Comparison
from openapi.conformance.live.errors import CouldNotRunError
from openapi.conformance.live.report import Outcome, Report
from openapi.conformance.live.requests import RequestBuilder
from openapi.conformance.mistakes import Mistakes
from openapi.conformance.serialization import Request, serialize_headers, serialize_path, serialize_query
from openapi.conformance.wire import is_json

_UNAUTHORIZED = 401
_NOT_JSON: Any = object()
"""Result of parsing content that is not JSON; `None` is the result of `null`."""


@define
class Examination:
    """Examines one instance.

    Attributes:
        instance: Instance.
        builder: Builder of the requests.
        comparison: Comparison with the schemas of the description.
        generated: Generated client of the description.
        redact: Function that removes the token from text.
        max_requests: Limit of the requests.
    """

    instance: Instance
    builder: RequestBuilder
    comparison: Comparison
    generated: GeneratedClient
    redact: Callable[[str], str]
    max_requests: int
    _sent: list[tuple[Outcome, Request]] = field(factory=list, init=False)

    def run(self, report: Report) -> None:
        """Send all requests, and add their results to a report.

        Raises:
            CouldNotRunError: If the instance does not respond, or refuses the token.
        """
        for outcome in report.outcomes:
            outcome.skip_reason = self.builder.skip_reason(outcome.operation)
        self._send_plain_requests([outcome for outcome in report.outcomes if not outcome.skip_reason])
        variants = [
            (outcome, variant)
            for outcome, request in self._sent
            for variant in self.builder.build_variants(outcome.operation, request)
        ]
        for outcome, variant in variants:
            if self.instance.request_count >= self.max_requests:
                report.omitted_count += 1
            else:
                self._send(outcome, variant)
        for outcome in report.outcomes:
            outcome.deviations = merge_deviations(outcome.deviations)
        report.request_count = self.instance.request_count

    def _send_plain_requests(self, waiting: list[Outcome]) -> None:
        """Send one request to each operation. Responses have values for others, so repeat until none is added."""
        previous_count = -1
        while previous_count != len(waiting):
            previous_count, remaining = len(waiting), []
            for outcome in waiting:
                request, outcome.skip_reason = self.builder.build(outcome.operation)
                if request is not None and self.instance.request_count >= self.max_requests:
                    outcome.skip_reason = f"more than {self.max_requests} requests; allow them with --most"
                elif request is not None:
                    self._send(outcome, request)
                    self._sent.append((outcome, request))
                    continue
                remaining.append(outcome)
            waiting = remaining

    def _send(self, outcome: Outcome, request: Request) -> None:
        operation = outcome.operation
        query = serialize_query(operation, request)
        target = f"{serialize_path(operation, request)}{query and '?'}{query}"
        description = self.redact(f"{operation.method.upper()} {target}")
        headers = dict(serialize_headers(operation, request))
        try:
            response = self.instance.send(operation.method.upper(), target, headers)
        except httpx.HTTPError as error:
            name = self.redact(type(error).__name__)
            self._check_not_first(f"does not answer: {name}")
            outcome.status_codes.append(0)
            outcome.deviations.append(Deviation(DeviationKind.NO_RESPONSE, 0, "", "an answer", name, description))
            return
        if response.status_code == _UNAUTHORIZED:
            self._check_not_first("refuses the token: 401")
        outcome.status_codes.append(response.status_code)
        deviations = self._check_response(operation, response)
        outcome.deviations += [evolve(deviation, request=description) for deviation in deviations]
        if response.is_success and operation.method == "get":
            self.builder.path_values.add_response(operation, _parse(response))

    def _check_not_first(self, problem: str) -> None:
        """Raise an error if no response came before this problem."""
        if not any(outcome.status_codes for outcome, _ in self._sent):
            raise CouldNotRunError(f"{self.instance.base_url} {problem}")

    def _check_response(self, operation: Operation, response: httpx.Response) -> list[Deviation]:
        error = find_client_error(self.generated, operation, response)
        deviations = list(self._find_deviations(operation, response, error))
        if error is None or any(deviation.client_error for deviation in deviations):
            return deviations
        message = self.redact(error.message)
        for index, deviation in enumerate(deviations):
            if not deviation.kind.is_mild:
                return [*deviations[:index], evolve(deviation, client_error=message), *deviations[index + 1 :]]
        return [
            *deviations,
            Deviation(
                DeviationKind.UNREADABLE,
                response.status_code,
                self.redact(error.pointer),
                "what came",
                self._excerpt(response.content),
                client_error=message,
            ),
        ]

    def _find_deviations(
        self, operation: Operation, response: httpx.Response, error: ClientError | None
    ) -> Iterator[Deviation]:
        """Yield the deviations of a response. The ones that the client cannot read have its error."""
        status_code, documented = response.status_code, operation.response_for(response.status_code)
        if documented is None:
            statuses = ", ".join(other.status for other in operation.responses)
            yield Deviation(DeviationKind.STATUS, status_code, "", statuses, self._excerpt(response.content))
            return
        if not documented.contents:
            return  # any content is allowed, and the client does not read it
        content_type = response.headers.get("Content-Type", "")
        schemas = documented.schemas(content_type)
        if not schemas:
            types, received = " or ".join(documented.contents), self.redact(content_type or "none")
            yield Deviation(DeviationKind.CONTENT_TYPE, status_code, "", types, received)
            return
        if not is_json(content_type):
            return
        value = _parse(response)
        if value is _NOT_JSON:
            received = self._excerpt(response.content) or "nothing"
            yield Deviation(DeviationKind.NOT_JSON, status_code, "", content_type, received)
            return
        yield from self._compare(value, schemas[0], status_code, error)

    def _compare(self, value: Any, schema: Any, status_code: int, error: ClientError | None) -> Iterator[Deviation]:
        invalid_pointers = Mistakes(self.comparison.description).pointers(value, schema)
        for difference in self.comparison.find_differences(value, schema):
            pointer = difference.pointer
            is_unreadable = error is not None and (pointer == error.pointer or pointer in invalid_pointers)
            yield Deviation(
                difference.kind,
                status_code,
                self.redact(pointer),
                difference.documented,
                "nothing" if difference.is_missing else build_excerpt(difference.received, self.redact),
                client_error=self.redact(error.message) if error is not None and is_unreadable else "",
            )

    def _excerpt(self, content: bytes) -> str:
        return build_excerpt(content, self.redact)


def _parse(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return _NOT_JSON
