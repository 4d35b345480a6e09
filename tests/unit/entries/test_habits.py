from __future__ import annotations

import pytest

from ita_docs.entries.habits import strip_numbers, strip_signer


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("นายสมชาย ใจดี", "นายสมชาย ใจดี"),
        ("(นายสมชาย ใจดี)", "นายสมชาย ใจดี"),
        ("((นายสมชาย ใจดี))", "นายสมชาย ใจดี"),
        ("\uff08นายสมชาย ใจดี\uff09", "นายสมชาย ใจดี"),
        ("ลงชื่อ .................... (นายสมชาย ใจดี)", "นายสมชาย ใจดี"),
        ("(ลงชื่อ) นายสมชาย ใจดี", "นายสมชาย ใจดี"),
        ("ลงนาม: ________ นายสมชาย ใจดี", "นายสมชาย ใจดี"),
        ("(........นายสมชาย ใจดี……)", "นายสมชาย ใจดี"),
        ("Signed: Mr. Somchai", "Mr. Somchai"),
        ("(ว่าที่ ร.ต. สมชาย (ชาย) ใจดี)", "ว่าที่ ร.ต. สมชาย (ชาย) ใจดี"),
        ("ดร.สมชาย ใจดี (รักษาการ)", "ดร.สมชาย ใจดี (รักษาการ)"),
        ("(นาย ก) (นาย ข)", "(นาย ก) (นาย ข)"),
        ("นาย ก.", "นาย ก."),
        ("((นาย ก)", "((นาย ก)"),
        ("(......................)", ""),
        ("…………………", ""),
    ],
)
def test_what_the_document_writes_round_a_signer_is_taken_off(typed: str, name: str) -> None:
    assert strip_signer(typed) == name


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (["1. ก", "2) ข", "(๓) ค"], ("ก", "ข", "ค")),
        (["1.1 ก", "1.2 ข", "2.1 ค"], ("ก", "ข", "ค")),
        (["๑.๑ ก", "๑.๒ ข"], ("ก", "ข")),
        (["1.1.1 ก", "1.1.2 ข", "1.2.1 ค"], ("ก", "ข", "ค")),
        (["(1.1) ก", "(1.2) ข"], ("ก", "ข")),
        (["ข้อ 1 ก", "ข้อ 2 ข"], ("ก", "ข")),
        (["ข้อที่ ๑. ก", "ข้อที่ ๒. ข"], ("ก", "ข")),
        (["ข้อ 1 ก", "ต่อจากข้างบน", "ข้อ 2 ข"], ("ก", "ต่อจากข้างบน", "ข")),
        (["1. ก 2. ข 3. ค"], ("ก", "ข", "ค")),
        (["๑. ก ๒) ข", "3. ค"], ("ก", "ข", "ค")),
        (["1. ใช้งบ 2.5 ล้านบาท 2. ข"], ("ใช้งบ 2.5 ล้านบาท", "ข")),
        (["1. ตามข้อ 4. ของระเบียบ 2. ข"], ("ตามข้อ 4. ของระเบียบ", "ข")),
    ],
)
def test_measures_lose_the_numbers_typed_before_them(
    typed: list[str], lines: tuple[str, ...]
) -> None:
    assert strip_numbers(typed) == (lines, None)


@pytest.mark.parametrize(
    "typed", [["3.5 ล้านบาท"], ["-5 องศา"], ["1.5 ล้าน", "1.6 ล้าน"], ["ปี 1. 2. 3."]]
)
def test_numbers_that_are_part_of_the_text_stay_without_a_word(typed: list[str]) -> None:
    assert strip_numbers(typed) == (tuple(typed), None)


@pytest.mark.parametrize(
    "typed",
    [["ข้อ 1 ของระเบียบ"], ["1.1 ล้านบาท"], ["ข้อ 1 ก", "ข้อ 3 ข"], ["1.1 ก", "ข", "1.3 ค"]],
)
def test_numbers_that_may_be_either_stay_and_are_told(typed: list[str]) -> None:
    assert strip_numbers(typed) == (tuple(typed), typed[0])
