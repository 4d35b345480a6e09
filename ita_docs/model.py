"""The nouns of the field; scores are points 0-100 unless called weighted.

One module, though long: the nouns are looked up in one place, and each is a few lines.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from ita_docs.problems import Location, Problem, Value, Words

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A Thai fiscal year in the Buddhist Era: year N runs 1 October N-1 to 30 September N."""

    be: int

    @property
    def ce(self) -> int:
        """The same year in the Common Era (B.E. - 543)."""
        return self.be - 543

    def __str__(self) -> str:
        return str(self.be)


class Instrument(StrEnum):
    """The three instruments of the assessment."""

    IIT = "IIT"
    EIT = "EIT"
    OIT = "OIT"


FULL_SCORE = Decimal(100)
"""The points of a full score, before the weight."""

INDICATOR_NUMBERS = range(1, 11)
"""The ten indicators, numbered as the assessment numbers them."""


# --- what the workbook holds, before anyone judged it -------------------------------------------


class Cell(NamedTuple):
    """A cell's stored value as typed, and its address.

    ``value`` is None for an empty cell, else str, int, float, bool, datetime or Decimal.
    ``formula`` is True for a formula; with ``value`` None its result was never stored.

    ``mark`` is None, or why a person does not see simply the value: some of it is ``raised``,
    ``lowered``, ``struck`` out or ``hidden``, and ``shown`` is the rest; or it is an ``error``
    in place of a value.
    """

    value: object
    at: Location
    formula: bool = False
    number_format: str = "General"
    mark: str | None = None
    shown: str | None = None


class Row(NamedTuple):
    """One row of a table: the row's number in the sheet and its cells by field.

    The fields are those of ``workbook.SHEETS``; a column that the sheet lacks has no key.
    """

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name as typed, the header cells by field, its non-empty rows, and the text
    above the header.

    The rows are a tuple, or come once, while the workbook is still being read.
    """

    sheet: str
    headers: Mapping[str, Location]
    rows: Iterable[Row]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read: its tables by key (``offices``, ``scores``, ``history``, ``cpi``,
    ``measures``), and what was wrong with its sheets and headers."""

    file: str
    tables: Mapping[str, Table]
    problems: tuple[Problem, ...] = ()

    def read_tables(self) -> Iterator[tuple[str, Table]]:
        """Each table by its key, as from a workbook that is still being read."""
        yield from self.tables.items()


class GridCell(NamedTuple):
    """A cell of a grid: the stored value and all else as in ``Cell``, without its address."""

    value: object
    formula: bool = False
    number_format: str = "General"
    mark: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole sheet of whatever file as it stands: its cells with content by row and column.

    Rows and columns count from 1. ``merged`` are ranges of merged cells: first row, first column,
    last row, last column. A file without sheets (CSV, a web page) is one sheet named like it.
    """

    file: str
    sheet: str
    rows: Mapping[int, Mapping[int, GridCell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False

    def locate(self, row: int, column: int) -> Location:
        """The address of a cell."""
        return Location(self.file, self.sheet, f"{name_column(column)}{row}")


def name_column(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_column(letters: str) -> int:
    """The number of a column from its capital letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class TablesInOrder(Protocol):
    """A workbook, read or still being read: its tables in the order of the schema, once.

    ``problems`` is whole when the last table has been read.
    """

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with its sheets and headers."""
        ...

    def read_tables(self) -> Iterator[tuple[str, Table]]:
        """Each table by its key."""
        ...


# --- the arithmetic -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """The figures as entered; None where the workbook leaves the cell empty.

    ``instruments`` are weighted points, ``total`` is weighted points 0-100.
    """

    instruments: Mapping[Instrument, Decimal]
    total: Decimal | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Figure(Generic[T]):
    """One figure of a result: what it works out to, what was published, what the page says.

    ``computed`` follows from the figures below it and is not rounded, ``published`` was entered;
    each is None where it is not known. ``value`` is what is printed, None while neither is known.
    ``agrees`` is False where more than rounding lies between the two.
    """

    computed: T | None
    published: T | None
    value: T | None
    agrees: bool

    @property
    def printed(self) -> T:
        """What the page says; LookupError where it can say nothing, as of a missing score."""
        if self.value is None:
            raise LookupError("neither published nor computed")
        return self.value


@dataclass(frozen=True, slots=True)
class Figures:
    """One office's outcome of a year, worked out once: the checks judge it, the page prints it.

    ``scores`` are the indicators as printed, points 0-100. ``instruments`` are weighted points,
    ``instrument_scores`` the same instruments on 0-100 as the level takes them, without those of
    which nothing is known. The level is published as the scale spells it, else as it was typed.
    """

    scores: Mapping[int, Decimal]
    instruments: Mapping[Instrument, Figure[Decimal]]
    instrument_scores: Mapping[Instrument, Decimal]
    total: Figure[Decimal]
    level: Figure[str]


# --- the office and what belongs to it ------------------------------------------------------------


class OfficeKind(StrEnum):
    """What kind of body is assessed (ประเภทหน่วยงาน): the words of its document follow it."""

    AREA = "area"
    """An educational service area office (สำนักงานเขตพื้นที่การศึกษา)."""
    SCHOOL = "school"
    """A school (สถานศึกษา)."""


@dataclass(frozen=True, slots=True)
class Office:
    """The assessed body (หน่วยงาน): its full name, its short name and its kind."""

    name: str
    short_name: str
    kind: OfficeKind = OfficeKind.AREA


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """The total of an earlier fiscal year, with its level as entered (scales changed over time).

    ``scores`` are those of its indicators, points 0-100, as many as were entered, and
    ``instruments`` the weighted points that they come to by the rules of that year.
    """

    year: FiscalYear
    total: Decimal
    level: str | None = None
    scores: Mapping[int, Decimal] = field(default_factory=lambda: UNSCORED)
    instruments: Mapping[Instrument, Decimal] = field(default_factory=lambda: UNSCORED)


UNSCORED: Mapping[Any, Decimal] = {}
"""One for all: a country's offices have hundreds of thousands of years without any."""


