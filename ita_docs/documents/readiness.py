"""What an assessor asks of each kind of document, and whether it is there: told, never a refusal.

The checklist counts an item only whole, as far as is known (no text of the item was found): the
analysis of last year's result, points that follow from it, measures that follow from those, and of
each measure who does what by when, watched by whom and reported how; of the report what came of
each measure, when and how far, with its evidence; signed and dated. Whether what stands there is
good enough is the assessor's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from ita_docs.model import Findings, OfficeResult, Plan
from ita_docs.problems import Words

_SIGNED = Words("ชื่อผู้ลงนาม", "the signer's name")
MEASURES_ASKED: Mapping[str, Words] = {
    "analysis": Words("ผลการวิเคราะห์ปีที่ผ่านมา", "the analysis of last year's result"),
    "points": Words("ประเด็นที่ต้องแก้ไขหรือพัฒนา", "points to mend or to improve"),
    "measures": Words("มาตรการ", "measures"),
    "responsible": Words("ผู้รับผิดชอบ", "who is responsible"),
    "time_frame": Words("ระยะเวลา", "a time frame"),
    "monitor": Words("การกำกับติดตาม", "who watches over it"),
    "reporting": Words("การรายงานผล", "how it is reported"),
    "signed": _SIGNED,
    "dated": Words("วันที่ประกาศ", "the date"),
}
"""What is asked of the measures, in the order of the document."""
FOLLOWUP_ASKED: Mapping[str, Words] = {
    "outcome": Words("ผลการดำเนินการทุกมาตรการ", "what was done of every measure"),
    "period": Words("ช่วงเวลา", "when it was done"),
    "status": Words("สถานะ", "how far it came"),
    "concerns": Words("ปัญหา อุปสรรค หรือข้อเสนอแนะ", "obstacles or suggestions"),
    "evidence": Words("หลักฐาน", "the evidence"),
    "signed": _SIGNED,
    "dated": Words("วันที่รายงานผล", "the date of the report"),
}
"""What is asked of the report of what was done, in the order of its table."""


def check_measures(result: OfficeResult, findings: Findings, plan: Plan) -> Mapping[str, bool]:
    """Whether an office's document has each thing in ``MEASURES_ASKED``; of the measures, every
    one."""
    #   three measures, two with a time frame     time_frame: no
    #   no measure at all (--lowest 0)            measures and all of theirs: no
    found = {
        "analysis": bool(result.figures.scores),
        "points": bool(findings.findings),
        "measures": _all(plan.measures, "steps"),
        "signed": bool(result.signer),
        "dated": result.announced_on is not None,
    }
    return _keep(
        (name, found[name] if name in found else _all(plan.measures, name))
        for name in MEASURES_ASKED
    )


def check_followup(result: OfficeResult, _findings: Findings, _plan: Plan) -> Mapping[str, bool]:
    """Whether an office's report has each thing in ``FOLLOWUP_ASKED``; of the rows, every one."""
    rows = result.followup.rows if result.followup else ()
    found = {
        "outcome": _all(rows, "outcome"),
        "period": _all(rows, "period"),
        "status": bool(rows),
        "concerns": bool(rows) and all(row.obstacles or row.suggestions for row in rows),
        "evidence": _all(rows, "evidence"),
        "signed": bool(result.signer),
        "dated": bool(result.followup and result.followup.reported_on),
    }
    return _keep(found.items())


def _keep(found: Iterable[tuple[str, bool]]) -> Mapping[str, bool]:
    return _share(tuple(found))


@cache
def _share(found: tuple[tuple[str, bool], ...]) -> Mapping[str, bool]:
    """One and the same for all that have the same: of 29,000 offices there are a few answers."""
    return MappingProxyType(dict(found))


def _all(rows: tuple[object, ...], field: str) -> bool:
    return bool(rows) and all(getattr(row, field) for row in rows)
