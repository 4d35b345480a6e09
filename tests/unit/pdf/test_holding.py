"""What must share a page is held in rows of the copy, and let go of in the tags."""

from __future__ import annotations

import pikepdf
import pytest
from lxml import etree

from ita_docs.pdf import structure
from ita_docs.pdf.holding import BLOCK, NOTHING, ROW, hold_together, release_held
from ita_docs.pdf.package import WP, W
from ita_docs.pdf.structure import get_role, list_kids

SPACES = f'xmlns:w="{W[1:-1]}" xmlns:wp="{WP[1:-1]}"'
STYLES = etree.fromstring(
    f"<w:styles {SPACES}>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
    '<w:style w:type="paragraph" w:styleId="Head"><w:pPr><w:keepNext/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="SubHead"><w:basedOn w:val="Head"/></w:style>'
    '<w:style w:type="table" w:styleId="Lines"><w:tblPr><w:tblBorders>'
    '<w:bottom w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style></w:styles>'
)
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:left="1701" w:right="1134" w:top="1134" w:bottom="1134"/></w:sectPr>'
)
PICTURE = "<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>"


def say(text: str, style: str = "", keep: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' * bool(style)
    return f"<w:p><w:pPr>{named}{keep}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str, width: int = 9071, look: str = "") -> str:
    """A row is the properties of its one paragraph."""
    made = "".join(f"<w:tr><w:tc><w:p><w:pPr>{row}</w:pPr></w:p></w:tc></w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/>{look}</w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width - 1000}"/><w:gridCol w:w="1000"/></w:tblGrid>'
        f"{made}</w:tbl>"
    )


def hold(*content: str) -> tuple[etree._Element, tuple[str, ...]]:
    root = etree.fromstring(
        f"<w:document {SPACES}><w:body>{''.join(content)}{PAGE}</w:body></w:document>"
    )
    held = hold_together(root, STYLES)
    body = root.find(f"{W}body")
    assert body is not None
    return body, held


def outline(body: etree._Element) -> list[str]:
    """A line for each child: a paragraph's words, or those of each row."""
    return [
        " / ".join("".join(row.itertext()) for row in child.iter(f"{W}tr"))
        if child.tag == f"{W}tbl"
        else "".join(child.itertext())
        for child in body
    ]


KEPT = "<w:keepNext/>"
SIGNATURE = say("ประกาศ", "SubHead") + say("ลงชื่อ", keep=KEPT) + say("ตำแหน่ง")


def test_the_text_below_a_table_that_keeps_its_last_row_goes_into_a_row() -> None:
    body, held = hold(say("บน"), table("", KEPT), SIGNATURE, say("แนบท้าย"))
    assert held == (ROW,)
    assert outline(body) == ["บน", " /  / ประกาศลงชื่อตำแหน่ง", "", "แนบท้าย", ""]
    row = body.findall(f"{W}tbl/{W}tr")[-1]
    assert row.find(f"{W}trPr/{W}cantSplit") is not None
    assert row.find(f"{W}tc/{W}tcPr/{W}gridSpan").get(f"{W}val") == "2"  # type: ignore[union-attr]
    lines = {line.tag.removeprefix(W): line.get(f"{W}val") for line in row.iter() if line.tag in (
        f"{W}top", f"{W}left", f"{W}right", f"{W}bottom") and line.get(f"{W}val")}  # fmt: skip
    # The line below the table is drawn above the row; nothing else of it is seen.
    assert lines == {"top": "single", "left": "nil", "right": "nil", "bottom": "nil"}


@pytest.mark.parametrize(
    "content",
    [
        (table("", ""), SIGNATURE),  # the row does not ask for it
        (table("", KEPT), say("")),  # nothing is said below
        (table("", KEPT, width=4000), SIGNATURE),  # the row would be too narrow for the text
        (table("", KEPT, look='<w:tblLook w:lastRow="1"/>'), SIGNATURE),  # and look otherwise
        (table("", KEPT), table("")),
    ],
)
def test_other_tables_are_left_as_they_are(content: tuple[str, ...]) -> None:
    body, held = hold(*content)
    assert set(held) == {NOTHING}
    assert len(body.findall(f"{W}tbl/{W}tr")) == len(list(body.iter(f"{W}tr")))
    assert "ประกาศ" not in "".join(outline(body)[:1])


def test_headings_with_a_picture_are_one_block() -> None:
    headings = say("หัวข้อ", "Head") + say("รอง", "SubHead")
    body, held = hold(say("บน"), headings, PICTURE, say("ล่าง"))
    assert held == (BLOCK,)
    assert outline(body) == ["บน", "หัวข้อรอง", "ล่าง", ""]
    assert len(list(body.iter(f"{WP}inline"))) == 1


@pytest.mark.parametrize(
    "content",
    [
        (say("บน"), say("หัวข้อ", "Head"), PICTURE),  # one heading is kept without help
        (say("บน"), say("ก", "Head"), say("ข", "Head"), say("ค")),  # and several with a line
        (say("ก", "Head"), say("ข", "Head"), PICTURE),  # nowhere else to go
        (say("บน"), say("ก", "Head"), say("ข", keep='<w:keepNext w:val="0"/>'), PICTURE),
    ],
)
def test_other_headings_are_left_as_they_are(content: tuple[str, ...]) -> None:
    body, held = hold(*content)
    assert held == ()
    assert body.find(f"{W}tbl") is None


def test_two_tables_never_meet_and_none_ends_the_body() -> None:
    headings = say("ก", "Head") + say("ข", "Head")
    body, held = hold(say("บน"), headings, PICTURE, headings, PICTURE)
    assert held == (BLOCK, BLOCK)
    tags = [child.tag.removeprefix(W) for child in body]
    assert tags == ["p", "tbl", "p", "tbl", "p", "sectPr"]


# --- the tags -----------------------------------------------------------------------------------


def make_tags(pdf: pikepdf.Pdf, tree: object) -> pikepdf.Dictionary:
    """Elements from (type, children) pairs; a number is marked content."""
    kind, kids = tree  # type: ignore[misc]
    element = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}")))
    made = [kid if isinstance(kid, int) else make_tags(pdf, kid) for kid in kids]
    for kid in made:
        if not isinstance(kid, int):
            kid.P = element
    if made:
        element.K = pikepdf.Array(made)
    return element


