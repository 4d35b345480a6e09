"""What a form is filled in with before anybody opens it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ita_docs.model import FiscalYear, Office, OfficeKind
from ita_docs.schema import OFFICE_KINDS
from ita_docs.thai import match_key

Value = str | int | Decimal | datetime.date
"""What stands in a cell of a form."""

Values = Mapping[str, object]
"""One row of a table: field key -> Value; a field that is absent or None stays blank."""


@dataclass(frozen=True, slots=True)
class ExtraSheet:
    """A sheet for people behind the tables: its name, heads with widths (characters), rows."""

    name: str
    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's scores of one office by indicator (points 0-100), shown beside this year's."""

    year: FiscalYear
    scores: Mapping[int, Decimal]


def find_kind(row: Values) -> OfficeKind:
    """What kind of body a row of หน่วยงาน is of, as it says itself or as its name begins."""
    said = match_key(str(row.get("kind") or row.get("name") or ""))
    schools = tuple(map(match_key, OFFICE_KINDS[OfficeKind.SCHOOL]))
    return OfficeKind.SCHOOL if said.startswith(schools) else OfficeKind.AREA


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form before anybody fills in the rest.

    ``year`` is the result year. ``offices`` are full names, in the order of the form. ``rows`` are
    those of the tables by schema key (``offices``, ``scores``, ``history``, ``cpi``, ``measures``,
    ``followup``) with values by field key; an office without a row of its own gets one.
    ``last_year`` are the scores of the year before by the match key of the office's name;
    ``carried`` are sentences that say what was taken over and from where.
    """

    year: FiscalYear
    offices: tuple[str, ...] = ()
    rows: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    extra_sheets: Sequence[ExtraSheet] = ()
    last_year: Mapping[str, LastYear] = field(default_factory=dict)
    carried: Sequence[str] = ()

    @property
    def years(self) -> Values:
        """The years of a row of หน่วยงาน: of the result, and of the plan that follows it."""
        return {"result_year": self.year.be, "plan_year": self.year.be + 1}

    def list_kinds(self) -> set[OfficeKind]:
        """The kinds of body that the form is for: an area office while nobody is named."""
        return {find_kind(row) for row in self.list_rows("offices")} or {OfficeKind.AREA}

    def list_rows(self, key: str) -> list[Values]:
        """The rows of a table in the order of the offices, each office with one, others behind."""
        places = {match_key(name): place for place, name in enumerate(self.offices)}

        def find_place(row: Values) -> int:
            return places.get(match_key(str(row.get("name") or "")), len(places))

        rows = list(self.rows.get(key, ()))
        known = set(map(find_place, rows))
        rows += [{"name": name} for place, name in enumerate(self.offices) if place not in known]
        return sorted(rows, key=find_place)

    def list_offices(self, names: Sequence[Office]) -> list[Values]:
        """The rows of หน่วยงาน, with years and short names where none are given."""
        short_names = {match_key(office.name): office.short_name for office in names}
        rows: list[Values] = []
        for row in self.list_rows("offices"):
            given = {field: value for field, value in row.items() if value not in (None, "")}
            listed = short_names.get(match_key(str(row.get("name") or "")))
            rows.append({**self.years, "short_name": listed, **given})
        return rows
