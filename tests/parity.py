"""Word templates with every part that holds tags, and docxtpl's own rendering of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from ita_docs.ooxml.package import Member, pack, read_package, write_package
from ita_docs.word.repairs import Needs, repair
from tests.forms import NS, W, make_docx

CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items() if prefix in ("w", "wp"))
ALL_NEEDS = Needs(holders=True, boxes=True, ranges=True, merges=True, notes=False, cells=True)
OWN = ("docProps/core.xml", "docProps/custom.xml", "[Content_Types].xml", "_rels/.rels")
"""Parts that are written from data here, and the listings of such parts."""


def make_template(body: str, header: str = "", footer: str = "", notes: str = "") -> bytes:
    members = read_package(make_docx(""))
    parts = {
        "document": f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "header1": f"<w:hdr {SPACES}>{header}</w:hdr>",
        "footer1": f"<w:ftr {SPACES}>{footer}</w:ftr>",
        "footnotes": f"<w:footnotes {SPACES}><w:footnote>{notes}</w:footnote></w:footnotes>",
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = pack(f"word/{name}.xml", content.encode())
    insert(members, "[Content_Types].xml", "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{CONTENT}.{kind}+xml"/>'
        for part, kind in (("footer1", "footer"), ("footnotes", "footnotes"))
    ))  # fmt: skip
    insert(members, "word/_rels/document.xml.rels", "".join(
        f'<Relationship Id="own{kind}" Type="{KINDS}/{kind}" Target="{part}.xml"/>'
        for part, kind in (("footer1", "footer"), ("footnotes", "footnotes"))
    ))  # fmt: skip
    return write_package(members.values())


def insert(members: dict[str, Member], listing: str, entries: str) -> None:
    content = members[listing].content().decode()
    start = content.rindex("</")
    members[listing] = pack(listing, (content[:start] + entries + content[start:]).encode())


def canonical(content: bytes) -> str:
    """A part without what decision 0020 says is done differently on purpose.

    docxtpl leaves cells without a paragraph and tables without a row; here they are put right.
    """
    root = etree.fromstring(content)
    repair(root, ALL_NEEDS)
    for width in root.xpath("//w:tblGrid|//w:tcW|//w:proofErr|//w:keepNext", namespaces=NS):
        width.getparent().remove(width)
    for mark in root.xpath("//w:bookmarkStart[starts-with(@w:name, '_i')]", namespaces=NS):
        # A frame's own mark, which no document needs.
        number = mark.get(f"{{{W}}}id")
        for end in root.xpath(f"//w:bookmarkEnd[@w:id='{number}']", namespaces=NS):
            end.getparent().remove(end)
        mark.getparent().remove(mark)
    for empty in root.xpath("//w:pPr[not(*)]", namespaces=NS):
        empty.getparent().remove(empty)
    for drawing in root.iter(f"{{{NS['wp']}}}docPr"):
        drawing.attrib.pop("id", None)
    for element in root.iter():
        words = element.text or ""
        if element.tag == f"{{{W}}}t" and words == words.strip():
            element.attrib.pop(SPACE, None)  # says nothing here
        elif element.tag != f"{{{W}}}t" and not words.strip():
            element.text = None  # a picture's tags are indented, in headers they are not
        if not (element.tail or "").strip():
            element.tail = None
    return etree.tostring(root, method="c14n").decode()


def parts_of(docx: bytes) -> dict[str, str]:
    return {
        name: canonical(member.content())
        for name, member in read_package(docx).items()
        if name.endswith(".xml") and name not in OWN
    }


def render_with_docxtpl(template: bytes, context: dict[str, Any]) -> bytes:
    """docxtpl's document."""
    opened = DocxTemplate(BytesIO(template))
    opened.render(context, autoescape=True)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()
