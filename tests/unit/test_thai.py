import datetime
from decimal import Decimal

import pytest

from ita_docs import thai


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("เขต 1", "เขต ๑"),
        ("ภายใน 30 วัน", "ภายใน ๓๐ วัน"),
        ("ปี 2562-2563", "ปี ๒๕๖๒-๒๕๖๓"),
        ("1.ประชาสัมพันธ์ (2)", "๑.ประชาสัมพันธ์ (๒)"),
        ("ร้อยละ 85.50", "ร้อยละ ๘๕.๕๐"),
        ("ข้อ 3.", "ข้อ ๓."),
    ],
)
def test_numbers_in_thai_text_get_thai_digits(typed: str, printed: str) -> None:
    assert thai.set_thai_digits(typed) == printed


@pytest.mark.parametrize(
    "typed", ["o42", "https://ita.example/2562/1", "{{ 7*7 }}", "AA95", "a1@b.th", "=1+1"]
)
def test_digits_inside_codes_addresses_and_formulas_stay(typed: str) -> None:
    assert thai.set_thai_digits(typed) == typed


def test_scores_are_rounded_half_up_and_keep_both_places() -> None:
    assert thai.format_score(Decimal("0.125")) == "๐.๑๓"
    assert thai.format_score(Decimal("84.995"), thai=False) == "85.00"
    assert thai.format_score(Decimal(100)) == "๑๐๐.๐๐"


def test_a_date_reads_as_announcements_write_it() -> None:
    assert thai.format_date(datetime.date(2020, 1, 15)) == "๑๕ มกราคม พ.ศ. ๒๕๖๓"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("เเผน", "แผน"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("ท\u0e48\u0e35", "ที่"),
        ("สพป. ภูเก็ต", "สพป.ภูเก็ต"),
        ("ตัวชี้วัด\u200bที่ ๑", "ตัวชี้วัดที่ 1"),
        ("iit ", "IIT"),
    ],
)
def test_spellings_that_look_the_same_have_one_key(left: str, right: str) -> None:
    assert thai.match_key(left) == thai.match_key(right)


def test_different_names_keep_different_keys() -> None:
    assert thai.match_key("เขต 1") != thai.match_key("เขต 2")
    assert thai.match_key("ปา") != thai.match_key("ป่า")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("ผ่านดเยี่ยม", "ผ่านดีเยี่ยม"),  # a letter too few
        ("ผ่านดีเยี่ยยม", "ผ่านดีเยี่ยม"),  # one too many
        ("ผ่านดีเยี่ยน", "ผ่านดีเยี่ยม"),  # another one
        ("ผ่านดีเยีย่ม", "ผ่านดีเยี่ยม"),  # two exchanged
        ("ผ่ารดีเยี่ยน", "ผ่านดีเยี่ยม"),  # two
        ("ผ่ารรดเยี่ยน", None),  # three
        ("ดีมาก", None),
        ("A", None),
        ("", None),
    ],
)
def test_the_nearest_is_one_mistyped_letter_or_two_away(typed: str, near: str | None) -> None:
    keys = list(map(thai.match_key, ("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "AA", "B")))
    found = thai.find_near(typed, keys)
    assert found == (None if near is None else thai.match_key(near))


def test_another_number_is_another_thing_and_two_equally_near_are_none() -> None:
    keys = [thai.match_key(f"สพป.เชียงใหม่ เขต {number}") for number in (1, 3)]
    assert thai.find_near("สพป.เชียงใหม่ เขต 2", keys) is None
    assert thai.find_near("สพป.เชียงใหม เขต ๓", keys) == keys[1]
    assert thai.find_near("ตัวชี้วัดที่ 11", [thai.match_key("ตัวชี้วัดที่ 1")]) is None
    assert thai.find_near("โรงเรียนบ้านมา", ["โรงเรียนบ้านนา", "โรงเรียนบ้านวา"]) is None
