"""What a Word document says: the words that must be found again on the pages of its PDF.

Compared are the paragraphs of the body, its tables, text boxes, footnotes and endnotes, and the
headers and footers of every page with their page numbers. Not compared are the numbers that Word
writes before list items, mathematics, and what a field works out (but for page numbers, links and
tables of contents): an engine may word those in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from ita_docs.ooxml.relationships import resolve
from ita_docs.pdf.package import A, C, R, W, parse_part, read_relationships

BODY = "word/document.xml"
PAGE_MARK, PAGES_MARK, GAP = "\x01", "\x02", "\x00"
"""In a paragraph's text: the page's number, the number of pages, and what is not compared."""

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HIDING = (f"{W}del", f"{W}moveFrom", f"{_COMPATIBILITY}Fallback")
_GAPS = frozenset(
    f"{W}{name}"
    for name in (
        "tab", "ptab", "br", "sym", "softHyphen", "pgNum", "drawing", "pict", "object", "ruby",
        "footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef",
    )
) | {f"{_MATHS}oMath"}  # fmt: skip
# The number of a page by its field; a link and a table of contents say what stands in them.
_FIELD_MARKS = {"PAGE": PAGE_MARK, "NUMPAGES": PAGES_MARK}
_FIELDS_AS_WRITTEN = ("HYPERLINK", "TOC")
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_ON = (None, "1", "true", "on")


@dataclass(frozen=True, slots=True)
class Margins:
    """The headers and footers of one section, each a text of paragraphs one to a line.

    ``first`` and ``even`` are None where the section does not set those pages apart.
    """

    default: str = ""
    first: str | None = None
    even: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentText:
    """All that a document says: its paragraphs in order, and its sections' headers and footers.

    ``repeated`` is what may stand on the pages besides: the words of charts, and those of heading
    rows, which are drawn once more on each page of their table.
    """

    paragraphs: tuple[str, ...] = ()
    sections: tuple[Margins, ...] = ()
    repeated: tuple[str, ...] = ()


def read_document_text(
    roots: Mapping[str, etree._Element], parts: Mapping[str, bytes]
) -> DocumentText:
    """Read what the document says from its parsed ``roots``; ``parts`` has the relationships."""
    hidden = _list_hidden_styles(roots.get("word/styles.xml"))
    body = roots[BODY]
    paragraphs = list(_iter_paragraphs(body, hidden))
    for part, name in _NOTES:
        if part in roots:
            used = {mark.get(f"{W}id") for mark in body.iter(f"{W}{name}Reference")}
            for note in roots[part].iterfind(f"{W}{name}"):
                if note.get(f"{W}id") in used:
                    paragraphs += _iter_paragraphs(note, hidden)
    sections = tuple(_read_sections(roots, parts, hidden))
    return DocumentText(tuple(paragraphs), sections, tuple(_iter_repeated(body, parts, hidden)))


def show_text(text: str, most: int = 60) -> str:
    """A paragraph's beginning on one line, for a message; at most so many letters."""
    marks = str.maketrans({GAP: " ", PAGE_MARK: "#", PAGES_MARK: "#"})
    line = " ".join(text.translate(marks).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _iter_paragraphs(root: etree._Element, hidden: frozenset[str]) -> Iterator[str]:
    """The text of each paragraph that is drawn and is not blank."""
    fields = _Fields()
    for paragraph in root.iter(f"{W}p"):
        text = _read_paragraph(paragraph, hidden, fields)
        if text.replace(GAP, " ").strip() and not _is_covered(paragraph):
            yield text


def _iter_repeated(
    body: etree._Element, parts: Mapping[str, bytes], hidden: frozenset[str]
) -> Iterator[str]:
    for row in body.iter(f"{W}tr"):
        if row.find(f"{W}trPr/{W}tblHeader") is not None:
            yield from _iter_paragraphs(row, hidden)
    for name in parts:
        if name.startswith("word/charts/chart") and name.endswith(".xml"):
            chart = parse_part(name, parts[name])
            yield from (node.text or "" for node in chart.iter(f"{A}t", f"{C}v"))


def _is_covered(paragraph: etree._Element) -> bool:
    """Say whether the paragraph is never drawn: an old way to say a thing, or a merged-away cell.

    | ตัวชี้วัด  vMerge restart | drawn
    | ...      vMerge         | covered by the cell above
    """
    for holder in paragraph.iterancestors(*_HIDING, f"{W}tc"):
        if holder.tag != f"{W}tc":
            return True
        for way in ("vMerge", "hMerge"):
            merge = holder.find(f"{W}tcPr/{W}{way}")
            if merge is not None and merge.get(f"{W}val") != "restart":
                return True
    return False


@dataclass(slots=True)
class _Fields:
    """The fields that are open, outermost first: instruction, and whether its result has begun.

    begin  instrText " PAGE "  separate  "๒"  end       a field may span paragraphs, and hold others
    """

    opened: list[list[str]] = field(default_factory=list)

    def read_mark(self, kind: str | None) -> str:
        """Follow a begin, separate or end mark; the text that stands for the field's result."""
        if kind == "begin":
            self.opened.append(["", ""])
        elif kind == "separate" and self.opened:
            self.opened[-1][1] = "result"
        elif kind == "end" and self.opened:
            instruction, _ = self.opened.pop()
            return "" if self._is_read(instruction) or self.hides() else mark_field(instruction)
        return ""

    def read_code(self, text: str) -> None:
        """Take a piece of the innermost field's instruction."""
        if self.opened:
            self.opened[-1][0] += text

    def hides(self) -> bool:
        """Say whether text at this place is an instruction, or a result that is worked out."""
        return any(
            not result or not self._is_read(instruction) for instruction, result in self.opened
        )

    @staticmethod
    def _is_read(instruction: str) -> bool:
        return instruction.split()[:1] in ([name] for name in _FIELDS_AS_WRITTEN)


def mark_field(instruction: str) -> str:
    """What stands in a paragraph's text for the field with that instruction."""
    name = "".join(instruction.split()[:1]).upper()
    return _FIELD_MARKS.get(name, GAP)


def _read_paragraph(paragraph: etree._Element, hidden: frozenset[str], fields: _Fields) -> str:
    """The paragraph's own text, without that of text boxes in it."""
    whole = _is_hidden(paragraph.find(f"{W}pPr/{W}pStyle"), hidden)
    pieces: list[str] = []
    waiting = [node for node in reversed(paragraph) if node.tag != f"{W}pPr"]
    while waiting:
        node = waiting.pop()
        if not isinstance(node.tag, str) or node.tag in _HIDING:
            continue
        if node.tag == f"{W}fldChar":
            pieces.append(fields.read_mark(node.get(f"{W}fldCharType")))
        elif node.tag == f"{W}instrText":
            fields.read_code(node.text or "")
        elif node.tag == f"{W}fldSimple" and not fields.hides():
            instruction = node.get(f"{W}instr", "")
            if instruction.split()[:1] == ["HYPERLINK"]:
                waiting += reversed(node)
            else:
                pieces.append(mark_field(instruction))
        elif fields.hides():
            waiting += reversed(node)  # only to follow the marks of the fields
        elif node.tag == f"{W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif node.tag in _GAPS:
            pieces.append(GAP)
        elif node.tag != f"{W}r" or not (whole or _hides_run(node, hidden)):
            waiting += reversed(node)
    return "".join(pieces)


def _hides_run(run: etree._Element, hidden: frozenset[str]) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    if vanish is not None:
        return vanish.get(f"{W}val") in _ON and run.find(f".//{W}fldChar") is None
    return _is_hidden(run.find(f"{W}rPr/{W}rStyle"), hidden)


def _is_hidden(reference: etree._Element | None, hidden: frozenset[str]) -> bool:
    return reference is not None and reference.get(f"{W}val") in hidden


@lru_cache(maxsize=4)
def _list_hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    """The styles whose text is hidden, by themselves or by a style they are based on."""
    if styles is None:
        return frozenset()
    based: dict[str, str] = {}
    vanish: dict[str, bool] = {}
    for style in styles.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        base, mark = style.find(f"{W}basedOn"), style.find(f"{W}rPr/{W}vanish")
        based[name] = "" if base is None else base.get(f"{W}val", "")
        if mark is not None:
            vanish[name] = mark.get(f"{W}val") in _ON
    hidden = set()
    for name in based:
        seen: set[str] = set()
        place = name
        while place in based and place not in vanish and place not in seen:
            seen.add(place)
            place = based[place]
        if vanish.get(place):
            hidden.add(name)
    return frozenset(hidden)


def _read_sections(
    roots: Mapping[str, etree._Element], parts: Mapping[str, bytes], hidden: frozenset[str]
) -> Iterator[Margins]:
    """The headers and footers of each section; one that names none has those of the one before."""
    links = read_relationships(parts, BODY)
    targets = {link.id: resolve(BODY, link.target) for link in links}
    settings = roots.get("word/settings.xml")
    both = settings is not None and _is_on(settings.find(f"{W}evenAndOddHeaders"))
    texts: dict[tuple[str, str], str] = {}
    for section in roots[BODY].iter(f"{W}sectPr"):
        restarts = section.find(f"{W}pgNumType[@{W}start]") is not None
        for name in ("header", "footer"):
            for reference in section.iterfind(f"{W}{name}Reference"):
                root = roots.get(targets.get(reference.get(f"{R}id", ""), ""))
                lines = [] if root is None else list(_iter_paragraphs(root, hidden))
                text = "\n".join(lines)
                if restarts:
                    text = text.replace(PAGE_MARK, GAP)
                texts[name, reference.get(f"{W}type", "default")] = text

        def join(kind: str) -> str:
            return "\n".join(filter(None, (texts.get((n, kind)) for n in ("header", "footer"))))

        first = join("first") if _is_on(section.find(f"{W}titlePg")) else None
        yield Margins(join("default"), first, join("even") if both else None)


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{W}val") in _ON
