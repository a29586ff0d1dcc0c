"""What the generated client makes of an answer that an instance gave."""

from collections.abc import Mapping
from typing import Any

import httpx
from attrs import field, frozen

from openapi.conformance.description import Operation
from openapi.conformance.generated_client import DirectCall, GeneratedClient


@frozen
class Refusal:
    """That the client cannot read an answer: what it raises, and the place that it names."""

    says: str
    place: str


@frozen
class Reader:
    """Reads answers with a client."""

    generated: GeneratedClient = field(repr=False)

    def refusal(self, operation: Operation, request: Mapping[str, Any], response: httpx.Response) -> Refusal | None:
        """Say what the client raises on an answer, if it does."""
        direct = DirectCall.for_operation(self.generated, operation, request)
        headers = {name: response.headers[name] for name in ("Content-Type",) if name in response.headers}
        try:
            direct.parse(httpx.Response(response.status_code, headers=headers, content=response.content))
        except self.generated.errors.InvalidContentError as error:
            return Refusal(f"InvalidContentError: {error.problem}", error.pointer)
        except self.generated.errors.UnexpectedStatus:
            return Refusal("UnexpectedStatus", "")
        except Exception as error:  # noqa: BLE001 - whatever a client raises is what its user meets
            return Refusal(type(error).__name__, "")
        return None
