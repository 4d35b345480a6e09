"""From the engine's PDF to the delivered one: PDF/A-2b, PDF/UA-1, the same bytes every time."""

from __future__ import annotations

import io
import zlib

import pikepdf

from ita_docs.pdf.accessibility import drop_comments, is_tagged, mark_rules, mend_tags
from ita_docs.pdf.charts.stamping import stamp_drawings
from ita_docs.pdf.colour import write_output_intent
from ita_docs.pdf.embedded_fonts import drop_hinting
from ita_docs.pdf.glyph_text import rewrite_glyph_text
from ita_docs.pdf.holding import release_held
from ita_docs.pdf.metadata import Claims, write_metadata
from ita_docs.pdf.opening import open_pdf
from ita_docs.pdf.pagination import Breaks, find_breaks
from ita_docs.pdf.render_copy import RenderCopy
from ita_docs.pdf.table_lists import tag_lists
from ita_docs.pdf.thai_digits import map_digits_to_thai
from ita_docs.problems import ConversionError, Problem

LANGUAGE = "th-TH"
_RETURN = 0x0D
_DOUBTFUL = b"\r\nendstream"


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
            if tagged:
                release_held(pdf, copy.held)
                if turn and (breaks := find_breaks(pdf, copy.tables) - copy.breaks):
                    return breaks
            # What is drawn once more is not worked on before.
            if copy.engine == "rdocx":
                rewrite_glyph_text(pdf)
            drop_comments(pdf)
            if tagged:
                tag_lists(pdf, copy.cells)
            if not tagged:
                notes.append(Problem("pdf-not-tagged", values={"engine": producer}))
            elif not mend_tags(pdf, copy.alt_texts):
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
            data = _save(pdf)
    except pikepdf.PdfError as error:
        raise ConversionError("pdf-unreadable", reason=error) from error
    return data, tuple(notes)


def _check_mark(pdf: pikepdf.Pdf, mark: str, producer: str) -> None:
    """See that the engine made this PDF from the copy it was given, and from no other."""
    if mark not in str(pdf.docinfo.get("/Keywords", "")):
        raise ConversionError("pdf-of-another-document", engine=producer)


def _save(pdf: pikepdf.Pdf) -> bytes:
    """The bytes, the same for the same content.

    LibreOffice numbers its fonts by chance. The first, loose saving numbers every object in the
    order in which it is reached; the second compresses and packs them in that order.
    """
    loose = io.BytesIO()
    _drop_marks(pdf)
    pdf.save(
        loose,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        static_id=True,
    )
    with open_pdf(loose.getvalue()) as ordered:
        _drop_marks(ordered)
        return _pack(ordered)


def _pack(pdf: pikepdf.Pdf) -> bytes:
    """The compressed bytes, in which the length of every stream is beyond doubt.

    A stream ends before a line end, and one whose last byte is a carriage return could be meant to
    end a byte sooner, which PDF/A forbids. The last byte of deflated data is that of its check sum,
    so one stream in 256 ends so, whatever the compression:

        … 9C 0D  0A endstream     is 0D the last byte, or is 0D 0A the line end?
        … 9C 0D 00  0A endstream  0D is; what unpacks the data stops before the 00

    The streams that hold the objects, and the table of them, are written at saving: there another
    object or two make another check sum.
    """
    packed = _compress(pdf)
    for key in ("/MarkInfo", "/ViewerPreferences", "/OutputIntents"):
        if _DOUBTFUL not in packed:
            break
        _pad_streams(pdf)
        packed = _compress(pdf)
        if _DOUBTFUL in packed and key in pdf.Root:
            pdf.Root[key] = pdf.make_indirect(pdf.Root[key])
            packed = _compress(pdf)
    return packed


def _compress(pdf: pikepdf.Pdf) -> bytes:
    packed = io.BytesIO()
    pdf.save(
        packed,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return packed.getvalue()


def _pad_streams(pdf: pikepdf.Pdf) -> None:
    """Deflate the streams that would end in a carriage return, and put a byte behind it."""
    for stream in pdf.objects:
        if not isinstance(stream, pikepdf.Stream) or stream.get("/Type") == "/Metadata":
            continue
        data = stream.read_raw_bytes()
        if "/Filter" not in stream and zlib.adler32(data) & 0xFF == _RETURN:
            stream.write(zlib.compress(data) + b"\0", filter=pikepdf.Name.FlateDecode)
        elif stream.get("/Filter") == "/FlateDecode" and data.endswith(b"\r"):
            parameters = stream.get("/DecodeParms", pikepdf.Dictionary())
            assert isinstance(parameters, pikepdf.Dictionary)  # an array goes with several filters
            name = pikepdf.Name.FlateDecode
            stream.write(data + b"\0", filter=name, decode_parms=parameters or None)


def _drop_marks(pdf: pikepdf.Pdf) -> None:
    """Take away the identifiers by which the engine tells one run from the next."""
    for key in ("/ID", "/DocChecksum"):
        if key in pdf.trailer:
            del pdf.trailer[key]
