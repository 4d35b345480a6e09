"""One office, from the workbook's cells to the finished announcement, in the order of the house.

The rooms with heavy libraries are named by their room (``word.render_document``): they load
them on first use, and ``check`` does without.

One module, though long: an office's way is read in one place, from the first step to the last.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ita_docs import __version__, documents, pdf, word, workbook
from ita_docs.assessment import build_findings
from ita_docs.documents import MEASURES, ChosenTitle, DocumentKind, TitleChoice
from ita_docs.documents.invented import invent_result
from ita_docs.documents.paper import Paper
from ita_docs.files import quote_path
from ita_docs.framework import Framework, load_frameworks
from ita_docs.model import (
    Announcement,
    Figures,
    Findings,
    FiscalYear,
    Grid,
    OfficeResult,
    Plan,
    TablesInOrder,
    Validated,
)
from ita_docs.plan import build_plan, name_drafts
from ita_docs.problems import (
    ConversionError,
    Digits,
    InputError,
    Location,
    Problem,
    Severity,
    TemplateError,
    Value,
)
from ita_docs.validation import Plans, validate_workbook

if TYPE_CHECKING:
    from ita_docs.pdf import Engine
    from ita_docs.word import DocumentProperties, Template, TemplateCheck

Frameworks = Mapping[FiscalYear, Framework]


@dataclass(frozen=True, slots=True)
class Options:
    """How the announcements are made, the same for every office of a run.

    ``lowest`` takes that many of the lowest indicators when none is weak (None: as many as the year
    says), ``two_classes`` tells them beside the weak ones, too; ``font`` replaces the
    template's font family; ``emblem`` is the office's own picture (PNG or JPEG bytes);
    ``signature`` is the signer's, printed only where it is given. ``emblem_room`` keeps the
    emblem's place where there is no emblem; ``final`` leaves documents unmarked that hold measures
    nobody has confirmed; ``title`` says whose title they have. ``timeout`` is the PDF engine's
    time for one document, in seconds.
    """

    lowest: int | None = None
    two_classes: bool | None = None
    font: str | None = None
    emblem: bytes | None = None
    emblem_room: bool = True
    signature: bytes | None = None
    final: bool = False
    title: TitleChoice = TitleChoice.USUAL
    timeout: float = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One office's outcome: its figures, the weak indicators, the plan against them, and by kind of
    document what an assessor asks of it (``documents.readiness``). ``draft`` says that a document
    is marked as one."""

    figures: Figures
    findings: Findings
    plan: Plan
    notes: tuple[Problem, ...]
    readiness: Mapping[str, Mapping[str, bool]]
    draft: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that one office's document will say."""

    context: Mapping[str, Any]
    properties: DocumentProperties


def read_results(
    path: Path,
    frameworks: Frameworks,
    accept: frozenset[str] = frozenset(),
    read: Callable[[Path], TablesInOrder] | None = None,
    read_whole: Callable[[Path], tuple[Grid, ...]] | None = None,
    *,
    plans: Plans | None = None,
    lowest: int | None = None,
    two_classes: bool | None = None,
    keep: Callable[[OfficeResult], OfficeResult] = lambda result: result,
) -> Validated:
    """Workbook -> the results of its offices, and every problem in it.

    ``plans`` are those of earlier workbooks, which what was done is held against.
    ``keep`` says what stays of each result: a country's need much memory.
    ``read`` may read elsewhere, in a child process with limits. ``read_whole`` reads a workbook
    once more that is no form of ours: results in another shape are taken as they are where nothing
    about them is uncertain. Raises InputError when the file cannot be read as a workbook at all.
    """
    read = read or workbook.open_workbook
    try:
        validated = validate_workbook(
            read(path),
            frameworks,
            accept=accept,
            plans=plans,
            lowest=lowest,
            two_classes=two_classes,
            keep=keep,
        )
    except InputError as error:
        if error.code in IMPORTABLE:
            error.values |= {"command": write_import_command(path)}
        raise
    missing = any(problem.code == "sheet-missing" for problem in validated.problems)
    if validated.results or not missing or read_whole is None:
        return validated
    from ita_docs.importing import read_as_it_is  # a form of our own needs none of it
    from ita_docs.offices import load_offices

    command = write_import_command(path)
    found = read_as_it_is(read_whole(path), load_offices(), frameworks, command)
    if found is None:
        return validated
    if isinstance(found, Problem):
        return Validated((), (found,), ())
    validated = validate_workbook(found.workbook, frameworks, accept=accept)
    return replace(validated, problems=(*found.notes, *validated.problems))


