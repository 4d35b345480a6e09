"""Microsoft Word on Windows as the PDF engine, driven through PowerShell.

Written from Microsoft's reference of ``Document.ExportAsFixedFormat``; it has not been tried with
a real Word. What it gives passes the same checks as every engine's PDF, or is not delivered.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from ita_docs.pdf.libreoffice_profile import is_whole, open_work_folder, unusable_folder
from ita_docs.problems import ConversionError
from ita_docs.processes import run_program

_START_SECONDS = 60.0
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


class Word:
    """Microsoft Word: the document as the office sees it, with the office's own fonts."""

    name = "word"
    label = "Microsoft Word"

    def __init__(self, powershell: str = "powershell.exe") -> None:
        self.program = powershell

    @cached_property
    def version(self) -> str:
        """The major version, such as ``16``."""
        return _read_word_version() or "unknown"

    def convert(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> list[bytes | ConversionError]:
        """Convert .docx bytes to raw PDF bytes, each with a result or its own error.

        ``timeout`` is in seconds per document.
        """
        with closing(self.convert_each(documents, timeout=timeout)) as each:
            results = dict(each)
        return [results[index] for index in range(len(documents))]

    def convert_each(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        """Like `convert`: all in one start of Word, then each missing one in its own."""
        together = list(range(len(documents)))
        done, log = self._run(documents, together, timeout * len(documents))
        yield from done.items()
        for index in together:
            if index in done:
                continue
            if len(documents) > 1:
                alone, log = self._run(documents, [index], timeout)
                if index in alone:
                    yield index, alone[index]
                    continue
            yield index, ConversionError("pdf-not-made", engine=self.name, log=log or "-")

    def _run(
        self, documents: Sequence[bytes], chunk: Sequence[int], seconds: float
    ) -> tuple[dict[int, bytes], str]:
        """One start of Word for these documents: the whole PDFs, and the end of its log."""
        with open_work_folder() as folder:
            script = folder / "word.ps1"
            names = {index: f"{index:06}" for index in chunk}
            try:
                (folder / "out").mkdir()
                script.write_bytes((files("ita_docs.pdf") / "word.ps1").read_bytes())
                for index, name in names.items():
                    (folder / f"{name}.docx").write_bytes(documents[index])
            except OSError as error:
                raise unusable_folder(folder.parent, error) from error
            command = [self.program, "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"]
            command += ["-File", str(script), "-Folder", str(folder)]
            try:
                _, log = run_program(
                    command,
                    folder=folder,
                    environment=os.environ,
                    timeout=_START_SECONDS + seconds,
                )
            except OSError as error:
                log = error.strerror or str(error)
            finally:
                self._end_word(folder)
            done = {}
            for index, name in names.items():
                path = folder / "out" / f"{name}.pdf"
                if path.is_file() and is_whole(pdf := path.read_bytes()):
                    done[index] = pdf
            return done, log

    def _end_word(self, folder: Path) -> None:
        """End the Word that the script started: it is no child of the script's process."""
        with suppress(OSError, ValueError):
            number = int((folder / "word.pid").read_text(encoding="ascii"))
            run_program(
                ["taskkill", "/T", "/F", "/PID", str(number)],
                folder=folder,
                environment=os.environ,
                timeout=_KILL_SECONDS,
            )
