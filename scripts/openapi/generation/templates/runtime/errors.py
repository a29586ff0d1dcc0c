"""What the functions of this client raise, beside httpx's own exceptions."""

from collections.abc import Iterable

import httpx


class UnexpectedStatus(Exception):  # noqa: N818 - the name that clients of this generator have
    """A status that is not documented, where the client was told to raise on one.

    Attributes:
        status_code: As it came.
        content: The body, as it came.
        response: The whole answer; `None` where the error was made without one.
    """

    def __init__(self, status_code: int, content: bytes, response: httpx.Response | None = None) -> None:
        self.status_code = status_code
        self.content = content
        self.response = response
        super().__init__(
            f"Unexpected status code: {status_code}\n\nResponse content:\n{content.decode(errors='ignore')}"
        )


class InvalidContentError(Exception):
    """What came is not what is documented: a wrong type of JSON, a missing property, `null`, or no JSON at all.

    The message has types and places, and nothing of the content.

    Attributes:
        problem: What is wrong.
        place: Where, as a JSON pointer; empty for the whole.
        response: The answer that it came in; `None` where a model was read by itself.
    """

    def __init__(self, problem: str, steps: Iterable[str | int] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.response: httpx.Response | None = None
        self._steps = list(steps)

    def within(self, step: str | int) -> "InvalidContentError":
        """Put what holds the place before it: a property's name, or an index."""
        self._steps.insert(0, step)
        return self

    @property
    def place(self) -> str:
        """Where it is, as a JSON pointer."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self._steps)

    def __str__(self) -> str:
        """Tell the status, the place and the problem."""
        status = [] if self.response is None else [f"status {self.response.status_code}"]
        return ": ".join([*status, *([self.place] if self._steps else []), self.problem])

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the place when it is pickled."""
        return type(self), (self.problem, tuple(self._steps)), {"response": self.response}


__all__ = ["InvalidContentError", "UnexpectedStatus"]
