"""The words of the run report, in Thai and English, and the way it writes times and figures.

Figures and years stand in Arabic digits in both languages: they are sorted, searched and copied
into other tables, unlike those of the signed announcement.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ita_docs.model import RunReport
from ita_docs.problems import ExitCode, Lang
from ita_docs.sections import parse_toml
from ita_docs.thai import format_date, format_score, to_arabic_digits

MARK = "ita-docs"
"""What our own reports say of who made them."""
FILE_NAMES: Mapping[str, str] = {
    "json": "run-report.json",
    "workbook": "run-report.xlsx",
    "page": "index.html",
}
"""The names under which the three reports stand in the output folder."""


@cache
def load_words(lang: Lang) -> Mapping[str, str]:
    """Every word of the report by ``section.key``, in one language."""
    content = (files("ita_docs.report") / "words.toml").read_bytes()
    return {
        f"{section}.{key}": row[lang]
        for section, rows in parse_toml(content).items()
        for key, row in rows.items()
    }


def format_points(value: Decimal | None) -> str:
    """Points with two places; empty without a value."""
    return "" if value is None else format_score(value, thai=False)


def format_moment(moment: datetime.datetime, lang: Lang) -> str:
    """A moment as people write it, in its own zone: ``15 มกราคม พ.ศ. 2563 เวลา 02:30 น.``."""
    if lang == "th":
        return f"{to_arabic_digits(format_date(moment.date()))} เวลา {moment:%H:%M} น."
    return f"{moment.day} {moment:%B %Y}, {moment:%H:%M}"


def format_duration(report: RunReport) -> str:
    """How long the run took, as hours:minutes:seconds."""
    seconds = max(0, round((report.ended - report.started).total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def name_outcome(report: RunReport) -> str:
    """The name of the exit code (``done``, ``partial``, …); ``bug`` for one that is not known."""
    try:
        return ExitCode(report.exit_code).name.lower()
    except ValueError:
        return ExitCode.BUG.name.lower()
