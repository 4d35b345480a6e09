"""The plans that a run is told of (``--plan``): those of last year's workbook, or of a folder."""

from __future__ import annotations

from pathlib import Path

from ita_docs.batch.inputs import find_workbooks, take_in
from ita_docs.options import list_acceptable
from ita_docs.pipeline import Frameworks, list_plans
from ita_docs.problems import InputError, Location
from ita_docs.validation import Plans


def read_plans(path: Path, frameworks: Frameworks, *, lowest: int | None, large: bool) -> Plans:
    """The plans as they were announced: what could be accepted then is accepted here.

    Raises InputError where a workbook is not there or cannot be read, and where no office of it
    has data sound enough for a plan.
    """
    found = find_workbooks((path,))
    accept = frozenset(list_acceptable())
    intake = take_in(found.workbooks, frameworks, accept, lambda: None, large=large)
    for problem in (*found.problems, *intake.problems):
        if found.problems or (intake.unreadable and problem.at in _locate(intake.unreadable)):
            raise InputError(problem.code, problem.at, **problem.values)
    if not intake.sources:
        raise InputError("plan-unusable", Location(str(path)))
    return list_plans([source.result for source in intake.sources], frameworks, lowest)


def _locate(paths: list[str]) -> list[Location]:
    return [Location(path) for path in paths]
