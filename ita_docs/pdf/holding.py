"""What must share a page, held together in the copy for an engine that does not keep it itself.

Word keeps a table's last row with the text below it (``keepNext``). LibreOffice 7.4 keeps rows
with one another, but seldom a row with a paragraph, and a heading with a chart only where the page
has room for neither. So in its copy the text goes into a row of its own, which no line shows, and
in the finished PDF the tags come out of the table again:

    document            copy                     tags of the PDF       delivered
    table               table                    Table                 Table
      row ๓ keepNext      row ๓ keepNext           TR ๓                  TR ๓
    จึงประกาศ… keepNext   row: จึงประกาศ…            TR TD P จึงประกาศ…   P จึงประกาศ…
    (นาย …)                   (นาย …)                     P (นาย …)       P (นาย …)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from lxml import etree

from ita_docs.pdf.keeping import (
    PPR,
    TBL,
    TR,
    VAL,
    KeepRules,
    P,
    ends_section,
    make_nothing,
    read_keep_rules,
)
from ita_docs.pdf.package import WP, W
from ita_docs.pdf.structure import Tags, get_role, list_kids

BLOCK, ROW, NOTHING = "block", "row", ""
"""What a table of the copy holds: a block alone, the text below it in its last row, or no text."""

_TC = f"{W}tc"
_NEAR = 0.95
"""A table that is at least so wide, of the text's width, may hold the text below it."""


def hold_together(root: etree._Element, styles: etree._Element | None) -> tuple[str, ...]:
    """Put what must share a page into rows of the body; one entry for each table, in order.

    ``styles`` is the part of the styles. The entries are `BLOCK`, `ROW` and `NOTHING`.
    """
    body = root.find(f"{W}body")
    if body is None:
        return ()
    rules, widths = read_keep_rules(styles), _read_text_widths(body)
    held: dict[etree._Element, str] = {}
    for table in body.findall(TBL):
        text = rules.list_kept_after(table)
        if text and _may_hold(table, widths[table]):
            _add_row(table, text, widths[table], styles)
            held[table] = ROW
    for chain in list(_list_chains(body, rules)):
        held[_wrap(chain, widths[chain[0]])] = BLOCK
    return tuple(held.get(table, NOTHING) for table in body.iter(TBL))


def release_held(tags: Tags, held: Sequence[str]) -> bool:
    """Take the tags of what was held out of the tables again; tables of a block alone are gone.

    Returns False, and changes nothing, where the file's tables are not those of the copy.
    """
    if len(tags.tables) != len(held):
        return False
    gone = set()
    # From the last to the first, so that the places of the others stay as found.
    for table, kind in reversed(list(zip(tags.tables, held, strict=True))):
        rows = [kid for kid in list_kids(table) if get_role(kid) == "/TR"]
        if kind == NOTHING or not rows:
            continue
        inside = [
            kid
            for cell in list_kids(rows[-1])
            for kid in list_kids(cell)
            if "/S" in kid and "/K" in kid
        ]
        parent = table.P
        kids = list_kids(parent)
        place = next(index for index, kid in enumerate(kids) if kid.objgen == table.objgen)
        rest = [kid for kid in kids[place + 1 :] if "/S" not in kid or "/K" in kid]
        kept = [] if kind == BLOCK else [table]
        parent.K = pikepdf.Array([*kids[:place], *kept, *inside, *rest])
        for kid in inside:
            kid.P = parent
        if kind == ROW:
            table.K = pikepdf.Array(
                [kid for kid in list_kids(table) if kid.objgen != rows[-1].objgen]
            )
        else:
            gone.add(table.objgen)
    tags.tables = [table for table in tags.tables if table.objgen not in gone]
    tags.outer = [table for table in tags.outer if table.objgen not in gone]
    return True


# --- the copy -------------------------------------------------------------------------------------


def _list_chains(body: etree._Element, rules: KeepRules) -> Iterator[list[etree._Element]]:
    """Two or more headings and the picture or chart under them, behind the first of the body.

    LibreOffice keeps one heading with what follows, and several with a line of text.
    """
    paragraph = body[0] if len(body) else None
    while paragraph is not None:
        chain = rules.read_chain(paragraph)
        after = chain[-1].getnext() if chain else paragraph.getnext()
        movable = chain and chain[0] is not body[0] and not ends_section(chain[-1])
        if movable and len(chain) > 2 and _has_picture(chain[-1]):
            yield chain
        paragraph = after


