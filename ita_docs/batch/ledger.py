"""What stands in the output folder: which office's files, made from what, with which hashes.

One SQLite file in the outputs' work folder. It only saves work: an entry that is missing or wrong
costs a rebuild, never a document, so a ledger that cannot be read is set aside and begun anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ita_docs.model import ProducedFile
from ita_docs.problems import OutputError
from ita_docs.publishing import WORK_FOLDER

logger = logging.getLogger(__name__)

_VERSION = 1
_COMMIT_EVERY = 256
_TABLE = """
create table if not exists office (
    folder text primary key, name text not null, short_name text not null,
    fingerprint text not null, engine text, files text not null
)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One office's published files and the fingerprint of all that they were made from.

    ``folder`` is relative to the outputs; ``engine`` names the PDF engine with its version.
    """

    folder: str
    name: str
    short_name: str
    fingerprint: str
    engine: str | None
    files: tuple[ProducedFile, ...]

    def is_whole(self, root: Path) -> bool:
        """Whether every file stands as it was published: by hash, not by time."""
        return all(_matches(root / file.path, file) for file in self.files)


class Ledger:
    """The entries of one output folder. Use it under the folder's lock only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pending = 0

    def find(self, folder: str) -> Entry | None:
        """The entry of one office's folder, None when nothing was published there."""
        row = self._connection.execute(
            "select * from office where folder = ?", (folder,)
        ).fetchone()
        return _read_entry(row) if row else None

    def find_office(self, name: str) -> Entry | None:
        """The newest plan year's entry of an office's full name, None when there is none."""
        row = self._connection.execute(
            "select * from office where name = ? order by folder desc", (name,)
        ).fetchone()
        return _read_entry(row) if row else None

    def __iter__(self) -> Iterator[Entry]:
        for row in self._connection.execute("select * from office order by folder").fetchall():
            yield _read_entry(row)

    def record(self, entry: Entry) -> None:
        """Note what was published; written to the disk every few entries and at the end."""
        files = json.dumps([[file.path, file.size, file.sha256] for file in entry.files])
        row = (entry.folder, entry.name, entry.short_name, entry.fingerprint, entry.engine, files)
        with _forgivingly():
            self._connection.execute("insert or replace into office values (?, ?, ?, ?, ?, ?)", row)
        self._pending += 1
        if self._pending >= _COMMIT_EVERY:
            self.save()

    def forget(self, folder: str) -> None:
        """Take out the entry of a folder whose documents were removed."""
        with _forgivingly():
            self._connection.execute("delete from office where folder = ?", (folder,))
        self.save()

    def save(self) -> None:
        """Write everything noted so far to the disk."""
        with _forgivingly():
            self._connection.commit()
        self._pending = 0


@contextlib.contextmanager
def _forgivingly() -> Iterator[None]:
    """A full disk costs the ledger's memory of an office, not the office's documents."""
    try:
        yield
    except sqlite3.Error as error:
        logger.warning("the ledger could not be written: %s", error)


@contextlib.contextmanager
def open_ledger(root: Path) -> Iterator[Ledger]:
    """Open the ledger of an output folder that the caller holds; saved on leaving."""
    path = root / WORK_FOLDER / "ledger.sqlite"
    try:
        connection = _connect(path)
    except sqlite3.OperationalError as error:  # no room, no right: not the file's own fault
        raise OutputError("output-failed", path=path, reason=error) from error
    except sqlite3.DatabaseError:
        path.replace(path.with_suffix(".damaged"))
        connection = _connect(path)
    ledger = Ledger(connection)
    try:
        yield ledger
    finally:
        ledger.save()
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version not in (0, _VERSION):
            connection.execute("drop table if exists office")
        connection.execute(_TABLE)
        connection.execute(f"pragma user_version = {_VERSION}")
        connection.execute("select count(*) from office").fetchone()
        connection.commit()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _read_entry(row: tuple[str, str, str, str, str | None, str]) -> Entry:
    folder, name, short_name, fingerprint, engine, files = row
    return Entry(
        folder,
        name,
        short_name,
        fingerprint,
        engine,
        tuple(ProducedFile(*file) for file in json.loads(files)),
    )


def _matches(path: Path, file: ProducedFile) -> bool:
    try:
        if path.is_symlink() or path.stat().st_size != file.size:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except OSError:
        return False
