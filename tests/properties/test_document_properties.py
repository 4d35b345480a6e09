from __future__ import annotations

import atexit
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ita_docs.word import load_template, refill_chart, render_document
from tests.forms import PROPERTIES, SMALL, Small, make_docx, paragraph, read_part, read_words

# What XML can hold, without the line ends and tabs that become Word's own.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
) | st.sampled_from(["{{ x }}", "{% if %}", "{_{ x }_}", "</w:t>", "&amp;", "R&D <b>", "]]>", "{#"])
BODY = (
    paragraph("[{{ title }}]")
    + paragraph("{%p for row in rows %}")
    + paragraph("{{ row.name }}")
    + paragraph("{%p for line in row.lines %}")
    + paragraph("- {{ line }}")
    + paragraph("{%p endfor %}")
    + paragraph("{%p endfor %}")
)
FOLDER = tempfile.TemporaryDirectory()
atexit.register(FOLDER.cleanup)
PATH = Path(FOLDER.name) / "template.docx"
PATH.write_bytes(make_docx(BODY))
TEMPLATE = load_template(str(PATH), schema=Small, refill=refill_chart)
CONTEXTS = st.fixed_dictionaries(
    {
        "title": TEXT,
        "wide": st.booleans(),
        "rows": st.lists(
            st.fixed_dictionaries({"name": TEXT, "lines": st.lists(TEXT, max_size=3)}), max_size=3
        ),
        "charts": st.just({}),
    }
)


@given(context=CONTEXTS)
@settings(max_examples=60, deadline=None)
def test_every_text_reaches_the_page_as_itself(context: dict[str, Any]) -> None:
    docx = render_document(TEMPLATE, context, properties=PROPERTIES)
    expected = [f"[{context['title']}]"]
    for row in context["rows"]:
        expected += [row["name"], *(f"- {line}" for line in row["lines"])]
    assert read_words(read_part(docx, "word/document.xml")) == expected
    assert render_document(TEMPLATE, context, properties=PROPERTIES) == docx


PIECE = st.sampled_from(
    [
        paragraph("{{ title }} ท้าย"),
        paragraph("{% if wide %}ก{% else %}ข{% endif %}"),
        paragraph("{%p if wide %}") + paragraph("ในเงื่อนไข") + paragraph("{%p endif %}"),
        paragraph("{%p for row in rows %}")
        + paragraph("{{ row.name }}{% if not loop.last %},{% endif %}")
        + paragraph("{%p endfor %}"),
        paragraph("ต้น")
        + paragraph("{%- if wide -%}")
        + paragraph("กลาง")
        + paragraph("{%- endif %} ปลาย"),
        "<w:p><w:r><w:t>{{ ti</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>tle }}</w:t></w:r></w:p>",
        paragraph("{# หมายเหตุ #}{_{ ปีกกา }_}"),
        paragraph("ไม่มีคำสั่ง"),
    ]
)


@given(pieces=st.lists(PIECE, min_size=1, max_size=5), wide=st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_sequence_of_tags_renders_as_in_docxtpl(pieces: list[str], wide: bool) -> None:
    content = make_docx("".join(pieces))
    path = Path(FOLDER.name) / "pieces.docx"
    path.write_bytes(content)
    context = {**SMALL, "wide": wide, "title": "หนึ่ง & <สอง>\nสาม"}
    template = load_template(str(path), schema=Small, refill=refill_chart)
    ours = read_part(render_document(template, context, properties=PROPERTIES), "word/document.xml")
    theirs = DocxTemplate(BytesIO(content))
    theirs.render(context, autoescape=True)
    out = BytesIO()
    theirs.save(out)
    with ZipFile(out) as package:
        expected = etree.fromstring(package.read("word/document.xml"))
    assert etree.tostring(ours, method="c14n") == etree.tostring(expected, method="c14n")
