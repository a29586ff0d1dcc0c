"""The errors of the functions of this client, beside those of httpx."""

from collections.abc import Iterable

import httpx


class UnexpectedStatus(Exception):  # noqa: N818 - the name that clients of this generator have
    """The status of a response is not documented, and the client is set to raise an error for it.

    Attributes:
        status_code: Status of the response.
        content: Body of the response.
        response: Response; `None` if the error was created without one.
    """

    def __init__(self, status_code: int, content: bytes, response: httpx.Response | None = None) -> None:
        self.status_code = status_code
        self.content = content
        self.response = response
        super().__init__(
            f"Unexpected status code: {status_code}\n\nResponse content:\n{content.decode(errors='ignore')}"
        )


class InvalidContentError(Exception):
    """The content of a response is not as documented: a wrong JSON type, a missing property, or no JSON at all.

    The message has types and JSON pointers, and nothing of the content.

    Attributes:
        problem: Description of the problem.
        pointer: JSON pointer of the wrong value; empty for the whole content.
        response: Response with the content; `None` if a model was decoded alone.
    """

    def __init__(self, problem: str, steps: Iterable[str | int] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.response: httpx.Response | None = None
        self._steps = list(steps)

    def within(self, step: str | int) -> "InvalidContentError":
        """Add the name of a property, or an index, in front of the pointer, and return the error."""
        self._steps.insert(0, step)
        return self

    @property
    def pointer(self) -> str:
        """JSON pointer of the wrong value."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self._steps)

    def __str__(self) -> str:
        """Return the status, the pointer and the problem."""
        status = [] if self.response is None else [f"status {self.response.status_code}"]
        return ": ".join([*status, *([self.pointer] if self._steps else []), self.problem])

    def __reduce__(self) -> tuple[object, ...]:
        """Return what a pickle needs, the pointer included."""
        return type(self), (self.problem, tuple(self._steps)), {"response": self.response}


__all__ = ["InvalidContentError", "UnexpectedStatus"]
