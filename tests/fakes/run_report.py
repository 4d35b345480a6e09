"""Made-up run reports: any number of offices, some of them with hostile texts."""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Mapping
from decimal import Decimal

from ita_docs.model import (
    FiscalYear,
    Instrument,
    OfficeReport,
    OfficeStatus,
    PastRun,
    ProducedFile,
    RunReport,
)
from ita_docs.problems import Location, Problem, ProblemKind, Severity

BANGKOK = datetime.timezone(datetime.timedelta(hours=7), "Asia/Bangkok")
STARTED = datetime.datetime(2020, 1, 15, 2, 30, 4, tzinfo=BANGKOK)
SCRIPT = "<script>document.title='run'</script>"
IMAGE = '"><img src=x onerror="document.title=\'run\'">'
FORMULA = "=cmd|' /C calc'!A0"
HOSTILE = (SCRIPT, IMAGE, FORMULA, "{{ 7*7 }}", "R&D <กอง>", "+1+1", "@SUM(1)", "\x0bก\x00ข\ud800")
WORKBOOK = "/srv/ita/เข้า/คะแนน ทั้งหมด.xlsx"
OUTPUTS = "/srv/ita/outputs"

SHARES = (Decimal("0.3"), Decimal("0.3"), Decimal("0.4"))
PAST = (
    PastRun("2020-01-14T02:30:00+07:00", OfficeStatus.REFUSED),
    PastRun("2020-01-13T02:30:00+07:00", OfficeStatus.PRODUCED),
)
RARE = {
    18: OfficeStatus.FAILED,
    19: OfficeStatus.NOT_REACHED,
    20: OfficeStatus.DEPARTED,
    21: OfficeStatus.PRUNED,
    22: OfficeStatus.EDITED,
}
KINDS: Mapping[str, ProblemKind] = {
    "score-absent": ProblemKind(
        "score-absent",
        Severity.ERROR,
        False,
        {"th": "ไม่มีคะแนน", "en": "No score"},
        {
            "th": "ไม่มีคะแนนของตัวชี้วัดที่ {indicator} ({typed})",
            "en": "Indicator {indicator} has no score ({typed}).",
        },
        {
            "th": "กรอกคะแนนตามผลที่ประกาศ แล้วสั่งใหม่",
            "en": "Enter the published score and run again.",
        },
    ),
    "total-differs": ProblemKind(
        "total-differs",
        Severity.WARNING,
        True,
        {"th": "คะแนนรวมไม่ตรงกัน", "en": "Totals differ"},
        {"th": "คะแนนรวมที่กรอกคือ {typed}", "en": "The total entered is {typed}."},
        {"th": "ตรวจคะแนนรวมของ {typed}", "en": "Check the total of {typed}."},
    ),
    "level-entered": ProblemKind(
        "level-entered",
        Severity.NOTE,
        False,
        {"th": "ใช้ระดับตามที่กรอก", "en": "Level as entered"},
        {"th": "ใช้ระดับ {typed} ตามที่กรอก", "en": "The level {typed} is used as entered."},
        {"th": "ไม่ต้องดำเนินการ", "en": "Nothing to do."},
    ),
}


PLACES = ("ตรัง", "ภูเก็ต", "พังงา ภูเก็ต ระนอง", "เลย", "แม่ฮ่องสอน", "")


