"""The public names of omni-drafts; each is imported when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

from omni_drafts._version import __version__

if TYPE_CHECKING:
    from omni_drafts._client import AsyncOmni, Omni
    from omni_drafts._clock import Clock
    from omni_drafts._errors import (
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
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
        PermissionDeniedError,
        RateLimitError,
        RateLimitStorageError,
        ServerError,
        UnexpectedResponseError,
    )
    from omni_drafts._resources.documents import AsyncDocuments, Documents
    from omni_drafts._resources.drafts import AsyncDrafts, Drafts
    from omni_drafts._types.bulk import OnProgress, Outcome, Progress
    from omni_drafts._types.documents import Document
    from omni_drafts._types.drafts import Draft, DraftBranch, DraftResult

__all__ = [
    "AsyncDocuments",
    "AsyncDrafts",
    "AsyncOmni",
    "AuthenticationError",
    "BadRequestError",
    "Clock",
    "ConfigurationError",
    "Document",
    "DocumentMayExistError",
    "DocumentNotEligibleError",
    "DocumentNotFoundError",
    "DocumentNotPublishedError",
    "Documents",
    "Draft",
    "DraftBranch",
    "DraftNotFoundError",
    "DraftResult",
    "Drafts",
    "NotFoundError",
    "Omni",
    "OmniConnectionError",
    "OmniError",
    "OmniStatusError",
    "OmniTimeoutError",
    "OnProgress",
    "Outcome",
    "PermissionDeniedError",
    "Progress",
    "RateLimitError",
    "RateLimitStorageError",
    "ServerError",
    "UnexpectedResponseError",
    "__version__",
]

_MODULES = {
    "_client": ("AsyncOmni", "Omni"),
    "_clock": ("Clock",),
    "_resources.documents": ("AsyncDocuments", "Documents"),
    "_resources.drafts": ("AsyncDrafts", "Drafts"),
    "_types.bulk": ("OnProgress", "Outcome", "Progress"),
    "_types.documents": ("Document",),
    "_types.drafts": ("Draft", "DraftBranch", "DraftResult"),
}
"""The modules of names that are not errors."""
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULE_OF.get(name, '_errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
