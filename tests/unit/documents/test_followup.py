"""The words and counts of the follow-up report."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs import thai
from ita_docs.documents import FOLLOWUP, followup
from ita_docs.documents.followup import FollowUpContext, build_context, format_baht
from ita_docs.framework import load_frameworks
from ita_docs.model import (
    Findings,
    FiscalYear,
    FollowUp,
    FollowUpStatus,
    OfficeResult,
    Plan,
    ReportedMeasure,
)
from tests.pages.offices import YEAR, Case, make_result

FRAMEWORK = load_frameworks()[YEAR]
RESULT = make_result(Case("followup", 2))
S = FollowUpStatus
LINES = st.lists(st.text("กขค่ี 12a/", min_size=1, max_size=400), max_size=6).map(tuple)
ROWS = st.builds(
    ReportedMeasure,
    indicator=st.integers(1, 10),
    measures=LINES,
    outcome=LINES.filter(bool),
    status=st.sampled_from(FollowUpStatus),
    period=LINES,
    budget=st.none() | st.decimals(0, 10**7, places=2),
    obstacles=LINES,
    suggestions=LINES,
    evidence=LINES,
)


def with_rows(*rows: ReportedMeasure, year: int = 2568) -> OfficeResult:
    return dataclasses.replace(RESULT, followup=FollowUp(FiscalYear(year), rows))


def build(*rows: ReportedMeasure) -> FollowUpContext:
    return build_context(with_rows(*rows), Findings((), True), Plan(()), FRAMEWORK)


def row(status: FollowUpStatus = S.DONE, **more: object) -> ReportedMeasure:
    return ReportedMeasure(2, ("ก",), ("ทำแล้ว",), status, **more)  # type: ignore[arg-type]


@given(st.lists(ROWS, min_size=1, max_size=8))
def test_every_row_stands_in_the_report_once_in_order_and_whole(
    rows: list[ReportedMeasure],
) -> None:
    made = build(*rows)["report"]["rows"]
    orders = [one["order"] for one in made]
    assert list(dict.fromkeys(orders)) == [
        thai.to_thai_digits(str(n)) for n in range(1, len(rows) + 1)
    ]
    assert orders == sorted(orders, key=lambda order: int(thai.to_arabic_digits(order)))
    for number, typed in enumerate(rows, start=1):
        parts = [one for one in made if one["order"] == thai.to_thai_digits(str(number))]
        for name, lines in (("outcome", typed.outcome), ("period", typed.period)):
            printed = "".join(line for part in parts for line in part[name])  # type: ignore[literal-required]
            assert printed == "".join(map(thai.set_thai_digits, lines))
        evidence = "".join(line for part in parts for line in part["evidence"])
        assert evidence == ("".join(map(thai.set_thai_digits, typed.evidence)) or "-")
        concerns = "".join(line for part in parts for line in part["concerns"])
        told = {"ปัญหา: ": typed.obstacles, "ข้อเสนอแนะ: ": typed.suggestions}
        lines = [
            thai.set_thai_digits(what * (place == 0) + line)
            for what, said in told.items()
            for place, line in enumerate(said)
        ]
        assert concerns == ("".join(lines) or "-")
        measures = [line for part in parts for line in part["measures"]]
        for measure in typed.measures:
            assert thai.set_thai_digits(measure) in "".join(measures)
        assert [part["status"] for part in parts[1:]] == [""] * (len(parts) - 1)
        assert all(part["indicator"].endswith(" (ต่อ)") for part in parts[1:])


@given(st.lists(ROWS, min_size=1, max_size=8))
def test_the_counts_are_those_that_a_reader_of_the_rows_counts(
    rows: list[ReportedMeasure],
) -> None:
    context = build(*rows)
    printed = Counter(one["status"] for one in context["report"]["rows"] if one["status"])
    chart = context["charts"]["statuses"]
    assert [printed[label] for label in chart["labels"]] == list(map(int, chart["points"]))
    counts = context["counts"]
    assert [counts["done"], counts["under_way"], counts["not_begun"]] == [
        thai.to_thai_digits(point) for point in chart["points"]
    ]
    assert counts["total"] == thai.to_thai_digits(str(len(rows)))
    for label, point in zip(chart["labels"], chart["points"], strict=True):
        assert f"{label} {thai.to_thai_digits(point)} รายการ" in chart["alt_text"]


@pytest.mark.parametrize(
    ("baht", "text"),
    [
        ("14250", "๑๔,๒๕๐ บาท"),
        ("14250.50", "๑๔,๒๕๐.๕๐ บาท"),
        ("1234567.00", "๑,๒๓๔,๕๖๗ บาท"),
        ("0", "ไม่ใช้งบประมาณ"),
        (None, "-"),
    ],
)
def test_a_sum_is_written_as_the_report_writes_it(baht: str | None, text: str) -> None:
    assert format_baht(None if baht is None else Decimal(baht)) == text


def test_the_sum_of_all_is_that_of_the_rows_that_name_one() -> None:
    sums = row(budget=Decimal(14250)), row(budget=Decimal("3600.5")), row(budget=Decimal(0))
    assert build(*sums)["budget"] == {"stated": True, "total": "๑๗,๘๕๐.๕๐ บาท"}
    # The sum of some rows is never printed as that of all.
    some = build(*sums, row())["budget"]["total"]
    assert some == "๑๗,๘๕๐.๕๐ บาท (เฉพาะ ๓ รายการที่ระบุ)"
    assert build(row(budget=Decimal(0)))["budget"]["total"] == "๐ บาท"
    assert build(row())["budget"] == {"stated": False, "total": ""}


def test_a_row_for_all_measures_numbers_them_and_one_without_a_plan_says_so() -> None:
    several = dataclasses.replace(row(), measures=("ก", "ข"))
    none = dataclasses.replace(row(), measures=())
    first, second = build(several, none)["report"]["rows"]
    assert first["measures"] == ["๑. ก", "๒. ข"]
    assert second["measures"] == ["มาตรการทุกข้อของตัวชี้วัดนี้"]


def test_the_year_reported_stands_in_title_name_and_properties() -> None:
    result = with_rows(row(), year=2568)
    assert result.plan_year.be == 2569
    assert FOLLOWUP.find_year(result).be == 2568
    assert FOLLOWUP.name_document(result) == (
        "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ {thai.set_thai_digits(result.office.name)}"
    )
    assert build_context(result, Findings((), True), Plan(()), FRAMEWORK)["measures_year"] == "๒๕๖๘"
    assert FOLLOWUP.name_document(result, "การดำเนินการ").startswith("การดำเนินการ ประจำปี")
    assert FOLLOWUP.applies(result)
    silent = dataclasses.replace(RESULT, followup=None)
    assert not FOLLOWUP.applies(silent)
    assert followup.find_year(silent) == RESULT.plan_year


def test_links_keep_their_digits_and_figures_of_the_text_are_thai() -> None:
    evidence = ("https://example.go.th/ita/2568/1.pdf", "รายงาน 4 ฉบับ")
    (made,) = build(row(evidence=evidence))["report"]["rows"]
    assert made["evidence"] == ["https://example.go.th/ita/2568/1.pdf", "รายงาน ๔ ฉบับ"]


def test_the_report_is_dated_as_its_own_sheet_says_and_never_as_the_announcement() -> None:
    announced = dataclasses.replace(with_rows(row()), announced_on=datetime.date(2025, 10, 15))

    def sign(reported_on: datetime.date | None) -> str:
        followup = FollowUp(FiscalYear(2568), (row(),), reported_on)
        result = dataclasses.replace(announced, followup=followup)
        assert FOLLOWUP.find_date(result) == reported_on
        context = build_context(result, Findings((), True), Plan(()), FRAMEWORK)
        return str(context["signature"]["announced_on"])

    assert sign(datetime.date(2026, 3, 31)) == "๓๑ มีนาคม พ.ศ. ๒๕๖๙"
    assert sign(None).startswith("....")
