"""The names of documents: an office's folder, its files, a person's file that was put aside.

Windows takes 259 characters for a whole path. What an office's names may take of them, below an
outputs folder of 80 such as ``C:\\Users\\…\\OneDrive - …\\Documents\\ITA``:

    outputs  \\2563\\  folder  \\  stem  .docx  -เก็บไว้-2026-07-15-99
    80       6       ─── 145 ──  1     5      22                      = 259

A name that fits stays as it is; of a longer one the beginning is kept, with six signs that stand
for the whole of it: ``Nakhon Si Thammarat Primary Educational Service Area-3f09c1``.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath

from ita_docs.model import FiscalYear, Office

LONGEST_NAME = 180
"""Bytes of UTF-8 in one file name, ending included (Linux allows 255, sync programs less)."""
_LONGEST_ON_DISK = 255
_FOLDER_AND_STEM = 145
_SHORTEST = "มาตรการ-2563-"
"""How the shortest file names begin: a folder that leaves no room for the usual one is too long."""
_LONGEST_FOLDER = 66
"""Characters of a folder then: half of the 145, with so much more for the beginning of a file."""
LONGEST_ALONE = 166
"""Characters of a name right below the outputs, less a ``_`` before, its ending and `` (999)``."""

ENDINGS = (".docx", ".pdf")
BANGKOK = datetime.timezone(datetime.timedelta(hours=7))
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"
}


def make_safe_name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """A file name that Windows and Linux both take, cut at a whole character.

    Letters, Thai marks, digits, spaces and ``. - _ ( )`` stay; anything else becomes ``-``.
    ``longest`` are bytes; beyond `LONGEST_ALONE` characters signs stand for the rest.
    """
    kept = "".join(
        char if char in " .-_()" or unicodedata.category(char)[0] in "LMN" else "-"
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) not in ("Cf", "Cs")
    )
    name = _cut(" ".join(kept.split()).strip(" ."), longest, _count_bytes).strip(" .")
    name = _shorten(name, LONGEST_ALONE, text)
    if not name or name.partition(".")[0].strip().casefold() in _RESERVED:
        name = f"_{name}"
    return name


def _shorten(name: str, longest: int, whole: str) -> str:
    """The name where it has no more characters, else its beginning and signs for the ``whole``."""
    if _count_characters(name) <= longest:
        return name
    text = unicodedata.normalize("NFC", whole).encode("utf-8", "surrogatepass")
    signs = hashlib.sha256(text).hexdigest()[:6]
    return f"{_cut(name, longest - 7, _count_characters).rstrip(' .-')}-{signs}"


def _cut(name: str, longest: int, count: Callable[[str], int]) -> str:
    """The longest beginning of the name of that size that leaves no letter half marked."""
    if count(name) <= longest:
        return name
    end = min(longest, len(name) - 1)
    while end and (count(name[:end]) > longest or unicodedata.category(name[end])[0] == "M"):
        end -= 1
    return name[:end]


def _count_bytes(text: str) -> int:
    return len(text.encode())


def _count_characters(text: str) -> int:
    """As Windows counts them."""
    return len(text.encode("utf-16-le")) // 2


def name_folder(office: Office, plan_year: FiscalYear) -> Path:
    """The office's folder below the outputs: ``2563/สพป.ภูเก็ต``."""
    return Path(str(plan_year)) / _name_office(office)


def _name_office(office: Office) -> str:
    least = make_safe_name(_SHORTEST + office.short_name, longest=LONGEST_NAME - 5)
    room = max(_LONGEST_FOLDER, _FOLDER_AND_STEM - _count_characters(least))
    return _shorten(make_safe_name(office.short_name), room, office.short_name)


def name_files(stem: str, office: Office, year: FiscalYear) -> dict[str, str]:
    """The file name of each ending: ``มาตรการ-2563-สพป.ภูเก็ต.docx`` and ``….pdf``.

    ``stem`` is the beginning that the kind of document gives its files, ``year`` the one that it
    is about.
    """
    stem = make_safe_name(f"{stem}-{year}-{office.short_name}", longest=LONGEST_NAME - 5)
    room = _FOLDER_AND_STEM - _count_characters(_name_office(office))
    stem = _shorten(stem, room, office.short_name)
    return {ending: stem + ending for ending in ENDINGS}


def name_aside(folder: Path, name: str) -> str:
    """A free name beside a person's file: ``มาตรการ-2563-สพป.ก-เก็บไว้-2026-07-15.docx``.

    The day is Bangkok's; a second one of a day takes ``-2`` at its end.
    """
    path = PurePath(name)
    day = f"{datetime.datetime.now(BANGKOK):%Y-%m-%d}"
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        end = f"-เก็บไว้-{day}{again}{path.suffix}"
        aside = _cut(path.stem, _LONGEST_ON_DISK - _count_bytes(end), _count_bytes) + end
        try:
            (folder / aside).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return aside
        number += 1
