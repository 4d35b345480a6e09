"""What a form is filled in with before anybody opens it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ita_docs.model import FiscalYear

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


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in a form before anybody fills in the rest.

    ``year`` is the result year. ``offices`` are full names, in the order of the form. ``rows`` are
    those of the tables by schema key (``offices``, ``scores``, ``history``, ``cpi``, ``measures``)
    with values by field key; an office without a row of its own gets one with its name.
    ``last_year`` are the scores of the year before by office, ``carried`` sentences that say what
    was taken over and from where.
    """

    year: FiscalYear
    offices: tuple[str, ...] = ()
    rows: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    extra_sheets: Sequence[ExtraSheet] = ()
    last_year: Mapping[str, LastYear] = field(default_factory=dict)
    carried: Sequence[str] = ()
