from __future__ import annotations

import copy
import datetime
import io
import pickle
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from ita_docs.documents.measures import Context
from ita_docs.model import FiscalYear
from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.problems import InputError, RenderingError, TemplateError
from ita_docs.word import (
    BUILT_IN_TEMPLATES,
    DocumentProperties,
    Template,
    load_template,
    refill_chart,
    render_document,
)
from ita_docs.word.last_row import hold_last_row
from ita_docs.wording import write_line
from tests.forms import (
    NS,
    PROPERTIES,
    SMALL,
    TEMPLATES,
    Small,
    W,
    load_small,
    make_docx,
    paragraph,
    read_names,
    read_part,
    read_words,
    render_small,
)
from tests.golden.cases import load_context


@pytest.fixture(scope="module")
def announcement() -> Template:
    return load_template("announcement", schema=Context, refill=refill_chart)


@pytest.fixture
def phuket() -> Any:
    return load_context("announcement-phuket")


def make_picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        )

    header = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width + 1) * height))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


# --- what docxtpl's tags do ---------------------------------------------------------------------

GRID = '<w:tblPr/><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="2000"/></w:tblGrid>'


def cell(text: str, width: int = 1000) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>'


BODIES = {
    "a value": paragraph("{{ title }} และ {{ title|upper }}"),
    "a condition in a paragraph": paragraph("{% if wide %}กว้าง{% else %}แคบ{% endif %}"),
    "paragraphs that come and go": paragraph("{%p if wide %}")
    + paragraph("กว้าง")
    + paragraph("{%p else %}")
    + paragraph("แคบ")
    + paragraph("{%p endif %}"),
    "a loop of paragraphs": paragraph("{%p for row in rows %}")
    + paragraph("{{ loop.index }} {{ row.name }}")
    + paragraph("{%p endfor %}"),
    "a loop of table rows": f"<w:tbl>{GRID}<w:tr>{cell('{%tr for row in rows %}')}{cell('')}</w:tr>"
    f"<w:tr>{cell('{{ row.name }}')}{cell('{{ row.lines|length }}')}</w:tr>"
    f"<w:tr>{cell('{%tr endfor %}')}{cell('')}</w:tr></w:tbl>",
    "a run that comes and goes": "<w:p><w:r><w:t>{%r if wide %}</w:t></w:r><w:r>"
    "<w:rPr><w:b/></w:rPr><w:t>หนา</w:t></w:r><w:r><w:t>{%r endif %}</w:t></w:r></w:p>",
    "tags split over runs": "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ ti</w:t></w:r>"
    '<w:proofErr w:type="spellStart"/><w:r><w:t>tle }</w:t></w:r><w:r><w:t>}</w:t></w:r></w:p>',
    "paragraphs joined by a dash": paragraph("ต้น {%- if wide -%}")
    + paragraph("กลาง")
    + paragraph("{%- endif %} ปลาย"),
    "a comment": paragraph("ก{# ไม่พิมพ์ #}ข") + paragraph("{#p ทั้งย่อหน้า #}"),
    "braces to be printed": paragraph("{_{ title }_} {_% if %_}"),
    "quotes that Word curled": paragraph("{{ title if title == “หนึ่ง” else \u2018สอง\u2019 }}"),
    "a merged cell": f"<w:tbl>{GRID}<w:tr>{cell('{% colspan 2 %}{{ title }}')}</w:tr>"
    f"<w:tr>{cell('ก')}{cell('ข')}</w:tr></w:tbl>",
    "a coloured cell": f"<w:tbl>{GRID}<w:tr>{cell('{% cellbg title %}ก')}{cell('ข')}"
    "</w:tr></w:tbl>",
    "line ends and tabs": paragraph("ต้น|{{ title }}"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_tag_does_what_it_does_in_docxtpl(body: str, tmp_path: Path) -> None:
    context = copy.deepcopy(SMALL)
    if "ต้น|" in body:
        context["title"] = "บน\nล่าง\tขวา"
    ours = render_small(tmp_path, body, context)
    theirs = DocxTemplate(tmp_path / "template.docx")
    theirs.render(context, autoescape=True)
    out = io.BytesIO()
    theirs.save(out)
    expected = read_part(out.getvalue(), "word/document.xml")
    assert etree.tostring(ours, method="c14n") == etree.tostring(expected, method="c14n")


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_our_templates_render_as_docxtpl_renders_them_but_for_the_widths(name: str) -> None:
    context = load_context("announcement-seven-columns")
    template = load_template(name, schema=Context, refill=refill_chart)
    docx = render_document(template, context, properties=PROPERTIES, emblem=make_picture(300, 300))
    ours = read_part(docx, "word/document.xml")
    theirs = DocxTemplate(TEMPLATES / f"{name}.docx")
    theirs.render(context, autoescape=True)
    out = io.BytesIO()
    theirs.save(out)
    expected = read_part(out.getvalue(), "word/document.xml")
    for root in (ours, expected):
        for width in root.xpath("//w:tblGrid|//w:tcW", namespaces=NS):
            width.getparent().remove(width)
    for table in expected.iter(f"{{{W}}}tbl"):
        hold_last_row(table)
    assert etree.tostring(ours, method="c14n") == etree.tostring(expected, method="c14n")


def test_columns_left_out_leave_the_table_as_wide_as_before(tmp_path: Path) -> None:
    table = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="10"/>'
        '<w:gridCol w:w="2000"/><w:gridCol w:w="10"/><w:gridCol w:w="2980"/></w:tblGrid><w:tr>'
        f"{cell('ก')}{cell('{%tc if wide %}', 10)}{cell('ข', 2000)}{cell('{%tc endif %}', 10)}"
        f"{cell('ค', 2980)}</w:tr></w:tbl>"
    )
    wide = render_small(tmp_path, table)
    narrow = render_small(tmp_path, table, {**SMALL, "wide": False})
    for root, columns in ((wide, 3), (narrow, 2)):
        grid = [int(value) for value in root.xpath("//w:gridCol/@w:w", namespaces=NS)]
        cells = [int(value) for value in root.xpath("//w:tcW/@w:w", namespaces=NS)]
        assert len(grid) == columns
        assert sum(grid) == 6000
        assert cells == grid
    assert read_words(narrow) == ["ก", "ค"]
    assert grid == [1508, 4492]  # in the proportion of the two that stay, 1000 to 2980


@pytest.mark.parametrize("width", ["1000.5", "50%", "", "0"])
def test_widths_as_other_programs_write_them_give_every_column_room(
    width: str, tmp_path: Path
) -> None:
    odd = cell("ก").replace('w:w="1000"', f'w:w="{width}"')
    table = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1000.5"/><w:gridCol w:w="999.5"/>'
        f"<w:gridCol/></w:tblGrid><w:tr>{odd}{cell('ข')}</w:tr></w:tbl>{paragraph('{{ title }}')}"
    )
    grid = render_small(tmp_path, table).xpath("//w:gridCol/@w:w", namespaces=NS)
    assert len(grid) == 2
    assert sum(int(value) for value in grid) == 2000
    assert all(int(value) > 500 for value in grid)


