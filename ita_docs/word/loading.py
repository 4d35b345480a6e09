"""Find a template, check it, and try it out before any office depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

from ita_docs.model import FiscalYear
from ita_docs.ooxml.package import PackageError
from ita_docs.problems import Location, Problem, TemplateError
from ita_docs.word.container import check_container, read_file
from ita_docs.word.package import Package
from ita_docs.word.placeholders import Shape, read_schema
from ita_docs.word.properties import DocumentProperties
from ita_docs.word.rendering import render_document
from ita_docs.word.safety import find_dangers
from ita_docs.word.template import Refill, Template

BUILT_IN_TEMPLATES = ("announcement", "report")
"""The names that ``load_template`` takes instead of a path."""
_OWN_FIELDS = ("series", "labels[]", "points[]")
"""What a bound chart shows without a placeholder of its own."""


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """All that is wrong with a template, and the placeholders that it uses and leaves unused.

    Placeholders are paths such as ``plan.rows[].order``; a chart's own numbers count as used.
    """

    problems: tuple[Problem, ...]
    used: frozenset[str]
    unused: frozenset[str]


def load_template(
    name_or_path: str, *, schema: Any, refill: Refill, content: bytes | None = None
) -> Template:
    """Load a built-in template by name, or a .docx by path, and check it against the schema.

    ``content`` are the template's bytes where they came from elsewhere (another machine);
    ``schema`` is the TypedDict of all that a template may say, ``refill`` is
    ``charts.refill_chart``. The template is rendered twice as a trial, with everything there and
    with nothing there. Raises TemplateError for the first thing that ``check_template`` lists.
    """
    name = name_or_path
    if content is None:
        name, content = _read(name_or_path)
    template, problems = _inspect(name, content, read_schema(schema), refill)
    for problem in problems:
        raise TemplateError(problem.code, problem.at, **problem.values)
    assert template is not None  # without a problem there is one
    return template


def check_template(name_or_path: str, *, schema: Any, refill: Refill) -> TemplateCheck:
    """Everything that is wrong with a template: container, links, fields, tags, charts, trial.

    What a file's container hides is not looked at; a template with faulty tags is not tried out.
    Raises TemplateError only for a file that is not there or that the system does not let read.
    """
    name, content = _read(name_or_path)
    shape = read_schema(schema)
    template, problems = _inspect(name, content, shape, refill)
    used: frozenset[str] = frozenset()
    if template is not None:
        own = (f"charts.{chart.name}.{key}" for chart in template.charts for key in _OWN_FIELDS)
        used = template.placeholders.union(own)
    return TemplateCheck(tuple(problems), used, frozenset(shape.leaves()) - used)


def _inspect(
    name: str, content: bytes, schema: Shape, refill: Refill
) -> tuple[Template | None, list[Problem]]:
    at = Location(name)
    try:
        check_container(content, at)
        package = Package.read(content)
    except TemplateError as error:
        return None, [_problem(error)]
    except (PackageError, etree.XMLSyntaxError) as error:
        return None, [Problem("template-unreadable", at, values={"reason": str(error)})]
    problems = find_dangers(package, name)
    template = Template(name, package, schema, refill)
    template.content = content
    problems += template.problems
    if not problems:
        problems = _try_out(template)
    # The same fault in both trials, or twice in one paragraph, is said once.
    said = {(problem.code, problem.at, *problem.values.values()): problem for problem in problems}
    return template, list(said.values())


def _try_out(template: Template) -> list[Problem]:
    trial = DocumentProperties("", "", FiscalYear(2500), "", "")
    problems = []
    for full in (True, False):
        try:
            render_document(template, template.sample_context(full=full), properties=trial)
        except TemplateError as error:
            problems.append(_problem(error))
    return problems


def _problem(error: TemplateError) -> Problem:
    return Problem(error.code, error.at, values=error.values)


def _read(name_or_path: str) -> tuple[str, bytes]:
    if name_or_path in BUILT_IN_TEMPLATES:
        file = f"{name_or_path}.docx"
        inside = files("ita_docs") / "templates" / file
        # A wheel carries the templates inside the package; the repository keeps them on top,
        # where an office finds them.
        beside = Path(__file__).parents[2] / "templates" / file
        return file, inside.read_bytes() if inside.is_file() else beside.read_bytes()
    path = Path(name_or_path)
    try:
        return path.name, read_file(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        names = ", ".join(BUILT_IN_TEMPLATES)
        raise TemplateError("template-missing", Location(str(path)), names=names) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise TemplateError("template-unreadable", Location(str(path)), reason=reason) from error
