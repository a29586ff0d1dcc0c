"""Creates the generated client, for every operation that the overlay does not wrap."""

import httpx

from omni_api_client import AuthenticatedClient as GeneratedClient

__all__ = ["GeneratedClient", "create_generated_client"]


def create_generated_client(base_url: str, token: str, timeout: httpx.Timeout) -> GeneratedClient:
    """Return a generated client, which needs an httpx client to send with."""
    return GeneratedClient(base_url=base_url, token=token, timeout=timeout)
