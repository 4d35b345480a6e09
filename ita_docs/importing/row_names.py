"""Whose a row is: its office by name, by province and district, or by the row above; its year.

เชียงใหม่ | เขต 1 | 92.15        สพป.เชียงใหม่ เขต 1
        | เขต 2 | 88.40        still เชียงใหม่, since the districts count on
สพป.ตรัง เขต 1 | ปี 2564 | …
              | ปี 2563 | …     the same office, another year
ค่าเฉลี่ย       | 90.11           no office: passed over
              | 91.02 | 85.30   no name at all: asked, since the names may have slipped

One module, though long: what may name a row is tried in one order.
"""

from __future__ import annotations

from collections import defaultdict

from ita_docs.importing.account import Fate
from ita_docs.importing.blocks import Block, Place, find_anchors, show_cell
from ita_docs.importing.mapping import TableMapper, Tools
from ita_docs.importing.numbers import Kind, read_figure
from ita_docs.importing.office_names import NOTHING, Match
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.importing.roles import Role
from ita_docs.importing.years import find_years
from ita_docs.problems import Problem
from ita_docs.thai import match_key

_FOOTERS = tuple(map(match_key, (
    "รวม", "เฉลี่ย", "ค่าเฉลี่ย", "สูงสุด", "ต่ำสุด", "ค่าสูงสุด", "ค่าต่ำสุด", "คะแนนเฉลี่ย", "คะแนนรวม", "S.D.",
    "SD", "ส่วนเบี่ยงเบน", "หมายเหตุ", "ที่มา", "ลงชื่อ", "(ลงชื่อ)", "ภาพรวม", "ผลรวม", "total", "average",
    "mean", "max", "min", "ร้อยละ", "จำนวน", "คะแนนเต็ม", "น้ำหนัก", "เป้าหมาย", "ค่าเป้าหมาย", "มัธยฐาน",
    "อันดับ", "ผู้รายงาน", "ผู้จัดทำ", "ข้อมูลณ", "ระดับประเทศ", "ประเทศ", "ค่ากลาง", "sum", "count",
    "ค่ามาตรฐาน", "สรุป", "เกณฑ์", "คะแนนสูงสุด", "คะแนนต่ำสุด", "ทั้งหมด", "ทั้งประเทศ",
)))  # fmt: skip
_KIND_HEADS = {match_key("สพป."): "สพป.", match_key("สพม."): "สพม.", "สพป": "สพป.", "สพม": "สพม."}
_DISTRICT_HEADS = frozenset(map(match_key, ("เขต", "เขตที่", "เขตพื้นที่")))


