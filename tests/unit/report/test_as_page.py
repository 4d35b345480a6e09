import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeReport, OfficeStatus, ProducedFile, RunReport
from ita_docs.problems import ExitCode, Lang, Problem, ProblemKind, Severity
from ita_docs.report import FILE_NAMES, as_page, build_page, build_pages, page_rows
from ita_docs.report.statistics import measure_statistics
from ita_docs.report.summary import format_duration, format_moment, list_files, load_words
from tests.fakes.run_report import HOSTILE, IMAGE, KINDS, SCRIPT, make_office, make_report

SCORES = dict.fromkeys(range(1, 11), "90.00")


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> dict[str, ProblemKind]:
        return dict(KINDS)

    monkeypatch.setattr("ita_docs.problems.load_problem_table", load)


def build(report: RunReport, lang: Lang = "th") -> html.HtmlElement:
    return html.document_fromstring(build_page(report, lang, load_frameworks()).decode("utf-8"))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def one_office(scores: Mapping[int, str] = SCORES) -> RunReport:
    return replace(make_report(1), offices=(make_office(1, scores=scores),), problems=())


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else(lang: Lang) -> None:
    page = build(make_report(30), lang)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for name in ("style", "script"):
        (element,) = page.xpath(f"//{name}")
        digest = hashlib.sha256((element.text or "").encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert page.xpath("//@style | //@src | //link | //img | //iframe") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []


def test_what_a_workbook_holds_appears_as_itself() -> None:
    page = build(make_report(60))
    names = texts(page, "//tbody/tr/th[1]")
    for text in HOSTILE[:-1]:
        assert any(name.startswith(text) for name in names)
    assert any(name.startswith("\u240bก\u2400ข\ufffd") for name in names)
    assert len(page.xpath("//script")) == 1
    assert any(SCRIPT in text for text in texts(page, "//li"))
    assert any(IMAGE in text for text in texts(page, "//li"))
    assert "{x}" in "".join(texts(page, "//li"))


def test_documents_are_linked_by_relative_encoded_addresses() -> None:
    path = "2563/สพป.ก เขต 1/ก #1?100%:.pdf"
    office = replace(make_office(1), files=(ProducedFile(path, 1, "0" * 64),))
    page = build(replace(make_report(1), offices=(office,), problems=()))
    (link,) = page.xpath("//td[contains(@class, 'documents')]/a")
    assert link.text == "PDF"
    assert re.fullmatch(r"\./[A-Za-z0-9%/._~-]+", link.get("href"))
    assert unquote(link.get("href")) == f"./{path}"


def test_no_link_leaves_the_output_folder() -> None:
    links = build(make_report(60)).xpath("//@href")
    assert len(links) > 100
    assert all(link.startswith(("#", "./")) for link in links)
    assert {f"./{FILE_NAMES['json']}", f"./{FILE_NAMES['workbook']}"} <= set(links)


def test_every_link_within_the_page_has_its_target() -> None:
    page = build(make_report(120))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    within = {link[1:] for link in page.xpath("//@href") if link.startswith("#")}
    within = {link for link in within if "=" not in link}  # views of the table
    assert "problem-1" in within
    assert within <= set(ids)


def test_an_offices_row_leads_to_its_first_problem() -> None:
    page = build(make_report(60))
    (row,) = page.xpath("//tr[@data-status='refused'][1][starts-with(th, 'สพป.จังหวัดที่ 17')]")
    (link,) = row.xpath(".//a")
    assert link.text == "ปัญหา 1 รายการ"
    (problem,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
    assert "จังหวัดที่ 17" in problem.text_content()


def test_problems_are_grouped_with_errors_first_and_say_what_to_do() -> None:
    page = build(make_report(60))
    groups = texts(page, "//section[@id='problems']/details/summary")
    assert [group.split()[0] for group in groups] == ["ต้องแก้ไข", "ควรตรวจสอบ", "แจ้งให้ทราบ"]
    errors, warnings, _ = page.xpath("//section[@id='problems']/details")
    assert errors.text_content().count("กรอกคะแนนตามผลที่ประกาศ") == 1  # one cure for all
    assert warnings.text_content().count("ตรวจคะแนนรวมของ") == 2  # each its own
    assert "ita-docs explain score-absent" in errors.text_content()
    assert "'คะแนน'!A18" in errors.text_content()


def test_links_to_earlier_documents_say_so_and_removed_ones_are_not_linked() -> None:
    page = build(make_report(60))
    (departed,) = page.xpath("//tr[@data-status='departed']/td[last()]")
    (pruned,) = page.xpath("//tr[@data-status='pruned']/td[last()]")
    assert "(ฉบับเดิม)" in departed.text_content()
    assert len(departed.xpath("a")) == 2
    assert pruned.text_content() == ""


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ("85.00", "met"),
        ("84.99", "gap1"),
        ("80.00", "gap1"),
        ("79.99", "gap2"),
        ("75.00", "gap2"),
        ("65.00", "gap3"),
        ("64.99", "gap4"),
    ],
)
def test_the_heat_maps_colour_deepens_with_the_gap(score: str, name: str) -> None:
    page = build(one_office(SCORES | {3: score}))
    (cell,) = page.xpath("//table[@class='heat']/tbody/tr/td[4]")
    assert (cell.get("class"), cell.text) == (name, score)


