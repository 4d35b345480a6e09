"""What of a Word document must stand in its PDF: each paragraph once, and nothing unseen."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from ita_docs.pdf.document_text import (
    GAP,
    PAGE_MARK,
    PAGES_MARK,
    DocumentText,
    Margins,
    read_document_text,
    show_text,
)
from ita_docs.pdf.package import is_text_part, parse_part, read_parts, write_parts
from tests.fakes.documents import W, add_page_number, make_announcement

TEXT_BOX = f"""<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
 <wps:txbx><w:txbxContent><w:p><w:r><w:t>ในกรอบ</w:t></w:r></w:p></w:txbxContent></wps:txbx>
 </w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>ในกรอบ
 </w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def read(docx: bytes) -> DocumentText:
    parts = read_parts(docx)
    roots = {name: parse_part(name, data) for name, data in parts.items() if is_text_part(name)}
    return read_document_text(roots, parts)


def save(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read_runs(*runs: str) -> tuple[str, ...]:
    """The paragraphs of a document with one paragraph of these runs, given in XML."""
    document = Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph._p.append(parse_xml(f"<w:r {W}>{run}</w:r>"))
    return read(save(document)).paragraphs


def field(instruction: str, result: str) -> tuple[str, ...]:
    return (
        '<w:fldChar w:fldCharType="begin"/>',
        f"<w:instrText>{instruction}</w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{result}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )


def test_paragraphs_of_body_and_tables_stand_in_their_order() -> None:
    said = read(make_announcement(paragraphs=("หนึ่ง", "สอง"), rows=1, chart=False, picture=False))
    assert said.paragraphs[1:3] == ("หนึ่ง", "สอง")
    assert said.paragraphs[3:6] == ("ที่", "ประเด็นตัวชี้วัด", "มาตรการในการพัฒนา")
    assert said.paragraphs[6] == "๑"
    assert said.repeated == ("ที่", "ประเด็นตัวชี้วัด", "มาตรการในการพัฒนา")


def test_the_words_of_charts_may_stand_on_the_pages() -> None:
    said = read(make_announcement(rows=0))
    assert {"๒๕๖๑", "คะแนนรวม", "ภาพรวมผลคะแนน ITA"} <= set(said.repeated)


def test_a_text_cut_over_runs_is_one_and_gaps_are_where_the_engine_draws() -> None:
    runs = ("<w:t>ก</w:t>", "<w:t>ข</w:t><w:tab/><w:t>ค</w:t>", "<w:noBreakHyphen/><w:br/>")
    assert read_runs(*runs) == (f"กข{GAP}ค-{GAP}",)


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r" PAGE \* ThaiArabic ", f"หน้า{PAGE_MARK}นะ"),
        ("NUMPAGES", f"หน้า{PAGES_MARK}นะ"),
        (" REF place ", f"หน้า{GAP}นะ"),
        (' HYPERLINK "http://example.com" ', "หน้าผลนะ"),
    ],
)
def test_a_fields_result_is_compared_where_the_engine_does_not_work_it_out(
    instruction: str, text: str
) -> None:
    result = field(instruction, "ผล")
    assert read_runs("<w:t>หน้า</w:t>", *result, "<w:t>นะ</w:t>") == (text,)


def test_a_page_number_in_a_table_of_contents_is_not_compared() -> None:
    begin, code, separate, _, end = field("TOC", "")
    inner = field("PAGEREF x", "๓")
    assert read_runs(begin, code, separate, "<w:t>บทนำ</w:t>", *inner, end) == (f"บทนำ{GAP}",)


def test_hidden_text_is_not_looked_for() -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    shown = '<w:rPr><w:vanish w:val="0"/></w:rPr>'
    assert read_runs(f"{hidden}<w:t>ซ่อน</w:t>", f"{shown}<w:t>เห็น</w:t>") == ("เห็น",)


def test_text_of_a_hidden_style_or_one_based_on_it_is_not_looked_for() -> None:
    document = Document()
    base = document.styles.add_style("Secret", 1)
    base.font.hidden = True
    based = document.styles.add_style("Below", 1)
    based.base_style = base
    again = document.styles.add_style("Shown", 1)
    again.base_style = base
    again.font.hidden = False
    for style in (base, based, again):
        document.add_paragraph(style.name, style=style)
    assert read(save(document)).paragraphs == ("Shown",)


def test_a_text_box_is_read_once_and_apart_from_its_paragraph() -> None:
    document = Document()
    document.add_paragraph("นอกกรอบ")._p.append(parse_xml(TEXT_BOX))
    assert [text.strip(GAP) for text in read(save(document)).paragraphs] == ["นอกกรอบ", "ในกรอบ"]


def test_a_cell_that_another_covers_is_not_looked_for() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"ช่อง {number}"
    upper, lower = table.cell(0, 0)._tc, table.cell(1, 0)._tc
    upper.get_or_add_tcPr().append(parse_xml(f'<w:vMerge {W} w:val="restart"/>'))
    lower.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {W}/>"))
    assert read(save(document)).paragraphs == ("ช่อง 0", "ช่อง 1", "ช่อง 3")


def test_footnotes_that_are_referred_to_are_looked_for() -> None:
    document = Document()
    document.add_paragraph("เนื้อความ")._p.append(
        parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>')
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/><w:t>หมายเหตุ {number}</w:t></w:r>'
        "</w:p></w:footnote>"
        for number in (0, 2, 3)
    )
    parts = read_parts(save(document))
    parts["word/footnotes.xml"] = f"<w:footnotes {W}>{notes}</w:footnotes>".encode()
    assert read(write_parts(parts)).paragraphs == (f"เนื้อความ{GAP}", f"{GAP}หมายเหตุ 2")


def test_headers_and_footers_are_those_of_each_section() -> None:
    document = Document()
    first = document.sections[0]
    add_page_number(first.header.paragraphs[0])
    first.different_first_page_header_footer = True
    second = document.add_section()
    second.different_first_page_header_footer = False
    second.footer.is_linked_to_previous = False
    second.footer.paragraphs[0].text = "ท้ายกระดาษ"
    number = f"- {PAGE_MARK} -"
    assert read(save(document)).sections == (
        Margins(number, first=""),
        Margins(f"{number}\nท้ายกระดาษ"),
    )


def test_even_pages_are_told_apart_where_the_document_does_so() -> None:
    document = Document()
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.header.paragraphs[0].text = "คี่"
    section.even_page_header.paragraphs[0].text = "คู่"
    assert read(save(document)).sections == (Margins("คี่", even="คู่"),)


def test_numbers_that_begin_anew_are_not_compared() -> None:
    document = Document()
    section = document.sections[0]
    add_page_number(section.header.paragraphs[0])
    section._sectPr.append(parse_xml(f'<w:pgNumType {W} w:start="5"/>'))
    assert read(save(document)).sections == (Margins(f"- {GAP} -"),)


def test_a_text_is_shown_on_one_line_and_not_whole() -> None:
    assert show_text(f"- {PAGE_MARK} -{GAP} ก\u00a0ข") == "- # - ก ข"
    assert show_text("ก" * 100, most=5) == "กกกก…"
