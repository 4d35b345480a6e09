"""What headers say, by name and number; what they do not say."""

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.importing.gathering import build_reader
from ita_docs.importing.roles import Role, Said
from ita_docs.model import Instrument

FRAMEWORKS = load_frameworks()
READER, _ = build_reader(FRAMEWORKS[max(FRAMEWORKS)])


def read(*path: str) -> tuple[Role, int | None]:
    label = READER.read(path)
    return label.role, label.number


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("การใช้งบประมาณ", 2),
        ("การใช้งบประมาณ\n(100 คะแนน)", 2),
        ("การใช้ทรัพย์สินของทางราชการ", 4),
        ("การใช้อํานาจ", 3),
        ("ตัวชี้วัดที่ ๑๐", 10),
        ("ตชว.3", 3),
        ("๑) การปฏิบัติหน้าที่", 1),
        ("10. การป้องกันการทุจริต", 10),
        ("ตัวชี้วัดที่ 1\nการปฏิบัติหน้าที่", 1),
        ("1. การปฏิบัติหน้าที่ (IIT)", 1),
        ("คะแนนตัวชี้วัดที่ 7", 7),
        ("I1 การปฏิบัติหน้าที่", 1),
    ],
)
def test_an_indicator_by_name_or_number(header: str, number: int) -> None:
    label = READER.read((header,))
    assert (label.role, label.number, label.odds) == (Role.INDICATOR, number, None)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        (("IIT", "การใช้งบประมาณ"), 2),
        (("ตัวชี้วัดที่", "3"), 3),
        (("ปีงบประมาณ 2567", "ตัวชี้วัดที่ 1"), 1),
        (("ผล ป.ป.ช.", "การใช้อำนาจ"), 3),
    ],
)
def test_a_path_of_headers_is_read_together(path: tuple[str, ...], number: int) -> None:
    assert read(*path) == (Role.INDICATOR, number)


@pytest.mark.parametrize(
    ("path", "instrument", "number"),
    [
        (("EIT 6",), "EIT", 6),
        (("EIT", "1"), "EIT", 1),
        (("OIT-2",), "OIT", 2),
        (("IIT5",), "IIT", 5),
    ],
)
def test_codes_wait_for_the_others(path: tuple[str, ...], instrument: str, number: int) -> None:
    label = READER.read(path)
    assert label.said is Said.CODE
    assert (label.instrument, label.number) == (Instrument(instrument), number)


@pytest.mark.parametrize(
    "path",
    [
        ("6. ประสิทธิภาพการสื่อสาร",),
        ("ตัวชี้วัดที่ 6 ประสิทธิภาพการสื่อสาร",),
        ("EIT", "การใช้งบประมาณ"),
        ("การใช้งบประมาณ (EIT)",),
        ("EIT2 การใช้งบประมาณ",),
    ],
)
def test_a_number_against_a_name_is_at_odds(path: tuple[str, ...]) -> None:
    assert READER.read(path).odds is not None


@pytest.mark.parametrize(
    "header",
    ["IIT", "IIT (30)", "IIT ร้อยละ 30", "IIT 30%", "IIT 30 คะแนน", "คะแนน IIT", "รวม IIT",
     "ค่าเฉลี่ย IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"],
)  # fmt: skip
def test_an_instrument(header: str) -> None:
    label = READER.read((header,))
    assert (label.role, label.instrument) == (Role.INSTRUMENT, Instrument.IIT)


@pytest.mark.parametrize("path", [("IIT", "รวม"), ("ถ่วงน้ำหนัก", "IIT"), ("IIT", "คะแนน")])
def test_an_instrument_under_or_over_other_words(path: tuple[str, ...]) -> None:
    assert READER.read(path).instrument is Instrument.IIT


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("ที่", Role.ORDER), ("ลำดับ", Role.ORDER), ("order", Role.ORDER),
        ("สพท.", Role.OFFICE), ("คะแนนรวม", Role.TOTAL), ("คะแนน ITA ปี 2566", Role.TOTAL),
        ("ระดับผลการประเมิน", Role.LEVEL), ("คะแนนที่ได้", Role.SCORE),
        ("น้ำหนัก", Role.ASIDE), ("คะแนนเต็ม", Role.ASIDE), ("จำนวนข้อ", Role.ASIDE),
        ("ค่าเฉลี่ยประเทศ", Role.ASIDE), ("ผลต่าง 2566-2567", Role.ASIDE),
        ("ตัวชี้วัดที่ 1 ปีก่อน", Role.ASIDE),
        ("i11", Role.ITEM), ("e3", Role.ITEM), ("o27", Role.ITEM), ("9.1 ข้อมูลพื้นฐาน", Role.ITEM),
        ("ผล ป.ป.ช.", Role.UNKNOWN), ("เปิดเผยข้อมูล", Role.UNKNOWN), ("83.12 คะแนน", Role.UNKNOWN),
    ],
)  # fmt: skip
def test_other_headers(header: str, role: Role) -> None:
    assert READER.read((header,)).role is role


def test_order_is_never_an_indicators_number() -> None:
    assert read("ที่", "3")[0] is not Role.INDICATOR
    assert read("ลำดับ", "3")[0] is not Role.INDICATOR


def test_a_letter_alone_waits_for_proof() -> None:
    assert READER.read(("i7",)).said is Said.LETTER
