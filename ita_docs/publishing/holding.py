"""The output folder held for one run: locked, and rid of what a killed run left there."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from ita_docs.files import lock_handle
from ita_docs.problems import BusyError, Location, OutputError, Problem
from ita_docs.publishing.disk import explain_os_error
from ita_docs.publishing.leftovers import WORK_FOLDER, sweep_staging
from ita_docs.publishing.names import BANGKOK


@contextlib.contextmanager
def hold_outputs(root: Path, tell: Callable[[Problem], None] = lambda _: None) -> Iterator[Path]:
    """Hold the output folder for one run: make it, lock it, sweep what a killed run left.

    Yields the folder's real path. ``tell`` hears of each leftover that could not be understood
    and was set aside. Raises BusyError when another run holds it, OutputError when it cannot be
    written or, at the end of the run at the latest, has been moved (``output-moved``).
    """
    try:
        real = Path(os.path.realpath(root))
        work = real / WORK_FOLDER
        real.mkdir(parents=True, exist_ok=True)
        if work.is_symlink():
            raise OutputError("output-is-a-link", path=work, reason="")
        work.mkdir(exist_ok=True)
        handle = _open_lock(work / "lock")
    except OSError as error:
        raise explain_os_error(error, root) from error
    try:
        _lock(handle, root)
        try:
            note = {
                "pid": os.getpid(),
                "since": f"{datetime.datetime.now(BANGKOK):%Y-%m-%d %H:%M:%S%z}",
            }
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps(note).encode())
            for set_aside in sweep_staging(real):
                tell(Problem("leftover-set-aside", Location(str(set_aside))))
        except OSError as error:
            raise explain_os_error(error, root) from error
        with _in_place(real):
            yield real
    finally:
        os.close(handle)


@contextlib.contextmanager
def _in_place(real: Path) -> Iterator[None]:
    """Tell of a folder that somebody moves, renames or replaces while the run writes into it.

    What the system refuses inside it is an error of the outputs all the same, and never a bug.
    """
    place = _identify(real)
    try:
        yield
    except (OSError, OutputError) as error:
        if _identify(real) != place:
            raise OutputError("output-moved", path=real) from error
        if isinstance(error, OSError) and str(error.filename or "").startswith(str(real)):
            raise explain_os_error(error, Path(str(error.filename))) from error
        raise
    if _identify(real) != place:
        raise OutputError("output-moved", path=real)


def _identify(folder: Path) -> tuple[int, int] | None:
    """Which folder stands under a name; None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextlib.contextmanager
def peek_outputs(root: Path) -> Iterator[Path]:
    """Look at the output folder without touching it, while no run holds it; its real path.

    Raises BusyError when one does. A folder that is not there is looked at too.
    """
    real = Path(os.path.realpath(root))
    try:
        handle = os.open(real / WORK_FOLDER / "lock", os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        yield real
        return
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            _lock(handle, root, share=True)
        yield real
    finally:
        os.close(handle)


def _open_lock(path: Path) -> int:
    # Neither through a link nor into a pipe or a device, whatever stands there.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OutputError("output-failed", path=path, reason="not a regular file")
    return handle


def _lock(handle: int, root: Path, *, share: bool = False) -> None:
    try:
        lock_handle(handle, share=share)
    except OSError as error:
        pid, since = _read_holder(handle)
        raise BusyError("outputs-busy", path=root, pid=pid, since=since) from error


def _read_holder(handle: int) -> tuple[str, str]:
    try:
        note = json.loads(os.read(handle, 500))
        return str(note["pid"]), str(note["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return "?", "?"
