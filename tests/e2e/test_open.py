"""The page of `ita-docs open` in a real Chromium: from the workbook to the saved documents."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ita_docs.documents import choose_kinds
from ita_docs.web.running import FOLDER_PREFIX
from tests.e2e.conftest import INPUTS, ROOT, read_docx_text, run
from tests.fakes.page import (
    Opened,
    awaiting_work,
    drop_files,
    make_environment,
    open_chromium,
    open_program,
)

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

PHUKET = INPUTS / "phuket-2562.xlsx"
AXE = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_chromium("--host-resolver-rules=MAP rebound.test 127.0.0.1") as opened:
        yield opened


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Opened]:
    with open_program(tmp_path) as opened:
        yield opened


@pytest.fixture
def page(browser: Any, program: Opened) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda told: complaints.append(told.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    origin = f"http://127.0.0.1:{program.port}/"
    page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith(origin) else None)
    page.goto(program.address)
    yield page
    context.close()
    assert complaints == []
    assert foreign == []


def list_received(folder: Path) -> list[Path]:
    """The folders of what pages were given; engines have their own beside."""
    return list(folder.glob(f"{FOLDER_PREFIX}*"))


def write_faulty(path: Path) -> Path:
    book = openpyxl.load_workbook(PHUKET)
    book["คะแนน"]["C2"] = "เก้าสิบ"
    book.save(path)
    return path


def test_from_a_faulty_workbook_to_saved_documents(
    page: Any, program: Opened, tmp_path: Path
) -> None:
    assert program.address.split("?")[0] not in page.url  # the key has left the address
    assert page.locator("html").get_attribute("lang") == "th"

    drop_files(page, write_faulty(tmp_path / "ภูเก็ต <b>.xlsx"))
    assert page.locator("#step-4 img").count() == 0
    fault = page.locator("#step-3 .fault.error").first
    assert "ภูเก็ต <b>.xlsx: 'คะแนน'!C2" in fault.inner_text()
    assert "received-" not in page.content()

    with page.expect_download() as marked:
        page.click("#step-3 .marked a")
    assert marked.value.suggested_filename == "ภูเก็ต _b_ - ทำเครื่องหมาย.xlsx"
    marked.value.save_as(tmp_path / "marked.xlsx")
    notes = openpyxl.load_workbook(tmp_path / "marked.xlsx")["คะแนน"]["C2"].comment
    assert "เก้าสิบ" in notes.text

    drop_files(page, PHUKET)
    assert page.locator("#step-3 .message.good").count() == 1
    pictures = page.locator("#step-4 img")
    assert pictures.count() >= 2
    widths = pictures.evaluate_all(
        "all => Promise.all(all.map(i => { i.loading = 'eager'; return i.decode().then(() => "
        "i.naturalWidth) }))"
    )
    assert min(widths) > 500
    weak = page.locator("#step-4 tr.weak th").all_inner_texts()
    assert [text.split()[0] for text in weak] == ["2", "7", "8", "10"]

    with page.expect_download() as download:
        page.click("#step-5 a[href$=docx]")
    kept = tmp_path / "kept.docx"
    download.value.save_as(kept)
    assert download.value.suggested_filename == "มาตรการ-2563-สพป.ภูเก็ต.docx"

    assert list(program.outputs.rglob("*.docx")) == []
    with awaiting_work(page):
        page.click("#step-5 form[action=save] button")
    (saved,) = program.outputs.rglob("*.docx")
    assert saved.read_bytes() == kept.read_bytes()
    assert "ภูเก็ต" in read_docx_text(saved)
    assert saved.with_suffix(".pdf").is_file()

    with_build = tmp_path / "by build"
    assert run("build", PHUKET, "-o", with_build).code == 0
    assert (with_build / saved.relative_to(program.outputs)).read_bytes() == saved.read_bytes()


def test_a_file_that_a_person_edited_is_kept_until_asked_for_in_words(
    page: Any, program: Opened
) -> None:
    drop_files(page, PHUKET)
    with awaiting_work(page):
        page.click("#step-5 form[action=save] button")
    (saved,) = program.outputs.rglob("*.docx")
    saved.write_bytes(b"edited")

    drop_files(page, PHUKET)
    with awaiting_work(page):
        page.click("#step-5 form[action=save] button")
    assert saved.read_bytes() == b"edited"
    assert saved.name in page.locator("#step-5").inner_text()

    with awaiting_work(page):
        page.click("#step-5 button[name=overwrite]")
    assert saved.read_bytes() != b"edited"
    (aside,) = saved.parent.glob("*เก็บไว้*.docx")
    assert aside.read_bytes() == b"edited"
    assert page.locator("#runs li").count() == 3


def test_the_template_and_the_three_lowest_are_chosen_on_the_page(
    page: Any, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(PHUKET)
    sheet = book["คะแนน"]
    for row in sheet.iter_rows(min_row=2, max_row=2):
        for cell in row:
            head = str(sheet.cell(1, cell.column).value)
            if head.startswith("ตัวชี้วัดที่"):
                cell.value = 86 + int("".join(filter(str.isdigit, head[:16])) or 1)
            elif cell.column > 2 and cell.value is not None:
                cell.value = None
    path = tmp_path / "ไม่มีจุดอ่อน.xlsx"
    book.save(path)
    drop_files(page, path)
    assert page.locator("#step-4 tr.weak").count() == 0
    before = page.locator("#step-4 img").count()
    page.click("#step-4 summary:has-text('ปรับเอกสาร')")
    assert page.locator("#document option").count() == 1 + len(choose_kinds(None))
    page.select_option("#template", "report")
    page.check("input[name=lowest]")
    with awaiting_work(page):
        page.click("#choices button")
    assert page.locator("#step-4 img").count() >= before
    page.click("#step-4 summary:has-text('ปรับเอกสาร')")
    assert page.locator("input[name=lowest]").is_checked()
    assert page.input_value("#template") == "report"


def test_a_problem_that_may_be_let_pass_is_accepted_on_the_page(page: Any, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(PHUKET)
    sheet = book["คะแนน"]
    (column,) = [cell.column for cell in sheet[1] if str(cell.value).strip() == "คะแนนรวม"]
    sheet.cell(2, column).value, sheet.cell(2, column + 1).value = 12.34, None
    path = tmp_path / "รวมไม่ตรง.xlsx"
    book.save(path)
    drop_files(page, path)
    assert page.locator("#step-4 img").count() == 0
    page.check("input[name=accept][value=total-disagrees]")
    with awaiting_work(page):
        page.click("#accepting button")
    assert page.locator("#step-4 img").count() >= 2
    assert page.locator("#step-3 .badge.accepted").count() == 1


def test_the_english_switch_and_closing(page: Any, program: Opened) -> None:
    page.click("button[name=lang]")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Drop the workbook" in page.locator("#step-2").inner_text()
    assert len(list_received(program.place.parents[1] / "tmp")) == 1
    page.click("#close")
    assert "closed" in page.inner_text("h1")
    assert program.process.wait(60) == 0
    assert not any((program.place.parents[1] / "tmp").iterdir())
    assert sorted(path.name for path in program.place.iterdir()) == ["open.lock"]


HOSTILE = """<!doctype html><title>other</title><body><script>
const own = "BASE";
const tries = [];
const note = (name, got) => tries.push([name, got]);
async function attempt() {
  for (const [method, path] of [["GET", "/"], ["POST", "/close"], ["POST", "/save"],
                                ["POST", "/over"], ["GET", "/progress"]]) {
    for (const mode of ["no-cors", "cors"]) {
      try {
        const answer = await fetch(own + path, {method, mode, credentials: "include"});
        note(mode + method + path, answer.type + answer.status);
      } catch (error) { note(mode + method + path, "refused"); }
    }
  }
  for (const path of ["/picture/0/measures/1.png", "/icon.svg"]) {
    const image = new Image();
    image.src = own + path;
    await new Promise((done) => { image.onload = image.onerror = done; });
    note("img" + path, image.naturalWidth);
  }
  const frame = document.createElement("iframe");
  frame.name = "frame";
  document.body.append(frame);
  const form = document.createElement("form");
  form.method = "post"; form.action = own + "/close"; form.target = "frame";
  document.body.append(form);
  form.submit();
  await new Promise((done) => setTimeout(done, 500));
  return tries;
}
</script>"""


def serve_hostile(base: str) -> http.server.ThreadingHTTPServer:
    """Another page of this machine, as any program's: to a browser the same site as ours."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(HOSTILE.replace("BASE", base).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_a_hostile_page_in_another_tab_gets_nothing_and_changes_nothing(
    browser: Any, program: Opened
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(program.address)
    drop_files(page, PHUKET)
    # It even knows the path, which nobody tells it.
    server = serve_hostile(f"http://127.0.0.1:{program.port}{program.base}")
    try:
        hostile = context.new_page()
        answered: list[int] = []
        ours = f":{program.port}/"
        hostile.on("response", lambda r: answered.append(r.status) if ours in r.url else None)
        hostile.goto(f"http://127.0.0.1:{server.server_port}/")
        tries = dict(hostile.evaluate("attempt()"))
        assert len(tries) == 12
        assert {value for key, value in tries.items() if key.startswith("img")} == {0}
        assert {v for k, v in tries.items() if k.startswith("cors")} == {"refused"}
        assert answered
        assert set(answered) == {403}
        before = len(answered)
        with pytest.raises(Exception, match="ERR_HTTP_RESPONSE_CODE_FAILURE"):
            hostile.goto(f"http://rebound.test:{program.port}{program.base}/")  # 403, empty
        assert answered[before:] == [403]
    finally:
        server.shutdown()
        server.server_close()
    assert program.process.poll() is None
    page.reload()
    assert page.locator("#step-4 img").count() >= 2
    assert list(program.outputs.rglob("*")) == []
    context.close()


