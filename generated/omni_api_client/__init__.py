"""A client library for accessing Omni API"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client
else:
    _MODULES = {
        "AuthenticatedClient": ".client",
        "Client": ".client",
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(
            name, getattr(import_module(_MODULES[name], __name__), name)
        )

    def __dir__() -> list[str]:
        return sorted({*globals(), *_MODULES})


__all__ = (
    "AuthenticatedClient",
    "Client",
)