@dataclass(frozen=True, slots=True)
class CpiEntry:
    """A label and its points 0-100 for the CPI chart; entered, never computed."""

    label: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """The measures against one indicator: what, who, watched by whom, by when, how reported.

    Every text field is a tuple of lines; ``method`` says by which steps the measures are carried
    out, ``success`` how it will be seen that they were. ``draft`` marks the catalogue's own
    wording that no office has confirmed. ``at`` is the row it was entered in, None for the
    catalogue's.
    """

    indicator: int
    responsible: tuple[str, ...]
    steps: tuple[str, ...]
    monitor: tuple[str, ...]
    time_frame: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    budget: tuple[str, ...] = ()
    draft: bool = False
    at: Location | None = None


class FollowUpStatus(StrEnum):
    """How far a measure has come (สถานะ)."""

    DONE = "done"
    UNDER_WAY = "under-way"
    NOT_BEGUN = "not-begun"


@dataclass(frozen=True, slots=True)
class ReportedMeasure:
    """What came of a measure, or of all those of an indicator: a row of ผลการดำเนินการ.

    ``measures`` are those it stands for, none where that is every one and no plan names them.
    ``budget`` is what was used in baht: 0 where none was, None where nothing is said of it. The
    other texts are lines as typed.
    """

    indicator: int
    measures: tuple[str, ...]
    outcome: tuple[str, ...]
    status: FollowUpStatus
    period: tuple[str, ...] = ()
    budget: Decimal | None = None
    obstacles: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one office reports of the measures of a year, in the order of the sheet.

    ``year`` is that of the measures, ``reported_on`` the date of the report itself.
    """

    year: FiscalYear
    rows: tuple[ReportedMeasure, ...]
    reported_on: datetime.date | None = None


# --- what an office typed -------------------------------------------------------------------------


class TableAt(NamedTuple):
    """Where a table stands: its file and sheet, and the columns by field.

    The letters of a form down the page, whose rows are all row 0, are whole addresses.
    """

    file: str
    sheet: str
    letters: Mapping[str, str]


class RowAt(NamedTuple):
    """A row whose cells' addresses are made when somebody asks: of millions few are ever said."""

    table: TableAt
    number: int

    def find(self, name: str) -> Location:
        """The address of a field; that of the row's first column where the sheet lacks it."""
        file, sheet, columns = self.table
        letters = columns.get(name) or next(iter(columns.values()), "A")
        return Location(file, sheet, f"{letters}{self.number or ''}")