def test_drafts_are_counted_where_there_are_any() -> None:
    def count(*offices: OfficeReport) -> list[str]:
        page = build(replace(make_report(1), offices=offices))
        return [tile.xpath("string(dd/text())") for tile in page.find_class("draft")]

    draft, other = replace(make_office(1), draft=True), make_office(2)
    assert count(draft, other) == ["1"]
    assert count(other) == []
    assert count(replace(draft, files=(), documents=())) == []


def test_the_heat_map_runs_from_the_lowest_total_under_its_instruments() -> None:
    page = build(make_report(60))
    totals = [float(text) for text in texts(page, "//table[@class='heat']/tbody/tr/td[1]")]
    assert totals == sorted(totals)
    heads = page.xpath("//table[@class='heat']/thead/tr[1]/th")
    assert [(head.text, head.get("colspan")) for head in heads] == [
        ("IIT", "5"),
        ("EIT", "3"),
        ("OIT", "2"),
    ]


def test_without_frameworks_indicators_are_numbers() -> None:
    page = html.document_fromstring(build_page(one_office(), "th").decode())
    assert texts(page, "//section[@id='indicators']//th[@scope='row']") == list(
        map(str, range(1, 11))
    )
    assert len(texts(page, "//table[@class='heat']/thead/tr")) == 1


def test_indicators_count_the_weak_offices() -> None:
    page = build(one_office(SCORES | {10: "62.95"}))
    rows = texts(page, "//section[@id='indicators']//tbody/tr")
    assert rows[9] == "10 การป้องกันการทุจริต1 จาก 1 แห่ง"
    assert rows[8] == "9 การเปิดเผยข้อมูล0 จาก 1 แห่ง"


def test_statistics_stand_with_the_count_behind_each_and_who_is_left_out() -> None:
    report = make_report(60)
    page = build(report)
    (year,) = measure_statistics(report, load_frameworks()).years
    (section,) = page.xpath("//section[@id='statistics']")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in section.xpath(".//tbody/tr")
    ]
    found = {row[0]: row[1:] for row in rows}
    assert found["A"] == [f"{year.levels['A']} จาก {year.total.count} แห่ง"]
    assert found["85 ถึงต่ำกว่า 90"][0].startswith(f"{year.bands[8].count} จาก")
    indicator = year.indicators[2]
    assert found["2 การใช้งบประมาณ"] == [
        f"{indicator.mean:.2f}",
        f"{indicator.least:.2f}",
        f"{indicator.greatest:.2f}",
        str(indicator.count),
        str(year.weak[2]),
    ]
    trang = next(one for one in year.provinces if one.province == "ตรัง")
    assert found["ตรัง"][:2] == [str(trang.total.count), f"{trang.total.mean:.2f}"]
    assert found["ตรัง"][-1] == str(trang.left_out)
    assert "ไม่นับ 3 แห่ง" in section.text_content()
    for number in (17, 34, 51):
        assert f"สพป.จังหวัดที่ {number}" in section.text_content()


def build_large(
    monkeypatch: pytest.MonkeyPatch, count: int = 120, lang: Lang = "th"
) -> dict[str, bytes]:
    """The pages of a run whose offices do not fit on one of 20, in search parts of 50."""
    monkeypatch.setattr(as_page, "MOST_SHOWN", 20)
    monkeypatch.setattr(page_rows, "OFFICES_OF_A_PART", 50)
    return build_pages(make_report(count), lang, load_frameworks())


