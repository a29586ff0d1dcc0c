"""Settings of both clients: their defaults, and that each arrives where it has its effect."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from omni_drafts import AsyncOmni, Omni
from support.clock import FakeClock
from support.scripted import TOKEN, ScriptedClient, connect_scripted, failure, no_drafts

Kind = type[Omni | AsyncOmni]

both_kinds = pytest.mark.parametrize("kind", [Omni, AsyncOmni])


@both_kinds
@pytest.mark.parametrize(
    ("setting", "default"),
    [
        ("timeout", 30.0),
        ("max_attempts", 6),
        ("total_timeout", 3600.0),
        ("requests_per_minute", 60),
        ("max_block", 3600.0),
        ("verify", True),
        ("allow_insecure_http", False),
    ],
)
def test_setting_of_a_client_has_its_default(setting: str, default: object, kind: Kind) -> None:
    assert inspect.signature(kind).parameters[setting].default == default


@both_kinds
@pytest.mark.parametrize("status_code", [429, 503])
@pytest.mark.parametrize("max_block", [10, 8000])
def test_client_with_max_block_waits_no_longer(
    status_code: int, max_block: int, kind: Kind, clock: FakeClock
) -> None:
    results = failure(status_code, retry_after="9000"), no_drafts()
    client = connect_scripted(kind, clock, *results, max_block=max_block, total_timeout=None)
    assert client.list_drafts() == []
    assert sum(clock.sleeps) == pytest.approx(max_block, abs=1)


@both_kinds
def test_client_with_a_rate_limit_storage_uses_it(kind: Kind, clock: FakeClock, tmp_path: Path) -> None:
    file = tmp_path / "limits"
    client = connect_scripted(kind, clock, no_drafts(), rate_limit_storage=f"sqlite:///{file}")
    client.list_drafts()
    assert file.exists()


@both_kinds
def test_client_with_insecure_http_that_is_allowed_sends_a_request(kind: Kind, clock: FakeClock) -> None:
    settings: dict[str, Any] = {"base_url": "http://omni.test", "allow_insecure_http": True, "instance": None}
    client = connect_scripted(kind, clock, no_drafts(), **settings)
    client.list_drafts()
    (request,) = client.transport.requests
    assert str(request.url) == "http://omni.test/api/v1/documents/doc/drafts"


@both_kinds
@pytest.mark.parametrize("list_drafts", [ScriptedClient.list_drafts, ScriptedClient.list_drafts_with_api])
def test_client_with_several_tokens_sends_the_first(list_drafts: Any, kind: Kind, clock: FakeClock) -> None:
    client = connect_scripted(kind, clock, no_drafts(), tokens=[TOKEN, "another-made-up-token"])
    list_drafts(client)
    assert client.transport.tokens == [TOKEN]


@both_kinds
def test_api_of_a_client_with_several_tokens_has_the_first(kind: Kind) -> None:
    assert kind(instance="a", tokens=[TOKEN, "another-made-up-token"]).api.token == TOKEN


@both_kinds
def test_api_of_a_client_that_is_copied_keeps_the_timeout(kind: Kind) -> None:
    copied = kind(instance="a", token=TOKEN, timeout=2.5).api.with_headers({"A": "b"})
    with copied.get_httpx_client() as sending:
        assert sending.timeout.read == 2.5


@both_kinds
def test_repr_of_a_client_without_settings_has_its_name(kind: Kind) -> None:
    assert repr(object.__new__(kind)) == f"{kind.__name__}()"