# --- values are values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "R&D <กอง> \"ก\" 'ข'",
        "{{ title }} {% if %} {# x #}",
        "{_{ title }_} {_% %_}",
        "]]> <!-- --> &amp; &#10;",
        "ก" * 20_000,
        "\u200bศูนย์\u200dกว้าง\u00a0",
        "👍 \U0001d7d9",
        "ก" + "\u0e48" * 500 + "e\u0301\u200f\u202e",
    ],
)
def test_a_value_is_printed_as_it_is(text: str, tmp_path: Path) -> None:
    words = read_words(render_small(tmp_path, paragraph("[{{ title }}]"), {**SMALL, "title": text}))
    assert words == [f"[{text}]"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_line_end_becomes_a_line_break(ending: str, tmp_path: Path) -> None:
    context = {**SMALL, "title": f"บน{ending}ล่าง"}
    root = render_small(tmp_path, paragraph("{{ title }}"), context)
    (run,) = root.iterfind(".//w:r", NS)
    assert [str(node.tag).rpartition("}")[2] for node in run] == ["t", "br", "t"]
    assert read_words(root) == ["บนล่าง"]


@pytest.mark.parametrize(
    ("character", "name"),
    [("\x0b", "U+000B"), ("\x07", "U+0007"), ("\x0c", "U+000C"), ("\ud800", "U+D800")],
)
@pytest.mark.parametrize("rest", ["", "\n"])
def test_a_character_that_xml_cannot_hold_is_refused(
    character: str, name: str, rest: str, tmp_path: Path
) -> None:
    with pytest.raises(RenderingError, match="document-text-unprintable") as caught:
        render_small(tmp_path, paragraph("{{ title }}"), {**SMALL, "title": f"ก{character}ข{rest}"})
    assert caught.value.code == "document-text-unprintable"
    assert caught.value.values == {"character": name}


# --- faults of a template -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (paragraph("ชื่อ {{ nobody }}"), "template-unknown-placeholder", ["nobody", "ชื่อ"]),
        (paragraph("ชื่อ {{ rows[0].nobody }}"), "template-unknown-placeholder", ["rows[].nobody"]),
        (
            paragraph("{%p for row in rows %}")
            + paragraph("{{ row.nam }}")
            + paragraph("{%p endfor %}"),
            "template-unknown-placeholder",
            ["rows[].nam"],
        ),
        (
            paragraph("{% if wide and not wide %}{{ unseen }}{% endif %}"),
            "template-unknown-placeholder",
            ["unseen"],
        ),
        (paragraph("ต้น") + paragraph("ค้าง {{ title }"), "template-tag-unclosed", ["ค้าง"]),
        (paragraph("ค้าง {{ title title }}"), "template-syntax", ["ค้าง"]),
        (paragraph("{%p if wide %}") + paragraph("ก"), "template-block-unpaired", ["endif"]),
        (paragraph("หาร {{ title / 2 }}"), "template-construct-refused", ["หาร", "/"]),
        (paragraph("เทียบ {% if title > 2 %}{% endif %}"), "template-text-compared", ["เทียบ"]),
        (paragraph("{{ title.__class__.__mro__ }}"), "template-unknown-placeholder", ["__class__"]),
        (paragraph("{{ ''.__class__ }}"), "template-unknown-placeholder", ["__class__"]),
    ],
)
def test_a_fault_of_a_template_names_the_tag_the_part_and_the_paragraph(
    body: str, code: str, said: list[str], tmp_path: Path
) -> None:
    with pytest.raises(TemplateError) as caught:
        load_small(tmp_path, body)
    assert caught.value.code == code
    assert str(caught.value.at) == "template.docx: word/document.xml"
    for lang in ("th", "en"):
        line = write_line(caught.value, lang)  # type: ignore[arg-type]
        assert all(word in line for word in said), line


