"""Find a template, check it, and try it out before any office depends on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lxml import etree

from ita_docs.model import FiscalYear
from ita_docs.ooxml.package import PackageError
from ita_docs.ooxml.wordml import W
from ita_docs.problems import Location, Problem, Severity, TemplateError
from ita_docs.word.advice import find_advice
from ita_docs.word.blocks import find_conditions
from ita_docs.word.container import check_container, read_file
from ita_docs.word.emblem import PICTURES, strip_metadata
from ita_docs.word.package import Package
from ita_docs.word.placeholders import Shape, read_schema
from ita_docs.word.properties import DocumentProperties
from ita_docs.word.reasons import explain_file
from ita_docs.word.relationships import drop_unseen
from ita_docs.word.rendering import measure, render_document
from ita_docs.word.safety import PICTURE_TYPES, find_dangers
from ita_docs.word.template import Refill, Template
from ita_docs.word.trial import try_branches
from ita_docs.word.verdicts import has_passed, keep_passed


def _find_folder() -> Traversable:
    """A wheel carries the templates inside the package; the repository keeps them on top, where
    an office finds them."""
    inside = files("ita_docs") / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def _list_built_in() -> tuple[str, ...]:
    folder = _find_folder()
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    found = (name.removesuffix(".docx") for name in names if name.endswith(".docx"))
    return tuple(sorted(name for name in found if not name.startswith(("~$", "."))))


BUILT_IN_TEMPLATES = _list_built_in()
"""The names that ``load_template`` takes instead of a path: those of the files that are shipped."""
_CHART = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OWN_FIELDS = ("series", "labels[]", "points[]", "target")
"""What a bound chart shows without a placeholder of its own."""


Needed = Mapping[str, Sequence[str]]
"""What a document can't do without: a placeholder to name, and the paths or groups that serve as
well: ``{"plan_year": ("plan_year", "result_year"), "total": ("total", "plan")}``."""


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """All that is wrong with a template, and the placeholders that it uses and leaves unused.

    Placeholders are paths such as ``plan.rows[].order``; a chart's own numbers count as used.
    """

    problems: tuple[Problem, ...]
    used: frozenset[str]
    unused: frozenset[str]


def load_template(
    name_or_path: str,
    *,
    schema: Any,
    refill: Refill,
    content: bytes | None = None,
    needed: Needed = MappingProxyType({}),
) -> Template:
    """Load a built-in template by name, or a .docx by path, and check it against the schema.

    ``content`` are the template's bytes where they came from elsewhere (another machine);
    ``schema`` is the TypedDict of all that a template may say, ``refill`` is
    ``charts.refill_chart``. Every branch of the template is rendered as a trial, unless this very
    program has done so with these very bytes. Raises TemplateError for the first error that
    ``check_template`` lists.
    """
    name = name_or_path
    if content is None:
        name, content = read_template(name_or_path)
    shape = read_schema(schema)
    tried = has_passed(content, shape)
    template, problems = _inspect(name, content, shape, refill, needed, tried=tried)
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise TemplateError(problem.code, problem.at, **problem.values)
    assert template is not None  # without an error there is one
    if not tried:
        keep_passed(content, shape)
    return template


def check_template(
    name_or_path: str, *, schema: Any, refill: Refill, needed: Needed = MappingProxyType({})
) -> TemplateCheck:
    """Everything that is wrong with a template: container, links, fields, tags, charts, trial.

    What a file's container hides is not looked at; a template with faulty tags is not tried out.
    Raises TemplateError only for a file that is not there or that the system does not let read.
    """
    name, content = read_template(name_or_path)
    shape = read_schema(schema)
    template, problems = _inspect(name, content, shape, refill, needed, tried=False)
    used: frozenset[str] = frozenset()
    if all(problem.severity is not Severity.ERROR for problem in problems):
        keep_passed(content, shape)
    if template is not None:
        own = (f"charts.{chart.name}.{key}" for chart in template.charts for key in _OWN_FIELDS)
        used = template.placeholders.union(own)
    return TemplateCheck(tuple(problems), used, frozenset(shape.leaves()) - used)


def _inspect(
    name: str, content: bytes, schema: Shape, refill: Refill, needed: Needed, *, tried: bool
) -> tuple[Template | None, list[Problem]]:
    at = Location(name)
    try:
        check_container(content, at)
        package = Package.read(content)
    except TemplateError as error:
        return None, [_problem(error)]
    except (PackageError, etree.XMLSyntaxError) as error:
        values = {"reason": explain_file(content, str(error))}
        return None, [Problem("template-unreadable", at, values=values)]
    drop_unseen(package)
    problems = find_dangers(package, name)
    if not problems:
        _strip_pictures(package)
    template = Template(name, package, schema, refill)
    template.content = content
    problems += template.problems
    if not problems and not tried:
        problems = _try_out(template)
    if not problems:
        problems = list(_find_missing(template, needed))
        filled = {part.name: part.root for part in template.parts}
        template.advice = tuple(find_advice(package, name, template.restored_frames, filled))
        problems += template.advice
    # The same fault twice in one paragraph is said once.
    said = {(problem.code, problem.at, *problem.values.values()): problem for problem in problems}
    return template, list(said.values())


def _strip_pictures(package: Package) -> None:
    """Leave out of the template's pictures where, when and by whom they were taken."""
    for part in package.members:
        if package.content_type(part) in PICTURE_TYPES:
            content = package.content(part)
            if (stripped := strip_metadata(content)) != content:
                package.put(part, stripped)