def test_a_large_run_has_pages_of_a_bounded_number_of_offices_linked_from_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = build_large(monkeypatch)
    names = [f"run-report-pages/offices-{number}.html" for number in range(2, 7)]
    assert [name for name in pages if name.endswith(".html")] == ["index.html", *names]
    found = []
    for name, content in pages.items():
        if not name.endswith(".html"):
            continue
        page = html.document_fromstring(content.decode("utf-8"))
        rows = page.xpath("//table[@id='office-table']/tbody/tr")
        assert len(rows) == 20
        found += [row.xpath("string(th/text() | th/a/text())") for row in rows]
        up = "./" if name == "index.html" else "../"
        linked = {unquote(link) for link in page.xpath("//nav[@class='pages']//a/@href")}
        assert linked == {up + other for other in ["index.html", *names] if other != name}
        documents = page.xpath("//td[contains(@class, 'documents')]/a/@href")
        assert documents
        assert all(link.startswith(f"{up}2563/") for link in documents)
    report = make_report(120)
    assert found == [
        text.replace("\x0b", "\u240b").replace("\x00", "\u2400").replace("\ud800", "\ufffd")
        for text in (office.short_name or office.office for office in report.offices)
    ]


def test_what_a_page_of_offices_links_to_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = build_large(monkeypatch)
    index = html.document_fromstring(pages["index.html"].decode("utf-8"))
    anchors = set(index.xpath("//@id"))
    for name, content in pages.items():
        if not name.startswith("run-report-pages/offices"):
            continue
        page = html.document_fromstring(content.decode("utf-8"))
        assert page.xpath("//script") == []
        for link in page.xpath("//a/@href"):
            target, _, anchor = link.partition("#")
            if target.endswith(".html"):
                assert unquote(target).replace("../", "") in pages
            if target == "../index.html" and anchor and not anchor.startswith("office="):
                assert anchor in anchors


