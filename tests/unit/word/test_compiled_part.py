"""docxtpl's tags, and the values that an office prints through them."""

from __future__ import annotations

import copy
import io
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from ita_docs.documents import list_kinds
from ita_docs.ooxml.package import write_package
from ita_docs.problems import RenderingError
from ita_docs.word import (
    BUILT_IN_TEMPLATES,
    load_template,
    refill_chart,
    render_document,
)
from ita_docs.word.controls import open_controls
from ita_docs.word.last_row import hold_last_row
from ita_docs.word.lists import read_list_styles, set_lists
from ita_docs.word.lost_frames import restore_frames
from ita_docs.word.package import Package
from ita_docs.word.page_sections import tie_sections
from ita_docs.word.placeholders import read_schema
from ita_docs.word.repairs import repair
from tests.forms import (
    NS,
    PROPERTIES,
    SMALL,
    TEMPLATES,
    make_picture,
    paragraph,
    read_part,
    read_words,
    render_small,
)
from tests.golden.cases import load_context
from tests.parity import ALL_NEEDS

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
    repair(expected, ALL_NEEDS)  # the properties of a cell in the schema's order
    assert etree.tostring(ours, method="c14n") == etree.tostring(expected, method="c14n")


def open_template(name: str, schema: type) -> bytes:
    """A built-in template with its controls as tags, which is what docxtpl can read."""
    package = Package.read((TEMPLATES / f"{name}.docx").read_bytes())
    for part in package.xml_parts():
        if part.startswith("word/"):
            root = package.tree(part)
            restore_frames(root, lost=False)
            open_controls(root, read_schema(schema).fields)
            tie_sections(root)
            package.put_tree(part, root)
    return write_package(package.members.values())


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_our_templates_render_as_docxtpl_renders_them_but_for_what_is_ours(name: str) -> None:
    (kind,) = list_kinds(name)
    case = {
        "measures": "announcement-seven-columns",
        "followup": "followup-three-statuses",
        "memo": "memo-three-weak",
    }[kind.name]
    context, opened = load_context(case), open_template(name, kind.schema)
    template = load_template(name, schema=kind.schema, refill=refill_chart)
    docx = render_document(template, context, properties=PROPERTIES, emblem=make_picture(300, 300))
    ours = read_part(docx, "word/document.xml")
    theirs = DocxTemplate(io.BytesIO(opened))
    theirs.render(context, autoescape=True)
    out = io.BytesIO()
    theirs.save(out)
    expected = read_part(out.getvalue(), "word/document.xml")
    for root in (ours, expected):
        for width in root.xpath("//w:tblGrid|//w:tcW|//w:tblW", namespaces=NS):
            width.getparent().remove(width)
    for table in expected.iter("{*}tbl"):
        hold_last_row(table)
    set_lists(expected, read_list_styles(Package.read(opened)))
    assert etree.tostring(ours, method="c14n") == etree.tostring(expected, method="c14n")


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
