"""One part of a template, compiled: docxtpl's tags, Jinja's rendering, and the repairs after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any, NoReturn

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from ita_docs.errors import Location, RenderingError, TemplateError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_TBL, _TR, _TC = f"{{{W}}}tbl", f"{{{W}}}tr", f"{{{W}}}tc"
_GRID, _COLUMN, _W = f"{{{W}}}tblGrid", f"{{{W}}}gridCol", f"{{{W}}}w"
_CELL_PROPERTIES, _CELL_WIDTH, _SPAN = f"{{{W}}}tcPr", f"{{{W}}}tcW", f"{{{W}}}gridSpan"
_DOC_PR = f"{{{WP}}}docPr"
_TAG = re.compile(r"\{_?[{%#]|[}%]_\}")
_LITERALS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_FIRST_DRAWING_ID = 1001
# What XML 1.0 cannot hold, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with a dict's keys found before its methods (``row.items`` is a field)."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def make_environment() -> Environment:
    """Jinja as templates get it: sandboxed, escaping, strict about names, and repeatable."""
    environment = _Environment(autoescape=True, undefined=StrictUndefined)
    # Chance has no place in a document that must come out the same twice.
    del environment.globals["lipsum"], environment.filters["random"]
    return environment


class CompiledPart:
    """An XML part that holds tags; compiled once, rendered per office."""

    def __init__(self, name: str, xml: str, environment: Environment, file: str) -> None:
        self.name = name
        self._file = file
        # A paragraph a line, so that Jinja's line numbers lead to paragraphs (as docxtpl does).
        self._source = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
        try:
            source = _spell_out_literals(self._source, environment)
            self.tree: nodes.Template = environment.parse(source)
            self._template = environment.from_string(source)
        except TemplateSyntaxError as error:
            self.fail("template-syntax", error.lineno, reason=error.message or "")

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished part.

        Raises TemplateError when the template asks for what is not there, RenderingError
        (``document-text-unprintable``) when a text holds a character that XML cannot.
        """
        try:
            xml = self._template.render(context)
        except UndefinedError as error:
            self.fail("template-unknown-placeholder", _line_of(error), tag=error.message or "")
        except (JinjaError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            self.fail("template-not-rendered", _line_of(error), reason=str(error))
        xml = xml.replace("\n<w:p", "<w:p").replace("\r\n", "\n").replace("\r", "\n")
        try:
            if "\n" in xml or "\t" in xml:
                self._refuse_unprintable(xml)  # docxtpl would make page breaks of some
                xml = _break_lines(xml)
            return _finish(xml)
        except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
            self._refuse_unprintable(xml)
            raise TemplateError(
                "template-not-rendered", self._at(), paragraph="", reason=str(error)
            ) from error

    def fail(self, code: str, line: int | None, **params: str) -> NoReturn:
        """Raise a TemplateError about the paragraph on this line of the patched part."""
        lines = self._source.split("\n")
        paragraph = lines[line - 1] if line and line <= len(lines) else ""
        text = " ".join(re.sub("<[^>]+>", " ", paragraph).split())
        raise TemplateError(code, self._at(), paragraph=text[:200], **params)

    def _at(self) -> Location:
        return Location(self._file, part=self.name)

    def _refuse_unprintable(self, xml: str) -> None:
        found = _UNPRINTABLE.search(xml)
        if found:
            raise RenderingError(
                "document-text-unprintable", self._at(), character=f"U+{ord(found.group()):04X}"
            )


def patch_tags(content: bytes) -> str | None:
    """The XML of a part with docxtpl's tags made plain Jinja; None when it holds no tags."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    xml = etree.tostring(root, encoding="unicode")
    patched: str = DocxTemplate.patch_xml(_DOCXTPL, xml)
    return patched if _TAG.search(patched) else None


_DOCXTPL: DocxTemplate = DocxTemplate.__new__(DocxTemplate)
"""docxtpl's methods on XML text use nothing of the object, so one that was never opened serves."""


def _break_lines(xml: str) -> str:
    broken: str = DocxTemplate.resolve_listing(_DOCXTPL, xml)
    return broken


def _spell_out_literals(source: str, environment: Environment) -> str:
    """Turn docxtpl's ``{_{`` into an expression that prints ``{{``.

    docxtpl replaces it in the finished text, and so in the offices' data too.
    """
    if not any(mark in source for mark, _ in _LITERALS):
        return source
    pieces = []
    for _, kind, text in environment.lex(source):
        for mark, meaning in _LITERALS:
            if kind == "data":
                text = text.replace(mark, f"{{{{ '{meaning}' }}}}")
            elif kind == "string":
                text = text.replace(mark, meaning)
        pieces.append(text)
    return "".join(pieces)


def _line_of(error: BaseException) -> int | None:
    """The line of the template that an error came from: Jinja puts it into the traceback."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _finish(xml: str) -> bytes:
    root = etree.fromstring(xml.encode(), _PARSER)
    # Word refuses a document with two drawings of one id, which a loop makes easily.
    for number, drawing in enumerate(root.iter(_DOC_PR), start=_FIRST_DRAWING_ID):
        drawing.set("id", str(number))
    for table in root.iter(_TBL):
        _fit_columns(table)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def _fit_columns(table: etree._Element) -> None:
    """Give a table whose columns came or went a grid of the ones it has, as wide as before.

    docxtpl drops grid columns from the right, whichever cells went, and leaves the cells' widths.
    """
    grid = table.find(_GRID)
    if grid is None:
        return
    old = [_number(column.get(_W)) for column in grid]
    rows = [[_measure(cell) for cell in row.iterchildren(_TC)] for row in table.iterchildren(_TR)]
    widest = max(rows, key=lambda row: sum(span for _, span in row), default=[])
    count = sum(span for _, span in widest)
    if not count or count == len(old):
        return
    average = sum(old) / len(old) if old else 0.0
    shares: list[float] = []
    for width, span in widest:
        share = _number(width.get(_W)) if width is not None else 0.0
        shares += [share / span if share > 0 else average] * span
    scale = sum(old) / (sum(shares) or 1.0)
    # Round the edges and not the widths, so that the widths add up to the table's.
    edges = [round(edge) for edge in accumulate((share * scale for share in shares), initial=0.0)]
    for column in list(grid):
        grid.remove(column)
    for left, right in pairwise(edges):
        etree.SubElement(grid, _COLUMN, {_W: str(right - left)})
    for row in rows:
        start = 0
        for width, span in row:
            if width is not None:
                width.set(_W, str(edges[start + span] - edges[start]))
            start += span


def _number(text: str | None) -> float:
    """A width in twips; 0 for one that says something else (a percentage, "auto")."""
    try:
        return float(text or "0")
    except ValueError:
        return 0.0


def _measure(cell: etree._Element) -> tuple[etree._Element | None, int]:
    """A cell's width element, and how many columns of the grid it spans."""
    width, span = None, 1
    for properties in cell.iterchildren(_CELL_PROPERTIES):
        for child in properties:
            if child.tag == _CELL_WIDTH:
                width = child
            elif child.tag == _SPAN:
                span = int(child.get(f"{{{W}}}val", "1"))
    return width, span
