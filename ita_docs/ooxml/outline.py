"""The outline of an XML part: where its upper elements begin and end, so that a piece can be put
between two bytes and every other byte stays as its program wrote it.

    <fills count="2"><fill>…</fill><fill/></fills>
    │                │                    │      └ end
    │                │                    └ close (where a piece is added at the end)
    │                └ inner
    └ start                                          Node("fills", {"count": "2"}, [fill, fill])
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ita_docs.ooxml.scanning import XmlBounds, XmlError, XmlFault, feed, open_parser, refuse

UTF8 = frozenset({"utf-8"})
_BOUNDS = XmlBounds()
_MOST_KEPT = 400_000
"""Elements of an outline; Excel has at most some 65,000 cell formats, a sheet of all schools
29,000 rows."""
_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Node:
    """An element of a part: its name without prefix, attributes, children that were asked for,
    and the places of its bytes. ``prefix`` ends in ":" or is empty."""

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    empty: bool = False
    children: list[Node] = field(default_factory=list)

    def find(self, *path: str) -> Node | None:
        """The first element below by the names on the way to it."""
        node = self
        for name in path:
            below = node.find_all(name)
            if not below:
                return None
            node = below[0]
        return node

    def find_all(self, name: str) -> list[Node]:
        """The children of a name."""
        return [child for child in self.children if child.name == name]


def read_tag(content: bytes, start: int) -> tuple[int, bool]:
    """Where the tag that begins there ends, and whether it closes its element at once."""
    found = _TAG.match(content, start)
    if found is None:
        raise XmlError(XmlFault.DAMAGED, "no tag where one begins")
    return found.end(), bool(found.group(1))


def check_encoding(content: bytes) -> None:
    """Raise XmlError for a part that is not UTF-8: nothing can be put between its bytes."""
    if content.startswith(_UTF16):
        raise XmlError(XmlFault.UNSAFE, "not UTF-8")


def read_outline(content: bytes, depth: int) -> Node:
    """The root of a part with the elements down to a depth (the root's: 1). Raises XmlError."""
    check_encoding(content)
    parser = open_parser(UTF8)
    open_nodes: list[Node] = []
    level = count = 0
    root: Node | None = None

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal level, count, root
        level += 1
        if level > _BOUNDS.depth or len(attributes) > _BOUNDS.attributes:
            refuse(XmlFault.UNSAFE)
        if level > depth:
            return
        count += 1
        if count > _MOST_KEPT:
            refuse(XmlFault.EXPANDS)
        place = parser.CurrentByteIndex
        inner, empty = read_tag(content, place)
        prefix, colon, local = name.rpartition(":")
        node = Node(local, prefix + colon, attributes, place, inner, empty=empty)
        if open_nodes:
            open_nodes[-1].children.append(node)
        else:
            root = node
        open_nodes.append(node)

    def end(_name: str) -> None:
        nonlocal level
        level -= 1
        if level >= depth:
            return
        node = open_nodes.pop()
        if node.empty:
            node.close = node.end = node.inner
        else:
            node.close = parser.CurrentByteIndex
            node.end = content.index(b">", node.close) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for _ in feed(parser, [content]):
        pass
    parser.StartElementHandler = parser.EndElementHandler = None  # they hold it, and the part
    if root is None:
        raise XmlError(XmlFault.DAMAGED, "no element")
    return root


class Splices:
    """Changes of a part's bytes, by their places in it, made all at once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._pieces: list[tuple[int, int, int, bytes]] = []

    def put(self, place: int, piece: str | bytes) -> None:
        """A piece before the byte at a place; the one put first stands first."""
        self.replace(place, place, piece)

    def replace(self, start: int, end: int, piece: str | bytes) -> None:
        """A piece in place of the bytes between two places."""
        encoded = piece.encode() if isinstance(piece, str) else piece
        self._pieces.append((start, end, len(self._pieces), encoded))

    def append(self, node: Node, piece: str | bytes, **attributes: str | None) -> None:
        """A piece as the last of an element's content, and other values of its attributes; an
        element that was empty is opened. Once for an element."""
        encoded = piece.encode() if isinstance(piece, str) else piece
        tag = write_attributes(self.content[node.start : node.inner], attributes)
        if node.empty and encoded:
            opened = tag.rstrip(b">").rstrip().removesuffix(b"/").rstrip() + b">"
            tag = opened + encoded + f"</{node.prefix}{node.name}>".encode()
        elif encoded:
            self.put(node.close, encoded)
        if node.empty or attributes:
            self.replace(node.start, node.inner, tag)

    def apply(self) -> bytes:
        """The part with all its changes."""
        out: list[bytes] = []
        place = 0
        for start, end, _, piece in sorted(self._pieces, key=lambda one: one[:3]):
            out += (self.content[place:start], piece)
            place = max(place, end)
        return b"".join((*out, self.content[place:]))


def write_attributes(tag: bytes, values: dict[str, str | None]) -> bytes:
    """A start tag with other values of attributes, whose values are plain ASCII or escaped."""
    for name, value in values.items():
        found = re.search(rb"\s" + re.escape(name.encode()) + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
        piece = b"" if value is None else f' {name}="{value}"'.encode()
        if found is not None:
            tag = tag[: found.start()] + piece + tag[found.end() :]
        elif value is not None:
            end = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:end].rstrip() + piece + tag[end:]
    return tag


def insert_in_order(
    splices: Splices, root: Node, name: str, order: Iterable[str], piece: str
) -> None:
    """A new child of the root, before the first child that the order puts behind it."""
    names = list(order)
    later = set(names[names.index(name) + 1 :])
    behind = next((child for child in root.children if child.name in later), None)
    if behind is not None:
        splices.put(behind.start, piece)
    else:
        splices.append(root, piece)
