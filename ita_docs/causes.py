"""One cause, one line: the problems of a column pasted wrongly, or of one office, together.

'คะแนน'!D14  score-not-a-number  85,31   office A ┐ the same said of one column, whatever was
'คะแนน'!D15  score-not-a-number  86,90   office B ┘ typed: 'คะแนน'!D14:D15, two offices
'คะแนน'!E15  score-not-a-number  –       office B ── of an office already there: D14:E15
'คะแนน'!L20  instrument-disagrees 26.48  office C ─┐ other figures, so another cause
'คะแนน'!L21  instrument-disagrees 25.10  office D ─┴ each
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ita_docs.model import name_column
from ita_docs.problems import Problem

MOST_OFFICES = 10
"""So many offices of one kind of problem are named one by one; more are counted."""
MOST_NAMED = 3
_MOST_RANGES = 5

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Cause:
    """Problems of one kind that come from one slip, in the order in which they were found.

    ``problem`` is the first of them; the cells of its address are those of all, as ranges
    (``D14:D31, F2``), so that it can be said like any other.
    """

    problem: Problem
    problems: tuple[Problem, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices concerned, each once."""
        return tuple(dict.fromkeys(p.office for p in self.problems if p.office is not None))


def group_by_cause(problems: Iterable[Problem]) -> list[Cause]:
    """The problems by cause, in the order of the first of each.

    Of one kind and sheet, those of one office belong together, of one row where they are no
    office's, and those of a column that say the same of several offices, whatever was typed there.
    """
    found = list(problems)
    leader = list(range(len(found)))

    def lead(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    first: dict[object, int] = {}
    for index, problem in enumerate(found):
        for key in _list_keys(problem):
            one, other = sorted((lead(first.setdefault(key, index)), lead(index)))
            leader[other] = one
    groups: dict[int, list[Problem]] = defaultdict(list)
    for index, problem in enumerate(found):
        groups[lead(index)].append(problem)
    return [_build(group) for group in groups.values()]


def summarise(problems: Iterable[Problem]) -> list[Cause]:
    """What is said of many problems at first: a line for each cause, and so at most one for each
    kind and office; of a kind that more than ten offices have, one line for all."""
    kinds: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.code].append(problem)
    lines: list[Cause] = []
    for kind in kinds.values():
        offices = {problem.office for problem in kind} - {None}
        lines += [_build(kind)] if len(offices) > MOST_OFFICES else group_by_cause(kind)
    return lines


def _list_keys(problem: Problem) -> Iterator[object]:
    """What a problem shares with others of the same cause."""
    at = problem.at
    where = (problem.code, at.file if at else None, at.sheet if at else None)
    cell = _CELL.fullmatch(at.cell or "") if at else None
    if problem.office is not None:
        yield (*where, "office", problem.office)
    else:
        yield (*where, "row", cell[2] if cell else at)  # of a header, of a row that is nobody's
    said = tuple(sorted((k, str(v)) for k, v in problem.values.items() if k != "typed"))
    yield (*where, "column", cell[1] if cell else at, said)


def _build(problems: Sequence[Problem]) -> Cause:
    first = problems[0]
    at = first.at
    if at is not None and at.sheet is not None:
        same = [p.at.cell for p in problems if p.at and p.at[:2] == at[:2] and p.at.cell]
        at = at._replace(cell=name_ranges(same) or at.cell)
    return Cause(replace(first, at=at), tuple(problems))


def name_ranges(cells: Iterable[str]) -> str:
    """Cells as Excel names them together: ``D14:D31, F2``; what is no single cell stays as it is.

    At most five ranges, and a sign that there are more.
    """
    places: set[tuple[int, int]] = set()
    others: list[str] = []
    for cell in dict.fromkeys(cells):
        match = _CELL.fullmatch(cell)
        if match is None:
            others.append(cell)
        else:
            places.add((_number_column(match[1]), int(match[2])))
    runs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, rows in groupby(sorted(places), key=lambda place: place[0]):
        for start, end in _find_runs([row for _, row in rows]):
            runs[start, end].append(column)
    boxes = sorted(
        (left, top, right, bottom)
        for (top, bottom), columns in runs.items()
        for left, right in _find_runs(columns)
    )
    named = [*map(_name_box, boxes), *others]
    return ", ".join(named[:_MOST_RANGES]) + (" …" if len(named) > _MOST_RANGES else "")


def _find_runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of numbers without a gap; they come in order."""
    start = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield start, last
            start = number
        last = number
    yield start, last


def _name_box(box: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = box
    first, last = f"{name_column(left)}{top}", f"{name_column(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _number_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
