"""What goes back to an office: a copy of its workbook with notes at the cells to mend, and a mail.

The original is never touched. A note says what is wrong and what to do, in Thai; the copy, mended,
is checked like any other workbook, with the notes and the first sheet left in it.
"""

from __future__ import annotations

from ita_docs.returning.book import annotate
from ita_docs.returning.mail import Letter, build_table, write_letters
from ita_docs.returning.notes import Note, write_notes
from ita_docs.returning.splitting import OwnRows, Splitter, move_notes

__all__ = [
    "Letter",
    "Note",
    "OwnRows",
    "Splitter",
    "annotate",
    "build_table",
    "move_notes",
    "write_letters",
    "write_notes",
]
