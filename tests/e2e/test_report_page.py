"""The run report's page in a real headless Chromium: what a person sees, types and presses."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from ita_docs.framework import load_frameworks
from ita_docs.problems import Lang, ProblemKind
from ita_docs.report import as_page, build_page
from tests.fakes.browser import Browser, open_browser
from tests.fakes.run_report import IMAGE, KINDS, SCRIPT, make_office, make_report

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

NAMES = "[...document.querySelectorAll('#office-table tbody tr th')].map(h => h.firstChild.data)"
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


def test_a_large_table_shows_its_first_rows_and_more_when_asked(
    screen: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_page, "MOST_SHOWN", 20)
    path = write_page(tmp_path)
    screen.go(path)
    assert len(screen.ask(NAMES)) == 20
    screen.ask("document.getElementById('find-more').click()")
    assert len(screen.ask(NAMES)) == 40
    assert screen.ask("document.querySelectorAll('tr.more').length") == 0
    screen.go(path, "#q=" + quote("จังหวัดที่ 60"))
    assert screen.ask(NAMES) == ["สพป.จังหวัดที่ 60"]
    assert screen.ask("document.getElementById('find-more').checkVisibility()") is False
    screen.set_scripts(False)
    screen.go(path)
    screen.set_scripts(True)
    shown = "[...document.querySelectorAll('tr')].filter(r => r.closest('#offices tbody')"
    shown += " && r.checkVisibility()).length"
    assert screen.ask(shown) == 20
    screen.ask("document.getElementById('show-all').focus()")
    screen.press(" ", 32, " ")
    assert screen.ask(shown) == 60


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
