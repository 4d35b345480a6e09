"""The office's emblem: what kind of picture it is, how many pixels it measures, and its slot.

The slot without an emblem is an empty line as high as the picture would be. A transparent picture
with the words "Garuda emblem" would tell readers of a picture that is not there, and one without
words would be a figure without words, which PDF/UA forbids.
"""

from __future__ import annotations

import struct
import zlib
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
MAX_PICTURE = 5 * 1024 * 1024
"""Largest picture (bytes): every office's document carries its own copy of the emblem."""
MAX_PIXELS = 25_000_000
"""Largest picture in pixels: the emblem at 3 cm needs 0.5 million for print."""
# Start-of-frame markers, which carry the size; C4, C8 and CC are other things (ITU-T T.81).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

_EMU_PER_TWIP = 635
_FORMAT, _SPACING = f"{{{W}}}pPr", f"{{{W}}}spacing"
_LINE, _RULE = f"{{{W}}}line", f"{{{W}}}lineRule"
_GIVEN, _MISSING = "{% if _emblem_given %}", "{% if not _emblem_given %}"
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

    @property
    def part(self) -> str:
        """The part that holds it in a document."""
        return f"word/media/emblem.{self.extension}"


@lru_cache(maxsize=8)
def read_picture(content: bytes) -> Picture:
    """Recognise a whole PNG or JPEG by its own bytes.

    Raises InputError: ``emblem-unreadable`` for anything else, ``emblem-too-large`` for a picture
    whose pixels would fill the memory of whoever opens the document.
    """
    if len(content) > MAX_PICTURE:
        raise _too_large()
    try:
        if content.startswith(_PNG):
            return _read_png(content)
        if content.startswith(_JPEG):
            width, height = _jpeg_size(content)
            # The last of the scans ends with a marker; cameras write more after it.
            if content.rfind(_SCAN) < 0 or content.rfind(_END) < content.rfind(_SCAN):
                raise InputError("emblem-unreadable")
            return _checked(Picture("jpeg", "image/jpeg", width, height))
    except (struct.error, IndexError, zlib.error) as error:
        raise InputError("emblem-unreadable") from error
    raise InputError("emblem-unreadable")


def _read_png(content: bytes) -> Picture:
    """Walk the chunks: header first, pixels as many as it says, end last (ISO/IEC 15948)."""
    header, pixels, position = b"", b"", len(_PNG)
    while True:
        length, kind = struct.unpack_from(">L4s", content, position)
        data = content[position + 8 : position + 8 + length]
        (checksum,) = struct.unpack_from(">L", content, position + 8 + length)
        if zlib.crc32(kind + data) != checksum or (kind == b"IHDR") == bool(header):
            raise InputError("emblem-unreadable")
        header = header or data
        if kind == b"IDAT":
            pixels += data
        if kind == b"IEND":
            break
        position += 12 + length
    width, height, depth, colour, _, _, interlaced = struct.unpack(">2L5B", header)
    picture = _checked(Picture("png", "image/png", width, height))
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise InputError("emblem-unreadable")
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
        raise InputError("emblem-unreadable")


def _checked(picture: Picture) -> Picture:
    if not picture.width or not picture.height:
        raise InputError("emblem-unreadable")
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large()
    return picture


def _too_large() -> InputError:
    megabytes, millions = MAX_PICTURE // 1024**2, MAX_PIXELS // 1_000_000
    return InputError("emblem-too-large", size=megabytes, pixels=millions)


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


def leave_out_when_empty(drawing: etree._Element, height: int) -> None:
    """Put the run of a drawing under the condition that there is an emblem.

    Without one the paragraph of an inline drawing is made as high as it (``height`` in EMU); a
    floating one takes no room.
    """
    run = next(drawing.iterancestors(R), None)
    paragraph = paragraph_of(drawing)
    if run is None or paragraph is None or run.getparent() is None:
        return
    write_before(run, _GIVEN)
    run.tail = "{% endif %}" + (run.tail or "")
    if drawing.tag == f"{{{WP}}}inline" and paragraph.tag == P:
        _keep_room(paragraph, str(round(height / _EMU_PER_TWIP)))


def _keep_room(paragraph: etree._Element, twips: str) -> None:
    properties = paragraph.find(_FORMAT)
    if properties is None:
        properties = etree.Element(_FORMAT)
        paragraph.insert(0, properties)
        # What stood before the first run, the condition among it, stays before it.
        properties.tail, paragraph.text = paragraph.text, None
    spacing = properties.find(_SPACING)
    if spacing is not None:
        for name, usual, empty in ((_LINE, "240", twips), (_RULE, "auto", "exact")):
            given = spacing.get(name, usual)
            spacing.set(name, f"{_GIVEN}{given}{{% else %}}{empty}{{% endif %}}")
        return
    spacing = etree.Element(_SPACING, {_LINE: twips, _RULE: "exact"})
    follows = next((child for child in properties if child.tag in _BEHIND), None)
    properties.insert(len(properties) if follows is None else properties.index(follows), spacing)
    write_before(spacing, _MISSING)
    spacing.tail = "{% endif %}" + (spacing.tail or "")
