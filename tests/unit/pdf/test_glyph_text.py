"""rdocx's PDF is copied word by word, and each word is what its glyphs draw."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_docs.pdf.finishing import finish_pdf
from ita_docs.pdf.glyph_text import rewrite_page
from ita_docs.pdf.justification import Face
from ita_docs.pdf.page_text import read_page_texts
from ita_docs.pdf.rdocx_engine import Rdocx
from ita_docs.pdf.render_copy import build_render_copy
from tests.fakes.documents import TITLE, make_plain
from tests.fakes.engines import draw as draw_raw

WORDS = "น้ำใจ ปู่ ป่า ป้ำ ฟ้า ฝุ่น ญี่ปุ่น ฐาน กตัญญู ปฏิบัติ ฎีกา ฤๅ ฤกษ์ ทำ อำนวย กิ๊ก ก็ เปี๊ยะ ๑๒ A-B"


def draw(text: str) -> bytes:
    copy = build_render_copy(make_plain(text, "จบ"), "rdocx")
    return finish_pdf(draw_raw(Rdocx(), copy.docx), copy, "rdocx")[0]


def read(text: str) -> list[str]:
    """The words of the paragraph, the one after header and title, as they are copied."""
    page = read_page_texts(draw(text))[0]
    return page.partition(TITLE)[2].rpartition("จบ")[0].split()


def test_syllables_are_copied_as_they_are_typed() -> None:
    assert read(WORDS) == WORDS.split()


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.from_regex("[เแโใไ]?[กขคฐญปฟฝฎฏ][ิีึืุูั]?[่้๊๋]?[าำ]?", fullmatch=True), min_size=1).filter(
        lambda words: not any(re.search("[ิีึืุูั][่้๊๋]?[ำ]", word) for word in words)
    )
)
def test_any_syllables_are_copied_as_they_are_typed(words: list[str]) -> None:
    assert "".join(read("".join(words))) == "".join(words)


@pytest.mark.parametrize("text", ["(OIT)", "((a) (b (c)))", "a(b", "a)b"])
def test_a_line_of_brackets_is_copied_as_it_is_typed_and_no_line_beside_it(text: str) -> None:
    data = draw(text)
    assert "".join(read(text)) == text.replace(" ", "")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"ActualText (" not in pdf.pages[0].Contents.read_bytes()


def test_a_search_finds_a_word_where_it_stands() -> None:
    pdf = draw("ผู้บริหารสูงสุดจัดทำเจตนารมณ์ในการปฏิบัติหน้าที่และบริหารงานของหน่วยงานอย่างซื่อสัตย์สุจริต")
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    places = []
    for word in ("ผู้บริหาร", "เจตนารมณ์", "ซื่อสัตย์"):
        index, count = text.search(word).get_next()
        boxes = [text.get_charbox(place) for place in range(index, index + count)]
        places.append((min(box[0] for box in boxes), max(box[2] for box in boxes)))
    assert all(10 < right - left < 80 for left, right in places), places
    assert places[0][1] < places[1][0]


def test_no_text_is_left_beside_the_lines_but_that_of_single_words() -> None:
    with pikepdf.open(io.BytesIO(draw("การใช้อำนาจ ได้คะแนน"))) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    beside = re.findall(rb"/ActualText <([0-9a-fA-F]+)>", content)
    texts = [bytes.fromhex(text.decode()).decode("utf-16") for text in beside]
    assert texts == ["ใช้", "อำนาจ", "ได้", "ที่"]
    assert b"ActualText ()" not in content


@pytest.mark.parametrize("name", ["BDC", "BMC"])
def test_every_mark_that_is_begun_is_ended(name: str) -> None:
    with pikepdf.open(io.BytesIO(draw(WORDS))) as pdf:
        operators = [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]
    assert name in operators or name == "BMC"
    assert operators.count("BDC") + operators.count("BMC") == operators.count("EMC")


FACES = {b"F0": Face({4: "ผู้", 0x29: " ", 0x33: "อำนวย", 2: "การ"})}


def test_joiners_are_no_spaces_and_leave_the_page() -> None:
    beside = "ผู้\u2060อำนวย การ".encode("utf-16-be").hex().upper().encode()
    content = (
        b"/Span << /ActualText <FEFF%s> >> BDC\nBT\n/F0 14 Tf\n"
        rb"[(\000\004) 0 (\000\)) 216 (\0003) (\000\)) (\000\002) (\000\)) 216.0] TJ"
        b"\nET\nEMC\n"
    ) % beside
    # The space that is a space stays; those whose width is taken back were joiners.
    assert rewrite_page(content, FACES) == (b"BT\n/F0 14 Tf\n[<0004003300290002>] TJ\nET\n")


@pytest.mark.parametrize(
    "content",
    [
        b"q BT /F0 14 Tf (unended Tj ET Q",
        b"BI /W 1 ID \x00\xff EI",
        b"BT /F0 14 Tf",
        b"1 2 3",
        b"% a note\nq Q",
    ],
)
def test_a_page_that_is_not_understood_stays_as_it_is(content: bytes) -> None:
    assert rewrite_page(content, FACES) == content


def test_strings_are_read_in_every_way_that_they_may_be_written() -> None:
    ways = [rb"(\0\51)", rb"(\000\))", b"(\x00\\\n\\51)", b"<0029>", b"<00 29>"]
    for way in ways:
        content = b"BT\n/F0 14 Tf\n" + way + b" Tj\nET\n"
        assert rewrite_page(content, FACES) == b"BT\n/F0 14 Tf\n[<0029>] TJ\nET\n", way
