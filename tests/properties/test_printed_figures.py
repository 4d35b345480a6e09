"""What is checked is what is printed: no document without figures that hold, or were let pass.

Thousands of offices with figures typed rightly and wrongly, in every year, with every set of
accepted codes. Of each the figures to be printed are judged; and of one in every kind of outcome
the finished Word document, read as a reader of the page would, with its own arithmetic.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import Figures, FiscalYear, OfficeResult
from ita_docs.pipeline import Options, draft_document, open_template, prepare_office
from ita_docs.problems import Problem, load_problem_table
from ita_docs.thai import to_arabic_digits
from ita_docs.validation import validate_workbook
from tests.corpus.cell_faults import make_book
from tests.forms import W, read_names, read_part, read_words

FRAMEWORKS = load_frameworks()
YEARS = list(FRAMEWORKS)
CODES = ("instrument-disagrees", "total-disagrees", "level-disagrees")
ACCEPTED = [frozenset(some) for count in range(4) for some in combinations(CODES, count)]
OFFICES = 100
"""Offices for each year and each set of accepted codes: 8 x 8 x 100 = 6,400."""
TEMPLATE = open_template("announcement")
UNIT = Fraction(1, 100)
PAST = 61
"""The total of the year before, so that there is a chart to draw."""
LEVELS = [level.name for year in YEARS for level in FRAMEWORKS[year].levels]


@dataclass(frozen=True)
class Page:
    """The figures that a page shows, as numbers; instruments in the order IIT, EIT, OIT."""

    scores: Mapping[int, Fraction]
    instruments: tuple[Fraction, ...]
    totals: frozenset[Fraction]
    levels: frozenset[str]


def read_page(docx: bytes) -> Page:
    """The figures of a finished announcement, wherever it prints them."""
    words = [to_arabic_digits(line) for line in read_words(read_part(docx, "word/document.xml"))]
    text = "\n".join(words)
    sentence = re.search(r"มีผลการประเมินระดับ (\S+) ได้คะแนนที่ ([0-9.]+) ", text)
    overview = re.search(r"คะแนนที่ได้ ([0-9.]+) ระดับ (\S+)", text)
    assert sentence
    assert overview
    instruments = re.findall(r"^ด้าน (?:IIT|EIT|OIT)\s*ได้คะแนน ([0-9.]+)$", text, re.MULTILINE)
    scores = re.findall(r"^ตัวชี้วัดที่ ([0-9]+) .*?\s*ได้คะแนน ([0-9.]+)$", text, re.MULTILINE)
    assert len(instruments) == 3
    assert {int(number) for number, _ in scores} == set(range(1, 11))
    assert len(dict(scores)) == len(set(scores))  # the weak ones are said twice, alike
    (before, charted), ten = read_charts(docx)
    assert Fraction(before) == PAST
    rows = read_results(docx)
    assert dict(rows[:10]) == dict(scores)  # in the table as in the list
    assert [score for _, score in rows[:10]] == ten
    assert [score for _, score in rows[10:13]] == instruments
    totals = {sentence[2], overview[1], charted, rows[13][1]}
    return Page(
        {int(number): Fraction(score) for number, score in scores},
        tuple(map(Fraction, instruments)),
        frozenset(map(Fraction, totals)),
        frozenset([sentence[1], overview[2]]),
    )


def read_charts(docx: bytes) -> list[list[str]]:
    """The points of the chart of totals, those of the year before and of the result year, and of
    the chart of the ten indicators."""
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    charts = [
        ["".join(value.itertext()) for value in values.iter(f"{space}v")]
        for name in read_names(docx)
        if re.fullmatch(r"word/charts/chart[0-9]+\.xml", name)
        for values in read_part(docx, name).iter(f"{space}val")
    ]
    return sorted(charts, key=len)


def read_results(docx: bytes) -> list[tuple[str, str]]:
    """The rows of the table of results: the number of an indicator or what stands there, points."""
    table = next(read_part(docx, "word/document.xml").iter(f"{{{W}}}tbl"))
    rows = [
        [to_arabic_digits("".join(read_words(cell))) for cell in row.iter(f"{{{W}}}tc")]
        for row in table.iter(f"{{{W}}}tr")
    ]
    return [(name.partition(".")[0], score) for _, name, score, _ in rows[1:]]


def read_figures(figures: Figures) -> Page:
    """The same of the figures that are to be printed."""
    return Page(
        {number: Fraction(score) for number, score in figures.scores.items()},
        tuple(Fraction(figure.printed) for figure in figures.instruments.values()),
        frozenset([Fraction(figures.total.printed)]),
        frozenset([figures.level.printed]),
    )


# --- a reader's own arithmetic --------------------------------------------------------------------


def find_faults(page: Page, typed: Mapping[str, Any], framework: Framework) -> set[str]:
    """What of a page does not hold, by the code under which it must have been accepted."""
    faults = set()
    (total,) = page.totals
    (level,) = page.levels
    instruments = {}
    for rule, printed in zip(framework.instruments, page.instruments, strict=True):
        scores = [page.scores[indicator.number] for indicator in rule.indicators]
        mean, weight = sum(scores, Fraction(0)) / len(scores), Fraction(rule.weight)
        agrees = abs(printed - weight * mean) <= UNIT / 2 * (1 + weight)
        if not agrees:
            faults.add("instrument-disagrees")
        instruments[rule.instrument] = round_up(mean if agrees else printed / weight)
    # Published instruments and total were rounded once each: 0.01 may lie between them. Computed
    # ones come from indicators that were rounded before, which may move the sum by 0.01 more.
    published = all(name in typed for name in ("iit", "eit", "oit"))
    if abs(total - sum(page.instruments)) > (UNIT if published else 2 * UNIT):
        faults.add("total-disagrees")
    expected = framework.level(
        to_decimal(total), {k: to_decimal(v) for k, v in instruments.items()}
    )
    if level != expected and (
        framework.settled or "level" not in typed or rules_out(level, total, framework)
    ):
        faults.add("level-disagrees")
    return faults


def rules_out(level: str, total: Fraction, framework: Framework) -> bool:
    """Whether a total alone contradicts a level, on whichever scale has that level."""
    for year in (framework.year, FiscalYear(2562)):
        names = [rule.name for rule in FRAMEWORKS[year].levels]
        if level in names:
            place = names.index(level)
            rules = FRAMEWORKS[year].levels
            better = [r.total_min for r in rules[:place] if r.instruments_min is None]
            return total < rules[place].total_min or any(total >= least for least in better)
    return False


def round_up(value: Fraction) -> Fraction:
    return Fraction(int(value / UNIT + Fraction(1, 2))) * UNIT


def to_decimal(value: Fraction) -> Decimal:
    return Decimal(int(value * 100)) / 100


# --- offices --------------------------------------------------------------------------------------


def invent_offices(chance: random.Random, framework: Framework) -> Iterator[dict[str, Any]]:
    """Rows of คะแนน, whose figures were published rightly, off by a little, or by much."""
    edges = [*(level.total_min for level in framework.levels), Decimal(90)]
    for _ in range(OFFICES):
        middle, spread = float(chance.choice(edges)), chance.choice([0, 0.01, 0.3, 8])
        careless = chance.choice([0, 0.1, 0.4])
        scores = {
            number: min(Decimal(100), max(Decimal(2), to_cents(chance.gauss(middle, spread))))
            for number in range(1, 11)
        }
        row: dict[str, Any] = {f"indicator_{number}": score for number, score in scores.items()}
        parts = rights = Decimal(0)
        for rule in framework.instruments:
            right = typed = framework.round(framework.weighted_score(rule.instrument, scores))
            if chance.random() < 0.6:
                typed = spoil(chance, right, careless, rule.weight * 100)
                row[rule.instrument.lower()] = typed
            parts, rights = parts + typed, rights + right
        total = spoil(chance, chance.choice([parts, rights]), careless, Decimal(100))
        if chance.random() < 0.6:
            row["total"] = total
        if chance.random() < careless:
            row["level"] = chance.choice(LEVELS)
        elif chance.random() < 0.8:
            means = {
                rule.instrument: framework.instrument_score(rule.instrument, scores)
                for rule in framework.instruments
            }
            row["level"] = framework.level(chance.choice([total, parts, rights]), means)
        yield row


def to_cents(value: float) -> Decimal:
    return Decimal(round(value * 100)) / 100


def spoil(chance: random.Random, right: Decimal, careless: float, most: Decimal) -> Decimal:
    """A figure as somebody types it: rightly, a little off, or misread."""
    by = "0"
    if chance.random() < careless:
        by = chance.choice(["0.01", "-0.01", "0.02", "-0.02", "0.03", "1", "-7", "10"])
    return min(most, max(Decimal(0), right + Decimal(by)))


def judge(
    year: FiscalYear, accept: frozenset[str], seed: str
) -> Iterator[tuple[OfficeResult, Mapping[str, Any], tuple[Problem, ...]]]:
    """What may be made of random offices, each with what was typed and its own problems."""
    chance = random.Random(seed)
    rows = {
        f"โรงเรียนตัวอย่างที่ {number}": row
        for number, row in enumerate(invent_offices(chance, FRAMEWORKS[year]))
    }
    offices = [{"name": name, "short_name": name, "result_year": year.be} for name in rows]
    scores = [{"name": name, **row} for name, row in rows.items()]
    history = [{"name": name, "year": year.be - 1, "total": PAST} for name in rows]
    book = make_book({"offices": offices, "scores": scores, "history": history})
    validated = validate_workbook(book, FRAMEWORKS, accept=accept)
    assert len(validated.results) + len(validated.refused) == OFFICES
    for result in validated:
        own = tuple(p for p in validated.problems if p.office == result.office.name)
        yield result, rows[result.office.name], own


@pytest.mark.parametrize("accept", ACCEPTED, ids=lambda codes: "+".join(sorted(codes)) or "nothing")
@pytest.mark.parametrize("year", YEARS, ids=str)
def test_what_is_made_holds_or_was_accepted_by_name(
    year: FiscalYear, accept: frozenset[str]
) -> None:
    made, drawn = 0, set()
    for result, typed, problems in judge(year, accept, f"{year} {sorted(accept)}"):
        codes = {problem.code for problem in problems} & accept
        page = read_figures(result.figures)
        assert find_faults(page, typed, FRAMEWORKS[year]) <= codes, (typed, codes)
        made += 1
        if frozenset(codes) not in drawn:
            drawn.add(frozenset(codes))
            prepared = prepare_office(result, FRAMEWORKS, Options())
            read = read_page(draft_document(prepared, TEMPLATE, Options()))
            assert read == page
            assert find_faults(read, typed, FRAMEWORKS[year]) <= codes, (typed, codes)
    assert made


def test_every_code_that_may_be_accepted_is_tried() -> None:
    figures = {code for code, kind in load_problem_table().items() if kind.acceptable}
    assert set(CODES) <= figures
