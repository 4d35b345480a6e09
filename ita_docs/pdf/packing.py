"""The bytes of a finished PDF: packed once, the same for the same content, no length in doubt.

An engine numbers some objects by chance. qpdf, which writes a file loosely, numbers every object in
the order in which it is reached from the trailer; what it wrote is packed here as it stands, so
that the PDF is read once and written once:

    written by qpdf                       packed
    1 0 obj << /Type /Catalog … endobj    stream of objects: 1 3 4 … deflated together
    2 0 obj << /Length 31933 >> stream …  2 0 obj << /Length 4033 /Filter /FlateDecode >> stream …
    xref, a line of text an object        a stream with some bytes an object (ISO 32000-1, 7.5.7-8)

A stream ends before a line end, and one whose last byte is a carriage return could be meant to end
a byte sooner, which PDF/A forbids. The last byte of deflated data is that of its check sum, so one
stream in 256 ends so, whatever the compression:

    … 9C 0D  0A endstream     is 0D the last byte, or is 0D 0A the line end?
    … 9C 0D 00  0A endstream  0D is; what unpacks the data stops before the 00
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Sequence

import pikepdf

_PER_STREAM = 200
"""Objects of one stream: what shows one of them unpacks them all."""
_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_TRAILER = re.compile(rb"trailer << (.*) /Size (\d+) /ID \[.*?\] >>\nstartxref\n(\d+)\n", re.DOTALL)
_LENGTH = re.compile(rb" /Length (\d+) >>\nstream\n")
_END, _STREAM_END = b"\nendobj\n", b"\nendstream\nendobj\n"
_IN_STREAM, _BY_PLACE = 2, 1
_LEAST_VERSION = b"1.5"
"""The first that knows streams of objects."""


class PackingError(Exception):
    """A loose file that is not as qpdf has written it so far."""


def write_packed(pdf: pikepdf.Pdf) -> bytes:
    """The file's bytes, compressed; the same for the same content, whatever its numbers were.

    Raises PackingError.
    """
    for key in ("/ID", "/DocChecksum"):  # by which an engine tells one run from the next
        if key in pdf.trailer:
            del pdf.trailer[key]
    loose = io.BytesIO()
    pdf.save(
        loose,
        min_version=_LEAST_VERSION.decode(),
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        static_id=True,
    )
    return pack(loose.getvalue())


def pack(loose: bytes) -> bytes:
    """The same file with its objects in streams and everything deflated.

    ``loose`` is as qpdf writes it: objects from 1 without a gap, in order, each behind the last.
    """
    trailer = _TRAILER.search(loose, max(0, loose.rfind(b"\ntrailer << ")))
    if trailer is None:
        raise PackingError("no trailer")
    entries, size = trailer[1], int(trailer[2])
    head = loose[: max(0, loose.find(b"1 0 obj\n"))]
    pieces, places = [head], [(0, 0, 0)] * size
    plain: list[tuple[int, bytes]] = []
    place = len(head)
    for number, content in _split(loose, len(head), size, int(trailer[3])):
        if content.endswith(_STREAM_END):
            pieces.append(b"%d 0 obj\n%s" % (number, _deflate_stream(content)))
            places[number] = (_BY_PLACE, place, 0)
            place += len(pieces[-1])
        else:
            plain.append((number, content[: -len(_END)]))
    for start in range(0, len(plain), _PER_STREAM):
        held = plain[start : start + _PER_STREAM]
        for index, (number, _) in enumerate(held):
            places[number] = (_IN_STREAM, len(places), index)
        pieces.append(b"%d 0 obj\n%s" % (len(places), _hold_objects(held)))
        places.append((_BY_PLACE, place, 0))
        place += len(pieces[-1])
    places.append((_BY_PLACE, place, 0))
    mark = hashlib.sha256(b"".join(pieces)).hexdigest()[:32].encode()
    entries += b" /ID [<%s><%s>]" % (mark, mark)
    pieces.append(b"%d 0 obj\n%s" % (len(places) - 1, _list_places(places, entries)))
    return b"".join([*pieces, b"startxref\n%d\n%%%%EOF\n" % place])


def _split(loose: bytes, start: int, size: int, table: int) -> Iterator[tuple[int, bytes]]:
    """The number of each object, and what stands between ``obj`` and the next object."""
    first = loose.index(b"\n", loose.index(b"\n", table) + 1) + 1
    lines = loose[first:].split(b"\n", size)
    starts = [int(line[:10]) for line in lines[1:size]]
    if starts[:1] != [start]:
        raise PackingError("objects that do not begin with the first")
    for at, end in zip(starts, [*starts[1:], table], strict=True):
        found = _OBJECT.match(loose, at)
        if found is None:
            raise PackingError(f"no object at {at}")
        yield int(found[1]), loose[found.end() : end]


def _deflate_stream(content: bytes) -> bytes:
    """A stream of the file: deflated if it is not yet, and with an end that is beyond doubt."""
    for found in _LENGTH.finditer(content):
        length = int(found[1])
        if found.end() + length + len(_STREAM_END) == len(content):
            break
    else:
        raise PackingError(f"a stream of unknown length: {content[:40]!r}")
    entries, data = content[: found.start()], content[found.end() : found.end() + length]
    if b"/Type /Metadata" in entries:  # which is found by looking for its letters
        return content
    if b"/Filter" in entries:
        return _make_stream(entries, data) if b"/FlateDecode" in entries else content
    return _make_stream(entries + b" /Filter /FlateDecode", zlib.compress(data))


def _make_stream(entries: bytes, deflated: bytes) -> bytes:
    if deflated.endswith(b"\r"):
        deflated += b"\0"
    return b"%s /Length %d >>\nstream\n%s%s" % (entries, len(deflated), deflated, _STREAM_END)


def _hold_objects(held: Sequence[tuple[int, bytes]]) -> bytes:
    """A stream of objects: number and place of each, then the objects."""
    index, place = [], 0
    for number, content in held:
        index.append(b"%d %d" % (number, place))
        place += len(content) + 1
    first = b" ".join(index) + b"\n"
    data = zlib.compress(first + b"\n".join(content for _, content in held))
    entries = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode"
    return _make_stream(entries % (len(held), len(first)), data)


def _list_places(places: Sequence[tuple[int, int, int]], entries: bytes) -> bytes:
    """The table of all objects as a stream, each column as what it adds to the line above."""
    width = (max(place for _, place, _ in places).bit_length() + 7) // 8
    columns = [bytes(kind for kind, _, _ in places)]
    for shift in reversed(range(0, width * 8, 8)):
        columns.append(bytes(place >> shift & 0xFF for _, place, _ in places))
    columns.append(bytes(index for _, _, index in places))
    table = bytearray(len(places) * (len(columns) + 1))
    table[:: len(columns) + 1] = b"\2" * len(places)  # PNG's way "up"
    for at, column in enumerate(columns, start=1):
        above = b"\0" + column
        added = bytes((b - a) & 0xFF for a, b in zip(above, column, strict=False))
        table[at :: len(columns) + 1] = added
    return _make_stream(
        b"<< /Type /XRef /Size %d /W [1 %d 1] %s /Filter /FlateDecode"
        b" /DecodeParms << /Predictor 12 /Columns %d >>"
        % (len(places), width, entries, len(columns)),
        zlib.compress(bytes(table)),
    )
