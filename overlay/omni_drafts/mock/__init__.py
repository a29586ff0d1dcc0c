"""A mock of Omni's API that keeps its promises: drafts, permissions, refusals word for word, the rate limit.

It reads the API description and its own state, never the generated client: the two meet on the wire only.
Needs the `mock` extra.
"""

try:
    from omni_drafts.mock._app.application import create_application
    from omni_drafts.mock._seed.loading import read_seed
    from omni_drafts.mock._seed.values import SeedError
    from omni_drafts.mock._server import MockServer
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
    FaultRule,
    Faults,
    MissingProperty,
    SlowAnswer,
    TruncatedContent,
    UnknownMember,
    WrongContent,
)
from omni_drafts.mock._state.state import MockDocument, MockDraft, MockRequest, MockState, Permission, RefusalError

__all__ = [
    "DroppedConnection",
    "EmptyContent",
    "ErrorPage",
    "ErrorStatus",
    "ExtraProperty",
    "FaultRule",
    "Faults",
    "MissingProperty",
    "MockDocument",
    "MockDraft",
    "MockRequest",
    "MockServer",
    "MockState",
    "Permission",
    "RefusalError",
    "SeedError",
    "SlowAnswer",
    "TruncatedContent",
    "UnknownMember",
    "WrongContent",
    "create_application",
    "read_seed",
]
