"""The run report: as JSON for programs, as an Excel workbook and as one web page for people.

The builders are pure: a report in, bytes out. They belong into the output folder itself, under
the names of ``FILE_NAMES``: the links to the documents are relative to it.
"""

from __future__ import annotations

from ita_docs.report.as_json import build_json, describe_expected
from ita_docs.report.as_page import build_page, build_pages
from ita_docs.report.as_workbook import build_workbook
from ita_docs.report.marks import bears_mark
from ita_docs.report.page_rows import PAGES_FOLDER
from ita_docs.report.provinces import find_province
from ita_docs.report.readiness import name_readiness
from ita_docs.report.summary import FILE_NAMES, group_missing

__all__ = [
    "FILE_NAMES",
    "PAGES_FOLDER",
    "bears_mark",
    "build_json",
    "build_page",
    "build_pages",
    "build_workbook",
    "describe_expected",
    "find_province",
    "group_missing",
    "name_readiness",
]
