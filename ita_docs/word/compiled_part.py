"""One part of a template, compiled: docxtpl's tags, Jinja's rendering, and the repairs after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count, islice
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from ita_docs.ooxml.wordml import WP, W, show
from ita_docs.problems import Location, Problem, RenderingError, TemplateError
from ita_docs.word.grammar import FILTERS, TESTS, Grammar
from ita_docs.word.last_row import hold_last_row
from ita_docs.word.lists import ListStyle, set_lists
from ita_docs.word.safety import FIELD_TAGS, WATCHED, find_dangerous_content
from ita_docs.word.table_grid import fit_columns, fit_to_page
from ita_docs.word.tags import MAX_TAGS, join_tags

_TBL = f"{{{W}}}tbl"
_DOC_PR = f"{{{WP}}}docPr"
_LITERAL = re.compile(r"\{_[{%]|[}%]_\}")
_DANGERS = (*FIELD_TAGS, *WATCHED)
_LITERALS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_FIRST_DRAWING_ID = 1001
# What XML 1.0 cannot hold, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


MAX_OUTPUT = 16 * 1024 * 1024
"""Characters of one finished part; an announcement has 40,000."""
MAX_BREAKS = 100_000
"""Line ends and tabs in the texts of one finished part; each becomes an element."""
_BATCH = 16


def _join_pieces(pieces: Iterable[str]) -> str:
    """What a template gives out, put together as long as it stays bounded."""
    waiting = iter(pieces)
    joined: list[str] = []
    size = 0
    while batch := list(islice(waiting, _BATCH)):
        joined.append("".join(batch))
        size += len(joined[-1])
        if size > MAX_OUTPUT:
            raise OverflowError
    return "".join(joined)


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with a dict's keys found before its methods (``row.items`` is a field)."""

    concat = staticmethod(_join_pieces)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def make_environment() -> Environment:
    """Jinja as templates get it: sandboxed, escaping, strict about names, and little of it.

    What the grammar does not allow is not there either.
    """
    environment = _Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


