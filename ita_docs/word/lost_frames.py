"""Frames of content controls, found again where a program dropped them from a template.

LibreOffice 7.4 saves controls without their tags, and those around paragraphs, rows and cells not
at all. It keeps bookmarks, so each control of a shipped template has one that says the same:

    a control's tag                        its bookmark
    office.name                            _i3wVoffice__name_
    for row in plan.rows, around a row     _i56rFrow_plan__rows_
    if not weak.none, around paragraphs    _i46bNweak__none_

``_i``, a number of its own, what it is around (words, blocks, rows, cells), what the tag is (a
value, for, if, if not), and its names, a dot as two underscores. ``_i904wDthai_`` around a page
number says that its digits are Thai, which LibreOffice forgets, ``_i919wDfirst_`` in a header that
only the first page of its section has it. Word hides bookmarks that begin
with an underscore, allows 40 letters, and drops them from copies: where controls are there, the
controls hold and the bookmarks are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ita_docs.ooxml.wordml import P, R, T, W, paragraph_of
from ita_docs.problems import Value
from ita_docs.word.contents import name_content, near
from ita_docs.word.package import Package
from ita_docs.word.page_numbers import restore_thai_digits

_NAME = re.compile(
    r"_i([0-9]{1,3})([wbrc])([VFIND])([a-z]\w*?)_(?:[^a-zA-Z_]*(?:Copy)?[^\w]*[0-9]*)"
)
"""What LibreOffice puts behind the name of a copy is no part of it."""
_LONGEST = 40
THAI_DIGITS, FIRST_PAGE = "thai digits", "first page"
"""What the bookmarks of a page number and of a first page's header say in place of a tag."""
_REMARKS = {THAI_DIGITS: "Dthai", FIRST_PAGE: "Dfirst"}
_START, _END = f"{{{W}}}bookmarkStart", f"{{{W}}}bookmarkEnd"
_ID, _CALLED, _VAL = f"{{{W}}}id", f"{{{W}}}name", f"{{{W}}}val"
_SDT, _PROPERTIES, _CONTENT = (f"{{{W}}}{name}" for name in ("sdt", "sdtPr", "sdtContent"))
_TAG = f"{{{W}}}tag"
_UNITS = {"w": "", "b": P, "r": f"{{{W}}}tr", "c": f"{{{W}}}tc"}
_TABLE = f"{{{W}}}tbl"
_OTHERS = ("LibreOffice", "OpenOffice", "Collabora")


@dataclass(frozen=True, slots=True)
class _Frame:
    number: int
    around: str
    tag: str
    start: etree._Element
    end: etree._Element


def name_frame(number: int, around: str, tag: str) -> str:
    """The bookmark's name for a control with this tag, around words, blocks, rows or cells (w, b,
    r, c).

    Raises ValueError for a tag that no name can say.
    """
    match tag.split():
        case _ if tag in _REMARKS:
            said = _REMARKS[tag]
        case ["for", variable, "in", path]:
            said = f"F{variable}_{path}"
        case ["if", "not", path]:
            said = f"N{path}"
        case ["if", path]:
            said = f"I{path}"
        case [path]:
            said = f"V{path}"
        case _:
            raise ValueError(tag)
    name = f"_i{number}{around}{said.replace('.', '__')}_"
    found = _NAME.fullmatch(name)
    if len(name) > _LONGEST or found is None or _read_tag(found) != tag:
        raise ValueError(tag)
    return name


def read_mark(mark: etree._Element) -> str:
    """What a bookmark's name says, as a tag would; "" for a bookmark that is none of ours."""
    found = _NAME.fullmatch(mark.get(_CALLED, ""))
    return _read_tag(found) if found is not None else ""


def _read_tag(found: re.Match[str]) -> str:
    kind, said = found[3], found[4]
    if kind == "F":
        variable, _, path = said.partition("_")
        return f"for {variable} in {path.replace('__', '.')}"
    if kind == "D":
        return FIRST_PAGE if said == "first" else THAI_DIGITS
    path = said.replace("__", ".")
    return {"V": "", "I": "if ", "N": "if not "}[kind] + path


