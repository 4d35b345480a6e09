"""What the desktop is asked to show: a folder, in its own window."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path


def show_folder(folder: Path) -> bool:
    """Open a folder in the desktop's window of files; False where there is none to ask."""
    if not folder.is_dir():
        return False
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            os.startfile(folder)  # noqa: S606
            return True
        return False
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None or (sys.platform != "darwin" and not _has_desktop()):
        return False
    with contextlib.suppress(OSError):
        subprocess.Popen(  # noqa: S603 - it stays open when this program ends
            [program, str(folder.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return True
    return False


def _has_desktop() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
