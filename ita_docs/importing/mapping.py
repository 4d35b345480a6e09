"""A table's figures: each number with its office, year and meaning, or a question.

A wide table (``wide``) names the figure by its column and the office by its row; a tall one
(``tall``) the figure by its row, and by its column the year, the office, or both. Nothing is told
by the numbers themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ita_docs.importing.account import Account, Fate
from ita_docs.importing.blocks import Block, Head, Place
from ita_docs.importing.contexts import Settled, settle_office, settle_year
from ita_docs.importing.labels import LabelReader
from ita_docs.importing.numbers import Reading, read_figure
from ita_docs.importing.office_names import Match, OfficeNames
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.importing.roles import Label, Role, Said
from ita_docs.model import GridCell, Instrument
from ita_docs.problems import Digits, Location, Problem
from ita_docs.thai import match_key


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers that the options give: a year, an office, sheets and columns by name."""

    year: int | None = None
    office: str | None = None
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one office and year, where it stands, and under which header.

    ``field`` is the field of the form; ``unit`` the row (or the column of a tall table) whose
    figures belong together, ``lane`` the group of columns that they stand in.
    """

    block: Block
    place: Place
    office: Match
    year: int
    field: str
    reading: Reading
    head: Head
    said: Said | None
    unit: int
    lane: str

    @property
    def at(self) -> Location:
        """Its address."""
        return self.block.grid.locate(*self.place)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table's figures; who said its year and its office; what is worth a note."""

    block: Block
    figures: tuple[Figure, ...]
    year: Settled | None
    office: Settled | None
    problems: tuple[Problem, ...]
    needs_proof: bool


class Tools:
    """What every table is read with: the names, the labels, the answers and the account.

    ``full_marks`` are the most points of a score and of the weighted instruments.
    """

    def __init__(
        self,
        names: OfficeNames,
        reader: LabelReader,
        asked: Asked,
        account: Account,
        members: Mapping[Instrument, tuple[int, ...]],
        full_marks: frozenset[Decimal],
    ) -> None:
        self.full_marks = full_marks
        self.names = names
        self.reader = reader
        self.asked = asked
        self.account = account
        self.members = members

    @cached_property
    def asked_office(self) -> Match | None:
        """What --office names: an office of the list, or a name as it was typed."""
        if self.asked.office is None:
            return None
        match = self.names.match(self.asked.office)
        if match.office is not None:
            return match
        if match.candidates:
            raise QuestionError(
                "import-office-ambiguous", None, option="--office", choices=match.candidates,
                names=list_names(match.candidates), typed=self.asked.office,
            )  # fmt: skip
        return Match(typed=" ".join(self.asked.office.split()))


