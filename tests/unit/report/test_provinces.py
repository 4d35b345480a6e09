import pytest

from ita_docs.offices import load_offices
from ita_docs.report import find_province


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("สพป.ตรัง เขต 2", "ตรัง"),
        ("สพป.ตรังเขต๒", "ตรัง"),
        ("สพป. ภูเก็ต", "ภูเก็ต"),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต", "ภูเก็ต"),
        ("สพม.พังงา ภูเก็ต ระนอง", "พังงา ภูเก็ต ระนอง"),
        ("โรงเรียนวัดใหม่ จังหวัดตรัง", "ตรัง"),
        ("โรงเรียนบ้านตรัง", ""),  # a village of that name may be anywhere
        ("สพป.ภูเก็จ", ""),  # the nearest is never taken
        ("สพม.พังงา ภูเก็จ", ""),
        ("", ""),
    ],
)
def test_the_province_is_what_the_name_says(name: str, province: str) -> None:
    assert find_province(name) == province


def test_every_listed_office_has_its_province_by_either_name() -> None:
    provinces = {find_province(office.name) for office in load_offices()}
    assert "" not in provinces
    assert {word for province in provinces for word in province.split()} >= {"ตรัง", "เลย", "ตาก"}
    for office in load_offices():
        assert find_province(office.name) == find_province(office.short_name)


@pytest.mark.parametrize("entered", ["ตรัง", "จังหวัดตรัง", "จ.ตรัง", " จังหวัด ตรัง "])
def test_what_was_entered_comes_first(entered: str) -> None:
    assert find_province("สพป.ภูเก็ต", entered) == "ตรัง"


def test_a_province_that_is_none_stays_as_typed() -> None:
    assert find_province("โรงเรียนไทยในต่างแดน", "เวียงจันทน์") == "เวียงจันทน์"
