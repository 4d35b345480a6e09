from __future__ import annotations

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ita_docs.entries.cells import Fault, parse_number, read_number, read_text, read_year
from ita_docs.entries.dates import read_date
from ita_docs.model import Cell
from ita_docs.problems import Location
from ita_docs.thai import format_date, to_thai_digits

AT = Location("a.xlsx", "คะแนน", "B2")
scores = st.decimals(0, 100, places=2)
FULL_WIDTH = str.maketrans("0123456789.", "".join(map(chr, (*range(0xFF10, 0xFF1A), 0xFF0E))))
values = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.text(alphabet="0123456789๐๑๘๙\uff18\uff19\uff0e.,-+eE_% \u200b\u00a0½²", max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
)


@given(scores)
def test_a_score_is_itself_in_every_system_of_digits(score: Decimal) -> None:
    text = f"{score:.2f}"
    for typed in (text, to_thai_digits(text), text.translate(FULL_WIDTH), f" {text}\u00a0"):
        assert parse_number(typed) == score


@given(scores)
def test_a_score_typed_as_a_number_is_itself(score: Decimal) -> None:
    assert read_number(Cell(float(score), AT)) == score


@given(st.lists(scores, min_size=2, max_size=10))
def test_a_sum_by_formula_is_the_sum_of_the_scores(typed: list[Decimal]) -> None:
    assert read_number(Cell(sum(map(float, typed)), AT)) == sum(typed)


@given(values)
def test_any_value_is_read_or_is_a_fault(value: object) -> None:
    cell = Cell(value, AT)
    number = read_number(cell)
    assert number is None or isinstance(number, Fault) or number.is_finite()
    assert isinstance(read_year(cell), object)
    date = read_date(cell)
    assert date is None or isinstance(date, (Fault, datetime.date))
    text = read_text(cell, 1000)
    assert text is None or isinstance(text, (Fault, str))


@given(st.text(alphabet="0123456789๐๑๒๘๙\uff18\uff19\uff0e.,-+eE_%½ ", min_size=1, max_size=10))
def test_a_text_read_as_a_number_shows_that_number(typed: str) -> None:
    number = parse_number(typed)
    if number is not None:
        shown = typed.strip().replace("\uff0e", ".")
        digits = "".join(str(int(c)) if c.isdecimal() else c for c in shown)
        assert Decimal(digits) == number
        assert not set(shown) & set(",+eE_%½ ")


@given(st.text(max_size=40))
def test_a_text_is_kept_as_typed_or_is_a_fault(typed: str) -> None:
    text = read_text(Cell(typed, AT), 1000)
    lone = typed[:1] in ("'", "\u2018", "\u2019") and not set("'\u2018\u2019") & set(typed[1:])
    if isinstance(text, str):
        kept = typed[1:] if lone else typed  # an apostrophe that tells Excel: this is text
        assert "".join(text.split()) == "".join(kept.split())
        text.encode()


@given(st.dates(datetime.date(1957, 1, 1), datetime.date(2150, 1, 1)))
def test_a_date_as_announcements_write_it_is_read_back(date: datetime.date) -> None:
    assert read_date(Cell(format_date(date), AT)) == date
    assert read_date(Cell(f"{date.day}/{date.month}/{date.year + 543}", AT)) == date
    assert read_date(Cell(datetime.datetime(date.year, date.month, date.day), AT)) == date
