"""A small file that somebody else may have put there: read whole, or not at all. A lock, a look,
a name.

A settings file or an emblem beside the workbooks is whatever its sender made of it: a device that
never ends, a pipe that nobody writes to, five gigabytes. Its kind and size are looked at before a
byte is read, on the open file, so that it cannot be exchanged in between.
"""

from __future__ import annotations

import errno
import os
import shlex
import stat
import sys
import time
from pathlib import Path

_PAUSES = (0.05, 0.15, 0.3, 0.5)
"""Seconds between two tries to rename what somebody else holds open."""


class TooLargeError(OSError):
    """The file has more bytes than anything of its kind needs."""


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most ``most`` bytes.

    Raises TooLargeError for a larger one, and OSError as the system does: for one that is not
    there, may not be read, or is a folder, device, pipe or socket.
    """
    # Not waiting: opening a pipe would, until somebody writes to it.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        content = b"" if found.st_size > most else stream.read(most + 1)
        if found.st_size > most or len(content) > most:
            raise TooLargeError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return content


def is_folder(path: Path) -> bool:
    """Whether a folder stands there; False too where the system does not let us look."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether a regular file stands there; False too where the system does not let us look."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path is a folder, or lies in it: by names, and by what the disk says, which knows
    a folder that is mounted at two places, or written in other letters. Neither need be there."""
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    if real.is_relative_to(root):
        return True
    try:
        place = root.stat()
    except (OSError, ValueError):
        return False
    for step in (real, *real.parents):
        try:
            if os.path.samestat(step.stat(), place):
                return True
        except (OSError, ValueError):
            continue
    return False


def quote_path(path: Path | str) -> str:
    """A path for a command to paste: whatever somebody called his file, it stays one word."""
    text = str(path)
    if sys.platform == "win32":  # no name there holds a double quote
        return f'"{text}"'
    return shlex.quote(text) if set(text) & set('"$`\\!\n') else f'"{text}"'


def lock_handle(handle: int, *, share: bool = False) -> None:
    """Lock an open file until it is closed, or the process ends; OSError where another holds it.

    ``share`` lets others share too, where the system can.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        how = fcntl.LOCK_SH if share else fcntl.LOCK_EX
        fcntl.flock(handle, how | fcntl.LOCK_NB)


def rename(path: Path, target: Path, *, over: bool = False) -> None:
    """Give a file or folder another name; ``over`` replaces a file that has it.

    On Windows a virus scanner or an indexer holds a new file open for a moment, and nothing that
    is open can be renamed: tried again for a second there.
    """
    for pause in (*_PAUSES, None) if sys.platform == "win32" else (None,):
        try:
            if over:
                path.replace(target)
            else:
                path.rename(target)
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return
