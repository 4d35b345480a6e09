"""The run report's page in a real headless Chromium: what a person sees, types and presses."""

from __future__ import annotations

import functools
import html
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote, quote_plus

import lxml.html
import pytest

from ita_docs.framework import load_frameworks
from ita_docs.problems import Lang, ProblemKind
from ita_docs.report import as_page, build_page, build_pages, page_rows
from tests.fakes.browser import Browser, open_browser
from tests.fakes.run_report import IMAGE, KINDS, SCRIPT, make_office, make_report

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

NAMES = (
    "[...document.querySelectorAll('#office-table tbody tr th')].map(h => h.firstChild.textContent)"
)
RESULT = "document.getElementById('find-result').textContent"
# The ratio of WCAG 2.1 between every visible text and what is painted behind it; the worst ones.
CONTRAST = """(() => {
  const light = (c) => {
    const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = c.map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parse = (text) => text.match(/[0-9.]+/g).map(Number);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c.slice(0, 3);
      if (c[3] !== 0) throw new Error("half transparent: " + e.outerHTML);
    }
    throw new Error("nothing behind");
  };
  const found = [];
  for (const e of document.body.querySelectorAll("*")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility() || e.matches("option, .hidden, .skip")) continue;
    const [a, b] = [parse(getComputedStyle(e).color).slice(0, 3), behind(e)].map(light);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found.push([ratio, e.tagName + "." + e.className]);
  }
  return [found.length, found.filter(([ratio]) => ratio < 4.5).slice(0, 5)];
})()"""


@pytest.fixture(autouse=True)
def problem_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> dict[str, ProblemKind]:
        return dict(KINDS)

    monkeypatch.setattr("ita_docs.problems.load_problem_table", load)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture
def screen(browser: Browser) -> Browser:
    """The browser on a desk again: light, wide, with scripts."""
    browser.set_screen(1280, 900)
    browser.set_scripts(True)
    return browser


def write_page(folder: Path, count: int = 60, lang: Lang = "th") -> Path:
    path = folder / "รายงาน ผล.html"
    path.write_bytes(build_page(make_report(count), lang, load_frameworks()))
    return path


