"""XML read in one bounded pass, and the fault that ends it."""

from __future__ import annotations

import pytest

from ita_docs.ooxml.scanning import XmlBounds, XmlError, XmlFault, check_xml, list_elements

BOUNDS = XmlBounds(depth=3, attributes=2, elements=5, encodings=frozenset({"utf-8"}))


@pytest.mark.parametrize(
    ("xml", "fault"),
    [
        ("<a><b></a>", XmlFault.DAMAGED),
        ("", XmlFault.DAMAGED),
        ("<a>&x;</a>", XmlFault.DAMAGED),
        ("<a/>\x0b", XmlFault.DAMAGED),
        ("<!DOCTYPE a><a/>", XmlFault.UNSAFE),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", XmlFault.UNSAFE),
        ("<a><b><c><d/></c></b></a>", XmlFault.UNSAFE),
        ("<a b='1' c='1' d='1'/>", XmlFault.UNSAFE),
        ("<?xml version='1.0' encoding='utf-7'?><a/>", XmlFault.UNSAFE),
        ("<a><b/><b/><b/><b/><b/></a>", XmlFault.EXPANDS),
    ],
)
def test_what_no_part_may_hold_ends_the_pass_with_its_fault(xml: str, fault: XmlFault) -> None:
    with pytest.raises(XmlError) as caught:
        check_xml(xml.encode(), BOUNDS)
    assert caught.value.fault is fault


def test_a_part_within_the_bounds_passes() -> None:
    check_xml(b"<?xml version='1.0' encoding='UTF-8'?><a b='1' c='2'><b><c/></b></a>", BOUNDS)
    check_xml("<?xml version='1.0' encoding='UTF-16'?><ก/>".encode("utf-16"), XmlBounds())


def test_elements_are_listed_with_their_paths_and_without_prefixes() -> None:
    xml = b"<x:a xmlns:x='u'><x:b n='1'><b n='2'/></x:b><c/></x:a>"
    assert list_elements(xml, frozenset({"b"})) == [
        ("a/b", {"n": "1"}), ("a/b/b", {"n": "2"}),
    ]  # fmt: skip
