"""The words of the covering memo (บันทึกข้อความ): it hands the announcement to whoever signs it."""

from __future__ import annotations

from typing import TypedDict

from ita_docs.documents import measures
from ita_docs.documents.context import EmblemContext, OfficeContext, SignatureContext, WeakContext
from ita_docs.documents.office import DOTTED_NAME, DOTTED_POSITION
from ita_docs.documents.paper import AS_USUAL, Paper
from ita_docs.framework import Framework
from ita_docs.model import Findings, OfficeResult, Plan

HEADING = "บันทึกข้อความ เรื่อง "
NEEDED = {
    "office.name": ("office",),
    "plan_year": ("plan_year", "result_year"),
    "addressee": ("addressee",),
}
"""What no memo can do without: whose it is, of which year, and to whom it goes."""


class ProposerContext(TypedDict):
    """Who hands it in: dotted lines, for no sheet says who that is."""

    name: str
    position: str


class MemoContext(TypedDict):
    """All that the memo may say of one office; ``title`` is the announcement's, ``addressee`` the
    position of whoever signs it."""

    title: str
    office: OfficeContext
    addressee: str
    result_year: str
    plan_year: str
    total: str
    level: str
    target: str
    weak: WeakContext
    proposer: ProposerContext
    signature: SignatureContext
    emblem: EmblemContext


def build_context(
    result: OfficeResult,
    findings: Findings,
    plan: Plan,
    framework: Framework,
    paper: Paper = AS_USUAL,
) -> MemoContext:
    """What the announcement says of the office, as the memo repeats it; the pen signs it anew."""
    said = measures.build_context(result, findings, plan, framework, paper)
    position = said["signature"]["position"]
    return {
        "title": said["title"],
        "office": said["office"],
        "addressee": " ".join(position),
        "result_year": said["result_year"],
        "plan_year": said["plan_year"],
        "total": said["total"],
        "level": said["level"],
        "target": said["target"],
        "weak": said["weak"],
        "proposer": {"name": DOTTED_NAME, "position": DOTTED_POSITION},
        "signature": said["signature"],
        "emblem": said["emblem"],
    }
