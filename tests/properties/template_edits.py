"""Shipped templates edited at random, as a person edits them in Word, and what must come of it.

    python -m tests.properties.template_edits 3000 [FIRST SEED]     by hand, before a release

An edit works on the text's tree as Word would: it knows nothing of blocks. A document made from
the outcome is looked at anew (``tests.wordcheck``), and held against the template as a reader
takes it in: what stands outside every block must stand in each document.

Long because every edit that a person makes is a function here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from lxml import etree

from ita_docs.documents import list_kinds
from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.problems import TemplateError
from ita_docs.word import (
    BUILT_IN_TEMPLATES,
    Template,
    load_template,
    refill_chart,
    render_document,
)
from tests.corpus.edited_templates import BREAK, box, section, with_comments, with_notes
from tests.corpus.make_templates_corpus import edit as change
from tests.forms import PROPERTIES, TEMPLATES
from tests.golden.cases import load_context
from tests.wordcheck import W, find_faults

BODY = "word/document.xml"
MISTYPED = (
    ("{{", "{ {"), ("{{", "{"), ("}}", "}"), ("%}", "}"), ("{%p", "{% p"), ("{%p", "{%"),
    ("endif", "endfor"), ("endfor", "end"),
)  # fmt: skip
TYPED = (
    "{{ office.name }}", "{{ total }}", "{{ level }}", "{{ office.nmae }}", "{ total }",
    "{{ total", "{% if draft %}", "{{ weak.count > 0 }}", "{{ title }}", "{{ plan_year }}",
)  # fmt: skip
FLAGS = {"followup": "budget.stated"}
"""A condition that a template of this name may ask; ``weak.none`` for the others."""
TEXT = "//w:p[parent::w:body or parent::w:sdtContent]"
NS = {"w": W[1:-1]}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
BLOCK = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*(if|for|endif|endfor)\b")
PICTURE_NAME = "รูปที่{}"


@dataclass
class Edited:
    """A template on the way: its text as a tree, and what the edits need beside it."""

    name: str
    root: etree._Element
    random: Random
    said: list[str] = field(default_factory=list)
    notes: bool = False
    comments: bool = False
    header: str = ""

    def choose(self, path: str) -> etree._Element | None:
        """Any element that the path finds."""
        found = self.root.xpath(path, namespaces=NS)
        return self.random.choice(found) if found else None

    def word(self) -> str:
        """A word that no other edit and no template has."""
        return f"คำ{self.random.randrange(10**9)}"

    def flag(self) -> str:
        return FLAGS.get(self.name, "weak.none")


def parse(xml: str) -> etree._Element:
    held = f'<w:body xmlns:w="{W[1:-1]}">{xml}</w:body>'
    return etree.fromstring(held)[0]


def parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def insert_run(edited: Edited, xml: str) -> None:
    """A run put somewhere in a paragraph: before, between or behind the others, or inside one."""
    paragraph = edited.choose("//w:p")
    if paragraph is None:
        return
    runs = paragraph.findall("w:r", NS)
    new = parse(xml)
    if runs and edited.random.random() < 0.3:
        cut_run(edited, edited.random.choice(runs))
    children = [child for child in paragraph if child.tag != f"{W}pPr"]
    first = len(paragraph) - len(children)
    paragraph.insert(first + edited.random.randint(0, len(children)), new)


def cut_run(edited: Edited, run: etree._Element) -> None:
    """Cut a run in two somewhere in its words, as Word does at a spelling mark."""
    text = run.find("w:t", NS)
    words = text.text or "" if text is not None else ""
    if text is None or len(words) < 2:
        return
    place = edited.random.randint(1, len(words) - 1)
    copy = deepcopy(run)
    for element, said in ((run, words[:place]), (copy, words[place:])):
        kept = element.find("w:t", NS)
        assert kept is not None
        kept.text = said
        kept.set(XML_SPACE, "preserve")
    run.addnext(copy)


def delete_paragraph(edited: Edited) -> None:
    paragraph = edited.choose(f"{TEXT}|//w:tc[count(w:p) > 1]/w:p")
    if paragraph is not None:
        parent_of(paragraph).remove(paragraph)


def move_paragraph(edited: Edited) -> None:
    paragraph, other = edited.choose(TEXT), edited.choose(f"{TEXT}|//w:tc/w:p")
    if paragraph is not None and other is not None and paragraph is not other:
        other.addnext(paragraph)


def copy_paragraph(edited: Edited) -> None:
    paragraph, other = edited.choose(TEXT), edited.choose(f"{TEXT}|//w:tc/w:p")
    if paragraph is not None and other is not None:
        other.addnext(deepcopy(paragraph))


def split_paragraph(edited: Edited) -> None:
    """Enter in the middle."""
    paragraph = edited.choose("//w:p[w:r/w:t]")
    if paragraph is None:
        return
    cut_run(edited, edited.random.choice(paragraph.findall("w:r", NS)))
    runs = paragraph.findall("w:r", NS)
    place = edited.random.randint(1, len(runs))
    copy = deepcopy(paragraph)
    for child in [child for child in copy if child.tag != f"{W}pPr"]:
        copy.remove(child)
    copy.extend(runs[place:])
    paragraph.addnext(copy)


def join_paragraphs(edited: Edited) -> None:
    """Backspace at the beginning of a paragraph."""
    paragraph = edited.choose("//w:p[following-sibling::*[1][self::w:p]]")
    if paragraph is None:
        return
    following = paragraph.getnext()
    assert following is not None
    paragraph.extend([child for child in following if child.tag != f"{W}pPr"])
    parent_of(following).remove(following)


def type_words(edited: Edited) -> None:
    text = edited.choose("//w:t")
    if text is None:
        return
    words, said = text.text or "", edited.word()
    place = edited.random.choice([0, len(words), edited.random.randint(0, len(words))])
    text.text = f"{words[:place]} {said} {words[place:]}"
    text.set(XML_SPACE, "preserve")


def type_beside_tag(edited: Edited) -> None:
    text = edited.choose("//w:t[contains(., '{%')]")
    if text is None:
        return
    words, said = text.text or "", edited.word()
    text.text = edited.random.choice([f"{said} {words}", f"{words} {said}"])
    text.set(XML_SPACE, "preserve")


def mistype_tag(edited: Edited) -> None:
    text = edited.choose("//w:t[contains(., '{')]")
    if text is not None:
        old, new = edited.random.choice(MISTYPED)
        text.text = (text.text or "").replace(old, new, 1)


def insert_picture(edited: Edited) -> None:
    from tests.corpus.edited_templates import PICTURE

    insert_run(edited, PICTURE.replace("รูป", edited.word(), 1))


def insert_page_break(edited: Edited) -> None:
    insert_run(edited, BREAK)


def insert_note(edited: Edited) -> None:
    edited.notes = True
    insert_run(edited, '<w:r><w:footnoteReference w:id="2"/></w:r>')


def insert_text_box(edited: Edited) -> None:
    said = edited.word()
    xml = box(said).replace('id="box1"', f'id="{said}"')
    insert_run(edited, xml)


def insert_section(edited: Edited) -> None:
    paragraph = edited.choose("//w:body/w:p[not(w:pPr/w:sectPr)]")
    if paragraph is None:
        return
    look = paragraph.find("w:pPr", NS)
    if look is None:
        look = etree.Element(f"{W}pPr")
        paragraph.insert(0, look)
    size = edited.random.choice([(11906, 16838), (11906, 16838), (16838, 11906)])
    look.append(parse(section(*size)))


def start_on_new_page(edited: Edited) -> None:
    paragraph = edited.choose(TEXT)
    if paragraph is None:
        return
    look = paragraph.find("w:pPr", NS)
    if look is None:
        look = etree.Element(f"{W}pPr")
        paragraph.insert(0, look)
    if look.find("w:pageBreakBefore", NS) is None:
        place = 1 if look.find("w:pStyle", NS) is not None else 0
        look.insert(place, etree.Element(f"{W}pageBreakBefore"))


def mark_range(edited: Edited, kind: str, identifier: str, name: dict[str, str]) -> None:
    """A bookmark or comment over some text, from one paragraph into another of the same text."""
    first = edited.choose(TEXT)
    if first is None:
        return
    later = [first, *first.itersiblings(f"{W}p")][:4]
    last = edited.random.choice(later)
    start = etree.Element(f"{W}{kind}Start", {f"{W}id": identifier, **name})
    end = etree.Element(f"{W}{kind}End", {f"{W}id": identifier})
    first.insert(1 if first.find("w:pPr", NS) is not None else 0, start)
    last.append(end)
    if kind == "commentRange":
        last.append(parse(f'<w:r><w:commentReference w:id="{identifier}"/></w:r>'))


def insert_bookmark(edited: Edited) -> None:
    number = str(edited.random.randrange(1000, 10**6))
    mark_range(edited, "bookmark", number, {f"{W}name": f"b{number}"})


def insert_comment(edited: Edited) -> None:
    if not edited.comments:
        edited.comments = True
        mark_range(edited, "commentRange", "0", {})


def insert_control(edited: Edited) -> None:
    """A content control around some blocks that follow each other."""
    first = edited.choose(f"{TEXT}|//w:body/w:tbl")
    if first is None:
        return
    blocks = [first, *first.itersiblings(f"{W}p", f"{W}tbl")][: edited.random.randint(1, 4)]
    number = edited.random.randrange(10**6)
    control = parse(f'<w:sdt><w:sdtPr><w:id w:val="{number}"/></w:sdtPr><w:sdtContent/></w:sdt>')
    first.addprevious(control)
    control[1].extend(blocks)


def delete_control(edited: Edited) -> None:
    control = edited.choose("//w:sdt[not(parent::w:tr) and not(parent::w:tc[count(*) < 3])]")
    if control is not None:
        parent_of(control).remove(control)


def release_control(edited: Edited) -> None:
    """Remove the frame and keep what stands in it."""
    control = edited.choose("//w:sdt[w:sdtContent]")
    content = control.find("w:sdtContent", NS) if control is not None else None
    if control is not None and content is not None:
        for child in list(content):
            control.addprevious(child)
        parent_of(control).remove(control)


def copy_control(edited: Edited) -> None:
    control = edited.choose("//w:sdt")
    if control is not None:
        copy = deepcopy(control)
        for number in copy.iterfind(".//w:sdtPr/w:id", NS):
            number.set(f"{W}val", str(edited.random.randrange(10**6, 10**8)))
        control.addnext(copy)


def retag_control(edited: Edited) -> None:
    tag = edited.choose("//w:sdtPr/w:tag")
    if tag is not None:
        said = tag.get(f"{W}val", "")
        tag.set(f"{W}val", edited.random.choice([said[:-1], said.title(), f"{said} ", "level"]))


def insert_table(edited: Edited) -> None:
    from tests.corpus.edited_templates import row, table

    place = edited.choose(f"{TEXT}|//w:tc/w:p[not(ancestor::w:tc/ancestor::w:tc)]")
    if place is not None:
        place.addprevious(parse(table(row(edited.word(), edited.word()))))


def move_row(edited: Edited) -> None:
    row, other = edited.choose("//w:tr"), edited.choose("//w:tr")
    if row is not None and other is not None and row is not other:
        nested = any(ancestor is row for ancestor in other.iterancestors())
        if not nested and len(parent_of(row).findall("w:tr", NS)) > 1:
            other.addnext(row)


def copy_row(edited: Edited) -> None:
    row = edited.choose("//w:tr")
    if row is not None:
        row.addnext(deepcopy(row))


def delete_row(edited: Edited) -> None:
    row = edited.choose("//w:tr[../w:tr[2]]")
    if row is not None:
        parent_of(row).remove(row)


def split_cell(edited: Edited) -> None:
    """One cell becomes two: the rows above and below span both columns, as Word writes it."""
    cell = edited.choose("//w:tc")
    if cell is None:
        return
    copy = deepcopy(cell)
    for child in copy.findall("w:p", NS)[1:] + copy.findall("w:tbl", NS):
        copy.remove(child)
    for run in copy.findall("w:p/w:r", NS):
        parent_of(run).remove(run)
    cell.addnext(copy)


def delete_cell(edited: Edited) -> None:
    cell = edited.choose("//w:tr[w:tc[2]]/w:tc")
    if cell is not None:
        parent_of(cell).remove(cell)


def merge_down(edited: Edited) -> None:
    """Merge a cell with the one below it: the words of both stand in the upper one."""
    row = edited.choose("//w:tr[following-sibling::w:tr]")
    if row is None:
        return
    below = row.getnext()
    column = edited.random.randrange(len(row.findall("w:tc", NS)))
    cells = [r.findall("w:tc", NS) for r in (row, below) if r is not None]
    if len(cells) < 2 or any(len(found) <= column for found in cells):
        return
    upper, lower = (found[column] for found in cells)
    for cell, value in ((upper, "restart"), (lower, "continue")):
        look = cell.find("w:tcPr", NS)
        if look is None or look.find("w:vMerge", NS) is not None:
            return
        width = look.find("w:tcW", NS)
        look.insert(0 if width is None else 1, etree.Element(f"{W}vMerge", {f"{W}val": value}))
    moved = [p for p in lower.findall("w:p", NS) if "".join(p.itertext()).strip()]
    upper.extend(moved)
    if lower.find("w:p", NS) is None:
        lower.append(etree.Element(f"{W}p"))


def type_field(edited: Edited) -> None:
    """A tag typed as words, as the README shows it or nearly so."""
    said = edited.random.choice(TYPED)
    insert_run(edited, f'<w:r><w:t xml:space="preserve"> {said} </w:t></w:r>')


def type_block(edited: Edited) -> None:
    """A paragraph put under a condition that is typed, perhaps with words beside a tag."""
    paragraph = edited.choose(TEXT)
    if paragraph is None:
        return
    tags = [f"{{%p if {edited.flag()} %}}", "{%p endif %}"]
    if edited.random.random() < 0.5:
        place, said = edited.random.randrange(2), edited.word()
        tags[place] = edited.random.choice([f"{said} {tags[place]}", f"{tags[place]} {said}"])
    before, after = (parse(f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>") for tag in tags)
    paragraph.addprevious(before)
    paragraph.addnext(after)


def type_block_over_cells(edited: Edited) -> None:
    """A condition that begins in one cell and ends in the next."""
    cell = edited.choose("//w:tc[following-sibling::w:tc]")
    if cell is None:
        return
    begin = f"{{%p if {edited.flag()} %}}"
    for owner, tag in ((cell, begin), (cell.getnext(), "{%p endif %}")):
        if owner is not None:
            owner.append(parse(f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>"))


def paste_into_field(edited: Edited) -> None:
    """A picture pasted where the cursor stood in a sample."""
    from tests.corpus.edited_templates import PICTURE

    run = edited.choose("//w:sdtContent/w:r[w:rPr/w:rStyle[@w:val='ItaField']]")
    if run is not None:
        run.addnext(parse(PICTURE.replace("รูป", edited.word(), 1)))


def insert_modern_text_box(edited: Edited) -> None:
    """As Word writes it since 2010: a drawing, and the same once more for older programs."""
    from tests.corpus.edited_templates import modern_box

    said = edited.word()
    insert_run(edited, modern_box(said, number=edited.random.randrange(10**4, 10**6)))


def insert_symbol(edited: Edited) -> None:
    from tests.corpus.edited_templates import HYPHEN, SYMBOL

    insert_run(edited, edited.random.choice([SYMBOL, HYPHEN]))


def insert_caption(edited: Edited) -> None:
    insert_field(edited, " SEQ ภาพที่ \\* ARABIC ")


def insert_reference(edited: Edited) -> None:
    """The page of a place in the text, which Word marks."""
    place = edited.choose(TEXT)
    if place is None:
        return
    number = str(edited.random.randrange(10**6, 10**8))
    name = {f"{W}id": number, f"{W}name": f"_Ref{number}"}
    place.append(etree.Element(f"{W}bookmarkStart", name))
    place.append(parse("<w:r><w:t>จุด</w:t></w:r>"))
    place.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": number}))
    insert_field(edited, f" PAGEREF _Ref{number} \\h ")


def insert_field(edited: Edited, instruction: str) -> None:
    from tests.corpus.make_templates_corpus import field

    paragraph = edited.choose("//w:p")
    if paragraph is not None:
        paragraph.extend(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{field(instruction)}</w:p>'))


def change_header(edited: Edited) -> None:
    edited.header = edited.word()


EDITS: tuple[Callable[[Edited], None], ...] = (
    delete_paragraph, move_paragraph, copy_paragraph, split_paragraph, join_paragraphs, type_words,
    type_beside_tag, type_beside_tag, mistype_tag, insert_picture, insert_picture,
    insert_page_break, insert_note, insert_text_box, insert_modern_text_box, insert_symbol,
    insert_caption, insert_reference, insert_section, start_on_new_page,
    insert_bookmark, insert_comment, insert_control, delete_control, release_control, copy_control,
    retag_control, insert_table, move_row, copy_row, delete_row,
    split_cell, delete_cell, merge_down, change_header,
    type_field, type_block, type_block_over_cells, paste_into_field,
)  # fmt: skip


def edit_template(seed: int) -> tuple[bytes, Edited]:
    """A shipped template with one to four edits; the same seed gives the same bytes."""
    random = Random(seed)
    name = random.choice(BUILT_IN_TEMPLATES)
    members = read_package((TEMPLATES / f"{name}.docx").read_bytes())
    root = etree.fromstring(members[BODY].content())
    edited = Edited(name, root, random)
    for _ in range(random.randint(1, 4)):
        edit = random.choice(EDITS)
        edit(edited)
        edited.said.append(edit.__name__)
    for sign in root.xpath("//w:footnoteReference", namespaces=NS)[1:]:
        parent_of(sign).remove(sign)  # Word would make another note for a copy
    if edited.header:
        xml = members["word/header1.xml"].content().decode()
        words = f"<w:p><w:r><w:t>{edited.header}</w:t></w:r></w:p></w:hdr>"
        members["word/header1.xml"] = pack(
            "word/header1.xml", xml.replace("</w:hdr>", words).encode()
        )
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    members[BODY] = pack(BODY, text)
    content = write_package(members.values())
    if edited.notes:
        rels = "word/_rels/document.xml.rels"
        content = change(rels, 'Id="rIdX"', 'Id="rIdNotes"', with_notes(content))
    return with_comments(content) if edited.comments else content, edited


# --- what a reader takes in --------------------------------------------------------------------

KINDS = ("picture", "break", "section", "note", "symbol")


class Reader:
    """The words outside every block in the order of reading, and how many pictures, breaks,
    sections and notes stand there.

    A content control whose tag begins with if or for is a block, one with the name of a field a
    sample; words in the style of notes are for the author.
    """

    def __init__(self, root: etree._Element) -> None:
        self.words: list[str] = []
        self.counts = dict.fromkeys(KINDS, 0)
        self.depth = 0
        self._read_blocks(root)

    def _read_blocks(self, element: etree._Element) -> None:
        for child in element:
            if child.tag == f"{W}p":
                self._read_paragraph(child)
            elif child.tag == f"{W}sdt":
                kind = kind_of_control(child)
                self.depth += kind == "block"
                if kind != "sample":
                    self._read_blocks(child)
                self.depth -= kind == "block"
            else:
                self._count(kind_of(child))
                self._read_blocks(child)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        """Tags may be cut into runs, so the paragraph is read whole: its words, and what happens
        at which place in them."""
        if all_is_block(paragraph):
            return  # a section's end that comes and goes
        text, events = "", []
        for what in self._take_apart(paragraph):
            if isinstance(what, str):
                text += what
            else:
                events.append((len(text), what))
        bounds = [(match.start(), match.end(), match.group()) for match in TAG.finditer(text)]
        position = 0
        for start, end, tag in [*bounds, (len(text), len(text), "")]:
            while events and events[0][0] <= start:
                place, event = events.pop(0)
                self._say(text[position:place])
                position = max(position, place)
                event()
            self._say(text[position:start])
            position = end
            block = BLOCK.match(tag)
            if block is not None:
                self.depth += -1 if block[1].startswith("end") else 1
        for _, event in events:
            event()

    def _take_apart(self, element: etree._Element) -> Iterator[str | Callable[[], None]]:
        for child in element:
            name = str(child.tag).rpartition("}")[2]
            if name == "t":
                yield child.text or ""
            elif name == "sdt":
                kind = kind_of_control(child)
                if kind == "block":
                    yield partial(self._step, 1)
                if kind == "sample":
                    yield partial(self._step, 0)  # words before it and behind it stand apart
                else:
                    yield from self._take_apart(child)
                if kind == "block":
                    yield partial(self._step, -1)
            elif name == "r" and child.find("w:rPr/w:rStyle[@w:val='ItaMark']", NS) is not None:
                continue
            elif kind_of(child):
                yield partial(self._count, kind_of(child))
                for held in child.iter(f"{W}txbxContent"):
                    yield partial(self._read_blocks, held)
            elif name == "pPr":
                yield from (partial(self._count, kind_of(each)) for each in child)
            elif name != "rPr":
                yield from self._take_apart(child)

    def _step(self, way: int) -> None:
        self.depth += way

    def _count(self, kind: str) -> None:
        if kind and self.depth == 0:
            self.counts[kind] += 1

    def _say(self, words: str) -> None:
        if self.depth == 0 and words.strip():
            self.words.append(words.strip())


def all_is_block(paragraph: etree._Element) -> bool:
    """Whether a paragraph ends a section and holds nothing but the control of a block."""
    held = paragraph.findall("w:r", NS) + paragraph.findall("w:sdt", NS)
    ends = paragraph.find("w:pPr/w:sectPr", NS) is not None
    return ends and len(held) == 1 and kind_of_control(held[0]) == "block"


def kind_of_control(control: etree._Element) -> str:
    tag = control.find("w:sdtPr/w:tag", NS)
    text = tag.get(f"{W}val", "").strip() if tag is not None else ""
    if text.split()[:1] in (["if"], ["for"]):
        return "block"
    return "sample" if re.fullmatch(r"[a-z_]\w*(\.\w+)*", text) else ""


def kind_of(element: etree._Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    if name in ("drawing", "pict"):
        xml = etree.tostring(element, encoding="unicode")
        return "" if "{{ emblem." in xml or "{{ signature." in xml else "picture"
    if name == "pageBreakBefore" or (name == "br" and element.get(f"{W}type") == "page"):
        return "break"
    kinds = {"sym": "symbol", "noBreakHyphen": "symbol", "footnoteReference": "note"}
    return {**kinds, "sectPr": "section"}.get(name, "")


def count_all(root: etree._Element) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    for element in root.iter():
        if kind := kind_of(element):
            counts[kind] += 1
    return counts


def make_contexts(name: str) -> list[Any]:
    """Offices with everything that a template of this name may print, and with as little as there
    can be."""
    if name == "memo":
        three, none = map(load_context, ("memo-three-weak", "memo-no-weak"))
        drawn = deepcopy(three)
        drawn["signature"]["drawn"], drawn["emblem"]["shown"] = True, False
        drawn["signature"]["position"] = []
        return [three, none, drawn]
    if name == "followup":
        full, one = map(load_context, ("followup-three-statuses", "followup-one-row"))
        bare = deepcopy(one)
        bare["budget"]["stated"] = False
        bare["charts"]["statuses"] |= {"present": False, "labels": [], "points": []}
        bare["report"]["rows"][0] |= {"outcome": [], "concerns": [], "evidence": []}
        return [full, one, bare]
    full = load_context("announcement-seven-columns")
    bare = load_context("announcement-no-weak")
    one = load_context("announcement-phuket")
    one["plan"]["rows"] = one["plan"]["rows"][:1]
    one["plan"]["rows"][0] |= {"steps": [], "monitor": [], "responsible": []}
    one["charts"]["cpi"] |= {"present": False, "labels": [], "points": []}
    assert len(full["plan"]["rows"]) > 1
    return [full, bare, one]


CONTEXTS = {name: make_contexts(name) for name in BUILT_IN_TEMPLATES}


def judge(content: bytes, edited: Edited) -> tuple[str, list[str]]:
    """``refused``, or ``sound`` with what is wrong with its documents."""
    (kind,) = list_kinds(edited.name)
    try:
        template: Template = load_template(
            "t.docx", schema=kind.schema, refill=refill_chart, content=content, needed=kind.needed
        )
    except TemplateError as error:
        return f"refused {error.code}", []
    reader = Reader(edited.root)
    faults = []
    for context in CONTEXTS[edited.name]:
        docx = render_document(template, context, properties=PROPERTIES)
        faults += find_faults(docx)
        made = etree.fromstring(read_package(docx)[BODY].content())
        text = " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in made.iter(f"{W}p"))
        faults += [f"lost: {word}" for word in reader.words if squeeze(word) not in squeeze(text)]
        stand = count_all(made)
        faults += [f"lost: {n} {kind}s of which {stand[kind]} stand"
                   for kind, n in reader.counts.items() if stand[kind] < n]  # fmt: skip
        if edited.header and edited.header not in read_header(docx):
            faults.append("lost: the header's words")
    return "sound", faults


def read_header(docx: bytes) -> str:
    return read_package(docx)["word/header1.xml"].content().decode()


def squeeze(text: str) -> str:
    return "".join(text.split())


def main(count: int, first: int) -> None:
    """Judge so many edited templates and say what is wrong."""
    outcomes: dict[str, int] = {}
    for seed in range(first, first + count):
        content, edited = edit_template(seed)
        outcome, faults = judge(content, edited)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if faults:
            print(seed, edited.name, edited.said, [fault[:90] for fault in faults[:3]], flush=True)
    for outcome, number in sorted(outcomes.items(), key=lambda item: -item[1]):
        print(f"{number:6} {outcome}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
