"""The office's own pictures: the one named, or the one that lies beside the workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ita_docs.files import TooLargeError, is_file, is_folder, read_bounded
from ita_docs.options import BESIDE
from ita_docs.pdf.upright import turn_upright
from ita_docs.problems import InputError, Location, Problem
from ita_docs.word.emblem import MAX_PICTURE, read_picture

_EMBLEMS = ("emblem", "ตราครุฑ", "ครุฑ", "garuda")
_SIGNATURES = ("signature", "ลายมือชื่อ", "ลายเซ็น")
_ENDINGS = (".png", ".jpg", ".jpeg")
_NOT_FOUND = {"emblem": "emblem-not-found", "signature": "signature-not-found"}


def read_emblem(
    named: Path | None, workbook: Path, tell: Callable[[Problem], None] | None = None
) -> bytes | None:
    """The emblem named, else one lying beside the workbook (or in its folder), else none.

    Raises InputError for a file that cannot be read or is no whole picture. Where others fill the
    folder (``tell`` is given), one that was only found keeps nobody from their documents: what is
    wrong with it is told, or that it was used.
    """
    path = named or _find_beside(workbook, _EMBLEMS)
    if path is None or named is not None or tell is None:
        return None if path is None else _read(path, "emblem")
    try:
        emblem = _read(path, "emblem")
    except InputError as error:
        tell(Problem(error.code, error.at, None, error.values))
        return None
    tell(Problem("emblem-found", Location(str(path))))
    return emblem


def read_signature(named: Path | str | None, workbook: Path) -> bytes | None:
    """The signature's picture, only where it was asked for.

    Raises InputError as `read_emblem` does, and ``signature-not-found`` where one was to lie beside
    the workbook and does not.
    """
    if named is None:
        return None
    if named != BESIDE:
        return _read(Path(named), "signature")
    path = _find_beside(workbook, _SIGNATURES)
    if path is None:
        names = ", ".join(f"{stem}{_ENDINGS[0]}" for stem in _SIGNATURES)
        raise InputError("signature-not-found", Location(str(workbook)), reason=names)
    return _read(path, "signature")


def _find_beside(workbook: Path, stems: tuple[str, ...]) -> Path | None:
    folder = workbook if is_folder(workbook) else workbook.parent
    names = (folder / f"{stem}{ending}" for stem in stems for ending in _ENDINGS)
    return next((path for path in names if is_file(path)), None)


def _read(path: Path, name: str) -> bytes:
    at = Location(str(path))
    try:
        content = read_bounded(path, MAX_PICTURE)
    except TooLargeError:
        content = bytes(MAX_PICTURE + 1)  # as large as a picture that is refused for its size
    except OSError as error:
        raise InputError(_NOT_FOUND[name], at, reason=error.strerror or "") from error
    try:
        read_picture(content, name)
        content = turn_upright(content)
        read_picture(content, name)
    except InputError as error:
        raise InputError(error.code, at, **error.values) from error
    return content
