"""The list of offices: suggestions that never refuse a name."""

from __future__ import annotations

import pytest

from ita_docs.offices import find_office, load_offices, suggest_office


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