class TableMapper:
    """What wide and tall tables have in common."""

    def __init__(self, tools: Tools, block: Block) -> None:
        self.tools = tools
        self.block = block
        self.grid = block.grid
        self.problems: list[Problem] = []
        self.needs_proof = False
        self.year: Settled | None = None
        self.office: Settled | None = None

    def cell(self, row: int, column: int) -> GridCell | None:
        """What a cell stores."""
        return self.grid.rows.get(row, {}).get(column)

    def note(self, place: Place, fate: Fate, why: str, detail: str = "") -> None:
        """Enter a cell into the account, if there is one."""
        if self.cell(*place) is not None:
            self.tools.account.note(self.grid, place, fate, why, detail)

    def at(self, row: int, column: int) -> Location:
        """A cell's address."""
        return self.grid.locate(row, column)

    def settle_year(self) -> int:
        """The table's own year, asked for once a figure needs it."""
        if self.year is None:
            self.year = settle_year(self.block, self.tools.asked.year)
        return int(self.year.value)

    def settle_office(self) -> Match:
        """The table's own office."""
        match, self.office = settle_office(self.block, self.tools.names, self.tools.asked_office)
        return match

    def resolve_codes(self, heads: Iterable[Head]) -> dict[tuple[Instrument, int], int]:
        """Indicators behind codes: EIT 6-8 are themselves, EIT 1-3 the first to third of EIT.

        Codes within an instrument count only when all ten are there: IIT 1-5 alone may be
        questions as well.
        """
        used: dict[Instrument, set[int]] = defaultdict(set)
        told: set[int] = set()
        first: Head | None = None
        for head in heads:
            label = head.label
            if label.role is not Role.INDICATOR:
                continue
            if label.said is Said.CODE and label.instrument is not None and label.number:
                used[label.instrument].add(label.number)
                first = first or head
            elif label.number:
                told.add(label.number)
        found: dict[tuple[Instrument, int], int] = {}
        local = False
        for instrument, numbers in used.items():
            members = self.tools.members[instrument]
            if numbers <= set(members):
                found |= {(instrument, number): number for number in numbers}
            elif numbers <= set(range(1, len(members) + 1)):
                local = True
                found |= {(instrument, number): members[number - 1] for number in numbers}
            elif first is not None:
                raise QuestionError("import-items", self.at(*first.places[-1]), header=first.text)
        every = {number for members in self.tools.members.values() for number in members}
        if local and first is not None and set(found.values()) | told != every:
            raise QuestionError("import-items", self.at(*first.places[-1]), header=first.text)
        return found

    def refuse_odds(self, head: Head) -> None:
        """A number beside another indicator's name: nobody can say which of them is right."""
        if head.label.odds is not None:
            raise QuestionError(
                "import-header-odds", self.at(*head.places[-1]), header=head.text[:60],
                number=Digits(str(head.label.number)), other=Digits(str(head.label.odds)),
            )  # fmt: skip

    def note_titles(self) -> None:
        """Titles and heads are labels."""
        for place in self.block.titles:
            self.note(place, Fate.LABEL, "title")
        first, last = self.block.columns
        for row in self.block.head_rows:
            for column in self.grid.rows.get(row, {}):
                if first <= column <= last:
                    self.note((row, column), Fate.LABEL, "head")

    def choose(self, groups: Mapping[object, list[int]], rows: Iterable[int]) -> set[int]:
        """Of columns that could be the same score the one to read; raises where several could.

        --column decides; columns that say the same in every row are one.
        """
        rows = list(rows)
        left_out: set[int] = set()
        for columns in groups.values():
            if len(columns) < 2:
                continue
            kept = [column for column in columns if self._is_wanted(column)] or columns
            first = kept[0]
            for other in kept[1:]:
                if not self._are_equal(first, other, rows):
                    raise self._ask_column(columns)
            left_out |= set(columns) - {first}
            for other in columns:
                if other != first:
                    why = "same-column" if other in kept else "column-option"
                    for row in rows:
                        self.note((row, other), Fate.UNUSED, why, self._head_text(first))
        return left_out

    def _is_wanted(self, column: int) -> bool:
        key = match_key(self._head_text(column))
        return any(match_key(wanted) in key for wanted in self.tools.asked.columns)

    def _head_text(self, column: int) -> str:
        head = self.block.heads.get(column)
        return head.text if head is not None else self.at(1, column).cell or ""

    def _are_equal(self, first: int, other: int, rows: list[int]) -> bool:
        for row in rows:
            one, two = self.cell(row, first), self.cell(row, other)
            left = read_figure(one) if one is not None else None
            right = read_figure(two) if two is not None else None
            if (left and left.number) != (right and right.number):
                return False
            texts = [match_key(found.text) for found in (left, right) if found is not None]
            words = left is not None and left.number is None
            if words and len(texts) == 2 and texts[0] != texts[1]:
                return False
        return True

    def _ask_column(self, columns: list[int]) -> QuestionError:
        heads = [self.block.heads[column] for column in columns if column in self.block.heads]
        told = [head.label.rest or head.text for head in heads]
        choices = tuple(dict.fromkeys(told if len(set(told)) > 1 else [h.text for h in heads]))
        place = heads[0].places[-1] if heads else (self.block.rows[0], columns[0])
        return QuestionError(
            "import-columns-several", self.at(*place), option="--column", choices=choices,
            names=list_names(choices),
        )  # fmt: skip


def find_field(label: Label, codes: Mapping[tuple[Instrument, int], int]) -> str | None:
    """The field of the form that a header names."""
    if label.role is Role.INDICATOR:
        number = label.number
        if label.said is Said.CODE and label.instrument is not None and number is not None:
            number = codes.get((label.instrument, number))
        return None if number is None else f"indicator_{number}"
    if label.role is Role.INSTRUMENT and label.instrument is not None:
        return label.instrument.value.lower()
    return {Role.TOTAL: "total", Role.LEVEL: "level"}.get(label.role)
