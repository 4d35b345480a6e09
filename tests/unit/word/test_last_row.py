"""The last row of a table stays with the text below it."""

from __future__ import annotations

import pytest
from lxml import etree

from ita_docs.word.last_row import hold_last_row
from tests.forms import NS, W

KEEP = "<w:keepNext/>"


def make_table(*rows: tuple[str, ...]) -> str:
    """Rows of cells; a cell is its paragraphs' properties, as XML, parted by ``|``."""
    cells = (
        "".join(
            "<w:tc>" + "".join(f"<w:p>{p and f'<w:pPr>{p}</w:pPr>'}</w:p>" for p in cell.split("|"))
            + "</w:tc>"
            for cell in row
        )
        for row in rows
    )  # fmt: skip
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def hold(table: str, below: str) -> list[list[str]]:
    """What each paragraph of each row says of itself, after holding."""
    body = etree.fromstring(f'<w:body xmlns:w="{W}">{table}{below}</w:body>')
    found = body.find("w:tbl", NS)
    assert found is not None
    hold_last_row(found)
    return [
        [
            " ".join(
                etree.QName(child).localname + "".join(f"={v}" for v in child.attrib.values())
                for child in p.findall("w:pPr/*", NS)
            )
            for p in row.iter(f"{{{W}}}p")
        ]
        for row in found.findall("w:tr", NS)
    ]


TEXT, EMPTY = "<w:p><w:r><w:t>จึงประกาศ</w:t></w:r></w:p>", "<w:p/>"


def test_every_paragraph_of_the_last_row_stays_with_the_text_below() -> None:
    rows = hold(make_table(("", ""), ("|", '<w:pStyle w:val="A"/><w:jc w:val="left"/>')), TEXT)
    assert rows == [["", ""], ["keepNext", "keepNext", "pStyle=A keepNext jc=left"]]


@pytest.mark.parametrize(
    ("below", "held"),
    [
        (TEXT, True),
        (EMPTY + EMPTY + TEXT, True),  # empty paragraphs make room
        (EMPTY, False),  # nothing is said below
        ("", False),
        ("<w:sectPr/>", False),
        (make_table(("",)) + TEXT, False),  # the text is below another table
        (TEXT + make_table(("",)), False),  # it leads in to another table
        (TEXT + TEXT + make_table(("",)), True),
    ],
)
def test_what_stands_below_decides(below: str, held: bool) -> None:
    assert hold(make_table(("",), ("",)), below) == [[""], ["keepNext" if held else ""]]


def test_a_paragraph_that_says_itself_what_it_does_is_left() -> None:
    off = '<w:keepNext w:val="0"/>'
    assert hold(make_table((off, KEEP)), TEXT) == [["keepNext=0", "keepNext"]]


def test_a_table_without_rows_is_left() -> None:
    assert hold(make_table(), TEXT) == []
