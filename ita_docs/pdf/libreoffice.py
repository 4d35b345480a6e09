"""LibreOffice as the PDF engine, distrusted.

Its exit code is 0 for every failure, it loses files without a word, it hangs, and its profile
cannot be shared. So each start has its own profile and folder, thrown away after; what counts is
the PDF that lies there; what is missing is tried again, alone, before it is an error.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ita_docs.pdf.libreoffice_profile import (
    build_environment,
    build_plain_document,
    is_whole,
    open_work_folder,
    remove_socket,
    unusable_folder,
    write_profile,
)
from ita_docs.problems import ConversionError
from ita_docs.processes import run_program, start_program

PROGRAM_VARIABLE = "ITA_DOCS_SOFFICE"
"""The environment variable that names the program where it is not found by itself."""
DOCUMENTS_PER_START = 100
"""The wrapper script loses what lies beyond about 250 arguments; a fresh start now and then also
keeps the program from growing."""

_SPARE_WORK = {
    # Compressing takes a seventh of the time, most of it for hinting that the finishing drops.
    "VCL_DEBUG_DISABLE_PDFCOMPRESSION": "1",
    # LibreOffice asks for memory and gives it back in small pieces all the time: let the C library
    # keep them at hand. A tenth of the time, for 20 MiB.
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=32000:glibc.malloc.top_pad=33554432",
}
"""A LibreOffice or a system that does not know these does the work, and nothing else changes."""
_POLL_SECONDS = 0.05
_RESTART_WANTED = 81
"""soffice.bin's way to say: the new profile is laid out, start me again."""
_PROBE_SECONDS = 30.0

_EXPORT = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "PDFUACompliance": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
    },
    separators=(",", ":"),
)


@dataclass(slots=True)
class _Outcome:
    """How a start ended: whether it fell silent for too long, and the end of its log."""

    hung: bool = False
    log: str = ""


