"""A PDF that lacks a paragraph of its document is noticed; one that has all of them is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.pdf.completeness import compare_pages
from ita_docs.pdf.document_text import GAP, PAGE_MARK, PAGES_MARK, DocumentText, Margins
from ita_docs.pdf.folding import fold_text
from ita_docs.pdf.remaining_text import MOST_NAMED

NUMBER = f"- {PAGE_MARK} -"


def find_missing(paragraphs: tuple[str, ...], *pages: str) -> tuple[str, ...]:
    return compare_pages(DocumentText(paragraphs), pages).missing


@pytest.mark.parametrize(
    ("typed", "copied"),
    [
        ("น้ำใจ", "น้\u0e4d\u0e32ใจ"),
        ("น้ำใจ", "น\u0e4d้\u0e32ใจ"),
        ("กำลัง", "ก ำลัง"),
        ("ปู่ ย่า\u00a0ตา", "ปู่ย่า  ตา\r\n"),
        ("ผู้อำนวยการ", "ผู้\u2060อำนวย\u200bการ"),
        ("ฟ้า", "ฟ\uf714า"),
        ("e-mail", "e\x02mail"),
        ("e-mail", "e\ufffemail"),
        ("ABC", "abc"),
        ("ไฟล์ file", "ไฟล์ \ufb01le"),
        ("ลงชื่อ…", "ลงชื่อ..."),
    ],
)
def test_ways_to_draw_the_same_words_are_no_difference(typed: str, copied: str) -> None:
    assert fold_text(typed) == fold_text(copied)
    assert find_missing((typed,), copied) == ()


@pytest.mark.parametrize("copied", ["๘๒.๒๓", "๘๒.๒", "82.22", ""])
def test_another_number_is_another_text(copied: str) -> None:
    assert find_missing(("ได้คะแนน ๘๒.๒๒",), f"ได้คะแนน {copied}") == ("ได้คะแนน ๘๒.๒๒",)


def test_a_paragraph_may_go_over_pages_between_other_words() -> None:
    pages = ("- ๑ -\nหัวข้อ ที่\nยาวมากจนต้อง ข้างเคียง", "- ๒ -\nที่\nขึ้นหน้าใหม่ ข้าง", "- ๓ -\nอีกหน้า")
    long = "ยาวมากจนต้องขึ้นหน้าใหม่อีกหน้า"
    assert find_missing(("หัวข้อ", long, "ข้างเคียง"), *pages) == ()
    assert find_missing((long + "จบ",), *pages) == (long + "จบ",)


def test_what_the_document_says_twice_must_stand_there_twice() -> None:
    assert find_missing(("ทุกกลุ่ม", "ทุกกลุ่ม"), "ทุกกลุ่ม") == ("ทุกกลุ่ม",)
    assert find_missing(("ทุกกลุ่ม", "ทุกกลุ่ม"), "ทุกกลุ่ม ทุกกลุ่ม") == ()


def test_a_short_text_is_not_found_in_a_longer_one() -> None:
    assert find_missing(("๑๒", "๑", "๒"), "๑ ๑๒ ๒") == ()
    assert find_missing(("๑๒", "๑"), "๑๒") == ("๑",)


def test_a_cell_drawn_in_two_goes_is_there() -> None:
    assert find_missing(("ตัวชี้วัดที่เป็นจุดอ่อน", "๓"), "ตัวชี้วัดที่ ๓\nเป็นจุดอ่อน") == ()


def test_two_cells_that_say_the_same_are_there_though_nobody_can_tell_them_apart() -> None:
    same = "ประกาศใช้ทันทีทุกหน่วยงาน"
    pages = ("ประกาศใช้ ประกาศใช้ทันที", "ทันทีทุกหน่วยงาน ทุกหน่วยงาน")
    assert find_missing((same, same), *pages) == ()
    assert find_missing((same, same, same), *pages) == (same,)


def test_words_that_stand_apart_are_not_a_paragraph() -> None:
    text = "ดำเนินการประเมินความเสี่ยงและวางมาตรการ"
    scattered = " ".join(text)
    assert find_missing((text,), " ก ".join(text)) == (text,)
    assert find_missing((text,), scattered) == (), "spaces alone are no difference"


def test_gaps_part_a_paragraph_into_pieces_that_are_all_there() -> None:
    assert find_missing((f"ลงชื่อ{GAP}ผู้ประกาศ",), "ลงชื่อ............ผู้ประกาศ") == ()
    assert find_missing((f"ลงชื่อ{GAP}ผู้ประกาศ",), "ลงชื่อ............") != ()


def test_of_a_document_that_is_not_there_only_the_first_are_named() -> None:
    paragraphs = tuple(f"ข้อความที่ {number}" for number in range(500))
    missing = find_missing(paragraphs, "อื่น")
    assert len(missing) == MOST_NAMED
    assert set(missing) < set(paragraphs)


@given(st.integers(0, 10_000))
def test_a_document_laid_out_in_any_way_is_all_there_and_a_lost_paragraph_is_not(seed: int) -> None:
    """Lines of any width, pages of any height, heading rows and headers again on each page."""
    chance = random.Random(seed)
    words = ["การประเมินคุณธรรม", "ความโปร่งใส", "๑๒", "๒๕๖๒", "ผู้อำนวยการ", "น้ำใจ", "ทุกกลุ่ม"]
    words += ["e-mail", "๘๔.๑๒", "ที่"]
    paragraphs = [" ".join(chance.choices(words, k=chance.choice([1, 2, 40]))) for _ in range(12)]
    lost = "ข้อความที่เครื่องทำหาย"
    lines = []
    for paragraph in paragraphs:
        width = chance.randint(8, 60)
        lines += [paragraph[at : at + width] for at in range(0, len(paragraph), width)]
    height = chance.randint(3, 40)
    pages = [
        "\n".join([f"- {number} -", "ที่ มาตรการ", *lines[at : at + height]])
        for number, at in enumerate(range(0, len(lines), height), start=1)
    ]
    sections = (Margins(NUMBER),)
    said = DocumentText(tuple(paragraphs), sections, ("ที่", "มาตรการ"))
    assert compare_pages(said, pages).missing == ()
    assert compare_pages(said, pages).foreign_page is None
    place = chance.randint(0, len(paragraphs))
    more = DocumentText((*paragraphs[:place], lost, *paragraphs[place:]), sections)
    assert compare_pages(more, pages).missing == (lost,)


@pytest.mark.parametrize(
    ("margins", "pages", "missing"),
    [
        (Margins(NUMBER), ["- ๑ -", "- ๒ -"], ()),
        (Margins(NUMBER), ["- 1 -", "- 2 -"], ()),
        (Margins(NUMBER), ["- ๑ -", "- ๑ -"], ("- 2 -",)),
        (Margins(NUMBER), ["- ๑ -", "ก"], ("- 2 -",)),
        (Margins(NUMBER, first=""), ["ก", "- ๒ -"], ()),
        (Margins(NUMBER, first=""), ["ก", "ข", "- ๓ -"], ("- 2 -",)),
        (Margins(NUMBER, first="ปก"), ["ก", "- ๒ -"], ("- 1 -",)),
        (Margins("คี่", even="คู่"), ["คี่", "คู่", "คี่"], ()),
        (Margins(f"{PAGE_MARK}/{PAGES_MARK}"), ["๑/๒", "๒/๒"], ()),
        (Margins("หัว\nท้าย"), ["หัว ก", "หัว ท้าย"], ("หัว\nท้าย",)),
        (Margins(f"- {GAP} -"), ["- ๗ -"], ()),
    ],
)
def test_every_page_shows_its_header_with_its_own_number(
    margins: Margins, pages: list[str], missing: tuple[str, ...]
) -> None:
    assert compare_pages(DocumentText((), (margins,)), pages).missing == missing


def test_a_page_of_another_document_is_noticed_and_a_repeated_heading_is_not() -> None:
    own = ("ประกาศของสำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต " * 9,)
    heading = "ประเด็นตัวชี้วัดที่เป็นจุดอ่อน ผู้รับผิดชอบ มาตรการในการพัฒนา ผู้กำกับติดตาม " * 2
    other = "ประกาศของสำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต ๑๑ " * 9
    said = DocumentText(own, (), (heading,))
    assert compare_pages(said, [own[0], heading]).foreign_page is None
    assert compare_pages(said, [own[0], other]).foreign_page == 2
