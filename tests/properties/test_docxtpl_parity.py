"""Templates made up at random, and every part of them rendered here and by docxtpl itself."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, TypedDict

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ita_docs.word import load_template, refill_chart, render_document
from tests.forms import PROPERTIES, Charts
from tests.parity import make_template, parts_of, render_with_docxtpl


class Cell(TypedDict):
    text: str


class Row(TypedDict):
    name: str
    amount: int
    open: bool
    lines: list[str]
    cells: list[Cell]


class Office(TypedDict):
    title: str
    place: str
    wide: bool
    count: int
    rows: list[Row]
    charts: Charts


# --- contexts -----------------------------------------------------------------------------------

# Not in it: what decision 0020 lists as different on purpose (docxtpl's own signs in the data,
# control characters, and \r, which XML takes for \n).
TEXT = st.one_of(
    st.sampled_from(["", "R&D <กอง> \"ก\" 'ข'", "บน\nล่าง", "ซ้าย\tขวา", "{{ x }}", "{% if %}"]),
    st.text(
        st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs", "M"]), max_size=12
    ).filter(lambda text: "{_" not in text and "_}" not in text),
)
CELLS = st.fixed_dictionaries({"text": TEXT})
ROWS = st.fixed_dictionaries(
    {
        "name": TEXT,
        "amount": st.integers(0, 3),
        "open": st.booleans(),
        "lines": st.lists(TEXT, max_size=3),
        "cells": st.lists(CELLS, min_size=1, max_size=3),
    }
)
CONTEXTS = st.fixed_dictionaries(
    {
        "title": TEXT,
        "place": TEXT,
        "wide": st.booleans(),
        "count": st.integers(0, 3),
        "rows": st.lists(ROWS, max_size=3),
        "charts": st.just({}),
    }
)

# --- templates ----------------------------------------------------------------------------------

Names = tuple[str, ...]
"""The loops that a place stands in: none, ``row``, ``row`` and ``line`` or ``cell``."""


def texts(names: Names) -> SearchStrategy[str]:
    """Expressions that print."""
    found = [
        "title", "place", "count", "title|upper", "title | title", "title|trim|lower",
        "place|default('–')", "place|capitalize", "(title ~ '!')|first", "title ~ ' ' ~ place",
        "rows|length", "count + 1", "title if wide else place",
        "'<ก>' if wide else \u2018ข\u2019",
    ]  # fmt: skip
    if "row" in names:
        found += ["row.name", "row.amount", "row.lines|join(', ')", "loop.index", "row.name|upper"]
    if "line" in names:
        found += ["line", "line|default(title)", "loop.index0"]
    if "cell" in names:
        found += ["cell.text", "cell.text|upper", "loop.length"]
    return st.sampled_from(found)


def flags(names: Names) -> SearchStrategy[str]:
    """Expressions that decide."""
    found = [
        "wide", "not wide", "count > 1", "title", "count is odd", "title == place", "rows",
        "wide and count < 2", "title in place",
    ]  # fmt: skip
    if "row" in names:
        found += ["row.open", "row.lines", "loop.first", "not loop.last", "row.amount >= 2"]
    return st.sampled_from(found)


def loops(names: Names) -> list[tuple[str, Names]]:
    """The loops that may begin here, and the names inside them."""
    if not names:
        return [("for row in rows", ("row",)), ("for row in rows if row.open", ("row",))]
    if names == ("row",):
        return [
            ("for line in row.lines", ("row", "line")),
            ("for cell in row.cells", ("row", "cell")),
        ]
    return []


WORDS = st.sampled_from(["ก", " ข ", "A & B", "<x>", "“คำ”", "  ", "100 %", "a_b"])


@st.composite
def inline(draw: DrawFn, names: Names = (), depth: int = 0) -> str:
    """The words of a paragraph: text, values, conditions, loops, comments, literal braces."""
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["words", "value", "if", "for", "note", "literal"]))
        if kind == "value":
            pieces.append(f"{{{{ {draw(texts(names))} }}}}")
        elif kind == "if" and depth < 2:
            inner = draw(inline(names, depth + 1))
            other = draw(st.sampled_from(["", "{% else %}", "{% elif count %}"]))
            if other:
                other += draw(inline(names, depth + 1))
            pieces.append(f"{{% if {draw(flags(names))} %}}{inner}{other}{{% endif %}}")
        elif kind == "for" and loops(names) and depth < 2:
            head, inside = draw(st.sampled_from(loops(names)))
            pieces.append(f"{{% {head} %}}{draw(inline(inside, depth + 1))}{{% endfor %}}")
        elif kind == "note":
            pieces.append("{# หมายเหตุ #}")
        elif kind == "literal":
            pieces.append("{_{ ก }_} {_% ข %_}")
        else:
            pieces.append(draw(WORDS))
    return "".join(pieces)


TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


FORMATS = st.sampled_from(["", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:color w:val="FF0000"/></w:rPr>'])


@st.composite
def runs(draw: DrawFn, text: str) -> str:
    """Text cut into runs anywhere, as Word cuts it, inside tags too.

    A tag cut inside ends its run: what stands behind it keeps its own format here, and takes the
    tag's in docxtpl. Comments stay whole: the blanks before a cut one are kept here alone.
    """
    cuts = draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=2))
    for tag in TAG.finditer(text):
        inside = cuts & set(range(tag.start() + 1, tag.end()))
        if inside:
            cuts |= {tag.end()}
        if tag.group().startswith("{#"):
            cuts -= inside
    cuts -= {len(text)}
    pieces = [text[start:end] for start, end in pairwise([0, *sorted(cuts), len(text)])]
    made = []
    for piece in pieces:
        preserve = piece != piece.strip() or draw(st.booleans())
        space = ' xml:space="preserve"' if preserve else ""
        made.append(f"<w:r>{draw(FORMATS)}<w:t{space}>{escaped(piece)}</w:t></w:r>")
        made.append(draw(st.sampled_from(["", "", '<w:proofErr w:type="spellStart"/>'])))
    return "".join(made)


def tag_paragraph(tag: str) -> str:
    return f"<w:p><w:r><w:t>{escaped(tag)}</w:t></w:r></w:p>"


@st.composite
def paragraphs(draw: DrawFn, names: Names = ()) -> str:
    """One paragraph: runs, sometimes with a link, a picture, a text box or a run on condition."""
    style = draw(st.sampled_from(["", '<w:pPr><w:jc w:val="left"/></w:pPr>']))
    made = [draw(runs(draw(inline(names))))]
    extra = draw(st.sampled_from(["", "", "link", "picture", "box", "run", "break"]))
    if extra == "link":
        made.append(f'<w:hyperlink w:anchor="ก">{draw(runs(draw(inline(names))))}</w:hyperlink>')
    elif extra == "picture":
        made.append(
            '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="7" name="p" '
            'descr="{{ title }}"/></wp:inline></w:drawing></w:r>'
        )
    elif extra == "box":
        words = draw(runs(draw(inline(names, 1))))
        made.append(
            f"<w:r><w:pict><w:txbxContent><w:p>{words}</w:p></w:txbxContent></w:pict></w:r>"
        )
    elif extra == "run":
        words = draw(runs(draw(inline(names, 1))))
        head, inside = draw(st.sampled_from([("if wide", names), *loops(names)]))
        if inside == names:
            end = "endif"
        else:
            end, words = "endfor", draw(runs(draw(inline(inside, 1))))
        made.append(
            f"<w:r><w:t>{{%r {head} %}}</w:t></w:r>{words}<w:r><w:t>{{%r {end} %}}</w:t></w:r>"
        )
    elif extra == "break":
        made.append("<w:r><w:br/><w:tab/><w:t>ท้าย</w:t></w:r>")
    return f"<w:p>{style}{''.join(made)}</w:p>"


@st.composite
def around(draw: DrawFn, names: Names, letter: str, wrap: Any, inner: Any) -> str:
    """Something under a condition or in a loop, whose tags take a paragraph, row or cell each."""
    kind = draw(st.sampled_from(["if", "else", "for"]))

    def tag(words: str) -> str:
        return str(wrap(f"{{%{letter} {words} %}}"))

    if kind == "for" and loops(names):
        head, inside = draw(st.sampled_from(loops(names)))
        return tag(head) + draw(inner(inside)) + tag("endfor")
    made = tag(f"if {draw(flags(names))}") + draw(inner(names))
    if kind == "else":
        made += tag(f"elif {draw(flags(names))}") + draw(inner(names))
        made += tag("else") + draw(inner(names))
    return made + tag("endif")


def cell_of(content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def tag_cell(tag: str) -> str:
    return cell_of(tag_paragraph(tag))


@st.composite
def cells(draw: DrawFn, names: Names = (), depth: int = 0) -> str:
    if depth < 1 and draw(st.integers(0, 3)) == 0:
        return draw(around(names, "tc", tag_cell, lambda inside: cells(inside, depth + 1)))
    special = ["", "{% cellbg title %}", "{% colspan 2 %}"]
    if names:
        special += ["{% vm %}", "{% hm %}"]
    tag = draw(st.sampled_from(special))
    if tag:
        return cell_of(tag_paragraph(tag + "ก"))
    return cell_of(draw(paragraphs(names)))


def tag_row(tag: str) -> str:
    return f"<w:tr>{tag_cell(tag)}</w:tr>"


@st.composite
def table_rows(draw: DrawFn, names: Names = (), depth: int = 0) -> str:
    if depth < 2 and draw(st.integers(0, 2)) == 0:
        return draw(around(names, "tr", tag_row, lambda inside: table_rows(inside, depth + 1)))
    made = "".join(draw(st.lists(cells(names), min_size=1, max_size=2)))
    return f"<w:tr>{cell_of(draw(paragraphs(names)))}{made}</w:tr>"


@st.composite
def tables(draw: DrawFn, names: Names = ()) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>'
    made = "".join(draw(st.lists(table_rows(names), min_size=1, max_size=2)))
    return f"<w:tbl><w:tblPr/>{grid}{made}</w:tbl>"


@st.composite
def blocks(draw: DrawFn, names: Names = (), depth: int = 0) -> str:
    """Paragraphs, tables, and paragraphs under conditions and in loops, nested."""
    made = []
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(["paragraph", "around", "table", "dashes"]))
        if kind == "around" and depth < 2:
            made.append(
                draw(around(names, "p", tag_paragraph, lambda inside: blocks(inside, depth + 1)))
            )
        elif kind == "table" and depth < 2:
            made.append(draw(tables(names)))
        elif kind == "dashes":
            flag = draw(flags(names))
            made += [
                tag_paragraph("ก่อน"),
                tag_paragraph(f"{{%- if {flag} -%}}"),
                f"<w:p>{draw(runs(draw(inline(names))))}</w:p>",
                tag_paragraph("{%- endif %} ปลาย"),
                tag_paragraph("หลัง"),
            ]
        else:
            made.append(draw(paragraphs(names)))
    return "".join(made)


@given(body=blocks(), header=paragraphs(), footer=blocks(), notes=paragraphs(), context=CONTEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_part_is_what_docxtpl_makes_of_it(
    body: str, header: str, footer: str, notes: str, context: dict[str, Any]
) -> None:
    content = make_template(body, header, footer, notes)
    note(body)
    template = load_template("t.docx", schema=Office, refill=refill_chart, content=content)
    ours = parts_of(render_document(template, context, properties=PROPERTIES))
    theirs = parts_of(render_with_docxtpl(content, context))
    for name, expected in theirs.items():
        assert ours[name] == expected, name
