"""Who may ask: every combination of host, path, cookie and origin that a browser can send."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from ita_docs.web.guard import Guard, Pass

OWN = Pass(4321, "the key", "the cookie", "/base")
HOST = "127.0.0.1:4321"
ORIGIN = "http://127.0.0.1:4321"
LET_IN = {"host": HOST, "cookie": "ita-docs=the cookie"}


def ask(
    path: str,
    headers: Mapping[str, str],
    method: str = "GET",
    query: str = "",
    touched: list[int] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """What the guard answers; the application behind it says ``inside``."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    guard = Guard(Response("inside"), OWN, lambda: (touched or []).append(1))
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
    }
    asyncio.run(guard(scope, receive, send))  # type: ignore[arg-type]
    start = sent[0]
    told = {k.decode(): v.decode() for k, v in start["headers"]}
    return start["status"], told, b"".join(m.get("body", b"") for m in sent[1:])


def test_the_key_gives_a_cookie_and_leads_to_the_page() -> None:
    status, headers, _ = ask("/base/enter", {"host": HOST}, query="key=the%20key")
    assert status == 303
    assert headers["location"] == "/base/"
    cookie = headers["set-cookie"].casefold()
    for word in ("ita-docs=", "httponly", "samesite=strict", "path=/base/"):
        assert word in cookie


def test_whoever_was_let_in_is_answered_under_a_strict_policy() -> None:
    status, headers, body = ask("/base/", LET_IN)
    assert (status, body) == (200, b"inside")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "headers", "method", "query"),
    [
        ("/", {"host": HOST}, "GET", ""),
        ("/base/", {"host": HOST}, "GET", ""),
        ("/base/", {"host": HOST, "cookie": "ita-docs=another"}, "GET", ""),
        ("/base/enter", {"host": HOST}, "GET", "key=another"),
        ("/base/enter", {"host": HOST}, "GET", ""),
        ("/base/enter", {"host": HOST}, "POST", "key=the%20key"),
        ("/base/enter", {"host": "evil.test:4321"}, "GET", "key=the%20key"),
        ("/base/", {**LET_IN, "host": "localhost:4321"}, "GET", ""),
        ("/base/", {**LET_IN, "host": "evil.test:4321"}, "GET", ""),
        ("/base/", {**LET_IN, "host": "127.0.0.1"}, "GET", ""),
        ("/base/", {"cookie": "ita-docs=the cookie"}, "GET", ""),
        ("/elsewhere/", LET_IN, "GET", ""),
        ("/base", LET_IN, "GET", ""),
        ("/base/", {**LET_IN, "sec-fetch-site": "same-site"}, "GET", ""),
        ("/base/", {**LET_IN, "sec-fetch-site": "cross-site"}, "GET", ""),
        ("/base/", {**LET_IN, "origin": "http://127.0.0.1:9999"}, "GET", ""),
        ("/base/close", LET_IN, "POST", ""),
        ("/base/close", {**LET_IN, "origin": "null"}, "POST", ""),
        ("/base/close", {**LET_IN, "origin": "http://127.0.0.1:9999"}, "POST", ""),
        ("/base/close", {**LET_IN, "origin": "https://127.0.0.1:4321"}, "POST", ""),
        ("/base/close", {**LET_IN, "origin": ORIGIN, "sec-fetch-site": "same-site"}, "POST", ""),
        ("/base/alive", {"host": HOST}, "GET", ""),
        ("/base/alive", {"host": HOST, "x-ita-docs-key": "another"}, "GET", ""),
    ],
)
def test_all_else_is_403_and_nothing_else(
    path: str, headers: dict[str, str], method: str, query: str
) -> None:
    touched: list[int] = []
    status, told, body = ask(path, headers, method, query, touched)
    assert (status, body, touched) == (403, b"", [])
    assert "set-cookie" not in told


def test_the_pages_own_post_is_answered() -> None:
    headers = {**LET_IN, "origin": ORIGIN, "sec-fetch-site": "same-origin"}
    assert ask("/base/close", headers, "POST")[2] == b"inside"


def test_a_second_open_asks_with_the_key() -> None:
    assert ask("/base/alive", {"host": HOST, "x-ita-docs-key": "the key"})[2] == b"alive"


@given(st.text(max_size=40), st.text(max_size=40), st.binary(max_size=40))
def test_no_other_key_cookie_or_query_opens(key: str, cookie: str, query: bytes) -> None:
    text = query.decode("latin-1")
    headers = {"host": HOST, "x-ita-docs-key": key, "cookie": f"ita-docs={cookie}"}
    if key.strip() != OWN.key:
        assert ask("/base/alive", headers, query=text)[0] == 403
    if OWN.cookie not in cookie:
        assert ask("/base/", headers, query=text)[0] == 403


def test_a_pass_cannot_be_guessed_and_is_never_the_same() -> None:
    one, two = Pass(1), Pass(1)
    assert len(one.key) > 40
    assert len({one.key, two.key, one.cookie, two.cookie}) == 4
    assert one.base != two.base
    assert one.address.startswith(f"http://127.0.0.1:1{one.base}/enter?key=")
