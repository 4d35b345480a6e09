"""The engine's copy: changed where the engine errs, and nowhere else."""

from __future__ import annotations

import io

import pytest
from docx import Document
from lxml import etree

from ita_docs.ooxml.relationships import resolve
from ita_docs.pdf.joints import WORD_JOINER
from ita_docs.pdf.package import WP, A, C, R, W, parse_part, read_parts, write_part, write_parts
from ita_docs.pdf.render_copy import build_render_copy
from ita_docs.problems import ConversionError
from tests.fakes.documents import (
    CHART_ALT,
    PICTURE_ALT,
    TITLE,
    add_page_number,
    make_announcement,
    make_plain,
)

HEADER = "word/header1.xml"
BODY = "word/document.xml"


def copy_part(docx: bytes, engine: str, name: str) -> etree._Element:
    return parse_part(name, read_parts(build_render_copy(docx, engine).docx)[name])


def read_text(root: etree._Element) -> str:
    return "".join(node.text or "" for node in root.iter(f"{W}t"))


def read_paragraph(docx: bytes, engine: str = "libreoffice") -> str:
    """The first paragraph after the title, as copied."""
    return read_text(list(copy_part(docx, engine, BODY).iter(f"{W}p"))[1])


def with_xml(docx: bytes, name: str, old: str, new: str) -> bytes:
    parts = read_parts(docx)
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode())
    return write_parts(parts)


@pytest.mark.parametrize("engine", ["libreoffice", "rdocx"])
def test_thai_justification_becomes_one_that_the_engine_can_draw(engine: str) -> None:
    root = copy_part(make_plain("ก", "ข"), engine, BODY)
    assert [jc.get(f"{W}val") for jc in root.iter(f"{W}jc")] == ["both", "both"]


def test_word_gets_the_document_itself_but_for_the_mark() -> None:
    docx = make_announcement()
    before, after = read_parts(docx), read_parts(build_render_copy(docx, "word").docx)
    assert [name for name in before if before[name] != after[name]] == ["docProps/core.xml"]


@pytest.mark.parametrize("engine", ["word", "libreoffice", "rdocx"])
def test_every_copy_carries_the_mark_of_its_document_alone(engine: str) -> None:
    marks = set()
    for word in ("ก", "ข"):
        copy = build_render_copy(make_plain(word), engine)
        core = parse_part("core", read_parts(copy.docx)["docProps/core.xml"])
        assert [node.text for node in core.iter("{*}keywords")] == [copy.mark]
        marks.add(copy.mark)
    assert len(marks) == 2


def test_a_document_without_properties_gets_some_for_the_mark() -> None:
    parts = read_parts(make_plain("ก"))
    del parts["docProps/core.xml"]
    for name in ("_rels/.rels", "[Content_Types].xml"):
        root = parse_part(name, parts[name])
        for entry in list(root):
            if "core" in (entry.get("Target") or entry.get("PartName") or ""):
                root.remove(entry)
        parts[name] = write_part(root)
    copy = build_render_copy(write_parts(parts), "libreoffice")
    document = Document(io.BytesIO(copy.docx))
    assert document.core_properties.keywords == copy.mark
    assert copy.title == ""


@pytest.mark.parametrize("engine", ["libreoffice", "rdocx"])
@pytest.mark.parametrize(
    "instruction", [r"PAGE \* ThaiArabic", "PAGE", r"page  \* MERGEFORMAT", "NUMPAGES"]
)
def test_page_numbers_are_set_in_the_digit_font_without_a_format(
    engine: str, instruction: str
) -> None:
    root = copy_part(make_announcement(rows=0, instruction=instruction), engine, HEADER)
    code = "".join(node.text or "" for node in root.iter(f"{W}instrText"))
    assert code.split() == [instruction.split()[0].upper()]
    fonts = [node.get(f"{W}ascii") for node in root.iter(f"{W}rFonts")]
    assert fonts == ["ITA Thai Digits"] * 5
    schema_first = [run[0].tag for run in root.iter(f"{W}r") if run.find(f"{W}rPr") is not None]
    assert set(schema_first) == {f"{W}rPr"}


