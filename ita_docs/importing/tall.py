"""Tables with a row an indicator: of one office, of several side by side, or of several years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ita_docs.importing.account import Fate
from ita_docs.importing.blocks import Block, Head, show_cell
from ita_docs.importing.contexts import check_own_years, name_of
from ita_docs.importing.mapping import Figure, Mapped, TableMapper, Tools, find_field
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.office_names import NOTHING, Match
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.importing.roles import Label, Role, Said
from ita_docs.importing.years import find_years
from ita_docs.problems import Digits


class TallTable(TableMapper):
    """Maps one tall table."""

    def __init__(self, tools: Tools, block: Block) -> None:
        super().__init__(tools, block)
        self._codes = self.resolve_codes(block.row_heads.values())
        self._offices: dict[int, Match] = {}
        self._labels: dict[int, Label] = {}

    def map(self) -> Mapped | None:
        """Its figures, or None where it holds none of an office's."""
        rows = self._find_rows()
        columns = self._find_columns(rows)
        if not columns:
            return None
        for head in self.block.row_heads.values():
            if head.label.role is Role.INDICATOR:
                self.refuse_odds(head)
        self.note_titles()
        levels = [c for c, label in self._labels.items() if label.role is Role.LEVEL]
        years = [self._labels[column].years for column in columns]
        if all(years):
            own = frozenset(year for found in years for year in found)
            check_own_years(self.block, own, self.tools.asked.year)
        figures: list[Figure] = []
        for column in columns:
            office = self._offices.get(column)
            if office is None:
                office = self.settle_office()
            year = next(iter(self._labels[column].years), None)
            figures += self._read_column(column, rows, office, year)
            if len(columns) == 1:
                figures += self._read_levels(levels, rows, column, office, year)
        self._refuse_unlabelled(rows, columns)
        self._refuse_spilled(columns)
        self._refuse_overfull(rows, columns)
        self._note_rest(rows, columns)
        if not any(figure.reading.number is not None for figure in figures):
            return None
        return Mapped(
            self.block, tuple(figures), self.year, self.office, tuple(self.problems),
            self.needs_proof,
        )  # fmt: skip

    def _find_rows(self) -> dict[int, str]:
        """The rows that name a figure and hold one."""
        rows: dict[int, str] = {}
        said = [head.label.said for head in self.block.row_heads.values()]
        named = any(how not in (None, Said.LETTER) for how in said)
        for row, head in self.block.row_heads.items():
            if named and head.label.said is Said.LETTER:
                continue  # i1 to i10 beside indicators with names or numbers are questions
            name = find_field(head.label, self._codes)
            filled = any(self.cell(row, column) is not None for column in self.block.values)
            if name is not None and len(head.label.years) == 0 and filled:
                rows[row] = name
                self.needs_proof = self.needs_proof or head.label.said is Said.LETTER
        return rows

    def _find_columns(self, rows: Mapping[int, str]) -> list[int]:
        """The columns of scores, one for each office and year."""
        groups: dict[object, list[int]] = defaultdict(list)
        maybe: set[int] = set()
        indicators = [row for row, name in rows.items() if name.startswith("indicator")]
        first, last = self.block.columns
        for column in range(first, last + 1):
            head = self.block.heads.get(column)
            label = self._read_head(column, head)
            self._labels[column] = label
            if column not in self.block.values:
                continue
            filled = [
                row
                for row in indicators
                if (cell := self.cell(row, column)) is not None
                and read_figure(cell).kind in (Kind.NUMBER, Kind.COMMA, Kind.UNCALCULATED)
            ]
            strict = label.role is Role.SCORE or (label.role is Role.TOTAL and label.weak)
            bare = label.role is Role.UNKNOWN and not label.rest
            if len(label.years) > 1 or not (strict or label.role is Role.UNKNOWN):
                continue
            if not filled:
                continue
            if not strict and not (bare and (label.years or column in self._offices)):
                if len(filled) * 2 < len(indicators):
                    continue
                maybe.add(column)
            office = name_of(self._offices[column]) if column in self._offices else ""
            groups[office, label.years].append(column)
        left_out = self.choose(groups, rows)
        chosen = [c for columns in groups.values() for c in columns if c not in left_out]
        # A column whose header does not say that it is the score: a published figure must.
        self.needs_proof = self.needs_proof or any(column in maybe for column in chosen)
        return sorted(chosen)

    def _read_head(self, column: int, head: Head | None) -> Label:
        """A column's header, the office that it may name taken out."""
        if head is None:
            return Label(Role.UNKNOWN)
        rest: list[str] = []
        for text in head.path:
            claim = find_years(text)
            match = self.tools.names.match(claim.rest) if claim.rest else NOTHING
            if match.office is None and self.tools.names.find_in(text).office is not None:
                match = self.tools.names.find_in(text)
            if match.office is not None or match.typed:
                self._offices[column] = match
                rest += [f"ปี {year}" for year in claim.years]
            elif match.candidates and column in self.block.values:
                raise QuestionError(
                    "import-office-ambiguous", self.at(*head.places[0]),
                    choices=match.candidates, names=list_names(match.candidates), typed=text[:60],
                )  # fmt: skip
            else:
                rest.append(text)
        return self.tools.reader.read(tuple(rest)) if rest else Label(Role.UNKNOWN)

    def _read_column(
        self, column: int, rows: Mapping[int, str], office: Match, year: int | None
    ) -> list[Figure]:
        figures = []
        self._refuse_gap(column)
        for row, name in rows.items():
            cell = self.cell(row, column)
            if cell is None:
                continue
            head = self.block.row_heads[row]
            chosen = year if year is not None else self.settle_year()
            figures.append(
                Figure(
                    self.block, (row, column), office, chosen, name, read_figure(cell), head,
                    head.label.said, column, str(column),
                )
            )  # fmt: skip
        return figures

    def _refuse_gap(self, column: int) -> None:
        """The first or the last score is an empty cell: the column may have slipped.

        An empty cell does not say whether there is no score; a dash does.
        """
        heads = self.block.row_heads.items()
        scores = [row for row, head in heads if head.label.role is Role.INDICATOR]
        for row in (scores[0], scores[-1]):
            if self.cell(row, column) is None:
                raise QuestionError("import-row-gap", self.at(row, column))

    def _read_levels(
        self,
        levels: list[int],
        rows: Mapping[int, str],
        column: int,
        office: Match,
        year: int | None,
    ) -> list[Figure]:
        """A level beside the total: a column ระดับ in the row คะแนนรวม."""
        figures = []
        for row, name in rows.items():
            for place in ((row, other) for other in levels):
                cell = self.cell(*place)
                if name != "total" or cell is None or "level" in rows.values():
                    continue
                reading = read_figure(cell)
                if reading.kind is Kind.TEXT:
                    head = self.block.heads[place[1]]
                    chosen = year if year is not None else self.settle_year()
                    figures.append(
                        Figure(
                            self.block, place, office, chosen, "level", reading, head, None,
                            column, str(column),
                        )
                    )  # fmt: skip
        return figures

    def _refuse_unlabelled(self, rows: Mapping[int, str], columns: list[int]) -> None:
        """A row of figures that nobody understands, while indicators are missing."""
        if sum(name.startswith("indicator") for name in rows.values()) >= 10:
            return
        for row in self.block.rows:
            head = self.block.row_heads.get(row)
            unknown = head is None or head.label.role in (Role.UNKNOWN, Role.NUMBER)
            if row in rows or not unknown:
                continue
            cell = next((c for column in columns if (c := self.cell(row, column))), None)
            if cell is not None and read_figure(cell).kind is Kind.NUMBER:
                text = head.text if head is not None else ""
                raise QuestionError(
                    "import-column-unlabelled", self.at(row, self.block.columns[0]),
                    header=text[:60] or "-",
                )  # fmt: skip

    def _refuse_spilled(self, columns: list[int]) -> None:
        """A number right below the table, beside no label: the figures may have slipped down."""
        row = self.block.rows[-1] + 1
        labels = [c for c in self.grid.rows.get(row, {}) if c < min(columns)]
        for column in columns:
            cell = self.cell(row, column)
            if cell is not None and read_figure(cell).kind is Kind.NUMBER and not labels:
                typed = show_cell(cell)
                raise QuestionError("import-row-shifted", self.at(row, column), typed=typed[:40])

    def _refuse_overfull(self, rows: Mapping[int, str], columns: list[int]) -> None:
        """A score above its full mark (คะแนนเต็ม): the two columns changed places."""
        for full, head in self.block.heads.items():
            if full not in self.block.values or "เต็ม" not in head.text:
                continue
            for row in rows:
                most = self.cell(row, full)
                for column in columns:
                    cell = self.cell(row, column)
                    if most is None or cell is None:
                        continue
                    bound, score = read_figure(most).number, read_figure(cell).number
                    if bound is not None and score is not None and score > bound:
                        raise QuestionError(
                            "import-mapping-wrong", self.at(row, column), header=head.text[:60],
                            agreeing=Digits("0"), tested=Digits("1"),
                        )  # fmt: skip

    def _note_rest(self, rows: Mapping[int, str], columns: list[int]) -> None:
        for row in self.block.rows:
            head = self.block.row_heads.get(row)
            for column in self.grid.rows[row]:
                place = row, column
                if not self.block.columns[0] <= column <= self.block.columns[1]:
                    continue
                if head is not None and place in head.places:
                    self.note(place, Fate.LABEL, "row-head")
                elif column < min(self.block.values):
                    self.note(place, Fate.LABEL, "order")
                elif column not in columns:
                    label = self._labels.get(column)
                    known = label is not None and label.role in (Role.ASIDE, Role.ITEM, Role.LEVEL)
                    text = self._head_text(column) if column in self.block.heads else ""
                    self.note(place, Fate.UNUSED, "aside" if known else "no-header", text)
                elif row not in rows:
                    item = head is not None and head.label.role is Role.ITEM
                    text = head.text if head is not None else ""
                    self.note(place, Fate.UNUSED, "item" if item else "no-row-head", text)
