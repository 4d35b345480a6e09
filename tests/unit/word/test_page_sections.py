"""A section break under a condition, and tables that come to stand on a narrower page."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from ita_docs.word.table_grid import fit_to_page
from tests.forms import NS, SMALL, W, paragraph, render_small
from tests.unit.word.test_controls import control

PORTRAIT, LANDSCAPE = "11906", "16838"
WIDTHS = {"11906": 9071, "16838": 14003}


def section(width: str) -> str:
    margins = '<w:pgMar w:left="1701" w:right="1134"/>'
    return f'<w:sectPr><w:pgSz w:w="{width}" w:h="1"/>{margins}</w:sectPr>'


def broken(width: str) -> str:
    return f"<w:p><w:pPr>{section(width)}</w:pPr></w:p>"


TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="14003" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4003"/>'
    '<w:gridCol w:w="10000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="4003"/></w:tcPr><w:p/>'
    '</w:tc><w:tc><w:tcPr><w:tcW w:w="10000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
)
TYPED = paragraph("{%p if wide %}") + broken(PORTRAIT) + paragraph("{%p endif %}")
CONTROLLED = control("if wide", broken(PORTRAIT))


def pages(root: etree._Element) -> list[str]:
    return root.xpath("//w:sectPr/w:pgSz/@w:w", namespaces=NS)


def widths(root: etree._Element) -> list[int]:
    return [int(width) for width in root.xpath("//w:gridCol/@w:w", namespaces=NS)]


@pytest.mark.parametrize("turn", [TYPED, CONTROLLED])
@pytest.mark.parametrize("wide", [True, False])
def test_without_the_break_the_text_stays_on_the_page_before(
    turn: str, wide: bool, tmp_path: Path
) -> None:
    body = paragraph("ก") + turn + TABLE + paragraph("จบ") + section(LANDSCAPE)
    root = render_small(tmp_path, body, {**SMALL, "wide": wide})
    assert pages(root) == ([PORTRAIT, LANDSCAPE] if wide else [PORTRAIT])
    assert sum(widths(root)) == (14003 if wide else 9071)
    last = root.find("w:body", NS)
    assert last is not None
    assert last[-1].tag == f"{{{W}}}sectPr"


def test_a_break_between_others_is_tied_to_the_next_one(tmp_path: Path) -> None:
    body = (
        paragraph("ก")
        + TYPED.replace(PORTRAIT, "10000")
        + paragraph("ข")
        + broken("12000")
        + paragraph("ค {{ title }}")
        + section(LANDSCAPE)
    )
    root = render_small(tmp_path, body, {**SMALL, "wide": False})
    assert pages(root) == ["10000", LANDSCAPE]
    assert pages(render_small(tmp_path, body)) == ["10000", "12000", LANDSCAPE]


def test_a_break_under_no_condition_stays_what_it_is(tmp_path: Path) -> None:
    body = paragraph("{{ title }}") + broken(PORTRAIT) + paragraph("ข") + section(LANDSCAPE)
    assert pages(render_small(tmp_path, body)) == [PORTRAIT, LANDSCAPE]
    longer = (
        paragraph("{%p if wide %}") + paragraph("ก") + broken(PORTRAIT) + paragraph("{%p endif %}")
    )
    assert pages(render_small(tmp_path, longer + paragraph("ข") + section(LANDSCAPE))) == [
        PORTRAIT,
        LANDSCAPE,
    ]


def fit(body: str) -> list[int]:
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{body}</w:body>')
    for table in root.iter(f"{{{W}}}tbl"):
        fit_to_page(table)
    return widths(root)


def test_a_table_wider_than_the_text_is_fitted_in_proportion() -> None:
    assert fit(TABLE + "<w:p/>" + section(PORTRAIT)) == [2593, 6478]
    assert fit(TABLE + broken(PORTRAIT) + section(LANDSCAPE)) == [2593, 6478]


@pytest.mark.parametrize("after", [section(LANDSCAPE), "", "<w:p/>", "<w:sectPr/>"])
def test_a_table_with_room_or_on_no_known_page_stays(after: str) -> None:
    assert fit(TABLE + after) == [4003, 10000]


def test_a_merged_cell_is_as_wide_as_its_columns() -> None:
    merged = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="6000"/><w:gridCol w:w="6000"/></w:tblGrid>'
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="12000"/><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'
        "</w:tr></w:tbl>"
    )
    root = etree.fromstring(f'<w:body xmlns:w="{W}">{merged}{section(PORTRAIT)}</w:body>')
    table = root.find("w:tbl", NS)
    assert table is not None
    fit_to_page(table)
    assert root.xpath("//w:tcW/@w:w", namespaces=NS) == ["9071"]
