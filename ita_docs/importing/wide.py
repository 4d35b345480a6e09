"""Tables with a row an office: whose row it is, which year, and what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ita_docs.importing.account import Fate
from ita_docs.importing.blocks import Block, show_cell
from ita_docs.importing.contexts import ask_years, check_own_years
from ita_docs.importing.mapping import Figure, Mapped, Tools, find_field
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.office_names import Match
from ita_docs.importing.questions import QuestionError
from ita_docs.importing.roles import Role, Said
from ita_docs.importing.row_names import NamedRows
from ita_docs.thai import match_key

_MOST_UNHEADED = 5
"""Columns of numbers without a header that are as good as a table without headers."""


class WideTable(NamedRows):
    """Maps one wide table."""

    def __init__(self, tools: Tools, block: Block) -> None:
        super().__init__(tools, block)
        self._codes = self.resolve_codes(block.heads.values())

    def map(self) -> Mapped | None:
        """Its figures, or None where it holds none of an office's."""
        self._find_fields()
        rows = self.name_rows()
        if not rows or not self.fields:
            return None
        for column in self.fields:
            self.refuse_odds(self.block.heads[column])
        self.note_titles()
        groups: dict[object, list[int]] = defaultdict(list)
        for column, name in self.fields.items():
            if name not in ("iit", "eit", "oit"):
                groups[name, self.block.heads[column].label.years].append(column)
        left_out = self.choose(groups, rows)
        self.fields = {c: name for c, name in self.fields.items() if c not in left_out}
        self._refuse_unheaded(rows)
        years = [self.block.heads[column].label.years for column in self.fields]
        own = frozenset(year for found in years for year in found)
        own |= {year for _, year in rows.values() if year is not None}
        named = all(years) or all(year is not None for _, year in rows.values())
        if own and named:
            check_own_years(self.block, own, self.tools.asked.year)
        self._refuse_spilled(rows)
        figures = [
            figure
            for row, (office, year) in rows.items()
            for figure in self._read_row(row, office, year)
        ]
        if not figures:
            return None
        return Mapped(
            self.block, tuple(figures), self.year, self.office, tuple(self.problems),
            self.needs_proof,
        )  # fmt: skip

    def _find_fields(self) -> None:
        """What each column holds."""
        heads = self.block.heads
        for column, head in heads.items():
            name = find_field(head.label, self._codes)
            if name is not None and len(head.label.years) < 2:
                self.fields[column] = name
                self.needs_proof = self.needs_proof or head.label.said is Said.LETTER
            else:
                self.by_role[head.label.role].append(column)
        self._drop_letters()
        indicators = any(name.startswith("indicator") for name in self.fields.values())
        named = {years for name, years in self._totals() if name == "total"}
        for column in list(self.by_role[Role.SCORE]):
            # ลำดับ · สพท. · คะแนน · ระดับ: without indicators the score is the total
            if self._holds_levels(column):
                self.fields[column] = "level"
            elif not indicators and heads[column].label.years not in named:
                self.fields[column] = "total"
        for column in list(self.by_role[Role.UNKNOWN]):
            label = heads[column].label
            if (
                not indicators
                and len(label.years) == 1
                and not label.rest
                and self._speaks_of_totals()
            ):
                self.fields[column] = "total"
        for column in self.fields:
            for columns in self.by_role.values():
                if column in columns:
                    columns.remove(column)

    def _drop_letters(self) -> None:
        """i1 to i10 beside indicators with names or numbers are questions."""
        said = {c: self.block.heads[c].label.said for c in self.fields}
        letters = [column for column, how in said.items() if how is Said.LETTER]
        if letters and any(how not in (None, Said.LETTER) for how in said.values()):
            for column in letters:
                del self.fields[column]
                self.by_role[Role.ITEM].append(column)
            self.needs_proof = False

    def _totals(self) -> list[tuple[str, frozenset[int]]]:
        return [
            (name, self.block.heads[column].label.years) for column, name in self.fields.items()
        ]

    def _speaks_of_totals(self) -> bool:
        """Whether bare years over numbers are totals: the titles speak of scores, of no part."""
        texts = " ".join(
            [self.block.text(place) for place in self.block.titles]
            + [self.grid.sheet, self.grid.file]
            + [part for head in self.block.heads.values() for part in head.path]
        )
        key = match_key(texts)
        whole = ("คะแนน", "ผลการประเมิน", "ita")
        return any(word in key for word in whole) and not any(
            word in key for word in ("iit", "eit", "oit", "ตัวชี้วัด")
        )

    def _holds_levels(self, column: int) -> bool:
        found = [
            read_figure(cell).kind is Kind.TEXT
            for row in self.block.rows
            if (cell := self.cell(row, column)) is not None
        ]
        return bool(found) and sum(found) * 2 > len(found)

    def _refuse_unheaded(self, rows: Iterable[int]) -> None:
        """Numbers under no header that may be a missing indicator: asked, not passed over."""
        rows = list(rows)
        numbers = {name for name in self.fields.values() if name.startswith("indicator")}
        if len(numbers) >= 10:
            return
        unheaded = []
        end = self.block.columns[1] + 1
        for column in range(self.block.columns[0], end + 1):
            role = self.role(column)
            if column in self.fields or role not in (Role.UNKNOWN, Role.NUMBER, Role.SCORE):
                continue
            filled = [
                row
                for row in rows
                if (cell := self.cell(row, column)) is not None
                and read_figure(cell).kind is Kind.NUMBER
            ]
            if len(filled) * 2 > len(rows):
                unheaded.append(column)
        if unheaded and (numbers or len(unheaded) >= _MOST_UNHEADED):
            column = unheaded[0]
            head = self.block.heads.get(column)
            place = head.places[-1] if head is not None else (rows[0], column)
            raise QuestionError(
                "import-column-unlabelled", self.at(*place),
                header=head.text[:60] if head is not None else "-",
            )  # fmt: skip

    def _refuse_spilled(self, rows: Iterable[int]) -> None:
        """A number behind the last header, in this row and few others: the row was moved."""
        rows = list(rows)
        column = self.block.columns[1] + 1
        spilled = [
            row
            for row in rows
            if (cell := self.cell(row, column)) is not None
            and read_figure(cell).kind is Kind.NUMBER
        ]
        if spilled and len(spilled) * 2 <= len(rows) and not self._is_taken(column):
            typed = show_cell(self.cell(spilled[0], column))
            raise QuestionError("import-row-shifted", self.at(spilled[0], column), typed=typed[:40])

    def _is_taken(self, column: int) -> bool:
        """Whether a header stands over a column that is none of this table's."""
        return any(self.cell(row, column) is not None for row in self.block.head_rows)

    def _read_row(self, row: int, office: Match, year: int | None) -> list[Figure]:
        figures = []
        for column, name in self.fields.items():
            cell = self.cell(row, column)
            head = self.block.heads[column]
            if cell is None:
                continue
            own = next(iter(head.label.years), None)
            if own is not None and year is not None and own != year:
                raise ask_years({own, year}, self.at(row, column))
            chosen = own if own is not None else year
            if chosen is None:
                chosen = self.settle_year()
            figures.append(
                Figure(
                    self.block, (row, column), office, chosen, name, read_figure(cell), head,
                    head.label.said, row, str(own or ""),
                )
            )  # fmt: skip
        for column, cell in self.grid.rows[row].items():
            if not self.is_inside(column):
                continue
            role = self.role(column)
            if column in self.by_role[Role.OFFICE] + self.by_role[Role.PROVINCE]:
                self.note((row, column), Fate.LABEL, "office")
            elif role is Role.YEAR:
                self.note((row, column), Fate.LABEL, "year")
            elif role is Role.ORDER:
                self.note((row, column), Fate.LABEL, "order")
            elif column not in self.fields:
                why = {Role.ITEM: "item", Role.ASIDE: "aside"}.get(role, "no-header")
                known = self.block.heads.get(column)
                detail = known.text if known is not None else show_cell(cell)
                self.note((row, column), Fate.UNUSED, why, detail)
        return figures
