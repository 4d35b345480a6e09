"""The office's own pictures, emblem and signature: what kind a picture is, its size, its slot.

The slot without an emblem is an empty line as high as the picture would be. A transparent picture
with the words "Garuda emblem" would tell readers of a picture that is not there, and one without
words would be a figure without words, which PDF/UA forbids. A signature that is not there takes
no room: its style leaves room for the pen.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ita_docs.ooxml.wordml import WP, P, R, W, paragraph_of, write_before
from ita_docs.problems import InputError

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SCAN, _END = b"\xff\xda", b"\xff\xd9"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values per pixel by PNG's colour types."""
_PIECE = 1024 * 1024
_SHOWN = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
        b"cICP", b"bKGD", b"pHYs",
    }
)  # fmt: skip
"""Chunks that say how a PNG looks; the others say when, where, with what and by whom."""
_SPOKEN = re.compile(
    rb"[^\xff]*\xff+(?!\xe0..JFIF|\xe2..ICC_PROFILE|\xee..Adobe)[\xe0-\xef\xfe]", re.DOTALL
)
"""Segments of programs, and comments, but for those that say how a JPEG looks."""
_BARE = frozenset({0x00, 0x01, 0xD8, *range(0xD0, 0xD8)})
"""Markers without a length; 00 is a letter FF among the pixels."""
MAX_PICTURE = 5 * 1024 * 1024
"""Largest picture (bytes): every office's document carries its own copy of the emblem."""
MAX_PIXELS = 25_000_000
"""Largest picture in pixels: the emblem at 3 cm needs 0.5 million for print."""
# Start-of-frame markers, which carry the size; C4, C8 and CC are other things (ITU-T T.81).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

PICTURES = ("emblem", "signature")
"""The pictures that an office may give, as the placeholder of their slot names them."""
_CODES = {
    "emblem": ("emblem-unreadable", "emblem-too-large"),
    "signature": ("signature-unreadable", "signature-too-large"),
}
_KEEP_ROOM = ("emblem",)
_EMU_PER_TWIP = 635
_FORMAT, _SPACING = f"{{{W}}}pPr", f"{{{W}}}spacing"
_LINE, _RULE = f"{{{W}}}line", f"{{{W}}}lineRule"
# What comes behind w:spacing in a paragraph's properties (ECMA-376, 17.3.1.26).
_BEHIND = frozenset(
    f"{{{W}}}{name}"
    for name in (
        "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
        "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
        "pPrChange",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG picture: its file extension, media type, width and height in pixels."""

    extension: str
    media_type: str
    width: int
    height: int

    def part_of(self, name: str) -> str:
        """The part that holds it in a document as its emblem or signature."""
        return f"word/media/{name}.{self.extension}"


def read_picture(content: bytes, name: str = "emblem") -> Picture:
    """Recognise a whole PNG or JPEG by its own bytes.

    Raises InputError, for an emblem ``emblem-unreadable`` for anything else and
    ``emblem-too-large`` for a picture whose pixels would fill the memory of whoever opens the
    document.
    """
    try:
        return _recognise(content)
    except _UnreadableError as error:
        raise InputError(_CODES[name][0]) from error
    except _TooLargeError as error:
        megabytes, millions = MAX_PICTURE // 1024**2, MAX_PIXELS // 1_000_000
        raise InputError(_CODES[name][1], size=megabytes, pixels=millions) from error


class _UnreadableError(Exception):
    """No whole picture."""


class _TooLargeError(Exception):
    """A picture that fills the memory."""


@lru_cache(maxsize=8)
def _recognise(content: bytes) -> Picture:
    if len(content) > MAX_PICTURE:
        raise _TooLargeError
    try:
        if content.startswith(_PNG):
            return _read_png(content)
        if content.startswith(_JPEG):
            width, height = _jpeg_size(content)
            # The last of the scans ends with a marker; cameras write more after it.
            if content.rfind(_SCAN) < 0 or content.rfind(_END) < content.rfind(_SCAN):
                raise _UnreadableError
            picture = _checked(Picture("jpeg", "image/jpeg", width, height))
            strip_metadata(content)
            return picture
    except (struct.error, IndexError, ValueError, zlib.error) as error:
        raise _UnreadableError from error
    raise _UnreadableError


@lru_cache(maxsize=8)
def strip_metadata(content: bytes) -> bytes:
    """A picture that ``read_picture`` knows, without all that does not show: place, person,
    camera, comments, thumbnails, and what stands behind its end."""
    if content.startswith(_PNG):
        return b"".join((_PNG, *(chunk for kind, chunk in _list_chunks(content) if kind in _SHOWN)))
    return b"".join(_list_shown_segments(content))


def _list_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG up to its end, each with its kind."""
    position, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">L4s", png, position)
        yield kind, png[position : position + length + 12]
        position += length + 12


def _list_shown_segments(jpeg: bytes) -> Iterator[bytes]:
    """The pieces of a JPEG that show, in their order (ITU-T T.81, B.1)."""
    #   FF D8   FF E0 JFIF   FF E1 Exif   FF DB …   FF C0 …   FF DA scan   FF D9   what follows
    #   stays   stays        goes         stays     stays     stays        stays   goes
    position = 0
    while True:
        start = position
        position = jpeg.index(b"\xff", position)
        while jpeg[position] == 0xFF:
            position += 1
        marker = jpeg[position]
        position += 1
        if marker == 0xD9:
            yield jpeg[start:position]
            return
        if marker not in _BARE:
            (length,) = struct.unpack_from(">H", jpeg, position)
            position += length
        segment = jpeg[start:position]
        if not _SPOKEN.match(segment):
            yield segment


def _read_png(content: bytes) -> Picture:
    """Walk the chunks: header first, pixels as many as it says, end last (ISO/IEC 15948)."""
    header, pixels, position = b"", b"", len(_PNG)
    while True:
        length, kind = struct.unpack_from(">L4s", content, position)
        data = content[position + 8 : position + 8 + length]
        (checksum,) = struct.unpack_from(">L", content, position + 8 + length)
        if zlib.crc32(kind + data) != checksum or (kind == b"IHDR") == bool(header):
            raise _UnreadableError
        header = header or data
        if kind == b"IDAT":
            pixels += data
        if kind == b"IEND":
            break
        position += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">2L5B", header)
    picture = _checked(Picture("png", "image/png", width, height))
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise _UnreadableError
    row = (width * depth * _CHANNELS[colour] + 7) // 8 + 1
    # Seven passes have more rows, and so more filter bytes, than the picture is high.
    _inflate_pixels(pixels, row * height, slack=2 * (width + height) + 64 if interlaced else 0)
    return picture


