"""Offices that cannot be made, since another of the run has their name or their folder."""

from __future__ import annotations

import datetime
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from ita_docs import thai
from ita_docs.batch.intake import Intake, Refused, Source
from ita_docs.problems import Location, Problem, Value, Words
from ita_docs.publishing import BANGKOK


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
        for source in same if len(same) > 1 else []:
            others = [
                _name_other(source, other.workbook, other.result.at, [o.workbook for o in same])
                for other in same
                if other is not source
            ]
            date = _date_file(source.workbook)
            _refuse(intake, source, "office-in-two-workbooks", date=date, other=_join(others))
        names = {name, thai.match_key(same[0].result.office.short_name)}
        again = [one for known in names for one in faulty.get(known, [])]
        again = [one for one in again if one.plan_year in (None, year)]
        if again and len(same) == 1:
            _tell_faulty(intake, same[0], again)
    intake.sources = [same[0] for same in groups.values() if len(same) == 1]


def _tell_faulty(intake: Intake, source: Source, again: Sequence[Refused]) -> None:
    """The faulty workbooks of an office that also sent a sound one."""
    others = []
    for one in again:
        if one.workbook != source.workbook:
            at = one.at or Location(Path(one.workbook).name)
            others.append(_name_other(source, one.workbook, at, [two.workbook for two in again]))
    if others:
        office = source.result.office.name
        values: dict[str, Value] = {
            "office": office,
            "date": _date_file(source.workbook),
            "other": _join(others),
        }
        at = source.result.at
        intake.tell(source.workbook, [Problem("office-sent-again", at, office, values)])


def _name_other(source: Source, workbook: str, at: Location, told: Sequence[str]) -> Words:
    """Another workbook with the address in it and its date; with its folders where one of those
    told of has the same name."""
    others = {source.workbook, *told} - {workbook}
    if at.file in {Path(other).name for other in others}:
        at = at._replace(file=workbook)
    date = _date_file(workbook)
    return Words(f"{at} ({date.th})", f"{at} ({date.en})")


def _join(words: Sequence[Words]) -> Words:
    return Words(", ".join(one.th for one in words), ", ".join(one.en for one in words))


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
    office = source.result.office.name
    province = source.result.province
    intake.refused.append(Refused(source.workbook, office, source.result.at, province=province))
    problem = Problem(code, source.result.at, office, {"office": office, **params})
    intake.tell(source.workbook, [problem])
