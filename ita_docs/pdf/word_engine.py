"""Microsoft Word on Windows as the PDF engine, driven through PowerShell.

Written from Microsoft's reference of ``Document.ExportAsFixedFormat``; it has not been tried with
a real Word. What it gives passes the same checks as every engine's PDF, or is not delivered.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from ita_docs.pdf.started_engine import StartedEngine
from ita_docs.processes import run_program

_SCRIPT = "word.ps1"
_KILL_SECONDS = 10.0


def has_word() -> bool:
    """Say whether this is Windows with Word installed."""
    return bool(_read_word_version())


def _read_word_version() -> str:
    """The version in the registry's ``Word.Application.16``, or an empty string."""
    if sys.platform != "win32":
        return ""
    registry = importlib.import_module("winreg")
    try:
        with registry.OpenKey(registry.HKEY_CLASSES_ROOT, r"Word.Application\CurVer") as key:
            value, _ = registry.QueryValueEx(key, "")
    except OSError:
        return ""
    return str(value).rpartition(".")[2]


class Word(StartedEngine):
    """Microsoft Word: the document as the office sees it, with the office's own fonts."""

    name = "word"
    label = "Microsoft Word"
    start_seconds = 60.0

    def __init__(self, powershell: str = "powershell.exe") -> None:
        super().__init__()
        self.program = powershell

    @cached_property
    def version(self) -> str:
        """The major version, such as ``16``."""
        return _read_word_version() or "unknown"

    def prepare(self, folder: Path) -> None:
        """Write the script that drives Word."""
        script = (files("ita_docs.pdf") / _SCRIPT).read_bytes()
        (folder / _SCRIPT).write_bytes(script)

    def build_command(self, folder: Path, names: Sequence[str]) -> list[str | Path]:
        """The script takes every document that lies in the folder."""
        del names
        command: list[str | Path] = [self.program, "-NoProfile", "-NonInteractive"]
        command += ["-ExecutionPolicy", "Bypass"]
        return [*command, "-File", folder / _SCRIPT, "-Folder", folder]

    def build_environment(self, folder: Path) -> Mapping[str, str]:
        """The user's own: Word is the user's program."""
        del folder
        return os.environ

    def clean_up(self, folder: Path) -> None:
        """End the Word that the script started: it is no child of the script's process."""
        with suppress(OSError, ValueError):
            number = int((folder / "word.pid").read_text(encoding="ascii"))
            run_program(
                ["taskkill", "/T", "/F", "/PID", str(number)],
                folder=folder,
                environment=os.environ,
                timeout=_KILL_SECONDS,
            )
