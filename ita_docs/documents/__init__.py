"""The documents that are made: a kind each, with what its template may say of an office.

To add one: a module here that builds its context, a template, a line in KINDS. Nothing else names
a document: the pipeline, the names of files, template check and doctor read the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ita_docs import thai
from ita_docs.documents import measures
from ita_docs.documents.context import Context
from ita_docs.documents.paper import Paper
from ita_docs.framework import Framework
from ita_docs.model import Findings, OfficeResult, Plan

__all__ = ["KINDS", "MEASURES", "DocumentKind", "list_kinds"]


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

    def name_document(self, result: OfficeResult) -> str:
        """The title in a document's properties, with year and office: many are open at once."""
        year = thai.to_thai_digits(str(result.plan_year))
        office = thai.set_thai_digits(result.office.name)
        return f"{self.title} ประจำปีงบประมาณ พ.ศ. {year} {office}"


MEASURES = DocumentKind(
    name="measures",
    schema=Context,
    build_context=measures.build_context,
    needed=measures.NEEDED,
    title="มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
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
