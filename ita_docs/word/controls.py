"""Word's content controls as tags: a template that shows sample words, and says of what.

A control's tag is what a person would write between braces; what stands in the control is a sample,
or what the block is about. Word draws a frame around it, and nothing of it reaches a document.

    in Word                                        what it becomes
    ประกาศ[สำนักงาน…ตัวอย่าง]  office.name           ประกาศ{{ office.name }}
    [• ด้าน [IIT] …          ]  for i in instruments  {% for i in instruments %}…{% endfor %}
    [จุดอ่อน ๔ ข้อ ได้แก่      ]  if weak.below_target  {% if weak.below_target %}…{% endif %}

A control that is all of a paragraph that ends a section holds the paragraph with its break: around
it, LibreOffice would take the headers of the section for a part of the control, and lose them.

A control may hold words, paragraphs, rows or cells of a table. Words in the style `MARK` are notes
to whoever edits the template, and go; the colour of the style `FIELD` goes, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ita_docs.ooxml.wordml import P, R, T, W, show, write_before
from ita_docs.problems import Value
from ita_docs.word.blocks import PLACES
from ita_docs.word.contents import name_content, near
from ita_docs.word.package import Package

FIELD, MARK = "ItaField", "ItaMark"
FIELD_NAME, MARK_NAME = "ITA ช่องเติม", "ITA หมายเหตุแม่แบบ"
"""The character styles of sample words and of notes: their ids as drawn, and their names."""

_SDT, _CONTENT = f"{{{W}}}sdt", f"{{{W}}}sdtContent"
_TAG = f"{{{W}}}sdtPr/{{{W}}}tag"
_VAL = f"{{{W}}}val"
_FORMAT, _STYLE = f"{{{W}}}rPr", f"{{{W}}}rStyle"
_SECTION = f"{{{W}}}sectPr"
_BLOCK = re.compile(r"\s*(if|for)\s+\S.*", re.DOTALL)
_LIKE_BLOCK = re.compile(r"(?:if|for|elif|else|endif|endfor)\b", re.IGNORECASE)
_LOOP = re.compile(r"\bfor\s+(\w+)\s+in\b")
_PATH = re.compile(r"\s*([A-Za-z_]\w*)((?:\.\w+)*)\s*")
_PARAGRAPH = PLACES["p"][1]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class OwnStyles:
    """The ids of the styles of sample words and of notes: programs change them, not the names."""

    fields: frozenset[str] = frozenset({FIELD})
    marks: frozenset[str] = frozenset({MARK})


def read_own_styles(package: Package) -> OwnStyles:
    """The styles of sample words and notes in a template."""
    names: dict[str, set[str]] = {}
    for styles in map(package.tree, package.related(package.main, "styles")):
        for style in styles.iterfind(f"{{{W}}}style"):
            name = style.find(f"{{{W}}}name")
            said = name.get(_VAL, "") if name is not None else ""
            names.setdefault(said, set()).add(style.get(f"{{{W}}}styleId", ""))
    return OwnStyles(
        frozenset({FIELD, *names.get(FIELD_NAME, ())}), frozenset({MARK, *names.get(MARK_NAME, ())})
    )


def open_controls(
    root: etree._Element, names: Iterable[str], styles: OwnStyles = OwnStyles()
) -> list[tuple[str, dict[str, Value]]]:
    """Turn the controls of a part into tags and drop what is for the template's author alone.

    ``names`` are the schema's own. A control without a tag, or with a tag that names nothing of a
    template (another program's), stays as it is. Returns what would be dropped unseen or printed
    as if it were data: codes of problems with their values.
    """
    faults = list(_hold_section_breaks(root, styles))
    known = {*names, *_LOOP.findall(etree.tostring(root, encoding="unicode"))}
    # From the inmost out, so that a control's content is finished when it is opened.
    for control in reversed(list(root.iter(_SDT))):
        tag = control.find(_TAG)
        text = tag.get(_VAL, "").strip() if tag is not None else ""
        if _BLOCK.fullmatch(text):
            kind = text.split()[0]
            _unwrap(control, f"{{% {text} %}}", f"{{% end{kind} %}}")
        elif _LIKE_BLOCK.match(text):
            values: dict[str, Value] = {"construct": show(text), "paragraph": near(control)}
            faults.append(("template-construct-refused", values))
        elif (path := _PATH.fullmatch(text)) and (path[1] in known or path[2]):
            # A sample is words: a picture, table or break in it would be dropped unseen.
            for more in list(filter(None, map(name_content, control.iter())))[:1]:
                faults.append(("template-sample-lost", {"tag": show(text), "what": more}))
            _put_value(control, text)
            _unwrap(control, "", "")
    faults += _find_unbound(root, styles)
    _drop_notes(root, styles)
    return faults


def _hold_section_breaks(
    root: etree._Element, styles: OwnStyles
) -> Iterator[tuple[str, dict[str, Value]]]:
    """Put a block's control around the paragraph that it is all of, where that ends a section.

    Words typed beside a control that holds nothing but notes may be meant to come and go with the
    break, or not: told.
    """
    for section in list(root.iter(_SECTION)):
        paragraph = next(section.iterancestors(P), None)
        for control in list(paragraph.iterchildren(_SDT)) if paragraph is not None else ():
            tag, content = control.find(_TAG), control.find(_CONTENT)
            text = tag.get(_VAL, "").strip() if tag is not None else ""
            if paragraph is None or content is None or not _BLOCK.fullmatch(text):
                continue
            beside = [piece for piece in paragraph.iterchildren(R, _SDT) if piece is not control]
            if beside and all(_is_note(run, styles) for run in content.iter(R)):
                words = show("".join(text.text or "" for text in beside[0].iter(T))) or "…"
                values: dict[str, Value] = {"tag": show(text), "what": words, "place": _PARAGRAPH}
                yield "template-tag-beside", values
            elif not beside:
                for piece in list(content):
                    control.addprevious(piece)
                paragraph.addprevious(control)
                content.append(paragraph)


def _is_note(run: etree._Element, styles: OwnStyles) -> bool:
    style = run.find(f"{_FORMAT}/{_STYLE}")
    return style is not None and style.get(_VAL) in styles.marks


def _find_unbound(
    root: etree._Element, styles: OwnStyles
) -> Iterator[tuple[str, dict[str, Value]]]:
    """Sample words that belong to no field: their frame was removed, or has lost its tag."""
    unbound = [
        words
        for style in root.iter(_STYLE)
        if style.get(_VAL) in styles.fields
        and (run := next(style.iterancestors(R), None)) is not None
        for words in ["".join(text.text or "" for text in run.iter(T)).strip()]
        if words and "{" not in words
    ]
    if unbound:
        values: dict[str, Value] = {"words": show(unbound[0]), "count": str(len(unbound))}
        yield "template-sample-unbound", values


def _unwrap(control: etree._Element, before: str, after: str) -> None:
    """Put the control's content in its place, between two texts."""
    parent, content = control.getparent(), control.find(_CONTENT)
    if parent is None:
        return
    children = list(content) if content is not None else []
    before += (content.text or "") if content is not None else ""
    after += control.tail or ""
    control.tail = None
    if children:
        children[-1].tail = (children[-1].tail or "") + after
        write_before(control, before)
        for child in children:
            control.addprevious(child)
    else:
        write_before(control, before + after)
    parent.remove(control)


def _put_value(control: etree._Element, path: str) -> None:
    """Leave of the control's content one run with the placeholder, in the form of the first."""
    content = control.find(_CONTENT)
    if content is None:
        return
    paragraph = next(content.iter(P), None)
    runs = list(content.iter(R))
    run = etree.Element(R)
    # LibreOffice puts an empty run before the words, without their form.
    said = next((run for run in runs if run.find(T) is not None), runs[0] if runs else None)
    format_ = said.find(_FORMAT) if said is not None else None
    if format_ is not None:
        run.append(format_)
    text = etree.SubElement(run, T)
    text.text = f"{{{{ {path} }}}}"
    text.set(_SPACE, "preserve")
    # Words alone, or a whole paragraph (perhaps in a cell) that keeps its own format.
    if paragraph is None:
        content[:] = [run]
        return
    for piece in list(paragraph):
        if piece.tag != f"{{{W}}}pPr":
            paragraph.remove(piece)
    paragraph.append(run)
    for other in list(content.iter(P)):
        owner = other.getparent()
        if other is not paragraph and owner is not None:
            owner.remove(other)


def _drop_notes(root: etree._Element, styles: OwnStyles) -> None:
    for style in list(root.iter(_STYLE)):
        format_ = style.getparent()
        run = format_.getparent() if format_ is not None else None
        if format_ is None or run is None or style.get(_VAL) not in styles.fields | styles.marks:
            continue
        if style.get(_VAL) in styles.fields:
            format_.remove(style)
            if not len(format_):
                run.remove(format_)
            continue
        paragraph = run.getparent()
        _remove(run)
        # A note may have a frame of its own, so that it is not taken for text.
        if paragraph is not None and paragraph.tag == _CONTENT and not len(paragraph):
            frame = paragraph.getparent()
            paragraph = frame.getparent() if frame is not None else None
            if frame is not None:
                _remove(frame)
        if paragraph is not None and paragraph.tag == P and _is_empty(paragraph):
            _remove(paragraph)


def _is_empty(paragraph: etree._Element) -> bool:
    """Whether nothing is left of a paragraph that held notes: no run, text between, section."""
    said = [paragraph.text, *(child.tail for child in paragraph)]
    return (
        next(paragraph.iter(R), None) is None
        and paragraph.find(f".//{_SECTION}") is None
        and not any((text or "").strip() for text in said)
    )


def _remove(element: etree._Element) -> None:
    """Take out an element and keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        write_before(element, element.tail)
        element.tail = None
    parent.remove(element)