class NamedRows(TableMapper):
    """A table whose rows are of offices: ``fields`` are those of its columns, ``by_role`` its other
    columns by what their headers make of them."""

    def __init__(self, tools: Tools, block: Block) -> None:
        super().__init__(tools, block)
        self.fields: dict[int, str] = {}
        self.by_role: dict[Role, list[int]] = defaultdict(list)
        self._anchors = find_anchors(block.grid)
        self._section_year: int | None = None
        self._section_above = ""
        self._province = ""
        self._last_office: Match = NOTHING
        self._last_district: tuple[str, int] | None = None

    def name_rows(self) -> dict[int, tuple[Match, int | None]]:
        """The rows that belong to an office, each with its office and its own year."""
        self._find_office_column()
        named: dict[int, tuple[Match, int | None]] = {}
        nameless: list[int] = []
        bare: list[int] = []
        years = bool(self.by_role[Role.YEAR])
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
        """A column whose texts are mostly offices is one of offices, whatever its header says."""
        passed = (Role.OFFICE, Role.PROVINCE, Role.YEAR, Role.ASIDE, Role.ORDER)
        for column in range(self.block.columns[0], self.block.columns[1] + 1):
            if column in self.fields or self.role(column) in passed:
                continue
            texts = [
                str(cell.value)
                for row in self.block.rows
                if (cell := self.cell(row, column)) is not None and isinstance(cell.value, str)
            ]
            known = [text for text in texts if self._is_office(text)]
            if texts and len(known) * 2 >= len(texts):
                self.by_role[Role.OFFICE].append(column)
                return

    def _is_office(self, text: str) -> bool:
        match = self.tools.names.match(text)
        return match.office is not None or match.typed is not None

    def role(self, column: int) -> Role:
        """What a column's header makes of it."""
        head = self.block.heads.get(column)
        return head.label.role if head is not None else Role.UNKNOWN

    def _count_figures(self, row: int) -> int:
        cells = self.grid.rows[row]
        return sum(
            read_figure(cells[column]).kind is not Kind.TEXT or self.fields[column] == "level"
            for column in cells.keys() & self.fields.keys()
        )

    def _is_footer(self, row: int) -> bool:
        first = min(self.fields, default=0)
        for column in self.grid.rows[row]:
            if (
                column in self.fields
                or not self.block.columns[0] <= column <= self.block.columns[1]
            ):
                continue
            if column > first and self.role(column) in (Role.ASIDE, Role.UNKNOWN):
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
        for column in self.by_role[Role.OFFICE]:
            place = self.anchor(row, column)
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

    def anchor(self, row: int, column: int) -> Place:
        """The cell that holds what a merged one shows."""
        return self._anchors.get((row, column), (row, column))

    def _read_year(self, row: int) -> int | None:
        for column in self.by_role[Role.YEAR]:
            text = show_cell(self.cell(*self.anchor(row, column)))
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
        columns = self.by_role[Role.PROVINCE]
        if not columns:
            return ""
        text = " ".join(
            filter(None, (show_cell(self.cell(*self.anchor(row, column))) for column in columns))
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
            self.cell(*self.anchor(row, column)) is None for column in self.by_role[Role.OFFICE]
        )
        return blank and year is not None and self._last_office is not NOTHING

    def _take_section(self, row: int, match: Match) -> None:
        """A row of text between the rows: a year or a province that the next rows stand under."""
        cells = self.grid.rows[row]
        texts = [show_cell(cell) for column, cell in cells.items() if self.is_inside(column)]
        if len(texts) != 1:
            return
        label = self.tools.reader.read((texts[0],))
        years = label.years
        if len(years) == 1 and not label.rest and label.role is not Role.ASIDE:
            self._section_year = next(iter(years))
        elif match.office is None and (match.candidates or match_key(texts[0]).startswith("จังหวัด")):
            self._section_above = texts[0]
        else:
            return
        for column in cells:
            self.note((row, column), Fate.LABEL, "section")

    def is_inside(self, column: int) -> bool:
        """Whether a column is one of this table's."""
        return self.block.columns[0] <= column <= self.block.columns[1]

    def _name_alone(self, rows: list[int], *, years: bool) -> dict[int, tuple[Match, int | None]]:
        """Rows of one office that the title names: a row a year, or one row alone."""
        full = [row for row in rows if self._count_figures(row) >= 2 or years]
        own = {row: self._read_year(row) for row in full}
        by_year = years and all(own.values()) and len(set(own.values())) == len(own)
        if not full or not (by_year or len(full) == 1):
            return {}
        if self.by_role[Role.OFFICE] and any(
            show_cell(self.cell(row, column))
            for row in full
            for column in self.by_role[Role.OFFICE]
        ):
            return {}
        match = self.settle_office()
        return {row: (match, own[row]) for row in full}

    def _judge_nameless(self, nameless: list[int], bare: list[int]) -> None:
        """Rows of figures that name no office: shifted rows, or rows that belong to none."""
        for row in nameless:
            texts = self._label_texts(row)
            if not texts and self._is_full_marks(row):
                self._pass_over(row, "full-marks")
                continue
            if not texts and (self._count_figures(row) >= 2 or bare):
                raise QuestionError("import-row-nameless", self.at(row, min(self.fields)))
            at = self.at(row, min(self.grid.rows[row]))
            name = texts[0] if texts else "-"
            self.problems.append(Problem("import-row-passed", at, values={"name": name[:60]}))
            self._pass_over(row, "no-office")

    def _is_full_marks(self, row: int) -> bool:
        """Whether a row without a name holds full marks or weights: 100 … 100, 30, 30, 40."""
        cells = self.grid.rows[row]
        numbers = [read_figure(cells[c]).number for c in cells.keys() & self.fields.keys()]
        return len(numbers) > 1 and all(number in self.tools.full_marks for number in numbers)

    def _label_texts(self, row: int) -> list[str]:
        return [
            show_cell(self.cell(row, column))
            for column in self.by_role[Role.OFFICE] + self.by_role[Role.PROVINCE]
            if self.cell(row, column) is not None
        ]

    def _note_bare(self, row: int) -> None:
        for column in self.grid.rows[row]:
            if self.is_inside(column):
                self.note((row, column), Fate.UNUSED, "no-scores")

    def _ask_office(self, row: int, match: Match) -> QuestionError:
        column = self.by_role[Role.OFFICE][0]
        typed = " ".join(self._label_texts(row)) or "-"
        return QuestionError(
            "import-office-ambiguous", self.at(row, column), choices=match.candidates,
            names=list_names(match.candidates), typed=typed[:60],
        )  # fmt: skip

    def _pass_over(self, row: int, why: str) -> None:
        for column in self.grid.rows[row]:
            if self.is_inside(column):
                self.note((row, column), Fate.UNUSED, why)

    # --- what a row holds


def _district(text: str) -> int | None:
    key = match_key(text)
    tail = key.rpartition("เขต")[2] if "เขต" in key else ""
    return int(tail) if tail.isdigit() and len(tail) < 3 else None
