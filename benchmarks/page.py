"""The page of ``ita-docs open`` as a person waits for it, in Debian's Chromium (Linux alone)."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from benchmarks.make_workbook import make_workbook
from benchmarks.measuring import Samples, Table, Taken

PROMISED = {
    "start to the first page": 2.0,
    "dropped at once: its faults": 1.0,
    "dropped again: its faults": 1.0,
    "dropped: the first page's picture, without LibreOffice": 3.0,
    "dropped again: the first page's picture, without LibreOffice": 3.0,
}
"""What a person waits for, and for how many seconds at most."""
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_DRAWN = (
    "() => { const one = document.querySelector('#step-4 img');"
    " return one && one.complete && one.naturalWidth > 0; }"
)


def measure_page(folder: Path, rounds: int) -> Table | None:
    """The three promises of the page; None where there is no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None or not sys.platform.startswith("linux"):
        return None
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    faulty, sound = _write_workbooks(folder)
    samples = {name: Samples() for name in PROMISED}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for number in range(rounds + 1):  # the first keeps the compiled modules, and is not counted
            for name, taken in _wait_for_each(browser, folder / str(number), faulty, sound):
                if number:
                    samples[name].add(taken, 1)
        browser.close()
    rows = tuple(
        (name, PROMISED[name], round(s.wall, 2), round(s.cpu, 2)) for name, s in samples.items()
    )
    return Table(
        "page",
        "The page of `ita-docs open` in Chromium, a workbook of one office",
        ("waited for", "s promised", "s wall", "s cpu of the program"),
        rows,
        (
            "Chromium runs already. The program starts anew in each round, with its modules "
            "compiled as pip leaves them; the processor time is that of the program and its "
            "children, the browser's is not in it.",
        ),
    )


def _wait_for_each(
    browser: Any, place: Path, faulty: Path, sound: Path
) -> Iterator[tuple[str, Taken]]:
    names = iter(PROMISED)
    place.mkdir()
    page = browser.new_context().new_page()
    began = time.perf_counter()
    with _open_program(place) as (process, address):
        page.goto(address)
        page.wait_for_selector("#step-2")
        yield next(names), Taken(time.perf_counter() - began, _cpu(process.pid))
        for path, shown in ((faulty, _await_faults), (sound, _await_picture)):
            for _ in range(2):
                before, begun = _cpu(process.pid), time.perf_counter()
                page.evaluate("document.body.dataset.before = 'yes'")
                page.set_input_files("#drop-files", str(path))
                page.wait_for_selector("body:not([data-before])")
                shown(page)
                taken = Taken(time.perf_counter() - begun, _cpu(process.pid) - before)
                yield next(names), taken
                page.wait_for_selector("body[data-work=no]")
    page.context.close()


def _await_faults(page: Any) -> None:
    page.wait_for_selector("#step-3 .fault.error")


def _await_picture(page: Any) -> None:
    page.wait_for_function(_DRAWN, timeout=120_000)


@contextlib.contextmanager
def _open_program(place: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    own = {"XDG_STATE_HOME": str(place), "ITA_DOCS_SOFFICE": str(place / "none")}
    environment = {**os.environ, **own}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "ita_docs", "open", "--no-browser", "-o", str(place / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def _cpu(parent: int) -> float:
    """Processor seconds of a process so far, with its children, living and gone."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = path.read_text(errors="replace").rpartition(")")
            fields = rest.split()
            if parent in (int(name.split()[0]), int(fields[1])):
                ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS


def _write_workbooks(folder: Path) -> tuple[Path, Path]:
    """One office with a score in letters, and the same without a fault."""
    sound, faulty = folder / "sound.xlsx", folder / "faulty.xlsx"
    make_workbook(1, seed=1).save(sound)
    book = openpyxl.load_workbook(sound)
    book["คะแนน"]["C2"] = "เก้าสิบ"
    book.save(faulty)
    return faulty, sound
