"""Word templates as people leave them: what stands beside a tag, blocks that end elsewhere, braces.

``REFUSED`` names for each the code, the part, and what its line must say. ``KEPT`` are sound: the
words that must stand in the document with the blocks there, and with none of them.

    python -m tests.corpus.edited_templates FOLDER      writes them all

Long because it is a table; a row is an edit, the bytes that it makes, and what must come of it.
"""

# ruff: noqa: E501

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from tests.corpus.make_templates_corpus import (
    BODY,
    R,
    add,
    code,
    edit,
    field,
    mark,
    package,
    relate,
)
from tests.corpus.make_templates_corpus import members as take_apart
from tests.forms import A4, TEMPLATES, W, make_docx

Make = Callable[[], bytes]
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def run(xml: str, look: str = "") -> str:
    return f"<w:r>{look}{xml}</w:r>"


def words(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{escape(text)}</w:t>')


def par(*pieces: str, look: str = "") -> str:
    """A paragraph of words and of XML."""
    return f"<w:p>{look}{''.join(p if p.startswith('<') else words(p) for p in pieces)}</w:p>"


def cell(*pieces: str, look: str = "") -> str:
    held = "".join(piece if piece.startswith("<w:") else par(piece) for piece in pieces)
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{look}</w:tcPr>{held}</w:tc>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, columns: int = 2, width: int = 1000) -> str:
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    look = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def doc(*blocks: str, sections: str = "") -> bytes:
    return make_docx("".join(b if b.startswith("<") else par(b) for b in blocks) + sections)


def section(width: int, height: int, name: str = "w:sectPr") -> str:
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/>'
    return f'<{name}><w:pgSz w:w="{width}" w:h="{height}"/>{margins}</w:sectPr>'


def control(*blocks: str, properties: str = '<w:id w:val="7"/>') -> str:
    held = "".join(b if b.startswith("<") else par(b) for b in blocks)
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{held}</w:sdtContent></w:sdt>"


def box(*blocks: str) -> str:
    held = "".join(b if b.startswith("<") else par(b) for b in blocks)
    v = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    return run(
        f'<w:pict><v:shape {v} id="box1" style="width:90pt;height:30pt"><v:textbox>'
        f"<w:txbxContent>{held}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def modern_box(*blocks: str, number: int = 21) -> str:
    """A text box as Word draws it, with what it writes beside for older programs."""
    held = "".join(b if b.startswith("<") else par(b) for b in blocks)
    word = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    shape = (
        f'<s:wsp xmlns:s="{word}"><s:txbx><w:txbxContent>{held}</w:txbxContent></s:txbx></s:wsp>'
    )
    drawn = (
        f'<w:drawing><wp:anchor xmlns:wp="{WP}"><wp:extent cx="900000" cy="300000"/>'
        f'<wp:docPr id="{number}" name="กล่อง"/><a:graphic xmlns:a="{A}">'
        f'<a:graphicData uri="{word}">{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>'
    )
    old = box(*blocks).removeprefix("<w:r>").removesuffix("</w:r>").replace("box1", f"box{number}")
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f'<mc:Choice Requires="wps">{drawn}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
    return run(f"<mc:AlternateContent {mc}>{both}</mc:AlternateContent>")


def bookmark(*pieces: str, name: str = "ที่หมาย", end: bool = True) -> str:
    held = "".join(p if p.startswith("<") else words(p) for p in pieces)
    ending = '<w:bookmarkEnd w:id="3"/>' if end else ""
    return f'<w:bookmarkStart w:id="3" w:name="{name}"/>{held}{ending}'


def comment(*pieces: str) -> str:
    held = "".join(p if p.startswith("<") else words(p) for p in pieces)
    sign = run('<w:commentReference w:id="0"/>')
    return f'<w:commentRangeStart w:id="0"/>{held}<w:commentRangeEnd w:id="0"/>{sign}'


def with_notes(content: bytes) -> bytes:
    """The template with a footnote that bears number 2."""
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">'
        f"{par(run('<w:footnoteRef/>'), ' ตามประกาศ')}</w:footnote></w:footnotes>"
    )
    added = add("word/footnotes.xml", notes.encode(), f"{WORD_TYPE}.footnotes+xml", content)
    return relate("footnotes", "footnotes.xml", external=False, source=added)


def with_comments(content: bytes) -> bytes:
    """The template with a comment that bears number 0."""
    said = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="ก" w:initials="ก">'
        f"{par('ถามก่อน')}</w:comment></w:comments>"
    )
    added = add("word/comments.xml", said.encode(), f"{WORD_TYPE}.comments+xml", content)
    return relate("comments", "comments.xml", external=False, source=added)


