"""The commands for one workbook: build, check."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_docs.cli.listing import say_causes
from ita_docs.cli.options import json_option, take_options, take_paths
from ita_docs.cli.output import choose_lang, phrase, say, say_json, say_problems
from ita_docs.problems import ExitCode, Lang, Problem
from ita_docs.settings import Settings, merge_settings
from ita_docs.wording import describe_problem

if TYPE_CHECKING:
    from ita_docs.batch.checking import Checked
    from ita_docs.batch.intake import Source
    from ita_docs.batch.request import Request
    from ita_docs.batch.send_back import SentBack
    from ita_docs.model import Expected, OfficeReport, RunReport

_NAMED = 50
"""Offices of one province that a line names; --json and the run report have all."""


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
        say_report(report, request, tongue)
    if office and not report.offices:
        say("no-office", tongue, err=True, names=", ".join(office))
        return int(ExitCode.INPUT)
    return report.exit_code


@click.command(
    help="ตรวจสมุดงาน ไม่เขียนไฟล์ใด เว้นแต่ใช้ --return ซึ่งเขียนสำเนาที่มีหมายเหตุ\n\n"
    "(check workbooks and write nothing; --return alone writes: copies with notes, into its folder)"
)
@take_paths("workbooks", required=True)
@take_options("check")
@json_option
def check(
    workbooks: tuple[Path, ...],
    all: bool | None,  # noqa: A002 - the option's name
    large: bool | None,
    plan: Path | None,
    accept: frozenset[str] | None,
    expect: Path | str | None,
    returns: Path | None,
    split: bool | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Print every problem of the workbooks with its address; write what goes back, if asked."""
    from ita_docs.batch.checking import check_workbooks
    from ita_docs.batch.request import Request

    tongue = choose_lang(lang)
    if split and returns is None:
        raise click.UsageError(phrase("usage-split-alone", tongue))
    accept = accept or frozenset()
    request = Request(
        inputs=workbooks,
        outputs=Path(),
        accept=accept,
        large=bool(large),
        expect=expect,
        returns=returns,
        split=bool(split),
        plan=plan,
        lang=tongue,
    )
    checked = check_workbooks(request)
    if as_json:
        say_json(_describe_check(checked, request))
        return int(checked.exit_code)
    problems = checked.problems
    if all:
        say_problems(problems, tongue, accepted=accept, err=False)
    elif say_causes(problems, tongue, accepted=accept, err=False) < len(problems):
        say("listed-all", tongue, count=len(problems))
    if checked.expected is not None:
        _say_missing(checked.expected, tongue)
    ready, refused = len(checked.intake.sources), len(checked.intake.refused)
    if checked.errors:
        say("check-errors", tongue, errors=len(checked.errors), ready=ready, refused=refused)
    else:
        say("check-clean", tongue, count=ready)
    _say_other_documents(checked.intake.sources, tongue)
    if checked.sent_back is not None:
        say_sent_back(checked.sent_back, tongue)
    return int(checked.exit_code)


def _say_other_documents(sources: Iterable[Source], lang: Lang) -> None:
    """How many offices have what a document beside the announcement is made of: its faults leave
    them ready otherwise."""
    from ita_docs.documents import choose_kinds

    results = [source.result for source in sources]
    for kind in choose_kinds(None)[1:]:
        withheld = sum(kind.name in result.withheld for result in results)
        ready = sum(map(kind.applies, results))
        if ready or withheld:
            say("check-document", lang, document=kind.stem, ready=ready, withheld=withheld)


def _describe_check(checked: Checked, request: Request) -> dict[str, Any]:
    """The answer of ``check --json``."""
    expected = None
    if checked.expected is not None:
        from ita_docs.report import describe_expected  # with libraries that check does without

        expected = describe_expected(checked.expected)
    return {
        "exit_code": int(checked.exit_code),
        "ready": [source.result.office.name for source in checked.intake.sources],
        "refused": [source.name for source in checked.intake.refused],
        "expected": expected,
        "returned": None if checked.sent_back is None else describe_sent_back(checked.sent_back),
        "problems": [
            describe_problem(problem, request.lang, request.accept) for problem in checked.problems
        ],
    }


def _say_missing(expected: Expected, lang: Lang) -> None:
    """The offices that have not sent, a line a province."""
    from ita_docs.report import group_missing

    for province, offices in group_missing(expected):
        names = ", ".join(office.short_name for office in offices[:_NAMED])
        names += " …" if len(offices) > _NAMED else ""
        say("missing", lang, province=province or "-", count=len(offices), names=names)
    count, sent = len(expected.missing), expected.sent
    say("missing-count", lang, missing=count, sent=sent, all=expected.offices)


def say_sent_back(sent_back: SentBack, lang: Lang) -> None:
    """Say how many copies there are, and where."""
    lacking = len(sent_back.letters) - sent_back.copies
    say("returned", lang, count=sent_back.copies, path=sent_back.folder, without=lacking)


def describe_sent_back(sent_back: SentBack) -> list[dict[str, Any]]:
    """What goes back, for --json: a row a workbook, or an office where they are split."""
    return [
        {
            "file": letter.file,
            "offices": list(letter.offices),
            "faults": len(letter.faults),
            "copy": letter.copy,
            "kept": letter.kept,
        }
        for letter in sent_back.letters
    ]


def make_request(settings: Settings, lang: Lang, *, shared: bool = False, **rest: Any) -> Request:
    """What a run is asked to do, from the options and the settings file together.

    ``shared`` is an input folder that others fill: a faulty picture in it is told, and no more.
    """
    from ita_docs.batch.request import Request
    from ita_docs.cli.pictures import read_emblem, read_signature
    from ita_docs.documents import TitleChoice
    from ita_docs.pipeline import Options

    told: list[Problem] = []
    tell = told.append if shared else None
    options = Options(
        lowest=settings.lowest,
        two_classes=None if settings.sections is None else settings.sections == "two",
        font=settings.font,
        emblem=read_emblem(settings.emblem, settings.inputs[0], tell),
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
        document=settings.document,
        plan=settings.plan,
        engine=settings.pdf_engine,
        options=options,
        accept=settings.accept,
        large=settings.large,
        expect=settings.expect,
        returns=settings.returns,
        split=settings.split,
        lang=lang,
        told=tuple(told),
        **rest,
    )


def say_report(report: RunReport, request: Request, lang: Lang) -> None:
    """Say what is wrong, what became of each office, and where its files are."""
    say_causes(report.problems, lang, accepted=request.accept, err=True)
    for office in report.offices:
        say_office(office, report, lang)
        _say_files(office, request, lang)
        _say_readiness(office, report, lang)
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


def _say_readiness(office: OfficeReport, report: RunReport, lang: Lang) -> None:
    """Say what an assessor asks of each document, and what of it is there."""
    from ita_docs.report import name_readiness

    for document in office.documents:
        found = name_readiness(report, office, document, lang)
        for key, names in zip(("readiness-has", "readiness-lacks"), found, strict=True):
            if names:
                say(key, lang, document=document.label, names=", ".join(names))


def _say_files(office: OfficeReport, request: Request, lang: Lang) -> None:
    for document in office.documents:
        if document.status == "refused" != office.status:
            say("document-refused", lang, document=document.label)
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

    from ita_docs.framework import load_frameworks
    from ita_docs.report import build_json

    content: dict[str, Any] = json.loads(build_json(report, lang, load_frameworks()))
    return content