class ScoreCells(Mapping[int, Location]):
    """Where the scores of a row stand, by the indicator's number."""

    __slots__ = ("_row",)

    def __init__(self, row: RowAt) -> None:
        self._row = row

    def __getitem__(self, number: int) -> Location:
        if number not in INDICATOR_NUMBERS:
            raise KeyError(number)
        return self._row.find(f"indicator_{number}")

    def __iter__(self) -> Iterator[int]:
        return iter(INDICATOR_NUMBERS)

    def __len__(self) -> int:
        return len(INDICATOR_NUMBERS)


class Placed(NamedTuple, Generic[T]):
    """What a row of ประวัติคะแนน or CPI says, and where it stands: a row of which there are many."""

    value: T
    table: TableAt
    number: int

    @property
    def row(self) -> RowAt:
        """Where it stands."""
        return RowAt(self.table, self.number)


class TypedYears(NamedTuple):
    """The Buddhist years that a text beside the scores names, as typed for a message."""

    years: frozenset[int]
    typed: str
    at: Location


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row of มาตรการ, read but not yet held against a year's indicators.

    ``indicator`` is as typed and ``shown`` the same for a message. ``lines`` are the texts by
    field. What could not be read is None, and ``problems`` say why. ``cells`` are the addresses
    by field and ``columns`` the fields that the sheet has.
    """

    indicator: str | None
    shown: str
    lines: Mapping[str, tuple[str, ...] | None]
    cells: Mapping[str, Location]
    columns: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A row of ผลการดำเนินการ as typed, not yet held against a plan.

    ``lines`` are the texts by field and ``shown`` the names (``indicator``, ``status``) for a
    message; None stands for what could not be read, and ``problems`` say why. ``cells`` are the
    addresses by field and ``columns`` the fields that the sheet has. ``begun`` says that somebody
    entered what came of it.
    """

    plan_year: FiscalYear | None
    indicator: str | None
    status: str | None
    budget: Decimal | None
    reported_on: datetime.date | None
    lines: Mapping[str, tuple[str, ...] | None]
    cells: Mapping[str, Location]
    columns: frozenset[str]
    problems: tuple[Problem, ...]
    begun: bool


