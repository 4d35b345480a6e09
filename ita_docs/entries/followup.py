"""A row of ผลการดำเนินการ: what was done of a measure, as typed, and what is wrong with its cells.

Texts stay as they were typed, with their bullets: the report prints all of them. A measure alone
loses the number before it, since it is looked for in a plan whose measures have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from ita_docs.entries import cells, dates
from ita_docs.entries.cells import Fault
from ita_docs.entries.fields import describe_fault
from ita_docs.entries.habits import strip_numbers
from ita_docs.entries.rows import TableRow
from ita_docs.entries.shown import find_text_note
from ita_docs.model import Cell, FollowUpRow
from ita_docs.problems import Problem
from ita_docs.thai import match_key

T = TypeVar("T")

TEXTS = ("measure", "outcome", "period", "obstacles", "suggestions", "evidence")
"""The texts of a row, of several lines each."""
FIELDS = ("plan_year", "indicator", "status", "budget", *TEXTS, "reported_on")
_RESULTS = ("outcome", "status", "budget", "obstacles", "suggestions", "evidence")
"""What nobody fills in before anything was done; the form brings the rest."""
_UNFUNDED = frozenset(
    map(
        match_key,
        (
            *("ไม่ใช้งบประมาณ", "ไม่ใช้งบ", "ไม่ใช้", "ไม่ได้ใช้งบประมาณ", "ไม่ได้ใช้งบ", "ไม่ได้ใช้"),
            *("ไม่มีงบประมาณ", "ไม่มี", "no budget", "none"),
        ),
    )
)
_AROUND = re.compile(r"^(?:฿|บาท|thb)|(?:บาทถ้วน|บาท|baht|thb|฿|\.-|\.–)+$")
"""What is written around a sum, as a match key."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SATANG = Decimal("0.01")


def read_followup_row(row: TableRow, office: str | None) -> FollowUpRow:
    """A row as typed; whether it belongs to a plan is for the checks to say."""
    problems: list[Problem] = []

    def take(name: str, read: Callable[[Cell], T | Fault]) -> T | None:
        value = read(row.cell(name))
        if isinstance(value, Fault):
            problems.append(describe_fault(value, row, name, office))
            return None
        return value

    def take_name(name: str) -> str | None:
        return take(name, lambda cell: cells.read_name(cell, row.columns[name].limit) or "")

    def take_lines(name: str) -> tuple[str, ...] | None:
        limit = row.columns[name].limit
        lines = take(name, lambda cell: cells.read_lines(cell, limit, bullets=name != "measure"))
        if lines is not None and (note := find_text_note(row.cell(name), lines)):
            problems.append(describe_fault(note, row, name, office))
        if lines is None or name != "measure":
            return lines
        return tuple(line for line in strip_numbers(lines).lines if match_key(line))

    return FollowUpRow(
        plan_year=take("plan_year", cells.read_year),
        indicator=take_name("indicator"),
        status=take_name("status"),
        budget=take("budget", read_budget),
        reported_on=take("reported_on", dates.read_date),
        lines={name: take_lines(name) for name in TEXTS},
        cells={name: row.cell(name).at for name in FIELDS},
        columns=frozenset(name for name in FIELDS if row.has(name)),
        problems=tuple(problems),
        begun=any(row.has(name) and not row.lacks(name) for name in _RESULTS),
    )


def read_budget(cell: Cell) -> Decimal | Fault | None:
    """A sum in baht, to the satang: 14250, "14,250 บาท"; 0 for ไม่ใช้งบประมาณ, None for a blank."""
    value = cells.read_stored(cell)
    if isinstance(value, str) and not _mixes_digits(value):
        key = match_key(value)
        if key in _UNFUNDED:
            return Decimal(0)
        bare = _AROUND.sub("", _AROUND.sub("", key))
        if _GROUPED.fullmatch(bare):
            bare = bare.replace(",", "")
        cell = cell._replace(value=bare)
    baht = cells.read_number(cell)
    if isinstance(baht, Decimal) and baht >= 0 and baht == baht.quantize(_SATANG):
        return baht
    if isinstance(baht, Decimal) or (isinstance(baht, Fault) and baht.code.startswith("score-")):
        return Fault("followup-budget-unread", {"typed": cells.show_value(value)})
    return baht


def _mixes_digits(text: str) -> bool:
    """Thai and Arabic digits in one sum: nobody can say which were meant."""
    return bool(re.search("[0-9]", text) and re.search("[๐-๙]", text))
