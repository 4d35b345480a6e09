"""The plans that a run is told of (``--plan``): those of last year's workbook, or of a folder."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ita_docs.assessment import build_findings
from ita_docs.batch.inputs import find_workbooks, take_in
from ita_docs.model import OfficeResult
from ita_docs.options import list_acceptable
from ita_docs.pipeline import Frameworks, Options
from ita_docs.plan import build_plan
from ita_docs.problems import InputError, Location, Problem
from ita_docs.thai import match_key
from ita_docs.validation import AnnouncedPlan, Plans


def read_plans(
    path: Path, frameworks: Frameworks, options: Options, *, large: bool
) -> tuple[Plans, list[Problem]]:
    """The plans as they were announced: what could be accepted then is accepted here. And what of
    a folder could not be read: the plans of its other workbooks stand.

    Raises InputError where the workbook that was named is not there or cannot be read, and where
    no office has data sound enough for a plan.
    """
    found = find_workbooks((path,))
    accept = frozenset(list_acceptable())
    intake = take_in(found.workbooks, frameworks, accept, lambda: None, large=large)
    told = list(found.problems)
    for workbook in intake.unreadable:
        for problem in intake.by_workbook[workbook]:
            told.append(replace(problem, at=Location(workbook)))
    if not intake.sources:
        for problem in told:
            raise InputError(problem.code, problem.at, **problem.values)
        raise InputError("plan-unusable", Location(str(path)))
    return _list_plans((source.result for source in intake.sources), frameworks, options), told


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
