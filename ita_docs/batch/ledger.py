"""What stands in the output folder: which office's files, made from what, with which hashes.

One SQLite file in the outputs' work folder. It tells our files from a person's: what stands under
our name with a hash that is not here is somebody's. So the hash of a file is written down, and
on the disk, before the file takes its place. An entry that is missing costs a rebuild, or a
question to a person; never a document.

# a file's hash       delivered   intended   standing    -> whose it is
#   before the run      h1          -          h1           ours
#   intended            h1          h2         h1 or h2     ours, whenever the run is killed
#   recorded            h2          -          h2           ours
#   saved over          h2          -          anything     somebody's: ``Edit`` once it was told
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ita_docs.model import ProducedFile
from ita_docs.problems import OutputError
from ita_docs.publishing import WORK_FOLDER, identify

logger = logging.getLogger(__name__)

FIRST_KIND = "measures"
"""The kind of document that version 0.1.0 made, when there was no other."""

LEDGER = "ledger.sqlite"
_VERSION = 2
_COMMIT_EVERY = 256
_TABLES = """
create table if not exists document (
    folder text not null, kind text not null, name text not null, short_name text not null,
    fingerprint text not null, words text not null, engine text, files text not null,
    primary key (folder, kind)
);
create table if not exists intended (
    path text not null, sha256 text not null, primary key (path, sha256)
);
create table if not exists edit (
    folder text not null, kind text not null, files text not null, someones text not null,
    words text not null, stale integer not null, primary key (folder, kind)
);
"""
# The one table of version 0.1.0, whose words are not known: the first run notes them.
_FROM_FIRST = """
insert or replace into document
    select folder, 'measures', name, short_name, fingerprint, '', engine, files from office;
drop table office;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One office's published files of one kind, and what they were made from.

    ``folder`` is relative to the outputs; ``fingerprint`` is a hash of all that the files were
    made from, ``words`` of the office's own words and figures in it ("" where it is not known);
    ``engine`` names the PDF engine with its version.
    """

    folder: str
    name: str
    short_name: str
    fingerprint: str
    words: str
    engine: str | None
    files: tuple[ProducedFile, ...]
    kind: str = FIRST_KIND

    def is_whole(self, root: Path) -> bool:
        """Whether every file stands as it was published: by hash, not by time."""
        return all(_matches(root / file.path, file) for file in self.files)


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's files that were found in an office's place, and told of.

    ``files`` are the hashes of all that stood there, by file name, ``someones`` the names of those
    that are a person's. ``words`` is a hash of the office's words and figures of that night;
    ``stale`` whether they had changed since the documents were made.
    """

    folder: str
    files: Mapping[str, str]
    someones: frozenset[str]
    words: str
    stale: bool
    kind: str = FIRST_KIND

    def list_someones(self) -> dict[str, str]:
        """The hashes of a person's files by file name."""
        return {name: self.files[name] for name in self.someones}

    def still_stands(self, root: Path) -> bool:
        """Whether everything stands as it did on that night."""
        return all(identify(root / self.folder / name) == self.files[name] for name in self.files)