def header(*blocks: str) -> bytes:
    """The template with a header of its own."""
    held = "".join(b if b.startswith("<") else par(b) for b in blocks)
    content = f'<w:hdr xmlns:w="{W}">{held}</w:hdr>'.encode()
    source = make_docx(
        par("{{ title }}")
        + f'<w:sectPr xmlns:r="{R}"><w:headerReference w:type="default" r:id="rIdX"/>{A4}</w:sectPr>'
    )
    added = add("word/header9.xml", content, f"{WORD_TYPE}.header+xml", source)
    return relate("header", "header9.xml", external=False, source=added)


def with_remarks(
    part: str, kind: str, relation: str, rels: str = "word/_rels/document.xml.rels"
) -> bytes:
    """The template with a part that Word of these years writes for itself."""
    added = add(part, b"<a/>", f"application/vnd.ms-office.{kind}+xml", doc("{{ title }}"))
    target = f"/{part}"
    named = f"http://schemas.microsoft.com/office/{relation}"
    return relate(named, target, external=False, rels=rels, source=added)


def prefixed(prefix: str, source: bytes) -> bytes:
    """The same text as a program writes it that calls Word's namespace in its own way."""
    parts = take_apart(source)
    text = re.sub(r"(</?)w:", rf"\1{prefix}", parts[BODY].decode())
    if prefix:
        text = re.sub(r"(\s)(xmlns:)?w([:=])", lambda m: f"{m[1]}{m[2] or ''}ns0{m[3]}", text)
    else:
        text = text.replace("xmlns:w=", f'xmlns="{W}" xmlns:w=', 1)
    parts[BODY] = text.encode()
    return package(parts)


def renamed(old: str, new: str, source: bytes) -> bytes:
    """The same package with another name for a part, as other programs choose them."""
    parts = take_apart(source)
    folder, _, file = old.rpartition("/")
    listing = {
        old: new,
        f"{folder}/_rels/{file}.rels": f"{new.rpartition('/')[0]}/_rels/{new.rpartition('/')[2]}.rels",
    }
    changed = {}
    for name, content in parts.items():
        if name.endswith(".rels") or name.startswith("["):
            content = content.replace(f'"/{old}"'.encode(), f'"/{new}"'.encode())
            content = content.replace(f'"{old}"'.encode(), f'"{new}"'.encode())
            content = content.replace(f'"{file}"'.encode(), f'"{new.rpartition("/")[2]}"'.encode())
        changed[listing.get(name, name)] = content
    return package(changed)


def report(change: Callable[[str], str]) -> bytes:
    """The shipped report with its text changed."""
    parts = take_apart((TEMPLATES / "report.docx").read_bytes())
    text = parts[BODY].decode()
    changed = change(text)
    assert changed != text
    parts[BODY] = changed.encode()
    return package(parts)


def typed() -> bytes:
    """A template without content controls: tags typed as words, tables, a header, and the shipped
    charts."""
    parts = take_apart((TEMPLATES / "report.docx").read_bytes())
    text = parts[BODY].decode()
    page = field(" PAGE \\* ThaiArabic ")
    held = par("- ", page, " -{% if draft %}ร่าง{% endif %}")
    parts["word/header1.xml"] = f'<w:hdr xmlns:w="{W}">{held}</w:hdr>'.encode()
    for name in ("header2", "header3"):  # no section shows them, and LibreOffice drops them
        del parts[f"word/{name}.xml"]
        for listing in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
            entry = rf"<(?:Relationship|Override) [^>]*{name}\.xml[^>]*/>"
            parts[listing] = re.sub(entry, "", parts[listing].decode()).encode()
    reference = '<w:headerReference w:type="default" r:id="rIdHeader1"/>'
    last = NARROW.replace("<w:sectPr>", f"<w:sectPr>{reference}")
    begin = text[: text.index("<w:body>")]
    drawn: list[str] = []
    for chart in re.findall(r"<w:drawing>.*?</w:drawing>", text, re.DOTALL):
        name = re.findall(r"charts\.(\w+)\.alt_text", chart)[0]
        drawn += [f"{{%p if charts.{name}.present %}}", par(run(chart)), "{%p endif %}"]
    row_tags = [
        row("{%tr for row in plan.rows %}", ""),
        row("{{ row.order }}", "{{ row.indicator }}"),
        row("{%tr endfor %}", ""),
    ]
    blocks = [
        "มาตรการของ {{ office.name }} ปีงบประมาณ {{ plan_year }} ผล {{ total }}",
        "{%p for instrument in instruments %}",
        "ด้าน {{ instrument.code }}",
        "{%p endfor %}",
        *drawn,
        table(row("ลำดับ", "ตัวชี้วัด"), *row_tags, width=4500),
        "ท้าย",
    ]
    held = "".join(block if block.startswith("<") else par(block) for block in blocks)
    parts[BODY] = f"{begin}<w:body>{held}{last}</w:body></w:document>".encode()
    return package(parts)


