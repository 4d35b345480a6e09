"""Which page is open: a note that the user alone can read, so that a second ``open`` finds it.

open          takes the lock            -> serves, and notes port, path and key
open again    the lock is held          -> reads the note, asks whether it lives, shows it
after a kill  the lock is free, a note  -> the files it had received are removed; serves
"""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ita_docs.files import lock_handle, read_bounded, rename
from ita_docs.web.guard import KEY_HEADER, Pass

_NOTE = "open.json"
_LOCK = "open.lock"
_LONGEST_NOTE = 10_000
_SECONDS_TO_START = 15.0


@dataclass(frozen=True, slots=True)
class Running:
    """A page that is open: where, its key, and the folder of the files it was given."""

    port: int
    base: str
    key: str
    folder: str

    @property
    def address(self) -> str:
        """The address that lets a browser in."""
        return Pass(self.port, self.key, "", self.base).address


def find_place() -> Path:
    """The user's own folder for what programs remember, as each system has it."""
    set_place = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    if set_place and Path(set_place).is_absolute():
        return Path(set_place) / "ita-docs"
    try:
        home = Path.home()
    except RuntimeError as error:  # an account that has none, in a container
        raise FileNotFoundError(errno.ENOENT, "no home folder: set HOME", "HOME") from error
    own = "Library/Application Support" if sys.platform == "darwin" else ".local/state"
    return home / own / "ita-docs"


@contextlib.contextmanager
def hold_place(place: Path) -> Iterator[Running | None]:
    """Be the one page of this user while the block runs: None; or the one that is open already."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + _SECONDS_TO_START
        while not _take(handle):
            running = read_running(place)
            if running is not None and is_alive(running):
                yield running
                return
            if time.monotonic() > until:  # it holds the lock and does not answer: beside it
                break
            time.sleep(0.1)
        _sweep(place)
        yield None
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        lock_handle(handle)
    except OSError:
        return False
    return True


def _sweep(place: Path) -> None:
    """Remove what a page that was killed had been given, if it was a folder of that kind."""
    left = read_running(place)
    if left is not None and Path(left.folder).name.startswith(FOLDER_PREFIX):
        shutil.rmtree(left.folder, ignore_errors=True)
    forget(place)


FOLDER_PREFIX = "ita-docs-open-"
"""How the folder of received files begins."""


def note_running(place: Path, running: Running) -> None:
    """Write the note, for the user's eyes alone."""
    part = place / f"{_NOTE}.{os.getpid()}"
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(running), stream)
    rename(part, place / _NOTE, over=True)


def read_running(place: Path) -> Running | None:
    """The note, if it is one of ours and nobody else's."""
    path = place / _NOTE
    try:
        if hasattr(os, "getuid"):
            found = path.lstat()
            if found.st_uid != os.getuid() or found.st_mode & 0o077:
                return None
        content = json.loads(read_bounded(path, _LONGEST_NOTE))
        running = Running(**content)
        port, texts = running.port, (running.base, running.key, running.folder)
        if not isinstance(port, int) or not 0 < port < 65536:
            return None
        return running if all(isinstance(text, str) for text in texts) else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def is_alive(running: Running) -> bool:
    """Whether that page answers to its key."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=2)
    try:
        connection.request("GET", f"{running.base}/alive", headers={KEY_HEADER: running.key})
        answer = connection.getresponse()
        return answer.status == 200 and answer.read(100) == b"alive"
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()


def forget(place: Path) -> None:
    """Take the note away."""
    with contextlib.suppress(OSError):
        (place / _NOTE).unlink()
