"""One part of a template, compiled: docxtpl's tags, Jinja's rendering, and the repairs after it.

One module, though long: the way of a part from its tags to its bytes is read in one go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import escape

from ita_docs.ooxml.wordml import show
from ita_docs.problems import Location, Problem, RenderingError, TemplateError, Value
from ita_docs.word.block_tags import place_block_tags
from ita_docs.word.grammar import FILTERS, TESTS, Grammar
from ita_docs.word.lists import ListStyle, set_lists
from ita_docs.word.reasons import CUT_APART, NO_ITEM, TOO_DEEP, explain
from ita_docs.word.repairs import find_needs, repair
from ita_docs.word.safety import FIELD_TAGS, WATCHED, find_dangerous_content
from ita_docs.word.tags import LITERAL, MAX_TAGS, join_tags

_DANGERS = (*FIELD_TAGS, *WATCHED)
_LITERALS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
# What XML 1.0 cannot hold, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


MAX_OUTPUT = 16 * 1024 * 1024
"""Characters of one finished part; an announcement has 40,000."""
MAX_BREAKS = 100_000
"""Line ends and tabs in the texts of one finished part; each becomes an element."""
_BATCH, _SMALL = 16, 4096


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


def make_environment(**own: Callable[..., Any]) -> Environment:
    """Jinja as templates get it: sandboxed, escaping, strict about names, and little of it.

    What the grammar does not allow is not there either. ``own`` are more filters, for a trial,
    whose outcome may not be worked out while compiling.
    """
    environment = _Environment(autoescape=True, undefined=StrictUndefined, optimized=not own)
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS} | own
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


class CompiledPart:
    """An XML part that holds tags; compiled once, rendered per office.

    ``problems`` are what is wrong with its tags; one with problems is not compiled and cannot be
    rendered. ``quoted`` is the part that this one is a copy of, for a trial: what its tags may
    say is known, and messages quote the paragraphs of the original.
    """

    def __init__(
        self,
        name: str,
        root: etree._Element,
        environment: Environment,
        file: str,
        lists: Mapping[str, ListStyle],
        quoted: CompiledPart | None = None,
    ) -> None:
        self.name = name
        self.root = root
        self.lists = lists
        self.problems: list[Problem] = []
        self._file = file
        self._environment = environment
        self._quoted = quoted or self
        self._lines: list[str] | None = None
        self._source = ""
        self._write_small = lru_cache(maxsize=8)(self._write)
        self.has_tags, torn = (True, False) if quoted is not None else self._read_tags(root)
        if self.has_tags and not torn:
            if quoted is None:
                place_block_tags(root, self._complain)
            self.needs = find_needs(root)
            # A paragraph a line, so that Jinja's line numbers lead to paragraphs (as docxtpl does).
            self._source = re.sub(r"(<w:p[ >])", r"\n\1", patch_tags(root))

    def _read_tags(self, root: etree._Element) -> tuple[bool, bool]:
        """Whether there are tags, and whether any of them is such that no other can be read."""
        tags = join_tags(root)
        for paragraph in tags.unclosed:
            self._complain("template-tag-unclosed", paragraph=paragraph)
        for tag, paragraph in tags.refused:
            self._complain("template-construct-refused", construct=tag, paragraph=paragraph)
        if tags.count > MAX_TAGS:
            self._complain("template-too-many-tags", limit=str(MAX_TAGS))
        torn = bool(self.problems)
        for brace, paragraph in tags.stray:
            self._complain("template-brace-stray", brace=brace, paragraph=paragraph)
        return bool(tags.count or tags.unclosed) or _has_literals(root), torn

    def compile(self, grammar: Grammar | None) -> None:
        """Check the tags against the grammar, if any, and compile what passes."""
        if not self._source:
            return
        try:
            source = _spell_out_literals(self._source, self._environment)
            tree = self._environment.parse(source)
            for fault in grammar.read(tree) if grammar is not None else ():
                refused = fault.code == "template-construct-refused"
                name = "construct" if refused else "tag"
                paragraph = self.paragraph_on(fault.line)
                self._complain(fault.code, **{name: show(fault.said)}, paragraph=paragraph)
            if not self.problems:
                for data in tree.find_all(nodes.TemplateData):
                    data.data = _join_lines(data.data)
                code = self._environment.compile(tree)
                self._template = Template.from_code(self._environment, code, {})
                self._template.root_render_func.__globals__["escape"] = _escape
        except TemplateSyntaxError as error:
            if self.problems:
                return  # where a block's ends are wrong is said better than Jinja can
            paragraph = self.paragraph_on(error.lineno)
            self._complain(
                "template-syntax", paragraph=paragraph, reason=explain(error.message or "")
            )
        except (RecursionError, SyntaxError, MemoryError, ValueError):
            # Jinja's parser, or Python's compiler, gave up on something nested too deep.
            self._complain("template-syntax", paragraph="", reason=TOO_DEEP)

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The finished part. Raises as ``render_tree`` and ``check``."""
        xml = self._fill(context)
        # A header says of one office what it said of others before.
        return (self._write_small if len(xml) < _SMALL else self._write)(xml)

    def _write(self, xml: str) -> bytes:
        root = self._finish(xml)
        self.check(root)
        return etree.tostring(root, encoding="UTF-8", standalone=True)

    def render_tree(self, context: Mapping[str, Any]) -> etree._Element:
        """The finished part before it is looked through and written out.

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
        return self._finish(self._fill(context))

    def _fill(self, context: Mapping[str, Any]) -> str:
        try:
            return self._template.render(context)
        except UndefinedError as error:
            # The grammar knows every name: what is not there is the item of an empty list.
            raise self._error("template-not-rendered", error, reason=NO_ITEM) from error
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

    def _finish(self, xml: str) -> etree._Element:
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
                "template-not-rendered", self._at(), paragraph="", reason=CUT_APART
            ) from error
        if self.lists:
            set_lists(root, self.lists)
        repair(root, self.needs)
        return root

    def check(self, root: etree._Element) -> None:
        """Look through a finished part for what no document may hold. Raises TemplateError."""
        # Tags decide which pieces of a field stay: what was looked for is looked for again.
        if next(root.iter(*_DANGERS), None) is not None:
            for problem in find_dangerous_content(root, self._at()):
                raise TemplateError(problem.code, problem.at, **problem.values)

    def _complain(self, code: str, **values: Value) -> None:
        self.problems.append(Problem(code, self._at(), values=values))

    def _error(self, code: str, error: Exception, **values: Value) -> TemplateError:
        paragraph = self.paragraph_on(_line_of(error))
        return TemplateError(code, self._at(), paragraph=paragraph, **values)

    def paragraph_on(self, line: int | None) -> str:
        """The words of the paragraph on this line of the patched part."""
        if self._lines is None:
            self._lines = self._quoted._source.split("\n")
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
    return LITERAL.search(etree.tostring(root, encoding="unicode")) is not None


_DOCXTPL: DocxTemplate = DocxTemplate.__new__(DocxTemplate)
"""docxtpl's methods on XML text use nothing of the object, so one that was never opened serves."""


def _escape(text: object) -> str:
    """Jinja's escape, without the object that it makes of each text: most hold no such sign."""
    if type(text) is str and not (
        "&" in text or "<" in text or ">" in text or '"' in text or "'" in text
    ):
        return text
    return escape(text)


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


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
