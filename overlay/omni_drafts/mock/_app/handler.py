"""What is answered to a request: who asks, whether they may, and what the state or the description knows of it."""

import math
from collections.abc import Mapping

from attrs import frozen
from starlette.requests import Request

from omni_drafts.mock._app.errors import InvalidRequestError, UnsupportedContentError
from omni_drafts.mock._app.requests import Call, bearer_token, read_call
from omni_drafts.mock._app.state_operations import KNOWN_OPERATIONS
from omni_drafts.mock._description.examples import Examples, NoExampleError
from omni_drafts.mock._description.loading import Description, Operation
from omni_drafts.mock._description.responses import Answer, described, known, refusal
from omni_drafts.mock._state.state import MockState, RefusalError

_WORDS_FOR_PARAMETERS: Mapping[str, str] = {"include": "Invalid include parameter value"}
"""What is answered to a parameter that is not allowed, where the description has words for it."""


@frozen
class Answering:
    """Answers the requests to the operations of a description, from a state."""

    state: MockState
    description: Description
    examples: Examples

    def answer(self, operation: Operation, path: tuple[str, ...], request: Request, content: bytes) -> Answer:
        """Answer a request to an operation.

        Args:
            operation: The operation.
            path: The path parameters as they were sent, in their order in the path.
            request: The request.
            content: Its body.
        """
        token = bearer_token(request)
        if token not in self.state.tokens and not operation.is_open:
            return refusal(operation, 401, operation.words(401), self.examples)
        wait = self.state.take_turn(token)
        if wait is not None:
            return refusal(operation, 429, operation.words(429), self.examples, {"Retry-After": str(math.ceil(wait))})
        try:
            return self._perform(read_call(operation, path, request, content, self.description.schemas))
        except NoExampleError as error:
            message = f"The description of {request.method} {operation.path} needs an example: {error}"
            return refusal(None, 500, message, self.examples)
        except RefusalError as error:
            return refusal(operation, error.status, error.message, self.examples)
        except UnsupportedContentError as error:
            return refusal(
                operation, operation.refusing_status(415, 400, 422), f"Bad Request: {error}", self.examples
            )
        except InvalidRequestError as error:
            message = _WORDS_FOR_PARAMETERS.get(error.name, f"Bad Request: {error}")
            return refusal(operation, operation.refusing_status(400, 422, 404), message, self.examples)

    def _perform(self, call: Call) -> Answer:
        if call.operation.shape not in KNOWN_OPERATIONS:
            return described(call.operation, self.examples)
        status, answer = KNOWN_OPERATIONS[call.operation.shape]
        return known(call.operation, status, answer(self.state, call), self.examples)