class LibreOffice:
    """The engine of choice: close to Word, tagged PDF/A.

    ``program`` is the path of ``soffice``; ``soffice.bin`` beside it is taken where there is one,
    since the wrapper only adds a process and a limit on arguments.
    """

    name = "libreoffice"
    label = "LibreOffice"

    def __init__(self, program: Path) -> None:
        real = program.resolve()
        binary = real.with_name("soffice.bin")
        self.program = binary if sys.platform == "linux" and binary.is_file() else real

    @cached_property
    def version(self) -> str:
        """The version, such as ``7.4.7.2``; ``unknown`` when the program does not tell."""
        with open_work_folder() as folder:
            try:
                _, log = run_program(
                    [self.program, f"-env:UserInstallation={folder.as_uri()}/p", "--version"],
                    folder=folder,
                    environment=build_environment(folder),
                    timeout=_PROBE_SECONDS,
                )
            except OSError:
                return "unknown"
        found = re.search(r"\d+(?:\.\d+)+", log)
        return found.group() if found else "unknown"

    def convert(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> list[bytes | ConversionError]:
        """Convert .docx bytes to raw PDF bytes, each with a result or its own error.

        ``timeout`` is in seconds per document: a start that brings nothing for so long is ended.
        """
        with closing(self.convert_each(documents, timeout=timeout)) as each:
            results = dict(each)
        return [results[index] for index in range(len(documents))]

    def convert_each(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        """Like `convert`, but give each result, with its place, as soon as it is there."""
        waiting = list(range(len(documents)))
        while waiting:
            chunk, waiting = waiting[:DOCUMENTS_PER_START], waiting[DOCUMENTS_PER_START:]
            done: set[int] = set()
            deadline = time.monotonic() + timeout
            outcome = _Outcome()
            with closing(self._run(documents, chunk, timeout, outcome)) as run:
                for index, pdf in run:
                    done.add(index)
                    yield index, pdf
            missing = [index for index in chunk if index not in done]
            if not missing:
                continue
            # LibreOffice takes its files in order: the first one missing is the suspect.
            suspect, rest = missing[0], missing[1:]
            waiting = rest + waiting
            alone = len(chunk) == 1
            patience = deadline - time.monotonic() if alone else timeout
            result = self._convert_alone(documents, suspect, patience, outcome, timeout)
            yield suspect, result
            if isinstance(result, ConversionError) and not done and waiting and not self.works():
                for index in waiting:
                    yield index, ConversionError("pdf-engine-broken", engine=self.name)
                return

    def works(self) -> bool:
        """Say whether the program turns a plain one-line document into a PDF at all."""
        plain = build_plain_document()
        return bool(list(self._run([plain], [0], _PROBE_SECONDS, _Outcome())))

    def _convert_alone(
        self,
        documents: Sequence[bytes],
        index: int,
        patience: float,
        outcome: _Outcome,
        timeout: float,
    ) -> bytes | ConversionError:
        if patience > 0:
            outcome = _Outcome()
            for _, pdf in list(self._run(documents, [index], patience, outcome)):
                return pdf
        if outcome.hung:
            return ConversionError("pdf-timeout", engine=self.name, seconds=f"{timeout:g}")
        return ConversionError("pdf-not-made", engine=self.name, log=outcome.log or "-")

    def _run(
        self,
        documents: Sequence[bytes],
        chunk: Sequence[int],
        patience: float,
        outcome: _Outcome,
    ) -> Generator[tuple[int, bytes]]:
        """One start for these documents: each whole PDF as it appears; at the end, why it ended."""
        with open_work_folder() as folder:
            names = self._lay_out(folder, documents, chunk)
            command = self._build_command(folder, names.values())
            environment = build_environment(folder, self.program.parent) | _SPARE_WORK
            out = folder / "out"
            waiting = dict(names)
            heard = time.monotonic()
            restarts = 1
            while waiting:
                try:
                    started = start_program(command, folder=folder, environment=environment)
                    with started as program:
                        code: int | None = None
                        while code is None and waiting:
                            code = program.wait(_POLL_SECONDS)
                            for index, pdf in _collect(out, waiting):
                                heard = time.monotonic()
                                yield index, pdf
                            if time.monotonic() - heard > patience:
                                outcome.hung = True
                                break
                    outcome.log = program.log
                except OSError as error:
                    outcome.log = error.strerror or str(error)
                    return
                finally:
                    remove_socket(_profile_url(folder))
                if code != _RESTART_WANTED or not restarts:
                    return
                restarts -= 1

    def _lay_out(
        self, folder: Path, documents: Sequence[bytes], chunk: Sequence[int]
    ) -> dict[int, str]:
        """Write the profile, the documents and the empty output folder; names by document."""
        try:
            write_profile(folder / "profile", self.program.parent)
            (folder / "out").mkdir()
            names = {index: f"{index:06}.docx" for index in chunk}
            for index, name in names.items():
                (folder / name).write_bytes(documents[index])
        except OSError as error:
            raise unusable_folder(folder.parent, error) from error
        return names

    def _build_command(self, folder: Path, names: Iterable[str]) -> list[str | Path]:
        command: list[str | Path] = [self.program, f"-env:UserInstallation={_profile_url(folder)}"]
        command += ["--headless", "--invisible", "--nologo", "--nodefault", "--norestore"]
        command += ["--nolockcheck", "--nofirststartwizard"]
        return [*command, "--convert-to", _EXPORT, "--outdir", folder / "out", *names]


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
    places += [Path(r"C:\Program Files\LibreOffice\program")]
    for place in places:
        for command in ("soffice.com", "soffice"):
            if (place / command).is_file():
                return place / command
    return None


def _profile_url(folder: Path) -> str:
    return (folder / "profile").as_uri()


def _collect(out: Path, waiting: dict[int, str]) -> list[tuple[int, bytes]]:
    """Take the PDFs that are whole out of the folder, and out of those waited for."""
    there = {path.stem: path for path in out.glob("*.pdf")}
    found = []
    for index, name in list(waiting.items()):
        path = there.get(name.removesuffix(".docx"))
        if path and path.is_file() and is_whole(pdf := path.read_bytes()):
            del waiting[index]
            found.append((index, pdf))
            path.unlink()
    return found
