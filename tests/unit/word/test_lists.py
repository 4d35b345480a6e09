"""Lines with a dash or numeral of their own become items where the template's style is a list."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import pytest
from lxml import etree

from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.word import load_template, refill_chart, render_document
from ita_docs.word.lists import read_list_styles
from ita_docs.word.package import Package
from tests.forms import NS, PROPERTIES, Charts, W, make_docx, read_part

LISTS = (
    f'<w:numbering xmlns:w="{W}">'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="-"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="thaiNumbers"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in (11, 12, 13)
    )
    + "</w:numbering>"
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:pPr><w:numPr>'
    f'<w:numId w:val="{number}"/></w:numPr></w:pPr></w:style>'
    for name, number in (("Dashes", 1), ("Steps", 2))
)


class Office(TypedDict):
    names: list[str]
    steps: list[str]
    more: list[str]
    charts: Charts


def make_template(body: str, lists: str = LISTS) -> bytes:
    members = read_package(make_docx(body))
    text = members["word/styles.xml"].content().decode()
    styles = text.replace("</w:styles>", f"{STYLES}</w:styles>")
    members["word/styles.xml"] = pack("word/styles.xml", styles.encode())
    del members["word/numbering.xml"]
    if lists:
        members["word/numbering.xml"] = pack("word/numbering.xml", lists.encode())
    return write_package(members.values())


def say(text: str, style: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:spacing w:after="0"/></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def loop(what: str, style: str) -> str:
    plain = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    return (
        plain.format(f"{{%p for line in {what} %}}")
        + say("{{ line }}", style)
        + plain.format("{%p endfor %}")
    )


def cell(content: str) -> str:
    return f"<w:tbl><w:tblGrid/><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl><w:p/>"


def render(folder: Path, body: str, **lines: list[str]) -> list[tuple[str, str]]:
    """The words of each paragraph with the list it says it belongs to."""
    path = folder / "template.docx"
    path.write_bytes(make_template(body))
    template = load_template(str(path), schema=Office, refill=refill_chart)
    context = {"names": [], "steps": [], "more": [], "charts": {}} | lines
    document = read_part(
        render_document(template, context, properties=PROPERTIES), "word/document.xml"
    )
    return [
        ("".join(p.itertext()), "".join(p.xpath("w:pPr/w:numPr/w:numId/@w:val", namespaces=NS)))
        for p in document.iter(f"{{{W}}}p")
        if "".join(p.itertext())
    ]


def test_numerals_become_lists_each_beginning_anew(tmp_path: Path) -> None:
    body = cell(loop("steps", "Steps")) + cell(loop("more", "Steps"))
    rows = render(tmp_path, body, steps=["๑. ก", "๒. ข"], more=["1. ค", "2. ง"])
    assert rows == [("ก", "11"), ("ข", "11"), ("ค", "12"), ("ง", "12")]


def test_a_list_goes_on_where_the_numerals_go_on(tmp_path: Path) -> None:
    body = cell(loop("steps", "Steps")) + cell(loop("more", "Steps"))
    rows = render(tmp_path, body, steps=["๑. ก", "๒. ข"], more=["๓. ค"])
    assert rows == [("ก", "11"), ("ข", "11"), ("ค", "11")]


def test_dashes_become_items_and_a_name_alone_in_a_cell_none(tmp_path: Path) -> None:
    body = cell(loop("names", "Dashes")) + cell(loop("more", "Dashes"))
    rows = render(tmp_path, body, names=["- ก", "- ข - ค"], more=["ง"])
    # An item's list is that of its style; one that is none says so itself.
    assert rows == [("ก", ""), ("ข - ค", ""), ("ง", "0")]


def test_a_list_of_the_template_itself_stays_one(tmp_path: Path) -> None:
    body = say("ด้าน IIT", "Dashes") + say("- ด้าน EIT", "Dashes") + loop("names", "Dashes")
    assert render(tmp_path, body) == [("ด้าน IIT", ""), ("ด้าน EIT", "")]


@pytest.mark.parametrize(
    ("steps", "rows"),
    [
        (["๒. ก", "๓. ข"], [("๒. ก", "0"), ("๓. ข", "0")]),  # no list begins so
        (["๑. ก", "๓. ข"], [("ก", "11"), ("๓. ข", "0")]),
        (["๑.ก"], [("๑.ก", "0")]),  # 1.5 is no numeral
        (["- ก"], [("- ก", "0")]),
        (["๑. ก"] * 4, [("ก", "11"), ("ก", "12"), ("ก", "13"), ("๑. ก", "0")]),
    ],
)
def test_a_numeral_that_word_would_not_write_stays_as_typed(
    steps: list[str], rows: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert render(tmp_path, cell(loop("steps", "Steps")), steps=steps) == rows


def test_the_properties_stand_in_the_schemas_order(tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    path.write_bytes(make_template(cell(loop("names", "Dashes"))))
    template = load_template(str(path), schema=Office, refill=refill_chart)
    context = {"names": ["เดี่ยว"], "steps": [], "more": [], "charts": {}}
    docx = render_document(template, context, properties=PROPERTIES)
    properties = read_part(docx, "word/document.xml").find(".//w:tc/w:p/w:pPr", NS)
    assert properties is not None
    assert [etree.QName(child).localname for child in properties] == [
        "pStyle",
        "numPr",
        "spacing",
        "ind",
    ]


@pytest.mark.parametrize("lists", ["", LISTS.replace('w:numId="2"', 'w:numId="99"')])
def test_without_the_lists_that_styles_name_lines_stay_as_they_are(lists: str) -> None:
    styles = read_list_styles(Package.read(make_template("<w:p/>", lists)))
    assert "Steps" not in styles