@pytest.mark.parametrize("instruction", [r"PAGE \* Arabic", r"PAGE \* roman", "DATE", "PAGEREF x"])
def test_fields_that_ask_for_other_numbers_stay_as_they_are(instruction: str) -> None:
    root = copy_part(make_announcement(rows=0, instruction=instruction), "libreoffice", HEADER)
    assert "".join(node.text or "" for node in root.iter(f"{W}instrText")).strip() == instruction
    assert not list(root.iter(f"{W}rFonts"))


def test_a_simple_field_is_set_in_the_digit_font_too() -> None:
    parts = read_parts(make_plain("ก"))
    root = parse_part(HEADER, parts[HEADER])
    field = etree.fromstring(
        f'<w:fldSimple xmlns:w="{W[1:-1]}" w:instr=" PAGE \\* ThaiArabic ">'
        "<w:r><w:t>๒</w:t></w:r></w:fldSimple>"
    )
    next(root.iter(f"{W}p")).append(field)
    parts[HEADER] = write_part(root)
    copied = copy_part(write_parts(parts), "libreoffice", HEADER)
    simple = next(copied.iter(f"{W}fldSimple"))
    assert simple.get(f"{W}instr", "").split() == ["PAGE"]
    assert [font.get(f"{W}cs") for font in simple.iter(f"{W}rFonts")] == ["ITA Thai Digits"]


