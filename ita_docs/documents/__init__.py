"""The documents that are made: a kind each, with what its template may say of an office.

To add one: a module here that builds its context, a template, a line in KINDS. Nothing else names
a document: the pipeline, the names of files, template check and doctor read the kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from ita_docs import thai
from ita_docs.documents import followup, measures, memo, readiness
from ita_docs.documents.context import Context
from ita_docs.documents.paper import Paper
from ita_docs.framework import ChecklistItem, Framework
from ita_docs.model import Findings, FiscalYear, OfficeResult, Plan
from ita_docs.problems import Problem, Words
from ita_docs.schema import find_sheet

__all__ = [
    "ALL",
    "FOLLOWUP",
    "KINDS",
    "MEASURES",
    "MEMO",
    "ChosenTitle",
    "DocumentKind",
    "TitleChoice",
    "choose_kinds",
    "concerns",
    "list_kinds",
]


class TitleChoice(StrEnum):
    """Which title a document has: the usual one, the OIT checklist's of the plan year, or that
    with the item's code."""

    USUAL = "usual"
    CHECKLIST = "checklist"
    CODE = "checklist-code"


class ChosenTitle(NamedTuple):
    """A title, a code or none, and how sure the year's data are of them."""

    title: str
    code: str = ""
    known: bool = True
    settled: bool = True


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document.

    ``name`` is its key in a framework's ``[documents]``, in the ledger and in the run report.
    ``schema`` is the TypedDict of all that a template may say, ``build_context`` fills it;
    ``needed`` are the placeholders that no template can do without, each with what serves as
    well. ``title`` stands in the document's properties, ``stem`` begins its file name
    (มาตรการ-2563-สพป.ภูเก็ต.docx). ``templates`` are the built-in ones, the usual one first;
    ``sheets`` the tables of ``schema.SHEETS`` that it is made from. ``applies`` says whether an
    office gets one at all: the first kind every office does. ``find_year`` is for a
    kind whose documents are not of the plan year, ``find_date`` for one that is not signed on the
    announcement's date. ``absent`` is the code of the problem that one
    is asked for by name of an office that has nothing for it. ``about`` is the kind whose item of
    the checklist gives the title, for one that hands another over, and ``heading`` what then
    stands before the title in the properties. An ``optional`` kind is made only where it, or each
    of them, is asked for. ``asked`` are the things that an assessor asks of one, and
    ``check_readiness`` says which of them an office's has.
    """

    name: str
    schema: type
    build_context: Callable[[OfficeResult, Findings, Plan, Framework, Paper], Mapping[str, Any]]
    needed: Mapping[str, Sequence[str]]
    title: str
    stem: str
    templates: tuple[str, ...]
    sheets: tuple[str, ...]
    applies: Callable[[OfficeResult], bool] = lambda _: True
    find_year: Callable[[OfficeResult], FiscalYear] = lambda result: result.plan_year
    find_date: Callable[[OfficeResult], datetime.date | None] = lambda result: result.announced_on
    absent: str = ""
    about: str = ""
    heading: str = ""
    optional: bool = False
    asked: Mapping[str, Words] = field(default_factory=dict)
    check_readiness: Callable[[OfficeResult, Findings, Plan], Mapping[str, bool]] = (
        lambda _result, _findings, _plan: {}
    )

    def choose_title(self, item: ChecklistItem | None, choice: TitleChoice) -> ChosenTitle:
        """The title and the code to print, by the plan year's item in the OIT checklist.

        The usual title gives way to the checklist's by itself only where that is settled; asked
        for, it is taken as it stands in the year's data, and ``unsettled`` or ``unknown`` says so.
        """
        #   plan year   choice      title of the year          printed            told
        #   2566        usual       settled                    the year's         nothing
        #   2569        usual       not settled                the usual one      nothing
        #   2569        checklist   not settled                the year's         unsettled
        #   2567        checklist   code alone                 the usual one      unknown
        if choice is TitleChoice.USUAL:
            settled = item is not None and item.settled and item.title
            return ChosenTitle(item.title if item is not None and settled else self.title)
        if item is None:
            return ChosenTitle(self.title, known=False)
        wants_code = choice is TitleChoice.CODE
        return ChosenTitle(
            item.title or self.title,
            item.code.upper() if wants_code else "",
            known=wants_code or bool(item.title),
            settled=item.settled,
        )

    def name_document(self, result: OfficeResult, title: str = "") -> str:
        """The title in a document's properties, with year and office: many are open at once."""
        year = thai.to_thai_digits(str(self.find_year(result)))
        office = thai.set_thai_digits(result.office.name)
        return f"{self.heading}{title or self.title} ประจำปีงบประมาณ พ.ศ. {year} {office}"


MEASURES = DocumentKind(
    name="measures",
    schema=Context,
    build_context=measures.build_context,
    needed=measures.NEEDED,
    title=measures.TITLE,
    stem="มาตรการ",
    templates=("announcement", "report"),
    sheets=("offices", "scores", "history", "cpi", "measures"),
    asked=readiness.MEASURES_ASKED,
    check_readiness=readiness.check_measures,
)

FOLLOWUP = DocumentKind(
    name="followup",
    schema=followup.FollowUpContext,
    build_context=followup.build_context,
    needed=followup.NEEDED,
    title=followup.TITLE,
    stem="รายงานผล",
    templates=("followup",),
    sheets=("offices", "followup"),
    applies=followup.is_due,
    find_year=followup.find_year,
    find_date=followup.find_date,
    absent="followup-absent",
    asked=readiness.FOLLOWUP_ASKED,
    check_readiness=readiness.check_followup,
)

MEMO = DocumentKind(
    name="memo",
    schema=memo.MemoContext,
    build_context=memo.build_context,
    needed=memo.NEEDED,
    title=measures.TITLE,
    stem="บันทึกข้อความ",
    templates=("memo",),
    sheets=MEASURES.sheets,
    about="measures",
    heading=memo.HEADING,
    optional=True,
)

KINDS: tuple[DocumentKind, ...] = (MEASURES, FOLLOWUP, MEMO)
"""Every kind, in the order in which an office's documents are made."""
ALL = "all"
"""Asks for both usual kinds by name: an office without one of them is told so."""


def list_kinds(template: str) -> tuple[DocumentKind, ...]:
    """The kinds that a template may be for: its own for a built-in one, else each of them."""
    own = tuple(kind for kind in KINDS if template in kind.templates)
    return own or KINDS


def concerns(problem: Problem, kinds: Sequence[DocumentKind]) -> bool:
    """Whether a problem is one of the kinds made: it stands in no sheet that only others read."""
    names = (problem.at.sheet if problem.at else None, problem.values.get("near"))
    sheets = {find_sheet(name) for name in names if isinstance(name, str)} - {None}
    theirs = {sheet for kind in KINDS for sheet in kind.sheets}
    return not (sheets & theirs) or any(sheets.intersection(kind.sheets) for kind in kinds)


def choose_kinds(name: str | None) -> tuple[DocumentKind, ...]:
    """The kinds that a run is asked for: one by name, or the usual ones.

    An optional kind is asked for by its own name alone.
    """
    if name in (None, ALL):
        return tuple(kind for kind in KINDS if not kind.optional)
    return tuple(kind for kind in KINDS if kind.name == name)
