"""The run report for programs: run-report.json, described by run-report.schema.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from ita_docs.framework import Framework
from ita_docs.model import Expected, FiscalYear, OfficeReport, RunReport
from ita_docs.problems import Lang
from ita_docs.report.readiness import find_readiness
from ita_docs.report.statistics import Change, Spread, Statistics, measure_statistics
from ita_docs.report.summary import (
    MARK,
    count_drafts,
    count_severities,
    count_statuses,
    format_change,
    format_points,
    list_files,
    measure_indicators,
    name_outcome,
)
from ita_docs.wording import describe_location, describe_problem

_SURROGATE = re.compile("[\ud800-\udfff]")

_dump = json.JSONEncoder(ensure_ascii=False).encode

SCHEMA_VERSION = 2
"""Raised when a key is renamed, removed or means something else; new keys do not raise it."""


def build_json(
    report: RunReport, lang: Lang, frameworks: Mapping[FiscalYear, Framework] | None = None
) -> bytes:
    """The report as UTF-8 JSON, its keys always in the order of the schema.

    Offices and problems stand one to a line, so that two reports compare line by line. Points
    are texts with two decimals (``"85.00"``), so that no reader makes them binary fractions;
    ``lang`` is the language of the problems' sentences; ``frameworks`` say in which order a year's
    levels run.
    """
    accepted = frozenset(report.accepted)
    content: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "program": {"name": MARK, "version": report.version},
        "lang": lang,
        "started": report.started.isoformat(timespec="seconds"),
        "ended": report.ended.isoformat(timespec="seconds"),
        "seconds": round((report.ended - report.started).total_seconds(), 3),
        "dry_run": report.dry_run,
        "exit_code": report.exit_code,
        "outcome": name_outcome(report),
        "inputs": list(report.inputs),
        "workbooks": list(report.workbooks),
        "passed_over": list(report.passed_over),
        "outputs": report.outputs,
        "template": report.template,
        "engine": report.engine,
        "accepted": list(report.accepted),
        "totals": _build_totals(report),
        "expected": describe_expected(report.expected),
        "statistics": _build_statistics(measure_statistics(report, frameworks or {})),
        "offices": map(_build_office, report.offices),
        "problems": (describe_problem(problem, lang, accepted) for problem in report.problems),
    }
    # Written line by line: that of 29,000 offices has 80 MB, and stands in memory once.
    written = BytesIO()
    before = "{\n"
    for key, value in content.items():
        written.write(_encode(f"{before}{_dump(key)}: "))
        before = ",\n"
        if isinstance(value, Iterator):
            _write_lines(written, value)
        else:
            written.write(_encode(_dump(value)))
    written.write(b"\n}\n")
    return written.getvalue()


def describe_expected(expected: Expected | None) -> dict[str, Any] | None:
    """Who should have sent and has not; null where nobody asked."""
    if expected is None:
        return None
    return {
        "source": expected.source,
        "year": expected.year.be if expected.year else None,
        "offices": expected.offices,
        "sent": expected.sent,
        "missing": [
            {"office": one.office, "short_name": one.short_name, "province": one.province}
            for one in expected.missing
        ],
    }


def _write_lines(written: BytesIO, values: Iterator[object]) -> None:
    """A list, a value to a line."""
    before, after = "[\n", "[]"
    for value in values:
        written.write(_encode(before + _dump(value)))
        before, after = ",\n", "\n]"
    written.write(after.encode())


def _encode(text: str) -> bytes:
    """UTF-8; a file name that is none reaches us with lone surrogates, which not every reader
    takes."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode("utf-8")


def _build_totals(report: RunReport) -> dict[str, Any]:
    files = [file for office in report.offices for file in list_files(office)]
    return {
        "offices": len(report.offices),
        "statuses": {status.value: count for status, count in count_statuses(report).items()},
        "problems": {severity.value: count for severity, count in count_severities(report).items()},
        "weak": {str(item.number): item.weak for item in measure_indicators(report, {})},
        "drafts": count_drafts(report),
        "files": len(files),
        "bytes": sum(file.size for file in files),
    }


def _build_statistics(statistics: Statistics) -> dict[str, Any]:
    return {
        "left_out": [office.office for office in statistics.left_out],
        "years": [
            {
                "result_year": year.year.be,
                "total": _build_spread(year.total),
                "median": format_points(year.median) or None,
                "levels": dict(year.levels),
                "bands": [
                    {"least": band.least, "below": band.below, "offices": band.count}
                    for band in year.bands
                ],
                "weighted_scores": _build_spreads(year.instruments),
                "instrument_scores": _build_spreads(year.instrument_scores),
                "scores": _build_spreads(year.indicators),
                "weak": {str(number): count for number, count in year.weak.items()},
                "weak_offices": year.weak_offices,
                "change": _build_change(year.change),
                "provinces": [
                    {
                        "province": one.province,
                        "total": _build_spread(one.total),
                        "weak_offices": one.weak,
                        "change": _build_change(one.change),
                        "left_out": one.left_out,
                    }
                    for one in year.provinces
                ],
            }
            for year in statistics.years
        ],
    }


def _build_spreads(spreads: Mapping[Any, Spread]) -> dict[str, Any]:
    return {str(key): _build_spread(spread) for key, spread in spreads.items()}


def _build_spread(spread: Spread) -> dict[str, Any]:
    return {
        "offices": spread.count,
        "mean": format_points(spread.mean) or None,
        "least": format_points(spread.least) or None,
        "greatest": format_points(spread.greatest) or None,
    }


def _build_change(change: Change) -> dict[str, Any]:
    return {
        "offices": change.count,
        "last_mean": format_points(change.last_mean) or None,
        "mean": format_points(change.mean) or None,
        "change": format_change(change.change).lstrip("+") or None,
        "risen": change.risen,
        "fallen": change.fallen,
        "same": change.same,
    }


def _build_office(office: OfficeReport) -> dict[str, Any]:
    return {
        "office": office.office,
        "short_name": office.short_name,
        "status": office.status.value,
        "at": describe_location(office.at),
        "result_year": office.result_year.be if office.result_year else None,
        "plan_year": office.plan_year.be if office.plan_year else None,
        "total": format_points(office.total) or None,
        "level": office.level,
        "weighted_scores": {
            instrument.value: format_points(value)
            for instrument, value in office.instruments.items()
        },
        "scores": {
            str(number): format_points(office.scores[number]) for number in sorted(office.scores)
        },
        "target": format_points(office.target) or None,
        "weak": list(office.weak),
        "draft": office.draft,
        "improve": list(office.improve),
        "files": [
            {"path": file.path, "size": file.size, "sha256": file.sha256}
            for file in list_files(office)
        ],
        "edited": list(office.edited),
        "engine": office.engine,
        "seconds": _round_all(office.seconds),
        "documents": [
            {
                "kind": document.kind,
                "status": document.status.value,
                "files": [file.path for file in document.files],
                "engine": document.engine,
                "readiness": dict(find_readiness(office, document)),
            }
            for document in office.documents
        ],
        "province": office.province,
        "instrument_scores": {
            instrument.value: format_points(value)
            for instrument, value in office.instrument_scores.items()
        },
        "last_total": format_points(office.last_total) or None,
        "past": [{"started": run.started, "status": run.status.value} for run in office.past],
    }


def _round_all(seconds: Mapping[str, float]) -> dict[str, float]:
    return {stage: round(seconds[stage], 4) for stage in sorted(seconds)}
