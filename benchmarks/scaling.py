"""Whole runs of the command line: how time and memory grow, beside LibreOffice alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks import material
from benchmarks.measuring import Run, Table, Taken, alternate, run_program
from ita_docs.pdf.libreoffice import find_soffice
from ita_docs.pdf.libreoffice_profile import build_environment, write_profile

_PER_START = 100
_TAGGED = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "SelectPdfVersion": {"type": "long", "value": "2"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "PDFUACompliance": {"type": "boolean", "value": "true"},
    }
)


def measure_documents(folder: Path, counts: Sequence[int]) -> Table:
    """Batches of Word documents alone, from the workbook to the run report, in one process."""
    return _measure_batches(
        "scaling-docx",
        "Batches without PDF (one worker, everything published)",
        [(count, _run_batch(folder, count, "none", 1)) for count in counts],
        (
            "Peak memory is that of the largest single process; the table of memory shows how it "
            "stays while documents go by.",
        ),
    )


def measure_memory(folder: Path, count: int) -> Table | None:
    """Memory as documents go by: one run of Word documents alone, watched from outside.

    None where the system does not tell (it is Linux's ``/proc`` that does).
    """
    if not Path("/proc/self/status").is_file():
        return None
    book = material.write_workbook(folder / f"inputs-{count}", count)
    out = folder / "outputs"
    command = [sys.executable, "-m", "ita_docs", "batch", str(book), "--large", "--quiet"]
    command += ["--outputs", str(out), "--pdf-engine", "none", "--workers", "2"]
    rows: list[tuple[str | float | int, ...]] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        while run.poll() is None:
            made = sum(1 for _ in out.glob("[0-9]*/*"))
            if rows and made == count:
                break  # the run report is being written
            if made >= min(1_000, count // 2) and (not rows or made > rows[-1][0]):
                rows.append((made, *_read_memory(run.pid)))
            time.sleep(0.5)
    if run.returncode or not rows:
        raise SystemExit(f"batch ended with {run.returncode}, watched {len(rows)} times")
    shutil.rmtree(out, ignore_errors=True)
    chosen = [rows[place * (len(rows) - 1) // 5] for place in range(6)]
    grown = chosen[-1][1] / chosen[0][1]
    heads = ("documents made", "MiB of the run", "MiB of its largest worker")
    notes = (f"The run's memory at the end is {grown:.2f} times that after {chosen[0][0]:,}.",)
    title = f"Memory while {count:,} documents go by (one run, no PDF)"
    return Table("memory", title, heads, tuple(chosen), notes)


def _read_memory(process: int) -> tuple[int, int]:
    """Resident memory (MiB) of a process and of the largest of its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return _read_rss(process), max((_read_rss(int(child)) for child in children.split()), default=0)


def _read_rss(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s*(\d+)", status)
    return int(found[1]) // 1024 if found else 0


def measure_pdfs(folder: Path, counts: Sequence[int]) -> Table | None:
    """Batches with PDF on all cores; None without LibreOffice."""
    if find_soffice() is None:
        return None
    return _measure_batches(
        "scaling-pdf",
        "Batches with PDF (LibreOffice, a worker per core)",
        [(count, _run_batch(folder, count, "libreoffice", None)) for count in counts],
        ("Peak memory is that of the largest single process, LibreOffice included.",),
    )


def measure_workers(folder: Path, documents: int, pdfs: int, rounds: int) -> Table:
    """One worker held to one core, beside two workers on two."""
    rows: list[tuple[str | float | int, ...]] = []
    kinds = [("docx", "none", documents)]
    if find_soffice() is not None:
        kinds.append(("PDF", "libreoffice", pdfs))
    for kind, engine, count in kinds:
        if not count:
            continue
        samples = alternate(
            {
                "one": partial(_time_batch, folder, count, engine, 1),
                "two": partial(_time_batch, folder, count, engine, 2),
            },
            1,
            rounds,
        )
        one, two = samples["one"], samples["two"]
        rows.append(
            (
                kind,
                count,
                round(one.wall, 2),
                round(two.wall, 2),
                round(one.wall / two.wall, 2),
                round(two.cpu / one.cpu, 2),
            )
        )
    heads = ("kind", "offices", "s on one core", "s on two", "times as fast", "cpu two / one")
    return Table("workers", "One core and two", heads, tuple(rows))


def measure_bare_soffice(folder: Path, count: int, rounds: int) -> Table | None:
    """The whole batch on two cores beside two bare processes of LibreOffice for its documents."""
    program = find_soffice()
    if program is None:
        return None
    made = folder / f"bare-{count}"
    _run_batch(folder, count, "none", 1, outputs=made)
    documents = sorted(made.rglob("*.docx"))
    if len(documents) < count:
        raise SystemExit(f"{len(documents)} documents of {count}")
    samples = alternate(
        {
            "ita-docs batch": lambda: _run_batch(folder, count, "libreoffice", 2).taken,
            "two soffice": lambda: _convert_bare(program, documents, "pdf"),
            "two soffice, tagged PDF/A": lambda: _convert_bare(program, documents, _TAGGED),
        },
        count,
        rounds,
    )
    bare = samples["two soffice"].wall
    rows = tuple(
        (name, round(s.wall * 1000, 1), round(s.cpu * 1000, 1), round(s.wall / bare, 2))
        for name, s in samples.items()
    )
    notes = (
        "The batch reads, checks, renders, converts, finishes, checks again, publishes and "
        "reports; the bare processes convert the same .docx files, in chunks, with the same "
        "fonts.",
    )
    heads = ("way", "ms wall per PDF", "ms cpu per PDF", "times bare")
    return Table("soffice", f"{count} PDFs on two cores", heads, rows, notes)


def _measure_batches(
    key: str, title: str, runs: Sequence[tuple[int, Run]], notes: tuple[str, ...]
) -> Table:
    rows = tuple(
        (
            count,
            round(run.taken.wall, 2),
            round(run.taken.cpu, 2),
            round(run.taken.wall * 1000 / count, 2),
            round(run.taken.cpu * 1000 / count, 2),
            round(run.peak),
        )
        for count, run in runs
    )
    heads = ("offices", "s wall", "s cpu", "ms wall each", "ms cpu each", "peak MiB")
    return Table(key, title, heads, rows, notes)


def _time_batch(folder: Path, count: int, engine: str, workers: int) -> Taken:
    return _run_batch(folder, count, engine, workers, pinned=workers == 1).taken


def _run_batch(
    folder: Path,
    count: int,
    engine: str,
    workers: int | None,
    *,
    pinned: bool = False,
    outputs: Path | None = None,
) -> Run:
    """One whole run of the command line into an empty output folder."""
    inputs = folder / f"inputs-{count}"
    book = next(inputs.glob("*.xlsx"), None) or material.write_workbook(inputs, count)
    out = outputs or folder / "outputs"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "ita_docs", "batch", str(book), "--large", "--quiet"]
    command += ["--outputs", str(out), "--pdf-engine", engine]
    command += ["--workers", str(workers)] if workers else []
    run = run_program(command, folder=folder, pinned=pinned)
    made = sum(1 for _ in out.rglob("*.docx" if engine == "none" else "*.pdf"))
    if run.code != 0 or made != count:  # a run that lost a document has no time worth knowing
        raise SystemExit(f"batch ({engine}) ended with {run.code}: {made} of {count} made")
    if outputs is None:
        shutil.rmtree(out, ignore_errors=True)
    return run


def _convert_bare(program: Path, documents: Sequence[Path], export: str) -> Taken:
    """Two processes at a time, each with its own profile and half of the documents."""
    real = program.resolve()
    binary = real.with_name("soffice.bin")
    real = binary if binary.is_file() else real
    halves = [documents[0::2], documents[1::2]]
    chunks = [
        [half[start : start + _PER_START] for start in range(0, len(half), _PER_START)]
        for half in halves
    ]
    with tempfile.TemporaryDirectory(prefix="ita-docs-bench-") as place:
        folder = Path(place)
        script = folder / "convert.sh"
        lines = [_write_half(folder / str(n), real, half, export) for n, half in enumerate(chunks)]
        script.write_text(" &\n".join(lines) + " &\nwait\n", encoding="utf-8")
        run = run_program(["sh", str(script)], folder=folder)
        made = sum(1 for _ in folder.rglob("*.pdf"))
        if made < len(documents):
            raise SystemExit(f"bare soffice made {made} PDFs of {len(documents)}")
    return run.taken


def _write_half(folder: Path, program: Path, chunks: Sequence[Sequence[Path]], export: str) -> str:
    """A shell script that converts the chunks one after the other; how to call it."""
    folder.mkdir()
    environment = build_environment(folder, program.parent)
    lines = [f"export {key}='{value}'" for key, value in environment.items()]
    for number, chunk in enumerate(chunks):
        work = folder / f"chunk-{number}"
        work.mkdir()
        write_profile(work / "profile", program.parent)
        for place, document in enumerate(chunk):
            shutil.copyfile(document, work / f"{place:04}.docx")
        lines += [
            f"cd '{work}'",
            f"'{program}' '-env:UserInstallation={(work / 'profile').as_uri()}' --headless "
            f"--nologo --nodefault --norestore --convert-to '{export}' --outdir out *.docx",
        ]
    script = folder / "half.sh"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"sh '{script}'"