def make_office(
    number: int,
    *,
    name: str | None = None,
    status: OfficeStatus = OfficeStatus.PRODUCED,
    scores: Mapping[int, str] | None = None,
) -> OfficeReport:
    """One office with the scores given, or made up from its number."""
    place = name if name is not None else f"จังหวัดที่ {number}"
    short, full = f"สพป.{place}", f"สำนักงานเขตพื้นที่การศึกษาประถมศึกษา{place}"
    if place in HOSTILE:
        short, full = place, f"{place} ชื่อเต็ม"
    at = Location("คะแนน ทั้งหมด.xlsx", "คะแนน", f"A{number + 1}")
    where = PLACES[number % len(PLACES)]
    if status in (OfficeStatus.REFUSED, OfficeStatus.DEPARTED, OfficeStatus.PRUNED):
        files = () if status is OfficeStatus.REFUSED else _make_files(number, short)
        return OfficeReport(full, short, status, at, files=files, province=where)
    if scores is None:
        chance = random.Random(number)
        scores = {n: f"{min(100, chance.gauss(89, 8)):.2f}" for n in range(1, 11)}
    points = {n: Decimal(text) for n, text in scores.items()}
    weighted = {
        Instrument.IIT: sum(points[n] for n in range(1, 6)) * Decimal("0.06"),
        Instrument.EIT: sum(points[n] for n in range(6, 9)) * Decimal("0.1"),
        Instrument.OIT: (points[9] + points[10]) * Decimal("0.2"),
    }
    weighted = {key: value.quantize(Decimal("0.01")) for key, value in weighted.items()}
    total = sum(weighted.values(), Decimal(0))
    weak = sorted((n for n in points if points[n] < 85), key=lambda n: (points[n], n))
    made = status in (OfficeStatus.PRODUCED, OfficeStatus.CURRENT, OfficeStatus.EDITED)
    files = _make_files(number, short) if made else ()
    return OfficeReport(
        full,
        short,
        status,
        at,
        result_year=FiscalYear(2562),
        plan_year=FiscalYear(2563),
        province=where,
        total=total,
        last_total=total + Decimal(number % 7 - 3) / 2 if number % 5 else None,
        instrument_scores={
            key: (value / share).quantize(Decimal("0.01"))
            for (key, value), share in zip(weighted.items(), SHARES, strict=True)
        },
        past=PAST[: number % 3],
        level=next(
            x for x, least in zip("ABCDEF", (85, 75, 65, 55, 50, 0), strict=True) if total >= least
        ),
        instruments=weighted,
        scores=points,
        target=Decimal("85"),
        weak=tuple(weak),
        draft=number % 7 == 0,
        files=files,
        edited=(files[0].path,) if status is OfficeStatus.EDITED else (),
        engine="libreoffice 7.4.7" if made else None,
        seconds={"pdf": 0.1234567, "docx": 0.002} if made else {},
    )


def make_report(count: int = 245, *, exit_code: int = 10) -> RunReport:
    """A run over so many offices; every status and hostile text occurs from 30 offices on."""
    offices = []
    for number in range(1, count + 1):
        status = OfficeStatus.CURRENT if number % 2 else OfficeStatus.PRODUCED
        name = None
        if 8 <= number < 8 + len(HOSTILE):
            name = HOSTILE[number - 8]
        elif number % 17 == 0:
            status = OfficeStatus.REFUSED
        elif number in RARE:
            status = RARE[number]
        offices.append(make_office(number, name=name, status=status))
    problems = [
        Problem("score-absent", office.at, office.office, {"indicator": "3", "typed": SCRIPT})
        for office in offices
        if office.status is OfficeStatus.REFUSED
    ]
    problems += [
        Problem("level-entered", offices[0].at, offices[0].office, {"typed": FORMULA}),
        Problem("total-differs", Location(WORKBOOK, "คะแนน 'ปี' #1", "D2"), None, {"typed": IMAGE}),
        Problem("total-differs", Location("อื่น.xlsx", "คะแนน", "D3"), None, {"typed": "{x}"}),
    ]
    return RunReport(
        started=STARTED,
        ended=STARTED + datetime.timedelta(minutes=4, seconds=9.25),
        inputs=("/srv/ita/เข้า",),
        outputs=OUTPUTS,
        template="announcement",
        engine="libreoffice 7.4.7",
        version="9.8.7",
        offices=tuple(offices),
        problems=tuple(problems),
        accepted=("total-differs",),
        passed_over=("/srv/ita/เข้า/~$lock.xlsx", f"/srv/ita/เข้า/{SCRIPT}.txt"),
        exit_code=exit_code,
        workbooks=(WORKBOOK,),
    )


def _make_files(number: int, short_name: str) -> tuple[ProducedFile, ...]:
    stem = "".join(char if char.isalnum() or char in " ." else "-" for char in short_name)
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    return tuple(
        ProducedFile(f"2563/{stem}/มาตรการ-2563-{stem}{ending}", 20_000 + number, sha256)
        for ending in (".docx", ".pdf")
    )