def without_alt_texts(text: str) -> str:
    """As LibreOffice writes a chart: without what it is called."""
    for name in ("cpi", "history", "indicators"):
        text = text.replace(f' descr="{{{{ charts.{name}.alt_text }}}}"', "")
    return text


PICTURE = run(
    f'<w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="360000" cy="360000"/>'
    f'<wp:docPr id="7" name="รูป" descr="แผนผัง"/><a:graphic xmlns:a="{A}">'
    f'<a:graphicData uri="{A}"/></a:graphic></wp:inline></w:drawing>'
)
WIDE_PICTURE = PICTURE.replace('cx="360000"', 'cx="8900000"')
SAMPLE = run("<w:t>สพป.ตัวอย่าง</w:t>", '<w:rPr><w:rStyle w:val="ItaField"/></w:rPr>')
BREAK = run('<w:br w:type="page"/>')
NOTE = run('<w:footnoteReference w:id="2"/>')
PAGE = field(" PAGE ")
SYMBOL, HYPHEN = run('<w:sym w:font="Wingdings" w:char="F0FE"/>'), run("<w:noBreakHyphen/>")
EQUATION = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>ก</m:t></m:r></m:oMath>'
TICKED = control(run("<w:t>☐</w:t>"))
THERE = field(" PAGEREF ที่หมาย \\h ")
CALLED = '<w:bookmarkStart w:id="4" w:name="ที่หมาย"/>', '<w:bookmarkEnd w:id="4"/>'
END_OF_SECTION = f"<w:pPr>{section(11906, 16838)}</w:pPr>"
ON_NEW_PAGE = "<w:pPr><w:pageBreakBefore/></w:pPr>"
IF, ELSE, END = "{%p if wide %}", "{%p else %}", "{%p endif %}"
FOR, DONE = "{%p for row in rows %}", "{%p endfor %}"
NAME = "{{ row.name }}"
WIDE, ROWS = '<w:tag w:val="if wide"/>', '<w:tag w:val="for row in rows"/>'
RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
BESIDE, CROSSED, UNPAIRED = (
    "template-tag-beside",
    "template-block-crossed",
    "template-block-unpaired",
)
BREAKS, STRAY, SYNTAX = "template-block-breaks", "template-brace-stray", "template-syntax"
COMPARED, DASH = "template-text-compared", "template-tag-dash"
NARROW = section(11906, 16838)

