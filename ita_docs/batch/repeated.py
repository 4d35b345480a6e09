"""Offices that cannot be made, since another of the run has their name or their folder."""

from __future__ import annotations

import datetime
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from ita_docs import thai
from ita_docs.batch.intake import Intake, Refused, Source
from ita_docs.problems import Location, Problem, Value, Words
from ita_docs.publishing import BANGKOK

_NAMED = 3
"""Places that a sentence names; a workbook that was copied 400 times stands for itself."""


def refuse_repeated(intake: Intake) -> None:
    """An office that stands in two workbooks for one year: nobody can say which one is right.

    Where only one of the two is sound it is taken, and the other one named.
    """
    groups = defaultdict(list)
    for source in intake.sources:
        key = (thai.match_key(source.result.office.name), source.result.plan_year)
        groups[key].append(source)
    faulty = defaultdict(list)
    for refused in intake.refused:
        faulty[thai.match_key(refused.name)].append(refused)
    for (name, year), same in groups.items():
        known_as = _count_names(source.workbook for source in same)
        for source in same if len(same) > 1 else []:
            near = [other for other in same[: _NAMED + 1] if other is not source][:_NAMED]
            others = [_name_other(other.workbook, other.result.at, known_as) for other in near]
            joined = _join(others, len(same) - 1)
            date = _date_file(source.workbook)
            _refuse(intake, source, "office-in-two-workbooks", date=date, other=joined)
        names = {name, thai.match_key(same[0].result.office.short_name)}
        again = [one for known in names for one in faulty.get(known, [])]
        again = [one for one in again if one.plan_year in (None, year)]
        if again and len(same) == 1:
            _tell_faulty(intake, same[0], again)
    intake.sources = [same[0] for same in groups.values() if len(same) == 1]


def _tell_faulty(intake: Intake, source: Source, again: Sequence[Refused]) -> None:
    """The faulty workbooks of an office that also sent a sound one."""
    elsewhere = [one for one in again if one.workbook != source.workbook]
    known_as = _count_names([source.workbook, *(one.workbook for one in elsewhere)])
    others = [
        _name_other(one.workbook, one.at or Location(Path(one.workbook).name), known_as)
        for one in elsewhere[:_NAMED]
    ]
    if others:
        office = source.result.office.name
        values: dict[str, Value] = {
            "office": office,
            "date": _date_file(source.workbook),
            "other": _join(others, len(elsewhere)),
        }
        at = source.result.at
        intake.tell(source.workbook, [Problem("office-sent-again", at, office, values)])


def _count_names(workbooks: Iterable[str]) -> Counter[str]:
    """How many of the workbooks are called so, wherever they lie."""
    return Counter(Path(workbook).name for workbook in set(workbooks))


def _name_other(workbook: str, at: Location, known_as: Counter[str]) -> Words:
    """Another workbook with the address in it and its date; with its folders where one of those
    told of has the same name."""
    if known_as[at.file] > 1:
        at = at._replace(file=workbook)
    date = _date_file(workbook)
    return Words(f"{at} ({date.th})", f"{at} ({date.en})")


def _join(words: Sequence[Words], count: int) -> Words:
    """The first of so many, and how many more there are."""
    thai_words, english = [one.th for one in words], [one.en for one in words]
    if count > len(words):
        more = count - len(words)
        thai_words.append(f"และอีก {thai.to_thai_digits(str(more))} แห่ง")
        english.append(f"and {more} more")
    return Words(", ".join(thai_words), ", ".join(english))


def _date_file(workbook: str) -> Words:
    """When a file was last changed, as people write it."""
    try:
        changed = datetime.datetime.fromtimestamp(os.stat(workbook).st_mtime, BANGKOK)  # noqa: PTH116
    except (OSError, OverflowError, ValueError):
        return Words("ไม่ทราบวันที่", "date unknown")
    clock = thai.to_thai_digits(f"{changed:%H:%M}")
    return Words(
        f"{thai.format_date(changed.date())} เวลา {clock} น.",
        f"{changed.day} {changed:%B %Y}, {changed:%H:%M}",
    )


def refuse_collisions(intake: Intake) -> None:
    """Two offices whose folders would have one name, to an eye or a disk that ignores case."""
    groups = defaultdict(list)
    for source in intake.sources:
        groups[source.folder.as_posix().casefold()].append(source)
    for same in groups.values():
        for source in same if len(same) > 1 else []:
            other = next(other for other in same if other is not source)
            _refuse(
                intake,
                source,
                "output-name-collision",
                other=f"{other.result.office.name} ({other.result.at})",
                folder=source.folder.as_posix(),
            )
    intake.sources = [same[0] for same in groups.values() if len(same) == 1]


def _refuse(intake: Intake, source: Source, code: str, **params: Value) -> None:
    office, province = source.result.office, source.result.province
    intake.refused.append(
        Refused(source.workbook, office.name, source.result.at, None, province, office.short_name)
    )
    problem = Problem(code, source.result.at, office.name, {"office": office.name, **params})
    intake.tell(source.workbook, [problem])
