"""Mock of Omni's API, with its drafts, permissions, documented errors and rate limit.

It uses the API description and its own state, never the generated client. It needs the `mock` extra.
"""

try:
    from omni_drafts.mock._app.application import create_application
    from omni_drafts.mock._description.errors import DescriptionError
    from omni_drafts.mock._seed.errors import SeedError
    from omni_drafts.mock._seed.loading import read_seed
    from omni_drafts.mock._server import MockServer, serve
except ModuleNotFoundError as error:
    missing = str(error.name).partition(".")[0]
    raise ModuleNotFoundError(
        f"the mock needs {missing}, of the `mock` extra: pip install 'omni-drafts[mock]'", name=missing
    ) from error
from omni_drafts.mock._faults.kinds import (
    DroppedConnection,
    EmptyContent,
    ErrorPage,
    ErrorStatus,
    ExtraProperty,
    MissingProperty,
    SlowResponse,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._faults.rules import FaultRule, Faults
from omni_drafts.mock._state.clock import MockClock
from omni_drafts.mock._state.documents import MockDocument
from omni_drafts.mock._state.drafts import MockDraft
from omni_drafts.mock._state.permissions import Permission
from omni_drafts.mock._state.refusals import RefusalError
from omni_drafts.mock._state.requests import MockRequest
from omni_drafts.mock._state.state import MockState

__all__ = [
    "DescriptionError",
    "DroppedConnection",
    "EmptyContent",
    "ErrorPage",
    "ErrorStatus",
    "ExtraProperty",
    "FaultRule",
    "Faults",
    "MissingProperty",
    "MockClock",
    "MockDocument",
    "MockDraft",
    "MockRequest",
    "MockServer",
    "MockState",
    "Permission",
    "RefusalError",
    "SeedError",
    "SlowResponse",
    "TruncatedContent",
    "UnknownMember",
    "WrongContent",
    "create_application",
    "read_seed",
    "serve",
]