def told(browser: Browser) -> list[Any]:
    """What the browser complained about, and what it fetched beside the page itself."""
    complaints = [
        event["params"]
        for event in browser.events
        if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]
    requests = [
        event["params"]["request"]["url"]
        for event in browser.events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return complaints + requests[1:]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_asks_for_nothing_and_runs_nothing_of_a_workbooks(
    screen: Browser, tmp_path: Path, lang: Lang
) -> None:
    screen.go(write_page(tmp_path, lang=lang))
    assert told(screen) == []
    title = screen.ask("document.title")
    assert title == screen.ask("document.querySelector('h1').textContent") + " 2563"
    assert screen.ask("document.images.length") == 0


def test_the_policy_holds_even_if_a_text_were_not_escaped(screen: Browser, tmp_path: Path) -> None:
    path = write_page(tmp_path)
    text = path.read_text(encoding="utf-8")
    # As the template escapes them; unescaping stands in for a bug there.
    hostile = [str(html.escape(item)).replace("&quot;", "&#34;") for item in (SCRIPT, IMAGE)]
    hostile = [item.replace("&#x27;", "&#39;") for item in hostile]
    assert all(item in text for item in hostile)
    for escaped, raw in zip(hostile, (SCRIPT, IMAGE), strict=True):
        text = text.replace(escaped, raw)
    path.write_text(text, encoding="utf-8")
    screen.go(path)
    assert screen.ask("document.scripts.length") > 1
    assert screen.ask("document.images.length") > 0
    assert screen.ask("document.title") != "run"
    assert any("Content Security Policy" in str(item) for item in told(screen))


def test_an_address_sorts_and_finds(screen: Browser, tmp_path: Path) -> None:
    path = write_page(tmp_path)
    screen.go(path, "#sort=total&dir=desc")
    totals = screen.ask(
        "[...document.querySelectorAll('tbody .total')].map(c => c.textContent).filter(Boolean)"
    )
    assert totals == sorted(totals, key=float, reverse=True)
    assert screen.ask("document.querySelector('[data-key=total]').ariaSort") == "descending"
    assert screen.ask("document.querySelector('[data-key=office]').ariaSort") == "none"
    last = screen.ask(
        "document.querySelector('#office-table tbody tr:last-child .total').textContent"
    )
    assert last == ""  # what has no value comes last, whichever way

    screen.go(path, "#q=" + quote("จังหวัดที่ ๔๑"))
    assert screen.ask(NAMES) == ["สพป.จังหวัดที่ 41"]
    assert screen.ask(RESULT) == "แสดง 1 จาก 1 แห่งที่พบ (ทั้งหมด 60 แห่ง)"
    screen.go(path, "#status=refused&sort=office&dir=desc")
    assert screen.ask(NAMES) == [f"สพป.จังหวัดที่ {number}" for number in (51, 34, 17)]
    screen.go(path, "#q=" + quote("<img"))
    assert screen.ask(NAMES) == [IMAGE]


def test_sorting_and_searching_by_keyboard(screen: Browser, tmp_path: Path) -> None:
    screen.go(write_page(tmp_path))
    for _ in range(30):
        screen.press("Tab", 9)
        if screen.ask("document.activeElement.closest('th')?.dataset.key") == "total":
            break
    assert screen.ask("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    first = screen.ask(NAMES)
    screen.press("Enter", 13, "\r")
    assert screen.ask("document.querySelector('[data-key=total]').ariaSort") == "ascending"
    assert screen.ask(NAMES) != first
    screen.press("Enter", 13, "\r")
    assert screen.ask("location.hash") == "#sort=total&dir=desc"

    screen.ask("document.getElementById('find-text').focus()")
    screen.type("ที่ 5")
    assert len(screen.ask(NAMES)) == 14  # 5, 25, 35, 45, 50-59
    assert "q=" in screen.ask("location.hash")
    screen.type(" ไม่มีที่นี่")
    assert screen.ask(NAMES) == []
    assert screen.ask(RESULT) == "ไม่พบหน่วยงานที่ค้นหา"
    screen.ask("document.getElementById('find-clear').click()")
    assert screen.ask(NAMES) == first
    assert screen.ask("location.hash") == ""


def test_without_scripts_everything_is_there(screen: Browser, tmp_path: Path) -> None:
    path = write_page(tmp_path)
    screen.set_scripts(False)
    screen.go(path)
    screen.set_scripts(True)  # to ask; the page was loaded without
    assert len(screen.ask(NAMES)) == 60
    assert screen.ask("document.getElementById('find').checkVisibility()") is False
    assert screen.ask(
        "[...document.querySelectorAll('button')].some(b => b.checkVisibility())"
    ) is (False)
    rows = (
        "[...document.querySelectorAll('#office-table tbody tr')].every(r => r.checkVisibility())"
    )
    assert screen.ask(rows) is True


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of 60 offices on pages of 20, as it stands in the outputs; its first page."""
    monkeypatch.setattr(as_page, "MOST_SHOWN", 20)
    monkeypatch.setattr(page_rows, "OFFICES_OF_A_PART", 25)
    for name, content in build_pages(make_report(60), "th", load_frameworks()).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path / "index.html"


def wait_for(browser: Browser, expression: str) -> None:
    until = time.monotonic() + 90
    while not browser.ask(expression):
        assert time.monotonic() < until, browser.ask(RESULT)
        time.sleep(0.05)


def test_a_large_table_reads_the_rest_from_the_disk_when_it_is_asked_for(
    screen: Browser, large: Path
) -> None:
    screen.go(large)
    assert told(screen) == []  # nothing before somebody asks
    assert len(screen.ask(NAMES)) == 20
    assert screen.ask(RESULT) == "แสดง 20 จาก 60 แห่งที่พบ (ทั้งหมด 60 แห่ง)"
    screen.ask("document.getElementById('find-more').click()")
    wait_for(screen, f"{NAMES}.length === 40")
    assert told(screen) == [
        (large.parent / "run-report-pages" / f"search-{number}.js").as_uri() for number in (1, 2, 3)
    ]
    screen.go(large, "#q=" + quote("จังหวัดที่ 60"))
    wait_for(screen, f"{NAMES}.length === 1")
    assert screen.ask(NAMES) == ["สพป.จังหวัดที่ 60"]
    assert screen.ask("document.getElementById('find-more').checkVisibility()") is False
    screen.go(large, "#sort=total&dir=desc")
    wait_for(screen, f"{RESULT}.includes('60 แห่งที่พบ')")
    totals = (
        "[...document.querySelectorAll('tbody .total')].map(c => c.textContent).filter(Boolean)"
    )
    shown = screen.ask(totals)
    assert shown == sorted(shown, key=float, reverse=True)
    report = make_report(60)
    best = max(office.total for office in report.offices if office.total is not None)
    assert shown[0] == f"{best:.2f}"


def test_a_row_read_from_the_disk_is_the_row_that_the_page_prints(
    screen: Browser, large: Path, tmp_path: Path
) -> None:
    row = "document.querySelector('#office-table tbody tr[data-status={}]').outerHTML"
    whole = tmp_path / "whole.html"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(as_page, "MOST_SHOWN", 500)
        whole.write_bytes(build_page(make_report(60), "th", load_frameworks()))
    for status in ("produced", "refused", "departed", "edited", "failed"):
        screen.go(whole, f"#status={status}")
        printed = screen.ask(row.format(status))
        screen.go(large, f"#status={status}")
        wait_for(screen, f"!{RESULT}.includes('กำลัง')")
        read = screen.ask(row.format(status))
        assert parse(read) == parse(printed), status


def parse(row: str) -> list[tuple[str, dict[str, str], str]]:
    """A row's elements with their attributes and texts, whatever their order and spaces."""
    elements = lxml.html.fragment_fromstring(f"<table>{row}</table>").iter()
    return [
        (
            str(element.tag),
            {key: " ".join(sorted(value.split())) for key, value in element.attrib.items()},
            "".join((element.text or "").split()),
        )
        for element in elements
    ]


def test_hostile_texts_of_the_parts_stay_texts(screen: Browser, large: Path) -> None:
    screen.go(large, "#q=" + quote("<img"))
    wait_for(screen, f"{NAMES}.length === 1")
    assert screen.ask(NAMES) == [IMAGE]
    assert screen.ask("document.images.length") == 0
    assert screen.ask("document.title") != "run"


@pytest.mark.parametrize("harm", ["missing", "of another night"])
def test_a_part_that_is_missing_or_of_another_night_is_said(
    screen: Browser, large: Path, harm: str
) -> None:
    part = large.parent / "run-report-pages" / "search-2.js"
    if harm == "missing":
        part.unlink()
    else:
        part.write_text(part.read_text(encoding="utf-8").replace("2020-01-15", "2020-01-14"))
    screen.go(large, "#q=" + quote("จังหวัดที่ 60"))
    wait_for(screen, f"{RESULT}.startsWith('ค้นหาจากหน้านี้ไม่ได้')")
    assert len(screen.ask(NAMES)) == 20


class Served(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("harmed", [False, True])
def test_over_a_network_the_browser_itself_compares_the_hashes(
    screen: Browser, large: Path, harmed: bool
) -> None:
    if harmed:
        part = large.parent / "run-report-pages" / "search-2.js"
        part.write_bytes(part.read_bytes() + b"document.title='run';")
    serve = functools.partial(Served, directory=str(large.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/index.html#q={quote('ที่ 60')}"
        screen.go(cast(Path, SimpleNamespace(as_uri=lambda: address)))
        wait_for(screen, f"!{RESULT}.startsWith('กำลัง')")
        assert screen.ask(RESULT).startswith("ค้นหาจากหน้านี้ไม่ได้") is harmed
        assert screen.ask("document.title") != "run"
        assert (screen.ask(NAMES) == ["สพป.จังหวัดที่ 60"]) is not harmed
        server.shutdown()


def test_without_scripts_every_office_is_on_some_page(screen: Browser, large: Path) -> None:
    screen.set_scripts(False)
    found: list[str] = []
    pages = [large, *sorted((large.parent / "run-report-pages").glob("*.html"))]
    for page in pages:
        screen.go(page)
        assert told(screen) == []
        screen.set_scripts(True)  # to ask; the page was loaded without
        found += screen.ask(NAMES)
        links = screen.ask("[...document.querySelectorAll('.pages a')].map(a => a.href)")
        assert set(links) == {other.as_uri() for other in pages if other != page}
        screen.set_scripts(False)
    assert len(found) == 60
    assert len(set(found)) == 60


def test_a_link_to_a_problem_opens_its_group(screen: Browser, tmp_path: Path) -> None:
    path = write_page(tmp_path, count=120)
    screen.go(path)
    assert screen.ask("document.querySelector('details').open") is False
    screen.ask("document.querySelector('tr[data-status=refused] .status a').click()")
    screen.ask("new Promise(done => setTimeout(done, 50))")
    assert screen.ask("document.querySelector('details').open") is True
    assert screen.ask("document.querySelector('#problem-1').matches(':target')") is True
    screen.go(path, "#problem-2")
    assert screen.ask("document.querySelector('details').open") is True


VIEW = "document.getElementById('view')"
NAMED = "document.querySelector('#view-name').textContent"


def test_an_offices_name_opens_it_and_the_way_back_leads_to_the_list_as_it_was(
    screen: Browser, tmp_path: Path
) -> None:
    screen.go(write_page(tmp_path), "#level=A&sort=total&dir=desc")
    listed = screen.ask(NAMES)
    screen.ask("document.querySelector('#office-table tbody a').focus()")
    screen.press("Enter", 13, "\r")
    wait_for(screen, f"{VIEW}.querySelectorAll('.bars tr').length === 10")
    assert screen.ask(NAMED) == listed[0]
    assert screen.ask("document.activeElement.id") == "view-name"
    assert f"office={quote_plus(listed[0])}" in screen.ask("location.hash")
    text = screen.ask(f"{VIEW}.textContent")
    (office,) = [one for one in make_report(60).offices if one.short_name == listed[0]]
    assert all(f"{score:.2f}" in text for score in office.scores.values())
    assert text.count("ต่ำกว่าเป้า") == len(office.weak)
    links = "[...document.querySelectorAll('{} .documents a')].map(a => a.href)"
    shown = screen.ask(links.format("#view"))
    assert len(shown) == len(office.files)
    assert all(one in screen.ask(links.format("#office-table")) for one in shown)
    screen.ask("history.back()")
    wait_for(screen, f"!{VIEW}.open")
    assert screen.ask(NAMES) == listed
    screen.ask("history.forward()")
    wait_for(screen, f"{VIEW}.open")
    screen.press("Escape", 27)
    wait_for(screen, f"!{VIEW}.open")
    assert "office" not in screen.ask("location.hash")
    assert "level=A" in screen.ask("location.hash")


def test_a_faulty_offices_view_says_what_is_wrong_and_what_the_last_runs_did(
    screen: Browser, tmp_path: Path
) -> None:
    path = write_page(tmp_path)
    screen.go(path, f"#office={quote('สพป.จังหวัดที่ 17')}")
    wait_for(screen, f"{VIEW}.querySelector('.problems li') !== null")
    text = screen.ask(f"{VIEW}.textContent")
    assert "ไม่มีคะแนนของตัวชี้วัดที่ 3" in text
    assert "กรอกคะแนนตามผลที่ประกาศ" in text
    assert SCRIPT in text
    assert screen.ask("document.title") != "run"
    screen.go(path, f"#office={quote('สพป.จังหวัดที่ 2')}")
    wait_for(screen, f"{VIEW}.querySelector('.past li') !== null")
    assert screen.ask(f"[...{VIEW}.querySelectorAll('.past li')].map(l => l.textContent)") == [
        "14 มกราคม พ.ศ. 2563 เวลา 02:30 น. ต้องแก้ไขข้อมูล",
        "13 มกราคม พ.ศ. 2563 เวลา 02:30 น. จัดทำใหม่แล้ว",
    ]


def test_a_large_runs_views_are_read_from_the_disk(screen: Browser, large: Path) -> None:
    screen.go(large, f"#office={quote('สพป.จังหวัดที่ 58')}&year=2563")
    wait_for(screen, f"{VIEW}.querySelectorAll('.bars tr').length === 10")
    assert screen.ask(NAMED) == "สพป.จังหวัดที่ 58"
    parts = [address for address in told(screen) if "view-" in address]
    assert parts == [(large.parent / "run-report-pages" / "view-3.js").as_uri()]
    office = make_report(60).offices[57]
    assert f"{office.scores[10]:.2f}" in screen.ask(f"{VIEW}.textContent")
    screen.go(large.parent / "run-report-pages" / "offices-3.html")
    links = "[...document.querySelectorAll('#office-table th a')].map(a => a.href)"
    page, _, view = screen.ask(links)[-1].partition("#")
    assert page == large.as_uri()
    screen.go(large, f"#{view}")
    wait_for(screen, f"{VIEW}.querySelectorAll('.bars tr').length === 10")
    assert screen.ask(NAMED) == "สพป.จังหวัดที่ 60"
    (large.parent / "run-report-pages" / "view-1.js").write_text(
        "takeViews('2020-01-14',1,[]);", encoding="utf-8"
    )
    screen.go(large, f"#office={quote('สพป.จังหวัดที่ 2')}")
    wait_for(screen, f"{VIEW}.textContent.includes('อ่านรายละเอียดจากหน้านี้ไม่ได้')")


def test_offices_are_found_by_province_and_by_level(screen: Browser, tmp_path: Path) -> None:
    offices = make_report(60).offices
    screen.go(write_page(tmp_path))
    for key, value in (("province", "ภูเก็ต"), ("level", "A")):
        choice = f"document.getElementById('find-{key}')"
        screen.ask(f"{choice}.value = '{value}', {choice}.dispatchEvent(new Event('change'))")
    wanted = [one.short_name for one in offices if (one.province, one.level) == ("ภูเก็ต", "A")]
    assert wanted
    wait_for(screen, f'location.hash === "#province={quote("ภูเก็ต")}&level=A"')
    wait_for(screen, f"{NAMES}.length === {len(wanted)}")
    assert screen.ask(NAMES) == wanted
    screen.ask("document.getElementById('find-clear').click()")
    screen.ask("document.getElementById('find-text').focus()")
    screen.type("ระนอง")  # which no name holds
    found = sum("ระนอง" in one.province for one in offices)
    wait_for(screen, f"{NAMES}.length === {found}")


def test_a_figures_name_leads_to_the_offices_that_it_counts(
    screen: Browser, tmp_path: Path
) -> None:
    screen.go(write_page(tmp_path))
    screen.ask(
        "[...document.querySelectorAll('#statistics a')].find(a => a.textContent === 'B').click()"
    )
    wait_for(screen, "location.hash === '#level=B'")
    wanted = [one.short_name for one in make_report(60).offices if one.level == "B"]
    wait_for(screen, f"{NAMES}.length === {len(wanted)}")
    assert screen.ask(NAMES) == wanted
    top = "Math.abs(document.getElementById('offices').getBoundingClientRect().top) < 100"
    wait_for(screen, top)


@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_the_page_never_scrolls_sideways(screen: Browser, tmp_path: Path, width: int) -> None:
    report = make_report(60)
    long = replace(make_office(1, name="ยาว" * 60), level="ก" * 120)
    report = replace(report, offices=(long, *report.offices))
    path = tmp_path / "index.html"
    path.write_bytes(build_page(report, "th", load_frameworks()))
    screen.set_screen(width, 800)
    screen.go(path)
    screen.ask("document.querySelectorAll('details').forEach(group => group.open = true)")
    assert screen.ask("document.documentElement.scrollWidth") == width
    overflow = (
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, .hidden')"
        " && e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert screen.ask(overflow) == 0
    screen.ask("document.querySelector('#office-table tbody a').click()")
    wait_for(screen, f"{VIEW}.querySelectorAll('.bars tr').length === 10")
    assert screen.ask(f"{VIEW}.scrollWidth - {VIEW}.clientWidth") == 0
    screen.take_picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 5_000


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_text_stands_out_from_its_ground(
    screen: Browser, tmp_path: Path, width: int, dark: bool
) -> None:
    path = write_page(tmp_path, count=120)
    screen.set_screen(width, 900, dark=dark)
    screen.go(path)
    screen.ask("document.querySelectorAll('details').forEach(group => group.open = true)")
    screen.ask("document.querySelector('tr[data-status=refused] a').click()")
    wait_for(screen, f"{VIEW}.querySelector('.problems li') !== null")
    ground = screen.ask("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(18, 23, 29)") is dark
    count, weak = screen.ask(CONTRAST)
    assert count > 1_000
    assert weak == []
    grounds = (
        "new Set([...document.querySelectorAll('.legend li')]"
        ".map(e => getComputedStyle(e).backgroundColor)).size"
    )
    assert screen.ask(grounds) == 5


def test_on_paper_the_search_is_left_out_and_the_heat_map_is_whole(
    screen: Browser, tmp_path: Path
) -> None:
    screen.go(write_page(tmp_path))
    screen.call("Emulation.setEmulatedMedia", media="print")
    assert screen.ask("document.getElementById('find').checkVisibility()") is False
    assert screen.ask("getComputedStyle(document.querySelector('.scroll')).overflow") == "visible"
    screen.call("Emulation.setEmulatedMedia", media="")


def test_a_phones_rows_are_still_a_table_to_a_screen_reader(
    screen: Browser, tmp_path: Path
) -> None:
    screen.set_screen(360, 800)
    screen.go(write_page(tmp_path))
    screen.call("Accessibility.enable")
    root = screen.call("DOM.getDocument")["root"]["nodeId"]
    node = screen.call("DOM.querySelector", nodeId=root, selector="#office-table tbody tr")[
        "nodeId"
    ]
    tree = screen.call("Accessibility.queryAXTree", nodeId=node)["nodes"]
    roles = [item["role"]["value"] for item in tree]
    screen.call("Accessibility.disable")
    assert "row" in roles
    assert "rowheader" in roles
    assert roles.count("cell") >= 4
