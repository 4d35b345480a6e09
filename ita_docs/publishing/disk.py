"""What the disk is asked for: names exchanged in one step, files moved, writing waited for."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from pathlib import Path

from ita_docs.files import rename
from ita_docs.problems import OutputError

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_AT_FDCWD = -100


def explain_os_error(error: OSError, path: Path) -> OutputError:
    """The operating system's refusal as an error that says what to do."""
    code = {
        errno.ENOSPC: "output-disk-full",
        errno.EDQUOT: "output-disk-full",
        errno.EACCES: "output-not-writable",
        errno.EPERM: "output-not-writable",
        errno.EROFS: "output-not-writable",
        errno.ENOTDIR: "output-not-a-folder",
        errno.EISDIR: "output-not-a-folder",
        errno.EEXIST: "output-not-a-folder",
        errno.ELOOP: "output-is-a-link",
        errno.ENAMETOOLONG: "output-name-too-long",
    }.get(error.errno or 0, "output-failed")
    return OutputError(code, path=path, reason=error.strerror or type(error).__name__)


def write_file(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk."""
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises FileExistsError where something stands there, and OSError as the system does; however
    it ends, half a file does not stay.
    """
    with path.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise


def move_file(path: Path, target: Path) -> None:
    """Move a file to a name that nothing has; raises FileExistsError rather than replace.

    A rename would replace without a word, so the file gets its second name first.
    """
    try:
        os.link(path, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a folder, or a disk without second names
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        rename(path, target)
    else:
        path.unlink()


def exchange(left: Path, right: Path) -> bool:
    """Exchange two folders' names in one step where the system can; False where it can't."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(
        _AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), ctypes.c_uint(_EXCHANGE)
    )
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(right))


def sync_file_system(root: Path) -> bool:
    """Wait until all that was written is on the disk; False where the system has no such call."""
    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return False
    handle = os.open(root, os.O_RDONLY)
    try:
        return bool(syncfs(handle) == 0)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def drop_folder(folder: Path) -> None:
    """Remove an empty folder; one that somebody put something into stays."""
    with contextlib.suppress(OSError):
        folder.rmdir()
