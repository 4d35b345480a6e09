"""The sheets for people: how to fill the form in, the lists behind its drop-downs, and others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ita_docs.forms.filled import ExtraSheet, Filled
from ita_docs.forms.look import ROW_HEIGHT, Pen, load_words
from ita_docs.forms.offers import LISTS
from ita_docs.framework import Framework
from ita_docs.model import Office, OfficeKind
from ita_docs.schema import SHEETS, STATUSES, TALL
from ita_docs.spreadsheet import clean_text
from ita_docs.thai import count_cells


def add_instructions(pen: Pen) -> Any:
    """The first sheet, still empty: what it links to is not there yet."""
    return pen.add_sheet(load_words()["sheets"]["instructions"], landscape=False)


def write_instructions(
    pen: Pen, sheet: Any, framework: Framework, filled: Filled, *, tall: bool
) -> None:
    """วิธีกรอก: the steps, the colours, a link to each sheet, what was carried over."""
    words = load_words()
    texts = words["instructions"]
    names = [other.get_name() for other in pen.book.worksheets()]
    tables = {key: known.name for key, known in SHEETS.items()}
    known = {
        "year": filled.year,
        "target": f"{framework.target:f}",
        "offices": tables["offices"],
        "scores": tables["scores"],
        "tall": TALL.name,
        "others": " ".join(
            f"“{name}”"
            for key, name in tables.items()
            if name in names and key not in ("offices", "scores")
        ),
    }

    lines = _Lines(pen, sheet)
    lines.add(str(words["title"]["form"]).format_map(known), "title")
    lines.add(str(texts["lead"]).format_map(known))
    lines.add(texts["steps"], "bold", above=True)
    for step in texts["tall" if tall else "wide"]:
        lines.add(str(step).format_map(known))
    lines.add(texts["colours"], "bold", above=True)
    for colour in ("amber", "red", "green", "live"):
        meaning = str(texts[f"{colour}_means"]).format_map(known)
        lines.add(meaning, mark=(texts[colour], f"legend {colour}"))
    if filled.carried:
        lines.add(texts["carried"], "bold", above=True)
        for sentence in filled.carried:
            lines.add(sentence)
    lines.add(texts["sheets"], "bold", above=True)
    for name in names[1:]:
        lines.link(name)
    lines.add(texts["programs"], "bold", above=True)
    lines.add(texts["check"])
    lines.add(texts["build"])
    lines.add(texts["rules"], "bold", above=True)
    for caution in texts["cautions"]:
        lines.add(caution)
    sheet.fit_to_pages(1, 1)


class _Lines:
    """Lines one below the other: a narrow column for a colour, a wide one for text."""

    _WIDTH = 92
    _LETTERS = 92
    """Characters of the wide column, and the Thai letters that a line of it holds."""

    def __init__(self, pen: Pen, sheet: Any) -> None:
        self._pen, self._sheet, self._row = pen, sheet, 0
        sheet.set_column(0, 0, 9)
        sheet.set_column(1, 1, self._WIDTH)

    def add(
        self,
        text: str,
        style: str = "wrap",
        *,
        above: bool = False,
        mark: tuple[str, str] | None = None,
    ) -> None:
        """A line of text; ``above`` leaves a blank line, ``mark`` is a coloured cell before it."""
        self._row += above
        if mark is not None:
            self._pen.write(self._sheet, self._row, 0, *mark)
        column = 1 if style == "wrap" else 0
        self._pen.write(self._sheet, self._row, column, text, style)
        if style == "wrap":
            lines = -(-count_cells(text) // self._LETTERS)
            self._sheet.set_row(self._row, ROW_HEIGHT * lines)
        self._row += 1

    def link(self, name: str) -> None:
        """A line that leads to a sheet."""
        quoted = name.replace("'", "''")
        look = self._pen.formats["link"]
        self._sheet.write_url(self._row, 1, f"internal:'{quoted}'!A1", look, clean_text(name))
        self._row += 1


def add_lists(
    pen: Pen, framework: Framework, names: Sequence[Office], kinds: Collection[OfficeKind]
) -> None:
    """รายชื่อ: what the drop-downs offer, each list under a name of the workbook; the groups are
    those of the kinds of body that the form is for."""
    words = load_words()
    groups = [
        name
        for kind, key in ((OfficeKind.AREA, "names"), (OfficeKind.SCHOOL, "school"))
        if kind in kinds
        for name in words["groups"][key]
    ]
    sheet = pen.add_sheet(words["sheets"]["lists"])
    columns: list[tuple[str, str | None, list[str], float]] = [
        ("offices", LISTS.offices, [office.name for office in names], 62),
        ("short_names", None, [office.short_name for office in names], 30),
        (
            "indicators",
            LISTS.indicators,
            [f"{item.number}. {item.name}" for item in framework.indicators],
            36,
        ),
        ("levels", LISTS.levels, [level.name for level in framework.levels], 22),
        ("groups", LISTS.groups, groups, 60),
        ("confirmations", LISTS.confirmations, [words["confirmation"]["text"]], 24),
        ("statuses", LISTS.statuses, [names[0] for names in STATUSES.values()], 24),
    ]
    for column, (head, list_name, items, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        pen.write(sheet, 0, column, words["lists"][head], "head optional")
        for row, item in enumerate(items, start=1):
            pen.write(sheet, row, column, item, "fixed")
        if list_name is not None:
            letter = chr(ord("A") + column)
            place = f"='{words['sheets']['lists']}'!${letter}$2:${letter}${max(2, len(items) + 1)}"
            pen.book.define_name(list_name, place)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def add_notes(pen: Pen, extra: ExtraSheet) -> None:
    """A sheet of texts under its heads, such as where each figure came from."""
    sheet = pen.add_sheet(extra.name)
    for column, (head, width) in enumerate(extra.heads):
        sheet.set_column(column, column, width)
        pen.write(sheet, 0, column, head, "head optional")
    for row, texts in enumerate(extra.rows, start=1):
        for column, text in enumerate(texts):
            pen.write(sheet, row, column, text, "wrap")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
