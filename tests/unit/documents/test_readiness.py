"""What an assessor asks: every measure must say it, and the list says what it is."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from ita_docs.documents import FOLLOWUP, MEASURES, MEMO
from ita_docs.documents.readiness import FOLLOWUP_ASKED, MEASURES_ASKED
from ita_docs.framework import load_frameworks
from ita_docs.model import (
    FiscalYear,
    FollowUp,
    FollowUpStatus,
    Measure,
    ReportedMeasure,
)
from ita_docs.pipeline import Options, assess_office
from tests.pages.offices import Case, make_result

WHOLE = Measure(1, ("ก",), ("ข",), ("ค",), ("ง",), ("จ",))
PARTS = ("responsible", "time_frame", "monitor", "reporting")


def check(measures: dict[int, Measure], lowest: int | None = None, **more: object) -> list[str]:
    """What is missing."""
    result = dataclasses.replace(make_result(Case("report", 0)), measures=measures, **more)
    outcome = assess_office(result, load_frameworks(), Options(lowest=lowest))
    readiness = outcome.readiness["measures"]
    assert list(readiness) == list(MEASURES_ASKED)
    return [name for name, there in readiness.items() if not there]


def plan(**changes: object) -> dict[int, Measure]:
    """A whole measure for each of the three lowest, the second changed."""
    return {
        10: dataclasses.replace(WHOLE, indicator=10),
        2: dataclasses.replace(WHOLE, indicator=2, **changes),  # type: ignore[arg-type]
        8: dataclasses.replace(WHOLE, indicator=8),
    }


DATED = {"announced_on": datetime.date(2025, 10, 15)}


def test_a_document_that_has_everything_lacks_nothing() -> None:
    assert check(plan(), **DATED) == []


@pytest.mark.parametrize("part", PARTS)
def test_one_measure_that_does_not_say_it_is_enough(part: str) -> None:
    assert check(plan(**{part: ()}), **DATED) == [part]


def test_a_document_without_measures_lacks_all_that_measures_say() -> None:
    assert check(plan(), lowest=0, **DATED) == ["points", "measures", *PARTS]


def test_a_document_to_be_signed_by_hand_lacks_the_name_and_the_date() -> None:
    assert check(plan(), signer=None) == ["signed", "dated"]


ROW = ReportedMeasure(
    2,
    ("ก",),
    ("ทำแล้ว",),
    FollowUpStatus.DONE,
    period=("ปีงบประมาณ",),
    suggestions=("ทำต่อ",),
    evidence=("รายงาน",),
)


@pytest.mark.parametrize(
    ("changes", "dated", "missing"),
    [
        ({}, True, []),
        ({}, False, ["dated"]),
        ({"period": ()}, True, ["period"]),
        ({"evidence": ()}, True, ["evidence"]),
        ({"suggestions": ()}, True, ["concerns"]),
        ({"suggestions": (), "obstacles": ("ไม่มี",)}, True, []),
    ],
)
def test_one_row_of_the_report_that_does_not_say_it_is_enough(
    changes: dict[str, object], dated: bool, missing: list[str]
) -> None:
    rows = (ROW, dataclasses.replace(ROW, **changes))  # type: ignore[arg-type]
    followup = FollowUp(FiscalYear(2568), rows, datetime.date(2026, 3, 15) if dated else None)
    result = dataclasses.replace(make_result(Case("report", 0)), followup=followup)
    readiness = assess_office(result, load_frameworks(), Options()).readiness["followup"]
    assert list(readiness) == list(FOLLOWUP_ASKED)
    assert [name for name, there in readiness.items() if not there] == missing


def test_what_is_asked_is_asked_of_the_documents_that_are_made() -> None:
    result = make_result(Case("report", 0))
    frameworks, options = load_frameworks(), Options()
    assert set(assess_office(result, frameworks, options).readiness) == {"measures"}
    assert assess_office(result, frameworks, options, [MEMO]).readiness == {}
    followup = FollowUp(FiscalYear(2568), (ROW,))
    both = dataclasses.replace(result, followup=followup)
    kinds = [MEASURES, FOLLOWUP]
    assert list(assess_office(both, frameworks, options, kinds).readiness) == [
        "measures",
        "followup",
    ]
    withheld = dataclasses.replace(both, withheld=frozenset({"followup"}))
    assert set(assess_office(withheld, frameworks, options, kinds).readiness) == {"measures"}
