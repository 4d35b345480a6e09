"""What an assessor asks of the measures document, and whether it is there: told, never a refusal.

The checklist counts an item only whole, as far as is known (no text of the item was found): the
analysis of last year's result, points that follow from it, measures that follow from those, and of
each measure who does what by when, watched by whom and reported how; signed and dated. Whether
what stands there is good enough is the assessor's to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from ita_docs.model import Findings, OfficeResult, Plan
from ita_docs.problems import Words

ASKED: Mapping[str, Words] = {
    "analysis": Words("ผลการวิเคราะห์ปีที่ผ่านมา", "the analysis of last year's result"),
    "points": Words("ประเด็นที่ต้องแก้ไขหรือพัฒนา", "points to mend or to improve"),
    "measures": Words("มาตรการ", "measures"),
    "responsible": Words("ผู้รับผิดชอบ", "who is responsible"),
    "time_frame": Words("ระยะเวลา", "a time frame"),
    "monitor": Words("การกำกับติดตาม", "who watches over it"),
    "reporting": Words("การรายงานผล", "how it is reported"),
    "signed": Words("ชื่อผู้ลงนาม", "the signer's name"),
    "dated": Words("วันที่ประกาศ", "the date"),
}
"""What is asked, in the order of the document."""


def check_readiness(result: OfficeResult, findings: Findings, plan: Plan) -> dict[str, bool]:
    """Whether an office's document has each thing in ``ASKED``; of the measures, every one."""
    #   three measures, two with a time frame     time_frame: no
    #   no measure at all (--lowest 0)            measures and all of theirs: no
    found = {
        "analysis": bool(result.figures.scores),
        "points": bool(findings.findings),
        "measures": _all(plan, "steps"),
        "signed": bool(result.signer),
        "dated": result.announced_on is not None,
    }
    return {name: found[name] if name in found else _all(plan, name) for name in ASKED}


def _all(plan: Plan, field: str) -> bool:
    return bool(plan.measures) and all(getattr(one, field) for one in plan.measures)
