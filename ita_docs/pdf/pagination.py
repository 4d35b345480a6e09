"""Where an engine has broken a table, judged by the tags of its PDF, and what is asked of it next.

rdocx 0.16 keeps no row with anything: it leaves a heading row alone at the foot of a page, and a
signature alone on the last one. The second copy begins a page by force where the first must not
have gone on:

    first PDF                                second copy
    page 2   lead-in, heading row            page break before the lead-in
    page 3   row ๑ …
    page 4   row ๓ (the last)                the table ends before row ๓, a page break,
    page 5   จึงประกาศ…, signature           a table of the heading row and row ๓
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from lxml import etree

from ita_docs.ooxml.wordml import set_property
from ita_docs.pdf.keeping import (
    TBL,
    TR,
    count_heading_rows,
    has_words,
    make_nothing,
    read_keep_rules,
)
from ita_docs.pdf.package import W
from ita_docs.pdf.structure import PageNumbers, Tags, get_role, list_kids

ABOVE = -1
"""In a break: before the table and the text that leads in to it, instead of before a row."""
Breaks = frozenset[tuple[int, int]]
"""Where pages must begin: the table of the document, from 0, and its row, from 0, or `ABOVE`."""


@dataclass(frozen=True, slots=True)
class TableOfCopy:
    """A table of the copy: which table of the document it is (of), from which row on.

    ``heads`` rows are repeated on every page. ``led`` says that text above must share a page with
    its first row, ``followed`` that text below must share one with its last.
    """

    table: int
    first: int
    heads: int
    rows: int
    led: bool
    followed: bool


def break_tables(
    root: etree._Element, styles: etree._Element | None, breaks: Breaks
) -> tuple[TableOfCopy, ...]:
    """Begin pages in the body where ``breaks`` says so; the tables that there are now, in order."""
    rules = read_keep_rules(styles)
    tables: list[TableOfCopy] = []
    for number, table in enumerate(root.findall(f"{W}body/{TBL}")):
        heads, count = count_heading_rows(table), len(table.findall(TR))
        above = rules.list_kept_before(table)
        led, followed = any(map(has_words, above)), bool(rules.list_kept_after(table))
        if (number, ABOVE) in breaks:
            set_property(above[0] if above else _put_nothing_before(table), "pageBreakBefore")
        cuts = sorted(row for of, row in breaks if of == number and heads < row < count)
        starts = [0, *cuts]
        for start, end in reversed(list(zip(starts, [*cuts, count], strict=True))):
            if start:
                _cut(table, start, heads)
            tables.append(
                TableOfCopy(
                    number,
                    start - heads if start else 0,
                    heads,
                    end - start + (heads if start else 0),
                    led and not start,
                    followed and end == count,
                )
            )
        tables[-len(starts) :] = reversed(tables[-len(starts) :])
    return tuple(tables)


def find_breaks(pdf: pikepdf.Pdf, tags: Tags, tables: Sequence[TableOfCopy]) -> Breaks:
    """Where pages must begin so that nothing of these tables stands alone; empty when all is well.

    Where the file's tables are not those of the copy nothing is known, and nothing is asked.
    """
    if not any(table.led or table.followed for table in tables):
        return frozenset()
    if len(tags.outer) != len(tables):
        return frozenset()
    numbers, breaks = PageNumbers(pdf), set()
    for element, table in zip(tags.outer, tables, strict=True):
        rows = [kid for kid in list_kids(element) if get_role(kid) == "/TR"]
        if len(rows) != table.rows or table.rows <= table.heads:
            continue
        tops, firsts, lasts = (numbers.list_pages(rows[row]) for row in (0, table.heads, -1))
        if not (tops and firsts and lasts):
            continue
        above, below = _read_neighbours(element, numbers)
        top, first = tops[0], firsts[0]
        if top != first or (table.led and above and above[-1] != first):
            breaks.add((table.table, ABOVE))
        elif table.followed and below and below[0] != lasts[-1]:
            last = table.rows - 1
            alone = last == table.heads
            # Whatever stands above the only row goes along with it.
            breaks.add((table.table, ABOVE if alone else table.first + last))
    return frozenset(breaks)


def _read_neighbours(element: Any, numbers: PageNumbers) -> tuple[list[int], list[int]]:
    """The pages of what is said before and after an element, as far as it has the same parent."""
    kids = list_kids(element.P)
    place = next((n for n, kid in enumerate(kids) if kid.objgen == element.objgen), 0)
    before = (pages for kid in reversed(kids[:place]) if (pages := numbers.list_pages(kid)))
    after = (pages for kid in kids[place + 1 :] if (pages := numbers.list_pages(kid)))
    return next(before, []), next(after, [])


def _put_nothing_before(table: etree._Element) -> etree._Element:
    paragraph = make_nothing()
    table.addprevious(paragraph)
    return paragraph


def _cut(table: etree._Element, start: int, heads: int) -> None:
    """End a table before a row: the rest is a table of its own on the next page."""
    rows = table.findall(TR)
    rest = etree.Element(TBL)
    for child in table:
        if child.tag == TR:
            break
        rest.append(copy.deepcopy(child))
    rest.extend(copy.deepcopy(rows[:heads]))
    rest.extend(rows[start:])
    between = make_nothing()
    set_property(between, "pageBreakBefore")
    table.addnext(between)
    between.addnext(rest)
