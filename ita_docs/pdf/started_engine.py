"""An engine that is an outside program: started for many documents, watched, and distrusted.

What counts is the PDF that lies in the folder, never what the program says of itself. It takes its
documents in order, so the first one missing is the suspect:

    given 1 2 3 4 5   there 1 2   silent for too long, or gone
      3 alone ─┬─ there: it was bad luck       then a start for 4 5
               └─ not there: its own error     then a start for 4 5
    given 1 2 3       there none  1 alone: not there, and a plain document neither
      -> the engine is broken, and the others are not tried
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from ita_docs.ooxml.package import pack, write_package
from ita_docs.pdf.work_folders import open_work_folder, unusable_folder
from ita_docs.problems import ConversionError
from ita_docs.processes import start_program

PROBE_SECONDS = 30.0
"""For a program to tell its version, or to convert a document of one word."""
_POLL_SECONDS = 0.05
_LEAST_PATIENCE, _MEDIANS = 20.0, 10
"""Seconds that every document is given, and how many times what others took."""
_KNOWN, _REMEMBERED = 3, 500
"""Documents after which their time is known, and of which it is remembered."""
_LARGEST_PDF = 256 * 1024 * 1024


@dataclass(slots=True)
class Outcome:
    """How a start ended: whether it fell silent for too long, and the end of its log."""

    hung: bool = False
    log: str = ""


class StartedEngine(ABC):
    """What every engine does that is a program of its own; how it is started is the engine's."""

    name = ""
    label = ""
    documents_per_start = 100
    """The wrapper script of LibreOffice loses what lies beyond about 250 arguments; a fresh start
    now and then also keeps a program from growing."""
    start_seconds = 0.0
    """What the program may take for itself before the first document."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=_REMEMBERED)

    @abstractmethod
    def prepare(self, folder: Path) -> None:
        """Put into the folder what the program needs beside the documents. Raises OSError."""

    @abstractmethod
    def build_command(self, folder: Path, names: Sequence[str]) -> list[str | Path]:
        """The command that turns the documents of these names into PDFs in the folder ``out``."""

    @abstractmethod
    def build_environment(self, folder: Path) -> Mapping[str, str]:
        """The environment of the program."""

    def clean_up(self, folder: Path) -> None:  # noqa: B027 - most engines leave nothing elsewhere
        """Remove what the program left outside of the folder."""

    def wants_restart(self, code: int | None) -> bool:
        """Say whether the program ended with the wish to be started again."""
        del code
        return False

    def read_refusal(self, out: Path, stem: str) -> ConversionError | None:
        """What the program itself says is wrong with a document, once it has gone on to others."""
        del out, stem
        return None

    def convert_each(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        """Give each document's PDF, or its own error, with its place, as soon as it is there.

        ``timeout`` is in seconds per document: a start that brings nothing for so long is ended;
        once three documents are made, as soon as it takes ten times what they took, or 20 s.
        """
        waiting = list(range(len(documents)))
        while waiting:
            size = self.documents_per_start
            chunk, waiting = waiting[:size], waiting[size:]
            done: set[int] = set()
            deadline = time.monotonic() + self._get_patience(timeout)
            outcome = Outcome()
            with closing(self._run(documents, chunk, timeout, outcome)) as run:
                for index, result in run:
                    done.add(index)
                    yield index, result
            missing = [index for index in chunk if index not in done]
            if not missing:
                continue
            suspect, rest = missing[0], missing[1:]
            waiting = rest + waiting
            alone = len(chunk) == 1
            spent = alone and time.monotonic() >= deadline
            result = self._convert_alone(documents, suspect, timeout, outcome, spent=spent)
            yield suspect, result
            if isinstance(result, ConversionError) and not done and waiting and not self.works():
                for index in waiting:
                    yield index, ConversionError("pdf-engine-broken", engine=self.name)
                return

    def works(self) -> bool:
        """Say whether the program turns a plain one-line document into a PDF at all."""
        plain = build_plain_document()
        results = list(self._run([plain], [0], PROBE_SECONDS, Outcome()))
        return any(isinstance(result, bytes) for _, result in results)

    def _get_patience(self, timeout: float) -> float:
        """How long a document may take now, in seconds."""
        if len(self._seconds) < _KNOWN:
            return timeout
        return min(timeout, max(_LEAST_PATIENCE, _MEDIANS * median(self._seconds)))

    def _convert_alone(
        self,
        documents: Sequence[bytes],
        index: int,
        timeout: float,
        outcome: Outcome,
        *,
        spent: bool,
    ) -> bytes | ConversionError:
        """Try a document once more by itself, unless its time is ``spent``."""
        if not spent:
            outcome = Outcome()
            for _, result in list(self._run(documents, [index], timeout, outcome)):
                return result
        if outcome.hung:
            seconds = f"{self._get_patience(timeout):g}"
            return ConversionError("pdf-timeout", engine=self.name, seconds=seconds)
        return ConversionError("pdf-not-made", engine=self.name, log=outcome.log or "-")

    def _run(
        self,
        documents: Sequence[bytes],
        chunk: Sequence[int],
        timeout: float,
        outcome: Outcome,
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        """One start for these documents: each whole PDF as it appears; at the end, why it ended."""
        with open_work_folder() as folder:
            waiting = self._lay_out(folder, documents, chunk)
            names = [f"{stem}.docx" for stem in waiting.values()]
            command = self.build_command(folder, names)
            environment = self.build_environment(folder)
            heard = time.monotonic() + self.start_seconds
            restarts = 1
            while waiting:
                try:
                    started = start_program(command, folder=folder, environment=environment)
                    with started as program:
                        code: int | None = None
                        while code is None and waiting:
                            code = program.wait(_POLL_SECONDS)
                            for index, result in self._collect(folder / "out", waiting):
                                self._seconds.append(max(0.0, time.monotonic() - heard))
                                heard = time.monotonic()
                                yield index, result
                            if time.monotonic() - heard > self._get_patience(timeout):
                                outcome.hung = True
                                break
                    outcome.log = program.log
                except OSError as error:
                    outcome.log = error.strerror or str(error)
                    return
                finally:
                    self.clean_up(folder)
                if not self.wants_restart(code) or not restarts:
                    return
                restarts -= 1

    def _lay_out(
        self, folder: Path, documents: Sequence[bytes], chunk: Sequence[int]
    ) -> dict[int, str]:
        """Write the documents and the empty output folder; the names before the dot."""
        stems = {index: f"{index:06}" for index in chunk}
        try:
            self.prepare(folder)
            (folder / "out").mkdir()
            for index, stem in stems.items():
                (folder / f"{stem}.docx").write_bytes(documents[index])
        except OSError as error:
            raise unusable_folder(folder.parent, error) from error
        return stems

    def _collect(
        self, out: Path, waiting: dict[int, str]
    ) -> list[tuple[int, bytes | ConversionError]]:
        """Take what is whole out of the folder, and out of the documents waited for."""
        there = {path.stem: path for path in out.glob("*.pdf")}
        found: list[tuple[int, bytes | ConversionError]] = []
        for index, stem in list(waiting.items()):
            path = there.get(stem)
            if path and (pdf := _read_whole(path)):
                found.append((index, pdf))
                path.unlink()
            elif refusal := self.read_refusal(out, stem):
                found.append((index, refusal))
            else:
                continue
            del waiting[index]
        return found


def _read_whole(path: Path) -> bytes | None:
    """The PDF in the file; None for half a one, or what is no file, or beyond all measure."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST_PDF:
        return None
    pdf = path.read_bytes()
    return pdf if is_whole(pdf) else None


def is_whole(pdf: bytes) -> bool:
    """Say whether the bytes begin and end as a PDF does; half a file does not."""
    return pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")


def build_plain_document() -> bytes:
    """The smallest .docx that means anything: one word, to try an engine with."""
    office = "http://schemas.openxmlformats.org"
    types = f"{office}/package/2006/content-types"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relations = f"{office}/package/2006/relationships"
    document = f"{office}/officeDocument/2006/relationships/officeDocument"
    word = f"{office}/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" '
        f'Type="{document}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r>'
        "<w:t>ITA</w:t></w:r></w:p></w:body></w:document>",
    }
    return write_package(pack(name, text.encode(), level=0) for name, text in parts.items())
