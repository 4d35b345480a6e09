"""What one person works on: files received, faults found, documents made and saved.

    received ─ check ─┬─ importable ─ understand ─┬─ question ─ answer ─┐
                      │                           └─ form ─ use ────────┤ (checked again)
                      ├─ nothing ready: faults <────────────────────────┘
                      └─ ready ─ make (a folder of our own) ─ pages ─ save (the outputs folder)

One job at a time, in a thread beside the server; each is a call that the command line makes too.
Everything lies below one folder, which goes when the page is closed. The rooms that make documents
are loaded by their jobs: the page is there before them.

One module, though long: one state, and the jobs that change it one after the other.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ita_docs import documents
from ita_docs.batch.inputs import take_in
from ita_docs.batch.request import Request
from ita_docs.framework import load_frameworks
from ita_docs.model import Grid, OfficeStatus, RunReport
from ita_docs.offices import load_offices
from ita_docs.pdf import find_engine
from ita_docs.pipeline import IMPORTABLE, Options, choose_templates
from ita_docs.problems import DependencyError, ItaDocsError, Lang
from ita_docs.web.contents import (
    Checked,
    Choices,
    Made,
    Received,
    Understood,
    Unlisted,
    Work,
    list_faulty,
)
from ita_docs.web.journal import note_run
from ita_docs.web.pictures import Pictures
from ita_docs.web.progress import Told
from ita_docs.workbook.reader_process import Reader

if TYPE_CHECKING:
    from ita_docs.importing import Asked

logger = logging.getLogger(__name__)

MADE_AT_ONCE = 10
"""So many offices are made without being asked: their pages are there within a minute."""
_LOADING_SECONDS = 5.0
_ROOMS = ("ita_docs.batch.run", "ita_docs.importing", "ita_docs.pdf.conversion", "pypdfium2")
_NEEDS_IMPORT = IMPORTABLE | {"workbook-needs-import"}


class Workplace:
    """The files and the work of one person. ``place`` remembers the last runs."""

    def __init__(self, folder: Path, outputs: Path, place: Path, lang: Lang) -> None:
        self.folder, self.outputs, self.place, self.lang = folder, outputs, place, lang
        self.choices = Choices()
        self.emblem: bytes | None = None
        self.last_year: Received | None = None
        self.unlisted: Unlisted | None = None
        self.received: tuple[Received, ...] = ()
        self.checked: Checked | None = None
        self.understood: Understood | None = None
        self.made: Made | None = None
        self.saved: RunReport | None = None
        self.trouble: ItaDocsError | None = None
        self.broken = False
        self.work: Work | None = None
        self.version = 0
        self.pictures = Pictures()
        self._changing = threading.Condition()
        self._thread = ThreadPoolExecutor(1)
        self._frameworks = load_frameworks()
        self._reader = Reader()
        self._thread.submit(self._keep_reader)
        self._loading = threading.Thread(target=_load_rooms, daemon=True)
        self._loading.start()

    def copy(self) -> Workplace:
        """As it stands at this moment, to be looked at while a job goes on."""
        with self._changing:
            return copy(self)

    # --- jobs -------------------------------------------------------------------------------------

    def begin(self, name: str, job: Callable[[], None]) -> bool:
        """Begin a job unless one is under way; whether it was begun."""
        if self.work is not None:
            return False
        self.trouble, self.broken = None, False
        self.work = Work(name)
        self._thread.submit(self._do, job)
        return True

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except ItaDocsError as error:
            self.trouble = error
        except Exception:
            logger.exception("the page's work broke")
            self.broken = True
        finally:
            with self._changing:
                self.version += 1
                self.work = None
                self._changing.notify_all()
            self._keep_reader()

    def await_news(self, since: int, seconds: float) -> None:
        """Wait, so long at most, until there is more to show than in version ``since``."""
        with self._changing:
            self._changing.wait_for(lambda: self.version != since or self.work is None, seconds)

    def _keep_reader(self) -> None:
        """A child to read the next workbook at once: starting it takes longer than most of them."""
        with suppress(DependencyError):  # the job says it
            self._reader.start()

    def close(self) -> None:
        """Wait for what is under way, and leave nothing behind."""
        # Not for ever: a signal that ended the program in the midst of an import may have left the
        # module's lock, for which the other thread then waits.
        self._loading.join(_LOADING_SECONDS)
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._reader.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # A job tells how far it has come as any run does (batch.request.Listener).

    def begin_stage(self, stage: str, total: int) -> None:
        """A stage begins, with so many steps."""
        if self.work is not None:
            self.work = replace(self.work, stage=stage, done=0, total=total)

    def advance(self) -> None:
        """One step of it is done."""
        if self.work is not None:
            self.work = replace(self.work, done=self.work.done + 1)

    # --- the files --------------------------------------------------------------------------------

    def take_workbooks(self, files: Sequence[Received]) -> bool:
        """Begin with other files: what was found and made of the former ones is let go."""

        def job() -> None:
            self._let_go()
            self.received = tuple(files)
            self._check()

        return self.begin("check", job)

    def start_over(self) -> None:
        """Let everything go, as if nothing had been received."""
        if self.work is None:
            self._let_go()
            self.received, self.emblem, self.choices = (), None, Choices()
            self.trouble, self.broken = None, False

    def _let_go(self) -> None:
        with self._changing:
            self.checked = self.understood = self.unlisted = None
        self._drop_made()

    def _drop_made(self) -> None:
        """Let go of the documents made last, their pictures, and what was said of saving them."""
        made = self.made
        with self._changing:
            self.made = self.saved = None
        self.pictures.clear()
        if made is not None:
            shutil.rmtree(made.request.outputs, ignore_errors=True)

    def choose(self, choices: Choices) -> bool:
        """Make the documents as chosen; read anew where other problems are let pass."""

        def job() -> None:
            again = choices.accept != self.choices.accept
            self.choices = choices
            if again:
                self._let_go()
                self._check()
            elif self.checked is not None and self.checked.ready:
                self._make()

        return self.begin("make", job)

    def call(self, text: str) -> str:
        """A sentence with the files as their owner calls them."""
        for file in self.received:
            text = text.replace(str(file.path), file.name).replace(file.path.name, file.name)
            text = text.replace(file.path.stem, file.stem)
        return text

    def _check(self) -> None:
        paths = [file.path for file in self.received]
        self.begin_stage("read", len(paths))
        intake = take_in(
            paths,
            self._frameworks,
            self.choices.accept,
            self.advance,
            lowest=self.choices.lowest,
            called=self._names(),
            reader=self._reader,
        )
        strange = {
            workbook
            for workbook, problems in intake.by_workbook.items()
            if any(problem.code in _NEEDS_IMPORT for problem in problems)
        }
        self.checked = Checked(
            tuple(intake.problems),
            tuple(source.result.office.name for source in intake.sources),
            tuple(source.name for source in intake.refused),
            tuple(file for file in self.received if str(file.path) in strange),
            tuple(list_faulty(self.received, intake.by_workbook)),
        )
        with self._changing:  # what was found is shown while documents are made
            self.version += 1
            self._changing.notify_all()
        if self.checked.importable:
            from ita_docs.importing import Asked

            self._understand(Asked())
        elif 0 < len(self.checked.ready) <= MADE_AT_ONCE:
            self._make()

    def _names(self) -> dict[Path, str]:
        return {file.path: file.name for file in self.received}

    # --- results in other shapes ------------------------------------------------------------------

    def answer(self, asked: Asked) -> bool:
        """Understand the files again, with an answer more."""
        return self.begin("import", lambda: self._understand(asked))

    def use_form(self) -> bool:
        """Go on with the form that the result files filled in, and with the other workbooks."""
        understood = self.understood
        if understood is None or understood.imported is None:
            return False
        path = self.folder / f"form-{self.version}.xlsx"
        path.write_bytes(understood.form)
        name = f"แบบกรอก-{understood.imported.year}.xlsx"
        others = [file for file in self.received if file not in understood.files]
        return self.take_workbooks([*others, Received(name, path)])

    def _understand(self, asked: Asked) -> None:
        from ita_docs.form_files import build_imported_form
        from ita_docs.importing import QuestionError, import_sheets

        files = self.checked.importable if self.checked is not None else ()
        self.begin_stage("read", len(files))
        grids = [
            _name_as_its_owner_does(grid, file)
            for file in files
            for grid in self._reader.read_grids(file.path)
        ]
        try:
            imported = import_sheets(grids, load_offices(), self._frameworks, asked)
        except QuestionError as question:
            self.understood = Understood(files, asked, question)
        else:
            form = build_imported_form(imported, self._frameworks)
            self.understood = Understood(files, asked, imported=imported, form=form)

    # --- documents --------------------------------------------------------------------------------

    def _make(self) -> None:
        from ita_docs.batch.run import run_batch

        self._drop_made()
        request = self._request(self.folder / f"made-{self.version}")
        report = run_batch(request, Told(self.begin_stage, self.advance), self._reader)
        made = Made(request, report)
        for kind in documents.choose_kinds(None):
            self.pictures.draw(made, 0, kind.name)
        self.made = made

    def save(self, *, overwrite: bool) -> bool:
        """Put the documents into the outputs folder, as ``build`` would."""
        made = self.made
        if made is None:
            return False

        def job() -> None:
            from ita_docs.batch.run import run_batch

            request = replace(
                made.request,
                outputs=self.outputs,
                made_before=made.request.outputs,
                overwrite_edited=overwrite,
            )
            self.saved = run_batch(request, Told(self.begin_stage, self.advance), self._reader)
            self._note_saved(self.saved)

        return self.begin("save", job)

    def _note_saved(self, report: RunReport) -> None:
        produced = [o for o in report.offices if o.status is OfficeStatus.PRODUCED]
        note_run(
            self.place,
            tuple(file.name for file in self.received),
            tuple(office.short_name or office.office for office in produced),
            sum(len(office.files) for office in produced),
            self.outputs.resolve(),
        )

    def _request(self, outputs: Path) -> Request:
        return Request(
            inputs=tuple(file.path for file in self.received),
            outputs=outputs,
            template=self.choices.template or None,
            document=self.choices.document or None,
            options=Options(lowest=self.choices.lowest, emblem=self.emblem),
            accept=self.choices.accept,
            keep_account=False,
            lang=self.lang,
            called=self._names(),
        )


def _name_as_its_owner_does(grid: Grid, file: Received) -> Grid:
    """The file's own name instead of ours, which a file without sheets gives to its one sheet too;
    from both a year may be read."""
    sheet = file.stem if grid.sheet == file.path.stem else grid.sheet
    return replace(grid, file=file.name, sheet=sheet)


def _load_rooms() -> None:
    """Load what makes documents while the person looks at the page for the first time, with the
    usual templates and the engine's version."""
    for room in _ROOMS:
        import_module(room)
    with suppress(ItaDocsError):  # the job says it
        choose_templates(None, documents.choose_kinds(None))
        _ = getattr(find_engine(), "version", "")
