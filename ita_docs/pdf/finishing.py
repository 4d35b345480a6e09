"""From the engine's PDF to the delivered one: PDF/A-2b, PDF/UA-1, the same bytes every time."""

from __future__ import annotations

import pikepdf

from ita_docs.pdf.accessibility import drop_comments, is_tagged, mark_rules, mend_tags
from ita_docs.pdf.charts.stamping import stamp_drawings
from ita_docs.pdf.colour import write_output_intent
from ita_docs.pdf.embedded_fonts import drop_hinting
from ita_docs.pdf.glyph_text import rewrite_glyph_text
from ita_docs.pdf.holding import release_held
from ita_docs.pdf.metadata import Claims, write_metadata
from ita_docs.pdf.opening import open_pdf
from ita_docs.pdf.packing import PackingError, write_packed
from ita_docs.pdf.pagination import Breaks, find_breaks
from ita_docs.pdf.render_copy import RenderCopy
from ita_docs.pdf.structure import Tags, read_tags
from ita_docs.pdf.table_lists import tag_lists
from ita_docs.pdf.thai_digits import map_digits_to_thai
from ita_docs.problems import ConversionError, Problem

LANGUAGE = "th-TH"


def finish_pdf(
    raw: bytes, copy: RenderCopy, producer: str, *, turn: bool = False
) -> tuple[bytes, tuple[Problem, ...]] | Breaks:
    """Finish the engine's PDF; the bytes, and what could not be reached as notes.

    ``producer`` is the engine's name and version. With ``turn`` a PDF whose pages the engine has
    broken badly is not finished: what comes back is where pages must begin in the next copy.
    Raises `ConversionError` when the engine's bytes are no PDF, or that of another document.
    """
    notes: list[Problem] = []
    try:
        with open_pdf(raw) as pdf:
            _check_mark(pdf, copy.mark, producer)
            tagged = is_tagged(pdf)
            tags = read_tags(pdf) if tagged else Tags()
            if tagged:
                release_held(tags, copy.held)
                if turn and (breaks := find_breaks(pdf, tags, copy.tables) - copy.breaks):
                    return breaks
            # What is drawn once more is not worked on before.
            if copy.engine == "rdocx":
                rewrite_glyph_text(pdf)
            drop_comments(pdf)
            if tagged:
                tag_lists(pdf, tags, copy.cells)
            if not tagged:
                notes.append(Problem("pdf-not-tagged", values={"engine": producer}))
            elif not mend_tags(pdf, tags, copy.alt_texts):
                tagged = False
                notes.append(Problem("pdf-picture-without-words"))
            if tagged:
                mark_rules(pdf)
            map_digits_to_thai(pdf)
            drop_hinting(pdf)
            stamp_drawings(pdf, copy.drawings, producer)
            pdf.Root.Lang = pikepdf.String(LANGUAGE)
            pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
            write_output_intent(pdf)
            write_metadata(pdf, Claims(copy.title, copy.creator, producer, tagged))
            data = write_packed(pdf)
    except (pikepdf.PdfError, PackingError) as error:
        raise ConversionError("pdf-unreadable", reason=error) from error
    return data, tuple(notes)


def _check_mark(pdf: pikepdf.Pdf, mark: str, producer: str) -> None:
    """See that the engine made this PDF from the copy it was given, and from no other."""
    if mark not in str(pdf.docinfo.get("/Keywords", "")):
        raise ConversionError("pdf-of-another-document", engine=producer)
