"""Find a template, load it, and try it out before any office depends on it."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

from ita_docs.document.package import Package
from ita_docs.document.placeholders import read_schema
from ita_docs.document.properties import DocumentProperties
from ita_docs.document.rendering import render_document
from ita_docs.document.template import Refill, Template
from ita_docs.errors import Location, TemplateError
from ita_docs.model import FiscalYear

BUILT_IN_TEMPLATES = ("announcement", "report")
"""The names that ``load_template`` takes instead of a path."""


def load_template(
    name_or_path: str, *, schema: Any, refill: Refill, content: bytes | None = None
) -> Template:
    """Load a built-in template by name, or a .docx by path, and check it against the schema.

    ``content`` are the template's bytes where they came from elsewhere (another machine);
    ``schema`` is the TypedDict of all that a template may say, ``refill`` is
    ``charts.refill_chart``. The template is rendered twice as a trial, with everything there and
    with nothing there. Raises TemplateError naming the tag, the part and the paragraph.
    """
    name = name_or_path
    if content is None:
        name, content = _read(name_or_path)
    try:
        package = Package.read(content)
    except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise TemplateError("template-unreadable", Location(name), reason=str(error)) from error
    template = Template(name, package, read_schema(schema), refill)
    template.content = content
    trial = DocumentProperties("", "", FiscalYear(2500), "", "")
    for full in (True, False):
        render_document(template, template.sample_context(full=full), properties=trial)
    return template


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
        return path.name, path.read_bytes()
    except FileNotFoundError:
        names = ", ".join(BUILT_IN_TEMPLATES)
        raise TemplateError("template-missing", Location(str(path)), names=names) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise TemplateError("template-unreadable", Location(str(path)), reason=reason) from error
