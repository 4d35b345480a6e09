"""The table of measures: which columns it has, and its rows, the tall ones divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from ita_docs import thai
from ita_docs.documents.context import MeasureContext, PlanContext, PlanGroupContext
from ita_docs.documents.long_rows import CROWDED, LANDSCAPE, PORTRAIT, RowRoom, divide_steps
from ita_docs.framework import Framework
from ita_docs.model import Findings, Measure, Plan

# The columns that every table has, and those that one has where they are filled in: their widths
# in the built-in templates before they are fitted to the page. What fills the landscape page by
# itself has 51 letters of a measure on a line.
_ALWAYS = {"order": 600, "indicator": 1900, "responsible": 2200, "steps": 4700, "monitor": 1800}
_OPTIONAL = {"method": 2800, "time_frame": 1400, "success": 1700, "budget": 1501, "reporting": 1403}
_FULL_PAGE = 14003
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")


def build_plan_context(
    plan: Plan, findings: Findings, framework: Framework, *, crowded: bool = False
) -> PlanContext:
    """The tables of an office's measures, one a class; a column that nobody filled in is left out.

    The measures are numbered through, as one table of all rows shows them. ``crowded`` says that a
    tall chart stands before the table: a tall first row would leave the rest of its page blank.
    """
    present = {name: any(getattr(one, name) for one in plan.measures) for name in _OPTIONAL}
    wide = any(present.values())
    rooms = _find_rooms(present, CROWDED if crowded else PORTRAIT)
    last = len(plan.measures)
    weak, count = len(findings.weak), len(findings.findings)
    begins = (1, weak + 1)  # where a table begins, below the text that leads in to it
    rows = [
        list(
            _list_rows(
                order, one, framework, rooms, wide=wide, first=order in begins, last=order == last
            )
        )
        for order, one in enumerate(plan.measures, start=1)
    ]
    two = findings.two_classes
    groups: list[PlanGroupContext] = [
        {"weak": not two, "urgent": two, "improve": False, "rows": [*chain(*rows[:weak])]}
    ] * bool(weak)
    if count > weak:
        improve = [*chain(*rows[weak:])]
        groups.append({"weak": False, "urgent": False, "improve": True, "rows": improve})
    return {
        "groups": groups,
        "rows": [*chain(*rows)],
        "has_method": present["method"],
        "has_time_frame": present["time_frame"],
        "has_success": present["success"],
        "has_budget": present["budget"],
        "has_reporting": present["reporting"],
        "wide": wide,
    }


def _find_rooms(present: dict[str, bool], portrait: RowRoom) -> tuple[RowRoom, RowRoom]:
    """What the columns of measures and of methods have room for beside the others."""
    #   columns                      mm of measures   letters   mm of methods   letters
    #   five, portrait                     67            40           -
    #   and time frame, reporting          83            51           -
    #   all ten                            58            35          35            20
    if not any(present.values()):
        return portrait, portrait
    widths = _ALWAYS | {name: width for name, width in _OPTIONAL.items() if present[name]}
    share = min(1.0, _FULL_PAGE / sum(widths.values()))
    steps = int(LANDSCAPE.letters * share)
    method = steps * _OPTIONAL["method"] // _ALWAYS["steps"]
    return replace(LANDSCAPE, letters=steps), replace(LANDSCAPE, letters=method)


def _list_rows(
    order: int,
    measure: Measure,
    framework: Framework,
    rooms: tuple[RowRoom, RowRoom],
    *,
    wide: bool,
    first: bool,
    last: bool,
) -> Iterator[MeasureContext]:
    """The rows of one indicator's measures.

    On a ``wide`` table the other columns are as narrow as they are tall, so that only the first row
    has them; an amount of baht must not stand there twice anyway.
    """
    name = framework.indicator(measure.indicator).name
    beside = _count_beside(measure, rooms[0].letters) if wide else 0
    steps = divide_steps(_number(measure.steps), rooms[0], first=first, last=last, beside=beside)
    method = divide_steps(_number_several(measure.method), rooms[1], first=first, last=last)
    # Where one column goes on longer than the other, that one's cell is blank and has no dash,
    # which would say that nobody filled it in.
    blank = [""]
    for part, (measures, methods) in enumerate(zip_longest(steps, method, fillvalue=blank)):
        once = blank if part and wide else None
        yield {
            "order": thai.to_thai_digits(str(order)),
            "indicator_number": thai.to_thai_digits(str(measure.indicator)),
            "indicator": f"{name} (ต่อ)" if part else name,
            "responsible": once or _listed(measure.responsible),
            "steps": measures,
            "method": methods,
            "monitor": once or _listed(measure.monitor),
            "time_frame": once or _set_digits(measure.time_frame),
            "success": once or _listed(measure.success),
            "budget": once or [_write_amount(line) for line in measure.budget],
            "reporting": once or _set_digits(measure.reporting),
        }


def _count_beside(measure: Measure, letters: int) -> int:
    """The lines of the tallest cell beside the measures, which have so many letters to a line."""
    widths = _ALWAYS | _OPTIONAL
    return max(
        sum(-(-len(line) // max(1, letters * widths[name] // widths["steps"])) for line in lines)
        for name in ("responsible", "monitor", "time_frame", "success", "budget", "reporting")
        for lines in [getattr(measure, name)]
    )


def _number(lines: Sequence[str]) -> list[str]:
    return [
        f"{thai.to_thai_digits(str(number))}. {line}"
        for number, line in enumerate(_set_digits(lines), start=1)
    ]


def _number_several(lines: Sequence[str]) -> list[str]:
    """Steps take a number each; a single sentence stands alone."""
    return _number(lines) if len(lines) > 1 else _set_digits(lines)


def _listed(lines: Sequence[str]) -> list[str]:
    """Several names take a dash each, as the source writes them; a single one stands alone."""
    texts = _set_digits(lines)
    return texts if len(texts) == 1 else [f"- {text}" for text in texts]


def _write_amount(line: str) -> str:
    """A bare number is an amount of baht: ``15000`` -> ๑๕,๐๐๐ บาท; other words stay as typed."""
    bare = thai.to_arabic_digits(line).replace(",", "")
    if not _AMOUNT.fullmatch(bare):
        return thai.set_thai_digits(line)
    whole, point, satang = bare.partition(".")
    return f"{thai.to_thai_digits(f'{int(whole):,}{point}{satang}')} บาท"


def _set_digits(lines: Sequence[str]) -> list[str]:
    return [thai.set_thai_digits(line) for line in lines]
