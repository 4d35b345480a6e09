"""From a year's rules and what is known already to the form, as .xlsx bytes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from ita_docs.forms.filled import Filled
from ita_docs.forms.look import FONT, SIZE, Pen, load_words
from ita_docs.forms.notes import add_instructions, add_lists, add_notes, write_instructions
from ita_docs.forms.offers import Offers
from ita_docs.forms.tables import Tables
from ita_docs.forms.tall import TallSheet
from ita_docs.framework import Framework
from ita_docs.model import FiscalYear, Office
from ita_docs.spreadsheet import close_book, open_book


def name_form(year: FiscalYear) -> str:
    """The file name of a year's form."""
    return str(load_words()["file"]["name"]).format(year=year)


def build_form(
    framework: Framework, filled: Filled, *, tall: bool, names: Sequence[Office]
) -> bytes:
    """The form of a year as .xlsx: for one office (``tall``), or with a row an office.

    ``names`` are the offices to choose from, with the short names to suggest. The same arguments
    give the same bytes.
    """
    title = str(load_words()["title"]["form"]).format(year=filled.year)
    created = datetime.datetime(filled.year.ce, 1, 1)  # no clock: the same form, the same bytes
    book = open_book(
        title, created, default_format_properties={"font_name": FONT, "font_size": SIZE}
    )
    pen = Pen(book)
    instructions = add_instructions(pen)
    offers = Offers(pen, framework, filled.year)
    tables = Tables(pen, offers, framework, filled)
    if tall:
        row = {
            "offices": next(iter(filled.list_offices(names)), filled.years),
            "scores": next(iter(filled.list_rows("scores")), {}),
        }
        TallSheet(pen, offers, framework, filled, row).write()
    else:
        tables.write_offices(names)
        tables.write_scores()
    tables.write_others(one_office=tall)
    for extra in filled.extra_sheets:
        add_notes(pen, extra)
    add_lists(pen, framework, names, filled.list_kinds())
    write_instructions(pen, instructions, framework, filled, tall=tall)
    instructions.activate()
    return close_book(book)
