"""The page of `ita-docs open` as a person has it: the program beside, a browser before it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
_START = """
import sys
from pathlib import Path
from ita_docs.web import open_page
served = open_page(
    Path(sys.argv[1]), port=0, browser=False, lang="th", idle=float(sys.argv[2]),
    say_address=lambda address: print(address, flush=True),
)
"""


@dataclass(frozen=True)
class Opened:
    """The running program, its first address, its outputs and the folder of what it remembers."""

    process: subprocess.Popen[str]
    address: str
    outputs: Path
    place: Path

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].split("/")[0])

    @property
    def base(self) -> str:
        return "/" + self.address.split("/")[3]


def make_environment(folder: Path) -> Mapping[str, str]:
    """An own state folder and an own folder for temporary files."""
    (folder / "tmp").mkdir(exist_ok=True)
    own = {"XDG_STATE_HOME": str(folder / "state"), "TMPDIR": str(folder / "tmp")}
    return {**os.environ, "LANG": "C.UTF-8", **own}


@contextlib.contextmanager
def open_program(
    folder: Path,
    idle: float | None = None,
    program: Sequence[str] = (sys.executable, "-m", "ita_docs"),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Opened]:
    """`ita-docs open` with all that it keeps below ``folder``; ended when the block is left."""
    outputs = folder / "outputs"
    command = [*program, "open", "--no-browser", "-o", str(outputs)]
    if idle is not None:
        command = [sys.executable, "-c", _START, str(outputs), str(idle)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env=environment or make_environment(folder),
        cwd=folder,
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield Opened(process, address, outputs, folder / "state" / "ita-docs")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


@contextlib.contextmanager
def open_chromium(*flags: str) -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", *flags]
        )
        try:
            yield browser
        finally:
            browser.close()


def drop_files(page: Any, *paths: Path) -> None:
    """Choose files in step 2, and wait until nothing is under way any more."""
    with awaiting_work(page):
        page.set_input_files("#drop-files", [str(path) for path in paths])


@contextlib.contextmanager
def awaiting_work(page: Any) -> Iterator[None]:
    """After what the block begins: wait until the page shows what has come of it."""
    version = page.get_attribute("body", "data-version")
    yield
    page.wait_for_selector(f"body[data-work=no]:not([data-version='{version}'])", timeout=180_000)
    page.wait_for_load_state("networkidle")
