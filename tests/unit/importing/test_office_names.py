"""Offices by every certain spelling of the list, and never by the nearest one."""

import pytest

from ita_docs.importing.office_names import OfficeNames
from ita_docs.offices import load_offices

NAMES = OfficeNames(load_offices())


def test_every_office_is_found_by_full_and_short_name_however_spaced() -> None:
    for office in load_offices():
        for text in (
            office.name,
            office.short_name,
            office.name.replace(" ", ""),
            office.short_name.replace(".", ". ", 1),
            office.short_name.replace("เขต ", "เขต"),
            office.short_name.replace("เขต ", ""),
        ):
            assert NAMES.match(text).office == office, text


def test_every_office_is_found_in_a_title() -> None:
    for office in load_offices():
        for name in (office.name, office.short_name):
            assert NAMES.find_in(f"ผลการประเมิน ITA {name} ปีงบประมาณ 2567").office == office


@pytest.mark.parametrize(
    ("text", "above", "short"),
    [
        ("สพป.ตรังเขต๒", "", "สพป.ตรัง เขต 2"),
        ("สพม.กทม.1", "", "สพม.กรุงเทพมหานคร เขต 1"),
        ("สพม. กทม. เขต ๒", "", "สพม.กรุงเทพมหานคร เขต 2"),
        ("ตรัง เขต 2", "", "สพป.ตรัง เขต 2"),
        ("เขต 2", "สพป.ตรัง", "สพป.ตรัง เขต 2"),
        ("เขต ๒", "จังหวัดตรัง", "สพป.ตรัง เขต 2"),
        ("สพป.เขต 2", "เชียงใหม่", "สพป.เชียงใหม่ เขต 2"),
        ("ภูเก็ต", "สพป.", "สพป.ภูเก็ต"),
    ],
)
def test_short_and_composed_names_are_certain(text: str, above: str, short: str) -> None:
    office = NAMES.match(text, above).office
    assert office is not None
    assert office.short_name == short


@pytest.mark.parametrize("text", ["สพป.ตรัง", "ตรัง", "เขต 2", "บึงกาฬ", "ภูเก็ต"])
def test_what_may_be_several_offices_is_none_with_candidates(text: str) -> None:
    match = NAMES.match(text)
    assert match.office is None
    assert match.candidates


@pytest.mark.parametrize("text", ["สพป.ภูเก็จ", "สพป.ภูเก็ต เขต 2", "สพม. เขต 14"])
def test_another_name_of_an_office_stays_as_typed(text: str) -> None:
    assert NAMES.match(text).typed == text
    assert NAMES.match(text).office is None


@pytest.mark.parametrize("text", ["ค่าเฉลี่ย", "รวม", "โรงเรียนบ้านนา", "", "12", "ภาคเหนือ"])
def test_what_is_no_office_is_nothing(text: str) -> None:
    assert NAMES.match(text).office is None
    assert NAMES.match(text).typed is None
    assert not NAMES.match(text).candidates


@pytest.mark.parametrize(
    "title", ["ผล สพป.ภูเก็ต เขต 9 ปี 2567", "สพป.กระบี่ ตรัง", "สพป.ภูเก็ตใหม่ ปี 2567"]
)
def test_a_title_with_a_longer_name_names_no_office_of_the_list(title: str) -> None:
    assert NAMES.find_in(title).office is None


def test_a_title_of_two_offices_names_both_as_candidates() -> None:
    match = NAMES.find_in("สพป.ตรัง เขต 1 และ สพป.ตรัง เขต 2")
    assert match.office is None
    assert match.candidates == ("สพป.ตรัง เขต 1", "สพป.ตรัง เขต 2")
