"""From finished .docx bytes to a delivered PDF: copy, engine, finish, gate."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from ita_docs.pdf.engines import Engine
from ita_docs.pdf.finishing import finish_pdf
from ita_docs.pdf.fonts import ALLOWED_FONTS
from ita_docs.pdf.gate import check_pdf
from ita_docs.pdf.pagination import Breaks
from ita_docs.pdf.render_copy import RenderCopy, build_render_copy, keeps_rows_together
from ita_docs.problems import ConversionError, Problem

_OWN_FONTS: dict[str, tuple[str, ...]] = {
    # On the office's own machine Word uses the TH Sarabun that is installed there.
    "word": ("THSarabun", "TH Sarabun"),
}


_TURNS = 3
"""How often a document is given to the engine: once, and again where its pages were broken badly
(the text above a table first, its last row in the turn after)."""


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A PDF that passed every check.

    ``engine`` is the name and version of what made it, ``fonts`` the PostScript names of its
    fonts, ``notes`` what a reader should know of it.
    """

    data: bytes
    engine: str
    fonts: tuple[str, ...]
    notes: tuple[Problem, ...]


def convert_many(
    documents: Sequence[bytes], engine: Engine, *, timeout: float = 120.0
) -> list[PdfFile | ConversionError]:
    """Convert many, each with its result or its own error, in the order given.

    ``timeout`` is in seconds per document; a stuck one does not sink the others.
    """
    results: dict[int, PdfFile | ConversionError] = {}
    with closing(convert_each(documents, engine, timeout=timeout)) as each:
        for index, result in each:
            results[index] = result
    return [results[index] for index in range(len(documents))]


def convert_each(
    documents: Sequence[bytes], engine: Engine, *, timeout: float = 120.0
) -> Generator[tuple[int, PdfFile | ConversionError]]:
    """Like `convert_many`, but give each result with its place as soon as it is finished.

    Finishing one document then overlaps with the engine's work on the next.
    """
    # documents      engine          what comes back                            finished
    # 0 1 2 3   ──>  0 1 2 3   ──┬─> 0 and 3 are as they should be ───────────> 0, 3
    #                            ├─> 1 leaves a signature alone    ─┐
    #                            └─> 2 lacks words of a tall row   ─┤
    # 1, with   ──>  1 2       ────> both are as they should be <───┘ ────────> 1, 2
    #   a break; 2, its rows let split
    waiting = {index: _Remedy() for index in range(len(documents))}
    turns_left = _TURNS
    while waiting:
        turns_left -= 1
        copies: dict[int, RenderCopy] = {}
        remedies, waiting = waiting, {}
        for index, remedy in remedies.items():
            try:
                copies[index] = build_render_copy(
                    documents[index], engine.name, remedy.breaks, split_rows=remedy.split_rows
                )
            except ConversionError as error:
                yield index, error
        places = list(copies)
        with closing(
            engine.convert_each([copy.docx for copy in copies.values()], timeout=timeout)
        ) as converted:
            for place, raw in converted:
                index = places[place]
                remedy = remedies[index]
                made = _finish(raw, copies[index], engine, turn=turns_left > 0)
                if isinstance(made, frozenset):
                    waiting[index] = replace(remedy, breaks=copies[index].breaks | made)
                elif not remedy.split_rows and _may_have_been_cut(made, documents[index], engine):
                    waiting[index] = replace(remedy, split_rows=True)
                else:
                    yield index, made


@dataclass(frozen=True, slots=True)
class _Remedy:
    """What the next copy of a document does otherwise: where pages begin, whether rows split."""

    breaks: Breaks = frozenset()
    split_rows: bool = False


def _may_have_been_cut(made: PdfFile | ConversionError, docx: bytes, engine: Engine) -> bool:
    """Whether words may be missing because a row that is kept together is taller than the page."""
    return (
        isinstance(made, ConversionError)
        and made.code == "pdf-text-missing"
        and engine.name != "word"
        and keeps_rows_together(docx)
    )


def _finish(
    raw: bytes | ConversionError, copy: RenderCopy, engine: Engine, *, turn: bool
) -> PdfFile | ConversionError | Breaks:
    if isinstance(raw, ConversionError):
        return raw
    producer = f"{engine.label} {engine.version}"
    try:
        finished = finish_pdf(raw, copy, producer, turn=turn)
        if isinstance(finished, frozenset):
            return finished
        data, notes = finished
        allowed = (*ALLOWED_FONTS, *_OWN_FONTS.get(engine.name, ()))
        drawn = [line for drawing in copy.drawings for line in drawing.lines]
        fonts = check_pdf(data, copy.said, allowed, drawn=drawn, engine=producer)
    except ConversionError as error:
        return error
    replaced = tuple(Problem("pdf-font-replaced", values={"font": f}) for f in copy.families)
    return PdfFile(data, producer, fonts, notes + replaced)
