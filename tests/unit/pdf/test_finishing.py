"""Finishing: what the delivered PDF says of itself, and the gate that lets it through."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from ita_docs.pdf.accessibility import drop_comments, mark_rules, mend_tags
from ita_docs.pdf.document_text import DocumentText
from ita_docs.pdf.embedded_fonts import drop_hinting
from ita_docs.pdf.finishing import finish_pdf
from ita_docs.pdf.fonts import get_fonts_folder
from ita_docs.pdf.gate import check_pdf
from ita_docs.pdf.packing import write_packed
from ita_docs.pdf.render_copy import RenderCopy
from ita_docs.pdf.structure import read_tags
from ita_docs.pdf.thai_digits import map_digits_to_thai
from ita_docs.problems import ConversionError
from tests.fakes.pdfs import TEXT, make_pdf
from tests.fakes.printing import make_text_pdf

COPY = RenderCopy(b"", "libreoffice", "ประกาศ <R&D>", "สพป.ภูเก็ต", (), (), DocumentText(), "")
NOTHING = DocumentText()


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def finish(raw: bytes, copy: RenderCopy = COPY) -> tuple[pikepdf.Pdf, list[str]]:
    data, notes = finish_pdf(raw, copy, "Engine 1.2")
    return open_pdf(data), [note.code for note in notes]


def add_figures(raw: bytes, *alts: str | None) -> bytes:
    """Hang figures into the structure tree, one below the other, with or without words."""
    pdf = open_pdf(raw)
    kids = pikepdf.Array()
    for alt in alts:
        figure: Any = pikepdf.Dictionary(S=pikepdf.Name.Figure, K=pikepdf.Array([]))
        if alt is not None:
            figure.Alt = pikepdf.String(alt)
        paragraph = pikepdf.Dictionary(S=pikepdf.Name.P, K=pdf.make_indirect(figure))
        kids.append(pdf.make_indirect(paragraph))
    pdf.Root.StructTreeRoot.K = pdf.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.Document, K=kids)
    )
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def list_alts(pdf: pikepdf.Pdf) -> list[str]:
    paragraphs: Any = pdf.Root.StructTreeRoot.K.K
    return [str(paragraph.K.get("/Alt", "")) for paragraph in paragraphs]


def test_title_language_and_claims_are_written() -> None:
    pdf, notes = finish(make_pdf(tagged=True))
    assert notes == []
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "ประกาศ &lt;R&amp;D&gt;" in packet
    assert str(pdf.docinfo["/Title"]) == "ประกาศ <R&D>"
    assert str(pdf.docinfo["/Producer"]) == "Engine 1.2"
    assert str(pdf.Root.Lang) == "th-TH"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_a_pdf_without_tags_claims_no_accessibility_and_says_so() -> None:
    pdf, notes = finish(make_pdf())
    assert notes == ["pdf-not-tagged"]
    assert "pdfuaid" not in pdf.Root.Metadata.read_bytes().decode()


def test_figures_get_the_words_of_the_pictures_in_the_same_place() -> None:
    raw = add_figures(make_pdf(tagged=True), "ตรา", None, " ")
    copy = replace(COPY, alt_texts=("ignored", "แผนภูมิ", "ภาพ"))
    pdf, notes = finish(raw, copy)
    assert list_alts(pdf) == ["ตรา", "แผนภูมิ", "ภาพ"]
    assert notes == []


def test_a_figure_left_without_words_takes_the_claim_away() -> None:
    raw = add_figures(make_pdf(tagged=True), None, None)
    for alts in ((), ("only one",), ("one", "")):
        pdf, notes = finish(raw, replace(COPY, alt_texts=alts))
        assert notes == ["pdf-picture-without-words"]
        assert "pdfuaid" not in pdf.Root.Metadata.read_bytes().decode()


def test_a_structure_that_runs_in_a_circle_is_walked_once() -> None:
    pdf = open_pdf(add_figures(make_pdf(tagged=True), "a"))
    document: Any = pdf.Root.StructTreeRoot.K
    document.K[0].K.K = document
    assert mend_tags(pdf, read_tags(pdf), ("a",))


@pytest.mark.parametrize(
    ("typed", "delivered"),
    [
        ("1 2 3 3 2", "1 2 3 3 2"),
        ("1 3 3 2 3", "1 2 2 2 3"),
        ("3 3 1 6", "1 1 1 2"),
        ("1 2 4 3", "1 2 3 3"),
    ],
)
def test_no_heading_skips_a_level(typed: str, delivered: str) -> None:
    pdf = open_pdf(make_pdf(tagged=True))
    kids = [
        pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name(f"/H{level}"), K=0))
        for level in typed.split()
    ]
    pdf.Root.StructTreeRoot.K = pikepdf.Array(kids)
    assert mend_tags(pdf, read_tags(pdf), ())
    assert " ".join(str(kid.S)[2:] for kid in pdf.Root.StructTreeRoot.K) == delivered


def test_dates_and_chance_ids_are_gone_so_that_bytes_repeat() -> None:
    def make(identifier: bytes, date: str) -> bytes:
        pdf = open_pdf(make_pdf(tagged=True))
        pdf.docinfo["/CreationDate"] = date
        pdf.trailer["/DocChecksum"] = pikepdf.Name("/" + identifier.hex())
        stream = io.BytesIO()
        pdf.save(stream, static_id=False)
        return stream.getvalue()

    one = finish_pdf(make(b"a", "D:20200101000000Z"), COPY, "e")[0]
    other = finish_pdf(make(b"b", "D:20300101000000Z"), COPY, "e")[0]
    assert one == other
    assert b"CreationDate" not in one


def test_rules_outside_the_tags_become_decoration() -> None:
    content = TEXT + b" q 0 0 m 10 10 l S Q /P <</MCID 0>> BDC 0 0 5 5 re f EMC 1 1 2 2 re n"
    pdf = open_pdf(make_pdf(content=content))
    mark_rules(pdf)
    operators = [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]
    assert " ".join(operators).count("BMC m l S EMC") == 1
    assert operators.count("BMC") == 1
    before = pdf.pages[0].Contents.read_bytes()
    mark_rules(pdf)
    assert pdf.pages[0].Contents.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "marked"),
    [
        (b"/P <</MCID 0>> BDC 0 0 5 5 re f EMC q Q", 0),
        (b"/P <</MCID 0>> BDC /Artifact BMC 0 0 m 1 1 l S EMC 2 2 m 3 3 l S EMC", 0),
        (b"/P <</MCID 0>> BDC EMC 0 0 m 1 1 l S /P BMC EMC", 1),
        (b"0 0 m 1 1 l S", 1),
        (b"(BDC) Tj 0 0 m 1 1 l S /P BMC EMC", 1),
        (b"/P BMC (EMC) Tj 0 0 m 1 1 l S EMC", 0),
    ],
)
def test_marks_are_told_apart_from_what_looks_like_them(content: bytes, marked: int) -> None:
    pdf = open_pdf(make_pdf(content=content))
    mark_rules(pdf)
    operators = [str(item.operator) for item in pikepdf.parse_content_stream(pdf.pages[0])]
    assert " ".join(operators).count("BMC m l S EMC") - content.count(b"Artifact") == marked


def test_the_engines_notes_are_taken_out_and_nothing_that_looks_like_one() -> None:
    noted = b"q\n% drawText: 1\n0 0 m 1 1 l S\n% end\nQ\n"
    texts = b"BT (\n% is percent) Tj\n% kept\nET"
    for content, left in ((noted, b"q\n0 0 m 1 1 l S\nQ\n"), (texts, texts)):
        pdf = open_pdf(make_pdf(content=content))
        drop_comments(pdf)
        assert pdf.pages[0].Contents.read_bytes() == left


def test_the_embedded_face_keeps_its_outlines_without_the_hinting() -> None:
    pdf = open_pdf(make_pdf())
    file = pdf.pages[0].Resources.Font.F1.FontDescriptor.FontFile2
    whole = (get_fonts_folder() / "THSarabunNew-Regular.ttf").read_bytes()
    file.write(whole)
    drop_hinting(pdf)
    assert file.Length1 == len(file.read_bytes()) < len(whole) / 2
    before, after = TTFont(io.BytesIO(whole)), TTFont(io.BytesIO(file.read_bytes()))
    assert "fpgm" not in after
    for name in before.getGlyphOrder():
        old, new = RecordingPen(), RecordingPen()
        before.getGlyphSet()[name].draw(old)
        after.getGlyphSet()[name].draw(new)
        assert new.value == old.value
        assert after["hmtx"][name] == before["hmtx"][name]


@pytest.mark.parametrize("size", [0, 4, 100, 1000])
def test_a_face_that_cannot_be_understood_stays_as_it_is(size: int) -> None:
    pdf = open_pdf(make_pdf())
    file = pdf.pages[0].Resources.Font.F1.FontDescriptor.FontFile2
    broken = (get_fonts_folder() / "THSarabunNew-Regular.ttf").read_bytes()[:size]
    file.write(broken)
    drop_hinting(pdf)
    assert file.read_bytes() == broken


def test_copied_page_numbers_are_thai_digits() -> None:
    cmap = (
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"2 beginbfchar <01> <0032> <02> <002D> endbfchar\n"
        b"1 beginbfrange <03> <0C> <0030> endbfrange"
    )
    pdf = open_pdf(make_pdf(font_name="BAAAAA+ITAThaiDigits", to_unicode=cmap))
    assert map_digits_to_thai(pdf) == 1
    written = pdf.pages[0].Resources.Font.F1.ToUnicode.read_bytes()
    assert b"<01> <0E52> <02> <002D>" in written
    assert b"<03> <0C> <0E50>" in written


def test_other_fonts_keep_their_digits() -> None:
    pdf = open_pdf(make_pdf(to_unicode=b"1 beginbfchar <01> <0032> endbfchar"))
    assert map_digits_to_thai(pdf) == 0
    assert b"<0032>" in pdf.pages[0].Resources.Font.F1.ToUnicode.read_bytes()


def test_what_is_no_pdf_is_an_error() -> None:
    for data in (b"", b"%PDF-1.7\n%%EOF", bytes(range(256)) * 8):
        with pytest.raises(ConversionError) as caught:
            finish_pdf(data, COPY, "e")
        assert caught.value.code == "pdf-unreadable"


def test_a_pdf_without_the_mark_of_its_copy_is_another_documents() -> None:
    copy = replace(COPY, mark="ita-docs-0123456789abcdef")
    for keywords in ("", "ita-docs-fedcba9876543210", "ita-docs"):
        with pytest.raises(ConversionError) as caught:
            finish_pdf(make_text_pdf([["ก"]], keywords), copy, "e")
        assert caught.value.code == "pdf-of-another-document"
    data, _ = finish_pdf(make_text_pdf([["ก"]], f"other, {copy.mark}"), copy, "e")
    assert copy.mark.encode() not in data


def test_the_gate_names_the_fonts_of_a_sound_file() -> None:
    assert check_pdf(make_pdf(), NOTHING) == ("THSarabunNew",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_pdf(pages=0), "pdf-without-pages"),
        (make_pdf(content=b"0 0 10 10 re f"), "pdf-without-text"),
        (make_pdf(content=b"BT /F1 1 Tf () Tj ET"), "pdf-without-text"),
        (make_pdf(fonts=False), "pdf-without-fonts"),
        (make_pdf(embedded=False), "pdf-font-not-embedded"),
        (make_pdf(font_name="AAAAAA+Laksaman"), "pdf-font-foreign"),
        (make_pdf(font_name="NotoSansThai"), "pdf-font-foreign"),
        (make_pdf()[:400], "pdf-unreadable"),
        (b"", "pdf-unreadable"),
    ],
)
def test_the_gate_stops_what_must_not_be_delivered(data: bytes, code: str) -> None:
    with pytest.raises(ConversionError) as caught:
        check_pdf(data, NOTHING)
    assert caught.value.code == code


DOUBTFUL = b"\r\nendstream"


def make_doubtful(content: bytes) -> bytes:
    """The content with spaces behind it, so that its check sum ends in a carriage return."""
    while zlib.adler32(content) & 0xFF != 0x0D:
        content += b" "
    return content


@pytest.mark.parametrize("deflated", [False, True])
def test_a_stream_that_ends_in_a_carriage_return_is_padded(deflated: bool) -> None:
    content = make_doubtful(TEXT)
    pdf = open_pdf(make_pdf(content=content))
    if deflated:
        stream = pdf.pages[0].Contents
        stream.write(zlib.compress(content), filter=pikepdf.Name.FlateDecode)
    packed = write_packed(pdf)
    assert DOUBTFUL not in packed
    assert b"\r\0\nendstream" in packed
    with open_pdf(packed) as made:
        assert made.pages[0].Contents.read_bytes() == content
        assert made.check_pdf_syntax() == []


def test_no_stream_of_objects_ends_in_a_carriage_return_either() -> None:
    padded = 0
    for length in range(600):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.Root.Lang = pikepdf.String("x" * length)
        packed = write_packed(pdf)
        padded += packed.count(b"\r\0\nendstream")
        assert DOUBTFUL not in packed, length
        assert str(open_pdf(packed).Root.Lang) == "x" * length
    assert padded


def test_the_words_of_a_drawn_chart_must_be_on_the_pages() -> None:
    pdf = make_text_pdf([["Report", "2568"]])
    check_pdf(pdf, DocumentText(("Report",)), drawn=("2568",))
    with pytest.raises(ConversionError) as caught:
        check_pdf(pdf, DocumentText(("Report",)), drawn=("2568", "2567"), engine="E 1")
    assert caught.value.code == "pdf-drawn-incompletely"
    assert caught.value.values["detail"] == "2567"