IMPORTABLE = frozenset({"file-csv", "file-xls", "file-ods", "file-html"})
"""Codes of files that ``import`` reads and ``build`` does not."""


def write_import_command(path: Path) -> str:
    """The command that makes a form of a file, ready to paste."""
    target = path.with_name(f"{path.stem} แบบกรอก.xlsx")
    return f"ita-docs import {quote_path(path)} -o {quote_path(target)}"


def choose_templates(
    name_or_path: str | None, kinds: Sequence[DocumentKind]
) -> dict[str, Template]:
    """A template for each kind of document, by the kind's name: the one asked for, and the usual
    one of every other kind. Raises TemplateError."""
    asked: dict[str, Template] = {}
    if name_or_path is not None:
        kind = _find_kind(name_or_path)
        if kind not in kinds:
            others = ", ".join(one.name for one in kinds)
            at, code = Location(name_or_path), "template-of-another-document"
            raise TemplateError(code, at, kind=kind.name, asked=others)
        asked = {kind.name: open_template(name_or_path, kind=kind)}
    return {
        kind.name: asked.get(kind.name) or open_template(kind.templates[0], kind=kind)
        for kind in kinds
    }


def _find_kind(name_or_path: str) -> DocumentKind:
    """The kind that a template is for: of a person's own file the first that finds no fault with
    it, else the one that finds least."""
    kinds = documents.list_kinds(name_or_path)
    if len(kinds) == 1:
        return kinds[0]
    for kind in kinds:
        with contextlib.suppress(TemplateError):
            open_template(name_or_path, kind=kind)
            return kind
    return min(kinds, key=lambda kind: len(inspect_template(name_or_path, kind).problems))


def open_template(
    name_or_path: str, content: bytes | None = None, kind: DocumentKind | None = None
) -> Template:
    """A template, checked against all that its kind of document says. Raises TemplateError.

    A built-in one is loaded once: it does not change while the program runs.
    """
    kind = kind or documents.list_kinds(name_or_path)[0]
    if content is None and name_or_path in word.BUILT_IN_TEMPLATES:
        return _open_built_in(name_or_path, kind.name)
    return _open_template(name_or_path, content, kind)


@cache
def _open_built_in(name: str, kind: str) -> Template:
    return _open_template(name, None, documents.choose_kinds(kind)[0])


def _open_template(name_or_path: str, content: bytes | None, kind: DocumentKind) -> Template:
    return word.load_template(
        name_or_path,
        schema=kind.schema,
        refill=word.refill_chart,
        content=content,
        needed=kind.needed,
    )


def inspect_template(name_or_path: str, kind: DocumentKind | None = None) -> TemplateCheck:
    """Everything that is wrong with a template, and which placeholders it uses and leaves: as the
    kind finds it, or, of a person's own file, the first that finds no fault, or finds least."""
    found: TemplateCheck | None = None
    for each in (kind,) if kind is not None else documents.list_kinds(name_or_path):
        checked = word.check_template(
            name_or_path, schema=each.schema, refill=word.refill_chart, needed=each.needed
        )
        if found is None or len(checked.problems) < len(found.problems):
            found = checked
        if all(problem.severity is not Severity.ERROR for problem in checked.problems):
            found = checked
            break
    assert found is not None
    name, content = word.read_template(name_or_path)
    undrawn = tuple(
        Problem("template-chart-native", Location(name, part=part), values={"reason": reason})
        for part, reason in pdf.list_undrawn_charts(content)
    )
    return replace(found, problems=found.problems + undrawn)


def preview_template(name_or_path: str, engine: Engine, *, wide: bool) -> Announcement:
    """What a template makes of an invented office, by the newest rules; ``wide`` fills all columns.

    Raises TemplateError and RenderingError as for a real one, ConversionError without a PDF.
    """
    frameworks = load_frameworks()
    kind = _find_kind(name_or_path)
    template = open_template(name_or_path, kind=kind)
    result = invent_result(frameworks[max(frameworks)], wide=wide)
    prepared = prepare_office(result, frameworks, Options(), kind)
    (made,) = announce([draft_document(prepared, template, Options())], engine, Options())
    if isinstance(made, ConversionError):
        raise made
    return made