def test_the_policy_names_the_hash_of_every_part_of_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = build_large(monkeypatch)
    parts = {name: content for name, content in pages.items() if name.endswith(".js")}
    searches = [f"run-report-pages/search-{number}.js" for number in (1, 2, 3)]
    views = [f"run-report-pages/view-{number}.js" for number in range(1, 7)]
    assert list(parts) == [*searches, *views]
    page = html.document_fromstring(pages["index.html"].decode("utf-8"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (listed,) = page.xpath("//body/@data-parts")
    (opened,) = page.xpath("//dialog/@data-parts")
    asked = dict(json.loads(listed) + json.loads(opened))
    for name, content in parts.items():
        digest = "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert f"'{digest}'" in policy
        assert asked[f"./{name}"] == digest
    assert "unsafe" not in policy
    assert "'self'" not in policy
    assert "file:" not in policy


def test_the_parts_of_the_search_hold_every_office_as_plain_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = build_large(monkeypatch)
    lines: list[list[object]] = []
    for name, content in pages.items():
        if "search" in name:
            text = content.decode("utf-8")
            start, end = text.index("["), text.rindex("]") + 1
            assert re.fullmatch(r'takeOffices\("[^"]+",[0-9]+,', text[:start])
            assert text[end:] == ");\n"
            lines += json.loads(text[start:end])
    report = make_report(120)
    assert [line[9] for line in lines] == [office.status.value for office in report.offices]
    assert [str(line[3]) for line in lines] == [
        "" if office.total is None else f"{office.total:.2f}" for office in report.offices
    ]
    paths = [file[1] for line in lines for one in line[10] for file in one[2]]  # type: ignore[attr-defined]
    assert paths == [file.path for office in report.offices for file in list_files(office)]


def read_views(pages: Mapping[str, bytes]) -> list[list[Any]]:
    """What the script is given of each office, in the page or in parts beside it."""
    page = html.document_fromstring(pages["index.html"].decode("utf-8"))
    (embedded,) = page.xpath("//dialog/@data-views")
    if embedded:
        return list(json.loads(embedded))
    views: list[list[Any]] = []
    for name, content in pages.items():
        if "/view-" in name:
            text = content.decode("utf-8")
            views += json.loads(text[text.index("[") : text.rindex("]") + 1])
    return views


def test_every_office_has_its_view_with_what_the_report_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = make_report(120)
    whole = read_views(build_pages(report, "th", load_frameworks()))
    assert read_views(build_large(monkeypatch)) == whole
    assert len(whole) == len(report.offices)
    for view, office in zip(whole, report.offices, strict=True):
        assert view[1] == office.province
        assert [Decimal(score) for _, score, _ in view[7]] == list(office.scores.values())
        assert [number for number, _, weak in view[7] if weak] == sorted(office.weak)
        own = [problem for problem in report.problems if problem.office == office.office]
        assert (view[9], len(view[8])) == (len(own), len(own))
        assert [status for _, status in view[10]] == [run.status.value for run in office.past]
    assert whole[0][3:5] == ["87.01", "+1.00"]
    assert whole[3][4] == "-0.50"
    assert whole[0][10] == [["14 มกราคม พ.ศ. 2563 เวลา 02:30 น.", "refused"]]


def test_views_of_many_problems_name_the_gravest_first_and_how_many_there_are() -> None:
    office = make_office(1, scores=SCORES)
    codes = ["level-entered", "total-differs", *["score-absent"] * 30]
    problems = tuple(
        Problem(code, office.at, office.office, {"indicator": "3", "typed": "ก"}) for code in codes
    )
    report = replace(make_report(1), offices=(office,), problems=problems)
    ((*_, listed, count, _past, _readiness),) = read_views(
        build_pages(report, "th", load_frameworks())
    )
    assert (len(listed), count) == (20, 32)
    assert {severity for severity, *_ in listed} == {"error"}
    many = [replace(office, office=f"{office.office} {number}") for number in range(500)]
    problems = tuple(
        replace(problem, office=one.office) for one in many for problem in problems[:5]
    )
    report = replace(report, offices=tuple(many), problems=problems)
    views = read_views(build_pages(report, "th", load_frameworks()))
    assert sum(len(view[8]) for view in views) == 1_000


@pytest.mark.parametrize("codes", [1, 40])
def test_the_first_page_of_29_000_offices_stays_within_3_megabytes(codes: int) -> None:
    report = make_report(29_000)
    some = [problem for problem in report.problems if problem.code == "score-absent"]
    kinds = {f"code-{number}": KINDS["score-absent"] for number in range(codes)}
    problems = [replace(problem, code=code) for code in kinds for problem in some[:300]]
    with pytest.MonkeyPatch.context() as patched:
        table = {code: replace(kind, code=code) for code, kind in kinds.items()}
        patched.setattr("ita_docs.problems.load_problem_table", lambda: {**KINDS, **table})
        passed = tuple(f"/srv/ita/เข้า/{'ก' * 60}-{number}.txt" for number in range(20_000))
        pages = build_pages(
            replace(report, problems=tuple(problems), passed_over=passed), "th", load_frameworks()
        )
    assert len(pages["index.html"]) < 3_000_000
    assert (
        max(len(content) for name, content in pages.items() if name.endswith(".html")) < 3_000_000
    )
    assert len([name for name in pages if name.endswith(".html")]) == 58


def test_an_empty_run_says_so() -> None:
    page = build(replace(make_report(1), offices=(), problems=(), engine=None, passed_over=()))
    text = page.text_content()
    assert "ไม่มีหน่วยงานในการประมวลผลครั้งนี้" in text
    assert "ไม่พบสิ่งที่ต้องตรวจสอบ" in text
    assert page.xpath("//table") == []


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_has_its_sentence(code: ExitCode) -> None:
    page = build(replace(one_office(), exit_code=int(code)))
    (outcome,) = page.xpath("//p[starts-with(@class, 'outcome')]")
    assert outcome.text_content() == load_words("th")[f"outcome.{code.name.lower()}"]
    assert ("good" in outcome.get("class")) == (code == 0)


def test_every_status_and_severity_has_its_words() -> None:
    for lang in ("th", "en"):
        words = load_words(lang)
        assert all(words.values())
        for status in OfficeStatus:
            assert words[f"status.{status.value}"]
            assert words[f"meaning.{status.value}"]
        assert all(words[f"severity.{severity.value}"] for severity in Severity)


def test_times_are_written_as_people_write_them() -> None:
    report = make_report(1)
    assert format_moment(report.started, "th") == "15 มกราคม พ.ศ. 2563 เวลา 02:30 น."
    assert format_moment(report.started, "en") == "15 January 2020, 02:30"
    assert format_duration(report) == "0:04:09"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert build_page(make_report(60), "th") == build_page(make_report(60), "th")


def test_english_says_so_and_keeps_thai_names_marked() -> None:
    page = build(make_report(30), "en")
    assert page.get("lang") == "en"
    assert texts(page, "//h1") == ["ITA announcements: run report"]
    assert set(page.xpath("//table[@id='office-table']/tbody/tr/th/@lang")) == {"th"}
