"""After the run: tell a program or a watching service how it ended.

Whatever fails here is a warning and never the run's own result: nothing in this module raises.
"""

from __future__ import annotations

import http.client
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ita_docs import __version__
from ita_docs.problems import Problem
from ita_docs.processes import run_program

COMMAND_SECONDS = 60.0
PING_SECONDS = 10.0
LONGEST_SUMMARY = 10_000
"""Bytes of a ping's body; Healthchecks keeps this much on servers of any version."""


def run_command(
    command: Sequence[str], report: Path, exit_code: int, timeout: float = COMMAND_SECONDS
) -> Problem | None:
    """Run the office's own command with the run report's path as its last argument.

    It finds ITA_DOCS_EXIT_CODE and ITA_DOCS_REPORT in its environment, and its output goes to
    the error stream. After ``timeout`` seconds it is ended with every process it started. Returns
    the warning ``notify-failed`` or ``notify-timeout`` where it did not succeed.
    """
    if not command:
        return None
    path = str(report.absolute())
    environment = {
        **os.environ,
        "ITA_DOCS_EXIT_CODE": str(int(exit_code)),
        "ITA_DOCS_REPORT": path,
    }
    try:
        code, _ = run_program(
            [*command, path], environment=environment, timeout=timeout, output=2, spare=True
        )
    except (OSError, ValueError) as error:
        return _warn("notify-failed", command, reason=_reason(error))
    if code is None:
        return _warn("notify-timeout", command, seconds=f"{timeout:g}")
    return _warn("notify-failed", command, reason=f"exit {code}") if code else None


def choose_ping_url(success: str | None, failure: str | None, exit_code: int) -> str | None:
    """The address to ping after a run, None for none.

    As Healthchecks has it, a failed run (any exit code but 0) pings ``/fail`` below the address
    for success, unless an address for failure is given.
    """
    if exit_code == 0:
        return success
    if failure is None and success is not None:
        address = urlsplit(success)
        return address._replace(path=address.path.rstrip("/") + "/fail").geturl()
    return failure


def ping(url: str, summary: str, timeout: float = PING_SECONDS) -> Problem | None:
    """POST the summary to a watching service, in no more than ``timeout`` seconds altogether.

    Returns the warning ``ping-failed`` or ``ping-timeout`` unless the answer was a success. A
    redirect is not followed: it would turn the POST into a GET and may point anywhere. The
    warning names the host alone, since the rest of the address is a secret.
    """
    try:
        host = urlsplit(url).hostname or "-"
        if urlsplit(url).scheme not in ("http", "https"):
            return Problem("ping-failed", values={"host": host, "reason": "only http and https"})
    except ValueError:
        return Problem("ping-failed", values={"host": "-", "reason": "not a URL"})
    outcome: list[str] = []

    def send() -> None:
        outcome.append(_post(url, summary.encode("utf-8", "replace"), timeout))

    # A socket's timeout starts anew with every byte, and looking up a name has none.
    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    sender.join(timeout)
    if not outcome:
        return Problem("ping-timeout", values={"host": host, "seconds": f"{timeout:g}"})
    return (
        Problem("ping-failed", values={"host": host, "reason": outcome[0]}) if outcome[0] else None
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


def _post(url: str, body: bytes, timeout: float) -> str:
    """Why the request failed, or an empty text."""
    whole = body[:LONGEST_SUMMARY].decode("utf-8", "ignore").encode()  # cut at a whole letter
    try:
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            url,
            data=whole,
            headers={
                "Content-Type": "text/plain; charset=utf-8",
                "User-Agent": f"ita-docs/{__version__}",
            },
        )
        opener = urllib.request.build_opener(_NoRedirect)
        with opener.open(request, timeout=timeout):
            return ""
    except urllib.error.HTTPError as error:
        with error:
            return f"HTTP {error.code}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _reason(error)


def _reason(error: BaseException) -> str:
    cause = getattr(error, "reason", error)  # urllib wraps the error of the system
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return " ".join(str(text).split())


def _warn(code: str, command: Sequence[str], **params: str) -> Problem:
    return Problem(code, values={"command": command[0], **params})
