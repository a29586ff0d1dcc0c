"""Omni's documents and drafts: get or create a draft, list drafts, create documents."""

from omni_drafts._client import AsyncOmni, Omni
from omni_drafts._documents import AsyncDocuments, Documents
from omni_drafts._drafts import AsyncDrafts, Drafts
from omni_drafts._errors import (
    AuthenticationError,
    BadRequestError,
    DocumentMayExistError,
    DocumentNotEligibleError,
    DocumentNotFoundError,
    DocumentNotPublishedError,
    DraftNotFoundError,
    NotFoundError,
    OmniConnectionError,
    OmniError,
    OmniStatusError,
    OmniTimeoutError,
    PacingError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SettingsError,
    UnexpectedResponseError,
)
from omni_drafts._many import Outcome, Progress, Watch
from omni_drafts._values import Document, Draft, DraftBranch, GotDraft
from omni_drafts._version import __version__

__all__ = [
    "AsyncDocuments",
    "AsyncDrafts",
    "AsyncOmni",
    "AuthenticationError",
    "BadRequestError",
    "Document",
    "DocumentMayExistError",
    "DocumentNotEligibleError",
    "DocumentNotFoundError",
    "DocumentNotPublishedError",
    "Documents",
    "Draft",
    "DraftBranch",
    "DraftNotFoundError",
    "Drafts",
    "GotDraft",
    "NotFoundError",
    "Omni",
    "OmniConnectionError",
    "OmniError",
    "OmniStatusError",
    "OmniTimeoutError",
    "Outcome",
    "PacingError",
    "PermissionDeniedError",
    "Progress",
    "RateLimitError",
    "ServerError",
    "SettingsError",
    "UnexpectedResponseError",
    "Watch",
    "__version__",
]


def _show_public_names() -> None:
    """Let tracebacks show the names that users import, and not where they are kept."""
    for name in __all__:
        exported = globals()[name]
        if isinstance(exported, type) and issubclass(exported, Exception):
            exported.__module__ = __name__


_show_public_names()
