"""What stands under a name: ours, as it was delivered, or somebody's.

A file is ours when its hash is one that we delivered, or were about to deliver when a run was
killed. Anything else under our name is a person's: an edited Word file, a signed scan in the
PDF's place, a link, a pipe. What is a person's is never replaced and never removed.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from ita_docs.files import TooLargeError, read_bounded
from ita_docs.model import ProducedFile
from ita_docs.problems import OutputError

NOTHING = ""
NOT_A_FILE = "not-a-file"
"""What ``identify`` says of a link, a folder, a pipe, or a file that may not be read."""


LARGEST_READ = 1 << 30
"""Bytes; a file of more is nobody's but a person's, and known by its size and time alone."""


def identify(path: Path) -> str:
    """The SHA-256 of the regular file there, NOTHING, or NOT_A_FILE; never through a link.

    One of more than `LARGEST_READ` bytes has another hash, which is no document's of ours.

    Raises OSError when the disk cannot say.
    """
    return measure(path)[1]


def measure(path: Path) -> tuple[int, str]:
    """The size in bytes and what ``identify`` says."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return 0, NOT_A_FILE  # opening a pipe or a device might wait for ever
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return 0, NOTHING
    except PermissionError:
        return 0, NOT_A_FILE
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return 0, NOT_A_FILE
        if found.st_size > LARGEST_READ:  # five terabytes of nothing take a sparse file's moment
            known_by = f"{found.st_size} bytes of {found.st_mtime_ns}".encode()
            return found.st_size, hashlib.sha256(known_by).hexdigest()
        return found.st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most so many; none of anything else."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return b""
        return read_bounded(path, most)
    except (FileNotFoundError, NotADirectoryError, PermissionError, TooLargeError):
        return b""


def describe_file(root: Path, path: Path) -> ProducedFile:
    """A file that stands below the outputs, as the run report names it."""
    size, digest = measure(path)
    return ProducedFile(path.relative_to(root).as_posix(), size, digest)


def refuse_links(root: Path, below: Path) -> None:
    """Raise OutputError where a step of the way from the outputs to a place below is a link."""
    step = root
    for part in below.parts:
        step = step / part
        if step.is_symlink():
            raise OutputError("output-is-a-link", path=step, reason="")
