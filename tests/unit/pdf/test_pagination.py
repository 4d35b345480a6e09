"""Where an engine broke a table badly, the next copy begins a page."""

from __future__ import annotations

import pikepdf
import pytest
from lxml import etree

from ita_docs.pdf.package import W
from ita_docs.pdf.pagination import ABOVE, Breaks, TableOfCopy, break_tables, find_breaks
from ita_docs.pdf.structure import read_tags

KEEP = "<w:keepNext/>"
HEAD = "<w:trPr><w:tblHeader/></w:trPr>"


def say(text: str, keep: str = "") -> str:
    return f"<w:p><w:pPr>{keep}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str, keep: str = KEEP) -> str:
    """A heading row, and rows of these words; the last keeps with what follows."""
    made = "".join(
        f"<w:tr>{HEAD * (row == 'หัว')}<w:tc>{say(row, keep * (row == rows[-1]))}</w:tc></w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def break_body(content: str, breaks: Breaks) -> tuple[list[str], tuple[TableOfCopy, ...]]:
    """A line for each child of the body, a new page marked ``>``, and the tables."""
    root = etree.fromstring(
        f'<w:document xmlns:w="{W[1:-1]}"><w:body>{content}</w:body></w:document>'
    )
    tables = break_tables(root, None, breaks)
    body = root[0]
    return [
        ">" * (child.find(f"{W}pPr/{W}pageBreakBefore") is not None)
        + " ".join("".join(text.itertext()) for text in child.iter(f"{W}t"))
        for child in body
    ], tables


BODY = say("บน") + say("นำ", KEEP) + table("หัว", "๑", "๒", "๓") + say("จึงประกาศ")


def test_without_breaks_the_body_stays_as_it_is() -> None:
    lines, tables = break_body(BODY, frozenset())
    assert lines == ["บน", "นำ", "หัว ๑ ๒ ๓", "จึงประกาศ"]
    assert tables == (TableOfCopy(0, 0, 1, 4, led=True, followed=True),)


def test_a_page_begins_before_the_text_that_leads_in() -> None:
    lines, _ = break_body(BODY, frozenset({(0, ABOVE)}))
    assert lines == ["บน", ">นำ", "หัว ๑ ๒ ๓", "จึงประกาศ"]
    lines, _ = break_body(say("บน") + table("หัว", "๑"), frozenset({(0, ABOVE)}))
    assert lines == ["บน", ">", "หัว ๑"]


def test_a_page_begins_before_a_row_under_the_heading_row() -> None:
    lines, tables = break_body(BODY, frozenset({(0, 3)}))
    assert lines == ["บน", "นำ", "หัว ๑ ๒", ">", "หัว ๓", "จึงประกาศ"]
    assert tables == (
        TableOfCopy(0, 0, 1, 3, led=True, followed=False),
        TableOfCopy(0, 2, 1, 2, led=False, followed=True),
    )
    lines, tables = break_body(BODY, frozenset({(0, 3), (0, 2), (0, ABOVE)}))
    assert lines == ["บน", ">นำ", "หัว ๑", ">", "หัว ๒", ">", "หัว ๓", "จึงประกาศ"]
    assert [part.first for part in tables] == [0, 1, 2]


def test_breaks_that_no_table_has_are_passed_over() -> None:
    assert (
        break_body(BODY, frozenset({(0, 0), (0, 9), (3, 1)}))[0] == break_body(BODY, frozenset())[0]
    )


# --- what the pages show --------------------------------------------------------------------------


def find(above: int, rows: list[list[int]], below: int, *tables: TableOfCopy) -> Breaks:
    """The breaks asked of a PDF with a paragraph, a table and a paragraph on these pages."""
    pdf = pikepdf.new()
    for _ in range(6):
        pdf.add_blank_page()
    pages = [page.obj for page in pdf.pages]

    def mark(kind: str, on: list[int]) -> pikepdf.Dictionary:
        marks = [pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=pages[n], MCID=n) for n in on]
        element = pikepdf.Dictionary(S=pikepdf.Name(kind), K=pikepdf.Array(marks))
        return pdf.make_indirect(element)

    grid = mark("/Table", [])
    grid.K = pikepdf.Array([mark("/TR", on) for on in rows])
    document = mark("/Document", [])
    # An empty paragraph stands on no page.
    document.K = pikepdf.Array(
        [mark("/P", [above]), mark("/P", []), grid, mark("/P", []), mark("/P", [below])]
    )
    for kid in document.K:
        kid.P = document
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=document)
    return find_breaks(pdf, read_tags(pdf), tables)


WHOLE = TableOfCopy(0, 0, 1, 4, led=True, followed=True)


@pytest.mark.parametrize(
    ("above", "rows", "below", "breaks"),
    [
        (1, [[1], [1], [1], [1]], 1, set()),
        (1, [[1, 2], [1], [2], [2]], 2, set()),  # the heading row is repeated on page 2
        (1, [[1, 2], [1], [1, 2], [2]], 2, set()),
        (1, [[1, 2], [2], [2], [2]], 2, {(0, ABOVE)}),  # the heading row alone
        (0, [[1], [1], [1], [1]], 1, {(0, ABOVE)}),  # the text that leads in alone
        (1, [[1], [1], [1], [1]], 2, {(0, 3)}),  # the signature alone
        (1, [[1, 2], [1], [1], [1, 2]], 2, set()),  # with the rest of a long row
        (0, [[1, 2], [1], [2], [2]], 3, {(0, ABOVE)}),  # one thing at a time
    ],
)
def test_what_stands_alone_is_found(
    above: int, rows: list[list[int]], below: int, breaks: set[tuple[int, int]]
) -> None:
    assert find(above, rows, below, WHOLE) == breaks


def test_the_only_row_takes_what_is_above_it_along() -> None:
    one = TableOfCopy(0, 0, 1, 2, led=True, followed=True)
    assert find(1, [[1], [1]], 2, one) == {(0, ABOVE)}


def test_the_rows_of_a_table_that_was_cut_are_counted_in_the_whole() -> None:
    rest = TableOfCopy(2, 5, 1, 3, led=False, followed=True)
    assert find(0, [[1], [1], [1]], 2, rest) == {(2, 7)}


def test_nothing_is_asked_for_where_nothing_must_stay() -> None:
    free = TableOfCopy(0, 0, 0, 2, led=False, followed=False)
    assert find(0, [[1], [2]], 3, free) == frozenset()


def test_nothing_is_asked_of_a_file_with_other_tables() -> None:
    assert find(0, [[1], [1], [1], [1]], 2, WHOLE, WHOLE) == frozenset()
    assert find(0, [[1], [1], [1]], 2, WHOLE) == frozenset()
    assert find(0, [[1], [], [1], [1]], 2, WHOLE) == frozenset()
