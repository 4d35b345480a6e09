"""The letters of a text file: UTF-8, UTF-16 or the Thai code page, and nothing guessed further."""

from __future__ import annotations

import codecs

from ita_docs.problems import InputError, Location

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_THAI_PAGES = frozenset(
    {"tis-620", "tis620", "windows-874", "cp874", "iso-8859-11", "x-windows-874"}
)


def decode_letters(data: bytes, at: Location, declared: str | None = None) -> str:
    """The text of a file, by its byte order mark, by what it declares, else by what fits.

        EF BB BF …          UTF-8      Excel's "CSV UTF-8"
        FF FE …             UTF-16     Excel's "Unicode text"
        valid as UTF-8      UTF-8      Thai letters in any other code are not valid UTF-8
        else                cp874      what Thai Excel calls "CSV (Comma delimited)"

    Raises InputError ``file-letters-unknown`` where none of them fits.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], (name,), at)
    if (declared or "").strip().lower() in _THAI_PAGES:
        return _decode(data, ("cp874",), at)
    return _decode(data, ("utf-8", "cp874"), at)


def _decode(data: bytes, names: tuple[str, ...], at: Location) -> str:
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise InputError("file-letters-unknown", at)
