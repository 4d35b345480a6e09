"""What people do to a template: kept where that is certain, or an error with its tag and place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ita_docs.documents.context import Context
from ita_docs.problems import Lang, Problem, TemplateError
from ita_docs.word import check_template, load_template, refill_chart, render_document
from ita_docs.word.package import Package
from ita_docs.wording import write_line
from tests.corpus.edited_templates import KEPT, REFUSED, report, without_alt_texts
from tests.forms import NS, PROPERTIES, SMALL, Small, read_part
from tests.golden.cases import load_context
from tests.wordcheck import find_faults, read_blocks

NOTHING = {**SMALL, "wide": False, "rows": []}
LONGEST = 200
"""Letters of a sentence without its address."""


def write(folder: Path, content: bytes) -> str:
    path = folder / "แม่แบบ.docx"
    path.write_bytes(content)
    return str(path)


def check(path: str, schema: Any = Small) -> list[Problem]:
    return list(check_template(path, schema=schema, refill=refill_chart).problems)


@pytest.mark.parametrize("fault", REFUSED)
def test_what_cannot_be_kept_is_told_with_its_tag_and_place(fault: str, tmp_path: Path) -> None:
    make, code, part, said = REFUSED[fault]
    schema = Context if "chart" in fault else Small
    path = write(tmp_path, make())
    problems = check(path, schema)
    found = [problem for problem in problems if problem.code == code]
    assert found, [write_line(problem, "en") for problem in problems]
    assert str(found[0].at) == f"แม่แบบ.docx: {part}"
    line = write_line(found[0], "en")
    assert all(text in line for text in said), line
    with pytest.raises(TemplateError):
        load_template(path, schema=schema, refill=refill_chart)


@pytest.mark.parametrize("fault", REFUSED)
def test_a_sentence_is_short_and_shows_nothing_of_the_trial(fault: str, tmp_path: Path) -> None:
    schema = Context if "chart" in fault else Small
    for problem in check(write(tmp_path, REFUSED[fault][0]()), schema):
        lang: Lang
        for lang in ("th", "en"):
            sentence = write_line(problem, lang).removeprefix(f"{problem.at}: ")
            assert len(sentence) <= LONGEST, sentence
            assert not any(sign in sentence for sign in ("_decide", "_rounds", "\ue000", "\ufffd"))
            assert "“”" not in sentence


@pytest.mark.parametrize("edit", KEPT)
def test_what_can_be_kept_stands_in_every_document(edit: str, tmp_path: Path) -> None:
    make, full, empty = KEPT[edit]
    content = make()
    path = write(tmp_path, content)
    assert [write_line(problem, "en") for problem in check(path)] == []
    template = load_template(path, schema=Small, refill=refill_chart)
    for context, expected in ((SMALL, full), (NOTHING, empty)):
        docx = render_document(template, context, properties=PROPERTIES)
        assert find_faults(docx) == []
        assert read_blocks(read_part(docx, Package.read(docx).main)) == expected


def test_a_header_without_words_keeps_a_paragraph(tmp_path: Path) -> None:
    path = write(tmp_path, KEPT["a header whose words come and go"][0]())
    template = load_template(path, schema=Small, refill=refill_chart)
    for context, expected in ((SMALL, ["หนึ่ง"]), (NOTHING, [""])):
        docx = render_document(template, context, properties=PROPERTIES)
        assert read_blocks(read_part(docx, "word/header9.xml")) == expected


def test_an_empty_cell_looks_like_the_one_beside_it(tmp_path: Path) -> None:
    from tests.corpus.edited_templates import END, IF, cell, doc, par, row, table

    beside = cell(par("ข", look='<w:pPr><w:pStyle w:val="ItaTable"/></w:pPr>'))
    path = write(tmp_path, doc(table(row(cell(IF, "ก", END), beside))))
    template = load_template(path, schema=Small, refill=refill_chart)
    docx = render_document(template, NOTHING, properties=PROPERTIES)
    styles = read_part(docx, "word/document.xml").xpath("//w:tc//w:pStyle/@w:val", namespaces=NS)
    assert styles == ["ItaTable", "ItaTable"]


def test_each_sign_of_a_note_has_a_note_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, KEPT["a footnote in a loop"][0]())
    template = load_template(path, schema=Small, refill=refill_chart)
    docx = render_document(template, SMALL, properties=PROPERTIES)
    document, notes = (read_part(docx, f"word/{name}.xml") for name in ("document", "footnotes"))
    signs = document.xpath("//w:footnoteReference/@w:id", namespaces=NS)
    assert len(signs) == len(set(signs)) == 2
    assert set(signs) <= set(notes.xpath("//w:footnote/@w:id", namespaces=NS))
    assert read_blocks(notes) == [" ตามประกาศ", " ตามประกาศ"]


def test_the_properties_of_a_template_are_replaced_under_any_name(tmp_path: Path) -> None:
    content = KEPT["properties under another name"][0]()
    template = load_template(write(tmp_path, content), schema=Small, refill=refill_chart)
    docx = render_document(template, SMALL, properties=PROPERTIES)
    package = Package.read(docx)
    assert package.related("", "core-properties") == ["docProps/core.xml"]
    assert "docProps/core0.xml" not in package.members
    assert PROPERTIES.title.encode() in package.content("docProps/core.xml")


def test_a_chart_without_alt_text_is_known_by_its_block(tmp_path: Path) -> None:
    path = write(tmp_path, report(without_alt_texts))
    assert check(path, Context) == []
    template = load_template(path, schema=Context, refill=refill_chart)
    context = load_context("announcement-seven-columns")
    docx = render_document(template, context, properties=PROPERTIES)
    for number, name in ((1, "cpi"), (2, "history"), (3, "indicators")):
        chart = read_part(docx, f"word/charts/chart{number}.xml")
        assert (
            chart.xpath("//c:val//c:v/text()", namespaces=NS) == context["charts"][name]["points"]
        )
    said = read_part(docx, "word/document.xml").xpath("//wp:docPr/@descr", namespaces=NS)
    assert said == [
        context["charts"][name]["alt_text"] for name in ("indicators", "cpi", "history")
    ]


def test_every_edit_is_made_the_same_each_time() -> None:
    assert len(REFUSED) + len(KEPT) >= 90
    for make in (*(row[0] for row in REFUSED.values()), *(row[0] for row in KEPT.values())):
        assert make() == make()
