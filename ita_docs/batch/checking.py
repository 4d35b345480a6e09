"""Workbooks checked and no document made: what ``check`` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ita_docs.batch.inputs import find_workbooks, take_in
from ita_docs.batch.intake import Intake
from ita_docs.batch.plans import read_plans
from ita_docs.batch.request import Request
from ita_docs.framework import load_frameworks
from ita_docs.model import Expected, OfficeResult
from ita_docs.problems import ExitCode, Problem, Severity

if TYPE_CHECKING:
    from ita_docs.batch.send_back import SentBack


@dataclass(frozen=True, slots=True)
class Checked:
    """What the workbooks hold: their offices, every problem, the errors that were not accepted,
    who should have sent and what goes back, where that was asked."""

    intake: Intake
    problems: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    expected: Expected | None = None
    sent_back: SentBack | None = None

    @property
    def exit_code(self) -> ExitCode:
        """10 while an office that should send has not; 3 with an error; else 0."""
        if self.expected is not None and self.expected.missing:
            return ExitCode.PARTIAL
        return ExitCode.INPUT if self.errors else ExitCode.DONE


def check_workbooks(request: Request) -> Checked:
    """Read and check every workbook of the inputs, and write what goes back.

    Raises InputError where the list of who should send, or the plan of last year, cannot be read,
    OutputError or BusyError where nothing can be written into the folder of what goes back.
    """
    # What writes workbooks and pages is loaded where it is asked for: a check does without.
    if request.returns is not None:
        from ita_docs.batch.send_back import refuse_nested_returns, send_back

        refuse_nested_returns(request)
    if request.expect is not None:
        from ita_docs.batch.expected import compare, read_expected

        listed = read_expected(request.expect, large=request.large)
    found = find_workbooks(request.inputs)
    if request.expect is not None:
        found.expect(request.expect)
    frameworks, wide = load_frameworks(), request.large
    plans, of_plans = None, list[Problem]()
    if request.plan is not None:
        plans, of_plans = read_plans(request.plan, frameworks, request.options, large=wide)
    intake = take_in(
        found.workbooks,
        frameworks,
        request.accept,
        lambda: None,
        large=wide,
        plans=plans,
        keep=OfficeResult.without_figures,
    )
    expected, told = (None, []) if request.expect is None else compare(listed, intake)
    sent_back = None if request.returns is None else send_back(request, intake)
    kept = () if sent_back is None else sent_back.problems
    problems = (*found.problems, *of_plans, *intake.problems, *told, *kept)
    errors = tuple(
        problem
        for problem in problems
        if problem.severity is Severity.ERROR and problem.code not in request.accept
    )
    return Checked(intake, problems, errors, expected, sent_back)
