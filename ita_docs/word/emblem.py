"""The office's emblem: what kind of picture it is and how many pixels it measures."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

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
