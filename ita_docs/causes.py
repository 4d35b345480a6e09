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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ita_docs.model import name_column
from ita_docs.problems import Location, Problem

MOST_OFFICES = 10
"""So many offices of one kind of problem are told one by one; more are counted."""

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Cause:
    """Problems of one kind that come from one slip, in the order in which they were found."""

    problems: tuple[Problem, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices concerned, each once."""
        return tuple(dict.fromkeys(p.office for p in self.problems if p.office is not None))

    @property
    def places(self) -> list[Location]:
        """Where its problems stand, each place once."""
        places = (problem.at for problem in self.problems if problem.at is not None)
        return list(dict.fromkeys(places))


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
    return [Cause(tuple(group)) for group in groups.values()]


def summarise(problems: Iterable[Problem]) -> list[Cause]:
    """What is said of many problems at first: a line for each cause, and so at most one for each
    kind and office; of a kind that more than ten offices have, one line for all."""
    kinds: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.code].append(problem)
    lines: list[Cause] = []
    for kind in kinds.values():
        offices = {problem.office for problem in kind} - {None}
        lines += [Cause(tuple(kind))] if len(offices) > MOST_OFFICES else group_by_cause(kind)
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


def name_places(places: Iterable[Location]) -> list[str]:
    """Addresses as a person pastes them into the Name Box, cells that touch as one range.

    ``D14, D15, D16`` of one sheet is ``'คะแนน'!D14:D16``, and ``D14:D16, E14:E16`` is
    ``'คะแนน'!D14:E16``.
    """
    named: dict[str, None] = {}
    rest: list[Location] = []
    cells: dict[tuple[str, str], dict[int, set[int]]] = {}
    for at in places:
        match = _CELL.fullmatch(at.cell or "")
        if match is None or at.sheet is None:
            rest.append(at)
            continue
        columns = cells.setdefault((at.file, at.sheet), {})
        columns.setdefault(_number(match[1]), set()).add(int(match[2]))
    for (file, sheet), columns in cells.items():
        for area in _join(columns):
            named[str(Location(file, sheet, area))] = None
    for at in rest:
        named[str(at)] = None
    return list(named)


def _join(columns: dict[int, set[int]]) -> list[str]:
    """Cells by column -> ranges: runs down a column, then the same run in columns side by side."""
    runs: dict[tuple[int, int], list[int]] = {}
    for column in sorted(columns):
        for _, run in groupby(enumerate(sorted(columns[column])), lambda pair: pair[1] - pair[0]):
            rows = [row for _, row in run]
            runs.setdefault((rows[0], rows[-1]), []).append(column)
    areas: list[tuple[int, int, str]] = []
    for (top, bottom), beside in runs.items():
        for _, group in groupby(enumerate(beside), lambda pair: pair[1] - pair[0]):
            lefts = [column for _, column in group]
            first, last = f"{name_column(lefts[0])}{top}", f"{name_column(lefts[-1])}{bottom}"
            areas.append((top, lefts[0], first if first == last else f"{first}:{last}"))
    return [area for _, _, area in sorted(areas)]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
