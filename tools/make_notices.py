"""Write THIRD-PARTY-NOTICES.md: what is installed with the program, under which licence."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "THIRD-PARTY-NOTICES.md"
LOCK = ROOT / "requirements.lock"
HEAD = """# Third-party notices

`pip install` brings these beside ita-docs; each keeps its own licence, which its package carries.
Made from `requirements.lock` by `make docs`.

| package | version | licence |
|---|---|---|
"""
TAIL = """
## Carried in the package itself

| what | licence |
|---|---|
| TH Sarabun New (ita_docs/fonts) | GPL-2.0-or-later with font exception |
| ITA Thai Digits (ita_docs/fonts), derived from TH Sarabun New | the same |

TH Sarabun New is © 2010-2011 Software Industry Promotion Agency (Public Organization), Thailand;
the licence is in [COPYING.GPL-2](ita_docs/fonts/COPYING.GPL-2). A document that embeds these fonts
is not thereby under the GPL: that is the font exception.

Called where they are installed, and no part of ita-docs: LibreOffice (MPL-2.0), Microsoft Word.
"""


def list_locked() -> list[tuple[str, str]]:
    """Name and version of every package of the lock file."""
    text = LOCK.read_text(encoding="utf-8")
    return sorted(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def read_licence(name: str) -> str:
    """The licence as the installed package names it; - for what this platform does not install."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return "-"
    classifiers = [c.rpartition(" :: ")[2] for c in found.get_all("Classifier") or []]
    named = [c for c in classifiers if "License" in c]
    short = (found.get("License") or "").strip().splitlines()[:1]
    expression = found.get("License-Expression")
    return expression or ", ".join(named) or (short[0][:60] if short else "-")


def build_page() -> str:
    """The whole page in Markdown."""
    rows = "".join(f"| {n} | {v} | {read_licence(n)} |\n" for n, v in list_locked())
    return HEAD + rows + TAIL


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