def test_a_page_number_inside_another_field_changes_no_run_of_that_field() -> None:
    from docx import Document

    document = Document()
    paragraph = document.sections[0].header.paragraphs[0]
    add_page_number(paragraph, "PAGE")
    inner = [run for run in paragraph._p.findall(f"{W}r") if run.find(f"{W}t") is None]
    outer = etree.fromstring(
        f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> IF </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    begin, code, end = list(outer)
    inner[0].addprevious(begin)
    inner[0].addprevious(code)
    inner[-1].addnext(end)
    import io

    stream = io.BytesIO()
    document.save(stream)
    root = copy_part(stream.getvalue(), "libreoffice", HEADER)
    texts = [
        run.find(f"{W}rPr/{W}rFonts") is not None
        for run in root.iter(f"{W}r")
        if run.find(f"{W}instrText") is not None
    ]
    assert texts == [False, True]


@pytest.mark.parametrize("engine", ["libreoffice", "rdocx"])
def test_glossary_words_are_joined_in_the_copy(engine: str) -> None:
    text = read_paragraph(make_plain("ภายในหน่วยงาน"), engine)
    assert text == f"ภาย{WORD_JOINER}ในหน่วย{WORD_JOINER}งาน"


def test_the_copy_asks_for_the_shipped_face_by_its_own_name() -> None:
    root = copy_part(make_plain("ก"), "libreoffice", "word/styles.xml")
    families = {font.get(f"{W}cs") for font in root.iter(f"{W}rFonts")}
    assert "TH Sarabun New" in families
    assert "TH SarabunPSK" not in families


def test_a_font_that_is_not_shipped_is_named_where_text_asks_for_it() -> None:
    plain = make_plain("ก")
    assert build_render_copy(plain, "libreoffice").families == ()
    run = '<w:rPr><w:rFonts w:cs="TH Niramit AS"/></w:rPr><w:t>ก'
    direct = with_xml(plain, BODY, "<w:t>ก", run)
    assert build_render_copy(direct, "libreoffice").families == ("TH Niramit AS",)
    styled = with_xml(plain, "word/styles.xml", 'w:cs="TH SarabunPSK"', 'w:cs="Angsana New"')
    assert build_render_copy(styled, "libreoffice").families == ("Angsana New",)


def test_titles_and_words_for_pictures_are_found_in_reading_order() -> None:
    copy = build_render_copy(make_announcement(), "libreoffice")
    assert copy.title == TITLE
    assert copy.alt_texts == (PICTURE_ALT, CHART_ALT)


@pytest.mark.parametrize("engine", ["libreoffice", "rdocx"])
def test_charts_become_pictures_of_the_same_size(engine: str) -> None:
    docx = make_announcement(picture=False)
    copy = build_render_copy(docx, engine)
    parts = read_parts(copy.docx)
    drawn = parse_part(BODY, parts[BODY])
    assert not list(drawn.iter(f"{C}chart"))
    extent = next(drawn.iter(f"{WP}extent"))
    assert (extent.get("cx"), extent.get("cy")) == ("5040000", "2520000")
    embed = next(drawn.iter(f"{A}blip")).get(f"{R}embed")
    rels = parse_part("rels", parts["word/_rels/document.xml.rels"])
    (target,) = [rel.get("Target") for rel in rels if rel.get("Id") == embed]
    assert parts[f"word/{target}"].startswith(b"\x89PNG")
    assert copy.alt_texts == (CHART_ALT,)
    assert b'Extension="png"' in parts["[Content_Types].xml"]
    (drawing,) = copy.drawings
    assert (drawing.width, drawing.height) == (5040000 / 12700, 2520000 / 12700)


@pytest.mark.parametrize("engine", ["libreoffice", "rdocx"])
def test_what_only_a_drawn_chart_needs_is_left_out_of_the_copy(engine: str) -> None:
    parts = read_parts(build_render_copy(make_announcement(), engine).docx)
    assert not [name for name in parts if "chart" in name and name.endswith((".xml", ".rels"))]
    assert not [name for name in parts if name.startswith("word/embeddings/")]
    rels = parse_part("rels", parts["word/_rels/document.xml.rels"])
    targets = [rel.get("Target", "") for rel in rels if rel.get("TargetMode") != "External"]
    assert all(resolve(BODY, target) in parts for target in targets)
    types = parse_part("types", parts["[Content_Types].xml"])
    named = [entry.get("PartName", "").lstrip("/") for entry in types if entry.get("PartName")]
    assert all(name in parts for name in named)


def test_word_is_given_the_chart_itself() -> None:
    copy = build_render_copy(make_announcement(), "word")
    assert list(parse_part(BODY, read_parts(copy.docx)[BODY]).iter(f"{C}chart"))
    assert copy.drawings == ()


def test_a_chart_that_is_not_drawn_stays_for_libreoffice_and_stops_rdocx() -> None:
    docx = make_announcement()
    (part,) = [name for name in read_parts(docx) if name.startswith("word/charts/chart")]
    strange = with_xml(docx, part, "<c:barChart>", "<c:floor/><c:barChart>")
    copy = build_render_copy(strange, "libreoffice")
    parts = read_parts(copy.docx)
    assert list(parse_part(BODY, parts[BODY]).iter(f"{C}chart"))
    assert part in parts
    assert copy.drawings == ()
    with pytest.raises(ConversionError) as caught:
        build_render_copy(strange, "rdocx")
    assert caught.value.code == "pdf-drawn-incompletely"
    assert caught.value.values["detail"] == "floor"


def test_the_same_document_gives_the_same_copy() -> None:
    docx = make_announcement()
    for engine in ("libreoffice", "rdocx"):
        assert build_render_copy(docx, engine) == build_render_copy(docx, engine)


@pytest.mark.parametrize(
    "data", [b"", b"no zip at all", b"PK\x03\x04 cut", write_parts({"a": b""})]
)
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(ConversionError) as caught:
        build_render_copy(data, "libreoffice")
    assert caught.value.code == "pdf-docx-unreadable"


def test_broken_or_hostile_xml_is_refused_or_stays_harmless() -> None:
    plain = make_plain("ก")
    broken = read_parts(plain) | {BODY: b"<w:document"}
    with pytest.raises(ConversionError):
        build_render_copy(write_parts(broken), "libreoffice")
    entity = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>'
    hostile = parse_part("a.xml", entity)
    assert "".join(hostile.itertext()) in ("", "&e;")
