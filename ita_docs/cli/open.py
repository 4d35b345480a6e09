"""The command that opens the page: open."""

from __future__ import annotations

from pathlib import Path

import click

from ita_docs.cli.options import take_options
from ita_docs.cli.output import choose_lang, say, say_line
from ita_docs.cli.window import hold_window, release_window
from ita_docs.problems import ExitCode
from ita_docs.settings import merge_settings


@click.command(
    "open",
    help="เปิดหน้าเว็บในเครื่องนี้ ทำทุกขั้นตอนโดยไม่ต้องพิมพ์คำสั่ง (open the page of this machine)",
)
@take_options("open")
@click.option("--no-browser", is_flag=True, help="พิมพ์ที่อยู่เท่านั้น (print the address, open no browser)")
def open_(outputs: Path | None, port: int | None, lang: str | None, no_browser: bool) -> int:
    """Serve the page until it is closed, or show the one that is open already."""
    from ita_docs.web import open_page

    tongue = choose_lang(lang)
    hold_window(tongue)  # opened by a shortcut: why it did not open must be read
    served = open_page(
        merge_settings({}, {"outputs": outputs}).outputs,
        port=port or 0,
        browser=not no_browser,
        lang=tongue,
        say_address=say_line,
    )
    release_window()
    if not served:
        say("page-open-already", tongue, err=True)
    return int(ExitCode.DONE)
