"""Where the time of one office goes, stage by stage, and what reading and starting cost."""

from __future__ import annotations

import importlib
import importlib.util
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import openpyxl

from benchmarks import material
from benchmarks.measuring import Table, Taken, alternate, measure
from ita_docs.assessment import build_findings
from ita_docs.documents.measures import build_context
from ita_docs.framework import load_frameworks
from ita_docs.model import OfficeResult
from ita_docs.pdf import render_copy
from ita_docs.pdf.charts import placeholders
from ita_docs.pdf.charts.placeholders import find_charts
from ita_docs.pdf.charts.stamping import stamp_drawings
from ita_docs.pdf.document_text import BODY
from ita_docs.pdf.engines import Engine, find_engine
from ita_docs.pdf.finishing import finish_pdf
from ita_docs.pdf.gate import check_pdf
from ita_docs.pdf.opening import open_pdf
from ita_docs.pdf.package import parse_part, read_parts
from ita_docs.pdf.render_copy import RenderCopy, build_render_copy
from ita_docs.pipeline import draft_document, open_template, prepare_office
from ita_docs.plan import build_plan
from ita_docs.publishing import (
    Publication,
    hold_outputs,
    name_files,
    name_folder,
    publish_together,
)
from ita_docs.validation import validate_workbook
from ita_docs.word import compiled_part, rendering
from ita_docs.workbook import LARGE, open_workbook, read_workbook

_HEADS = ("stage", "ms wall", "ms cpu")


def profile_documents(folder: Path, count: int) -> Table:
    """Every stage of a .docx, per office."""
    frameworks = load_frameworks()
    book = material.write_workbook(folder / f"profile-{count}", count)
    kept: dict[str, Any] = {}
    watch = _Watch()
    with watch("read"):
        kept["book"] = read_workbook(book, LARGE)
    with watch("validate"):
        results = list(validate_workbook(kept["book"], frameworks))
    for result in results:
        _prepare_watched(watch, result, frameworks)
    prepared = [prepare_office(result, frameworks, material.OPTIONS) for result in results]
    template = open_template("announcement")
    draft_document(prepared[0], template, material.OPTIONS)
    with watch("document, all of it"):
        drafts = [draft_document(office, template, material.OPTIONS) for office in prepared]
    refill = template.refill

    def watched(*arguments: Any) -> Any:
        with watch("  of it: charts"):
            return refill(*arguments)

    with (
        patch.object(template, "refill", watched),
        _watched(watch, compiled_part.CompiledPart, "render", "  of it: render and parse"),
        _watched(watch, rendering, "pack", "  of it: compress"),
        _watched(watch, rendering, "write_package", "  of it: zip"),
    ):
        for office in prepared:
            draft_document(office, template, material.OPTIONS)
    with hold_outputs(folder / "published") as root, watch("publish (with fsync)"):
        for result, docx in zip(results, drafts, strict=True):
            names = name_files(result.office, result.plan_year)
            where = name_folder(result.office, result.plan_year)
            ours = dict.fromkeys(names.values(), frozenset[str]())
            publish_together(root, [Publication(where, {names[".docx"]: docx}, ours)])
    return Table(
        "stages-docx",
        f"Stages of a .docx, per office ({count} offices, one core)",
        _HEADS,
        watch.rows(count),
        ("Assess to context together should stay below 0.5 ms, the document below 2.5 ms.",),
    )


def profile_pdfs(folder: Path, count: int) -> Table | None:
    """Every stage of a PDF, per office, one after the other; None without LibreOffice."""
    engine = find_engine_or_none("libreoffice")
    if engine is None:
        return None
    prepared, template = material.prepare(folder, 245)
    drafts = [draft_document(o, template, material.OPTIONS) for o in prepared[:count]]
    watch = _Watch()
    with watch("render copy"):
        copies = [build_render_copy(docx, engine.name) for docx in drafts]
    with watch("soffice, one start"):
        raws = [raw for _, raw in sorted(engine.convert_each([copy.docx for copy in copies]))]
    whole = [raw for raw in raws if isinstance(raw, bytes)]
    if len(whole) < len(raws):
        raise SystemExit(f"LibreOffice made {len(whole)} PDFs of {len(raws)}")
    with watch("finish"):
        finished = [finish_pdf(r, c, "x")[0] for r, c in zip(whole, copies, strict=True)]
    with watch("gate"):
        for pdf, each in zip(finished, copies, strict=True):
            check_pdf(pdf, each.said)
    alone = measure(lambda: list(engine.convert_each([copies[0].docx])))
    note = f"One start for a single document: {alone.wall:.2f} s wall, {alone.cpu:.2f} s cpu."
    return Table(
        "stages-pdf",
        f"Stages of a PDF, per office ({count} offices, one process of LibreOffice)",
        _HEADS,
        watch.rows(count),
        (note, "In a batch finish and gate overlap with soffice's work on the next document."),
    )


