"""LibreOffice as the PDF engine.

Its exit code is 0 for every failure, it loses files without a word, it hangs, and its profile
cannot be shared. So each start has its own profile and folder, thrown away after.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from ita_docs.pdf.libreoffice_profile import build_environment, remove_socket, write_profile
from ita_docs.pdf.started_engine import PROBE_SECONDS, StartedEngine
from ita_docs.pdf.work_folders import open_work_folder
from ita_docs.processes import run_program

PROGRAM_VARIABLE = "ITA_DOCS_SOFFICE"
"""The environment variable that names the program where it is not found by itself."""

_SPARE_WORK = {
    # Compressing takes a seventh of the time, most of it for hinting that the finishing drops.
    "VCL_DEBUG_DISABLE_PDFCOMPRESSION": "1",
    # LibreOffice asks for memory and gives it back in small pieces all the time: let the C library
    # keep them at hand. A tenth of the time, for 20 MiB.
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=32000:glibc.malloc.top_pad=33554432",
}
"""A LibreOffice or a system that does not know these does the work, and nothing else changes."""
_VERSIONS: dict[tuple[Path, int], str] = {}
"""What each program here has told, by its path and the moment its file was changed."""
_RESTART_WANTED = 81
"""soffice.bin's way to say: the new profile is laid out, start me again."""

_EXPORT = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "PDFUACompliance": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
    },
    separators=(",", ":"),
)


class LibreOffice(StartedEngine):
    """The engine of choice: close to Word, tagged PDF/A.

    ``program`` is the path of ``soffice``; ``soffice.bin`` beside it is taken where there is one,
    since the wrapper only adds a process and a limit on arguments.
    """

    name = "libreoffice"
    label = "LibreOffice"

    def __init__(self, program: Path) -> None:
        super().__init__()
        real = program.resolve()
        binary = real.with_name("soffice.bin")
        self.program = binary if sys.platform == "linux" and binary.is_file() else real

    @cached_property
    def version(self) -> str:
        """The version, such as ``7.4.7.2``; ``unknown`` when the program does not tell.

        A program that has told it is asked again when its file has changed.
        """
        try:
            key = (self.program, self.program.stat().st_mtime_ns)
            told = _VERSIONS.get(key) or self._ask_version()
        except OSError:
            return "unknown"
        if told:
            _VERSIONS[key] = told
        return told or "unknown"

    def _ask_version(self) -> str:
        with open_work_folder() as folder:
            _, log = run_program(
                [self.program, f"-env:UserInstallation={folder.as_uri()}/p", "--version"],
                folder=folder,
                environment=build_environment(folder),
                timeout=PROBE_SECONDS,
            )
        found = re.search(r"\d+(?:\.\d+)+", log)
        return found.group() if found else ""

    def prepare(self, folder: Path) -> None:
        """Write the profile."""
        write_profile(folder / "profile", self.program.parent)

    def build_command(self, folder: Path, names: Sequence[str]) -> list[str | Path]:
        """One start for all these documents."""
        command: list[str | Path] = [self.program, f"-env:UserInstallation={_profile_url(folder)}"]
        command += ["--headless", "--invisible", "--nologo", "--nodefault", "--norestore"]
        command += ["--nolockcheck", "--nofirststartwizard"]
        return [*command, "--convert-to", _EXPORT, "--outdir", folder / "out", *names]

    def build_environment(self, folder: Path) -> Mapping[str, str]:
        """Its own home, fonts and temporary files, and less work than it would do by itself."""
        return build_environment(folder, self.program.parent) | _SPARE_WORK

    def wants_restart(self, code: int | None) -> bool:
        """A new profile may have been laid out only."""
        return code == _RESTART_WANTED

    def clean_up(self, folder: Path) -> None:
        """The socket lies outside of every folder of its own."""
        remove_socket(_profile_url(folder))


_PROGRAM_FOLDERS = ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")
"""Where Windows says that programs are, whatever its drive and language."""


def find_soffice() -> Path | None:
    """The path of the program: from `PROGRAM_VARIABLE`, the search path, or the usual places."""
    named = os.environ.get(PROGRAM_VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    for command in ("soffice", "libreoffice"):
        if found := shutil.which(command):
            return Path(found)
    places = [Path("/usr/lib/libreoffice/program"), Path("/usr/lib64/libreoffice/program")]
    places += sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)
    places += [Path("/Applications/LibreOffice.app/Contents/MacOS")]
    programs = (os.environ.get(name) for name in _PROGRAM_FOLDERS)
    places += [Path(folder, "LibreOffice", "program") for folder in programs if folder]
    for place in places:
        for command in ("soffice.com", "soffice.exe", "soffice"):
            if (place / command).is_file():
                return place / command
    return None


def _profile_url(folder: Path) -> str:
    return (folder / "profile").as_uri()
