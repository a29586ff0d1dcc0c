"""Configuration of the server."""

import httpx

from omni_drafts.mock import MockState
from omni_drafts.mock._description.loading import load_description
from omni_drafts.mock._server import make_server


def test_server_keeps_connections_longer_than_httpx() -> None:
    server = make_server(MockState(), load_description())
    keepalive_expiry = httpx.Limits().keepalive_expiry
    assert keepalive_expiry is not None
    assert server.config.timeout_keep_alive > keepalive_expiry