def test_a_second_open_shows_the_first(program: Opened, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ita_docs", "open", "--no-browser"]
    ended = subprocess.run(
        command, env=make_environment(tmp_path), capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout.strip()) == (0, program.address)
    note = program.place / "open.json"
    assert note.stat().st_mode & 0o777 == 0o600
    assert json.loads(note.read_text())["port"] == program.port


def test_it_closes_by_itself_when_nobody_uses_it(tmp_path: Path) -> None:
    with open_program(tmp_path, idle=0.5) as opened:
        assert opened.process.wait(60) == 0
    assert not any((tmp_path / "tmp").iterdir())


def test_after_a_kill_the_next_one_removes_what_was_received(tmp_path: Path) -> None:
    with open_program(tmp_path) as opened:
        (left,) = list_received(tmp_path / "tmp")
        opened.process.kill()
        opened.process.wait(60)
        assert left.is_dir()
        with open_program(tmp_path) as again:
            assert not left.exists()
            assert again.port


def test_version_and_help_load_nothing_of_the_page() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ita_docs", "--version"],
        capture_output=True, text=True, check=True, env={**os.environ, "LANG": "C.UTF-8"},
    )  # fmt: skip
    loaded = [line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()]
    assert "ita_docs.cli" in loaded
    assert not {"starlette", "uvicorn", "jinja2", "ita_docs.web"} & set(loaded)


