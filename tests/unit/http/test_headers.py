"""The headers of a response that the client acts on."""

import httpx
import pytest

from omni_drafts._http.headers import parse_retry_after


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": "Wed, 06 May 2026 13:45:00 GMT", "Date": "Wed, 06 May 2026 13:44:00 GMT"}, 60.0),
        ({"Retry-After": "Wed, 06 May 2026 13:43:00 GMT", "Date": "Wed, 06 May 2026 13:44:00 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "Wed, 06 May 99999 13:45:00 GMT"}, None),
        ({"Retry-After": ""}, None),
        ({}, None),
    ],
)
def test_parse_retry_after_returns_seconds(headers: dict[str, str], seconds: float | None) -> None:
    assert parse_retry_after(httpx.Response(429, headers=headers)) == seconds


@pytest.mark.parametrize("headers", [{}, {"Date": "today"}])
def test_parse_retry_after_date_without_date_of_the_server_counts_from_now(headers: dict[str, str]) -> None:
    response = httpx.Response(429, headers={"Retry-After": "Thu, 01 Jan 1970 00:01:40 GMT", **headers})
    assert parse_retry_after(response, now=lambda: 60.0) == 40.0
