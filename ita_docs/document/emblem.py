"""The office's emblem: what kind of picture it is and how many pixels it measures."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ita_docs.errors import InputError

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
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


def read_picture(content: bytes) -> Picture:
    """Recognise a PNG or JPEG by its own bytes.

    Raises InputError (``emblem-unreadable``) for anything else.
    """
    try:
        if content.startswith(_PNG) and content[12:16] == b"IHDR":
            width, height = struct.unpack_from(">2L", content, 16)
            return _checked(Picture("png", "image/png", width, height))
        if content.startswith(_JPEG):
            width, height = _jpeg_size(content)
            return _checked(Picture("jpeg", "image/jpeg", width, height))
    except (struct.error, IndexError) as error:
        raise InputError("emblem-unreadable") from error
    raise InputError("emblem-unreadable")


def _checked(picture: Picture) -> Picture:
    if not picture.width or not picture.height:
        raise InputError("emblem-unreadable")
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
