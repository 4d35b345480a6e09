"""From the results to the rows of the form: this year's scores, and of earlier years the total, the
level and the indicators as published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ita_docs.importing.account import Fate
from ita_docs.importing.gathering import Frameworks, Gathered
from ita_docs.importing.lanes import read_level
from ita_docs.importing.mapping import Figure
from ita_docs.importing.numbers import Kind
from ita_docs.model import INDICATOR_NUMBERS, FiscalYear
from ita_docs.problems import Digits, Location, Problem
from ita_docs.schema import SHEETS

_SCORES = tuple(name for name in SHEETS["scores"].columns if name != "name")

Values = dict[str, str | int | Decimal]
"""One row of a table of the form: field -> value."""


@dataclass(slots=True)
class Placed:
    """The rows of the form by table, and which figures each of them took."""

    offices: list[str] = field(default_factory=list)
    rows: dict[str, list[Values]] = field(
        default_factory=lambda: {"offices": [], "scores": [], "history": []}
    )
    taken: list[tuple[str, str, list[Figure]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blanks: dict[str, tuple[int, ...]] = field(default_factory=dict)


def place(gathered: Gathered, year: int, frameworks: Frameworks) -> Placed:
    """The rows of the form of a year."""
    placed = Placed()
    first: dict[str, Figure] = {}
    for (name, found), fields in gathered.results.items():
        if found <= year:
            first.setdefault(name, next(iter(fields.values())))
    for name, figure in first.items():
        placed.offices.append(name)
        row: Values = {"name": name, "result_year": year}
        if figure.office.office is not None:
            row["short_name"] = figure.office.office.short_name
        else:
            values = {"office": name}
            placed.problems.append(Problem("import-office-as-typed", figure.at, name, values))
        placed.rows["offices"].append(row)
    for (name, found), fields in sorted(gathered.results.items(), key=lambda item: item[0][1]):
        if found == year:
            _place_scores(gathered, placed, name, fields)
        elif found < year:
            known = FiscalYear(found) in frameworks
            _place_history(gathered, placed, name, found, fields, known=known)
        else:
            _leave(gathered, fields, "newer-year", str(found))
    order = {name: number for number, name in enumerate(placed.offices)}
    for key in ("scores", "history"):
        placed.rows[key].sort(key=lambda row: order[str(row["name"])])
    _name_blanks(gathered, placed, year)
    _name_newer(gathered, placed, year)
    return placed


def _place_scores(
    gathered: Gathered, placed: Placed, name: str, fields: Mapping[str, Figure]
) -> None:
    row: Values = {"name": name}
    taken: list[Figure] = []
    for field_name in _SCORES:
        figure = fields.get(field_name)
        if figure is None:
            continue
        value = _read_value(figure)
        if value is None:
            gathered.account.note(figure.block.grid, figure.place, Fate.UNUSED, "dash")
            continue
        row[field_name] = value
        taken.append(figure)
        gathered.account.note(figure.block.grid, figure.place, Fate.USED, "used")
        if isinstance(value, str) and field_name != "level":
            placed.problems.append(
                Problem("import-text-carried", figure.at, name, {"typed": value[:40]})
            )
    placed.rows["scores"].append(row)
    placed.taken.append(("scores", name, taken))
    placed.blanks[name] = tuple(n for n in INDICATOR_NUMBERS if f"indicator_{n}" not in row)


def _read_value(figure: Figure) -> str | Decimal | None:
    """What goes into the form: the number, a level's or an unreadable text as it stands."""
    reading = figure.reading
    if figure.field == "level":
        return read_level(figure) if reading.kind is Kind.TEXT else None
    if reading.kind is Kind.NUMBER:
        return reading.number
    return reading.text if reading.kind is Kind.TEXT else None


def _place_history(
    gathered: Gathered,
    placed: Placed,
    name: str,
    year: int,
    fields: Mapping[str, Figure],
    *,
    known: bool,
) -> None:
    """An earlier year's row. Its indicators are carried where the year's rules are ``known``: a
    year without any may have called something else by the same numbers."""
    total = fields.get("total")
    if total is None or total.reading.kind is not Kind.NUMBER or total.reading.number is None:
        _leave(gathered, fields, "older-without-total", str(year))
        return
    row: Values = {"name": name, "year": year, "total": total.reading.number}
    taken = [total]
    level = fields.get("level")
    if level is not None and level.reading.kind is Kind.TEXT:
        row["level"] = read_level(level)
        taken.append(level)
    for number in INDICATOR_NUMBERS if known else ():
        score = fields.get(f"indicator_{number}")
        if (
            score is not None
            and score.reading.kind is Kind.NUMBER
            and score.reading.number is not None
        ):
            row[f"indicator_{number}"] = score.reading.number
            taken.append(score)
    for figure in taken:
        gathered.account.note(figure.block.grid, figure.place, Fate.USED, "used")
    _leave(gathered, fields, "older-year", str(year))
    placed.rows["history"].append(row)
    placed.taken.append(("history", name, taken))


def _leave(gathered: Gathered, fields: Mapping[str, Figure], why: str, detail: str) -> None:
    for figure in fields.values():
        gathered.account.note(figure.block.grid, figure.place, Fate.UNUSED, why, detail)


def _name_blanks(gathered: Gathered, placed: Placed, year: int) -> None:
    """Indicators that the file has as a dash or not at all: named, office by office."""
    if not placed.blanks:
        return
    every = tuple(INDICATOR_NUMBERS)
    if all(blank == every for blank in placed.blanks.values()):
        at = next(iter(gathered.results.values()))
        first = next(iter(at.values())).at
        where = Location(first.file, first.sheet)
        count = Digits(str(len(placed.blanks)))
        placed.problems.append(Problem("import-totals-alone", where, values={"count": count}))
        return
    for name, blank in placed.blanks.items():
        if blank:
            fields = gathered.results[name, year]
            dashes = [f for n in blank if (f := fields.get(f"indicator_{n}")) is not None]
            at_cell = (dashes or list(fields.values()))[0].at
            numbers = Digits(", ".join(map(str, blank)))
            placed.problems.append(
                Problem("import-blank", at_cell, name, {"office": name, "numbers": numbers})
            )


def _name_newer(gathered: Gathered, placed: Placed, year: int) -> None:
    newer = sorted({found for _, found in gathered.results if found > year})
    if newer:
        figure = next(
            next(iter(fields.values()))
            for (_, found), fields in gathered.results.items()
            if found == newer[0]
        )
        years = Digits(", ".join(map(str, newer)))
        placed.problems.append(
            Problem(
                "import-newer-year", figure.at, values={"years": years, "year": Digits(str(year))}
            )
        )


def count_fates(gathered: Gathered) -> dict[Fate, int]:
    """How many cells were used, are labels, and were not used."""
    counts = dict.fromkeys(Fate, 0)
    for grid in gathered.account.grids:
        for _, entry in gathered.account.list_entries(grid):
            counts[entry.fate] += 1
    return counts
