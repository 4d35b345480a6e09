"""Footnotes and endnotes whose sign a loop has repeated: each sign gets a note of its own.

text        ก ¹   ข ¹   ค ¹          ก ¹   ข ²   ค ³
footnotes   1 ตามประกาศ       ->     1 ตามประกาศ   2 ตามประกาศ   3 ตามประกาศ
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from itertools import count

from lxml import etree

from ita_docs.ooxml.wordml import W, parse
from ita_docs.word.repairs import NOTES

_ID = f"{{{W}}}id"


def copy_notes(document: bytes, notes: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give each sign of a text its own note.

    ``notes`` are the parts of its footnotes and endnotes, by name. Returns those that changed,
    and the text under the name "".
    """
    root = parse(document)
    changed: dict[str, bytes] = {}
    for name, content in notes.items():
        listed = parse(content)
        kind = str(listed.tag).removesuffix("s")
        by_id = {note.get(_ID, ""): note for note in listed.iterchildren(kind)}
        numbers = (str(number) for number in count(1) if str(number) not in by_id)
        seen: set[str] = set()
        for sign in root.iter(*(tag for tag in NOTES if tag.startswith(kind))):
            identifier = sign.get(_ID, "")
            if identifier in seen and identifier in by_id:
                copy = deepcopy(by_id[identifier])
                identifier = next(numbers)
                copy.set(_ID, identifier)
                sign.set(_ID, identifier)
                listed.append(copy)
                changed[name] = _write(listed)
            seen.add(identifier)
    return changed | {"": _write(root)} if changed else {}


def _write(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