def read_tags(element: object) -> object:
    if not isinstance(element, pikepdf.Dictionary):
        return int(element)  # type: ignore[call-overload]
    return (get_role(element)[1:], [read_tags(kid) for kid in list_kids(element)])


def check_parents(element: pikepdf.Dictionary) -> None:
    for kid in list_kids(element):
        if isinstance(kid, pikepdf.Dictionary):
            assert kid.P.objgen == element.objgen
            check_parents(kid)


def release(tree: object, held: tuple[str, ...]) -> tuple[bool, object]:
    pdf = pikepdf.new()
    document = make_tags(pdf, tree)
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=document)
    done = release_held(structure.read_tags(pdf), held)
    check_parents(document)
    return done, read_tags(document)


def test_tags_come_out_of_the_rows_that_held_them() -> None:
    row = ("TR", [("TD", [("P", [1])])])
    signature = ("TR", [("TD", [("P", []), ("P", [2]), ("P", [3])])])
    block = ("Table", [("TR", [("TD", [("H2", [4]), ("P", [("Figure", [5])])])])])
    tree = ("Document", [block, ("P", [6]), ("Table", [row, signature]), ("P", []), ("P", [7])])
    done, tags = release(tree, (BLOCK, ROW))
    assert done
    assert tags == (
        "Document",
        [
            ("H2", [4]),
            ("P", [("Figure", [5])]),
            ("P", [6]),
            ("Table", [row]),
            ("P", [2]),
            ("P", [3]),
            ("P", [7]),
        ],
    )


def test_tags_of_other_tables_than_the_copys_are_left() -> None:
    tree = ("Document", [("Table", [("TR", [("TD", [("P", [1])])])])])
    assert release(tree, (ROW, ROW)) == (False, tree)
    assert release(tree, (NOTHING,)) == (True, tree)
