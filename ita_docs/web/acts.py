"""What the forms of the page do, each a POST that leads back to the step that it belongs to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from ita_docs import documents
from ita_docs.framework import load_frameworks
from ita_docs.offices import load_offices
from ita_docs.problems import InputError, ItaDocsError, Lang, Location
from ita_docs.processes import show_folder
from ita_docs.web.contents import Choices, Unlisted
from ita_docs.web.uploads import Uploads
from ita_docs.web.view import build_closed_page
from ita_docs.web.workplace import Workplace

if TYPE_CHECKING:
    from ita_docs.importing import Asked

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CLOSING_SECONDS = 1.0
"""For the browser to fetch what the last page is dressed with."""

_MOMENT_SECONDS = 0.8
"""A job that takes no longer is awaited."""

Fields = list[tuple[str, str]]


class Acts:
    """Each act by its name in the address; ``close`` ends the server."""

    def __init__(
        self, workplace: Workplace, uploads: Uploads, base: str, close: Callable[[], None]
    ) -> None:
        self._workplace, self._uploads = workplace, uploads
        self._base, self._close = base, close
        self.by_name: dict[str, Callable[[Fields], Response]] = {
            "form": self._make_form,
            "check": self._check,
            "answer": self._answer,
            "use-form": self._use_form,
            "make": self._make,
            "save": self._save,
            "show-folder": self._show_folder,
            "over": self._start_over,
            "lang": self._change_language,
            "close": self._end,
        }

    def _make_form(self, fields: Fields) -> Response:
        """Step 1: the form to fill in, as ``new`` makes it."""
        from ita_docs.form_files import choose_year, fill_form, read_last_year
        from ita_docs.forms import build_form, name_form

        workplace, frameworks = self._workplace, load_frameworks()
        typed = [name.strip()[:200] for name in _list(fields, "office") if name.strip()]
        year, workplace.unlisted = _get(fields, "year"), None
        try:
            last = None
            if workplace.last_year is not None and _get(fields, "carry") == "yes":
                last, _ = read_last_year(workplace.last_year.path, frameworks)
                if not last.results:
                    raise InputError("last-year-unusable", Location(workplace.last_year.name))
            chosen = choose_year(int(year) if year.isdecimal() else None, last, frameworks)
            if chosen not in frameworks:
                return self._back("step-1")
            source = "" if workplace.last_year is None else workplace.last_year.name
            filled, notes = fill_form(typed, chosen, frameworks, last, source)
            if notes and _get(fields, "as-typed") != "yes":
                workplace.unlisted = Unlisted(typed[0], year, notes[0])
                return self._back("step-1")
            content = build_form(
                frameworks[chosen], filled, tall=len(filled.offices) < 2, names=load_offices()
            )
        except ItaDocsError as error:
            workplace.trouble = error
            return self._back("trouble")
        return attach(content, name_form(chosen), XLSX)

    def _check(self, fields: Fields) -> Response:
        """Step 2: other workbooks take the place of the former ones."""
        since = self._workplace.version
        if self._workplace.work is None:
            files = self._uploads.take(_list(fields, "key"))
            if files:
                self._workplace.take_workbooks(files)
            elif self._workplace.received and self._workplace.emblem is not None:
                self._workplace.choose(self._workplace.choices)  # an emblem alone was dropped
        return self._follow(since)

    def _answer(self, fields: Fields) -> Response:
        understood, since = self._workplace.understood, self._workplace.version
        typed = _get(fields, "answer").strip()[:200]
        if understood is not None and understood.question is not None and typed:
            asked = _answer(understood.asked, understood.question.option, typed)
            if asked is not None:
                self._workplace.answer(asked)
        return self._follow(since)

    def _use_form(self, _fields: Fields) -> Response:
        since = self._workplace.version
        self._workplace.use_form()
        return self._follow(since)

    def _make(self, fields: Fields) -> Response:
        """Step 4: the documents, with what was chosen."""
        kinds = {kind.name for kind in documents.choose_kinds(None)}
        document, template = _get(fields, "document"), _get(fields, "template")
        document = document if document in kinds else ""
        offered = documents.choose_kinds(document or None)
        known = {name for kind in offered for name in kind.templates}
        workplace = self._workplace
        acceptable = (
            set()
            if workplace.checked is None
            else {problem.code for problem in workplace.checked.problems if problem.kind.acceptable}
        )
        workplace.choose(
            Choices(
                document=document,
                template=template if template in known else "",
                lowest=None if _get(fields, "lowest") == "yes" else 0,
                accept=frozenset(_list(fields, "accept")) & acceptable,
            )
        )
        return self._back("work")

    def _save(self, fields: Fields) -> Response:
        """Step 5: into the outputs folder."""
        since = self._workplace.version
        self._workplace.save(overwrite=_get(fields, "overwrite") == "edited")
        return self._follow(since)

    def _show_folder(self, _fields: Fields) -> Response:
        show_folder(self._workplace.outputs)
        return self._back("step-5")

    def _start_over(self, _fields: Fields) -> Response:
        self._workplace.start_over()
        return self._back("step-2")

    def _change_language(self, fields: Fields) -> Response:
        lang: Lang = "en" if _get(fields, "lang") == "en" else "th"
        self._workplace.lang = lang
        return self._back("")

    def _end(self, _fields: Fields) -> Response:
        threading.Timer(_CLOSING_SECONDS, self._close).start()
        page = build_closed_page(self._workplace.lang)
        return Response(page, media_type="text/html; charset=utf-8")

    def _follow(self, since: int) -> Response:
        """On to what a job has found, if it does so at once; else to where it tells how far it is.

        A workbook's faults are there within a moment: they need no page in between.
        """
        self._workplace.await_news(since, _MOMENT_SECONDS)
        waiting = self._workplace.version == since and self._workplace.work is not None
        return self._back("work" if waiting else name_step(self._workplace))

    def _back(self, step: str) -> Response:
        """Back to the page; the number makes the browser load it anew."""
        fragment = f"#{step}" if step else ""
        address = f"{self._base}/?v={self._workplace.version}{fragment}"
        return RedirectResponse(address, status_code=303)


def _answer(asked: Asked, option: str | None, typed: str) -> Asked | None:
    """The answers with one more, as ``import`` takes it; None where it is no answer."""
    match option:
        case "--year" if typed.isdecimal() and len(typed) == 4:
            return replace(asked, year=int(typed))
        case "--office":
            return replace(asked, office=typed)
        case "--sheet":
            return replace(asked, sheets=(typed,))
        case "--column":
            return replace(asked, columns=(*asked.columns, typed))
    return None


def name_step(workplace: Workplace) -> str:
    """The step that the last job led to."""
    if workplace.trouble is not None or workplace.broken:
        return "trouble"
    if workplace.saved is not None:
        return "step-5"
    if workplace.understood is not None:
        return "import"
    if workplace.checked is not None and any(
        problem.severity == "error" for problem in workplace.checked.problems
    ):
        return "step-3"
    return "step-4" if workplace.made is not None else "step-3"


def attach(content: bytes, name: str, media_type: str) -> Response:
    """A file to keep under its name, which may be Thai."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def _get(fields: Fields, name: str) -> str:
    return next((value for key, value in fields if key == name), "")


def _list(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]
