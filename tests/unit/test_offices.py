"""The list of offices: suggestions that never refuse a name."""

from __future__ import annotations

import pytest

from ita_docs.model import FiscalYear
from ita_docs.offices import find_listed, find_office, load_list, load_offices, suggest_office


def test_the_list_has_245_offices_each_once() -> None:
    offices = load_offices()
    kinds = [office.short_name[:4] for office in offices]
    assert (kinds.count("สพป."), kinds.count("สพม.")) == (183, 62)
    assert len({office.name for office in offices}) == 245
    assert len({office.short_name for office in offices}) == 245


@pytest.mark.parametrize("typed", ["สพป.ภูเก็ต", " สพป. ภูเก็ต ", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา ภูเก็ต"])
def test_full_and_short_names_are_found_spaces_aside(typed: str) -> None:
    office = find_office(typed)
    assert office is not None
    assert office.short_name == "สพป.ภูเก็ต"


@pytest.mark.parametrize("typed", ["สพป.ภูเก็ด", "โรงเรียนบ้านไม้ขาว", ""])
def test_any_other_name_is_not_taken_for_a_listed_one(typed: str) -> None:
    assert find_office(typed) is None


def test_the_nearest_is_suggested_and_nothing_for_a_school() -> None:
    near = suggest_office("สพป.ภูเก็ด")
    assert near is not None
    assert near.short_name == "สพป.ภูเก็ต"
    assert suggest_office("โรงเรียนบ้านไม้ขาว") is None


@pytest.mark.parametrize(
    ("year", "primary", "secondary"),
    [(2562, 183, 42), (2563, 183, 42), (2564, 183, 62), (2569, 183, 62)],
)
def test_the_offices_of_a_year(year: int, primary: int, secondary: int) -> None:
    kinds = [
        listed.office.short_name[:4]
        for listed in load_list()
        if listed.existed_in(FiscalYear(year))
    ]
    assert (kinds.count("สพป."), kinds.count("สพม.")) == (primary, secondary)


def test_every_office_has_a_province_and_there_are_77() -> None:
    assert all(listed.province for listed in load_list())
    assert len({name for listed in load_list() for name in listed.province.split()}) == 77


def test_no_name_stands_twice_in_the_list() -> None:
    names = [
        name for listed in load_list() for name in (listed.office.name, listed.office.short_name)
    ]
    assert len(names) == len(set(names))


def test_an_office_that_is_no_more_is_found_and_not_offered() -> None:
    former = find_listed("สพม. เขต ๑๔")
    assert former is not None
    assert (former.province, former.first_year, former.last_year) == ("พังงา ภูเก็ต ระนอง", None, 2563)
    assert former.office not in load_offices()
    assert suggest_office("สพม.เขต 14") != former.office
