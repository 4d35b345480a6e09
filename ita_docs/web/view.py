"""The page as HTML: what the workplace holds, laid out in five steps, in Thai or English.

Whatever a workbook or a file name holds is escaped by Jinja, and could not run if it were not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from ita_docs import documents
from ita_docs.causes import MOST_OFFICES, name_places, summarise
from ita_docs.framework import load_frameworks
from ita_docs.model import INDICATOR_NUMBERS, OfficeReport, OfficeStatus, RunReport
from ita_docs.offices import load_offices
from ita_docs.problems import ItaDocsError, Lang, Problem, Severity
from ita_docs.report import name_readiness
from ita_docs.thai import format_score
from ita_docs.web.contents import Made
from ita_docs.web.journal import list_runs
from ita_docs.web.own_files import load_words, read_own
from ita_docs.web.uploads import ENDINGS, PICTURES
from ita_docs.web.workplace import Workplace
from ita_docs.wording import show_plainly, write_cure, write_text

_MOST_PLACES = 12
_MOST_FAULTS = 200
_MOST_LINES = 300
"""Faults and lines of the account that the page lists; the form holds every line."""
_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Fault:
    """Problems of one cause as the page prints them."""

    code: str
    level: str
    title: str
    text: str
    cure: str
    places: tuple[str, ...]
    more_places: int
    offices: tuple[str, ...]
    more_offices: int
    acceptable: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One indicator of an office: its number, name, score, and whether it is weak."""

    number: int
    name: str
    score: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One document of the office looked at: kind, label, how many pages, endings of its files."""

    kind: str
    label: str
    pages: int
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """The office looked at: its place among those made, figures, drafts, documents, and of each
    document what an assessor asks that is there and what is missing."""

    place: int
    report: OfficeReport
    total: str
    target: str
    rows: tuple[ScoreRow, ...]
    drafts: tuple[str, ...]
    shown: tuple[Shown, ...]
    ready: tuple[tuple[str, str, str], ...]


def build_page(workplace: Workplace, office: int = 0) -> bytes:
    """The whole page; ``office`` is the one to be looked at, by its place among those made."""
    workplace = workplace.copy()
    lang = workplace.lang
    words = load_words(lang)
    made, checked = workplace.made, workplace.checked
    faults = [] if checked is None else list_faults(checked.problems, workplace, words)
    text = _load_template("page.html").render(
        w=words,
        lang=lang,
        page=workplace,
        work=workplace.work,
        trouble=None if workplace.trouble is None else tell(workplace.trouble, workplace, words),
        years=sorted((year.be for year in load_frameworks()), reverse=True),
        offices=[listed.short_name for listed in load_offices()],
        accepts=",".join(sorted(ENDINGS | PICTURES)),
        unlisted=_tell_unlisted(workplace, words),
        faults=faults[:_MOST_FAULTS],
        more_faults=max(0, len(faults) - _MOST_FAULTS),
        errors=sum(fault.level == "error" for fault in faults),
        question=_tell_question(workplace, words),
        lines=_list_lines(workplace),
        kinds=[(kind.name, kind.stem) for kind in documents.choose_kinds(None)],
        templates=[name for kind in documents.choose_kinds(None) for name in kind.templates],
        looked=None if made is None else _look(workplace, made, office, words),
        notes=[] if made is None else _list_notes(workplace, made, words),
        saved=None if workplace.saved is None else _list_saved(workplace.saved),
        saved_notes=_list_saved_notes(workplace, words),
        outputs=str(workplace.outputs.resolve()),
        runs=list_runs(workplace.place),
        statuses=OfficeStatus,
    )
    return show_plainly(text).encode("utf-8")


def build_closed_page(lang: Lang) -> bytes:
    """What is left when the program has been closed."""
    text = _load_template("closed.html").render(w=load_words(lang), lang=lang)
    return text.encode("utf-8")


@cache
def _load_template(name: str) -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(read_own(name).decode("utf-8"))


# --- faults ---------------------------------------------------------------------------------------


def list_faults(
    problems: Iterable[Problem], workplace: Workplace, words: Mapping[str, str]
) -> list[Fault]:
    """The problems by cause, the gravest first; drafts are told beside the documents."""
    told = [p for p in problems if p.code not in ("measure-draft", "workbook-needs-import")]
    found = []
    for cause in summarise(told):
        first, places = cause.problems[0], name_places(cause.places)
        many = len(cause.offices) > MOST_OFFICES
        accepted = first.code in workplace.choices.accept
        found.append(
            Fault(
                code=first.code,
                level="accepted" if accepted else str(first.severity),
                title=first.kind.title[workplace.lang],
                text=workplace.call(write_text(first, workplace.lang)),
                cure=_advise(first, workplace, words),
                places=tuple(map(workplace.call, places[:_MOST_PLACES])),
                more_places=max(0, len(places) - _MOST_PLACES),
                offices=cause.offices[:3] if many else cause.offices,
                more_offices=len(cause.offices) - 3 if many else 0,
                acceptable=first.kind.acceptable and first.severity is Severity.ERROR,
            )
        )
    order = {str(level): place for level, place in _GRAVITY.items()}
    return sorted(found, key=lambda fault: order.get(fault.level, 2))


def _advise(found: Problem | ItaDocsError, workplace: Workplace, words: Mapping[str, str]) -> str:
    """What to do about it: on the page where that is another thing than on the command line."""
    own = words.get(f"cure.{found.code}")
    return own if own is not None else workplace.call(write_cure(found, workplace.lang))


def tell(error: ItaDocsError, workplace: Workplace, words: Mapping[str, str]) -> dict[str, str]:
    """Why a job came to nothing: where, what, what to do."""
    return {
        "at": "" if error.at is None else workplace.call(str(error.at)),
        "text": workplace.call(write_text(error, workplace.lang)),
        "cure": _advise(error, workplace, words),
    }


def _tell_unlisted(workplace: Workplace, words: Mapping[str, str]) -> str:
    """That the office typed for a form is not in the list, and which one is near."""
    if workplace.unlisted is None:
        return ""
    values = workplace.unlisted.note.values
    near = values["near"]
    shown = getattr(near, workplace.lang, "")
    return words["form.unlisted"].format(typed=values["typed"], near=shown)


# --- results in other shapes ----------------------------------------------------------------------


def _tell_question(workplace: Workplace, words: Mapping[str, str]) -> dict[str, Any] | None:
    """The question that the files leave, with the answers that it may take."""
    question = None if workplace.understood is None else workplace.understood.question
    if question is None:
        return None
    choices = question.choices
    if question.option == "--year" and not choices:
        choices = tuple(str(year.be) for year in sorted(load_frameworks(), reverse=True))
    return {
        **tell(question, workplace, words),
        "title": question.kind.title[workplace.lang],
        "option": (question.option or "").removeprefix("--"),
        "choices": choices,
    }


def _list_lines(workplace: Workplace) -> list[tuple[str, ...]]:
    imported = None if workplace.understood is None else workplace.understood.imported
    return [] if imported is None else list(imported.lines[:_MOST_LINES])


# --- documents ------------------------------------------------------------------------------------


def _look(workplace: Workplace, made: Made, place: int, words: Mapping[str, str]) -> Looked | None:
    if not made.offices:
        return None
    place = place if 0 <= place < len(made.offices) else 0
    report = made.offices[place]
    frameworks = load_frameworks()
    framework = None if report.result_year is None else frameworks[report.result_year]
    names = {} if framework is None else {i.number: i.name for i in framework.indicators}
    drafts = [
        str(problem.values["indicator"])
        for problem in made.report.problems
        if problem.code == "measure-draft" and problem.office == report.office
    ]
    return Looked(
        place=place,
        report=report,
        total="" if report.total is None else format_score(report.total, thai=False),
        target="" if report.target is None else format_score(report.target, thai=False),
        rows=tuple(
            ScoreRow(
                number,
                names.get(number, ""),
                format_score(report.scores[number], thai=False),
                number in report.weak,
            )
            for number in INDICATOR_NUMBERS
            if number in report.scores
        ),
        drafts=tuple(
            words["look.indicator"].format(number=number, name=names.get(int(number), ""))
            for number in dict.fromkeys(drafts)
        ),
        shown=tuple(
            Shown(
                document.kind,
                document.label,
                len(workplace.pictures.draw(made, place, document.kind)),
                tuple(file.path.rpartition(".")[2] for file in document.files),
            )
            for document in report.documents
        ),
        ready=tuple(_list_ready(made.report, report, workplace.lang)),
    )


def _list_ready(
    report: RunReport, office: OfficeReport, lang: Lang
) -> Iterator[tuple[str, str, str]]:
    """Of each document what an assessor asks and finds, and what is missing."""
    for document in office.documents:
        there, missing = name_readiness(report, office, document, lang)
        if there or missing:
            yield document.label, ", ".join(there), ", ".join(missing)


def _list_notes(workplace: Workplace, made: Made, words: Mapping[str, str]) -> list[Fault]:
    """What the making had to say beside the faults of the workbooks."""
    known = () if workplace.checked is None else workplace.checked.problems
    told = {(p.code, p.at, p.office) for p in known}
    new = [p for p in made.report.problems if (p.code, p.at, p.office) not in told]
    return list_faults(new, workplace, words)


def _list_saved(report: RunReport) -> list[OfficeReport]:
    return [office for office in report.offices if office.status is not OfficeStatus.REFUSED]


def _list_saved_notes(workplace: Workplace, words: Mapping[str, str]) -> list[Fault]:
    """What saving had to say that making had not: files that a person changed, a full disk."""
    if workplace.saved is None or workplace.made is None:
        return []
    told = {(p.code, p.at, p.office) for p in workplace.made.report.problems}
    new = [p for p in workplace.saved.problems if (p.code, p.at, p.office) not in told]
    return list_faults(new, workplace, words)