@dataclass(slots=True)
class Entry:
    """What one office typed, before anyone judged it.

    A value that is absent or could not be read is None or missing; ``problems`` says why. ``row``
    is the office's in the sheet of offices, ``scores_row`` that of its scores.
    ``measure_rows`` are its rows of มาตรการ, ``shared_rows`` those for every office,
    ``followup_rows`` its rows of ผลการดำเนินการ, ``live`` the results that a form had stored, by
    field; ``kind_said`` tells whether its kind was typed.
    """

    office: Office
    row: RowAt
    kind_said: bool = False
    problems: list[Problem] = field(default_factory=list)
    result_year: FiscalYear | None = None
    plan_year: FiscalYear | None = None
    announced_on: datetime.date | None = None
    signer: str | None = None
    position: tuple[str, ...] = ()
    scores_row: RowAt | None = None
    scores: dict[int, Decimal] = field(default_factory=dict)
    instruments: dict[Instrument, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    level: str | None = None
    scores_years: TypedYears | None = None
    history: list[Placed[HistoryEntry]] = field(default_factory=list)
    cpi: list[Placed[CpiEntry]] = field(default_factory=list)
    province: str | None = None
    measure_rows: list[MeasureRow] = field(default_factory=list)
    shared_rows: list[MeasureRow] = field(default_factory=list)
    followup_rows: list[FollowUpRow] = field(default_factory=list)
    live: dict[str, Cell] = field(default_factory=dict)

    def report(self, code: str, at: Location, values: Mapping[str, Value] | None = None) -> None:
        """Add a problem of this office."""
        self.problems.append(Problem(code, at, self.office.name, values or {}))

    @property
    def at(self) -> Location:
        """The cell of its name."""
        return self.row.find("name")

    def find_score(self, name: str) -> Location:
        """The cell of a figure in the sheet of scores; that of its name where it has none."""
        return self.at if self.scores_row is None else self.scores_row.find(name)

    @property
    def published(self) -> Published:
        """The figures entered."""
        return Published(self.instruments, self.total, self.level)


# --- what an office entered, checked --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeResult:
    """Everything one office entered for one fiscal year, checked and typed.

    ``figures`` are whole: all that is printed of them is known. ``measures`` are the office's own,
    by indicator; ``score_cells`` say where each score stands. ``province`` is as entered, None
    where nobody did: most names of offices say it. ``followup`` is what the office reports of
    earlier measures, None where nothing is due. ``withheld`` names the documents
    (``documents.KINDS``) that errors of their own keep from being made, ``undue`` those whose
    time has not come.
    """

    office: Office
    result_year: FiscalYear
    plan_year: FiscalYear
    figures: Figures
    announced_on: datetime.date | None
    signer: str | None
    position: tuple[str, ...]
    history: tuple[HistoryEntry, ...]
    cpi: tuple[CpiEntry, ...]
    measures: Mapping[int, Measure]
    at: Location
    score_cells: Mapping[int, Location]
    province: str | None = None
    followup: FollowUp | None = None
    withheld: frozenset[str] = frozenset()
    undue: frozenset[str] = frozenset()

    def without_figures(self) -> OfficeResult:
        """Who it is, of which years, where, and whether it reports: what a check keeps."""
        return replace(
            self,
            figures=_NO_FIGURES,
            history=(),
            cpi=(),
            measures=_NOTHING,
            score_cells=_NOTHING,
            followup=self.followup and FollowUp(self.followup.year, ()),  # that there is one
        )


_NOTHING: Mapping[Any, Any] = {}
_UNKNOWN: Figure[Any] = Figure(None, None, None, agrees=True)
_NO_FIGURES = Figures(_NOTHING, _NOTHING, _NOTHING, _UNKNOWN, _UNKNOWN)


class Refusal(NamedTuple):
    """An office that an error keeps from being built: its names as typed, and its plan year and
    province where those could be read."""

    name: str
    plan_year: FiscalYear | None
    province: str | None = None
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Validated:
    """The offices that may be built, those that may not, and every problem found, errors and
    notes alike."""

    results: tuple[OfficeResult, ...]
    problems: tuple[Problem, ...]
    refusals: tuple[Refusal, ...]

    @property
    def refused(self) -> tuple[str, ...]:
        """The names of the offices that may not be built."""
        return tuple(refusal.name for refusal in self.refusals)

    def __iter__(self) -> Iterator[OfficeResult]:
        return iter(self.results)


# --- what follows from it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """A weak indicator: its score, the target it misses and the gap (target - score, points).

    ``gap`` is zero or less when the indicator only is one of the lowest.
    """

    indicator: int
    score: Decimal
    target: Decimal
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to mend and to improve, each class by ascending score.

    ``weak`` are the indicators below the target (ประเด็นที่จะต้องแก้ไขโดยเร่งด่วน), ``improve`` the
    lowest of the rest (ประเด็นที่จะต้องพัฒนาให้ดีขึ้น). ``two_classes`` says that both are told, where
    there are both.
    """

    weak: tuple[Finding, ...]
    improve: tuple[Finding, ...] = ()
    two_classes: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them in the order of the document."""
        return self.weak + self.improve


@dataclass(frozen=True, slots=True)
class Plan:
    """Who does what by when, a measure per finding in the findings' order."""

    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """The finished document of one office: the bytes of the .docx and of the .pdf (None without).

    ``pdf_engine`` names the engine with its version; ``notes`` are said in the run's output.
    """

    docx: bytes
    pdf: bytes | None
    pdf_engine: str | None
    notes: tuple[Problem, ...]


# --- what a run did -----------------------------------------------------------------------------


class OfficeStatus(StrEnum):
    """What a run did with one office."""

    PRODUCED = "produced"
    """Made anew in this run."""
    CURRENT = "current"
    """Nothing changed and its files are whole: left as they are."""
    EDITED = "edited"
    """A person changed or replaced one of its files: the pair is left as it stands."""
    REFUSED = "refused"
    """Its data has errors; an earlier pair, if any, is left as it was."""
    FAILED = "failed"
    """The document or the PDF could not be made; an earlier pair is left as it was."""
    NOT_REACHED = "not-reached"
    """The run was stopped before it came to this office."""
    DEPARTED = "departed"
    """It has documents from an earlier run and is no longer in the inputs; they are left."""
    PRUNED = "pruned"
    """As departed, and its documents were removed as asked (``--prune``)."""


@dataclass(frozen=True, slots=True)
class ProducedFile:
    """One published file: its path relative to the output folder (with /), size and hash."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document of an office in the run report: what a run did with it.

    ``kind`` is its name in ``documents.KINDS`` and ``label`` what people call it. ``edited`` are
    the paths of those ``files`` that a person changed or replaced; ``seconds`` are durations by
    stage (``docx``, ``pdf``).
    """

    kind: str
    label: str
    status: OfficeStatus
    files: tuple[ProducedFile, ...] = ()
    edited: tuple[str, ...] = ()
    engine: str | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)


