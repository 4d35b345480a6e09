"""The last row of a table stays with the text below it: a signature never stands alone on a page.

Word keeps a row with what follows when its paragraphs say so (``w:keepNext``), and it must be all
of them, the empty ones too. No template says that of a row that comes from a loop.
"""

from __future__ import annotations

from lxml import etree

from ita_docs.ooxml.wordml import P, W, set_property

_TR = f"{{{W}}}tr"
_KEEP = f"{{{W}}}pPr/{{{W}}}keepNext"


def hold_last_row(table: etree._Element) -> None:
    """Keep the last row with the text after the table, if there is any.

    A paragraph that says ``keepNext`` itself, on or off, stays as its author set it.
    """
    #   │ ๓ │ ระบบการทำงาน │ …  keepNext in every cell │
    #   └───┴──────────────┴──────────────────────────┘
    #           จึงประกาศให้ทราบโดยทั่วกัน              <- the row goes where this line goes
    if not _is_followed(table):
        return
    rows = table.findall(_TR)
    for paragraph in rows[-1].iter(P) if rows else ():
        if paragraph.find(_KEEP) is None:
            set_property(paragraph, "keepNext")


def _is_followed(table: etree._Element) -> bool:
    """Whether a paragraph with words comes next; empty ones before it only make room."""
    follower = table.getnext()
    while follower is not None and follower.tag == P:
        if follower.find(f".//{{{W}}}t") is not None:
            return True
        follower = follower.getnext()
    return False
