"""What an engine need not read is taken out of its copy; what is used stays as it was."""

from __future__ import annotations

import pytest
from lxml import etree

from ita_docs.pdf.package import W
from ita_docs.pdf.sparing import drop_unused, merge_runs

NS = f'xmlns:w="{W[1:-1]}"'
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, look: str = "") -> str:
    return f"<w:r>{look}<w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "merged"),
    [
        (run("ตัวชี้วัด ") + run("๔"), ["ตัวชี้วัด ๔"]),
        (run("ก", BOLD) + run("ข", BOLD) + run("ค"), ["กข", "ค"]),
        (run("ก") + run("ข", BOLD) + run("ค"), ["ก", "ข", "ค"]),
        (run("ก") + "<w:bookmarkStart/>" + run("ข"), ["ก", "ข"]),
        (run("ก") + "<w:r><w:br/></w:r>" + run("ข"), ["ก", "", "ข"]),
        ("<w:r><w:t>ก</w:t><w:tab/></w:r>" + run("ข"), ["ก", "ข"]),
    ],
)
def test_neighbours_that_look_alike_are_one_run(runs: str, merged: list[str]) -> None:
    root = etree.fromstring(f"<w:body {NS}><w:p>{runs}</w:p></w:body>")
    merge_runs(root)
    found = ["".join(text.text or "" for text in one.iter(f"{W}t")) for one in root.iter(f"{W}r")]
    assert found == merged


def test_a_space_between_runs_stays() -> None:
    root = etree.fromstring(f"<w:body {NS}><w:p>{run('เขต')}{run(' ๑ ')}</w:p></w:body>")
    merge_runs(root)
    (text,) = root.iter(f"{W}t")
    assert text.text == "เขต ๑ "
    assert text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


STYLES = f"""<w:styles {NS}><w:latentStyles/>
<w:style w:default="1" w:styleId="Normal"/>
<w:style w:styleId="Used"><w:basedOn w:val="Parent"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>
</w:pPr></w:style>
<w:style w:styleId="Parent"><w:link w:val="Linked"/></w:style><w:style w:styleId="Linked"/>
<w:style w:styleId="Unused"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
</w:styles>"""
LISTS = f"""<w:numbering {NS}>
<w:abstractNum w:abstractNumId="7"/><w:abstractNum w:abstractNumId="8"/>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num></w:numbering>"""
BODY = f"""<w:document {NS}><w:p><w:pPr><w:pStyle w:val="Used"/></w:pPr></w:p>
<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:document>"""


def drop(lists: str = LISTS) -> tuple[list[str | None], list[str | None], list[str | None]]:
    """The styles, lists and kinds of list that are left."""
    texts = {"word/document.xml": BODY, "word/styles.xml": STYLES, "word/numbering.xml": lists}
    parts = {name: text.encode() for name, text in texts.items()}
    drop_unused({name: etree.fromstring(data) for name, data in parts.items()}, parts)
    styles = etree.fromstring(parts["word/styles.xml"])
    numbering = etree.fromstring(parts["word/numbering.xml"])
    return (
        [style.get(f"{W}styleId") for style in styles.iter(f"{W}style")],
        [one.get(f"{W}numId") for one in numbering.iter(f"{W}num")],
        [one.get(f"{W}abstractNumId") for one in numbering.iter(f"{W}abstractNum")],
    )


def test_what_is_used_stays_with_all_that_it_is_made_from() -> None:
    assert drop() == (["Normal", "Used", "Parent", "Linked"], ["1", "2"], ["7"])


def test_lists_that_look_like_a_style_says_all_stay() -> None:
    linked = LISTS.replace(
        '<w:abstractNum w:abstractNumId="8"/>',
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Used"/></w:abstractNum>',
    )
    assert drop(linked)[1:] == (["1", "2", "3"], ["7", "8"])
