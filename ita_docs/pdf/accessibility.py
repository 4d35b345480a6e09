"""The tags of a PDF: what a screen reader is told about pictures and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pikepdf

from ita_docs.pdf.figures import join_pictures
from ita_docs.pdf.structure import HEADINGS, Tags, get_role

_PATH_STARTS = frozenset(("m", "re"))
_PATH_PAINTS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
_PATH_ENDS = _PATH_PAINTS | {"n"}
_MARK_STARTS = frozenset(("BMC", "BDC"))
_COMMENT = re.compile(rb"\n%[^\n]*")
_MARK = re.compile(rb"\b(?:BDC|BMC|EMC)\b")
_PAINT = re.compile(rb"\b(?:S|s|f|F|B|b)\b")
# From its first point or rectangle to what ends it: painting, or "n" for a path that only clips.
_PATH = re.compile(
    rb"(?:[-+.\d]+\s+){2}(?:(?:[-+.\d]+\s+){2}re|m)\b.*?(?<=\s)(S|s|f\*?|F|B\*?|b\*?|n)(?=\s|$)",
    re.DOTALL,
)


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Say whether the file has a structure tree and says that its content is marked."""
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    return bool(marked) and "/StructTreeRoot" in pdf.Root


def mend_tags(pdf: pikepdf.Pdf, tags: Tags, alt_texts: Sequence[str]) -> bool:
    """Describe the figures, give them their pictures, and let no heading skip a level.

    Returns whether every figure then has words.
    """
    _order_headings(tags.headings)
    join_pictures(pdf, tags.figures)
    return _describe_figures(tags.figures, alt_texts)


def _describe_figures(figures: Sequence[Any], alt_texts: Sequence[str]) -> bool:
    """Give each figure without words those of the picture or chart in the same place.

    LibreOffice 7.4 describes pictures, not charts.
    """
    if len(figures) == len(alt_texts):
        for figure, text in zip(figures, alt_texts, strict=True):
            if text and not str(figure.get("/Alt", "")).strip():
                figure.Alt = pikepdf.String(text)
    return all(str(figure.get("/Alt", "")).strip() for figure in figures)


def _order_headings(headings: Sequence[Any]) -> None:
    """Raise headings whose level has none above it: a template may lack one, or lose it.

    document    H1  H3  H3  H2  H3
    delivered   H1  H2  H2  H2  H3
    """
    above: list[str] = []
    for heading in headings:
        role = get_role(heading)
        while above and above[-1] >= role:
            above.pop()
        above.append(role)
        heading.S = pikepdf.Name(HEADINGS[len(above) - 1])


def drop_comments(pdf: pikepdf.Pdf) -> None:
    """Take the engine's notes to its developers out of the pages: half of a page's bytes."""
    for page in pdf.pages:
        content = page.get("/Contents")
        if isinstance(content, pikepdf.Stream):
            data = content.read_bytes()
            # A text in parentheses that only looks like a note has its beginning before it.
            if b"\n%" in data and _is_plain(rest := _COMMENT.sub(b"", data)):
                content.write(rest)


def mark_rules(pdf: pikepdf.Pdf) -> None:
    """Mark lines and areas outside the tags as decoration, so that readers pass over them.

    LibreOffice 7.4 leaves the ruled border of a paragraph without a mark (ISO 14289-1, 7.1).
    """
    for page in pdf.pages:
        content = page.get("/Contents")
        if isinstance(content, pikepdf.Stream) and _is_plain(data := content.read_bytes()):
            marked = _mark_outside(data)
            if marked != data:
                content.write(marked)
        else:
            _mark_instructions(pdf, page)


def _mark_outside(content: bytes) -> bytes:
    """A plain page with every path that is painted outside of marks between marks of its own.

    /P <</MCID 0>> BDC … EMC   0 0 m 9 0 l S   /P <</MCID 1>> BDC … EMC
                               (      outside      )
    """
    pieces, depth, end, done = [], 0, 0, 0
    for mark in _MARK.finditer(content):
        if depth == 0 and _PAINT.search(content, end, mark.start()):
            pieces += [content[done:end], _mark_paths(content[end : mark.start()])]
            done = mark.start()
        depth = max(0, depth + (-1 if mark[0] == b"EMC" else 1))
        end = mark.end()
    if depth == 0:
        return b"".join([*pieces, content[done:end], _mark_paths(content[end:])])
    return b"".join([*pieces, content[done:]])


def _mark_paths(content: bytes) -> bytes:
    return _PATH.sub(
        lambda path: path[0] if path[1] == b"n" else b"/Artifact BMC\n%s\nEMC" % path[0], content
    )


def _mark_instructions(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """The same for a page that must be understood instruction by instruction."""
    begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    instructions = list(pikepdf.parse_content_stream(page))
    spans = _find_unmarked_paths(instructions)
    for first, last in reversed(spans):
        instructions.insert(last + 1, end)
        instructions.insert(first, begin)
    if spans:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def _is_plain(content: bytes) -> bool:
    """Say whether every word of the page is what it looks like.

    A text in parentheses or a picture in its midst may hold any bytes. LibreOffice writes texts
    in hexadecimal and pictures elsewhere.
    """
    return b"(" not in content and b" ID" not in content


def _find_unmarked_paths(instructions: Sequence[Any]) -> list[tuple[int, int]]:
    """First and last instruction of each painted path outside marked content."""
    spans = []
    depth, first = 0, -1
    for place, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator in _MARK_STARTS:
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in _PATH_STARTS and first < 0:
            first = place
        elif operator in _PATH_ENDS:
            if operator in _PATH_PAINTS and depth == 0 and first >= 0:
                spans.append((first, place))
            first = -1
    return spans
