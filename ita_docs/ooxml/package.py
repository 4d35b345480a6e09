"""Office packages (zips of the Open Packaging Conventions), written the same each time.

Members keep their compressed bytes, so that what a document does not change is copied and not
compressed anew; so do the pieces of a ``Form`` that never change. Every timestamp is 1980-01-01,
the earliest that a zip can say.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

_HEADER = struct.Struct("<5H3L2H")
_LOCAL, _CENTRAL = b"PK\3\4", b"PK\1\2\x14\0"
_LOCAL_SIZE = len(_LOCAL) + _HEADER.size
_NO_ATTRIBUTES = bytes(10)
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8_NAME = 0x800
_FIRST_OF_1980 = 0x21
_STORED_BLOCK = struct.Struct("<B2H")
_LARGEST_BLOCK = 0xFFFF
_LAST_BLOCK = b"\x03\x00"
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_ZIP_ERRORS = (
    zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error,
    struct.error,
)  # fmt: skip


class PackageError(Exception):
    """Bytes that are no sound package, or one that lacks a part."""


@dataclass(frozen=True)
class Member:
    """One member of a package, ready to be written: ``data`` is what stands in the zip."""

    name: str
    data: bytes
    crc: int
    size: int
    deflated: bool

    def content(self) -> bytes:
        """The member's own bytes."""
        return zlib.decompress(self.data, -zlib.MAX_WBITS) if self.deflated else self.data

    @cached_property
    def header(self) -> bytes:
        """What the zip says of the member, in front of it and in the table at the end alike."""
        return _HEADER.pack(
            _VERSION,
            0 if self.name.isascii() else _UTF8_NAME,
            _DEFLATED if self.deflated else _STORED,
            0,
            _FIRST_OF_1980,
            self.crc,
            len(self.data),
            self.size,
            len(self.name.encode()),
            0,
        )


def pack(name: str, content: bytes, *, level: int = 4) -> Member:
    """Compress a part; level 0 stores it as it is (for what is a zip already).

    Level 4 takes two thirds of level 6's time for a tenth more bytes.
    """
    data = content
    if level:
        deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        data = deflate.compress(content) + deflate.flush()
    return Member(name, data, zlib.crc32(content), len(content), deflated=bool(level))


class Form:
    """A part that is the same in every document but for some texts in it.

    ``pieces`` are what is the same; they are compressed once, each on its own. The texts between
    them stand in the zip as they are: to compress so short ones takes longer than all else here.
    """

    # pieces  <dc:title>            </dc:title><dc:creator>          </dc:creator>…
    # texts               ประกาศ                            สพป.ภูเก็ต
    #
    # One deflate stream (RFC 1951) of blocks that do not refer to each other:
    #   [packed once][stored: 5 bytes + text][packed once][stored: 5 bytes + text][packed once][end]
    # An office copies what is packed and writes its texts as they are: no compressor runs.

    def __init__(self, pieces: Sequence[str]) -> None:
        self._pieces = [piece.encode() for piece in pieces]
        self._blocks = [_deflate(piece) for piece in self._pieces]

    def fill(self, name: str, texts: Iterable[str]) -> Member:
        """The part with one text between each piece and the next."""
        content, data = self._pieces[:1], self._blocks[:1]
        for text, piece, block in zip(texts, self._pieces[1:], self._blocks[1:], strict=True):
            encoded = text.encode()
            content += (encoded, piece)
            data += (_store(encoded), block)
        whole = b"".join(content)
        stream = b"".join((*data, _LAST_BLOCK))
        return Member(name, stream, zlib.crc32(whole), len(whole), deflated=True)


def _deflate(content: bytes) -> bytes:
    """Content as whole blocks that refer to nothing before them, so that they can be joined."""
    deflate = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush(zlib.Z_FULL_FLUSH)


def _store(content: bytes) -> bytes:
    """Content as a block that is not compressed (RFC 1951, 3.2.4)."""
    size = len(content)
    if size > _LARGEST_BLOCK:
        return _deflate(content)
    return _STORED_BLOCK.pack(0, size, size ^ _LARGEST_BLOCK) + content


def read_package(package: bytes) -> dict[str, Member]:
    """Every member by name, in the package's order.

    Raises PackageError when the bytes are no sound zip, or hold a name twice.
    """
    with _open(package) as (archive, infos):
        return {info.filename: _member(archive, info, package) for info in infos}


def read_parts(package: bytes) -> dict[str, bytes]:
    """Every member's own bytes by name, for whoever changes most of them. Raises as above."""
    with _open(package) as (archive, infos):
        return {info.filename: archive.read(info) for info in infos}


@contextmanager
def _open(package: bytes) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            counted = Counter(info.filename for info in infos)
            if twice := [name for name, times in counted.items() if times > 1]:
                raise PackageError(f"two members named {twice[0]}")
            yield archive, infos
    except _ZIP_ERRORS as error:
        raise PackageError(str(error)) from error


def write_package(members: Iterable[Member]) -> bytes:
    """The zip of these members in this order; the same members give the same bytes."""
    out: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode()
        out += (_LOCAL, member.header, name, member.data)
        directory += (_CENTRAL, member.header, _NO_ATTRIBUTES, _OFFSET.pack(offset), name)
        offset += _LOCAL_SIZE + len(name) + len(member.data)
    listing = b"".join(directory)
    count = len(directory) // 5
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*out, listing, end))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, package: bytes) -> Member:
    content = archive.read(info)  # checks the checksum
    if info.compress_type not in (_STORED, _DEFLATED):
        return pack(info.filename, content)
    name_length, extra_length = struct.unpack_from("<2H", package, info.header_offset + 26)
    start = info.header_offset + _LOCAL_SIZE + name_length + extra_length
    return Member(
        info.filename,
        package[start : start + info.compress_size],
        info.CRC,
        info.file_size,
        deflated=info.compress_type == _DEFLATED,
    )
