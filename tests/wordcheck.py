"""Whether Word would open a document, and what it says: looked at anew, without the program.

The rules are written down a second time here, as the specification has them (ECMA-376, part 1),
so that a fault of the program's own rules shows.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLOCK_HOLDERS = {
    f"{W}{name}" for name in ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent")
}
_BLOCKS = {f"{W}{name}" for name in ("p", "tbl", "sdt")}
_RANGES = {"bookmark", "commentRange", "perm"}
_TEXTS = {f"{W}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")}
_HOLDS = {
    "body", "tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "sdtContent",
}  # fmt: skip
_PARENTS = {
    "tr": {"tbl", "sdtContent"},
    "tc": {"tr", "sdtContent"},
    "tbl": _HOLDS,
    "p": _HOLDS,
    "r": {"p", "hyperlink", "fldSimple", "smartTag", "sdtContent"},
    "t": {"r"},
    "pPr": {"p"},
    "tcPr": {"tc"},
    "tblPr": {"tbl"},
    "tblGrid": {"tbl"},
    "sectPr": {"body", "pPr"},
}


def find_faults(docx: bytes) -> list[str]:
    """What Word would stumble over, in any part."""
    faults: list[str] = []
    with ZipFile(BytesIO(docx)) as package:
        if package.testzip() is not None:
            faults.append("damaged")
        names = package.namelist()
        parts = {name: etree.fromstring(package.read(name)) for name in names if _is_xml(name)}
    if len(set(names)) != len(names):
        faults.append("a part twice")
    faults += _check_relationships(parts, set(names))
    for name, root in parts.items():
        if root.tag in _TEXTS:
            faults += [f"{name}: {fault}" for fault in _check_text(root)]
    faults += _check_references(parts)
    return faults


def read_blocks(root: etree._Element) -> list[str]:
    """What a person sees of a text, a line a paragraph: words, and signs for what is no word."""
    return [_read_paragraph(paragraph) for paragraph in root.iter(f"{W}p")]


def _read_paragraph(paragraph: etree._Element) -> str:
    seen = []
    for element in paragraph.iter():
        if next(element.iterancestors(f"{W}p"), None) is not paragraph:
            continue
        name = str(element.tag).rpartition("}")[2]
        if name in ("t", "instrText"):
            seen.append(element.text or "")
        elif name in ("drawing", "pict"):
            seen.append("[รูป]")
        elif name == "pageBreakBefore" or (name == "br" and element.get(f"{W}type") == "page"):
            seen.append("[หน้า]")
        elif name == "sectPr":
            seen.append("[ส่วน]")
        elif name == "footnoteReference":
            seen.append("[หมายเหตุ]")
        elif name == "fldChar" and element.get(f"{W}fldCharType") == "begin":
            seen.append("[เขต]")
    return "".join(seen)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _check_relationships(parts: dict[str, Any], names: set[str]) -> list[str]:
    faults = []
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        source = name.replace("_rels/", "").removesuffix(".rels")
        ids = set()
        for entry in root:
            target = normpath(join("/", dirname(source), entry.get("Target", ""))).lstrip("/")
            if entry.get("TargetMode") != "External" and target not in names:
                faults.append(f"{name}: leads to {target}, which is not there")
            if entry.get("Id") in ids:
                faults.append(f"{name}: an id twice")
            ids.add(entry.get("Id"))
        used = parts.get(source)
        for element in used.iter() if used is not None else ():
            for attribute, value in element.attrib.items():
                if attribute.startswith(R) and value and value not in ids:
                    faults.append(f"{source}: no relationship {value}")
    return faults


def _check_text(root: etree._Element) -> list[str]:
    faults = []
    for element in root.iter():
        if not str(element.tag).startswith(W):
            continue
        name, parent = str(element.tag)[len(W) :], element.getparent()
        above = str(parent.tag)[len(W) :] if parent is not None else ""
        if name in _PARENTS and parent is not None and above not in _PARENTS[name]:
            faults.append(f"{name} in {above}")
        if name in ("pPr", "tcPr", "tblPr") and parent is not None and parent[0] is not element:
            faults.append(f"{name} not first")
        if name not in ("t", "instrText", "delText") and (element.text or "").strip():
            faults.append(f"words in {name}: {element.text}")
        if (element.tail or "").strip():
            faults.append(f"words behind {name}: {element.tail}")
        if element.tag in _BLOCK_HOLDERS:
            held = [child for child in element if child.tag in _BLOCKS]
            if not held or held[-1].tag == f"{W}tbl":
                faults.append(f"{name} does not end with a paragraph")
        if name == "tbl" and not element.findall(f".//{W}tr"):
            faults.append("a table without a row")
        if name == "tr" and not element.findall(f".//{W}tc"):
            faults.append("a row without a cell")
        if name == "sdtContent" and not len(element) and above == "sdt":
            faults.append("an empty control")
    faults += _check_ids(root)
    faults += _check_merges(root)
    names = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    for code in root.iter(f"{W}instrText") if root.tag == f"{W}document" else ():
        words = (code.text or "").split()
        if words[:1] in (["REF"], ["PAGEREF"], ["NOTEREF"]) and words[1] not in names:
            faults.append(f"{words[0]} to {words[1]}, which is not there")
    return faults


def _check_ids(root: etree._Element) -> list[str]:
    ids = [("drawing", drawing.get("id")) for drawing in root.iter(f"{WP}docPr")]
    ids += [("control", sdt.get(f"{W}val")) for sdt in root.iterfind(f".//{W}sdtPr/{W}id")]
    ids += [("bookmark", mark.get(f"{W}name")) for mark in root.iter(f"{W}bookmarkStart")]
    ids += [("note", note.get(f"{W}id")) for note in root.iter(f"{W}footnoteReference")]
    ids += [("comment", sign.get(f"{W}id")) for sign in root.iter(f"{W}commentReference")]
    shapes = root.iter("{urn:schemas-microsoft-com:vml}shape")
    ids += [("shape", shape.get("id")) for shape in shapes if shape.get("id")]
    faults = [
        f"{kind} {identifier} twice" for (kind, identifier), n in Counter(ids).items() if n > 1
    ]
    for kind in _RANGES:
        begun = Counter(mark.get(f"{W}id") for mark in root.iter(f"{W}{kind}Start"))
        ended = Counter(mark.get(f"{W}id") for mark in root.iter(f"{W}{kind}End"))
        if begun != ended or any(number > 1 for number in begun.values()):
            faults.append(f"{kind}: {dict(begun)} begun, {dict(ended)} ended")
    depth = 0
    for char in root.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(char.get(f"{W}fldCharType", ""), 0)
        if depth < 0:
            faults.append("a field ends that has not begun")
    return faults + (["a field does not end"] if depth else [])


def _check_merges(root: etree._Element) -> list[str]:
    faults = []
    for table in root.iter(f"{W}tbl"):
        above: set[int] = set()
        for row in table.iterchildren(f"{W}tr"):
            column, merged = 0, set()
            for cell in row.iterchildren(f"{W}tc"):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                if merge is not None:
                    merged.add(column)
                    if merge.get(f"{W}val", "continue") == "continue" and column not in above:
                        faults.append("a cell goes on with a merge that nothing began")
                column += int(span.get(f"{W}val", "1")) if span is not None else 1
            above = merged
    return faults


def _check_references(parts: dict[str, Any]) -> list[str]:
    faults = []
    for sign, note in (("footnoteReference", "footnote"), ("commentReference", "comment")):
        used = {
            element.get(f"{W}id") for root in parts.values() for element in root.iter(f"{W}{sign}")
        }
        given = {
            element.get(f"{W}id") for root in parts.values() for element in root.iter(f"{W}{note}")
        }
        if used - given:
            faults.append(f"{sign} {used - given} leads to no {note}")
    return faults