def measure_charts(folder: Path, count: int, rounds: int) -> Table | None:
    """What the charts cost LibreOffice, and what they cost here; None without LibreOffice."""
    engine = find_engine_or_none("libreoffice")
    if engine is None:
        return None
    prepared, template = material.prepare(folder, 245)
    drafts = [draft_document(o, template, material.OPTIONS) for o in prepared[:count]]
    drawn = [build_render_copy(docx, engine.name) for docx in drafts]
    with patch.object(render_copy, "replace_charts", lambda _, parts: (dict(parts), (), ())):
        native = [build_render_copy(docx, engine.name) for docx in drafts]
    raws = [raw for _, raw in sorted(engine.convert_each([copy.docx for copy in drawn]))]

    def convert(copies: list[RenderCopy]) -> Taken:
        return measure(lambda: list(engine.convert_each([copy.docx for copy in copies])))

    def draw() -> None:
        placeholders.draw_part.cache_clear()
        for docx in drafts:
            parts = read_parts(docx)
            list(find_charts({BODY: parse_part(BODY, parts[BODY])}, parts))

    def stamp() -> None:
        for raw, copy in zip(raws, drawn, strict=True):
            assert isinstance(raw, bytes)
            with open_pdf(raw) as pdf:
                stamp_drawings(pdf, copy.drawings, "x")

    samples = alternate(
        {
            "LibreOffice, its own charts": lambda: convert(native),
            "LibreOffice, a picture for each": lambda: convert(drawn),
            "here: unzip, read and draw": lambda: measure(draw),
            "here: open and stamp": lambda: measure(stamp),
        },
        count,
        rounds,
    )
    own = samples["LibreOffice, its own charts"]
    rows = tuple(
        (name, round(s.wall * 1000, 1), round(s.cpu * 1000, 1), round(s.cpu / own.cpu, 3))
        for name, s in samples.items()
    )
    heads = ("work", "ms wall per PDF", "ms cpu per PDF", "times its own charts (cpu)")
    note = "The second row over the first is LibreOffice's share; it should stay below 0.45."
    return Table("charts", f"Charts of {count} PDFs, one process", heads, rows, (note,))


def find_engine_or_none(name: str) -> Engine | None:
    """The engine of that name; None where it is missing or does not start."""
    try:
        return find_engine(name)
    except Exception:  # noqa: BLE001 - whatever keeps it from starting: there is nothing to measure
        return None


def measure_reading(folder: Path, count: int, rounds: int) -> Table:
    """Reading a workbook with every cell's address, beside bare cell access of two libraries."""
    book = material.write_workbook(folder / f"reading-{count}", count)
    contenders: dict[str, Callable[[], Taken]] = {
        "ita_docs": lambda: measure(lambda: _read_here(book)),
        "openpyxl, cell by cell": lambda: measure(lambda: _read_cells(book)),
        "openpyxl, read_only": lambda: measure(lambda: _read_rows(book)),
    }
    note = "python-calamine is not installed here."
    if importlib.util.find_spec("python_calamine"):
        contenders["python-calamine"] = lambda: measure(lambda: _read_with_calamine(book))
        note = "python-calamine gives values without formulas, formats or hidden rows."
    samples = alternate(contenders, count, rounds)
    own = samples["ita_docs"].cpu
    rows = tuple(
        (
            name,
            round(s.wall * count, 2),
            round(s.cpu * count, 2),
            round(s.cpu * 1000, 3),
            round(s.cpu / own, 2),
        )
        for name, s in samples.items()
    )
    heads = ("reader", "s wall", "s cpu", "ms cpu per office", "times ita_docs")
    return Table("reading", f"Reading {count:,} offices, one workbook", heads, rows, (note,))