REFUSED: dict[str, tuple[Make, str, str, list[str]]] = {
    # what stands beside a tag, and cannot be kept with certainty
    "words behind an opening tag": (lambda: doc(IF + " เพิ่ม", "{{ title }}", END), BESIDE, BODY, [IF, "เพิ่ม", "paragraph"]),
    "words before a closing tag": (lambda: doc(IF, "{{ title }}", "เพิ่ม " + END), BESIDE, BODY, [END, "เพิ่ม"]),
    "words on both sides": (lambda: doc("ก " + IF + " ข", "{{ title }}", END), BESIDE, BODY, [IF]),
    "words beside else": (lambda: doc(IF, "ก", ELSE + " ข", "ค", END), BESIDE, BODY, [ELSE, "ข"]),
    "words behind a loop's beginning": (lambda: doc(FOR + " เพิ่ม", NAME, DONE), BESIDE, BODY, [FOR, "เพิ่ม"]),
    "a picture behind an opening tag": (lambda: doc(par(IF, PICTURE), "{{ title }}", END), BESIDE, BODY, [IF, "picture"]),
    "a page break before a closing tag": (lambda: doc(IF, "{{ title }}", par(BREAK, END)), BESIDE, BODY, [END, "page break"]),
    "a section that ends in an opening tag": (lambda: doc(par(IF, look=END_OF_SECTION), "{{ title }}", END), BESIDE, BODY, [IF, "section"]),
    "a field behind an opening tag": (lambda: doc(par(IF, PAGE), "{{ title }}", END), BESIDE, BODY, [IF, "field"]),
    "a note behind an opening tag": (lambda: with_notes(doc(par(IF, NOTE), "{{ title }}", END)), BESIDE, BODY, [IF, "note"]),
    "a closing tag on a new page": (lambda: doc(IF, "{{ title }}", par(END, look=ON_NEW_PAGE)), BESIDE, BODY, [END, "page break"]),
    "two tags in one paragraph": (lambda: doc(IF, "{{ title }}", END + "{%p if title %}", "ก", END), BESIDE, BODY, [END, "{%p if title %}"]),
    "words in the row of a tag": (lambda: doc(table(row("{%tr for row in rows %}", "คำ"), row(NAME, "ก"), row("{%tr endfor %}", ""))), BESIDE, BODY, ["{%tr for row in rows %}", "คำ", "row"]),
    "a picture in the row of a tag": (lambda: doc(table(row("{%tr for row in rows %}", cell(par(PICTURE))), row(NAME, "ก"), row("{%tr endfor %}", ""))), BESIDE, BODY, ["picture", "row"]),
    "the row to be repeated holds the tags": (lambda: doc(table(row("{%tr for row in rows %}" + NAME, "{%tr endfor %}"))), BESIDE, BODY, ["{%tr for row in rows %}", "{%tr endfor %}"]),
    "words in the cell of a tag": (lambda: doc(table(row("{%tc if wide %} คำ", "ก", "{%tc endif %}"), columns=3)), BESIDE, BODY, ["{%tc if wide %}", "คำ", "cell"]),
    "a paragraph more in the cell of a tag": (lambda: doc(table(row(cell("{%tc if wide %}", "คำ"), "ก", "{%tc endif %}"), columns=3)), BESIDE, BODY, ["คำ"]),
    "a row's tag outside a table": (lambda: doc(table(row("ก", "ข")), "{%tr for row in rows %}", NAME, "{%tr endfor %}", table(row("ก", "ข"))), "template-tag-outside-table", BODY, ["{%tr for row in rows %}"]),
    # blocks that end somewhere else
    "a loop over two cells": (lambda: doc(table(row("{% for row in rows %}" + NAME, "{% endfor %}"))), CROSSED, BODY, ["{% for row in rows %}", "{% endfor %}", "{%tc", "{%tr"]),
    "a condition over two cells": (lambda: doc(table(row("{% if wide %}ก", "ข{% endif %}"))), CROSSED, BODY, ["{% if wide %}", "{% endif %}", "{%tc"]),
    "a condition over two rows": (lambda: doc(table(row("{% if wide %}ก", "ข"), row("ค{% endif %}", "ง"))), CROSSED, BODY, ["{% if wide %}", "{%tr"]),
    "paragraphs of two cells": (lambda: doc(table(row(cell(IF, "ก"), cell("ข", END)))), CROSSED, BODY, [IF, END]),
    "a loop out of a content control": (lambda: doc(control(FOR, NAME), "ก", DONE), CROSSED, BODY, [FOR, DONE]),
    "a loop into a content control": (lambda: doc(FOR, control(NAME, DONE)), CROSSED, BODY, [FOR, DONE]),
    "rows of two tables": (lambda: doc(table(row("{%tr for row in rows %}", ""), row("ก", "ข")), "ค", table(row("ก", "ข"), row("{%tr endfor %}", ""))), CROSSED, BODY, ["{%tr for row in rows %}"]),
    "a condition out of a link": (lambda: doc(par(f'<w:hyperlink w:anchor="ที่หมาย">{words("{% if wide %}ก")}</w:hyperlink>', "ข{% endif %}")), CROSSED, BODY, ["{% if wide %}"]),
    "a condition out of a text box": (lambda: doc(par("ก", box("{% if wide %}ข")), "{% endif %}"), CROSSED, BODY, ["{% if wide %}"]),
    "a typed end in a control": (lambda: doc(IF, control("ก", END, properties=ROWS)), CROSSED, BODY, [END]),
    "a typed beginning in a control": (lambda: doc(control(FOR, NAME, properties=WIDE), DONE), CROSSED, BODY, [FOR]),
    "a picture in a control that is a sample": (lambda: doc(control(par("ก", PICTURE), properties='<w:tag w:val="title"/>')), "template-sample-lost", BODY, ["title", "picture"]),
    "a table in a control that is a sample": (lambda: doc(control("ก", table(row("ข", "ค")), properties='<w:tag w:val="title"/>')), "template-sample-lost", BODY, ["title", "table"]),
    "sample words whose frame was removed": (lambda: doc("{{ title }}", par("ก ", SAMPLE)), "template-sample-unbound", BODY, ["สพป.ตัวอย่าง", "1"]),
    "sample words in a frame without a tag": (lambda: doc("{{ title }}", par(control(SAMPLE))), "template-sample-unbound", BODY, ["สพป.ตัวอย่าง"]),
    "a control that begins with a capital": (lambda: doc(control("{{ title }}", properties='<w:tag w:val="If wide"/>')), "template-construct-refused", BODY, ["If wide"]),
    "a control that is an end": (lambda: doc(control("{{ title }}", properties='<w:tag w:val="endif"/>')), "template-construct-refused", BODY, ["endif"]),
    "letters that differ": (lambda: doc(IF, "{{ title }}", "{% endif %}"), CROSSED, BODY, [IF, "{% endif %}"]),
    "an end that is missing": (lambda: doc("ก่อน", IF, "{{ title }}"), UNPAIRED, BODY, [IF, "{%p endif %}", "ก่อน"]),
    "an end too many": (lambda: doc("ก่อน", "{{ title }}", END), UNPAIRED, BODY, [END, "{%p if …"]),
    "a loop that ends as a condition": (lambda: doc(FOR, NAME, END), UNPAIRED, BODY, [END]),
    "else of nothing": (lambda: doc(ELSE, "{{ title }}"), UNPAIRED, BODY, [ELSE]),
    "half a field in a block": (lambda: doc(par(mark("begin"), code(" PAGE ")), IF, par(mark("separate"), "๑", mark("end")), END), BREAKS, BODY, [IF, "field"]),
    "a landscape section whose end is in a block": (
        lambda: doc("{{ title }}", par(look=f"<w:pPr>{section(11906, 16838)}</w:pPr>"), par(WIDE_PICTURE), IF, "ก",
                    par(look=f"<w:pPr>{section(16838, 11906)}</w:pPr>"), END, "ท้าย", sections=NARROW),
        "template-block-too-wide", BODY, [IF, "left out"],
    ),
    "a dash beside a picture": (lambda: doc("ก่อน", par(PICTURE), "{%- if wide %}ก{% endif %}"), DASH, BODY, ["{%- if wide %}"]),
    "a dash at the beginning of a cell": (lambda: doc(table(row("ก", "{%- if wide %}ข{% endif %}"))), DASH, BODY, ["{%- if wide %}"]),
    "a dash before a table": (lambda: doc("{% if wide -%}", table(row("ก", "ข")), "{% endif %}"), DASH, BODY, ["{% if wide -%}"]),
    # braces, comparisons and what a template must say
    "braces with blanks": (lambda: doc("ชื่อ { {title} } ข"), STRAY, BODY, ["{ {", "ชื่อ"]),
    "one brace": (lambda: doc("ชื่อ {title} ข"), STRAY, BODY, ["{", "ชื่อ"]),
    "a percent tag with blanks": (lambda: doc("{ % if wide % } ก"), STRAY, BODY, ["{ %"]),
    "braces of full width": (lambda: doc("ชื่อ \uff5b\uff5btitle\uff5d\uff5d"), STRAY, BODY, ["\uff5b\uff5b", "ชื่อ"]),
    "a brace beside a sound tag": (lambda: doc("{{ title }} { {title} }"), STRAY, BODY, ["{ {"]),
    "a brace cut into runs": (lambda: doc(par("ชื่อ {", " {title", "} }")), STRAY, BODY, ["{ {"]),
    "one brace in a header": (lambda: header("{title}"), STRAY, "word/header9.xml", ["{"]),
    "one brace in an alt text": (lambda: doc(par(PICTURE.replace("แผนผัง", "{title}"))), STRAY, BODY, ["{title}"]),
    "one brace in a chart's title": (
        lambda: edit("word/charts/chart1.xml", "<c:v>", "<c:v>{title} ", report(lambda text: text + " ")),
        STRAY, "word/charts/chart1.xml", ["{"],
    ),
    "a text compared with a number": (lambda: doc("จำนวน {% if title > 0 %}ก{% endif %}"), COMPARED, BODY, ["title", "จำนวน", "length"]),
    "a text that equals a number": (lambda: doc("{% if 0 == title %}ก{% endif %}"), COMPARED, BODY, ["title"]),
    "a line that is odd": (lambda: doc("{% for row in rows %}{% if row.name is odd %}ก{% endif %}{% endfor %}"), COMPARED, BODY, ["rows[].name"]),
    "a text tested against a number": (lambda: doc("{% if title is gt(84) %}ก{% endif %}"), COMPARED, BODY, ["title"]),
    "the first of a list that may be empty": (lambda: doc("แรก {{ rows[0].name }}"), "template-not-rendered", BODY, ["แรก", "empty"]),
    # references to what is not in every document
    "a reference into a condition": (lambda: doc(par("ดูหน้า ", THERE), IF, par(CALLED[0], "ก", CALLED[1]), END), "template-reference-lost", BODY, ["PAGEREF ที่หมาย", "ดูหน้า"]),
    "a reference into a loop": (lambda: doc(FOR, par(CALLED[0], NAME, CALLED[1]), DONE, par("ดูหน้า ", THERE)), "template-reference-lost", BODY, ["PAGEREF ที่หมาย"]),
    "a reference to what was deleted": (lambda: doc("{{ title }}", par("ดู ", field(" REF _Ref12 \\h "))), "template-reference-lost", BODY, ["REF _Ref12", "ดู"]),
    # what has no words and shows all the same
    "a hyphen that does not break behind an opening tag": (lambda: doc(par(IF, HYPHEN), "{{ title }}", END), BESIDE, BODY, [IF, "symbol"]),
    "an equation behind an opening tag": (lambda: doc(par(IF, EQUATION), "{{ title }}", END), BESIDE, BODY, [IF, "equation"]),
    "a picture of another kind": (
        lambda: relate("image", "media/a.emf", external=False, source=add("word/media/a.emf", bytes(9), "image/x-emf",
                       doc("{{ title }}", par("แผนผัง ", PICTURE.replace("<a:graphicData ", f'<a:blip xmlns:r="{R}" r:embed="rIdX"/><a:graphicData '))))),
        "template-picture-refused", "word/media/a.emf", ["แผนผัง"],
    ),
    "a tag that nobody knows": (lambda: doc("{% iff wide %}ก{% endif %}"), UNPAIRED, BODY, ["{% endif %}"]),
    "a word too much": (lambda: doc("ค้าง {{ title title }}"), SYNTAX, BODY, ["ค้าง", "title"]),
    "an empty tag": (lambda: doc("ค้าง {{ }}"), SYNTAX, BODY, ["ค้าง", "missing"]),
}  # fmt: skip


