"""The labels of lists reach the page of an engine that draws them wrongly or not at all."""

from __future__ import annotations

import pytest
from lxml import etree

from ita_docs.pdf.list_labels import draw_numbers_thai, write_out_labels
from ita_docs.pdf.package import W
from ita_docs.problems import ConversionError

NS = f'xmlns:w="{W[1:-1]}"'


def level(depth: int, kind: str, sign: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{sign}"/><w:pPr><w:ind w:left="284" w:hanging="284"/></w:pPr></w:lvl>'
    )


def number(identifier: int, abstract: int, start: int = 0) -> str:
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return (
        f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract}"/>'
        f"{override * bool(start)}</w:num>"
    )


LISTS = (
    f"<w:numbering {NS}>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "-")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "thaiNumbers", "%1.")}'
    f"{level(1, 'decimal', '%1.%2)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="3">{level(0, "lowerRoman", "%1.")}</w:abstractNum>'
    f"{number(1, 1)}{number(2, 2)}{number(3, 3)}{number(11, 2, 1)}{number(12, 2, 5)}</w:numbering>"
)
STYLES = (
    f'<w:styles {NS}><w:style w:styleId="Dash"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:styleId="Own"><w:basedOn w:val="Dash"/></w:style></w:styles>'
)


def item(text: str, numbered: int | None = None, depth: int = 0, style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' * bool(style)
    own = ""
    if numbered is not None:
        own = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{numbered}"/></w:numPr>'
    return (
        f"<w:p><w:pPr>{named}{own}</w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )


def cell(*items: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{''.join(items)}</w:tc></w:tr></w:tbl>"


def write_out(body: str) -> tuple[list[str], etree._Element]:
    root = etree.fromstring(f"<w:body {NS}>{body}</w:body>")
    write_out_labels(root, etree.fromstring(LISTS), etree.fromstring(STYLES))
    marks = {f"{W}tab": "\t"}
    return [
        "".join(marks.get(str(e.tag), (e.text or "") if e.tag == f"{W}t" else "") for e in p.iter())
        for p in root.iter(f"{W}p")
    ], root


def test_labels_in_a_table_become_words_before_the_text() -> None:
    words, root = write_out(
        cell(item("ก", 11), item("ข", 11), item("ค", style="Own")) + cell(item("ง", 12))
    )
    assert words == ["๑.\tก", "๒.\tข", "-\tค", "๕.\tง"]
    assert {node.get(f"{W}val") for node in root.iter(f"{W}numId")} == {"0"}
    assert [node.get(f"{W}hanging") for node in root.iter(f"{W}ind")] == ["284"] * 4
    # The label looks like the words behind it.
    assert len(list(root.iter(f"{W}b"))) == 8


def test_the_levels_of_a_list_count_for_themselves_and_begin_anew() -> None:
    words, _ = write_out(
        cell(item("ก", 2), item("ข", 2, 1), item("ค", 2, 1), item("ง", 2), item("จ", 2, 1))
    )
    assert words == ["๑.\tก", "๑.1)\tข", "๑.2)\tค", "๒.\tง", "๒.1)\tจ"]


def test_dashes_in_the_text_stay_a_list_and_thai_numerals_do_not() -> None:
    words, root = write_out(item("ก", 1) + item("ข", style="Dash") + item("ค", 2))
    assert words == ["ก", "ข", "๑.\tค"]
    assert [node.get(f"{W}val") for node in root.iter(f"{W}numId")] == ["1", "0"]


@pytest.mark.parametrize("body", [cell(item("ก", 0)), cell(item("ก", 99)), cell(item("ก"))])
def test_a_paragraph_of_no_list_stays(body: str) -> None:
    assert write_out(body)[0] == ["ก"]


def test_a_kind_of_label_that_is_not_known_is_an_error_and_not_left_out() -> None:
    with pytest.raises(ConversionError) as caught:
        write_out(cell(item("ก", 3)))
    assert caught.value.code == "pdf-drawn-incompletely"
    assert "lowerRoman" in str(caught.value.values["detail"])


def test_thai_numerals_are_plain_ones_in_the_font_that_draws_them() -> None:
    lists = etree.fromstring(LISTS)
    draw_numbers_thai(lists)
    kinds = [node.get(f"{W}val") for node in lists.iter(f"{W}numFmt")]
    assert kinds == ["bullet", "decimal", "decimal", "lowerRoman"]
    fonts = [node.get(f"{W}cs") for node in lists.iter(f"{W}rFonts")]
    assert fonts == ["ITA Thai Digits"]
