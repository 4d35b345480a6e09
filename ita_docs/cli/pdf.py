"""The command for a Word file that somebody edited: pdf."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ita_docs.cli.options import take_options, take_paths
from ita_docs.cli.output import choose_lang, phrase, say, say_error, say_problems
from ita_docs.problems import ExitCode, ItaDocsError, Lang, Location, Problem, Words
from ita_docs.settings import merge_settings


@click.command(help="สร้าง PDF จากไฟล์ Word ที่แก้ไขแล้ว วางไว้ข้างกัน (the PDF of a Word file, beside it)")
@take_paths("documents", required=True)
@take_options("pdf")
def pdf(documents: tuple[Path, ...], overwrite: str | None, lang: str | None, **making: Any) -> int:
    """Make the PDF of each Word file as build does, and put it beside the Word file."""
    from ita_docs.batch.beside import make_pdfs_beside
    from ita_docs.pdf import find_engine

    tongue = choose_lang(lang)
    settings = merge_settings({}, making)
    engine = find_engine(settings.pdf_engine)
    if engine is None:
        raise click.UsageError(phrase("pdf-needs-engine", tongue))
    results = make_pdfs_beside(
        documents, engine, timeout=settings.timeout, overwrite=overwrite is not None
    )
    codes = [
        _say_result(path, result, tongue)
        for path, result in zip(dict.fromkeys(documents), results, strict=True)
    ]
    bad = [code for code in codes if code]
    return bad[0] if len(codes) == 1 and bad else int(ExitCode.PARTIAL) if bad else 0


def _say_result(path: Path, result: Any, lang: Lang) -> int:
    if isinstance(result, ItaDocsError):
        say_error(result, lang)
        return int(result.exit_code)
    problems = list(result.notes)
    if result.path is None:
        values = {"beside": Words("", "")}
        at = Location(str(path.with_suffix(".pdf")))
        problems = [Problem("edited-by-hand", at, values=values)]
    if result.aside is not None:
        problems.append(Problem("edited-put-aside", Location(str(result.aside))))
    say_problems(problems, lang, accepted=frozenset(), err=True)
    if result.path is None:
        return int(ExitCode.PARTIAL)
    say("pdf", lang, path=result.path, engine=result.engine)
    return int(ExitCode.DONE)
