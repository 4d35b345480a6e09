"""Words are joined where they would be broken, and read as they were typed."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ita_docs.pdf.fonts import get_font_files
from ita_docs.pdf.joints import (
    WORD_JOINER,
    add_joiner,
    find_breaks_of_long_words,
    find_joints,
    join_words,
    load_unbroken_words,
    part_long_words,
)
from ita_docs.pdf.package import W

ENGINES = ("libreoffice", "rdocx")
MARK = re.compile("[ะ-ฺๅ็-๎]")
"""Vowels and tone marks that stand behind, above or below their consonant."""


def show(text: str, engine: str = "libreoffice") -> str:
    """The text with a line where no line may begin."""
    places = find_joints(text, engine)
    return "".join("-" * (place in places) + char for place, char in enumerate(text))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("ภายในหน่วยงาน", "ภาย-ในหน่วย-งาน"),
        ("รองผู้อำนวยการสำนักงาน", "รองผู้-อำนวย-การสำนัก-งาน"),
        ("กลุ่มอำนวยการ", "กลุ่มอำนวย-การ"),
        ("เจ้าหน้าที่ส่งเสริม", "เจ้า-หน้าที่ส่ง-เสริม"),
        ("ตัวชี้วัดที่เป็นจุดอ่อน", "ตัว-ชี้-วัดที่เป็นจุด-อ่อน"),
        ("งบประมาณทุกไตรมาส", "งบ-ประมาณทุกไตร-มาส"),
        ("การสื่อสารอื่นๆ", "การสื่อ-สารอื่น-ๆ"),
        ("ผู้บริหาร ผู้ ความ", "ผู้-บริหาร ผู้ ความ"),  # nothing is joined to a space
        ("ความโปร่งใส", "ความ-โปร่ง-ใส"),
        ("สพป.ภูเก็ต สพม.", "ส-พ-ป-.ภูเก็ต ส-พ-ม-."),
        ("ได้คะแนน ๘๔.๑๒", "ได้คะแนน ๘๔.๑๒"),
        ("สพป.ลำปาง เขต ๑", "ส-พ-ป-.ลำปาง เขต -๑"),
        ("ตัวชี้วัดที่ ๑๐ และ พ.ศ. ๒๕๖๙", "ตัว-ชี้-วัดที่ -๑๐ และ พ.ศ. -๒๕๖๙"),
        ("R&D <กอง>", "R&D <กอง>"),
    ],
)
def test_a_word_of_the_glossary_is_joined_at_its_joints_only(text: str, joined: str) -> None:
    assert show(text) == joined


def test_an_engine_may_have_words_of_its_own() -> None:
    assert show("สพป.เชียงใหม่") == "ส-พ-ป-.เชียงใหม่"
    assert show("สพป.เชียงใหม่", "rdocx") == "ส-พ-ป-.เชียง-ใหม่"


@pytest.mark.parametrize("engine", ENGINES)
def test_no_joint_parts_a_mark_from_its_letter(engine: str) -> None:
    words = load_unbroken_words(engine)
    assert len(words) > 80
    for word, joints in words.items():
        assert joints, word
        for joint in joints:
            assert joint == len(word) or not MARK.match(word[joint:]), word
            assert not word[:joint].endswith(tuple("เแโใไ")), word


@given(
    st.text(alphabet="กขคงจฉชซดตถทนบปผพมยรลวสหอะาิีึืุูเแโใไ็่้๊๋์ำ ๆผู้อำนวยการหน่วยงานเขต ๑", max_size=60),
    st.lists(st.integers(0, 60), max_size=4),
    st.sampled_from(ENGINES),
)
def test_joiners_are_only_ever_added_whatever_the_runs(
    text: str, cuts: list[int], engine: str
) -> None:
    edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    root = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}"><w:p/></w:body>')
    for start, end in pairwise(edges):
        run = etree.SubElement(root[0], f"{W}r")
        etree.SubElement(run, f"{W}t").text = text[start:end]
    join_words(root, engine)
    joined = "".join(node.text or "" for node in root.iter(f"{W}t"))
    assert joined.replace(WORD_JOINER, "").replace("\u00a0", " ") == text
    held = joined.count(WORD_JOINER) + joined.count("\u00a0")
    assert held == len(find_joints(text, engine))


@pytest.mark.parametrize(
    ("engine", "joined"), [("libreoffice", "เขต\u00a0๑"), ("rdocx", "เขต \u2060๑")]
)
def test_a_numeral_stays_with_its_word_in_each_engines_way(engine: str, joined: str) -> None:
    root = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>เขต ๑</w:t></w:r></w:p>')
    join_words(root, engine)
    assert "".join(root.itertext()) == joined


# --- rdocx ----------------------------------------------------------------------------------------


def test_the_fonts_given_to_rdocx_have_the_joiner_and_all_else_as_it_was() -> None:
    file = get_font_files()[-1]
    before, after = TTFont(file), TTFont(io.BytesIO(add_joiner(file.read_bytes())))
    for sign in (WORD_JOINER, "\u200b"):
        assert before.getBestCmap().get(ord(sign)) is None
        assert after.getBestCmap().pop(ord(sign)) == before.getBestCmap()[ord(" ")]
    assert after.getBestCmap() == before.getBestCmap()
    assert after.getGlyphOrder() == before.getGlyphOrder()
    for name in ("glyf", "hmtx", "GSUB", "GPOS", "name"):
        assert after.getTableData(name) == before.getTableData(name), name


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("ทีมบริหารสพป.นครศรีธรรมราช เขต ๑", "ทีมบริหารสพป.|นครศรีธรรมราช เขต ๑"),
        ("ทีมบริหารสพป.ภูเก็ต", "ทีมบริหารสพป.ภูเก็ต"),  # short enough beside its letters
        ("สพม.พระนครศรีอยุธยา", "สพม.|พระนคร|ศรีอยุธยา"),
        ("สพป. สุราษฎร์ธานี", "สพป. สุราษฎร์ธานี"),
    ],
)
def test_a_long_name_may_be_broken_in_a_cell(text: str, broken: str) -> None:
    places = find_breaks_of_long_words(text, "libreoffice")
    marked = "".join("|" * (place in places) + char for place, char in enumerate(text))
    assert marked == broken


def test_only_a_cell_breaks_a_long_name() -> None:
    root = etree.Element(f"{W}body")
    row = etree.SubElement(etree.SubElement(root, f"{W}tbl"), f"{W}tr")
    for parent in (root, etree.SubElement(row, f"{W}tc")):
        run = etree.SubElement(etree.SubElement(parent, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = "สพป.พระนครศรีอยุธยา"
    join_words(root, "libreoffice")
    cell, body = ("".join(p.itertext()) for p in root.iter(f"{W}p"))
    assert cell.replace(WORD_JOINER, "") == "สพป.\u200bพระนคร\u200bศรีอยุธยา"
    assert "\u200b" not in body


def test_a_long_word_in_a_cell_may_go_on_in_the_next_line_and_is_read_as_typed() -> None:
    address = "https://example.go.th/" + "%E0%B8%A3" * 9
    words = f"รายงาน {address} ฉบับที่ 4"
    paragraph = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    cell = f"<w:tr><w:tc>{paragraph}</w:tc></w:tr>"
    table = etree.fromstring(f'<w:tbl xmlns:w="{W[1:-1]}">{cell}</w:tbl>')
    part_long_words(table)
    (text,) = (node.text or "" for node in table.iter(f"{W}t"))
    assert text.replace("\u200b", "") == words
    assert max(map(len, re.split("[\u200b ]", text))) <= 16
    assert text.startswith("รายงาน https://\u200b")
    outside = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{paragraph}</w:body>')
    part_long_words(outside)  # a line of text is wide enough, or breaks as any
    assert "".join(outside.itertext()) == words
