"""The header of a section's other pages is given back where LibreOffice dropped it."""

from __future__ import annotations

from typing import Any

import pytest

from ita_docs.ooxml.package import pack
from ita_docs.word.first_pages import restore_other_pages
from ita_docs.word.package import Package
from tests.corpus.make_templates_corpus import R
from tests.forms import A4, NS, W, make_docx

MARK = '<w:bookmarkStart w:id="919" w:name="_i919wDfirst_"/><w:bookmarkEnd w:id="919"/>'


def header(words: str, style: str, *, first: bool) -> bytes:
    mark = MARK if first else ""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
    held = f"<w:p>{look}{mark}<w:r><w:t>{words}</w:t></w:r></w:p>"
    return f'<w:hdr xmlns:w="{W}">{held}</w:hdr>'.encode()


def section(*references: tuple[str, int], behind: str = "") -> str:
    named = "".join(
        f'<w:headerReference xmlns:r="{R}" w:type="{kind}" r:id="rIdHeader{number}"/>'
        for kind, number in references
    )
    return f"<w:sectPr>{named}{A4}{behind}</w:sectPr>"


def saved(first: str, second: str) -> Package:
    """A text of two sections, the first of which has a first page's header on every page."""
    package = Package.read(make_docx(f"<w:p><w:pPr>{first}</w:pPr></w:p>{second}"))
    headers = {
        "word/header1.xml": header("", "Portrait", first=True),
        "word/header2.xml": header("- 2 -", "Landscape", first=False),
    }
    for part, content in headers.items():
        package.members[part] = pack(part, content)
    return package


def read(package: Package) -> list[dict[str, Any]]:
    """Of each section: the words and the style of each of its headers, and what it begins with."""
    parts = {name: part for name, (_, part) in package.relationships(package.main).items()}
    found = []
    for each in package.tree(package.main).iter(f"{{{W}}}sectPr"):
        told: dict[str, Any] = {"title": bool(each.findall("w:titlePg", NS))}
        for reference in each.findall("w:headerReference", NS):
            part = parts[reference.get(f"{{{R}}}id", "")]
            assert package.content_type(part).endswith("header+xml")
            root = package.tree(part)
            style = root.xpath("string(//w:pStyle/@w:val)", namespaces=NS)
            told[reference.get(f"{{{W}}}type", "")] = ("".join(root.itertext()), style)
        found.append(told)
    return found


def test_other_pages_get_the_header_of_another_section_in_the_looks_of_their_own() -> None:
    package = saved(
        section(("default", 1), behind='<w:docGrid w:type="default"/>'), section(("default", 2))
    )
    restore_other_pages(package)
    assert read(package) == [
        {"title": True, "first": ("", "Portrait"), "default": ("- 2 -", "Portrait")},
        {"title": False, "default": ("- 2 -", "Landscape")},
    ]
    first = next(package.tree(package.main).iter(f"{{{W}}}sectPr"))
    order = [str(child.tag).rpartition("}")[2] for child in first]
    assert order == ["headerReference", "headerReference", "pgSz", "titlePg", "docGrid"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (section(("first", 1), ("default", 2), behind="<w:titlePg/>"), section(("default", 2))),
        (section(("default", 1), behind="<w:titlePg/>"), section(("default", 2))),
        (section(("default", 2)), section(("default", 2))),
        (section(("default", 1)), section(("default", 1))),
        (section(), section(("default", 2))),
    ],
    ids=["nothing lost", "a first page of its own", "no first page", "none to copy", "no header"],
)
def test_a_section_that_lost_nothing_stays_as_it_is(first: str, second: str) -> None:
    package = saved(first, second)
    before = read(package)
    restore_other_pages(package)
    assert read(package) == before
