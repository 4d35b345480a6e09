"""The plans that a run is told of (``--plan``): those of last year's workbook, or of a folder."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ita_docs.assessment import build_findings
from ita_docs.batch.inputs import find_workbooks, take_in
from ita_docs.model import OfficeResult
from ita_docs.options import list_acceptable
from ita_docs.pipeline import Frameworks, Options
from ita_docs.plan import build_plan
from ita_docs.problems import InputError, Location
from ita_docs.thai import match_key
from ita_docs.validation import AnnouncedPlan, Plans


def read_plans(path: Path, frameworks: Frameworks, options: Options, *, large: bool) -> Plans:
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
    return _list_plans((source.result for source in intake.sources), frameworks, options)


def _list_plans(results: Iterable[OfficeResult], frameworks: Frameworks, options: Options) -> Plans:
    """The offices' plans, by the match key of their names."""
    plans: dict[str, list[AnnouncedPlan]] = defaultdict(list)
    for result in results:
        framework = frameworks[result.result_year]
        with contextlib.suppress(InputError):  # a measure is missing: it was announced nowhere
            findings = build_findings(
                result.figures, framework, options.lowest, two_classes=options.two_classes
            )
            plan = build_plan(findings, result, framework)
            plans[match_key(result.office.name)].append(AnnouncedPlan(result.plan_year, plan))
    return plans


def _locate(paths: list[str]) -> list[Location]:
    return [Location(path) for path in paths]
