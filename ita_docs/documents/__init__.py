"""The documents that are made: a kind each, with what its template may say of an office.

To add one: a module here that builds its context, a template, a line in KINDS. Nothing else names
a document: the pipeline, the names of files, template check and doctor read the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from ita_docs import thai
from ita_docs.documents import measures
from ita_docs.documents.context import Context
from ita_docs.documents.paper import Paper
from ita_docs.framework import ChecklistItem, Framework
from ita_docs.model import Findings, OfficeResult, Plan

__all__ = ["KINDS", "MEASURES", "ChosenTitle", "DocumentKind", "TitleChoice", "list_kinds"]


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
    office gets one at all: the first kind every office does.
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
        year = thai.to_thai_digits(str(result.plan_year))
        office = thai.set_thai_digits(result.office.name)
        return f"{title or self.title} ประจำปีงบประมาณ พ.ศ. {year} {office}"


MEASURES = DocumentKind(
    name="measures",
    schema=Context,
    build_context=measures.build_context,
    needed=measures.NEEDED,
    title=measures.TITLE,
    stem="มาตรการ",
    templates=("announcement", "report"),
    sheets=("offices", "scores", "history", "cpi", "measures"),
)

KINDS: tuple[DocumentKind, ...] = (MEASURES,)
"""Every kind, in the order in which an office's documents are made."""


def list_kinds(template: str) -> tuple[DocumentKind, ...]:
    """The kinds that a template may be for: its own for a built-in one, else each of them."""
    own = tuple(kind for kind in KINDS if template in kind.templates)
    return own or KINDS