def test_a_tag_in_a_header_is_filled_and_checked(tmp_path: Path) -> None:
    header = f'<w:hdr xmlns:w="{W}">{paragraph("{{ TAG }}")}</w:hdr>'
    template = load_small(tmp_path, paragraph("ก"), header1=header.replace("TAG", "title"))
    docx = render_document(template, SMALL, properties=PROPERTIES)
    assert read_words(read_part(docx, "word/header1.xml")) == ["หนึ่ง"]
    with pytest.raises(TemplateError, match=r"template\.docx: word/header1\.xml.*nobody"):
        load_small(tmp_path, paragraph("ก"), header1=header.replace("TAG", "nobody"))


def test_a_tag_where_nothing_is_filled_is_refused(tmp_path: Path) -> None:
    settings = f'<w:settings xmlns:w="{W}"><w:decimalSymbol w:val="{{{{ title }}}}"/></w:settings>'
    with pytest.raises(TemplateError, match=r"word/settings\.xml") as caught:
        load_small(tmp_path, paragraph("ก"), settings=settings)
    assert caught.value.code == "template-tag-misplaced"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half"])
def test_what_is_no_word_file_is_unreadable(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "แม่แบบ.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateError) as caught:
        load_template(str(path), schema=Small, refill=refill_chart)
    assert caught.value.code == "template-unreadable"


def test_broken_xml_and_missing_parts_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="template-unreadable") as caught:
        load_small(tmp_path, "<w:p>")
    assert caught.value.code == "template-unreadable"