KEPT: dict[str, tuple[Make, list[str], list[str]]] = {
    "words before an opening tag": (lambda: doc("ก่อน " + IF, "{{ title }}", END), ["ก่อน ", "หนึ่ง"], ["ก่อน "]),
    "words behind a closing tag": (lambda: doc(IF, "{{ title }}", END + " หลัง"), ["หนึ่ง", " หลัง"], [" หลัง"]),
    "words before a loop": (lambda: doc("ก่อน " + FOR, NAME, DONE + " หลัง"), ["ก่อน ", "ก", "ข", " หลัง"], ["ก่อน ", " หลัง"]),
    "words beside a tag that Word cut": (lambda: doc(par("ก่อน {%p", " if wi", "de %}"), "{{ title }}", END), ["ก่อน ", "หนึ่ง"], ["ก่อน "]),
    "a picture before an opening tag": (lambda: doc(par(PICTURE, IF), "{{ title }}", END), ["[รูป]", "หนึ่ง"], ["[รูป]"]),
    "a page break within a closing tag": (lambda: doc(IF, "{{ title }}", par("{%p", BREAK, " endif %}")), ["หนึ่ง", "[หน้า]"], ["[หน้า]"]),
    "a page break behind a closing tag": (lambda: doc(IF, "{{ title }}", par(END, BREAK)), ["หนึ่ง", "[หน้า]"], ["[หน้า]"]),
    "an opening tag on a new page": (lambda: doc(par(IF, look=ON_NEW_PAGE), "{{ title }}", END), ["[หน้า]", "หนึ่ง"], ["[หน้า]"]),
    "a section that ends in a closing tag": (lambda: doc(IF, "{{ title }}", par(END, look=END_OF_SECTION), "ท้าย"), ["หนึ่ง", "[ส่วน]", "ท้าย"], ["[ส่วน]", "ท้าย"]),
    "a field before an opening tag": (lambda: doc(par(PAGE, IF), "{{ title }}", END), ["[เขต] PAGE 1", "หนึ่ง"], ["[เขต] PAGE 1"]),
    "a symbol before an opening tag": (lambda: doc(par(SYMBOL, IF), "{{ title }}", END), ["", "หนึ่ง"], [""]),
    "a hyphen that does not break before an opening tag": (lambda: doc(par(HYPHEN, IF), "{{ title }}", END), ["", "หนึ่ง"], [""]),
    "a box to tick before an opening tag": (lambda: doc(par(TICKED, " ", IF), "{{ title }}", END), ["☐ ", "หนึ่ง"], ["☐ "]),
    "an equation before an opening tag": (lambda: doc(par(EQUATION, IF), "{{ title }}", END), ["ก", "หนึ่ง"], ["ก"]),
    "a note before an opening tag": (lambda: with_notes(doc(par("ก", NOTE, IF), "{{ title }}", END)), ["ก[หมายเหตุ]", "หนึ่ง"], ["ก[หมายเหตุ]"]),
    "a text box in a tag's paragraph": (lambda: doc(par(box("ในกล่อง"), IF), "{{ title }}", END), ["[รูป]", "ในกล่อง", "หนึ่ง"], ["[รูป]", "ในกล่อง"]),
    "a text box of these years in a tag's paragraph": (lambda: doc(par(modern_box("ในกล่อง"), IF), "{{ title }}", END), ["[รูป][รูป]", "ในกล่อง", "ในกล่อง", "หนึ่ง"], ["[รูป][รูป]", "ในกล่อง", "ในกล่อง"]),
    "a text box of these years in a loop": (lambda: doc(FOR, par(NAME, modern_box("ค")), DONE, "ท้าย"), ["ก[รูป][รูป]", "ค", "ค", "ข[รูป][รูป]", "ค", "ค", "ท้าย"], ["ท้าย"]),
    "a text box of these years whose words come and go": (lambda: doc(par("ก", modern_box(IF, "{{ title }}", END))), ["ก[รูป][รูป]", "หนึ่ง", "หนึ่ง"], ["ก[รูป][รูป]", "", ""]),
    "a comment of the template beside words": (lambda: doc("คำ {#p หมายเหตุ #}", "{#p ทั้งย่อหน้า #}", "{{ title }}"), ["คำ ", "หนึ่ง"], ["คำ ", "หนึ่ง"]),
    "blanks in the tag": (lambda: doc("{% p  if wide %}", "{{ title }}", "{%-p endif -%}", "ต่อไป"), ["หนึ่ง", "ต่อไป"], ["ต่อไป"]),
    "a dash between words": (lambda: doc("ก่อน", "ต้น {%- if wide -%}", "กลาง", "{%- endif %} ปลาย"), ["ก่อน", "ต้นกลาง ปลาย"], ["ก่อน", "ต้น ปลาย"]),
    # what a block leaves behind
    "a cell whose words come and go": (lambda: doc(table(row(cell(IF, "{{ title }}", END), "ข"))), ["หนึ่ง", "ข"], ["", "ข"]),
    "a cell whose table comes and goes": (lambda: doc(table(row(cell(IF, table(row("ก", "ค")), END), "ข"))), ["ก", "ค", "", "ข"], ["", "ข"]),
    "a table whose rows come and go": (lambda: doc(table(row("{%tr if wide %}", ""), row("ก", "ข"), row("{%tr endif %}", "")), "{{ title }}"), ["ก", "ข", "หนึ่ง"], ["หนึ่ง"]),
    "a table in a cell whose rows come and go": (lambda: doc(table(row(cell(table(row("{%tr for row in rows %}", ""), row(NAME, "ค"), row("{%tr endfor %}", ""))), "ข"))), ["ก", "ค", "ข", "ค", "", "ข"], ["", "ข"]),
    "a row whose cells come and go": (lambda: doc(table(row("{%tc if wide %}", "ก", "{%tc endif %}"), columns=3), "{{ title }}"), ["ก", "หนึ่ง"], ["หนึ่ง"]),
    "a text box whose words come and go": (lambda: doc(par("ก", box(IF, "{{ title }}", END))), ["ก[รูป]", "หนึ่ง"], ["ก[รูป]", ""]),
    "a control whose words come and go": (lambda: doc(control(FOR, NAME, DONE), "ท้าย"), ["ก", "ข", "ท้าย"], ["", "ท้าย"]),
    "a control in a loop": (lambda: doc(FOR, control(NAME), DONE, "ท้าย"), ["ก", "ข", "ท้าย"], ["ท้าย"]),
    "a comment in a loop": (lambda: with_comments(doc(FOR, par(comment(NAME)), DONE, "ท้าย")), ["ก", "ข", "ท้าย"], ["ท้าย"]),
    "a comment on a tag": (lambda: with_comments(doc(par(comment(FOR)), NAME, DONE, "ท้าย")), ["ก", "ข", "ท้าย"], ["ท้าย"]),
    "a comment over a whole block": (
        lambda: with_comments(doc(par('<w:commentRangeStart w:id="0"/>', "ก่อน"), IF, "{{ title }}", END,
                                  par("หลัง", '<w:commentRangeEnd w:id="0"/>', run('<w:commentReference w:id="0"/>')))),
        ["ก่อน", "หนึ่ง", "หลัง"], ["ก่อน", "หลัง"],
    ),
    "a bookmark in a loop": (lambda: doc(FOR, par(bookmark(NAME)), DONE, "ท้าย"), ["ก", "ข", "ท้าย"], ["ท้าย"]),
    "a bookmark that was copied": (lambda: doc(par(bookmark("{{ title }}")), par(bookmark("ข"))), ["หนึ่ง", "ข"], ["หนึ่ง", "ข"]),
    "two bookmarks of one number": (lambda: doc(par(bookmark("{{ title }}")), par(bookmark("ข", name="อื่น"))), ["หนึ่ง", "ข"], ["หนึ่ง", "ข"]),
    "a bookmark that begins in a block": (lambda: doc(IF, par(bookmark("ก", end=False)), END, par("ข", '<w:bookmarkEnd w:id="3"/>')), ["ก", "ข"], ["ข"]),
    "a bookmark that ends in a tag": (lambda: doc(par(bookmark("ก่อน", end=False)), par(IF, '<w:bookmarkEnd w:id="3"/>'), "{{ title }}", END), ["ก่อน", "หนึ่ง"], ["ก่อน"]),
    "a bookmark of Word's own on a tag": (lambda: doc(par(bookmark(IF, name="_GoBack")), "{{ title }}", END), ["หนึ่ง"], []),
    "a footnote in a loop": (lambda: with_notes(doc(FOR, par(NAME, NOTE), DONE, "ท้าย")), ["ก[หมายเหตุ]", "ข[หมายเหตุ]", "ท้าย"], ["ท้าย"]),
    "a picture in a loop": (lambda: doc(FOR, par(NAME, PICTURE), DONE, "ท้าย"), ["ก[รูป]", "ข[รูป]", "ท้าย"], ["ท้าย"]),
    "a drawn box in a loop": (lambda: doc(FOR, par(NAME, box("ค")), DONE, "ท้าย"), ["ก[รูป]", "ค", "ข[รูป]", "ค", "ท้าย"], ["ท้าย"]),
    "merged cells that begin in a tag's row": (
        lambda: doc(table(row(cell("{%tr for row in rows %}", look=RESTART), ""), row(cell("", look=GO_ON), NAME), row(cell("", look=GO_ON), "{%tr endfor %}")), "ท้าย"),
        ["", "ก", "", "ข", "ท้าย"], ["ท้าย"],
    ),
    "a header whose words come and go": (lambda: header(IF, "{{ title }}", END), ["หนึ่ง"], ["หนึ่ง"]),
    "paragraphs that a condition spans": (lambda: doc("{% if wide %}ก", table(row("ข", "ค")), "ง{% endif %}"), ["ก", "ข", "ค", "ง"], [""]),
    # Word's content controls as blocks
    "a control that repeats a paragraph": (lambda: doc("ก่อน", control(NAME, properties=ROWS), "ท้าย"), ["ก่อน", "ก", "ข", "ท้าย"], ["ก่อน", "ท้าย"]),
    "a control that shows a cell's words": (lambda: doc(table(row(cell(control("{{ title }}", properties=WIDE)), "ข"))), ["หนึ่ง", "ข"], ["", "ข"]),
    "a control that repeats a row": (lambda: doc(table(control(row(NAME, "ข"), properties=ROWS)), "ท้าย"), ["ก", "ข", "ข", "ข", "ท้าย"], ["ท้าย"]),
    "a control with a bookmark in it": (lambda: doc(control(par(bookmark(NAME)), properties=ROWS), "ท้าย"), ["ก", "ข", "ท้าย"], ["ท้าย"]),
    "a typed block in a control": (lambda: doc(control(IF, NAME, END, "ค", properties=ROWS)), ["ก", "ค", "ข", "ค"], []),
    "words of a control that is a sample": (lambda: doc(par("ชื่อ ", control(words("ตัวอย่าง"), properties='<w:tag w:val="title"/>'))), ["ชื่อ หนึ่ง"], ["ชื่อ หนึ่ง"]),
    # who wrote the file
    "a text under another name": (lambda: renamed(BODY, "word/document2.xml", doc("{{ title }}")), ["หนึ่ง"], ["หนึ่ง"]),
    "a text in another folder": (lambda: renamed("word/styles.xml", "word/styles9.xml", doc("{{ title }}")), ["หนึ่ง"], ["หนึ่ง"]),
    "properties under another name": (lambda: renamed("docProps/core.xml", "docProps/core0.xml", doc("{{ title }}")), ["หนึ่ง"], ["หนึ่ง"]),
    "what Word remarked on spelling": (lambda: with_remarks("word/intelligence2.xml", "intelligence2", "2020/10/relationships/intelligence"), ["หนึ่ง"], ["หนึ่ง"]),
    "how secret a file is": (lambda: with_remarks("docMetadata/LabelInfo.xml", "classificationlabels", "2020/02/relationships/classificationlabels", rels="_rels/.rels"), ["หนึ่ง"], ["หนึ่ง"]),
    "the printer that Word remembers": (
        lambda: relate("printerSettings", "printer1.bin", external=False,
                       source=add("word/printer1.bin", b"x", f"{WORD_TYPE}.printerSettings", doc("{{ title }}"))),
        ["หนึ่ง"], ["หนึ่ง"],
    ),
    "another prefix for Word's names": (lambda: prefixed("ns0:", doc("ก่อน " + IF, "{{ title }}", END, table(row("{%tr for row in rows %}", ""), row(NAME, "ค"), row("{%tr endfor %}", "")), "ท้าย")), ["ก่อน ", "หนึ่ง", "ก", "ค", "ข", "ค", "ท้าย"], ["ก่อน ", "ท้าย"]),
    "no prefix for Word's names": (lambda: prefixed("", doc("ก่อน " + IF, "{{ title }}", END)), ["ก่อน ", "หนึ่ง"], ["ก่อน "]),
    "percent signs": (lambda: doc("๕๐% ของ {{ title }} # 100%"), ["๕๐% ของ หนึ่ง # 100%"], ["๕๐% ของ หนึ่ง # 100%"]),
    "braces to be printed": (lambda: doc("{_{ title }_} {{ '{' }}ก{{ '}' }}"), ["{{ title }} {ก}"], ["{{ title }} {ก}"]),
    "numbers compared": (lambda: doc("{% if rows|length > 0 and wide == true %}มี{% endif %}"), ["มี"], [""]),
}  # fmt: skip


def main(folder: Path) -> None:
    """Write every template of the corpus into a folder."""
    makers = {name: line[0] for name, line in REFUSED.items()}
    makers |= {name: line[0] for name, line in KEPT.items()}
    for name, make in makers.items():
        (folder / f"{name.replace(' ', '-')}.docx").write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
