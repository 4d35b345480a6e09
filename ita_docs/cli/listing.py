"""Which lines a person reads of many problems: one a cause, not one a cell.

A column pasted from elsewhere is one mistake and a problem in each of its cells:

    a.xlsx: 'คะแนน'!D14  score-not-a-number  สพป.ก     11 offices and more of one kind: one line,
    a.xlsx: 'คะแนน'!D15  score-not-a-number  สพป.ข  →  its cells as ranges, how many offices,
    …                                                  the first three by name
    a.xlsx: 'คะแนน'!C9   score-missing       สพป.ค     one kind in one office: one line, the first
    a.xlsx: 'คะแนน'!E9   score-missing       สพป.ค  →  cell's sentence and the others' addresses
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ita_docs.cli.output import say_line
from ita_docs.problems import Lang, Location, Problem
from ita_docs.wording import phrase, write_cure, write_line, write_text

MOST_OFFICES = 10
"""Offices of one kind of problem that are named line by line."""
_NAMED = 3
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


def list_lines(problems: Sequence[Problem], lang: Lang) -> Iterator[tuple[Problem, str]]:
    """A problem that stands for its like, and the line that tells of them all.

    At most one line per kind and office; one for a kind that more than ten offices have. The
    order is that of the problems, each kind where its first one stands.
    """
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    for same in by_code.values():
        offices = list(dict.fromkeys(problem.office for problem in same if problem.office))
        if len(offices) > MOST_OFFICES:
            yield same[0], _write_many(same, offices, lang)
            continue
        groups: dict[tuple[str | None, str], list[Problem]] = {}
        for problem in same:
            file = problem.at.file if problem.at else ""
            groups.setdefault((problem.office, file), []).append(problem)
        for group in groups.values():
            yield group[0], _write_one(group, lang)


def say_causes(
    problems: Sequence[Problem], lang: Lang, *, accepted: frozenset[str], err: bool
) -> int:
    """Print one line a cause; how many lines that were."""
    count = 0
    for problem, line in list_lines(problems, lang):
        severity = "note" if problem.code in accepted else problem.severity
        say_line(f"{phrase(f'level-{severity}', lang)} [{problem.code}] {line}", err=err)
        count += 1
    return count


def _write_one(group: Sequence[Problem], lang: Lang) -> str:
    line = write_line(group[0], lang)
    others = [problem.at for problem in group[1:] if problem.at is not None]
    if not others:
        return line
    return phrase(
        "listed-others", lang, line=line, count=len(others), places=", ".join(name_places(others))
    )


def _write_many(same: Sequence[Problem], offices: Sequence[str], lang: Lang) -> str:
    first = same[0]
    places = name_places([problem.at for problem in same if problem.at is not None])
    return phrase(
        "listed-many",
        lang,
        text=f"{write_text(first, lang)} {write_cure(first, lang)}",
        offices=len(offices),
        names=", ".join(offices[:_NAMED]),
        places=", ".join(places[:_NAMED]) + ("" if len(places) <= _NAMED else " …"),
    )


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
            first, last = f"{_letters(lefts[0])}{top}", f"{_letters(lefts[-1])}{bottom}"
            areas.append((top, lefts[0], first if first == last else f"{first}:{last}"))
    return [area for _, _, area in sorted(areas)]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
