"""Relationships are read as they are written; a target is resolved from its part's folder."""

from __future__ import annotations

import pytest

from ita_docs.ooxml.relationships import list_relationships, name_relationships, resolve

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_relationships_come_in_their_order_with_type_target_and_mode() -> None:
    xml = (
        '<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<r:Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<r:Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="https://a.th/?a=1&amp;b=2" '
        'TargetMode="External"/></r:Relationships>'
    )
    styles, link = list_relationships(xml.encode())
    assert (styles.id, styles.kind, styles.target, styles.external) == (
        "rId2", "styles", "styles.xml", False,
    )  # fmt: skip
    assert (link.type, link.target, link.external) == (
        f"{OFFICE}/hyperlink", "https://a.th/?a=1&b=2", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("part", "listing"),
    [
        ("", "_rels/.rels"),
        ("a.xml", "_rels/a.xml.rels"),
        ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    ],
)
def test_a_part_of_relationships_is_named_after_its_part(part: str, listing: str) -> None:
    assert name_relationships(part) == listing


@pytest.mark.parametrize(
    ("part", "target", "found"),
    [
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/xl/styles.xml", "xl/styles.xml"),
        ("xl/worksheets/sheet1.xml", "../tables/./table1.xml", "xl/tables/table1.xml"),
        ("xl/workbook.xml", "../../../etc/passwd", "etc/passwd"),
    ],
)
def test_a_target_never_leads_outside_the_container(part: str, target: str, found: str) -> None:
    assert resolve(part, target) == found
