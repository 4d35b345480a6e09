"""Which lines a person reads of many problems: one a cause, not one a cell.

A column pasted from elsewhere is one mistake and a problem in each of its cells:

    a.xlsx: 'คะแนน'!D14  score-not-a-number  สพป.ก     11 offices and more of one kind: one line,
    a.xlsx: 'คะแนน'!D15  score-not-a-number  สพป.ข  →  its cells as ranges, how many offices,
    …                                                  the first three by name
    a.xlsx: 'คะแนน'!C9   score-missing       สพป.ค     one kind in one office: one line, the first
    a.xlsx: 'คะแนน'!E9   score-missing       สพป.ค  →  cell's sentence and the others' addresses
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ita_docs.causes import MOST_OFFICES, Cause, name_places, summarise
from ita_docs.cli.output import say_line
from ita_docs.problems import Lang, Problem
from ita_docs.wording import phrase, write_cure, write_line, write_text

_NAMED = 3
"""Offices and places that stand for many."""
_PLACES = 30
"""Places of one office's mistake that a line names; --all has a line for each."""


def list_lines(problems: Sequence[Problem], lang: Lang) -> Iterator[tuple[Problem, str]]:
    """A problem that stands for its like, and the line that tells of them all.

    One line a cause, so at most one per kind and office; one for a kind that more than ten offices
    have. The order is that of the problems, each kind where its first one stands.
    """
    for cause in summarise(problems):
        many = len(cause.offices) > MOST_OFFICES
        yield cause.problems[0], _write_many(cause, lang) if many else _write_one(cause, lang)


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


def _join(places: Sequence[str], most: int) -> str:
    return ", ".join(places[:most]) + ("" if len(places) <= most else " …")


def _write_one(cause: Cause, lang: Lang) -> str:
    first, others = cause.problems[0], cause.places[1:]
    line = write_line(first, lang)
    if not others:
        return line
    places = _join(name_places(others), _PLACES)
    return _fold(phrase("listed-others", lang, line=line, count=len(others), places=places))


def _write_many(cause: Cause, lang: Lang) -> str:
    first, places = cause.problems[0], name_places(cause.places)
    line = phrase(
        "listed-many",
        lang,
        text=f"{write_text(first, lang)} {write_cure(first, lang)}",
        offices=len(cause.offices),
        names=", ".join(cause.offices[:_NAMED]),
        places=_join(places, _NAMED),
    )
    return _fold(line)


def _fold(line: str) -> str:
    """One line, whatever line ends the names of files and offices hold."""
    return " ".join(line.split())