class PastRun(NamedTuple):
    """What an earlier run did with an office: when it began (ISO 8601), and the status."""

    started: str
    status: OfficeStatus


@dataclass(frozen=True, slots=True)
class OfficeReport:
    """One office's row in the run report.

    The figures are None or empty where the office's data was refused; ``instruments`` are weighted
    points, ``instrument_scores`` the same on 0-100, ``last_total`` that of the fiscal year before
    ``result_year``, where the office's history holds it. ``province`` is empty where nobody says
    it. ``past`` are the runs before this one, the newest first. ``weak`` are the numbers of the
    indicators below the target in the document's order, ``improve`` those of the lowest that it
    tells of as well; ``seconds`` are durations by stage (``docx``, ``pdf``).
    ``status``, ``files`` and the rest are those of its ``documents`` together: the status that
    asks most of somebody, the files of all. ``edited`` are the paths of those files that a person
    changed or replaced. ``readiness`` are the things that an assessor asks of each kind of
    document, and whether it has them (``RunReport.asked``). ``draft`` says that its documents are
    marked as drafts, since they hold measures that nobody in the office has confirmed.
    """

    office: str
    short_name: str
    status: OfficeStatus
    at: Location | None
    result_year: FiscalYear | None = None
    plan_year: FiscalYear | None = None
    total: Decimal | None = None
    level: str | None = None
    instruments: Mapping[Instrument, Decimal] = field(default_factory=dict)
    scores: Mapping[int, Decimal] = field(default_factory=dict)
    target: Decimal | None = None
    weak: tuple[int, ...] = ()
    draft: bool = False
    readiness: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    improve: tuple[int, ...] = ()
    files: tuple[ProducedFile, ...] = ()
    edited: tuple[str, ...] = ()
    engine: str | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    documents: tuple[DocumentReport, ...] = ()
    province: str = ""
    instrument_scores: Mapping[Instrument, Decimal] = field(default_factory=dict)
    last_total: Decimal | None = None
    past: tuple[PastRun, ...] = ()


@dataclass(frozen=True, slots=True)
class NotSent:
    """An office that should have sent a workbook and has not (ยังไม่ส่ง), with its province."""

    office: str
    short_name: str
    province: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Which offices should have sent (``--expect``): where the list is from (``builtin`` or a
    file), the fiscal year of the results it was taken for (None where nothing was sent yet), how
    many offices it has, and those of which no workbook holds anything."""

    source: str
    year: FiscalYear | None
    offices: int
    missing: tuple[NotSent, ...]

    @property
    def sent(self) -> int:
        """How many of them have sent."""
        return self.offices - len(self.missing)


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything one run has to say, whether it reached its end or not.

    ``problems`` hold those of every office and file (``Problem.office`` tells whose);
    ``accepted`` are the codes that ``--accept`` let pass; ``passed_over`` are files in the input
    folders that are no workbooks; ``workbooks`` are the whole paths of those read, so that an
    address can be opened. ``names`` are those of the report's own files by form, where a person's
    file has the usual one; ``dry_run`` means that nothing was done, and each row says what would
    be. ``expected`` says who should have sent, where that was asked. ``asked`` are the words of
    what an assessor asks, by kind of document. Times carry the zone Asia/Bangkok.
    """

    started: datetime.datetime
    ended: datetime.datetime
    inputs: tuple[str, ...]
    outputs: str
    template: str
    engine: str | None
    version: str
    offices: tuple[OfficeReport, ...]
    problems: tuple[Problem, ...]
    accepted: tuple[str, ...]
    passed_over: tuple[str, ...]
    exit_code: int
    workbooks: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    expected: Expected | None = None
    asked: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    def count(self, status: OfficeStatus) -> int:
        """How many offices ended in this status."""
        return sum(office.status is status for office in self.offices)
