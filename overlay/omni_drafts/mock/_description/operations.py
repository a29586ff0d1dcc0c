"""Operations of a description: parameters, request body and documented responses."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from attrs import frozen

from omni_drafts.mock._description.path_templates import TEMPLATE_VARIABLE, operation_shape
from omni_drafts.mock._description.schemas import Schemas

_HTTP_STATUS_CODES = {status.value for status in HTTPStatus}


@frozen
class Operation:
    """Operation of the API.

    Attributes:
        method: Method in lower case.
        path: Path template of the description, without the prefix.
        parameters: Resolved parameters of the operation and of its path.
    """

    method: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    _operation_object: Mapping[str, Any]
    _schemas: Schemas

    @property
    def shape(self) -> str:
        """Shape of the operation, as `operation_shape` returns it."""
        return operation_shape(self.method, self.path)

    @property
    def request_body(self) -> Mapping[str, Any] | None:
        """Resolved request body object, or `None` without one."""
        request_body = self._operation_object.get("requestBody")
        return None if request_body is None else self._schemas.resolve(request_body)

    @property
    def path_parameter_names(self) -> tuple[str, ...]:
        """Names of the path parameters, in the order of the path."""
        return tuple(TEMPLATE_VARIABLE.findall(self.path))

    @property
    def is_public(self) -> bool:
        """Whether the description requires no token."""
        security = self._operation_object.get("security", self._schemas.document.get("security"))
        return security is not None and (not security or {} in security)

    @property
    def status_codes(self) -> tuple[int, ...]:
        """Documented status codes: the first of each range, and 200 for `default`."""
        keys = self._operation_object["responses"]
        return tuple(sorted({200 if key == "default" else int(key.replace("X", "0")) for key in keys}))

    @property
    def success_status_codes(self) -> tuple[int, ...]:
        """Documented status codes of success."""
        return tuple(status_code for status_code in self.status_codes if status_code // 100 == 2)

    def first_documented(self, *status_codes: int) -> int:
        """Return the first of some status codes that is documented, or else the first of them."""
        return next(filter(self._is_documented, status_codes), status_codes[0])

    def response_description(self, status_code: int) -> str:
        """Return the description of a response, or else the reason phrase of its status code."""
        response = self._response(status_code)
        if response is not None:
            return str(response["description"]).strip()
        return HTTPStatus(status_code).phrase if status_code in _HTTP_STATUS_CODES else "Error"

    def response_content(self, status_code: int) -> Mapping[str, Any]:
        """Return the content of a response, by media type."""
        content: Mapping[str, Any] = (self._response(status_code) or {}).get("content", {})
        return content

    def response_headers(self, status_code: int) -> Mapping[str, Any]:
        """Return the resolved headers of a response, by name."""
        headers = (self._response(status_code) or {}).get("headers", {})
        return {name: self._schemas.resolve(header) for name, header in headers.items()}

    def _is_documented(self, status_code: int) -> bool:
        return self._response(status_code) is not None

    def _response(self, status_code: int) -> Mapping[str, Any] | None:
        responses = self._operation_object["responses"]
        for key in (str(status_code), f"{status_code // 100}XX", "default"):
            if key in responses:
                return self._schemas.resolve(responses[key])
        return None
