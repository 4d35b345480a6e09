"""An office that does not exist, with everything that a template may say: for previews of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from ita_docs.assessment import work_out
from ita_docs.framework import Framework
from ita_docs.model import (
    INDICATOR_NUMBERS,
    CpiEntry,
    FiscalYear,
    FollowUp,
    FollowUpStatus,
    HistoryEntry,
    Measure,
    Office,
    OfficeResult,
    Published,
    ReportedMeasure,
)
from ita_docs.problems import Location

_OFFICE = Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", "สพป.ตัวอย่าง เขต 1")
_WEAK = {2: Decimal("0.40"), 7: Decimal("1.80"), 8: Decimal("2.55")}
"""How far below the target, in points; the other indicators lie above it."""
_AT = Location("หน่วยงานสมมติ")
YEARS = 4
_CHANGES = (Decimal("1.35"), Decimal("-0.90"), Decimal(0))
"""How far the indicators moved since the year before, in points."""


_OUTCOMES = {
    FollowUpStatus.DONE: "ดำเนินการตามมาตรการและแจ้งผลให้บุคลากรทราบในที่ประชุมประจำเดือน",
    FollowUpStatus.UNDER_WAY: "ดำเนินการแล้วสองในสามขั้นตอน ส่วนที่เหลืออยู่ระหว่างเสนอผู้บริหาร",
    FollowUpStatus.NOT_BEGUN: "ใช้แนวทางเดิมไปพลางก่อน และจะเริ่มดำเนินการในไตรมาสถัดไป",
}


def invent_result(framework: Framework, *, wide: bool) -> OfficeResult:
    """The result of an invented office by the rules of a year: three indicators are weak.

    ``wide`` fills in the time frame and the reporting, whose columns are left out otherwise.
    """
    target = framework.target
    scores = {
        number: target - _WEAK[number] if number in _WEAK else target + number
        for number in INDICATOR_NUMBERS
    }
    year = framework.year.be
    return OfficeResult(
        office=_OFFICE,
        result_year=framework.year,
        plan_year=FiscalYear(year + 1),
        figures=work_out(scores, Published({}), framework),
        announced_on=None,
        signer="นายสมมติ ตัวอย่าง",
        position=(f"ผู้อำนวยการ{_OFFICE.name}",),
        history=(
            _invent_past(scores, framework),
            *(HistoryEntry(FiscalYear(year - back), target + 4 - back) for back in range(2, YEARS)),
        ),
        cpi=tuple(CpiEntry(f"รายการที่ {n}", Decimal(60 + 3 * n)) for n in range(1, 6)),
        measures={number: _invent_measure(number, framework) for number in _WEAK} if wide else {},
        at=_AT,
        score_cells=dict.fromkeys(scores, _AT),
        followup=FollowUp(
            framework.year,
            tuple(
                _invent_outcome(number, status, framework)
                for number, status in zip(_WEAK, FollowUpStatus, strict=True)
            ),
        ),
    )


def _invent_past(scores: Mapping[int, Decimal], framework: Framework) -> HistoryEntry:
    """The year before with all its indicators, some above and some below those of this year, so
    that a preview has every sign of a difference."""
    past = {number: score - _CHANGES[number % len(_CHANGES)] for number, score in scores.items()}
    figures = work_out(past, Published({}), framework)
    return HistoryEntry(
        FiscalYear(framework.year.be - 1),
        figures.total.printed,
        scores=past,
        instruments={key: figure.printed for key, figure in figures.instruments.items()},
    )


def _invent_outcome(number: int, status: FollowUpStatus, framework: Framework) -> ReportedMeasure:
    """What was done of the catalogue's measure, or why it was not."""
    built_in = framework.measure(number, _OFFICE)
    year = framework.year.be
    return ReportedMeasure(
        indicator=number,
        measures=built_in.steps[:1] if built_in else (),
        outcome=(_OUTCOMES[status],),
        status=status,
        period=(f"ตุลาคม {year - 1} - กันยายน {year}",),
        budget=Decimal(0) if status is FollowUpStatus.NOT_BEGUN else Decimal(7250),
        obstacles=("ผู้รับผิดชอบโยกย้ายระหว่างปี",),
        suggestions=("แต่งตั้งคณะทำงาน",),
        evidence=("รายงานการประชุม",),
    )


def _invent_measure(number: int, framework: Framework) -> Measure:
    """The catalogue's words with the columns that an office adds."""
    built_in = framework.measure(number, _OFFICE)
    steps = built_in.steps if built_in else ("ดำเนินการตามมาตรการ",)
    plain = Measure(number, ("กลุ่มอำนวยการ",), steps, ("ทีมบริหาร",))
    year = framework.year.be
    return replace(
        built_in or plain,
        draft=False,
        time_frame=(f"ตุลาคม {year} - กันยายน {year + 1}",),
        reporting=("ต่อที่ประชุมผู้บริหารทุกไตรมาส",),
    )
