"""The names of documents: an office's folder, its files, a person's file that was put aside."""

from __future__ import annotations

import datetime
import unicodedata
from pathlib import Path, PurePath

from ita_docs.model import FiscalYear, Office

LONGEST_NAME = 180
"""Bytes of UTF-8 in one file name, ending included (Linux allows 255, sync programs less)."""

ENDINGS = (".docx", ".pdf")
BANGKOK = datetime.timezone(datetime.timedelta(hours=7))
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"
}


def make_safe_name(text: str, *, longest: int = LONGEST_NAME) -> str:
    """A file name that Windows and Linux both take, cut at a whole character.

    Letters, Thai marks, digits, spaces and ``. - _ ( )`` stay; anything else becomes ``-``.
    """
    kept = "".join(
        char if char in " .-_()" or unicodedata.category(char)[0] in "LMN" else "-"
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) not in ("Cf", "Cs")
    )
    name = _cut(" ".join(kept.split()).strip(" ."), longest).strip(" .")
    if not name or name.partition(".")[0].strip().casefold() in _RESERVED:
        name = f"_{name}"
    return name


def _cut(name: str, longest: int) -> str:
    """The longest beginning of the name within so many bytes that leaves no letter half marked."""
    if len(name.encode()) <= longest:
        return name
    end = len(name.encode()[:longest].decode(errors="ignore"))
    while end and unicodedata.category(name[end])[0] == "M":
        end -= 1
    return name[:end]


def name_folder(office: Office, plan_year: FiscalYear) -> Path:
    """The office's folder below the outputs: ``2563/สพป.ภูเก็ต``."""
    return Path(str(plan_year)) / make_safe_name(office.short_name)


def name_files(stem: str, office: Office, year: FiscalYear) -> dict[str, str]:
    """The file name of each ending: ``มาตรการ-2563-สพป.ภูเก็ต.docx`` and ``….pdf``.

    ``stem`` is the beginning that the kind of document gives its files, ``year`` the one that it
    is about.
    """
    stem = make_safe_name(f"{stem}-{year}-{office.short_name}", longest=LONGEST_NAME - 5)
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
        aside = f"{path.stem}-เก็บไว้-{day}{again}{path.suffix}"
        try:
            (folder / aside).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return aside
        number += 1
