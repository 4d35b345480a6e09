"""Who may ask the page for anything: the browser that came with the key, from the page itself.

    asked for                                        answered
    another Host (a name that leads to 127.0.0.1)    403, empty
    /BASE/enter with the key                         a cookie, and on to the page
    /BASE/alive with the key in a header             200: a second ``open`` finds the first
    anything without the cookie                      403, empty
    anything that another page asks for              403, empty (Origin, Sec-Fetch-Site)
    all else                                         the application

A cookie of 127.0.0.1 goes to every port of it, and to a browser all of them are one site: so the
cookie is bound to a path that nobody can guess, and each request says where it comes from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "ita-docs"
KEY_HEADER = "x-ita-docs-key"
_SAFE = ("GET", "HEAD")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Pass:
    """What lets a browser in: the key of the first address, then the cookie, below one path."""

    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    base: str = field(default_factory=lambda: f"/{secrets.token_hex(8)}")

    @property
    def origin(self) -> str:
        """Where the page comes from, as a browser says it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """The first address: it carries the key."""
        return f"{self.origin}{self.base}/enter?key={self.key}"


class Guard:
    """Lets through what the table above says; ``touched`` hears of each request of a person."""

    def __init__(self, application: ASGIApp, own: Pass, touched: Callable[[], None]) -> None:
        self._application = application
        self._own = own
        self._touched = touched

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        answer = self._answer(scope)
        if answer is None:
            await self._application(scope, receive, self._dress(send))
        else:
            await answer(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        """What is said instead of the application; None where it may answer."""
        own, headers, path = self._own, Headers(scope=scope), scope["path"]
        if headers.getlist("host") != [f"127.0.0.1:{own.port}"]:
            return _refuse()
        if path == f"{own.base}/alive":
            given = headers.get(KEY_HEADER, "")
            return Response("alive") if _equal(given, own.key) else _refuse()
        if path == f"{own.base}/enter" and scope["method"] == "GET":
            return self._enter(scope["query_string"])
        if not path.startswith(f"{own.base}/") or not self._is_ours(scope["method"], headers):
            return _refuse()
        if path != f"{own.base}/progress":  # the page asks that by itself
            self._touched()
        return None

    def _enter(self, query: bytes) -> Response:
        given = parse_qs(query.decode("latin-1")).get("key", [""])[0]
        if not _equal(given, self._own.key):
            return _refuse()
        self._touched()
        answer = RedirectResponse(f"{self._own.base}/", status_code=303)
        answer.set_cookie(
            COOKIE, self._own.cookie, path=f"{self._own.base}/", httponly=True, samesite="strict"
        )
        answer.headers["cache-control"] = "no-store"
        answer.headers["referrer-policy"] = "no-referrer"
        return answer

    def _is_ours(self, method: str, headers: Headers) -> bool:
        """Whether the browser that was let in asks, for our own page and for no other."""
        cookies = cookie_parser("; ".join(headers.getlist("cookie")))
        if not _equal(cookies.get(COOKIE, ""), self._own.cookie):
            return False
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origins = headers.getlist("origin")
        if method in _SAFE:
            return origins in ([], [self._own.origin])
        return origins == [self._own.origin]

    def _dress(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        return dressed


def _equal(given: str, own: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), own.encode())


def _refuse() -> Response:
    return Response(status_code=403, headers={"cache-control": "no-store"})