class Ledger:
    """The entries of one output folder. Use it under the folder's lock, from one thread."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._pending = 0

    def find(self, folder: str, kind: str = FIRST_KIND) -> Entry | None:
        """The entry of one office's folder, None when nothing was published there."""
        row = self._connection.execute(
            "select * from document where folder = ? and kind = ?", (folder, kind)
        ).fetchone()
        return _read_entry(row) if row else None

    def find_office(self, name: str) -> Entry | None:
        """The newest plan year's entry of an office's full name, None when there is none."""
        row = self._connection.execute(
            "select * from document where name = ? order by folder desc", (name,)
        ).fetchone()
        return _read_entry(row) if row else None

    def find_edit(self, folder: str, kind: str = FIRST_KIND) -> Edit | None:
        """The person's files that were told of in an office's folder, None without any."""
        row = self._connection.execute(
            "select * from edit where folder = ? and kind = ?", (folder, kind)
        ).fetchone()
        return _read_edit(row) if row else None

    def list_ours(
        self, folder: str, names: Iterable[str], kind: str = FIRST_KIND
    ) -> dict[str, frozenset[str]]:
        """For each name that a document has or may have in a folder, the hashes that are ours."""
        entry = self.find(folder, kind)
        more = [file.path.rpartition("/")[2] for file in entry.files] if entry else []
        return {name: self.list_hashes(folder, name) for name in dict.fromkeys([*names, *more])}

    def list_hashes(self, folder: str, name: str) -> frozenset[str]:
        """The hashes of ours that may stand under one name: delivered, or about to be."""
        path = f"{folder}/{name}"
        rows = self._connection.execute("select sha256 from intended where path = ?", (path,))
        intended = {digest for (digest,) in rows}
        rows = self._connection.execute("select * from document where folder = ?", (folder,))
        delivered = {
            file.sha256 for row in rows for file in _read_entry(row).files if file.path == path
        }
        return frozenset(intended | delivered)

    def __iter__(self) -> Iterator[Entry]:
        for row in self._connection.execute("select * from document order by folder").fetchall():
            yield _read_entry(row)

    def intend(self, files: Iterable[ProducedFile]) -> None:
        """Note files that are about to take their place; on the disk when this returns.

        Raises OutputError where that cannot be: then the files may not take their place.
        """
        rows = [(file.path, file.sha256) for file in files]
        try:
            self._connection.executemany("insert or ignore into intended values (?, ?)", rows)
            self._connection.commit()
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
            raise _explain(error, self._path) from error
        self._pending = 0

    def record(self, entry: Entry) -> None:
        """Note what was published; written to the disk every few entries and at the end."""
        row = (
            entry.folder,
            entry.kind,
            entry.name,
            entry.short_name,
            entry.fingerprint,
            entry.words,
            entry.engine,
            json.dumps([[file.path, file.size, file.sha256] for file in entry.files]),
        )
        key = (entry.folder, entry.kind)
        with _forgivingly():
            execute = self._connection.execute
            execute("insert or replace into document values (?, ?, ?, ?, ?, ?, ?, ?)", row)
            execute("delete from edit where folder = ? and kind = ?", key)
            for file in entry.files:
                execute("delete from intended where path = ?", (file.path,))
        self._note()

    def record_edit(self, edit: Edit) -> None:
        """Note that a person's files were told of, so that they are news only once."""
        files, someones = json.dumps(dict(edit.files)), json.dumps(sorted(edit.someones))
        row = (edit.folder, edit.kind, files, someones, edit.words, int(edit.stale))
        with _forgivingly():
            self._connection.execute("insert or replace into edit values (?, ?, ?, ?, ?, ?)", row)
        self._note()

    def forget(self, folder: str, kind: str = FIRST_KIND) -> None:
        """Take out the entry of a folder whose documents were removed."""
        with _forgivingly():
            for table in ("document", "edit"):
                self._connection.execute(
                    f"delete from {table} where folder = ? and kind = ?",  # noqa: S608
                    (folder, kind),
                )
        self.save()

    def save(self) -> None:
        """Write everything noted so far to the disk."""
        with _forgivingly():
            self._connection.commit()
        self._pending = 0

    def _note(self) -> None:
        self._pending += 1
        if self._pending >= _COMMIT_EVERY:
            self.save()


@contextlib.contextmanager
def _forgivingly() -> Iterator[None]:
    """A full disk costs the ledger's memory of an office, not the office's documents."""
    try:
        yield
    except sqlite3.Error as error:
        logger.warning("the ledger could not be written: %s", error)


@contextlib.contextmanager
def open_ledger(root: Path) -> Iterator[Ledger]:
    """Open the ledger of an output folder that the caller holds; saved on leaving.

    Raises OutputError where it cannot be written, or is a newer version's.
    """
    path = root / WORK_FOLDER / LEDGER
    try:
        connection = _connect(path)
    except sqlite3.OperationalError as error:  # no room, no right: not the file's own fault
        raise _explain(error, path) from error
    except sqlite3.DatabaseError:
        path.replace(path.with_suffix(".damaged"))
        connection = _connect(path)
    ledger = Ledger(connection, path)
    try:
        yield ledger
    finally:
        ledger.save()
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level="IMMEDIATE")
    try:
        # Extra: a commit holds even if the power goes before the next one.
        connection.execute("pragma synchronous = extra")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > _VERSION:
            raise OutputError("ledger-newer", path=path)
        has_first = connection.execute("select 1 from sqlite_master where name = 'office'")
        first = _FROM_FIRST if has_first.fetchone() else ""
        # Written even where nothing is new: it clears away the journal of a run that was killed.
        connection.executescript(
            f"begin immediate;{_TABLES}{first}pragma user_version = {_VERSION};commit;"
        )
        connection.execute("select count(*) from document").fetchone()
    except (sqlite3.DatabaseError, OutputError):
        connection.close()
        raise
    return connection


def _explain(error: sqlite3.Error, path: Path) -> OutputError:
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_FULL" or not _has_room(path.parent):
        return OutputError("output-disk-full", path=path)
    return OutputError("output-failed", path=path, reason=error)


def _has_room(folder: Path) -> bool:
    """Whether a small file could still be made there, for all that the system tells."""
    if not hasattr(os, "statvfs"):
        return True
    found = os.statvfs(folder)
    return found.f_bavail > 0 and (found.f_favail > 0 or found.f_files == 0)


def _read_entry(row: tuple[str, str, str, str, str, str, str | None, str]) -> Entry:
    folder, kind, name, short_name, fingerprint, words, engine, files = row
    produced = tuple(ProducedFile(*file) for file in json.loads(files))
    return Entry(folder, name, short_name, fingerprint, words, engine, produced, kind)


def _read_edit(row: tuple[str, str, str, str, str, int]) -> Edit:
    folder, kind, files, someones, words, stale = row
    whose = frozenset(json.loads(someones))
    return Edit(folder, json.loads(files), whose, words, bool(stale), kind)


def _matches(path: Path, file: ProducedFile) -> bool:
    try:
        return identify(path) == file.sha256
    except OSError:
        return False
