"""The mock and the original description, which it never reads: it takes what is allowed, and refuses what is not."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from attrs import Factory, field, frozen

from contract.description import METHODS, Description, Operation, Schema
from contract.drawing import check_drawn
from contract.goals import required_of
from contract.mistakes import Mistakes
from contract.mock.exchange import Came, Exchange, Sent
from contract.mock.forbidden import Finding, bodies_of
from contract.mock.requests import in_a_form, write
from contract.validity import Validity
from contract.values import Values
from contract.writing import Request, cannot_be_told
from omni_drafts.mock import MockState, create_application
from omni_drafts.mock._description.description import Description as Kept
from omni_drafts.mock._description.loading import load_description
from spec.audit.wire import is_json
from spec.reading import Document

_USUAL = {"error", "message"}


@frozen(eq=False)
class Contract:
    """Holds the mock of one description to it.

    Attributes:
        description: As it was before its repair.
        kept: What the mock keeps: the same, repaired.
        ask: Asks the mock, whose state is `state`.
        drawn: How many values schemathesis draws of each request and each answer, beside those that are chosen.
    """

    description: Description
    validity: Validity
    values: Values
    kept: Kept
    state: MockState
    ask: Callable[[Sent], Came]
    drawn: int
    _finding: Finding = field(
        default=Factory(
            lambda self: Finding(self.description, self.validity, self.values, self.prefix), takes_self=True
        ),
        init=False,
    )

    @classmethod
    def of(cls, description: Description, repaired: Document, runner: asyncio.Runner, drawn: int) -> "Contract":
        """Hold the mock of a repaired description to the one that it was made of."""
        state, validity = MockState(rate_limit=0), Validity(description)
        exchange = Exchange(create_application(state, repaired), runner)
        kept = load_description(repaired)
        return cls(description, validity, Values(description, validity), kept, state, exchange.ask, drawn)

    @property
    def prefix(self) -> str:
        """The path before those of the description."""
        servers = self.description.document.get("servers") or [{"url": ""}]
        url: str = servers[0]["url"]
        return urlsplit(url).path.rstrip("/")

    def check_what_is_allowed(self, operation: Operation) -> None:
        """Make requests that are allowed: each is taken, and what is answered is what is documented."""
        told = [request for request in self.values.chosen(operation.request) if self._can_be_told(operation, request)]
        assert told, f"{operation}: no request can be made"
        for request in told:
            self._check_taken(operation, request)
        check_drawn(
            self.values.drawn(operation.request).filter(lambda request: self._can_be_told(operation, request)),
            self.drawn,
            lambda request: self._check_taken(operation, request),
        )

    def check_what_is_forbidden(self, operation: Operation) -> None:
        """Make requests that are wrong in one place: each is refused, in a way that is documented."""
        chosen = reversed(self.values.chosen(operation.request))
        request = next(one for one in chosen if self._can_be_told(operation, one))
        for forbidden in self._finding.of(operation, request):
            self._make_ready(request)
            came = self.ask(forbidden.sent)
            documented = (status for status in forbidden.statuses if operation.documented(status) is not None)
            wanted = next(documented, forbidden.statuses[0])
            assert came.status == wanted, f"{operation}: {forbidden.why}: answered with {came.status}"
            self._hold_content(came, operation)

    def check_what_may_be_answered(self, operation: Operation) -> None:
        """Have what the mock goes by, in its answers, allow what is documented, and forbid what is not."""
        named = (operation.method, operation.path)
        kept = next(other for other in self.kept.operations if (other.method, other.path) == named)
        for answer in operation.answers:
            for content_type, schema in answer.contents.items():
                if is_json(content_type):
                    self._check_schema(schema, kept.response_content(answer.code)[content_type].get("schema", {}))

    def check_what_is_not_there(self) -> None:
        """Ask for paths and methods that are not described."""
        assert self.ask(Sent("GET", f"{self.prefix}/not/described")).status == 404
        for path in self.description.document["paths"]:
            filled = self.prefix + re.sub(r"\{[^}]*\}", "a", path)
            there = {operation.method for operation in self._at(filled)}
            for method in METHODS:
                if method in there:
                    continue
                came = self.ask(Sent(method.upper(), filled))
                assert came.status == 405, f"{method} {path}: answered with {came.status}"
                assert {name.lower() for name in came.header("allow").split(", ")} == there

    def _check_taken(self, operation: Operation, request: Request) -> None:
        self._make_ready(request)
        came = self.ask(write(operation, request, self.prefix))
        what = f"{operation}: {came} to {str(request)[:1000]}"
        assert operation.documented(came.status) is not None, what
        refused = came.status >= 400 and any(answer.code // 100 == 2 for answer in operation.answers)
        assert not refused or came.status in self._refused_with_reason(operation, request), what
        self._hold_content(came, operation)

    def _refused_with_reason(self, operation: Operation, request: Request) -> Iterator[int]:
        """Give the statuses of refusals for reasons that no description has."""
        if _names_what_cannot_be_there(request):
            yield 404
        # A body may be left out by mistake: its description says what it has to have, and not that it has to be.
        if "body" not in request and any(map(self._requires, bodies_of(operation).values())):
            yield 400

    def _requires(self, schema: Schema) -> bool:
        return bool(required_of(self.description, schema))

    def _make_ready(self, request: Request) -> None:
        """Know nothing but the documents that are asked for: whether one is there no description can say."""
        self.state.documents.clear()
        self.state.drafts.clear()
        for value in request["path"].values():
            if isinstance(value, str) and value not in self.state.documents:
                self.state.add_document(value)

    def _can_be_told(self, operation: Operation, request: Request) -> bool:
        """Say whether a request is not another as it is written."""
        if cannot_be_told(operation, request):
            return False
        for content_type, value in request.get("body", {}).items():
            if value == "" and not is_json(content_type):
                return False
            if isinstance(value, dict) and not is_json(content_type):
                return self.validity.holds(in_a_form(value), bodies_of(operation)[content_type])
        return True

    def _hold_content(self, came: Came, operation: Operation) -> None:
        """Hold the content of an answer to what is documented for its status."""
        answer = operation.documented(came.status)
        what = f"{operation}: {came}"
        if operation.method == "head":
            return  # its content does not go over the wire
        if answer is None or not answer.contents:
            # The words of a refusal are documented, and its shape is not: it has the one that is usual.
            assert came.status >= 400 or came.content == b"", what
            assert came.status < 400 or json.loads(came.content).keys() == _USUAL, what
            return
        schemas = answer.schemas(came.header("content-type"))
        assert schemas, f"{what} is of a content type that is not documented"
        value = json.loads(came.content) if is_json(came.header("content-type")) else came.content.decode("latin-1")
        assert any(self.validity.holds(value, schema) for schema in schemas), f"{what} is not what is documented"

    def _check_schema(self, schema: Schema, kept: Schema) -> None:
        seen: dict[str, bool] = {}
        for value in self.values.chosen(schema):
            problem = self.kept.schemas.validation_error(value, kept)
            assert problem is None, f"{value} is allowed, and the mock holds that{problem}"
            for mutation in Mistakes(self.description).mutations(value, schema, seen):
                allowed = self.validity.holds(mutation.value, schema)
                assert self.kept.schemas.is_valid(mutation.value, kept) == allowed, mutation.value

    def _at(self, path: str) -> Iterator[Operation]:
        for operation in self.description.operations:
            fixed = re.split(r"\{[^}]*\}", self.prefix + operation.path)
            if re.fullmatch("[^/]+".join(map(re.escape, fixed)), path):
                yield operation


def _names_what_cannot_be_there(request: Request) -> bool:
    """Say whether a request names a model or branch that is no UUID, which a description may allow, and none has."""
    named = [value for body in request.get("body", {}).values() if isinstance(body, dict) for value in body.items()]
    return any(name in ("modelId", "branchId") and not _is_uuid(value) for name, value in named)


def _is_uuid(value: Any) -> bool:
    try:
        return UUID(str(value)) is not None
    except ValueError:
        return False
