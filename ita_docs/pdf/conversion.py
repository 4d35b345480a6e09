"""From finished .docx bytes to a delivered PDF: copy, engine, finish, gate."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from ita_docs.pdf.engines import Engine
from ita_docs.pdf.finishing import finish_pdf
from ita_docs.pdf.fonts import ALLOWED_FONTS
from ita_docs.pdf.gate import check_pdf
from ita_docs.pdf.render_copy import RenderCopy, build_render_copy
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
    copies: dict[int, RenderCopy] = {}
    for index, docx in enumerate(documents):
        try:
            copies[index] = build_render_copy(docx, engine.name)
        except ConversionError as error:
            yield index, error
    places = list(copies)
    with closing(
        engine.convert_each([copy.docx for copy in copies.values()], timeout=timeout)
    ) as converted:
        for place, raw in converted:
            index = places[place]
            if isinstance(raw, ConversionError):
                yield index, raw
            else:
                yield index, _finish(raw, copies[index], engine)


def _finish(raw: bytes, copy: RenderCopy, engine: Engine) -> PdfFile | ConversionError:
    producer = f"{engine.label} {engine.version}"
    try:
        data, notes = finish_pdf(raw, copy, producer)
        fonts = check_pdf(data, (*ALLOWED_FONTS, *_OWN_FONTS.get(engine.name, ())))
    except ConversionError as error:
        return error
    replaced = tuple(Problem("pdf-font-replaced", values={"font": f}) for f in copy.families)
    return PdfFile(data, producer, fonts, notes + replaced)