def assess_office(
    result: OfficeResult,
    frameworks: Frameworks,
    options: Options,
    kinds: Sequence[DocumentKind] = documents.KINDS,
) -> Outcome:
    """The figures as they were checked -> findings -> plan, by the rules of the result's year.

    ``kinds`` are those that are asked for: what is told of a document is told of them alone.
    """
    framework = frameworks[result.result_year]
    findings = build_findings(
        result.figures, framework, options.lowest, two_classes=options.two_classes
    )
    plan = build_plan(findings, result, framework)
    kinds = [kind for kind in kinds if kind.applies(result) and kind.name not in result.withheld]
    notes = list(_note_title(result, frameworks, options, kinds))
    if any("measures" in kind.sheets for kind in kinds):
        notes = [
            *name_drafts(plan, findings, result),
            *_note_lowest(result, findings, options),
            *notes,
        ]
    drafts = any("draft" in kind.schema.__annotations__ for kind in kinds)
    readiness = {
        kind.name: kind.check_readiness(result, findings, plan) for kind in kinds if kind.asked
    }
    draft = drafts and not options.final and any(measure.draft for measure in plan.measures)
    return Outcome(result.figures, findings, plan, tuple(notes), readiness, draft)


def prepare_office(
    result: OfficeResult,
    frameworks: Frameworks,
    options: Options,
    kind: DocumentKind = MEASURES,
) -> Prepared:
    """The outcome -> context: every word and numeral of one kind of document."""
    framework = frameworks[result.result_year]
    outcome = assess_office(result, frameworks, options)
    title = _choose_title(kind, result, frameworks, options)
    paper = Paper(
        emblem=options.emblem is not None or options.emblem_room,
        signature=options.signature is not None,
        final=options.final,
        title=title.title,
        code=title.code,
    )
    context = kind.build_context(result, outcome.findings, outcome.plan, framework, paper)
    properties = word.DocumentProperties(
        title=kind.name_document(result, title.title),
        office=result.office.name,
        year=kind.find_year(result),
        program_version=__version__,
        framework_sha256=framework.sha256,
        dated=kind.find_date(result),
    )
    return Prepared(context, properties)


def _choose_title(
    kind: DocumentKind, result: OfficeResult, frameworks: Frameworks, options: Options
) -> ChosenTitle:
    """The title by the data of the plan's year, which may be one that has no rules yet."""
    year = result.plan_year
    item = frameworks[year].documents.get(kind.about or kind.name) if year in frameworks else None
    return kind.choose_title(item, options.title)


def _note_lowest(result: OfficeResult, findings: Findings, options: Options) -> Iterator[Problem]:
    """That the lowest indicators have measures although none is weak and nobody asked for it."""
    if options.lowest is None and findings.improve and not findings.weak:
        values: dict[str, Value] = {
            "count": Digits(str(len(findings.improve))),
            "indicators": Digits(", ".join(str(one.indicator) for one in findings.improve)),
        }
        yield Problem("lowest-taken", result.at, result.office.name, values)


def _note_title(
    result: OfficeResult,
    frameworks: Frameworks,
    options: Options,
    kinds: Sequence[DocumentKind],
) -> Iterator[Problem]:
    """What the year's data do not know of a title or code that was asked for, once an item."""
    by_item: dict[str, DocumentKind] = {}
    for kind in kinds:
        by_item.setdefault(kind.about or kind.name, kind)
    for item, kind in by_item.items():
        title = _choose_title(kind, result, frameworks, options)
        at = Location(f"{result.plan_year}.toml", part=f"documents.{item}")
        values: dict[str, Value] = {"year": Digits(str(result.plan_year)), "title": title.title}
        if not title.known:
            yield Problem("title-unknown", at, result.office.name, values)
        elif not title.settled:
            yield Problem("title-not-settled", at, result.office.name, values)


def draft_document(prepared: Prepared, template: Template, options: Options) -> bytes:
    """Context -> docx, its charts refilled. Raises TemplateError or RenderingError."""
    return word.render_document(
        template,
        prepared.context,
        properties=prepared.properties,
        font=options.font,
        emblem=options.emblem,
        signature=options.signature,
    )


def announce(
    drafts: Sequence[bytes], engine: Engine | None, options: Options
) -> list[Announcement | ConversionError]:
    """Docx -> pdf, many in one start of the engine; without an engine the Word document alone."""
    if engine is None:
        return [Announcement(docx, None, None, ()) for docx in drafts]
    pdfs = pdf.convert_many(drafts, engine, timeout=options.timeout)
    return [
        made
        if isinstance(made, ConversionError)
        else Announcement(docx, made.data, made.engine, made.notes)
        for docx, made in zip(drafts, pdfs, strict=True)
    ]
