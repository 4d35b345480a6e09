"""The server of the page: on 127.0.0.1 alone, one for each user, closed when nobody uses it."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from ita_docs.problems import BusyError, Lang
from ita_docs.web.application import build_application
from ita_docs.web.guard import Pass
from ita_docs.web.running import (
    FOLDER_PREFIX,
    Running,
    find_place,
    forget,
    hold_place,
    note_running,
)
from ita_docs.web.workplace import Workplace

IDLE_SECONDS = 30 * 60.0
"""Without a request or work for so long it closes itself."""
_GRACE_SECONDS = 5


def open_page(
    outputs: Path,
    *,
    port: int,
    browser: bool,
    lang: Lang,
    say_address: Callable[[str], None],
    idle: float = IDLE_SECONDS,
) -> bool:
    """Serve the page until it is closed; or, where one is open already, show that one at once.

    ``port`` 0 takes any free one; ``idle`` are the seconds without use after which it closes.
    Returns whether the page was served here. Raises BusyError where the port is taken.
    """
    place = find_place()
    with hold_place(place) as running:
        if running is not None:
            _show(running.address, browser, say_address)
            return False
        with _listen(port) as listening, _open_folder() as folder:
            own = Pass(listening.getsockname()[1])
            note_running(place, Running(own.port, own.base, own.key, str(folder)))
            workplace = Workplace(folder, outputs, place, lang)
            try:
                _show(own.address, browser, say_address)
                _serve(workplace, own, listening, idle)
            finally:
                forget(place)
                workplace.close()
    return True


def _show(address: str, browser: bool, say_address: Callable[[str], None]) -> None:
    say_address(address)
    if browser:  # a thread: a browser in the terminal would hold everything up
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


@contextlib.contextmanager
def _listen(port: int) -> Iterator[socket.socket]:
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BusyError("page-port-taken", port=port, reason=reason) from error
    with listening:
        # asyncio sets it on sockets of its own making alone; without it each answer is 40 ms late.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listening


@contextlib.contextmanager
def _open_folder() -> Iterator[Path]:
    """A folder that the user alone can read, for what is received and made."""
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


class Use:
    """Whether the page is still used: by a request of a person, or by work that they began."""

    def __init__(self, idle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle, self._clock = idle, clock
        self.touch()

    def touch(self) -> None:
        """It is used at this moment."""
        self._last = self._clock()

    def has_ended(self, *, working: bool) -> bool:
        """Whether nobody has used it for so long; work under way is use."""
        if working:
            self.touch()
        return self._clock() - self._last > self._idle


def _serve(workplace: Workplace, own: Pass, listening: socket.socket, idle: float) -> None:
    use = Use(idle)

    def close() -> None:
        server.should_exit = True

    application = build_application(workplace, own, use.touch, close)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="off",
            loop="asyncio",
            http="h11",
            ws="none",
            limit_concurrency=64,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )

    def watch() -> None:
        while not server.should_exit:
            time.sleep(min(5.0, idle / 4))
            if use.has_ended(working=workplace.work is not None):
                close()

    threading.Thread(target=watch, daemon=True).start()
    server.run(sockets=[listening])
