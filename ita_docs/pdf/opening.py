"""PDF bytes opened with pikepdf, quickly."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf

from ita_docs.pdf.work_folders import unusable_folder


@contextmanager
def open_pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF in these bytes, as it is: nothing broken is repaired.

    Raises pikepdf.PdfError when they are no PDF, `OutputError` when there is no room for a
    temporary file.
    """
    # Out of memory pikepdf reads a few bytes at a time, each time through Python. A file is
    # mapped, which takes a third of the time; it has no name and is gone when closed.
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed below
        file.write(data)
        file.flush()
    except OSError as error:
        folder = Path(tempfile.tempdir or os.environ.get("TMPDIR", "/tmp"))  # noqa: S108
        raise unusable_folder(folder, error) from error
    mode = pikepdf.AccessMode.mmap
    with file, pikepdf.open(file, attempt_recovery=False, access_mode=mode) as pdf:
        yield pdf