def has_lost_frames(package: Package) -> bool:
    """Whether a program that drops frames saved this template: it says so, or no tag is left of
    frames that were there."""
    for part in package.related("", "extended-properties"):
        application = package.tree(part).findtext("{*}Application") or ""
        if application.startswith(_OTHERS):
            return True
    texts = [package.main, *package.related(package.main, "header", "footer")]
    held = [package.content(part) for part in texts]
    marked, tagged = (any(sign in text for text in held) for sign in (b'w:name="_i', b"<w:tag "))
    return marked and not tagged


def restore_frames(
    root: etree._Element, *, lost: bool
) -> tuple[int, list[tuple[str, dict[str, Value]]]]:
    """Put controls where only their bookmarks are left; how many, and as codes of problems with
    their values those whose beginning and end no longer stand where a control could.

    The bookmarks go, whether controls were lost or not: no document needs them.
    """
    frames = list(_find_frames(root))
    restored = 0
    faults: list[tuple[str, dict[str, Value]]] = []
    if lost:
        _open_empty_controls(root)
        tagged = [control for control in root.iter(_SDT) if _tag_of(control)]
        places = _number_places(root)
        # The outer before the inner: of those that begin in one paragraph the one with the lower
        # number, for they were counted so.
        for frame in sorted(frames, key=lambda frame: (_begin(frame, places), frame.number)):
            if _is_there(frame, tagged, places):
                continue
            if frame.tag in _REMARKS or (frame.around == "w" and not _holds_words(frame, places)):
                continue  # it is no frame, or somebody deleted it
            if _wrap_words(frame) if frame.around == "w" else _wrap_blocks(frame, places):
                restored += 1
            else:
                values: dict[str, Value] = {"tag": frame.tag, "paragraph": near(frame.start)}
                faults.append(("template-frame-lost", values))
        marked = (frame for frame in frames if frame.tag == THAI_DIGITS)
        restore_thai_digits(root, [*_list_between(marked, places)])
    names = {frame.start.get(_CALLED) for frame in frames}
    ids = {mark.get(_ID) for mark in root.iter(_START) if mark.get(_CALLED) in names}
    for mark in list(root.iter(_START, _END)):
        if mark.get(_ID) in ids:
            _parent_of(mark).remove(mark)
    return restored, faults


def _find_frames(root: etree._Element) -> Iterator[_Frame]:
    """The bookmarks that are frames. LibreOffice writes one twice where it spans a chart: the
    first beginning and the last end hold."""
    starts: dict[str, etree._Element] = {}
    names: dict[str, str] = {}
    ends: dict[str, etree._Element] = {}
    for mark in root.iter(_START, _END):
        if mark.tag == _START:
            name = mark.get(_CALLED, "")
            starts.setdefault(name, mark)
            names[mark.get(_ID, "")] = name
        elif name := names.get(mark.get(_ID, ""), ""):
            ends[name] = mark
    for name, start in starts.items():
        found = _NAME.fullmatch(name)
        if found is not None and name in ends:
            yield _Frame(int(found[1]), found[2], _read_tag(found), start, ends[name])


def _number_places(root: etree._Element) -> dict[etree._Element, int]:
    """The place of each element in the order of reading; bookmarks side by side share one."""
    places, place = {}, 0
    for element in root.iter():
        place += element.tag not in (_START, _END)
        places[element] = place
    return places


def _begin(frame: _Frame, places: dict[etree._Element, int]) -> int:
    paragraph = paragraph_of(frame.start)
    return places[frame.start if paragraph is None else paragraph]


def _list_between(
    frames: Iterable[_Frame], places: dict[etree._Element, int]
) -> Iterator[etree._Element]:
    """The elements between the beginnings of frames and their ends."""
    for frame in frames:
        start, end = places[frame.start], places[frame.end]
        yield from (element for element, place in places.items() if start < place <= end)