def test_the_page_is_sound_for_keyboard_and_reader(page: Any, tmp_path: Path) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed from npm")
    check_with_axe(page)
    drop_files(page, write_faulty(tmp_path / "มีข้อผิด.xlsx"))
    check_with_axe(page)
    drop_files(page, write_results(tmp_path / "ผล ITA.csv"))
    check_with_axe(page)
    answer_year(page)
    check_with_axe(page)
    drop_files(page, PHUKET)
    check_with_axe(page)
    with awaiting_work(page):
        page.click("#step-5 form[action=save] button")
    check_with_axe(page)
    page.emulate_media(color_scheme="dark")
    check_with_axe(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    check_with_axe(page)


def check_with_axe(page: Any) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => [r.passes.length, r.violations])")
    assert found[0] > 20
    told = [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found[1]]
    assert told == []


@pytest.mark.parametrize("width", [320, 640, 768, 1280])
def test_nothing_leaves_the_window(page: Any, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for paths in ([], [write_faulty(tmp_path / f"{'ยาว' * 20}.xlsx")], [PHUKET]):
        if paths:
            drop_files(page, *paths)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def write_results(path: Path, first: float = 96.31) -> Path:
    """A result file as people have it: no form of ours, and no word of the year."""
    heads = ["หน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "คะแนนรวม"]
    scores = [first, 80.48, 88.82, 85.83, 89.93, 92.83, 84.12, 84.12, 85.2, 62.95]
    rows = [heads, ["สพป.ภูเก็ต", *map(str, scores), "82.22"]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    return path


def answer_year(page: Any) -> None:
    page.check("#import input[value='2562']")
    with awaiting_work(page):
        page.click("#import form[action=answer] button")


def test_a_result_file_is_understood_with_a_question_and_used(page: Any, tmp_path: Path) -> None:
    drop_files(page, write_results(tmp_path / "ผล ITA.csv"))
    asked = page.locator("#import").inner_text()
    assert "ไม่ทราบปีงบประมาณ" in asked
    assert "--year" not in asked
    assert "'ผล ITA'" in asked  # a file without sheets is one sheet of its own name
    assert page.locator("nav [aria-current=step]").get_attribute("href") == "#step-2"
    assert "ขั้นตอนที่ 2" in page.locator("#step-3").inner_text()
    answer_year(page)
    assert "received-" not in page.content()
    assert "ปีงบประมาณ 2562 จำนวน 1 หน่วยงาน" in page.locator("#import .good").inner_text()
    page.click("#import summary")
    assert "ผล ITA.csv" in page.locator("#import table.small").inner_text()
    with page.expect_download() as download:
        page.click("#import a[href$=xlsx]")
    assert download.value.suggested_filename == "แบบกรอก-2562.xlsx"
    with awaiting_work(page):
        page.click("#import form[action=use-form] button")
    assert page.locator("#import").count() == 0
    assert page.locator("#step-4 img").count() >= 2
    assert page.locator("#step-2 .files li").all_inner_texts() == ["แบบกรอก-2562.xlsx"]


def test_the_year_in_a_files_own_name_is_read_from_it(page: Any, tmp_path: Path) -> None:
    drop_files(page, write_results(tmp_path / "ผล ITA ปี 2562.csv"))
    assert page.locator("#import form[action=answer]").count() == 0
    assert "ปีงบประมาณ 2562" in page.locator("#import .good").inner_text()


def test_several_workbooks_and_the_emblem_at_once(page: Any, tmp_path: Path) -> None:
    from PIL import Image

    other = tmp_path / "สพป.กระบี่.xlsx"
    book = openpyxl.load_workbook(PHUKET)
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("ภูเก็ต", "กระบี่")
    book.save(other)
    Image.new("RGB", (300, 330), "navy").save(tmp_path / "ครุฑ.png")
    drop_files(page, PHUKET, other, tmp_path / "ครุฑ.png")
    assert page.locator("#step-2 .files li").count() == 3
    names = page.locator("#look-office option").all_inner_texts()
    assert sorted(names) == ["สพป.กระบี่", "สพป.ภูเก็ต"]
    assert "emblem" not in page.locator("#step-4").inner_text()
    page.select_option("#look-office", "1")
    page.wait_for_url("**/?office=1*")
    shown = page.locator("#step-4 h3").first.inner_text()
    assert shown.endswith(names[1].removeprefix("สพป."))
    with awaiting_work(page):
        page.click("#step-5 form[action=save] button")
    assert page.locator("#step-5 .files > li").count() >= 2


def test_the_form_of_a_year_with_what_last_years_workbook_holds(page: Any, tmp_path: Path) -> None:
    page.set_input_files("#form-last", str(PHUKET))
    page.wait_for_selector("input[name=carry]")
    page.fill("#form-office", "สพป.ภูเก็ต")
    page.select_option("#form-year", "2563")
    with page.expect_download() as download:
        page.click("#form button")
    path = tmp_path / "form.xlsx"
    download.value.save_as(path)
    assert download.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(path)
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any("phuket-2562.xlsx" in text for text in texts)  # by its own name
    assert any("ประถมศึกษาภูเก็ต" in text for text in texts)


def test_an_office_that_the_list_does_not_know_is_asked_about(page: Any, tmp_path: Path) -> None:
    page.fill("#form-office", "สพป.ภูเกต")
    page.select_option("#form-year", "2563")
    page.click("#form button")
    told = page.locator("#form-office-error")
    assert "สพป.ภูเก็ต" in told.inner_text()  # the nearest one
    assert page.input_value("#form-office") == "สพป.ภูเกต"
    assert page.input_value("#form-year") == "2563"
    page.check("input[name=as-typed]")
    with page.expect_download() as download:
        page.click("#form button")
    download.value.save_as(tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert any(
        "สพป.ภูเกต" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
    )
    page.reload()
    page.fill("#form-office", "สพป.ภูเก็ต")
    with page.expect_download():
        page.click("#form button")
    page.reload()
    assert page.locator("#form-office-error").count() == 0


@pytest.mark.parametrize("answer", ["nothing", "no words"])
def test_what_the_browser_cannot_read_is_said_in_words(
    browser: Any, program: Opened, answer: str
) -> None:
    """A folder that was dropped, a file that Excel holds: the browser itself gives up."""
    page = browser.new_context().new_page()
    page.goto(program.address)
    page.route(
        "**/upload?*",
        lambda route: route.abort() if answer == "nothing" else route.fulfill(status=200, body=""),
    )
    page.set_input_files("#drop-files", str(PHUKET))
    page.wait_for_selector("#drop-error:not([hidden])")
    told = page.inner_text("#drop-error")
    assert "phuket-2562.xlsx: เบราว์เซอร์อ่านไม่ได้" in told
    assert page.locator("#gone").is_hidden()
    page.context.close()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("จดหมาย.docx", b"PK", "ไม่ใช่สมุดงาน"),
        ("ใหญ่.xlsx", bytes(21 * 1024 * 1024), "20 เมกะไบต์"),
        ("ครุฑ.png", b"no picture", "ครุฑ.png"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(
    browser: Any, program: Opened, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    page = browser.new_context().new_page()
    page.goto(program.address)
    path = tmp_path / name
    path.write_bytes(content)
    page.set_input_files("#drop-files", str(path))
    page.wait_for_selector("#drop-error:not([hidden])")
    assert said in page.inner_text("#drop-error")
    (folder,) = list_received(tmp_path / "tmp")
    assert list(folder.iterdir()) == []
    page.context.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"<html>", b"\xd0\xcf\x11\xe0"])
def test_a_damaged_workbook_is_a_fault_and_not_the_end(
    page: Any, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "เสีย.xlsx"
    path.write_bytes(content)
    drop_files(page, path)
    told = page.locator("main").inner_text()
    assert "เสีย.xlsx" in told
    assert page.locator("#step-3 .fault.error, #trouble, #import .warning").count() >= 1
    assert "received-" not in told