def _find_missing(template: Template, needed: Needed) -> Iterator[Problem]:
    """What the document must say and the template does not print, in one line."""
    missing = [
        f"{{{{ {name} }}}}"
        for name, others in needed.items()
        if not any(
            path == other or path.startswith((f"{other}.", f"{other}["))
            for path in template.printed
            for other in others
        )
    ]
    if missing:
        names = ", ".join(missing)
        yield Problem(
            "template-placeholder-missing", Location(template.name), values={"names": names}
        )


def _try_out(template: Template) -> list[Problem]:
    contexts = [template.sample_context(full=full) for full in (True, False)]
    full, empty = ({**context, **measure(template, context, {})} for context in contexts)
    full |= {f"_{name}_given": True for name in PICTURES}
    problems = list(_find_unguarded(template))
    for part in template.parts:
        problems += try_branches(part, template.name, full, empty)
    if problems:
        return problems  # they say where and why; the document as a whole would not
    trial = DocumentProperties("", "", FiscalYear(2500), "", "")
    for context in contexts:
        try:
            render_document(template, context, properties=trial)
        except TemplateError as error:
            problems.append(_problem(error))
    return problems


def _find_unguarded(template: Template) -> Iterator[Problem]:
    """Charts under other conditions than that there is something to draw: the trial's samples have
    everything or nothing, and an office may have what the condition asks for and no numbers."""
    charts = {chart.relationship: chart for chart in template.charts}
    main = [part.root for part in template.parts if part.name == template.package.main]
    for drawing, conditions in find_conditions(main[0], f"{{{W}}}drawing") if main else ():
        drawn = drawing.find(".//{*}chart")
        chart = None if drawn is None else charts.get(drawn.get(_CHART, ""))
        if chart is not None and not any(
            f"charts.{chart.name}.present" in said for said in conditions
        ):
            at = Location(template.name, part=chart.part.name)
            yield Problem("template-chart-unguarded", at, values={"name": chart.name})


def _problem(error: TemplateError) -> Problem:
    return Problem(error.code, error.at, values=error.values)


def read_built_in(name: str) -> bytes:
    """The bytes of a shipped template, to be copied or loaded."""
    return (_find_folder() / f"{name}.docx").read_bytes()


def read_template(name_or_path: str) -> tuple[str, bytes]:
    """A template's name for messages and its bytes: a built-in one by name, or a file by path.

    Raises TemplateError for a file that is not there or that the system does not let read.
    """
    if name_or_path in BUILT_IN_TEMPLATES:
        return f"{name_or_path}.docx", read_built_in(name_or_path)
    path = Path(name_or_path)
    try:
        return path.name, read_file(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        names = ", ".join(BUILT_IN_TEMPLATES)
        raise TemplateError("template-missing", Location(str(path)), names=names) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise TemplateError("template-unreadable", Location(str(path)), reason=reason) from error
