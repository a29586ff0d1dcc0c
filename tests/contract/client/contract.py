"""A client and the description that it has to keep: each operation's requests and answers, chosen and drawn."""

from collections.abc import Iterator
from typing import Any

from attrs import Factory, field, frozen

from contract.client.answers import Answers
from contract.client.comparison import Comparison
from contract.client.requests import Requests
from contract.client.server import Recording
from openapi.conformance.coverage import Coverage
from openapi.conformance.description import Description, Operation, Response, Schema
from openapi.conformance.drawing import check_drawn
from openapi.conformance.generated_client import GeneratedClient
from openapi.conformance.mistakes import Mistakes
from openapi.conformance.validity import Validity
from openapi.conformance.values import Values
from openapi.conformance.wire import is_json

_TEXT, _BYTES = "ä,b\r\n".encode(), b"\x00\xffbytes"


@frozen(eq=False)
class Contract:
    """Holds one client to its description.

    Attributes:
        drawn: How many values schemathesis draws of each request and each answer, beside those that are chosen.
    """

    description: Description
    generated: GeneratedClient
    server: Recording
    drawn: int
    validity: Validity = field(default=Factory(lambda self: Validity(self.description), takes_self=True), init=False)
    values: Values = field(
        default=Factory(lambda self: Values(self.description, self.validity), takes_self=True), init=False
    )
    comparison: Comparison = field(
        default=Factory(lambda self: Comparison(self.description, self.validity, self.generated), takes_self=True),
        init=False,
    )

    def check_requests(self, operation: Operation) -> None:
        """Make requests that are allowed, until all that is documented was in one."""
        requests = Requests(self.generated, self.comparison, self.server)
        for value in self._chosen(operation.request, f"{operation} request"):
            requests.check(operation, value)
        check_drawn(self.values.drawn(operation.request), self.drawn, lambda value: requests.check(operation, value))

    def check_answers(self, operation: Operation) -> None:
        """Give each documented answer, until all that is documented was in one; and one that is not documented."""
        answers = Answers(self.generated, self.comparison, self.server, operation, self._request(operation))
        for answer in operation.responses:
            if not answer.contents:
                answers.check_no_content(answer)
            for content_type, schema in answer.contents.items():
                if not is_json(content_type):
                    answers.check_content(answer, content_type, _TEXT if content_type.startswith("text/") else _BYTES)
                else:
                    self._check_json(answers, answer, content_type, schema)
        if operation.undocumented is not None:
            answers.check_undocumented(operation.undocumented)

    def check_mistakes(self, operation: Operation) -> None:
        """Give answers that the description forbids, each with one place that is wrong, and others that it bounds."""
        answers = Answers(self.generated, self.comparison, self.server, operation, self._request(operation))
        mistakes = Mistakes(self.description)
        for answer in operation.responses:
            for content_type, schema in answer.contents.items():
                if not is_json(content_type):
                    continue
                answers.check_refusals(answer, content_type)
                seen: dict[str, bool] = {}
                for value in self.values.chosen(schema):
                    for mutation in mistakes.mutations(value, schema, seen):
                        answers.check_mutation(answer, content_type, mutation)

    def check_schemas(self) -> None:
        """Have the class of each named schema read what is allowed, and refuse what is not."""
        mistakes = Mistakes(self.description)
        for name, schema in self.description.schemas.items():
            kind: Any = self.generated.models.get(self.generated.manifest["schemas"][name])
            if not hasattr(kind, "from_dict"):
                continue  # it is a literal, or is inlined wherever it is used
            seen: dict[str, bool] = {}
            for value in self._chosen(schema, name):
                if not isinstance(value, dict):
                    continue  # what is not an object has no class
                self.comparison.hold_parsed(kind.from_dict(value), value, schema)
                for mutation in mistakes.mutations(value, schema, seen):
                    if isinstance(mutation.value, dict):
                        self.comparison.hold_mutation(mutation, schema, kind.from_dict)

    def unreached(self) -> list[str]:
        """Give the properties of the description that are in nothing that is checked here."""
        whole = [(str(operation), operation.request) for operation in self.description.operations]
        whole += [
            (str(operation), schema)
            for operation in self.description.operations
            for answer in operation.responses
            for schema in answer.contents.values()
        ]
        whole += list(self.description.schemas.items())
        goals = [Coverage(self.description, self.validity, schema, name) for name, schema in whole]
        walked = set().union(*(one.walked for one in goals))
        return [place for place, schema in self.description.properties().items() if id(schema) not in walked]

    def _check_json(self, answers: Answers, answer: Response, content_type: str, schema: Schema) -> None:
        for value in self._chosen(schema, f"{answers.operation} {answer.status} {content_type}"):
            answers.check_content(answer, content_type, value)
        check_drawn(
            self.values.drawn(schema),
            self.drawn,
            lambda value: answers.check_that_it_is_read(answer, content_type, value),
        )

    def _chosen(self, schema: Schema, name: str) -> Iterator[Any]:
        """Give values that a schema allows; at the end nothing that is documented may be left."""
        goals = Coverage(self.description, self.validity, schema, name)
        for value in self.values.chosen(schema):
            goals.add(value)
            yield value
        missing = goals.missing()
        assert not missing, f"{name}: never drawn: {', '.join(missing)}"

    def _request(self, operation: Operation) -> Any:
        """Give a request that may be made: one with as little as can be."""
        return self.values.chosen(operation.request)[-1]
