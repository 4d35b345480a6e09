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

from ita_docs.model import ProducedFile
from ita_docs.problems import OutputError

NOTHING = ""
NOT_A_FILE = "not-a-file"
"""What ``identify`` says of a link, a folder, a pipe, or a file that may not be read."""


def identify(path: Path) -> str:
    """The SHA-256 of the regular file there, NOTHING, or NOT_A_FILE; never through a link.

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
        return found.st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most so many; none of anything else."""
    size, digest = measure(path)
    return path.read_bytes() if size <= most and digest not in (NOTHING, NOT_A_FILE) else b""


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
