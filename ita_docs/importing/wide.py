"""Tables with a row an office: whose row it is, which year, and what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ita_docs.importing.account import Fate
from ita_docs.importing.blocks import Block, Place, find_anchors, show_cell
from ita_docs.importing.contexts import ask_years, check_own_years
from ita_docs.importing.labels import Role, Said
from ita_docs.importing.mapping import Figure, Mapped, TableMapper, Tools, find_field
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.office_names import NOTHING, Match
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.importing.years import find_years
from ita_docs.problems import Problem
from ita_docs.thai import match_key

_FOOTERS = tuple(map(match_key, (
    "รวม", "เฉลี่ย", "ค่าเฉลี่ย", "สูงสุด", "ต่ำสุด", "ค่าสูงสุด", "ค่าต่ำสุด", "คะแนนเฉลี่ย", "คะแนนรวม", "S.D.",
    "SD", "ส่วนเบี่ยงเบน", "หมายเหตุ", "ที่มา", "ลงชื่อ", "(ลงชื่อ)", "ภาพรวม", "ผลรวม", "total", "average",
    "mean", "max", "min", "ร้อยละ", "จำนวน", "คะแนนเต็ม", "น้ำหนัก", "เป้าหมาย", "ค่าเป้าหมาย", "มัธยฐาน",
    "อันดับ", "ผู้รายงาน", "ผู้จัดทำ", "ข้อมูลณ", "ระดับประเทศ", "ประเทศ", "ค่ากลาง", "sum", "count",
    "ค่ามาตรฐาน", "สรุป", "เกณฑ์", "คะแนนสูงสุด", "คะแนนต่ำสุด", "ทั้งหมด", "ทั้งประเทศ", "สพฐ",
)))  # fmt: skip
_KIND_HEADS = {match_key("สพป."): "สพป.", match_key("สพม."): "สพม.", "สพป": "สพป.", "สพม": "สพม."}
_DISTRICT_HEADS = frozenset(map(match_key, ("เขต", "เขตที่", "เขตพื้นที่")))
_MOST_UNHEADED = 5
"""Columns of numbers without a header that are as good as a table without headers."""


class WideTable(TableMapper):
    """Maps one wide table."""

    def __init__(self, tools: Tools, block: Block) -> None:
        super().__init__(tools, block)
        self._fields: dict[int, str] = {}
        self._codes = self.resolve_codes(block.heads.values())
        self._by_role: dict[Role, list[int]] = defaultdict(list)
        self._anchors = find_anchors(block.grid)
        self._section_year: int | None = None
        self._section_above = ""
        self._province = ""
        self._last_office: Match = NOTHING
        self._last_district: tuple[str, int] | None = None

    def map(self) -> Mapped | None:
        """Its figures, or None where it holds none of an office's."""
        self._find_fields()
        rows = self._name_rows()
        if not rows or not self._fields:
            return None
        for column in self._fields:
            self.refuse_odds(self.block.heads[column])
        self.note_titles()
        groups: dict[object, list[int]] = defaultdict(list)
        for column, name in self._fields.items():
            if name not in ("iit", "eit", "oit"):
                groups[name, self.block.heads[column].label.years].append(column)
        left_out = self.choose(groups, rows)
        self._fields = {c: name for c, name in self._fields.items() if c not in left_out}
        self._refuse_unheaded(rows)
        own = frozenset(
            year for column in self._fields for year in self.block.heads[column].label.years
        ) | {year for _, year in rows.values() if year is not None}
        if own:
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
                self._fields[column] = name
                self.needs_proof = self.needs_proof or head.label.said is Said.LETTER
            else:
                self._by_role[head.label.role].append(column)
        indicators = any(name.startswith("indicator") for name in self._fields.values())
        named = {years for name, years in self._totals() if name == "total"}
        for column in list(self._by_role[Role.SCORE]):
            # ลำดับ · สพท. · คะแนน · ระดับ: without indicators the score is the total
            if self._holds_levels(column):
                self._fields[column] = "level"
            elif not indicators and heads[column].label.years not in named:
                self._fields[column] = "total"
        for column in list(self._by_role[Role.UNKNOWN]):
            label = heads[column].label
            if (
                not indicators
                and len(label.years) == 1
                and not label.rest
                and self._speaks_of_totals()
            ):
                self._fields[column] = "total"
        for column in self._fields:
            for columns in self._by_role.values():
                if column in columns:
                    columns.remove(column)

    def _totals(self) -> list[tuple[str, frozenset[int]]]:
        return [
            (name, self.block.heads[column].label.years) for column, name in self._fields.items()
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

    # --- who a row is of

    def _name_rows(self) -> dict[int, tuple[Match, int | None]]:
        """The rows that belong to an office, each with its office and its own year."""
        self._find_office_column()
        named: dict[int, tuple[Match, int | None]] = {}
        nameless: list[int] = []
        bare: list[int] = []
        years = bool(self._by_role[Role.YEAR])
        for row in self.block.rows:
            figures = self._count_figures(row)
            if self._is_footer(row):
                self._pass_over(row, "footer")
                continue
            match, year = self._name_row(row)
            if not figures:
                self._take_section(row, match)
                if match.office is not None or match.typed:
                    bare.append(row)
                continue
            if self._section_year is not None:
                year = year if year is not None else self._section_year
            if match.office is not None or match.typed:
                named[row] = match, year
                self._last_office = match
            elif match.candidates:
                raise self._ask_office(row, match)
            elif self._is_continued(row, year):
                named[row] = self._last_office, year
            else:
                nameless.append(row)
        if not named and nameless:
            return self._name_alone(nameless, years=years)
        self._judge_nameless(nameless, bare)
        for row in bare:
            self._note_bare(row)
        return named

    def _find_office_column(self) -> None:
        if self._by_role[Role.OFFICE]:
            return
        for column in range(*self.block.columns):
            if column in self._fields or self._role(column) in (Role.YEAR, Role.ASIDE, Role.ORDER):
                continue
            texts = [
                str(cell.value)
                for row in self.block.rows
                if (cell := self.cell(row, column)) is not None and isinstance(cell.value, str)
            ]
            known = [text for text in texts if self.tools.names.match(text) not in (NOTHING,)]
            if texts and len(known) * 2 >= len(texts):
                self._by_role[Role.OFFICE].append(column)
                return

    def _role(self, column: int) -> Role:
        head = self.block.heads.get(column)
        return head.label.role if head is not None else Role.UNKNOWN

    def _count_figures(self, row: int) -> int:
        cells = self.grid.rows[row]
        return sum(
            read_figure(cells[column]).kind is not Kind.TEXT or self._fields[column] == "level"
            for column in cells.keys() & self._fields.keys()
        )

    def _is_footer(self, row: int) -> bool:
        first = min(self._fields, default=0)
        for column in self.grid.rows[row]:
            if (
                column in self._fields
                or not self.block.columns[0] <= column <= self.block.columns[1]
            ):
                continue
            if column > first and self._role(column) in (Role.ASIDE, Role.UNKNOWN):
                continue  # remarks behind the figures
            text = show_cell(self.cell(row, column))
            if match_key(text).startswith(_FOOTERS) and not self.tools.names.match(text).office:
                return True
        return False

    def _name_row(self, row: int) -> tuple[Match, int | None]:
        """The office that a row names, and the year it claims."""
        texts: list[str] = []
        year: int | None = None
        kind = ""
        for column in self._by_role[Role.OFFICE]:
            place = self._anchor(row, column)
            text = show_cell(self.cell(*place))
            if not text:
                continue
            head = self.block.heads.get(column)
            key = match_key(head.path[-1]) if head is not None and head.path else ""
            kind = kind or _KIND_HEADS.get(key, "")
            if key in _DISTRICT_HEADS and text.strip().isdigit():
                text = f"เขต {text.strip()}"
            claim = find_years(text)
            if len(claim.years) == 1:
                year, text = next(iter(claim.years)), claim.rest
            texts.append(text)
        year = self._read_year(row) if year is None else year
        above = self._find_province(row, texts) or self._section_above or kind
        return self._match(texts, above), year

    def _anchor(self, row: int, column: int) -> Place:
        return self._anchors.get((row, column), (row, column))

    def _read_year(self, row: int) -> int | None:
        for column in self._by_role[Role.YEAR]:
            text = show_cell(self.cell(*self._anchor(row, column)))
            years = find_years(f"ปี {text}").years if text else frozenset()
            if len(years) == 1:
                return next(iter(years))
        return None

    def _find_province(self, row: int, texts: list[str]) -> str:
        """The province of a row; a blank one is that of the row above while its districts count on.

        เชียงใหม่ | เขต 1
                | เขต 2      still เชียงใหม่
        ลำปาง    | เขต 1
        """
        columns = self._by_role[Role.PROVINCE]
        if not columns:
            return ""
        text = " ".join(
            filter(None, (show_cell(self.cell(*self._anchor(row, column))) for column in columns))
        )
        district = next((digits for t in texts if (digits := _district(t)) is not None), None)
        if text:
            self._province = text
        elif not (self._last_district and district == self._last_district[1] + 1):
            self._province = ""
        self._last_district = (self._province, district) if district is not None else None
        return self._province

    def _match(self, texts: list[str], above: str) -> Match:
        names = self.tools.names
        found = [names.match(text, above) for text in texts]
        offices = {match.office.name: match for match in found if match.office is not None}
        if not offices and len(texts) > 1:
            whole = names.match(" ".join(texts), above)
            if whole.office is not None:
                offices = {whole.office.name: whole}
        if len(offices) == 1:
            return next(iter(offices.values()))
        if offices:
            return Match(candidates=tuple(offices))
        typed = next((match for match in found if match.typed), None)
        return typed or next((match for match in found if match.candidates), NOTHING)

    def _is_continued(self, row: int, year: int | None) -> bool:
        """Whether a row without a name goes on with the office above: it names another year."""
        blank = all(
            self.cell(*self._anchor(row, column)) is None for column in self._by_role[Role.OFFICE]
        )
        return blank and year is not None and self._last_office is not NOTHING

    def _take_section(self, row: int, match: Match) -> None:
        """A row of text between the rows: a year or a province that the next rows stand under."""
        cells = self.grid.rows[row]
        texts = [show_cell(cell) for column, cell in cells.items() if self._is_inside(column)]
        if len(texts) != 1:
            return
        years = find_years(texts[0]).years
        if len(years) == 1:
            self._section_year = next(iter(years))
        elif match.office is None and (match.candidates or match_key(texts[0]).startswith("จังหวัด")):
            self._section_above = texts[0]
        else:
            return
        for column in cells:
            self.note((row, column), Fate.LABEL, "section")

    def _is_inside(self, column: int) -> bool:
        return self.block.columns[0] <= column <= self.block.columns[1]

    def _name_alone(self, rows: list[int], *, years: bool) -> dict[int, tuple[Match, int | None]]:
        """Rows of one office that the title names: a row a year, or one row alone."""
        full = [row for row in rows if self._count_figures(row) >= 2 or years]
        own = {row: self._read_year(row) for row in full}
        by_year = years and all(own.values()) and len(set(own.values())) == len(own)
        if not full or not (by_year or len(full) == 1):
            return {}
        if self._by_role[Role.OFFICE] and any(
            show_cell(self.cell(row, column))
            for row in full
            for column in self._by_role[Role.OFFICE]
        ):
            return {}
        match = self.settle_office()
        return {row: (match, own[row]) for row in full}

    def _judge_nameless(self, nameless: list[int], bare: list[int]) -> None:
        """Rows of figures that name no office: shifted rows, or rows that belong to none."""
        for row in nameless:
            texts = self._label_texts(row)
            if not texts and (self._count_figures(row) >= 2 or bare):
                raise QuestionError("import-row-nameless", self.at(row, min(self._fields)))
            at = self.at(row, min(self.grid.rows[row]))
            name = texts[0] if texts else "-"
            self.problems.append(Problem("import-row-passed", at, values={"name": name[:60]}))
            self._pass_over(row, "no-office")

    def _label_texts(self, row: int) -> list[str]:
        return [
            show_cell(self.cell(row, column))
            for column in self._by_role[Role.OFFICE] + self._by_role[Role.PROVINCE]
            if self.cell(row, column) is not None
        ]

    def _note_bare(self, row: int) -> None:
        for column in self.grid.rows[row]:
            if self._is_inside(column):
                self.note((row, column), Fate.UNUSED, "no-scores")

    def _ask_office(self, row: int, match: Match) -> QuestionError:
        column = self._by_role[Role.OFFICE][0]
        typed = " ".join(self._label_texts(row)) or "-"
        return QuestionError(
            "import-office-ambiguous", self.at(row, column), choices=match.candidates,
            names=list_names(match.candidates), typed=typed[:60],
        )  # fmt: skip

    def _pass_over(self, row: int, why: str) -> None:
        for column in self.grid.rows[row]:
            if self._is_inside(column):
                self.note((row, column), Fate.UNUSED, why)

    # --- what a row holds

    def _refuse_unheaded(self, rows: Iterable[int]) -> None:
        """Numbers under no header that may be a missing indicator: asked, not passed over."""
        rows = list(rows)
        numbers = {name for name in self._fields.values() if name.startswith("indicator")}
        if len(numbers) >= 10:
            return
        unheaded = []
        end = self.block.columns[1] + 1
        for column in range(self.block.columns[0], end + 1):
            role = self._role(column)
            if column in self._fields or role not in (Role.UNKNOWN, Role.NUMBER, Role.SCORE):
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
        for column, name in self._fields.items():
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
            if not self._is_inside(column):
                continue
            role = self._role(column)
            if column in self._by_role[Role.OFFICE] + self._by_role[Role.PROVINCE]:
                self.note((row, column), Fate.LABEL, "office")
            elif role is Role.YEAR:
                self.note((row, column), Fate.LABEL, "year")
            elif role is Role.ORDER:
                self.note((row, column), Fate.LABEL, "order")
            elif column not in self._fields:
                why = {Role.ITEM: "item", Role.ASIDE: "aside"}.get(role, "no-header")
                known = self.block.heads.get(column)
                detail = known.text if known is not None else show_cell(cell)
                self.note((row, column), Fate.UNUSED, why, detail)
        return figures


def _district(text: str) -> int | None:
    key = match_key(text)
    tail = key.rpartition("เขต")[2] if "เขต" in key else ""
    return int(tail) if tail.isdigit() and len(tail) < 3 else None
