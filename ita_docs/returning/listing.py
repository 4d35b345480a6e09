"""The first sheet of a copy, สิ่งที่ต้องแก้: each thing to mend, with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from ita_docs.problems import Location
from ita_docs.returning.notes import Note, load_words, read_area
from ita_docs.returning.styles import ListStyles
from ita_docs.spreadsheet import neutralise

_MOST = 5_000
"""Rows of the list; a workbook with more has one mistake, made often."""
_LONGEST = 2_000
_HEADS = ("number", "kind", "place", "office", "text", "cure")
_WIDTHS = (6, 13, 24, 34, 52, 52)


def write_list(notes: Sequence[Note], styles: ListStyles, namespace: str) -> bytes:
    """The sheet as a part. Its texts are inline, so that the shared ones stay as they are."""
    words = load_words()
    errors = sum(note.is_error for note in notes)
    warnings = len(notes) - errors
    lead = words["lead_both" if warnings else "lead"].format(errors=errors, warnings=warnings)
    rows = [
        _write_row(1, [("A", words["title"], styles.title)]),
        _write_row(2, [("A", lead, styles.lead)], height=18),
        _write_row(3, [("A", words["back"], styles.lead)], height=18),
        _write_row(
            5, [(chr(65 + place), words[key], styles.head) for place, key in enumerate(_HEADS)]
        ),
    ]
    links = []
    for number, note in enumerate(notes[:_MOST], start=1):
        row = number + 5
        place, target = _name_place(note.at)
        kind = words["error"] if note.is_error else words["warning"]
        cells = [
            ("B", kind, styles.mend if note.is_error else styles.text),
            ("C", place, styles.link if target else styles.text),
            ("D", note.office or "", styles.text),
            ("E", note.text, styles.text),
            ("F", note.cure, styles.text),
        ]
        count = f'<c r="A{row}" s="{styles.text}"><v>{number}</v></c>'
        rows.append(_write_row(row, cells, first=count))
        if target:
            links.append(f'<hyperlink ref="C{row}" location={quoteattr(target)}/>')
    if len(notes) > _MOST:
        more = words["more"].format(count=len(notes) - _MOST)
        rows.append(_write_row(_MOST + 6, [("A", more, styles.lead)]))
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(_WIDTHS, start=1)
    )
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr><tabColor rgb="FFC00000"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView showGridLines="0" '
        'tabSelected="1" workbookViewId="0"><pane ySplit="5" topLeftCell="A6" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A6" '
        'sqref="A6"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        '<mergeCells count="2"><mergeCell ref="A2:F2"/><mergeCell ref="A3:F3"/></mergeCells>'
        f'{hyperlinks}<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" '
        'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "</worksheet>"
    ).encode()


def _name_place(at: Location | None) -> tuple[str, str | None]:
    """What a place is called, and where its link leads; None where it has no cell."""
    words = load_words()
    if at is None or at.sheet is None:
        return words["whole_file"], None
    area = read_area(at.cell)
    if at.cell is None or area is None:
        sheet = words["whole_sheet"].format(sheet=at.sheet)
        return sheet, Location(at.file, at.sheet, "A1").within
    return at.within, at.within


def _write_row(
    row: int, cells: Sequence[tuple[str, str, int]], *, first: str = "", height: int | None = None
) -> str:
    tall = f' ht="{height}" customHeight="1"' if height else ""
    written = "".join(
        f'<c r="{column}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(neutralise(text)[:_LONGEST])}</t></is></c>"
        for column, text, style in cells
        if text
    )
    return f'<row r="{row}"{tall}>{first}{written}</row>'
