"""The commands for one workbook: build, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_docs.cli.listing import say_causes
from ita_docs.cli.options import json_option, take_options, take_paths
from ita_docs.cli.output import choose_lang, say, say_json, say_problems
from ita_docs.problems import ExitCode, Lang, Severity
from ita_docs.settings import Settings, merge_settings
from ita_docs.wording import describe_problem

if TYPE_CHECKING:
    from ita_docs.batch.request import Request
    from ita_docs.model import OfficeReport, RunReport


@click.command(help="สร้างประกาศจากสมุดงาน (build the announcements of a workbook)")
@take_paths("workbook", required=True, one=True)
@take_options("build")
@json_option
def build(
    workbook: Path,
    office: tuple[str, ...] | None,
    overwrite: str | None,
    dry_run: bool | None,
    as_json: bool,
    lang: str | None,
    **making: Any,
) -> int:
    """Build every office of one workbook, and print where the files are."""
    from ita_docs.batch.run import run_batch
    from ita_docs.cli.progress import Silent

    tongue = choose_lang(lang)
    settings = merge_settings({}, {"inputs": (workbook,), **making})
    request = make_request(
        settings,
        tongue,
        only=frozenset(office or ()),
        keep_account=False,
        overwrite_edited=overwrite is not None,
        dry_run=bool(dry_run),
    )
    report = run_batch(request, Silent())
    if as_json:
        say_json(describe_run(report, tongue))
    else:
        _say_report(report, request, tongue)
    if office and not report.offices:
        say("no-office", tongue, err=True, names=", ".join(office))
        return int(ExitCode.INPUT)
    return report.exit_code


@click.command(help="ตรวจสมุดงาน ไม่เขียนไฟล์ใด (check workbooks, write nothing)")
@take_paths("workbooks", required=True)
@take_options("check")
@json_option
def check(
    workbooks: tuple[Path, ...],
    all: bool | None,  # noqa: A002 - the option's name
    large: bool | None,
    accept: frozenset[str] | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Print every problem of the workbooks with its address, and write nothing."""
    from ita_docs.batch.inputs import find_workbooks, take_in
    from ita_docs.framework import load_frameworks

    tongue = choose_lang(lang)
    accept = accept or frozenset()
    found = find_workbooks(workbooks)
    intake = take_in(found.workbooks, load_frameworks(), accept, lambda: None, large=bool(large))
    problems = [*found.problems, *intake.problems]
    errors = [
        problem
        for problem in problems
        if problem.severity is Severity.ERROR and problem.code not in accept
    ]
    code = ExitCode.INPUT if errors else ExitCode.DONE
    if as_json:
        say_json(
            {
                "exit_code": int(code),
                "ready": [source.result.office.name for source in intake.sources],
                "refused": [source.name for source in intake.refused],
                "problems": [describe_problem(problem, tongue, accept) for problem in problems],
            }
        )
        return int(code)
    if all:
        say_problems(problems, tongue, accepted=accept, err=False)
    elif say_causes(problems, tongue, accepted=accept, err=False) < len(problems):
        say("listed-all", tongue, count=len(problems))
    if errors:
        say(
            "check-errors",
            tongue,
            errors=len(errors),
            ready=len(intake.sources),
            refused=len(intake.refused),
        )
    else:
        say("check-clean", tongue, count=len(intake.sources))
    return int(code)


def make_request(settings: Settings, lang: Lang, **rest: Any) -> Request:
    """What a run is asked to do, from the options and the settings file together."""
    from ita_docs.batch.request import Request
    from ita_docs.cli.pictures import read_emblem, read_signature
    from ita_docs.documents import TitleChoice
    from ita_docs.pipeline import Options

    options = Options(
        lowest=settings.lowest,
        font=settings.font,
        emblem=read_emblem(settings.emblem, settings.inputs[0]),
        emblem_room=settings.emblem_room,
        signature=read_signature(settings.signature, settings.inputs[0]),
        final=settings.final,
        title=TitleChoice(settings.title),
        timeout=settings.timeout,
    )
    return Request(
        inputs=settings.inputs,
        outputs=settings.outputs,
        template=settings.template,
        engine=settings.pdf_engine,
        options=options,
        accept=settings.accept,
        large=settings.large,
        lang=lang,
        **rest,
    )


def _say_report(report: RunReport, request: Request, lang: Lang) -> None:
    say_causes(report.problems, lang, accepted=request.accept, err=True)
    for office in report.offices:
        say_office(office, report, lang)
        _say_files(office, request, lang)
    disagreeing = {problem.code for problem in report.problems} & request.accept
    if disagreeing:
        say("accepted", lang, err=True, codes=", ".join(sorted(disagreeing)))


def say_office(office: OfficeReport, report: RunReport, lang: Lang) -> None:
    """Say what became of one office, or what would in a dry run, with the files put aside."""
    key = "built" if office.status == "produced" else str(office.status)
    year = str(office.plan_year) if office.plan_year else ""
    key = f"would-{office.status}" if report.dry_run else key
    say(key, lang, office=office.office, year=year)
    if report.dry_run and office.status == "produced":
        for path in office.edited:
            say("would-put-aside", lang, path=path)


def _say_files(office: OfficeReport, request: Request, lang: Lang) -> None:
    for file in office.files:
        path = request.outputs / file.path
        if file.path in office.edited:
            say("edited-file", lang, path=path)
        elif file.path.endswith(".pdf"):
            say("pdf" if office.engine else "pdf-kept", lang, path=path, engine=office.engine)
        else:
            say("word", lang, path=path)
    if office.status == "produced" and office.engine is None and not request.dry_run:
        say("no-pdf", lang)


def describe_run(report: RunReport, lang: Lang) -> dict[str, Any]:
    """The run report for --json: the same as run-report.json."""
    import json

    from ita_docs.report import build_json

    content: dict[str, Any] = json.loads(build_json(report, lang))
    return content