def test_a_template_that_is_not_there_names_the_built_in_ones(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="announcement, report") as caught:
        load_template(str(tmp_path / "none.docx"), schema=Small, refill=refill_chart)
    assert caught.value.code == "template-missing"


def test_template_errors_survive_the_way_between_processes(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        load_small(tmp_path, paragraph("{{ nobody }}"))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


# --- charts -------------------------------------------------------------------------------------


@pytest.fixture
def six_years() -> Any:
    """An office with a CPI chart and a history."""
    return load_context("announcement-seven-columns")


def test_both_charts_and_their_workbooks_are_refilled(
    announcement: Template, six_years: Any
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    for number, name in ((1, "cpi"), (2, "history")):
        data = six_years["charts"][name]
        chart = read_part(docx, f"word/charts/chart{number}.xml")
        assert chart.xpath("//c:val//c:v/text()", namespaces=NS) == data["points"]
        assert chart.xpath("//c:cat//c:v/text()", namespaces=NS) == data["labels"]
        workbook = read_package(docx)[f"word/embeddings/chart{number}.xlsx"].content()
        rows = list(openpyxl.load_workbook(io.BytesIO(workbook)).active.values)
        assert rows[0] == (None, data["series"])
        assert [(label, f"{point:.2f}") for label, point in rows[1:]] == list(
            zip(data["labels"], data["points"], strict=True)
        )


def test_a_chart_of_many_bars_is_higher_and_the_others_are_not(
    announcement: Template, six_years: Any
) -> None:
    six_years["charts"]["cpi"] |= {"labels": ["ก"] * 12, "points": ["50"] * 12}
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    document = read_part(docx, "word/document.xml")
    heights = document.xpath("//wp:inline[.//c:chart]/wp:extent/@cy", namespaces=NS)
    assert heights == ["3348000", "2088000"]  # 6.2 cm and half of it more, 5.8 cm as drawn


def test_a_year_without_a_result_is_a_gap_with_its_label(
    announcement: Template, six_years: Any
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    six_years["charts"]["history"]["points"][2] = ""
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    chart = read_part(docx, "word/charts/chart2.xml")
    assert chart.xpath("//c:cat//c:v/text()", namespaces=NS)[2] == "๒๕๖๕"
    assert chart.xpath("//c:val//c:pt/@idx", namespaces=NS) == ["0", "1", "3", "4", "5"]
    assert chart.xpath("//c:val//c:ptCount/@val", namespaces=NS) == ["6"]
    workbook = read_package(docx)["word/embeddings/chart2.xlsx"].content()
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook)).active.values)
    assert rows[3] == ("๒๕๖๕", None)


def test_a_chart_left_out_leaves_nothing_behind(announcement: Template, six_years: Any) -> None:
    six_years["charts"]["cpi"] |= {"present": False, "labels": [], "points": []}
    docx = render_document(announcement, six_years, properties=PROPERTIES)
    names = read_names(docx)
    assert not [name for name in names if "chart1" in name]
    assert "word/charts/chart2.xml" in names
    package = read_package(docx)
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        assert b"chart1" not in package[listing].content()
    assert "CPI" not in "".join(read_words(read_part(docx, "word/document.xml")))


