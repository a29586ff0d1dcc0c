"""Redaction: no error contains the token of its request."""

import httpx
import pytest

from omni_drafts._http.error_mapping import connection_error, status_error
from omni_drafts._http.redaction import redact, redact_headers, safe_cause

SHORT, LONG = "short-7", "longer-8"

each_place = pytest.mark.parametrize("place", ["message", "body", "location", "header"])


def build_request(token: str) -> httpx.Request:
    """Return a request with a token."""
    return httpx.Request("GET", "https://a.test", headers={"Authorization": f"Bearer {token}"})


def shown_in(place: str, token: str) -> str:
    """Return the texts of an error whose response echoes the token."""
    headers = {"Location": f"https://b.test/{token}"} if place == "location" else {"X-Echo": f"<{token}>"}
    content = {"message": f"Bearer {token} is unknown"} if place == "message" else None
    text = f"<html>{token}" if place == "body" else None
    response = httpx.Response(401, headers=headers, json=content, text=text, request=build_request(token))
    if text is None and content is None:
        response = httpx.Response(302, headers=headers, request=build_request(token))
    error = status_error(response)
    texts: dict[str, str] = {
        "message": error.message,
        "body": error.body,
        "location": error.message,
        "header": error.headers.get("x-echo", ""),
    }
    return texts[place]


@each_place
def test_status_error_redacts_a_token(place: str) -> None:
    shown = shown_in(place, LONG)
    assert LONG not in shown
    assert "[token]" in shown


@each_place
def test_status_error_does_not_redact_a_token_shorter_than_8_characters(place: str) -> None:
    shown = shown_in(place, SHORT)
    assert SHORT in shown
    assert "[token]" not in shown


def test_redact_replaces_each_occurrence() -> None:
    assert redact(f"{LONG}, {LONG}", build_request(LONG)) == "[token], [token]"


def test_redact_without_a_token_returns_the_text() -> None:
    assert redact(LONG, httpx.Request("GET", "https://a.test")) == LONG


def test_redact_headers_keeps_repeated_headers() -> None:
    headers = [("Set-Cookie", f"a={LONG}"), ("Set-Cookie", "b=1")]
    response = httpx.Response(200, headers=headers, request=build_request(LONG))
    assert redact_headers(response).get_list("set-cookie") == ["a=[token]", "b=1"]


def test_redact_headers_keeps_a_value_that_is_not_ascii() -> None:
    headers = [(b"X-Proxy", "Käse".encode()), (b"X-Echo", LONG.encode())]
    response = httpx.Response(404, headers=headers, request=build_request(LONG))
    redacted = redact_headers(response)
    assert (redacted["X-Proxy"], redacted["X-Echo"]) == ("Käse", "[token]")


def test_connection_error_redacts_a_token() -> None:
    error = connection_error(httpx.RemoteProtocolError(f"illegal header {LONG}"), build_request(LONG))
    assert error.reason == "illegal header [token]"


def test_safe_cause_drops_an_error_with_the_token() -> None:
    assert safe_cause(ValueError(f"illegal header {LONG}"), build_request(LONG)) is None


def test_safe_cause_keeps_an_error_without_the_token() -> None:
    error = ValueError("illegal header")
    assert safe_cause(error, build_request(LONG)) is error
