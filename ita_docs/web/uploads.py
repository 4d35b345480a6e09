"""Files as they come from the browser: counted while they arrive, under names of our own.

A file comes alone, as the whole body of a request: nothing has to be parsed to find it, and the
bound is the workbook guard's own. Its name is for people to read, and never a path.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

from ita_docs.web.contents import Received
from ita_docs.workbook import STRANGERS

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".html", ".htm"})
PICTURES = frozenset({".png", ".jpg", ".jpeg"})
MOST_FILES = 300
MOST_BYTES = 400 * 1024 * 1024
_LONGEST_NAME = 150
_MOST_FIELDS = 64 * 1024


class TooMuchError(Exception):
    """More bytes, or more files, than are taken."""


class Uploads:
    """The files received and not yet given up, by a key that the page names them by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Received] = {}

    async def receive(self, name: str, body: AsyncIterator[bytes]) -> tuple[str, Received]:
        """Write one file to the disk as it comes. Raises TooMuchError; half a file is removed."""
        key = secrets.token_hex(8)
        shown = clean_name(name)
        ending = PurePosixPath(shown).suffix.casefold()
        path = self._folder / f"received-{key}{ending if ending in ENDINGS | PICTURES else '.bin'}"
        room = min(STRANGERS.file, MOST_BYTES - self._count_bytes())
        if len(self._files) >= MOST_FILES:
            raise TooMuchError
        size, whole = 0, False
        try:
            with path.open("xb") as stream:
                async for piece in body:
                    size += len(piece)
                    if size > room:
                        raise TooMuchError
                    stream.write(piece)
            whole = True
        finally:
            if not whole:
                path.unlink(missing_ok=True)
        self._files[key] = Received(shown, path)
        return key, self._files[key]

    def take(self, keys: list[str]) -> list[Received]:
        """The files of these keys; those of no key are removed."""
        taken = {key: self._files[key] for key in keys if key in self._files}
        for key in set(self._files) - set(taken):
            self.drop(key)
        return list(taken.values())

    def hand_over(self, key: str) -> Received:
        """One file that is somebody else's from now on."""
        return self._files.pop(key)

    def drop(self, key: str) -> None:
        """Remove one file."""
        file = self._files.pop(key, None)
        if file is not None:
            file.path.unlink(missing_ok=True)

    def _count_bytes(self) -> int:
        return sum(file.path.stat().st_size for file in self._files.values() if file.path.exists())


def clean_name(name: str) -> str:
    """What a file is called, on one line and without folders or what turns the writing round."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    shown = " ".join(unicodedata.normalize("NFC", plain).split())
    if len(shown) > _LONGEST_NAME:
        ending = PurePosixPath(shown).suffix[:10]
        shown = shown[: _LONGEST_NAME - len(ending)] + ending
    return shown or "?"


async def read_small(body: AsyncIterator[bytes]) -> bytes:
    """The body of a form without files. Raises TooMuchError."""
    content = b""
    async for piece in body:
        content += piece
        if len(content) > _MOST_FIELDS:
            raise TooMuchError
    return content
