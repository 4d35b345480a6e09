"""What an engine need not read of a document: taken out of its copy, and nothing on the page moves.

LibreOffice makes a style of its own for every list of the document, used or not, sets every
property of every style, and asks for the place of every piece of text anew:

    document                                    copy
    <w:r><w:t>ตัวชี้วัดที่ </w:t></w:r>              <w:r><w:t>ตัวชี้วัดที่ ๔</w:t></w:r>
    <w:r><w:t>๔</w:t></w:r>
    80 lists, one for each cell that may have   4 lists
    43 styles                                   28 styles
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from lxml import etree

from ita_docs.pdf.package import W, parse_part, write_part

_P, _R, _RPR, _T, _VAL = f"{W}p", f"{W}r", f"{W}rPr", f"{W}t", f"{W}val"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STYLES, _LISTS = "word/styles.xml", "word/numbering.xml"
_REFERENCES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_NAMED_BY_STYLES = ("basedOn", "link", "next")


def merge_runs(root: etree._Element) -> None:
    """Make one run of neighbours that look alike and hold nothing but text."""
    for paragraph in root.iter(_P):
        first: etree._Element | None = None
        for run in list(paragraph):
            if run.tag != _R or not _is_text(run):
                first = None
            elif first is not None and _look_alike(first, run):
                _append(first, run)
                paragraph.remove(run)
            else:
                first = run


def _is_text(run: etree._Element) -> bool:
    """Whether the run is a text and, before it, how it looks."""
    tags = [child.tag for child in run]
    return tags in ([_T], [_RPR, _T])


def _look_alike(one: etree._Element, other: etree._Element) -> bool:
    look, another = (
        b"".join(etree.tostring(child) for child in run if child.tag == _RPR)
        for run in (one, other)
    )
    return look == another


def _append(run: etree._Element, other: etree._Element) -> None:
    text = run[-1]
    text.text = (text.text or "") + (other[-1].text or "")
    text.set(_SPACE, "preserve")


def drop_unused(roots: Mapping[str, etree._Element], parts: dict[str, bytes]) -> None:
    """Write the copy's ``parts`` of styles and lists anew with those alone that ``roots`` use."""
    bodies = [root for name, root in roots.items() if name not in (_STYLES, _LISTS)]
    asked = frozenset(
        reference.get(_VAL, "") for root in bodies for reference in root.iter(*_REFERENCES)
    )
    lists = {number.get(_VAL, "") for root in bodies for number in root.iter(f"{W}numId")}
    if _STYLES in roots:
        parts[_STYLES], of_styles = _keep_styles(parts[_STYLES], asked)
        lists |= of_styles
    if _LISTS in roots:
        parts[_LISTS] = _keep_lists(parts[_LISTS], frozenset(lists))


@lru_cache(maxsize=64)
def _keep_styles(data: bytes, asked: frozenset[str]) -> tuple[bytes, frozenset[str]]:
    """The part with the styles that are asked for, and the lists that these ask for."""
    root = parse_part(_STYLES, data)
    styles = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
    standing = (name for name, style in styles.items() if style.get(f"{W}default") is not None)
    used = _follow(styles, {*asked, *standing})
    _remove(root, (style for name, style in styles.items() if name not in used))
    _remove(root, root.findall(f"{W}latentStyles"))
    lists = frozenset(number.get(_VAL, "") for number in root.iter(f"{W}numId"))
    return write_part(root), lists


def _follow(styles: Mapping[str, etree._Element], asked: Collection[str]) -> set[str]:
    """The names asked for, and all that the styles of these names are made from."""
    used: set[str] = set()
    waiting = list(asked)
    while waiting:
        name = waiting.pop()
        if name in used or name not in styles:
            continue
        used.add(name)
        for kind in _NAMED_BY_STYLES:
            waiting += (other.get(_VAL, "") for other in styles[name].iterfind(f"{W}{kind}"))
    return used


@lru_cache(maxsize=64)
def _keep_lists(data: bytes, used: frozenset[str]) -> bytes:
    """The part with the lists that are used; as it is where one looks like a style says."""
    root = parse_part(_LISTS, data)
    if next(root.iter(f"{W}numStyleLink", f"{W}styleLink"), None) is not None:
        return data
    lists = root.findall(f"{W}num")
    _remove(root, (one for one in lists if one.get(f"{W}numId") not in used))
    kinds = {kind.get(_VAL) for kind in root.iterfind(f"{W}num/{W}abstractNumId")}
    abstracts = root.findall(f"{W}abstractNum")
    _remove(root, (one for one in abstracts if one.get(f"{W}abstractNumId") not in kinds))
    return write_part(root)


def _remove(root: etree._Element, elements: Iterable[etree._Element]) -> None:
    for element in elements:
        root.remove(element)
