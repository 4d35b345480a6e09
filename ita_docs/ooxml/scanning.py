"""XML parts read in one bounded pass: no DOCTYPE, no entities, limited depth and attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import NamedTuple, NoReturn
from xml.parsers import expat

MAX_LISTED = 200_000
"""Elements kept of one small part; Excel itself has at most some 65,000 cell formats."""

Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str, int], None]
Text = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class XmlBounds:
    """The most that one part may hold: elements inside each other, attributes of one element
    (a worksheet's root carries some dozens of namespaces), elements in all.

    ``encodings`` are those that the part may declare; None allows what expat reads.
    """

    depth: int = 40
    attributes: int = 120
    elements: int = 500_000
    encodings: frozenset[str] | None = None


class XmlFault(StrEnum):
    """What is wrong with a part's XML."""

    DAMAGED = auto()
    """Not well formed."""
    UNSAFE = auto()
    """A DOCTYPE, an entity, absurd nesting: what no Office program writes."""
    EXPANDS = auto()
    """More elements than anybody means."""


class XmlError(Exception):
    """A part that must not be read on; the rooms name the problem code."""

    def __init__(self, fault: XmlFault, reason: str = "") -> None:
        super().__init__(reason or fault)
        self.fault = fault


def refuse(fault: XmlFault) -> NoReturn:
    """End the pass from inside a handler; it comes out of the feeding as XmlError."""
    raise XmlError(fault)


def open_parser(encodings: frozenset[str] | None = None) -> expat.XMLParserType:
    """A parser that refuses a DOCTYPE and entities; its handlers see to everything else."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse_declaration(*_: object) -> None:
        refuse(XmlFault.UNSAFE)

    def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encodings is not None and encoding is not None and encoding.lower() not in encodings:
            refuse(XmlFault.UNSAFE)

    parser.StartDoctypeDeclHandler = refuse_declaration
    parser.EntityDeclHandler = refuse_declaration
    parser.XmlDeclHandler = check_encoding
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> Iterator[None]:
    """Parse the chunks, pausing after each so that what its handlers found can be taken.

    Raises XmlError for XML that is not well formed, and what a handler refused.
    """
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise XmlError(XmlFault.DAMAGED, str(error)) from error


def scan_xml(
    chunks: Iterable[bytes], start: Start, end: End, text: Text, bounds: XmlBounds
) -> None:
    """Parse a part, calling back with each element's name, attributes and depth (the root's: 1).

    Elements lose their prefix, attributes keep it. Namespaces are not compared: Strict workbooks
    (ISO 29500) differ from ordinary ones in the namespaces alone. Raises XmlError.
    """
    depth = count = 0

    def handle_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > bounds.depth or len(attributes) > bounds.attributes:
            refuse(XmlFault.UNSAFE)
        if count > bounds.elements:
            refuse(XmlFault.EXPANDS)
        start(name if ":" not in name else name.rpartition(":")[2], attributes, depth)

    def handle_end(name: str) -> None:
        nonlocal depth
        end(name if ":" not in name else name.rpartition(":")[2], depth)
        depth -= 1

    parser = open_parser(bounds.encodings)
    parser.StartElementHandler = handle_start
    parser.EndElementHandler = handle_end
    parser.CharacterDataHandler = text
    for _ in feed(parser, chunks):
        pass


def check_xml(content: bytes, bounds: XmlBounds) -> None:
    """Pass over a part only to see that it is well formed and within the bounds."""
    scan_xml([content], _ignore, _ignore, _ignore, bounds)


def _ignore(*_: object) -> None:
    pass


class Element(NamedTuple):
    """An element of a small part: its path of local names from the root, and its attributes."""

    path: str
    attributes: dict[str, str]


def list_elements(content: bytes, names: frozenset[str]) -> list[Element]:
    """The elements of a small part that bear one of the names, in document order, each with its
    path, e.g. ``workbook/sheets/sheet``. Raises XmlError."""
    found: list[Element] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str], depth: int) -> None:
        del path[depth - 1 :]
        path.append(name)
        if name in names:
            if len(found) >= MAX_LISTED:
                refuse(XmlFault.EXPANDS)
            found.append(Element("/".join(path), attributes))

    scan_xml([content], start, _ignore, _ignore, XmlBounds())
    return found
