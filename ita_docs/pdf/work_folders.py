"""Folders in which engines work: made for a start, gone after it, swept when a run was killed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ita_docs.pdf.libreoffice_profile import remove_socket
from ita_docs.problems import OutputError

FOLDER_PREFIX = "ita-docs-pdf-"
"""Beginning of the names of the working folders, by which leftovers can be known and swept."""


@contextmanager
def open_work_folder() -> Iterator[Path]:
    """A folder of its own in the temporary folder, gone afterwards.

    Raises `OutputError` when there is no place to make one.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX))
    except OSError as error:
        raise unusable_folder(Path(os.environ.get("TMPDIR", "/tmp")), error) from error  # noqa: S108
    try:
        yield folder
    finally:
        _remove(folder)


def sweep_work_folders(parent: Path) -> None:
    """Remove what a killed run left: engines at work in ``parent``, their folders and sockets.

    The caller holds the lock of ``parent``'s owner, so whatever works there belongs to nobody.
    """
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        for process in _find_processes(folder):
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
        remove_socket((folder / "profile").as_uri())
        _remove(folder)


def _find_processes(folder: Path) -> Iterator[int]:
    """The processes whose command line names the folder, where the system lists them (Linux)."""
    marks = (os.fsencode(folder), folder.as_uri().encode())
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            command = entry.read_bytes()
            if any(mark in command for mark in marks):
                yield int(entry.parent.name)


def unusable_folder(folder: Path, error: OSError) -> OutputError:
    """The error for a temporary folder that cannot be written."""
    reason = error.strerror or str(error)
    return OutputError("temporary-folder-unusable", folder=folder, reason=reason)


def _remove(folder: Path) -> None:
    # A process that has just been killed may still be letting go of a file.
    for attempt in range(5):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05 * (attempt + 1))
