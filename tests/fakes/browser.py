"""A real headless Chromium for the tests, spoken to over its debugging pipe (no port, no library).

What a person does, a test does: type, press keys, turn scripts off, hold a phone.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_TIMEOUT = 120.0


class Browser:
    """One browser with one page; ``events`` collects what the browser told of its own accord."""

    def __init__(self, send: int, receive: int) -> None:
        self._send = send
        self._receive = receive
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []

    def open_page(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the DevTools protocol; its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read(time.monotonic() + _TIMEOUT)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def go(self, page: Path, fragment: str = "") -> None:
        """Open a file and wait until it is loaded; a fragment opens the page anew."""
        self._navigate("about:blank")
        self.events.clear()
        self._navigate(page.as_uri() + fragment)

    def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and release one key."""
        common = {"key": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    def set_screen(self, width: int, height: int, *, dark: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def set_scripts(self, allowed: bool) -> None:
        self.call("Emulation.setScriptExecutionDisabled", value=not allowed)

    def take_picture(self, path: Path) -> None:
        """The visible part of the page as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def _navigate(self, url: str) -> None:
        """Open an address and wait for its own load event: one of the page before may come late."""
        loader = self.call("Page.navigate", url=url)["loaderId"]
        until = time.monotonic() + _TIMEOUT
        while not self._is_loaded(loader):
            self._read(until)

    def _is_loaded(self, loader: str) -> bool:
        begun = False
        for event in self.events:
            if event["method"] == "Page.frameNavigated":
                begun = begun or event["params"]["frame"]["loaderId"] == loader
            elif begun and event["method"] == "Page.loadEventFired":
                return True
        return False

    def _read(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._receive], [], [], max(0, until - time.monotonic()))
            chunk = os.read(self._receive, 1 << 20) if ready else b""
            assert chunk, "the browser does not answer"
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if "method" in message:
            self.events.append(message)
        return message


@contextlib.contextmanager
def open_browser(folder: Path) -> Iterator[Browser]:
    """A browser with a profile of its own below ``folder``; gone with all its processes after."""
    assert PROGRAM is not None
    home = folder / "browser"
    home.mkdir()
    # The browser reads file 3 and writes file 4: ours are moved out of their way first.
    pairs = [os.pipe() for _ in range(2)]
    high = [[fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in pair] for pair in pairs]
    for end in (end for pair in pairs for end in pair):
        os.close(end)
    (read_commands, send), (receive, write_answers) = high
    arguments = [PROGRAM, *_FLAGS, f"--user-data-dir={home}", "about:blank"]
    process = os.posix_spawn(
        PROGRAM,
        arguments,
        {**os.environ, "HOME": str(home), "TMPDIR": str(home)},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, read_commands, 3),
            (os.POSIX_SPAWN_DUP2, write_answers, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setpgroup=0,
    )
    os.close(read_commands)
    os.close(write_answers)
    try:
        browser = Browser(send, receive)
        browser.open_page()
        yield browser
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(send)
        os.close(receive)
        shutil.rmtree(home, ignore_errors=True)
