"""Asks an instance what it may be asked, and holds each answer to the description and to the client."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from attrs import define, evolve, field

from contract.live.client import Reader, Refusal
from contract.live.contents import Contents
from contract.live.deviations import Deviation, Kind, excerpt, gathered
from contract.live.outcome import Outcome, Report
from contract.live.pace import Instance
from contract.live.questions import Questions
from openapi.conformance.description import Operation
from openapi.conformance.mistakes import Mistakes
from openapi.conformance.serialization import Request, serialize_headers, serialize_path, serialize_query
from openapi.conformance.wire import is_json

_UNAUTHORIZED = 401


class CouldNotRunError(Exception):
    """The instance cannot be asked at all; the message is one line, without the token."""


@define
class Examination:
    """Examines one instance.

    Attributes:
        hide: Takes the token out of a text.
        most: How many requests are made at most.
    """

    instance: Instance
    questions: Questions
    contents: Contents
    reader: Reader
    hide: Callable[[str], str]
    most: int
    _asked: list[tuple[Outcome, Request]] = field(factory=list, init=False)

    def run(self, report: Report) -> None:
        """Ask all that can be asked, and write down what came.

        Raises:
            CouldNotRunError: Nobody answers, or the token is refused.
        """
        for outcome in report.outcomes:
            outcome.left_out = self.questions.reason_to_leave_out(outcome.operation)
        self._ask_plainly([outcome for outcome in report.outcomes if not outcome.left_out])
        variants = [
            (outcome, variant)
            for outcome, plain in self._asked
            for variant in self.questions.variants(outcome.operation, plain)
        ]
        for outcome, variant in variants:
            if self.instance.asked >= self.most:
                report.not_made += 1
            else:
                self._ask(outcome, variant)
        for outcome in report.outcomes:
            outcome.deviations = gathered(outcome.deviations)
        report.requests = self.instance.asked

    def _ask_plainly(self, waiting: list[Outcome]) -> None:
        """Ask each operation once; as answers tell what others need, as long as one more can be asked."""
        before = -1
        while before != len(waiting):
            before, still = len(waiting), []
            for outcome in waiting:
                request, outcome.left_out = self.questions.plain(outcome.operation)
                if request is not None and self.instance.asked >= self.most:
                    outcome.left_out = f"more than {self.most} requests; allow them with --most"
                elif request is not None:
                    self._ask(outcome, request)
                    self._asked.append((outcome, request))
                    continue
                still.append(outcome)
            waiting = still

    def _ask(self, outcome: Outcome, request: Request) -> None:
        operation = outcome.operation
        query = serialize_query(operation, request)
        target = f"{serialize_path(operation, request)}{query and '?'}{query}"
        asked = self.hide(f"{operation.method.upper()} {target}")
        try:
            headers = dict(serialize_headers(operation, request))
            response = self.instance.ask(operation.method.upper(), target, headers)
        except httpx.HTTPError as error:
            self._check_that_it_is_not_the_first(f"does not answer: {type(error).__name__}")
            outcome.answers.append(0)
            outcome.deviations.append(
                Deviation(Kind.NO_ANSWER, 0, "", "an answer", self.hide(type(error).__name__), asked)
            )
            return
        if response.status_code == _UNAUTHORIZED:
            self._check_that_it_is_not_the_first("refuses the token: 401")
        outcome.answers.append(response.status_code)
        outcome.deviations += [evolve(one, asked=asked) for one in self._hold(operation, request, response)]
        if response.is_success and operation.method == "get":
            self.questions.known.learn(operation, _parsed(response))

    def _check_that_it_is_not_the_first(self, problem: str) -> None:
        if not any(outcome.answers for outcome, _ in self._asked):
            raise CouldNotRunError(f"{self.instance.http.base_url} {problem}".replace("/ ", " "))

    def _hold(self, operation: Operation, request: Request, response: httpx.Response) -> list[Deviation]:
        refusal = self.reader.refusal(operation, request, response)
        found = list(self._deviations(operation, response, refusal))
        if refusal is None or any(one.unreadable for one in found):
            return found
        for index, one in enumerate(found):
            if not one.kind.is_mild:
                return [*found[:index], evolve(one, unreadable=self.hide(refusal.says)), *found[index + 1 :]]
        return [
            *found,
            Deviation(
                Kind.UNREADABLE,
                response.status_code,
                self.hide(refusal.place),
                "what came",
                self._excerpt(response.content),
                unreadable=self.hide(refusal.says),
            ),
        ]

    def _deviations(
        self, operation: Operation, response: httpx.Response, refusal: Refusal | None
    ) -> Iterator[Deviation]:
        """Give what differs in an answer; what of it the client cannot read is said there."""
        status, answer = response.status_code, operation.response_for(response.status_code)
        if answer is None:
            documented = ", ".join(one.status for one in operation.responses)
            yield Deviation(Kind.STATUS, status, "", documented, self._excerpt(response.content))
            return
        if not answer.contents:
            return  # nothing is said of what comes, and the client does not look at it
        content_type = response.headers.get("Content-Type", "")
        schemas = answer.schemas(content_type)
        if not schemas:
            documented, came = " or ".join(answer.contents), content_type or "none"
            yield Deviation(Kind.CONTENT_TYPE, status, "", documented, self.hide(came))
            return
        if not is_json(content_type):
            return
        value = _parsed(response)
        if value is _NOTHING:
            yield Deviation(Kind.NO_JSON, status, "", content_type, self._excerpt(response.content) or "nothing")
            return
        wrong = Mistakes(self.contents.description).pointers(value, schemas[0])
        for one in self.contents.differences(value, schemas[0]):
            is_unreadable = refusal is not None and (one.place == refusal.place or one.place in wrong)
            yield Deviation(
                one.kind,
                status,
                self.hide(one.place),
                one.documented,
                "nothing" if one.is_absent else excerpt(one.came, self.hide),
                unreadable=self.hide(refusal.says) if refusal is not None and is_unreadable else "",
            )

    def _excerpt(self, content: bytes) -> str:
        return excerpt(content, self.hide)


_NOTHING: Any = object()
"""What is no JSON is parsed to, as `null` is JSON."""


def _parsed(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return _NOTHING
