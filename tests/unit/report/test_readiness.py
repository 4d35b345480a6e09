"""What an assessor asks, in the page and the workbook of a run: counted, and office by office."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from lxml import html
from openpyxl import load_workbook

from ita_docs.framework import load_frameworks
from ita_docs.model import DocumentReport, OfficeReport, OfficeStatus, RunReport
from ita_docs.problems import Words
from ita_docs.report import build_json, build_pages, build_workbook
from ita_docs.report.readiness import find_readiness, measure_readiness
from tests.fakes.run_report import make_office, make_report

ASKED = {
    "measures": {"who": Words("ผู้รับผิดชอบ", "who"), "dated": Words("วันที่", "date")},
    "followup": {"evidence": Words("หลักฐาน", "evidence")},
}
LABELS = {"measures": "มาตรการ", "followup": "รายงานผล"}


def office(number: int, status: OfficeStatus, **found: str) -> OfficeReport:
    """An office with a document for each kind named, and 1 for what each has."""
    made = make_office(number)
    return replace(
        made,
        documents=tuple(DocumentReport(kind, LABELS[kind], status, made.files) for kind in found),
        readiness={
            kind: {name: mark == "1" for name, mark in zip(ASKED[kind], marks, strict=True)}
            for kind, marks in found.items()
        },
    )


def report(count: int = 1) -> RunReport:
    offices = [
        office(1, OfficeStatus.PRODUCED, measures="10", followup="1"),
        office(2, OfficeStatus.CURRENT, measures="11", followup="0"),
        office(3, OfficeStatus.PRODUCED, measures="00"),
        office(4, OfficeStatus.EDITED, measures="00"),
        office(5, OfficeStatus.REFUSED, measures="00"),
    ] * count
    return replace(make_report(1), offices=tuple(offices), problems=(), asked=ASKED)


def test_documents_are_counted_and_so_is_each_thing_that_they_have() -> None:
    measures, followup = measure_readiness(report())
    # Of the edited one nobody can say what it has now, and the refused one is of other data.
    assert (measures.label, measures.documents, measures.lacking) == ("มาตรการ", 3, 2)
    assert measures.things == ((ASKED["measures"]["who"], 2), (ASKED["measures"]["dated"], 1))
    assert (followup.documents, followup.lacking, followup.things[0][1]) == (2, 1, 1)


def test_the_page_has_a_count_on_top_a_table_for_each_kind_and_a_word_at_each_document() -> None:
    pages = build_pages(report(), "th", load_frameworks())
    page = html.document_fromstring(pages["index.html"].decode("utf-8"))
    (tile,) = page.xpath("//dl[@class='tiles']/div[@class='lacking']/dd/text()")
    assert tile == "3"
    (section,) = page.xpath("//section[@id='readiness']")
    lines = [" ".join(row.text_content().split()) for row in section.xpath(".//tbody/tr")]
    assert lines == ["ผู้รับผิดชอบ2 จาก 3 ฉบับ", "วันที่1 จาก 3 ฉบับ", "หลักฐาน1 จาก 2 ฉบับ"]
    cells = page.xpath("//table[@id='office-table']//td[@class='documents']")
    told = [[small.text for small in cell.xpath("small")] for cell in cells]
    assert told[:3] == [["ยังขาด 1 รายการ"], ["ยังขาด 1 รายการ"], ["ยังขาด 2 รายการ"]]
    assert not any("ยังขาด" in text for small in told[3:] for text in small)
    (views,) = page.xpath("//dialog/@data-views")
    assert [view[-1] for view in json.loads(views)] == [
        [["measures", "มาตรการ", "10"], ["followup", "รายงานผล", "1"]],
        [["measures", "มาตรการ", "11"], ["followup", "รายงานผล", "0"]],
        [["measures", "มาตรการ", "00"]],
        [],
        [],
    ]
    (asked,) = page.xpath("//dialog/@data-asked")
    assert json.loads(asked) == {"measures": ["ผู้รับผิดชอบ", "วันที่"], "followup": ["หลักฐาน"]}


def test_the_parts_of_a_large_run_say_it_too() -> None:
    pages = build_pages(report(150), "en", load_frameworks())
    part = pages["run-report-pages/search-1.js"].decode("utf-8")
    first = json.loads(part[part.index("[") : part.rindex("]") + 1])[0]
    assert [(label, lacks) for label, _, _, lacks in first[10]] == [
        ("มาตรการ", 1), ("รายงานผล", 0),
    ]  # fmt: skip
    assert b"lacks 1" in pages["run-report-pages/offices-2.html"]


def test_a_run_in_which_nothing_lacks_says_so_and_has_no_tile() -> None:
    whole = replace(report(), offices=(office(1, OfficeStatus.PRODUCED, measures="11"),))
    page = build_pages(whole, "th", load_frameworks())["index.html"].decode("utf-8")
    assert "มีครบทุกรายการทั้ง 1 ฉบับ" in page
    assert 'class="lacking"' not in page
    nothing = build_pages(replace(report(), offices=(make_office(1),)), "th", load_frameworks())[
        "index.html"
    ]
    assert b'id="readiness"' not in nothing


def test_the_workbook_names_what_each_document_lacks_and_counts_it() -> None:
    book = load_workbook(io.BytesIO(build_workbook(report(), "th", load_frameworks())))
    offices = book["หน่วยงาน"]
    heads = [str(cell.value) for cell in offices[1]]
    columns = [place for place, head in enumerate(heads) if "ยังขาด" in head]
    assert [heads[place].split()[0] for place in columns] == ["มาตรการ", "รายงานผล"]
    rows = [[row[place].value for place in columns] for row in list(offices.iter_rows())[1:6]]
    assert rows == [
        ["วันที่", "ครบ"],
        ["ครบ", "หลักฐาน"],
        ["ผู้รับผิดชอบ, วันที่", None],
        [None, None],
        [None, None],
    ]
    counted = [[cell.value for cell in row] for row in book["สิ่งที่ผู้ประเมินตรวจ"].iter_rows()]
    assert counted[1:4] == [
        ["มาตรการ", "ผู้รับผิดชอบ", 2, 1],
        ["มาตรการ", "วันที่", 1, 2],
        ["รายงานผล", "หลักฐาน", 1, 1],
    ]


def test_the_json_says_it_of_each_document() -> None:
    made = report()
    content = json.loads(build_json(made, "th", load_frameworks()))
    told = [[one["readiness"] for one in row["documents"]] for row in content["offices"]]
    assert told[0] == [{"who": True, "dated": False}, {"evidence": True}]
    assert told[3:] == [[{}], [{}]]
    edited = made.offices[3]
    assert find_readiness(edited, edited.documents[0]) == {}