class CompiledPart:
    """An XML part that holds tags; compiled once, rendered per office.

    ``problems`` are what is wrong with its tags; one with problems is not compiled and cannot be
    rendered.
    """

    def __init__(
        self,
        name: str,
        root: etree._Element,
        environment: Environment,
        file: str,
        lists: dict[str, ListStyle],
    ) -> None:
        self.name = name
        self._lists = lists
        self.problems: list[Problem] = []
        self._file = file
        self._source = ""
        self._lines: list[str] | None = None
        self._environment = environment
        tags = join_tags(root)
        self.has_tags = bool(tags.count or tags.unclosed) or _has_literals(root)
        for paragraph in tags.unclosed:
            self._complain("template-tag-unclosed", paragraph=paragraph)
        for tag, paragraph in tags.refused:
            self._complain("template-construct-refused", construct=tag, paragraph=paragraph)
        if tags.count > MAX_TAGS:
            self._complain("template-too-many-tags", limit=str(MAX_TAGS))
        if self.has_tags and not self.problems:
            # A paragraph a line, so that Jinja's line numbers lead to paragraphs (as docxtpl does).
            self._source = re.sub(r"(<w:p[ >])", r"\n\1", patch_tags(root))

    def compile(self, grammar: Grammar) -> None:
        """Check the tags against the grammar, and compile what passes."""
        if self.problems or not self.has_tags:
            return
        try:
            source = _spell_out_literals(self._source, self._environment)
            tree = self._environment.parse(source)
            grammar.read(tree)
            for fault in grammar.faults:
                name = "tag" if fault.code == "template-unknown-placeholder" else "construct"
                paragraph = self._paragraph(fault.line)
                self._complain(fault.code, **{name: show(fault.said)}, paragraph=paragraph)
            grammar.faults.clear()
            if not self.problems:
                for data in tree.find_all(nodes.TemplateData):
                    data.data = _join_lines(data.data)
                code = self._environment.compile(tree)
                self._template = Template.from_code(self._environment, code, {})
        except TemplateSyntaxError as error:
            paragraph = self._paragraph(error.lineno)
            self._complain("template-syntax", paragraph=paragraph, reason=error.message or "")
        except (RecursionError, SyntaxError, MemoryError, ValueError) as error:
            # Jinja's parser, or Python's compiler, gave up on something nested too deep.
            self._complain("template-syntax", paragraph="", reason=type(error).__name__)

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished part.

        Raises TemplateError when the template asks for what is not there, RenderingError
        (``document-text-unprintable``) when a text holds a character that XML cannot.
        """
        # once a template                                once an office
        #   tree   w:p ─ w:t "{{ title }}"                 context   title = "R&D\nสอง"
        #   patch  …<w:t>{{ title }}</w:t>…   (docxtpl)    render    …<w:t>R&amp;D\nสอง</w:t>…
        #   parse, grammar                    (jinja2)     break     …R&amp;D</w:t><w:br/><w:t>สอง…
        #   compile ─────────────────────────────────────> parse     tree
        #                                                  finish    ids, columns, dangers
        #                                                  write     bytes
        try:
            xml = self._template.render(context)
        except UndefinedError as error:
            raise self._error(
                "template-unknown-placeholder", error, tag=error.message or ""
            ) from error
        except OverflowError as error:
            raise TemplateError("template-too-long", self._at()) from error
        except (
            JinjaError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
        ) as error:
            raise self._error("template-not-rendered", error, reason=str(error)) from error
        try:
            if any(sign in xml for sign in "\n\r\t"):
                xml = _join_lines(xml).replace("\r\n", "\n").replace("\r", "\n")
                self._refuse_unprintable(xml)  # docxtpl would make page breaks of some
                if xml.count("\n") + xml.count("\t") > MAX_BREAKS:
                    raise TemplateError("template-too-long", self._at())
                xml = _break_lines(xml)
            root = etree.fromstring(xml.encode(), _PARSER)
        except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
            self._refuse_unprintable(xml)
            raise TemplateError(
                "template-not-rendered", self._at(), paragraph="", reason=str(error)
            ) from error
        if self._lists:
            set_lists(root, self._lists)
        if _finish(root):
            # Tags decide which pieces of a field stay: what was looked for is looked for again.
            for problem in find_dangerous_content(root, self._at()):
                raise TemplateError(problem.code, problem.at, **problem.values)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)

    def _complain(self, code: str, **params: str) -> None:
        self.problems.append(Problem(code, self._at(), values=params))

    def _error(self, code: str, error: Exception, **params: str) -> TemplateError:
        paragraph = self._paragraph(_line_of(error))
        return TemplateError(code, self._at(), paragraph=paragraph, **params)

    def _paragraph(self, line: int | None) -> str:
        """The words of the paragraph on this line of the patched part."""
        if self._lines is None:
            self._lines = self._source.split("\n")
        paragraph = self._lines[line - 1] if line and line <= len(self._lines) else ""
        return show(re.sub("<[^>]+>", " ", paragraph))

    def _at(self) -> Location:
        return Location(self._file, part=self.name)

    def _refuse_unprintable(self, xml: str) -> None:
        found = _UNPRINTABLE.search(xml)
        if found:
            raise RenderingError(
                "document-text-unprintable", self._at(), character=f"U+{ord(found.group()):04X}"
            )


def patch_tags(root: etree._Element) -> str:
    """The XML of a part with docxtpl's tags made plain Jinja."""
    xml = etree.tostring(root, encoding="unicode")
    patched: str = DocxTemplate.patch_xml(_DOCXTPL, xml)
    return patched


def _has_literals(root: etree._Element) -> bool:
    return _LITERAL.search(etree.tostring(root, encoding="unicode")) is not None


_DOCXTPL: DocxTemplate = DocxTemplate.__new__(DocxTemplate)
"""docxtpl's methods on XML text use nothing of the object, so one that was never opened serves."""


def _join_lines(xml: str) -> str:
    """Take back the line ends that were put before paragraphs."""
    return re.sub(r"\n(<w:p[ >])", r"\1", xml)


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


def _finish(root: etree._Element) -> bool:
    """Number the drawings and fit the tables; tell whether there is anything that may be dangerous.

    Word refuses a document with two drawings of one id, which a loop makes easily.
    """
    numbers = count(_FIRST_DRAWING_ID)
    suspect = False
    for element in root.iter(_DOC_PR, _TBL, *_DANGERS):
        if element.tag == _DOC_PR:
            element.set("id", str(next(numbers)))
        elif element.tag == _TBL:
            fit_columns(element)
            fit_to_page(element)
            hold_last_row(element)
        else:
            suspect = True
    return suspect


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
