"""The last row of a table stays with the text below it: a signature never stands alone on a page.

Word keeps a row with what follows when its paragraphs say so (``w:keepNext``), and it must be all
of them, the empty ones too. No template says that of a row that comes from a loop.
"""

from __future__ import annotations

from typing import cast

from lxml import etree

from ita_docs.ooxml.wordml import P, T, W, set_property

_TBL = f"{{{W}}}tbl"
_LOOSE = etree.XPath("w:tr[last()]/descendant::w:p[not(w:pPr/w:keepNext)]", namespaces={"w": W})


def hold_last_row(table: etree._Element) -> None:
    """Keep the last row with the text after the table, if there is any.

    A single paragraph before another table leads in to that one, and goes with it.
    A paragraph that says ``keepNext`` itself, on or off, stays as its author set it.
    """
    #   │ ๓ │ ระบบการทำงาน │ …  keepNext in every cell │
    #   └───┴──────────────┴──────────────────────────┘
    #           จึงประกาศให้ทราบโดยทั่วกัน              <- the row goes where this line goes
    if not _is_followed(table):
        return
    for paragraph in cast("list[etree._Element]", _LOOSE(table)):
        set_property(paragraph, "keepNext")


def _is_followed(table: etree._Element) -> bool:
    """Whether text comes next that belongs to it; empty paragraphs only make room."""
    said = 0
    follower = table.getnext()
    while follower is not None and follower.tag == P and said < 2:
        said += next(follower.iter(T), None) is not None
        follower = follower.getnext()
    leads_in = said == 1 and follower is not None and follower.tag == _TBL
    return said > 0 and not leads_in
