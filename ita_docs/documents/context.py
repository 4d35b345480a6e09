"""Everything the template may say, already text: the template's schema.

The context is JSON-able: dicts, lists, str, int and bool only.
"""

from __future__ import annotations

from typing import TypedDict


class OfficeContext(TypedDict):
    """The office's names; ``lead`` is the name as the subject of a sentence.

    Thai writes a verb close to its subject, but not to a numeral or a bracket: a lead that ends
    in one carries the space that must follow.
    """

    name: str
    short_name: str
    lead: str


class BodyContext(TypedDict):
    """The words for the kind of body: what is assessed (สำนักงานเขตพื้นที่การศึกษา, สถานศึกษา), and the
    level of an overview (เขตพื้นที่, สถานศึกษา)."""

    assessed: str
    level: str


class ChecklistContext(TypedDict):
    """The document's item in the year's OIT checklist; ``shown`` where its code was asked for."""

    shown: bool
    code: str


class IndicatorContext(TypedDict):
    """One indicator's line: number and score in Thai digits, and whether it misses the target."""

    number: str
    name: str
    score: str
    weak: bool


class InstrumentContext(TypedDict):
    """One instrument: code (IIT), Thai name, weighted score, its indicators in order."""

    code: str
    name: str
    weighted_score: str
    indicators: list[IndicatorContext]


class ImproveContext(TypedDict):
    """The lowest of the other indicators, where they are told beside weak ones."""

    present: bool
    count: str
    indicators: list[IndicatorContext]


class WeakContext(TypedDict):
    """The weak indicators. Exactly one of the first three flags is true:

    ``below_target`` the list holds the indicators below the target; ``lowest`` none is below it
    and the list holds the lowest ones; ``none`` the list is empty. ``two_classes`` says that they
    are called points to mend at once.
    """

    count: str
    indicators: list[IndicatorContext]
    below_target: bool
    lowest: bool
    none: bool
    two_classes: bool


class OverviewContext(TypedDict):
    """The block taken over from the assessment's web page, which has Arabic digits.

    A template that wants Thai ones says ``total`` instead.
    """

    total: str
    level: str


class ResultRowContext(TypedDict):
    """A row of the table of results: points of this year and of the last, and the difference.

    A dash stands where nothing is known. ``label`` is the instrument (IIT), ``name`` what the
    points are of.
    """

    label: str
    name: str
    past: str
    score: str
    difference: str
    target: str


class ResultsContext(TypedDict):
    """The table of results: the ten indicators by instrument, the three instruments, the total.

    ``compared`` says that the year before was assessed by indicator; ``past_year`` is that year.
    """

    present: bool
    compared: bool
    past_year: str
    indicators: list[ResultRowContext]
    instruments: list[ResultRowContext]
    total: ResultRowContext


class ChartContext(TypedDict):
    """One chart: whether there is anything to draw, its alt text, its labels and its points.

    ``points`` are decimal numbers as text with Arabic digits, as the chart's workbook needs them,
    and empty for a label without a result. ``years`` are the first and the last of a chart of
    years, as a heading says them, and ``target`` is where a line is drawn across (a decimal
    number, too); both are empty for another chart.
    """

    present: bool
    alt_text: str
    series: str
    labels: list[str]
    points: list[str]
    years: str
    target: str


class ChartsContext(TypedDict):
    """The document's three charts."""

    indicators: ChartContext
    cpi: ChartContext
    history: ChartContext


class MeasureContext(TypedDict):
    """One row of the table of measures; the fields of lines are one paragraph per line.

    The measures of one indicator may be divided between rows, each with its order and indicator.
    """

    order: str
    indicator_number: str
    indicator: str
    responsible: list[str]
    steps: list[str]
    method: list[str]
    monitor: list[str]
    time_frame: list[str]
    success: list[str]
    budget: list[str]
    reporting: list[str]


class PlanGroupContext(TypedDict):
    """The rows of one class of points, which has a table of its own. Exactly one flag is true:

    ``weak`` the class is told alone as weak indicators, ``urgent`` as points to mend at once,
    ``improve`` as points to improve.
    """

    weak: bool
    urgent: bool
    improve: bool
    rows: list[MeasureContext]


class PlanContext(TypedDict):
    """The table of measures, and whether each column that comes and goes has anything to show.

    ``rows`` are those of all ``groups``. ``wide`` says that it has more columns than a portrait
    page has room for.
    """

    groups: list[PlanGroupContext]
    rows: list[MeasureContext]
    has_method: bool
    has_time_frame: bool
    has_success: bool
    has_budget: bool
    has_reporting: bool
    wide: bool


class SignatureContext(TypedDict):
    """Date, name and position lines for the signature; dotted lines stand for the pen.

    ``drawn`` says that the signature's picture is printed, ``alt_text`` what stands for it.
    """

    announced_on: str
    name: str
    position: list[str]
    drawn: bool
    alt_text: str


class EmblemContext(TypedDict):
    """The emblem at the top of the announcement; ``shown`` says that it has a place there."""

    shown: bool
    alt_text: str


class Context(TypedDict):
    """All that a template may say of one office.

    ``draft`` says that measures are printed which nobody in the office has confirmed.
    """

    draft: bool
    title: str
    checklist: ChecklistContext
    office: OfficeContext
    body: BodyContext
    result_year: str
    plan_year: str
    total: str
    level: str
    target: str
    indicator_count: str
    instruments: list[InstrumentContext]
    weak: WeakContext
    improve: ImproveContext
    results: ResultsContext
    overview: OverviewContext
    charts: ChartsContext
    plan: PlanContext
    signature: SignatureContext
    emblem: EmblemContext