def _inflate_pixels(pixels: bytes, size: int, slack: int) -> None:
    """Count what the pixels unpack to, a piece at a time; it must be what the header says."""
    stream = zlib.decompressobj()
    count, waiting = 0, pixels
    while waiting and not stream.eof and count <= size + slack:
        count += len(stream.decompress(waiting, _PIECE))
        waiting = stream.unconsumed_tail
    if not stream.eof or not size <= count <= size + slack:
        raise _UnreadableError


def _checked(picture: Picture) -> Picture:
    if not picture.width or not picture.height:
        raise _UnreadableError
    if picture.width * picture.height > MAX_PIXELS:
        raise _TooLargeError
    return picture


def _jpeg_size(content: bytes) -> tuple[int, int]:
    position = 2
    while True:
        while content[position] != 0xFF:
            position += 1
        while content[position] == 0xFF:
            position += 1
        marker = content[position]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">2H", content, position + 4)
            return width, height
        (length,) = struct.unpack_from(">H", content, position + 1)
        position += 1 + length


def leave_out_when_empty(drawing: etree._Element, name: str, height: int) -> None:
    """Put the run of a drawing under the condition that there is such a picture.

    Without an emblem the paragraph of an inline drawing is made as high as it (``height`` in EMU);
    a floating one, and a signature, takes no room.
    """
    run = next(drawing.iterancestors(R), None)
    paragraph = paragraph_of(drawing)
    if run is None or paragraph is None or run.getparent() is None:
        return
    given = f"_{name}_given"
    write_before(run, f"{{% if {given} %}}")
    run.tail = "{% endif %}" + (run.tail or "")
    if name in _KEEP_ROOM and drawing.tag == f"{{{WP}}}inline" and paragraph.tag == P:
        _keep_room(paragraph, given, str(round(height / _EMU_PER_TWIP)))


def _keep_room(paragraph: etree._Element, given: str, twips: str) -> None:
    properties = paragraph.find(_FORMAT)
    if properties is None:
        properties = etree.Element(_FORMAT)
        paragraph.insert(0, properties)
        # What stood before the first run, the condition among it, stays before it.
        properties.tail, paragraph.text = paragraph.text, None
    spacing = properties.find(_SPACING)
    if spacing is not None:
        for name, usual, empty in ((_LINE, "240", twips), (_RULE, "auto", "exact")):
            with_picture = spacing.get(name, usual)
            spacing.set(name, f"{{% if {given} %}}{with_picture}{{% else %}}{empty}{{% endif %}}")
        return
    spacing = etree.Element(_SPACING, {_LINE: twips, _RULE: "exact"})
    follows = next((child for child in properties if child.tag in _BEHIND), None)
    properties.insert(len(properties) if follows is None else properties.index(follows), spacing)
    write_before(spacing, f"{{% if not {given} %}}")
    spacing.tail = "{% endif %}" + (spacing.tail or "")
