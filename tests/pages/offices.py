"""Invented offices for the page matrix: how many weak indicators, and what else they bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import cycle

from ita_docs.assessment import work_out
from ita_docs.documents import KINDS, DocumentKind
from ita_docs.framework import load_frameworks
from ita_docs.model import (
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
from ita_docs.pipeline import Options, draft_document, open_template, prepare_office
from ita_docs.problems import Location
from ita_docs.word import Template
from tests.fakes.documents import make_png

YEAR = FiscalYear(2568)
AT = Location("หน่วยงานสมมติ.xlsx", "หน่วยงาน", "A2")
SHORT, NOTED, LONG = (
    Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1", "สพป.ตัวอย่าง เขต 1"),
    Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1 (ข้อมูลสมมติ)", "สพป.ตัวอย่าง เขต 1"),
    Office(
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาประจวบคีรีขันธ์และพระนครศรีอยุธยาฝั่งตะวันออกเฉียงเหนือ เขต 12",
        "สพป.ประจวบคีรีขันธ์และพระนครศรีอยุธยา เขต 12",
    ),
)
# From the weakest on, so that n weak indicators are the first n.
ORDER = (10, 2, 8, 7, 1, 9, 3, 5, 6, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """One document of the matrix: the office's weak indicators and what else it brings."""

    template: str
    weak: int
    office: Office = SHORT
    columns: int = 5
    cpi: int = 6
    years: int = 6
    emblem: bool = False

    @property
    def name(self) -> str:
        more = [
            f"columns{self.columns}" * (self.columns != 5),
            "long" * (self.office is LONG),
            "noted" * (self.office is NOTED),
            f"cpi{self.cpi}" * (self.cpi != 6),
            f"years{self.years}" * (self.years != 6),
            "emblem" * self.emblem,
        ]
        return "-".join([self.template, f"weak{self.weak}", *filter(None, more)])


@cache
def make_result(case: Case) -> OfficeResult:
    office = case.office
    scores = {
        number: Decimal("62.95") + Decimal("2.11") * place
        if place < case.weak
        else Decimal("88.20") + Decimal("1.15") * place
        for place, number in enumerate(ORDER)
    }
    return OfficeResult(
        office=office,
        result_year=YEAR,
        plan_year=FiscalYear(YEAR.be + 1),
        figures=work_out(scores, Published({}), load_frameworks()[YEAR]),
        announced_on=None,
        signer="นายสมมติ นามสกุลตัวอย่าง",
        position=_position(office),
        history=tuple(
            HistoryEntry(FiscalYear(YEAR.be - back), Decimal("80.15") + back, None)
            for back in range(1, case.years)
        ),
        cpi=tuple(
            CpiEntry(_cpi_label(number, long=office is LONG), Decimal(60 + number))
            for number in range(1, case.cpi + 1)
        ),
        measures=_measures(case),
        at=AT,
        score_cells=dict.fromkeys(scores, AT),
        followup=FollowUp(YEAR, tuple(_iter_outcomes(case))) if case.weak else None,
    )


def _iter_outcomes(case: Case) -> Iterator[ReportedMeasure]:
    """What came of the measures against the weak indicators; of every third much is said."""
    statuses = cycle(FollowUpStatus)
    for place, number in enumerate(ORDER[: case.weak]):
        built_in = load_frameworks()[YEAR].measure(number, case.office)
        assert built_in is not None
        done = "ดำเนินการตามมาตรการและแจ้งผลให้บุคลากรทราบในที่ประชุมประจำเดือน"
        yield ReportedMeasure(
            indicator=number,
            measures=built_in.steps[:1],
            outcome=(done,) * (1 if place % 3 else 5),
            status=(status := next(statuses)),
            period=("ตุลาคม 2567 - กันยายน 2568",),
            budget=Decimal(0) if status is FollowUpStatus.NOT_BEGUN else Decimal(7250),
            obstacles=("ผู้รับผิดชอบโยกย้ายระหว่างปี",),
            suggestions=("แต่งตั้งคณะทำงานของสำนักงานเขตพื้นที่การศึกษา",),
            evidence=("รายงานการประชุม", "ทะเบียนคำถาม-คำตอบ (ข้อมูล ณ สิ้นปีงบประมาณ)"),
        )


def _position(office: Office) -> tuple[str, ...]:
    director = f"ผู้อำนวยการ{office.name}"
    if office is LONG:
        return (
            "รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา รักษาราชการแทน",
            director,
        )
    return (director,)


def _cpi_label(number: int, *, long: bool) -> str:
    if long and number % 3 == 0:
        return f"การขัดกันระหว่างผลประโยชน์ส่วนบุคคลกับผลประโยชน์ส่วนรวม ด้านที่ {number}"
    return f"รายการที่ {number}"


def _measures(case: Case) -> dict[int, Measure]:
    if case.columns == 5:
        return {}
    framework = load_frameworks()[YEAR]
    made = {}
    for number in ORDER:
        built_in = framework.measure(number, case.office)
        assert built_in is not None
        made[number] = Measure(
            indicator=number,
            responsible=built_in.responsible,
            steps=built_in.steps,
            monitor=("รองผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาที่ได้รับมอบหมาย",),
            time_frame=("ตุลาคม 2568 - กันยายน 2569",) if case.columns >= 6 else (),
            reporting=("รายงานต่อที่ประชุมผู้บริหารสำนักงานเขตพื้นที่การศึกษาทุกไตรมาส",)
            if case.columns >= 7
            else (),
            method=(
                "ทบทวนคู่มือการให้บริการ 5 กระบวนงาน",
                "เปิดแบบคำขอออนไลน์และรับฟังความคิดเห็นของผู้รับบริการปีละ 2 ครั้ง",
            )
            if case.columns == 10
            else (),
            success=("ลดขั้นตอนได้อย่างน้อย 3 กระบวนงาน",) if case.columns == 10 else (),
            budget=("15000",) if case.columns == 10 else (),
        )
    return made


def make_docx(case: Case) -> bytes:
    """The document as the pipeline makes it."""
    options = Options(emblem=make_png(300, 320) if case.emblem else None)
    template, kind = _open(case.template)
    prepared = prepare_office(make_result(case), load_frameworks(), options, kind)
    return draft_document(prepared, template, options)


@cache
def _open(name: str) -> tuple[Template, DocumentKind]:
    kind = next(kind for kind in KINDS if name in kind.templates)
    return open_template(name, kind=kind), kind