def _with_document(name: str, old: str, new: str) -> bytes:
    members = read_package((TEMPLATES / name).read_bytes())
    document = members["word/document.xml"].content().decode()
    assert old in document
    members["word/document.xml"] = pack("word/document.xml", document.replace(old, new).encode())
    return write_package(members.values())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{{ charts.cpi.alt_text }}", "แผนภูมิ", "template-chart-unbound"),
        ("{{ charts.cpi.alt_text }}", "{{ charts.gdp.alt_text }}", "template-unknown-placeholder"),
        ("{%p if charts.cpi.present %}", "{%p if true %}", "template-chart-unguarded"),
    ],
)
def test_a_chart_that_would_keep_its_sample_numbers_is_refused(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(_with_document("report.docx", old, new))
    with pytest.raises(TemplateError) as caught:
        load_template(str(path), schema=Context, refill=refill_chart)
    assert caught.value.code == code
    assert "t.docx: word/" in write_line(caught.value, "en")


# --- emblem, font, properties -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "extent"),
    [
        ((300, 300), (1080000, 1080000)),
        ((100, 200), (540000, 1080000)),
        ((1000, 100), (5760000, 576000)),
    ],
)
def test_the_emblem_keeps_its_proportions_in_the_slot(
    announcement: Template, phuket: Any, size: tuple[int, int], extent: tuple[int, int]
) -> None:
    picture = make_picture(*size)
    docx = render_document(announcement, phuket, properties=PROPERTIES, emblem=picture)
    assert read_package(docx)["word/media/emblem.png"].content() == picture
    document = read_part(docx, "word/document.xml")
    found = document.xpath("//wp:docPr[@descr='ตราครุฑ']/../wp:extent", namespaces=NS)[0]
    assert (int(found.get("cx")), int(found.get("cy"))) == extent


def test_a_jpeg_emblem_replaces_the_placeholder(announcement: Template, phuket: Any) -> None:
    jpeg = (
        b"\xff\xd8\xff\xe0\x00\x10JFIF"
        + bytes(10)
        + b"\xff\xc0\x00\x11\x08\x00\x80\x00\x40"
        + bytes(12)
        + b"\xff\xda\x00\x08"
        + bytes(20)
        + b"\xff\xd9"
    )
    docx = render_document(announcement, phuket, properties=PROPERTIES, emblem=jpeg)
    package = read_package(docx)
    assert "word/media/emblem.png" not in package
    assert package["word/media/emblem.jpeg"].content() == jpeg
    assert b'"image/jpeg"' in package["[Content_Types].xml"].content()
    assert b"media/emblem.jpeg" in package["word/_rels/document.xml.rels"].content()