def _is_there(
    frame: _Frame, tagged: list[etree._Element], places: dict[etree._Element, int]
) -> bool:
    """Whether a control with the frame's tag stands around its beginning, or between it and the
    end: newer programs keep some."""
    around = set(frame.start.iterancestors(_SDT))
    return any(
        control in around or places[frame.start] < places[control] <= places[frame.end]
        for control in tagged
        if _tag_of(control) == frame.tag
    )


def _holds_words(frame: _Frame, places: dict[etree._Element, int]) -> bool:
    """Whether anything is left between a frame's beginning and end that a page would show."""
    return any(
        (element.text or "") if element.tag == T else name_content(element) is not None
        for element in _list_between([frame], places)
    )


def _wrap_words(frame: _Frame) -> bool:
    """Put a control around the words of a paragraph between a frame's beginning and end."""
    start, end = frame.start, frame.end
    for one, other in ((start, end), (end, start)):
        for control in set(one.iterancestors(_SDT)) - set(other.iterancestors(_SDT)):
            if _tag_of(control):
                return False
            _open(control)
    parent = _parent_of(start)
    if parent is not end.getparent():
        return False
    _put_around(list(parent)[parent.index(start) + 1 : parent.index(end)], frame.tag)
    return True


def _wrap_blocks(frame: _Frame, places: dict[etree._Element, int]) -> bool:
    """Put a control around the paragraphs and tables, rows or cells that a frame covers."""
    unit = _UNITS[frame.around]
    first, last = (next(mark.iterancestors(unit), None) for mark in (frame.start, frame.end))
    if first is None or last is None:
        return False
    if places[frame.start] == places[frame.end] and first.find(f".//{T}") is not None:
        return False  # what it was around was deleted, and it came to stand in other words
    if first is not last and last.tag == P and _stands_first(frame.end, last):
        # The last paragraph was deleted, and the end came to stand before the next one's words.
        above = last.getprevious()
        last = last if above is None else above
    # Up to the children of one parent, which are units, tables or controls:
    #   start in the first cell of a table, end in the paragraph behind it -> the table … it
    around = set(last.iterancestors())
    whole = {unit, _SDT} | ({_TABLE} if unit == P else set())
    while (parent := first.getparent()) is not None and (
        parent not in around or first.tag not in whole
    ):
        first = parent
        if _tag_of(first):
            return False  # it begins in one frame and ends in another
    while parent is not None and last.getparent() is not parent:
        last = _parent_of(last)
        if _tag_of(last):
            return False
    if parent is None:
        return False
    children = list(parent)
    _put_around(children[children.index(first) : children.index(last) + 1], frame.tag)
    return True


def _stands_first(mark: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a paragraph has runs, and all of them stand behind a mark."""
    return (
        paragraph.find(R) is not None and next(mark.itersiblings(R, preceding=True), None) is None
    )


def _parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _put_around(pieces: list[etree._Element], tag: str) -> None:
    control = etree.Element(_SDT)
    etree.SubElement(etree.SubElement(control, _PROPERTIES), _TAG, {_VAL: tag})
    pieces[0].addprevious(control)
    etree.SubElement(control, _CONTENT).extend(pieces)


def _open_empty_controls(root: etree._Element) -> None:
    """Take away the controls that LibreOffice leaves of ours: they say nothing of themselves."""
    for control in list(root.iter(_SDT)):
        properties = control.find(_PROPERTIES)
        if properties is None or not len(properties):
            _open(control)


def _open(control: etree._Element) -> None:
    content = control.find(_CONTENT)
    for piece in list(content) if content is not None else ():
        control.addprevious(piece)
    _parent_of(control).remove(control)


def _tag_of(control: etree._Element) -> str:
    tag = control.find(f"{_PROPERTIES}/{_TAG}")
    return tag.get(_VAL, "").strip() if tag is not None else ""
