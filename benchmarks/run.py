"""Measure this project and its peers in one run: ``make bench`` or ``python -m benchmarks.run``.

Prints the tables and writes them to ``benchmarks/results/`` as JSON and Markdown.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import documents, page, scaling, stages
from benchmarks.measuring import Table, describe_machine, list_versions
from ita_docs import __version__
from ita_docs.pdf import probe_engines

RESULTS = Path(__file__).with_name("results")
PACKAGES = ("docxtpl", "python-docx", "openpyxl", "python-calamine", "lxml", "jinja2", "pikepdf")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: offices, repetitions, and the sizes of whole batches."""

    documents: int
    rounds: int
    reading: int
    pdf_stages: int
    bare_pdfs: int
    workers_documents: int
    workers_pdfs: int
    scaling_documents: tuple[int, ...]
    scaling_pdfs: tuple[int, ...]


USUAL = Sizes(200, 5, 2_000, 20, 60, 2_000, 40, (245, 1_000, 4_000), (40, 100))
FULL = Sizes(245, 9, 29_000, 40, 245, 10_000, 245, (245, 1_000, 10_000, 29_000), (40, 245, 1_000))
TRIAL = Sizes(10, 2, 40, 2, 4, 40, 4, (20, 40), (4,))


def list_measurements(folder: Path, sizes: Sizes) -> dict[str, Callable[[], Table | None]]:
    """Every table by its key, in the order of the output."""
    s = sizes
    few = max(1, s.rounds // 3)
    return {
        "announcement": lambda: documents.measure_announcement(folder, s.documents, s.rounds),
        "form": lambda: documents.measure_form(folder, s.documents, s.rounds),
        "stages-docx": lambda: stages.profile_documents(folder, s.documents),
        "stages-pdf": lambda: stages.profile_pdfs(folder, s.pdf_stages),
        "charts": lambda: stages.measure_charts(folder, s.pdf_stages, few),
        "reading": lambda: stages.measure_reading(folder, s.reading, few),
        "starting": lambda: stages.measure_starting(s.rounds * 2),
        "page": lambda: page.measure_page(folder / "page", s.rounds),
        "soffice": lambda: scaling.measure_bare_soffice(folder, s.bare_pdfs, few),
        "workers": lambda: scaling.measure_workers(
            folder, s.workers_documents, s.workers_pdfs, few
        ),
        "scaling-docx": lambda: scaling.measure_documents(folder, s.scaling_documents),
        "memory": lambda: scaling.measure_memory(folder, s.scaling_documents[-1]),
        "scaling-pdf": lambda: scaling.measure_pdfs(folder, s.scaling_pdfs),
    }


def write_markdown(found: dict[str, object], tables: list[Table], skipped: list[str]) -> str:
    """The results as a page for people."""
    lines = [f"# Benchmarks of {found['date']}", ""]
    for name in ("sizes", "machine", "versions"):
        facts = found[name]
        if isinstance(facts, dict):
            lines.append(f"{name}: " + ", ".join(f"{key} {value}" for key, value in facts.items()))
            lines.append("")
    for table in tables:
        lines += [f"## {table.title}", "", _row(table.heads)]
        lines.append(_row(["---", *["---:"] * (len(table.heads) - 1)]))
        lines += [_row(row) for row in table.rows]
        lines += ["", *table.notes, ""]
    lines += [f"Skipped: {name}" for name in skipped]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Read the arguments, measure, print and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    size = arguments.add_mutually_exclusive_group()
    size.add_argument("--full", action="store_true", help="the largest sizes, more than an hour")
    size.add_argument("--trial", action="store_true", help="tiny sizes: does everything run?")
    names = list(list_measurements(Path(), TRIAL))
    arguments.add_argument("--only", nargs="+", choices=names, help="these tables alone")
    arguments.add_argument("--results", type=Path, default=RESULTS, help="where to write")
    given = arguments.parse_args()
    sizes = FULL if given.full else TRIAL if given.trial else USUAL
    now = datetime.datetime.now(datetime.UTC)
    found: dict[str, object] = {
        "date": f"{now:%Y-%m-%d}",
        "sizes": asdict(sizes),
        "machine": describe_machine(),
        "versions": _list_versions(),
    }
    tables: list[Table] = []
    skipped: list[str] = []
    with tempfile.TemporaryDirectory(prefix="ita-docs-bench-") as place:
        for name, work in list_measurements(Path(place), sizes).items():
            if given.only and name not in given.only:
                continue
            began = time.monotonic()
            table = work()
            if table is None:
                skipped.append(f"{name} (needs LibreOffice, Chromium, or Linux for memory)")
            else:
                tables.append(table)
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    text = write_markdown(found, tables, skipped)
    given.results.mkdir(parents=True, exist_ok=True)
    stem = given.results / f"{now:%Y-%m-%d-%H%M}"
    found |= {"tables": [asdict(table) for table in tables], "skipped": skipped}
    stem.with_suffix(".json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    stem.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


def _list_versions() -> dict[str, str]:
    engines = {probe.name: probe.version for probe in probe_engines() if probe.available}
    packages = list_versions(PACKAGES)
    return {"ita-docs": __version__} | packages | documents.list_node_versions() | engines


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


if __name__ == "__main__":
    main()
