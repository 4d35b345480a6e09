"""XML parts read in one bounded pass: no DOCTYPE, no entities, limited depth and attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from ita_docs.problems import InputError, Location

MAX_DEPTH = 40
MAX_ATTRIBUTES = 120
"""Attributes of one element; a worksheet's root carries some dozens of namespaces at most."""
MAX_ELEMENTS = 500_000
"""Elements of one part, where nobody vouches for it."""
MAX_LISTED = 200_000
"""Elements kept of one small part; Excel itself has at most some 65,000 cell formats."""

Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str, int], None]
Text = Callable[[str], None]


class _RefusedError(Exception):
    """Stops expat from inside a handler; its argument is the problem code."""


def refuse(code: str) -> NoReturn:
    """End the pass from inside a handler; it comes out of the feeding as InputError."""
    raise _RefusedError(code)


def open_parser() -> expat.XMLParserType:
    """A parser that refuses a DOCTYPE and entities; its handlers see to everything else."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse_declaration(*_: object) -> None:
        refuse("file-unsafe-xml")

    parser.StartDoctypeDeclHandler = refuse_declaration
    parser.EntityDeclHandler = refuse_declaration
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterable[bytes], at: Location) -> Iterator[None]:
    """Parse the chunks, pausing after each so that what its handlers found can be taken.

    Raises InputError: ``file-damaged`` for XML that is not well formed, or what a handler refused.
    """
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except _RefusedError as error:
        raise InputError(str(error), at) from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InputError("file-damaged", at) from error


def scan_xml(
    chunks: Iterable[bytes],
    at: Location,
    start: Start,
    end: End,
    text: Text,
    most_elements: int = MAX_ELEMENTS,
) -> None:
    """Parse a part, calling back with each element's name, attributes and depth (the root's: 1).

    Elements lose their prefix, attributes keep it. Namespaces are not compared: Strict workbooks
    (ISO 29500) differ from ordinary ones in the namespaces alone.
    Raises InputError ``file-unsafe-xml`` for a DOCTYPE or absurd nesting, ``file-expands`` for
    too many elements, ``file-damaged`` for XML that is not well formed.
    """
    depth = count = 0

    def handle_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            refuse("file-unsafe-xml")
        if count > most_elements:
            refuse("file-expands")
        start(name if ":" not in name else name.rpartition(":")[2], attributes, depth)

    def handle_end(name: str) -> None:
        nonlocal depth
        end(name if ":" not in name else name.rpartition(":")[2], depth)
        depth -= 1

    parser = open_parser()
    parser.StartElementHandler = handle_start
    parser.EndElementHandler = handle_end
    parser.CharacterDataHandler = text
    for _ in feed(parser, chunks, at):
        pass


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a small part: its path of local names from the root, and its attributes."""

    path: str
    attributes: dict[str, str]


def list_elements(data: bytes, at: Location, names: frozenset[str]) -> list[Element]:
    """The elements of a small part that bear one of the names, in document order, each with its
    path, e.g. ``workbook/sheets/sheet``. Raises as ``scan_xml``."""
    found: list[Element] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str], depth: int) -> None:
        del path[depth - 1 :]
        path.append(name)
        if name in names:
            if len(found) >= MAX_LISTED:
                refuse("file-expands")
            found.append(Element("/".join(path), attributes))

    scan_xml([data], at, start, lambda *_: None, lambda _: None)
    return found