def measure_starting(rounds: int) -> Table:
    """How long the command takes to say its version, beside an empty Python with click."""
    python = sys.executable
    commands = {
        "python -c 'import click'": [python, "-c", "import click"],
        "ita-docs --version": [python, "-m", "ita_docs", "--version"],
        "python -c pass": [python, "-c", "pass"],
    }
    contenders = {
        name: lambda command=command: measure(
            lambda: subprocess.run(command, check=True, capture_output=True)
        )
        for name, command in commands.items()
    }
    samples = alternate(contenders, 1, rounds)
    bare = samples["python -c 'import click'"].wall
    rows = tuple(
        (name, round(s.wall * 1000, 1), round(s.cpu * 1000, 1), round(s.wall / bare, 2))
        for name, s in samples.items()
    )
    return Table(
        "starting",
        "Starting",
        ("command", "ms wall", "ms cpu", "times click"),
        rows,
        ("Largest imports of --version (own ms): " + ", ".join(_list_imports(8)),),
    )


class _Watch:
    """Adds up what each stage takes, by name."""

    def __init__(self) -> None:
        self._taken: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _cpu()
        try:
            yield
        finally:
            taken = self._taken[stage]
            taken[0] += time.perf_counter() - wall
            taken[1] += _cpu() - cpu

    def rows(self, count: int) -> tuple[tuple[str, float, float], ...]:
        """Stage, milliseconds per office by the wall and by the processor."""
        return tuple(
            (stage, round(wall * 1000 / count, 3), round(cpu * 1000 / count, 3))
            for stage, (wall, cpu) in self._taken.items()
        )


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@contextmanager
def _watched(watch: _Watch, owner: ModuleType | type, name: str, stage: str) -> Iterator[None]:
    """Let a function of the project be watched while it works as ever."""
    real = getattr(owner, name)

    def call(*arguments: Any, **options: Any) -> Any:
        with watch(stage):
            return real(*arguments, **options)

    with patch.object(owner, name, call):
        yield


def _prepare_watched(watch: _Watch, result: OfficeResult, frameworks: Any) -> None:
    framework = frameworks[result.result_year]
    with watch("findings, plan"):
        findings = build_findings(result.figures, framework, None)
        plan = build_plan(findings, result, framework)
    with watch("context"):
        build_context(result, findings, plan, framework)


def _read_here(path: Path) -> int:
    """Every row as the batch takes it: fields with values, formats and addresses."""
    return sum(
        cell.value is not None
        for _, table in open_workbook(path, LARGE).read_tables()
        for row in table.rows
        for cell in row.cells.values()
    )


def _read_cells(path: Path) -> int:
    """Every cell by its row and column, as a script would do it."""
    book = openpyxl.load_workbook(path, data_only=True)
    seen = 0
    for sheet in book.worksheets:
        # Asked for once: openpyxl looks through every cell to tell.
        rows, columns = sheet.max_row, sheet.max_column
        for row in range(1, rows + 1):
            for column in range(1, columns + 1):
                seen += sheet.cell(row, column).value is not None
    return seen


def _read_rows(path: Path) -> int:
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    seen = sum(
        cell.value is not None
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    )
    book.close()
    return seen


def _read_with_calamine(path: Path) -> int:
    calamine: Any = importlib.import_module("python_calamine")
    book = calamine.CalamineWorkbook.from_path(str(path))
    return sum(
        value != ""
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for value in row
    )


def _list_imports(most: int) -> list[str]:
    command = [sys.executable, "-X", "importtime", "-m", "ita_docs", "--version"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    own: dict[str, float] = {}
    for line in said.splitlines():
        fields = line.removeprefix("import time:").split("|")
        if len(fields) == 3 and fields[0].strip().isdigit():
            own[fields[2].strip()] = int(fields[0]) / 1000
    largest = sorted(own.items(), key=lambda item: -item[1])[:most]
    return [f"{name} {milliseconds:.1f}" for name, milliseconds in largest]
