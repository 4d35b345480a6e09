"""The comments of one sheet of a copy: ours beside people's, theirs kept word for word.

    the cell has            what becomes of it
    nothing                 a comment of ours, and its shape in the drawing
    a comment of ours       other words in it (a copy that came back once more)
    a person's comment      theirs, and ours behind it
    a thread (tc=…)         stays: Excel shows the thread alone; the first sheet says it
    ours, fault mended      goes, and its shape with it

Two parts belong to a comment: its text (comments1.xml) and its shape (vmlDrawing1.vml), which is
not XML by name and is read as the bytes that it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ita_docs.model import name_column, number_column
from ita_docs.ooxml.outline import Node, Splices, read_outline
from ita_docs.ooxml.scanning import XmlError, XmlFault
from ita_docs.returning.sheet import Columns

AUTHOR = "ita-docs"
_THREAD = "tc="
_OURS = "[ita-docs]"
"""Stands before what was put behind a person's comment."""
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LOOK = '<{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/></{p}rPr>'
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_ROW = re.compile(rb"<x:Row>\s*([0-9]+)\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*([0-9]+)\s*</x:Column>")
_SHAPE_ID = re.compile(rb"_x0000_s([0-9]+)")
_FIRST_ID = 1024
_LINE = 46
"""Letters of a comment's line."""
_WIDTH, _LETTER, _ROW_HEIGHT = 300, 7, 20
"""Pixels: a comment's width, a letter's, a row's."""
_PREFIXES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}

Cell = tuple[int, int]
"""Row and column, from 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """A part of comments, the cells that got a comment they did not have, and those that lost
    one."""

    content: bytes
    new: tuple[Cell, ...]
    gone: tuple[Cell, ...]


def write_comments(content: bytes | None, notes: Mapping[Cell, str], namespace: str) -> Written:
    """The part of comments with ours in it. Raises XmlError where the part is not sound."""
    if content is None:
        content = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<comments xmlns="{namespace or _SPREADSHEET}"><authors/><commentList/></comments>'
        ).encode()
    root = read_outline(content, 6)
    authors, listed = root.find("authors"), root.find("commentList")
    if authors is None or listed is None:
        raise XmlError(XmlFault.DAMAGED, "comments without a list")
    names = [
        content[node.inner : node.close].decode().strip() for node in authors.find_all("author")
    ]
    p = root.prefix
    splices = Splices(content)
    ours = names.index(AUTHOR) if AUTHOR in names else len(names)
    if AUTHOR not in names:
        splices.append(authors, f"<{p}author>{AUTHOR}</{p}author>")
    there: set[Cell] = set()
    gone: list[Cell] = []
    for node in listed.find_all("comment"):
        cell = _read_address(node.attributes.get("ref", ""))
        author = int(node.attributes.get("authorId", 0))
        if cell is None:
            continue
        there.add(cell)
        note = notes.get(cell)
        if author == ours:
            if note is None:
                gone.append(cell)
            piece = "" if note is None else _write_comment(p, cell, ours, note)
            splices.replace(node.start, node.end, piece)
        elif not names[author : author + 1] or not names[author].startswith(_THREAD):
            _amend(splices, node, note, p)
    new = tuple(cell for cell in sorted(notes) if cell not in there)
    added = "".join(_write_comment(p, cell, ours, notes[cell]) for cell in new)
    splices.append(listed, added)
    return Written(splices.apply(), new, tuple(gone))


def _amend(splices: Splices, comment: Node, note: str | None, p: str) -> None:
    """Ours behind a person's comment, in place of what an earlier copy put there."""
    text = comment.find("text")
    if text is None:
        return
    content = splices.content
    runs = text.find_all("r")
    mine = [run for run in runs if _OURS.encode() in content[run.start : run.end]]
    for run in mine:
        splices.replace(run.start, run.end, b"")
    if note is None:
        return
    piece = _write_run(p, f"\n\n{_OURS} {note}")
    kept = [run for run in runs if run not in mine]
    plain = text.find("t")
    if text.empty:
        splices.append(text, piece)
    elif kept:
        splices.put(kept[-1].end, piece)
    elif plain is not None:  # a text without runs becomes the first run
        splices.put(plain.start, f"<{p}r>")
        splices.put(plain.end, f"</{p}r>{piece}")
    else:
        splices.put(text.inner, piece)


def _write_comment(p: str, cell: Cell, author: int, note: str) -> str:
    ref = f"{name_column(cell[1])}{cell[0]}"
    return (
        f'<{p}comment ref="{ref}" authorId="{author}"><{p}text>{_write_run(p, note)}'
        f"</{p}text></{p}comment>"
    )


def _write_run(p: str, text: str) -> str:
    look = _LOOK.replace("{p}", p)
    return f'<{p}r>{look}<{p}t xml:space="preserve">{escape(text)}</{p}t></{p}r>'


def _read_address(text: str) -> Cell | None:
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    return int(found[2]), number_column(found[1])


# --- the shapes -----------------------------------------------------------------------------------


def write_drawing(
    content: bytes | None, written: Written, notes: Mapping[Cell, str], columns: Columns, block: int
) -> bytes:
    """The drawing of a sheet's comments, with a shape for each new one.

    ``block`` numbers the shapes of a drawing that is not there yet: no two sheets share a number.
    Raises XmlError for a drawing that has no end.
    """
    if content is None:
        data = ",".join(str(block + place) for place in range(len(written.new) // _FIRST_ID + 1))
        names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items())
        content = (
            f'<xml{names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{data}"/>'
            "</o:shapelayout></xml>"
        ).encode()
    gone = {(row - 1, column - 1) for row, column in written.gone}
    if gone:
        content = _SHAPE.sub(lambda found: b"" if _place(found[0]) in gone else found[0], content)
    end = content.rfind(b"</xml>")
    if end < 0:
        raise XmlError(XmlFault.DAMAGED, "a drawing without an end")
    head = content[: content.find(b">") + 1]
    missing = [prefix for prefix in _PREFIXES if f"xmlns:{prefix}=".encode() not in head]
    names = "".join(f' xmlns:{prefix}="{_PREFIXES[prefix]}"' for prefix in missing)
    used = [int(number) for number in _SHAPE_ID.findall(content)]
    first = max(used, default=block * _FIRST_ID) + 1
    pieces = (
        [] if b"_x0000_t202" in content or not written.new else [_SHAPE_TYPE.format(names=names)]
    )
    pieces += (
        _write_shape(first + place, cell, notes[cell], columns, names)
        for place, cell in enumerate(written.new)
    )
    return content[:end] + "".join(pieces).encode() + content[end:]


def _place(shape: bytes) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or b'ObjectType="Note"' not in shape:
        return None
    return int(row[1]), int(column[1])


_SHAPE_TYPE = (
    '<v:shapetype{names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _write_shape(number: int, cell: Cell, note: str, columns: Columns, names: str) -> str:
    row, column = cell[0] - 1, cell[1] - 1
    last, rest = column + 1, _WIDTH
    while rest > (pixels := int(columns.find_width(last + 1) * _LETTER + 5)) and last < 16_000:
        rest -= pixels
        last += 1
    lines = sum(1 + len(line) // _LINE for line in note.split("\n"))
    bottom = max(row, 1) + 2 + lines * 16 // _ROW_HEIGHT
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {last}, {rest}, {bottom}, 4"
    return (
        f'<v:shape{names} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:80pt;margin-top:2pt;width:225pt;height:75pt;'
        'z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
