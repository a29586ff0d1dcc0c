"""Handling of a request to an operation: authentication, rate limit, validation and response."""

import math
from collections.abc import Mapping

from attrs import frozen
from starlette.requests import Request

from omni_drafts.mock._app.errors import InvalidRequestError, UnsupportedContentError
from omni_drafts.mock._app.requests import OperationRequest, bearer_token, parse_request
from omni_drafts.mock._app.state_operations import STATE_OPERATIONS
from omni_drafts.mock._description.error_responses import error_response
from omni_drafts.mock._description.example_responses import example_response
from omni_drafts.mock._description.examples import Examples, NoExampleError
from omni_drafts.mock._description.operations import Operation
from omni_drafts.mock._description.responses import MockResponse, fit_response
from omni_drafts.mock._state.refusals import RefusalError
from omni_drafts.mock._state.state import MockState

_PARAMETER_MESSAGES: Mapping[str, str] = {"include": "Invalid include parameter value"}
"""Documented messages for invalid parameters, by name."""


@frozen
class RequestHandler:
    """Handler of the requests to the operations of a description.

    Attributes:
        state: State of the mock.
        examples: Examples of the description.
    """

    state: MockState
    examples: Examples

    def handle(
        self, operation: Operation, path_values: tuple[str, ...], request: Request, content: bytes
    ) -> MockResponse:
        """Return the response to a request.

        Args:
            operation: Operation of the request.
            path_values: Percent-encoded path parameters, in the order of the path.
            request: Request of Starlette.
            content: Content of the request.
        """
        token = bearer_token(request)
        if token not in self.state.tokens and not operation.is_public:
            return self._error(operation, 401, operation.response_description(401))
        delay = self.state.acquire_permit(token)
        if delay is not None:
            headers = {"Retry-After": str(math.ceil(delay))}
            return self._error(operation, 429, operation.response_description(429), headers)
        try:
            return self._perform(parse_request(operation, path_values, request, content, self.examples.schemas))
        except NoExampleError as error:
            message = f"The description of {request.method} {operation.path} needs an example: {error}"
            return self._error(None, 500, message)
        except RefusalError as error:
            return self._error(operation, error.status_code, error.message)
        except UnsupportedContentError as error:
            return self._error(operation, operation.first_documented(415, 400, 422), f"Bad Request: {error}")
        except InvalidRequestError as error:
            message = _PARAMETER_MESSAGES.get(error.name, f"Bad Request: {error}")
            return self._error(operation, operation.first_documented(400, 422, 404), message)

    def _perform(self, request: OperationRequest) -> MockResponse:
        operation = request.operation
        if operation.shape not in STATE_OPERATIONS:
            return example_response(operation, self.examples)
        state_operation = STATE_OPERATIONS[operation.shape]
        body = state_operation.perform(self.state, request)
        return fit_response(operation, state_operation.status_code, body, self.examples)

    def _error(
        self,
        operation: Operation | None,
        status_code: int,
        message: str,
        headers: Mapping[str, str] | None = None,
    ) -> MockResponse:
        return error_response(operation, status_code, message, self.examples, headers)
