"""The mail to each office whose workbook goes back: one text, and a table for a mail merge.

What strangers typed stands in both. A line never begins with it, and in the table it is text.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ita_docs.problems import Location
from ita_docs.returning.notes import Note, load_words
from ita_docs.spreadsheet import Paper, clean_text, close_book, open_book
from ita_docs.thai import to_thai_digits
from ita_docs.wording import show_plainly

_LISTED = 10
"""Things to mend that a mail lists; the copy has all."""
_FIXED = datetime.datetime(2020, 1, 1)
_COLUMNS = (
    ("office", 44.0), ("file", 34.0), ("count", 14.0), ("first", 60.0), ("copy", 34.0),
    ("remark", 40.0), ("subject", 36.0), ("text", 90.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail is about: the file that was sent, whose it is, what is to be mended, and the
    copy that goes back; None where there is none.

    ``unreadable`` is a file that could not be read at all; ``kept`` a copy that somebody edited.
    """

    file: str
    offices: tuple[str, ...]
    notes: tuple[Note, ...]
    copy: str | None
    unreadable: bool = False
    kept: bool = False

    @property
    def faults(self) -> tuple[Note, ...]:
        """What must be mended."""
        return tuple(note for note in self.notes if note.is_error)

    @property
    def addressee(self) -> str:
        """Whose the file is: an office, the first of many, or nobody's that is known."""
        if len(self.offices) > 1:
            count = to_thai_digits(str(len(self.offices) - 1))
            return load_words()["mail.many"].format(first=self.offices[0], count=count)
        return self.offices[0] if self.offices else ""


def write_mail(letter: Letter) -> str:
    """The text of one mail, in official Thai."""
    words = load_words()
    faults = letter.faults
    to = words["mail.to"].format(office=letter.addressee)
    if not letter.addressee:
        to = words["mail.to_owner"].format(file=letter.file)
    opening = words["mail.unreadable" if letter.unreadable else "mail.found"]
    lines = [to, "", opening.format(file=letter.file, count=to_thai_digits(str(len(faults)))), ""]
    for number, note in enumerate(faults[:_LISTED], start=1):
        place = _name_place(note.at)
        number_text = to_thai_digits(str(number))
        line = words["mail.listed"].format(
            number=number_text, place=place, text=note.text, cure=note.cure
        )
        lines.append(" ".join(line.split()))
    if len(faults) > _LISTED:
        count = to_thai_digits(str(len(faults) - _LISTED))
        lines.append(words["mail.rest"].format(count=count))
    ask = words["mail.alone"]
    if letter.copy is not None:
        ask = words["mail.attached"].format(copy=letter.copy, sheet=words["sheet"])
    lines += ["", ask, "", words["mail.closing"]]
    return "\n".join(show_plainly(clean_text(" ".join(line.split()))) for line in lines)


def write_letters(letters: Sequence[Letter]) -> bytes:
    """Every mail in one text file, as Notepad of any age shows it."""
    words = load_words()
    rule = "-" * 60
    blocks = [f"{words['mail.subject']}\n{write_mail(letter)}\n" for letter in letters]
    text = f"\n{rule}\n\n".join(blocks) or f"{words['mail.none']}\n"
    return ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8", "replace")


def build_table(letters: Sequence[Letter]) -> bytes:
    """The mails as a table, a row each under one row of heads: what a mail merge reads."""
    words = load_words()
    book = open_book(words["table.sheet"], _FIXED)
    paper = Paper(book, words, "th")
    heads = [(words[f"table.{key}"], width) for key, width in _COLUMNS]
    sheet = paper.add_sheet(words["table.sheet"], heads)
    sheet.freeze_panes(1, 0)
    for row, letter in enumerate(letters, start=1):
        first = next((note for note in letter.faults), None)
        remark = "kept" if letter.kept else "" if letter.copy else "no_copy"
        paper.write_text(sheet, row, 0, letter.addressee)
        paper.write_text(sheet, row, 1, letter.file)
        paper.write_number(sheet, row, 2, len(letter.faults))
        if first is not None:
            place = _name_place(first.at)
            paper.write_text(sheet, row, 3, f"{place} {first.text} {first.cure}".strip(), "wrap")
        paper.write_link(sheet, row, 4, letter.copy or "", letter.copy)
        paper.write_text(sheet, row, 5, words[f"table.{remark}"] if remark else None, "wrap")
        paper.write_text(sheet, row, 6, words["mail.subject"])
        paper.write_text(sheet, row, 7, write_mail(letter), "wrap")
    sheet.autofilter(0, 0, max(1, len(letters)), len(heads) - 1)
    return close_book(book)


def _name_place(at: Location | None) -> str:
    """Where it is, as a text that is no formula: ``แผ่นงาน 'คะแนน'!C2``."""
    if at is None or at.sheet is None:
        return ""
    return load_words()["whole_sheet"].format(sheet=at.within)
