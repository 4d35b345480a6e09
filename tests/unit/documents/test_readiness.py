"""What an assessor asks: every measure must say it, and the list says what it is."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from ita_docs.documents.readiness import ASKED, check_readiness
from ita_docs.framework import load_frameworks
from ita_docs.model import Measure
from ita_docs.pipeline import Options, assess_office
from tests.pages.offices import Case, make_result

WHOLE = Measure(1, ("ก",), ("ข",), ("ค",), ("ง",), ("จ",))
PARTS = ("responsible", "time_frame", "monitor", "reporting")


def check(measures: dict[int, Measure], lowest: int | None = None, **more: object) -> list[str]:
    """What is missing."""
    result = dataclasses.replace(make_result(Case("report", 0)), measures=measures, **more)
    outcome = assess_office(result, load_frameworks(), Options(lowest=lowest))
    readiness = check_readiness(result, outcome.findings, outcome.plan)
    assert list(readiness) == list(ASKED)
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
