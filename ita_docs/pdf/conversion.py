"""From finished .docx bytes to a delivered PDF: copy, engine, finish, gate."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TypeGuard

from ita_docs.pdf.engines import Engine
from ita_docs.pdf.finishing import finish_pdf
from ita_docs.pdf.fonts import ALLOWED_FONTS
from ita_docs.pdf.gate import check_pdf
from ita_docs.pdf.render_copy import RenderCopy, build_render_copy, keeps_rows_together
from ita_docs.problems import ConversionError, Problem

_OWN_FONTS: dict[str, tuple[str, ...]] = {
    # On the office's own machine Word uses the TH Sarabun that is installed there.
    "word": ("THSarabun", "TH Sarabun"),
}


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


def convert_to_pdf(docx: bytes, engine: Engine, *, timeout: float = 120.0) -> PdfFile:
    """Convert one .docx; ``timeout`` in seconds.

    Raises `ConversionError` when the engine fails or its PDF does not pass, `OutputError` when
    there is no room for temporary files.
    """
    (result,) = convert_many([docx], engine, timeout=timeout)
    if isinstance(result, ConversionError):
        raise result
    return result


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
    places = list(range(len(documents)))
    lost: dict[int, ConversionError] = {}
    with closing(_convert_round(documents, places, engine, timeout)) as results:
        for place, result in results:
            if _may_have_been_cut(result, documents[place], engine):
                lost[place] = result
            else:
                yield place, result
    if not lost:
        return
    # A row that is kept together but is taller than the page was cut: once more, with rows split.
    with closing(_convert_round(documents, list(lost), engine, timeout, split_rows=True)) as again:
        yield from again


def _may_have_been_cut(
    result: PdfFile | ConversionError, docx: bytes, engine: Engine
) -> TypeGuard[ConversionError]:
    return (
        isinstance(result, ConversionError)
        and result.code == "pdf-text-missing"
        and engine.name != "word"
        and keeps_rows_together(docx)
    )


def _convert_round(
    documents: Sequence[bytes],
    places: Sequence[int],
    engine: Engine,
    timeout: float,
    *,
    split_rows: bool = False,
) -> Generator[tuple[int, PdfFile | ConversionError]]:
    """Give these documents to the engine once, and finish what comes back."""
    copies: dict[int, RenderCopy] = {}
    for place in places:
        try:
            copies[place] = build_render_copy(documents[place], engine.name, split_rows=split_rows)
        except ConversionError as error:
            yield place, error
    order = list(copies)
    with closing(
        engine.convert_each([copy.docx for copy in copies.values()], timeout=timeout)
    ) as converted:
        for number, raw in converted:
            place = order[number]
            if isinstance(raw, ConversionError):
                yield place, raw
            else:
                yield place, _finish(raw, copies[place], engine)


def _finish(raw: bytes, copy: RenderCopy, engine: Engine) -> PdfFile | ConversionError:
    producer = f"{engine.label} {engine.version}"
    try:
        data, notes = finish_pdf(raw, copy, producer)
        allowed = (*ALLOWED_FONTS, *_OWN_FONTS.get(engine.name, ()))
        fonts = check_pdf(data, copy.said, allowed, engine=producer)
    except ConversionError as error:
        return error
    replaced = tuple(Problem("pdf-font-replaced", values={"font": f}) for f in copy.families)
    return PdfFile(data, producer, fonts, notes + replaced)