def _has_picture(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(f"{WP}inline"), None) is not None


def _read_text_widths(body: etree._Element) -> dict[etree._Element, int]:
    """The width of the text for each child of the body, in twips: that of its section."""
    widths: dict[etree._Element, int] = {}
    waiting: list[etree._Element] = []
    for child in body:
        waiting.append(child)
        section = child if child.tag == f"{W}sectPr" else child.find(f"{PPR}/{W}sectPr")
        if section is not None:
            widths |= dict.fromkeys(waiting, _read_width(section))
            waiting = []
    return widths | dict.fromkeys(waiting, 0)


def _read_width(section: etree._Element) -> int:
    page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if page is None or margins is None:
        return 0
    sides = [margins.get(f"{W}{side}", "0") for side in ("left", "right", "gutter")]
    return _number(page.get(f"{W}w", "0")) - sum(map(_number, sides))


def _number(text: str) -> int:
    try:
        return round(float(text))
    except ValueError:
        return 0


def _may_hold(table: etree._Element, width: int) -> bool:
    """Whether a row of the table is as wide as the text, and gets no format of its own."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is not None and look.get(f"{W}lastRow") == "1":
        return False
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    wide = sum(_number(column.get(f"{W}w", "0")) for column in columns)
    return width > 0 and width * _NEAR <= wide <= width / _NEAR


def _add_row(
    table: etree._Element,
    text: Sequence[etree._Element],
    width: int,
    styles: etree._Element | None,
) -> None:
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    row = _make_row(width, columns, _find_bottom_line(table, styles))
    cell = row.find(_TC)
    assert cell is not None
    for paragraph in text:
        cell.append(paragraph)
    table.append(row)
    # A body cannot end with a table.
    table.addnext(make_nothing())


def _wrap(chain: Sequence[etree._Element], width: int) -> etree._Element:
    table = etree.Element(TBL)
    chain[0].addprevious(table)
    properties = etree.SubElement(table, f"{W}tblPr")
    _add(properties, "tblW", w=str(width), type="dxa")
    _add(properties, "tblInd", w="0", type="dxa")
    _add(properties, "tblLayout", type="fixed")
    _add(etree.SubElement(table, f"{W}tblGrid"), "gridCol", w=str(width))
    row = _make_row(width, 1, None)
    cell = row.find(_TC)
    assert cell is not None
    for paragraph in chain:
        cell.append(paragraph)
    table.append(row)
    # Two tables side by side would be one, and a body cannot end with one.
    before, after = table.getprevious(), table.getnext()
    if before is not None and before.tag == TBL:
        table.addprevious(make_nothing())
    if after is None or after.tag != P:
        table.addnext(make_nothing())
    return table


def _make_row(width: int, columns: int, above: etree._Element | None) -> etree._Element:
    row = etree.Element(TR)
    _add(etree.SubElement(row, f"{W}trPr"), "cantSplit")
    properties = etree.SubElement(etree.SubElement(row, _TC), f"{W}tcPr")
    _add(properties, "tcW", w=str(width), type="dxa")
    if columns > 1:
        _add(properties, "gridSpan", val=str(columns))
    borders = etree.SubElement(properties, f"{W}tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = _add(borders, side, val="nil")
        if side == "top" and above is not None:
            line.attrib.update(above.attrib)
    margins = etree.SubElement(properties, f"{W}tcMar")
    for side in ("top", "left", "bottom", "right"):
        _add(margins, side, w="0", type="dxa")
    return row


def _find_bottom_line(
    table: etree._Element, styles: etree._Element | None
) -> etree._Element | None:
    """The line that the table draws below its last row."""
    line = table.find(f"{W}tblPr/{W}tblBorders/{W}bottom")
    style = table.find(f"{W}tblPr/{W}tblStyle")
    if line is not None or style is None or styles is None:
        return line
    name = style.get(VAL, "")
    found = [each for each in styles.iter(f"{W}style") if each.get(f"{W}styleId") == name]
    return found[0].find(f"{W}tblPr/{W}tblBorders/{W}bottom") if found else None


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(
        parent, f"{W}{name}", {f"{W}{key}": value for key, value in attributes.items()}
    )