def lying_picture(width: int, height: int) -> bytes:
    """A picture of three by four pixels whose header says another size."""
    content = make_picture(3, 4)
    header = b"IHDR" + struct.pack(">2L", width, height) + content[24:29]
    return content[:12] + header + struct.pack(">L", zlib.crc32(header)) + content[33:]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x01\x00\x00\x00" + bytes(100),  # the beginning of an EMF
        b"\x89PNG\r\n\x1a\n",
        make_picture(300, 300)[:-20],
        make_picture(3, 4).replace(b"IDAT", b"IDAU"),
        lying_picture(30, 40),
        lying_picture(2, 2),
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x80\x00\x40" + bytes(12),
        make_picture(0, 5),
    ],
)
def test_what_is_no_picture_is_refused(announcement: Template, phuket: Any, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        render_document(announcement, phuket, properties=PROPERTIES, emblem=content)
    assert caught.value.code == "emblem-unreadable"


@pytest.mark.parametrize(
    "content",
    [
        lying_picture(100_000, 100_000),
        make_picture(3, 4) + bytes(6_000_000),
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff" + bytes(12) + b"\xff\xda\xff\xd9",
    ],
    ids=["pixels", "bytes", "pixels of a jpeg"],
)
def test_a_picture_that_would_fill_the_memory_is_refused(
    announcement: Template, phuket: Any, content: bytes
) -> None:
    with pytest.raises(InputError) as caught:
        render_document(announcement, phuket, properties=PROPERTIES, emblem=content)
    assert caught.value.code == "emblem-too-large"
    assert write_line(caught.value, "th")


def test_without_an_emblem_there_is_no_picture_but_its_room(
    announcement: Template, phuket: Any
) -> None:
    docx = render_document(announcement, phuket, properties=PROPERTIES)
    document = read_part(docx, "word/document.xml")
    assert not document.xpath("//wp:docPr[@descr='ตราครุฑ']", namespaces=NS)
    assert not [name for name in read_names(docx) if name.startswith("word/media/")]
    spacing = document.xpath("//w:body/w:p[1]/w:pPr/w:spacing", namespaces=NS)[0]
    assert spacing.get(f"{{{W}}}line") == "1701"  # 3 cm in twips
    assert spacing.get(f"{{{W}}}lineRule") == "exact"
    with_one = read_part(
        render_document(announcement, phuket, properties=PROPERTIES, emblem=make_picture(3, 4)),
        "word/document.xml",
    )
    assert with_one.xpath("count(//wp:docPr[@descr='ตราครุฑ'])", namespaces=NS) == 1
    assert not with_one.xpath("//w:body/w:p[1]/w:pPr/w:spacing", namespaces=NS)


@pytest.mark.parametrize(
    "properties",
    [
        "",
        "<w:pPr/>",
        '<w:pPr><w:jc w:val="left"/></w:pPr>',
        '<w:pPr><w:spacing w:line="300"/></w:pPr>',
    ],
)
def test_the_room_of_the_emblem_is_kept_in_any_paragraph(properties: str, tmp_path: Path) -> None:
    parts = read_package((TEMPLATES / "announcement.docx").read_bytes())
    document = parts["word/document.xml"].content().decode()
    assert '<w:pPr><w:pStyle w:val="ItaEmblem"/></w:pPr>' in document
    document = document.replace('<w:pPr><w:pStyle w:val="ItaEmblem"/></w:pPr>', properties)
    parts["word/document.xml"] = pack("word/document.xml", document.encode())
    path = tmp_path / "t.docx"
    path.write_bytes(write_package(parts.values()))
    template = load_template(str(path), schema=Context, refill=refill_chart)
    context = load_context("announcement-phuket")
    lines = []
    for emblem in (None, make_picture(3, 4)):
        docx = render_document(template, context, properties=PROPERTIES, emblem=emblem)
        first = read_part(docx, "word/document.xml").xpath("//w:body/w:p[1]", namespaces=NS)[0]
        assert [child.tag for child in first][:1] == [f"{{{W}}}pPr"] or emblem is not None
        lines.append(first.xpath("string(w:pPr/w:spacing/@w:line)", namespaces=NS))
        behind = first.xpath("w:pPr/w:spacing/following-sibling::w:jc", namespaces=NS)
        assert len(behind) == ("jc" in properties and emblem is None)
    assert lines == ["1701", "300" if "spacing" in properties else ""]


def test_another_font_replaces_the_default_everywhere(announcement: Template, phuket: Any) -> None:
    font = 'TH "Niramit" & AS'
    docx = render_document(announcement, phuket, properties=PROPERTIES, font=font)
    for name, member in read_package(docx).items():
        if name.endswith(".xml"):
            assert b"SarabunPSK" not in member.content(), name
    styles = read_part(docx, "word/styles.xml")
    assert set(styles.xpath("//w:rFonts/@w:cs", namespaces=NS)) == {font}
    chart = read_part(docx, "word/charts/chart1.xml")
    assert set(chart.xpath("//a:cs/@typeface", namespaces=NS)) == {font}
    assert render_document(announcement, phuket, properties=PROPERTIES, font=font) == docx


def test_a_font_is_replaced_only_where_the_template_names_one(tmp_path: Path) -> None:
    bare = f'<w:styles xmlns:w="{W}"/>'
    theme = (
        f'<a:theme xmlns:a="{NS["a"]}"><a:minorFont><a:latin typeface="{{}}"/></a:minorFont>'
        "</a:theme>"
    )
    named = load_small(
        tmp_path, paragraph("ก"), styles=bare, **{"theme/theme1": theme.format("Angsana New")}
    )
    docx = render_document(named, SMALL, properties=PROPERTIES, font="TH Niramit AS")
    assert b"TH Niramit AS" in read_package(docx)["word/theme/theme1.xml"].content()
    unnamed = load_small(
        tmp_path, paragraph("ก"), styles=bare, **{"theme/theme1": theme.format("")}
    )
    with pytest.raises(TemplateError) as caught:
        render_document(unnamed, SMALL, properties=PROPERTIES, font="TH Niramit AS")
    assert caught.value.code == "template-font-unnamed"


def test_a_question_whether_a_name_is_there_is_no_placeholder(tmp_path: Path) -> None:
    words = read_words(
        render_small(tmp_path, paragraph("{{ 'มี' if nobody is defined else 'ไม่มี' }}"))
    )
    assert words == ["ไม่มี"]


def test_the_properties_say_what_made_the_document(announcement: Template, phuket: Any) -> None:
    properties = DocumentProperties(
        "ชื่อ & เรื่อง", "สพป.<ก>", FiscalYear(2563), "9.9", "f" * 64, datetime.date(2020, 1, 15)
    )
    docx = render_document(announcement, phuket, properties=properties)
    core = {
        str(node.tag).rpartition("}")[2]: node.text for node in read_part(docx, "docProps/core.xml")
    }
    assert core["title"] == "ชื่อ & เรื่อง"
    assert core["creator"] == core["lastModifiedBy"] == "สพป.<ก>"
    assert core["language"] == "th-TH"
    assert core["created"] == core["modified"] == "2020-01-15T00:00:00Z"
    custom = "".join(read_part(docx, "docProps/custom.xml").itertext())
    assert custom == "9.9" + "f" * 64 + "2563"


def test_without_a_date_the_properties_take_the_first_day_of_the_fiscal_year(
    announcement: Template, phuket: Any
) -> None:
    docx = render_document(announcement, phuket, properties=PROPERTIES)
    core = b"".join(
        read_package(docx)[f"docProps/{part}.xml"].content() for part in ("core", "app")
    )
    assert core.count(b"2019-10-01T00:00:00Z") == 2


# --- bytes and work -----------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(phuket: Any) -> None:
    made = {
        render_document(
            load_template("announcement", schema=Context, refill=refill_chart),
            phuket,
            properties=PROPERTIES,
        )
        for _ in range(2)
    }
    assert len(made) == 1


def test_one_office_leaves_no_trace_in_the_next(announcement: Template, phuket: Any) -> None:
    first = render_document(announcement, phuket, properties=PROPERTIES)
    other = load_context("announcement-no-weak")
    render_document(announcement, other, properties=PROPERTIES, emblem=make_picture(3, 4), font="X")
    assert render_document(announcement, phuket, properties=PROPERTIES) == first


def test_the_context_is_not_changed(announcement: Template, phuket: Any) -> None:
    before = copy.deepcopy(phuket)
    render_document(announcement, phuket, properties=PROPERTIES)
    assert phuket == before


def test_what_an_office_does_not_change_is_copied_as_it_is(
    announcement: Template, phuket: Any
) -> None:
    template = read_package((TEMPLATES / "announcement.docx").read_bytes())
    docx = read_package(render_document(announcement, phuket, properties=PROPERTIES))
    for part in ("word/styles.xml", "word/theme/theme1.xml", "word/header1.xml"):
        assert docx[part] == template[part]


def test_no_template_is_compiled_while_offices_are_rendered(
    announcement: Template, phuket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jinja2 import Environment

    render_document(announcement, phuket, properties=PROPERTIES)
    monkeypatch.setattr(Environment, "compile", None)
    monkeypatch.setattr(Environment, "parse", None)
    monkeypatch.setattr(DocxTemplate, "patch_xml", None)
    assert render_document(announcement, phuket, properties=PROPERTIES)


def test_nothing_of_the_machine_comes_into_a_template_by_chance(tmp_path: Path) -> None:
    for body in ("{{ [1, 2]|random }}", "{{ lipsum() }}"):
        with pytest.raises(TemplateError):
            load_small(tmp_path, paragraph(body))


def test_the_small_template_is_a_word_file_itself(tmp_path: Path) -> None:
    assert read_names(make_docx(paragraph("ก")))[0] == "[Content_Types].xml"
    assert render_small(tmp_path, paragraph("ก")) is not None
