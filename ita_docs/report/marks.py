"""Whether a file is a run report of ours, where no ledger says so: by its mark, or its form.

Version 0.1.0 marked nothing; its reports are known by what no other program writes like that.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from ita_docs.ooxml.guard import Bounds, Container, ContainerError
from ita_docs.problems import Lang
from ita_docs.report.summary import MARK, load_words

_BOUNDS = Bounds(entries=100, part=1024**3, total=2 * 1024**3, ratio=1000)
_LONGEST_HEAD = 4_000
_LANGS: tuple[Lang, ...] = ("th", "en")
_PAGE_BEGINS = re.compile(
    r'<!doctype html>\s*<html lang="(?:th|en)">\s*<head>\s*<meta charset="utf-8">\s*'
    r'<meta http-equiv="Content-Security-Policy" content="default-src (?:&#39;|\')none'
)
_MOMENTS = re.compile(r"<dcterms:(created|modified)[^>]*>([^<]*)<")


def bears_mark(name: str, content: bytes) -> bool:
    """Whether the content of a file of that name is a run report that this program wrote."""
    check = {".json": _is_json, ".xlsx": _is_workbook, ".html": _is_page, ".js": _is_part}
    return check[PurePath(name).suffix](content)


def _is_json(content: bytes) -> bool:
    try:
        report = json.loads(content)
    except (ValueError, RecursionError):
        return False
    if not isinstance(report, dict) or not isinstance(report.get("program"), dict):
        return False
    return report["program"].get("name") == MARK and "schema_version" in report


def _is_page(content: bytes) -> bool:
    head = content[:_LONGEST_HEAD].decode("utf-8", "replace")
    return f'<meta name="generator" content="{MARK} ' in head or (
        _PAGE_BEGINS.match(head) is not None
        and any(f"<title>{load_words(lang)['page.title']}" in head for lang in _LANGS)
    )


def _is_part(content: bytes) -> bool:
    return content.startswith((b"takeOffices(", b"takeViews("))


def _is_workbook(content: bytes) -> bool:
    try:
        core = Container(content, _BOUNDS).read("docProps/core.xml").decode("utf-8", "replace")
    except ContainerError:
        return False
    titles = (f"<dc:title>{load_words(lang)['page.title']}</dc:title>" for lang in _LANGS)
    # Excel writes another moment of change as soon as somebody saves it.
    moments = dict(_MOMENTS.findall(core))
    unchanged = moments.get("created") == moments.get("modified") is not None
    return unchanged and any(title in core for title in titles)
