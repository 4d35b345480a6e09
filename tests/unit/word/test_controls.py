"""Content controls are tags: what a template shows is a sample, and the tag says of what."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from ita_docs.problems import TemplateError
from ita_docs.word.controls import open_controls
from tests.forms import NS, SMALL, W, load_small, paragraph, read_words, render_small


def control(tag: str, content: str, *, more: str = "") -> str:
    named = f'<w:tag w:val="{tag}"/>' * bool(tag)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="ชื่อ"/>{named}{more}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def run(text: str, style: str = "") -> str:
    format_ = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' * bool(style)
    return f'<w:r>{format_}<w:t xml:space="preserve">{text}</w:t></w:r>'


def opened(body: str) -> str:
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{body}</w:body>')
    open_controls(root, ("title", "wide", "rows"))
    text = etree.tostring(root, encoding="unicode").replace(f' xmlns:w="{W}"', "")
    return text.removeprefix("<w:body>").removesuffix("</w:body>").replace("<w:body/>", "")


# --- what is rendered -----------------------------------------------------------------------------


def test_sample_words_give_way_to_the_value_in_their_own_form(tmp_path: Path) -> None:
    bold = '<w:r><w:rPr><w:rStyle w:val="ItaField"/><w:b/></w:rPr><w:t>ตัวอย่าง</w:t></w:r>'
    body = f"<w:p>{run('เรื่อง ')}{control('title', bold + run('อีกคำ'))}{run(' จบ')}</w:p>"
    root = render_small(tmp_path, body)
    assert read_words(root) == ["เรื่อง หนึ่ง จบ"]
    assert root.find(".//w:sdt", NS) is None
    formats = root.findall(".//w:rPr", NS)
    assert [[etree.QName(child).localname for child in format_] for format_ in formats] == [["b"]]


def test_a_block_of_paragraphs_is_repeated_or_left_out(tmp_path: Path) -> None:
    line = f"<w:p>{control('line', run('ตัวอย่าง'))}</w:p>"
    loop = control("for row in rows", control("for line in row.lines", line))
    body = (
        paragraph("ต้น")
        + loop
        + control("if wide", paragraph("กว้าง"))
        + control("if not wide", paragraph("แคบ"))
        + paragraph("ปลาย")
    )
    assert read_words(render_small(tmp_path, body)) == ["ต้น", "x", "y", "กว้าง", "ปลาย"]
    narrow = render_small(tmp_path, body, {**SMALL, "wide": False, "rows": []})
    assert read_words(narrow) == ["ต้น", "แคบ", "ปลาย"]


def test_rows_and_cells_of_a_table_may_stand_in_controls(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr/><w:p>{}</w:p></w:tc>"
    value = cell.format(control("row.name", run("ตัวอย่าง")))
    extra = control("if wide", cell.format(run("กว้าง")))
    body = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='100'/><w:gridCol w:w='100'/></w:tblGrid>"
        + control("for row in rows", f"<w:tr>{value}{extra}</w:tr>")
        + "</w:tbl>"
    )
    table = render_small(tmp_path, body).find(".//w:tbl", NS)
    assert table is not None
    assert [read_words(row) for row in table.findall("w:tr", NS)] == [
        ["ก", "กว้าง"],
        ["ข", "กว้าง"],
    ]
    table = render_small(tmp_path, body, {**SMALL, "wide": False}).find(".//w:tbl", NS)
    assert table is not None
    assert [len(row.findall("w:tc", NS)) for row in table.findall("w:tr", NS)] == [1, 1]


def test_a_control_around_a_whole_paragraph_keeps_its_form(tmp_path: Path) -> None:
    styled = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>' + run("ตัวอย่าง") + "</w:p>"
    root = render_small(tmp_path, control("title", styled + paragraph("บรรทัดที่สองของตัวอย่าง")))
    assert read_words(root) == ["หนึ่ง"]
    assert root.xpath("//w:jc/@w:val", namespaces=NS) == ["center"]


def test_a_typed_tag_and_a_control_may_stand_in_one_another(tmp_path: Path) -> None:
    body = control("for row in rows", paragraph("{{ loop.index }} {{ row.name }}"))
    assert read_words(render_small(tmp_path, body)) == ["1 ก", "2 ข"]
    body = (
        paragraph("{%p for row in rows %}")
        + f"<w:p>{control('row.name', run('ตัวอย่าง'))}</w:p>"
        + paragraph("{%p endfor %}")
    )
    assert read_words(render_small(tmp_path, body)) == ["ก", "ข"]


# --- what is refused, and what is left ------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "code", "said"),
    [
        ("title.name", "template-unknown-placeholder", "title.name"),
        ("ofice.name", "template-unknown-placeholder", "ofice"),
        ("if ofice.name", "template-unknown-placeholder", "ofice"),
        ("for row in title", "template-construct-refused", "for"),
        ("if title.upper()", "template-construct-refused", "( )"),
        ("for row in", "template-syntax", ""),
    ],
)
def test_a_faulty_tag_of_a_control_is_named(tag: str, code: str, said: str, tmp_path: Path) -> None:
    body = control(tag, paragraph("ตัวอย่าง"))
    with pytest.raises(TemplateError) as caught:
        load_small(tmp_path, body)
    assert caught.value.code == code
    assert any(said in str(value) for value in caught.value.values.values())


@pytest.mark.parametrize("tag", ["", "goog_rdk_0", "รหัส", "title!", "a b"])
def test_a_control_of_another_program_stays(tag: str) -> None:
    body = f"<w:p>{control(tag, run('คำ'))}</w:p>"
    assert opened(body) == body


def test_a_control_bound_to_data_elsewhere_is_refused_as_before(tmp_path: Path) -> None:
    bound = control("title", run("คำ"), more='<w:dataBinding w:xpath="/a"/>')
    with pytest.raises(TemplateError) as caught:
        load_small(tmp_path, f"<w:p>{bound}</w:p>")
    assert caught.value.code == "template-element-refused"


# --- notes ----------------------------------------------------------------------------------------


def test_notes_to_the_author_go_and_a_paragraph_of_notes_with_them() -> None:
    note = run("⟦เมื่อไม่มีจุดอ่อน⟧", "ItaMark")
    assert opened(f"<w:p>{note}{run('คำ')}</w:p>") == f"<w:p>{run('คำ')}</w:p>"
    assert opened(f"<w:p>{note}</w:p>{paragraph('คำ')}") == paragraph("คำ")
    assert opened(f"<w:p><w:pPr/>{note}{note}</w:p>") == ""
    framed = control("", note)
    assert opened(f"<w:p>{framed}{run('คำ')}</w:p>") == f"<w:p>{run('คำ')}</w:p>"
    assert opened(f"<w:p>{framed}</w:p>{paragraph('คำ')}") == paragraph("คำ")


def test_a_note_that_shares_its_paragraph_with_a_tag_or_a_section_leaves_it() -> None:
    note = run("⟦หมายเหตุ⟧", "ItaMark")
    inside = f"<w:p>{note}{control('if wide', run('คำ'))}</w:p>"
    assert opened(inside) == f"<w:p>{{% if wide %}}{run('คำ')}{{% endif %}}</w:p>"
    section = f"<w:p><w:pPr><w:sectPr/></w:pPr>{note}</w:p>"
    assert opened(section) == "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    # Where only the words of a block are a note, the block stays as a tag that shows nothing.
    assert opened(control("if wide", f"<w:p>{note}</w:p>")) == "{% if wide %}{% endif %}"


def test_the_colour_of_a_field_goes_from_typed_tags_too() -> None:
    assert (
        opened(f"<w:p>{run('{{ title }}', 'ItaField')}</w:p>") == f"<w:p>{run('{{ title }}')}</w:p>"
    )


def test_sample_words_whose_frame_was_lost_are_told_and_not_printed_as_data() -> None:
    words = run("สพป.ตัวอย่าง", "ItaField")
    inside = control("title", run("สพป.ตัวอย่าง", "ItaField"))
    for content, codes in ((words, ["template-sample-unbound"]), (inside, [])):
        root = etree.fromstring(f'<w:body xmlns:w="{W}"><w:p>{content}</w:p></w:body>')
        faults = open_controls(root, ("title",))
        assert [code for code, _ in faults] == codes
