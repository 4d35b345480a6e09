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
from pathlib import Path

from ita_docs.batch.ledger.records import (
    FIRST_KIND,
    Edit,
    Entry,
    read_edit,
    read_entry,
    read_past,
)
from ita_docs.model import PastRun, ProducedFile
from ita_docs.problems import OutputError

logger = logging.getLogger(__name__)

_COMMIT_EVERY = 256


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
        return read_entry(row) if row else None

    def find_office(self, name: str) -> list[Entry]:
        """The newest plan year's entries of an office's full name, a document each."""
        rows = self._connection.execute(
            "select * from document where name = ? order by folder desc, rowid", (name,)
        ).fetchall()
        entries = [read_entry(row) for row in rows]
        return [entry for entry in entries if entry.folder == entries[0].folder]

    def find_edit(self, folder: str, kind: str = FIRST_KIND) -> Edit | None:
        """The person's files that were told of in an office's folder, None without any."""
        row = self._connection.execute(
            "select * from edit where folder = ? and kind = ?", (folder, kind)
        ).fetchone()
        return read_edit(row) if row else None

    def list_ours(
        self, folder: str, names: Iterable[str], kind: str = FIRST_KIND
    ) -> dict[str, frozenset[str]]:
        """For each name that a document has or may have in a folder, the hashes that are ours."""
        rows = self._connection.execute("select * from document where folder = ?", (folder,))
        entries = [read_entry(row) for row in rows]
        ours: dict[str, set[str]] = {f"{folder}/{name}": set() for name in names}
        for file in (file for entry in entries if entry.kind == kind for file in entry.files):
            ours.setdefault(f"{folder}/{file.path.rpartition('/')[2]}", set())
        places = ", ".join("?" * len(ours))
        for path, digest in self._connection.execute(
            f"select path, sha256 from intended where path in ({places})",  # noqa: S608
            tuple(ours),
        ):
            ours[path].add(digest)
        for file in (file for entry in entries for file in entry.files if file.path in ours):
            ours[file.path].add(file.sha256)
        return {path.rpartition("/")[2]: frozenset(found) for path, found in ours.items()}

    def list_hashes(self, folder: str, name: str) -> frozenset[str]:
        """The hashes of ours that may stand under one name: delivered, or about to be."""
        return self.list_ours(folder, [name])[name]

    def list_reports(self, name: str) -> frozenset[str]:
        """The hashes of ours of one of the run's own files, by its name below the outputs."""
        rows = self._connection.execute("select sha256 from intended where path = ?", (name,))
        return frozenset(digest for (digest,) in rows)

    def list_report_names(self, beginning: str) -> list[str]:
        """The names of the run's own files that begin so."""
        rows = self._connection.execute(
            "select distinct path from intended where substr(path, 1, ?) = ?",
            (len(beginning), beginning),
        )
        return [name for (name,) in rows.fetchall()]

    def forget_report(self, name: str) -> None:
        """Take out one of the run's own files that is there no more."""
        with _forgivingly():
            self._connection.execute("delete from intended where path = ?", (name,))
        self.save()

    def keep_report(self, name: str, sha256: str) -> None:
        """Note that a file of the run stands in its place; its earlier ones are no longer ours."""
        self.keep_reports([(name, sha256)])

    def keep_reports(self, files: Iterable[tuple[str, str]]) -> None:
        """The same for many, by name and hash."""
        with _forgivingly():
            self._connection.executemany(
                "delete from intended where path = ? and sha256 <> ?", list(files)
            )
        self.save()

    def __iter__(self) -> Iterator[Entry]:
        for row in self._connection.execute(
            "select * from document order by folder, rowid"
        ).fetchall():
            yield read_entry(row)

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
            raise explain_sqlite_error(error, self._path) from error
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

    def list_past(self) -> dict[str, tuple[PastRun, ...]]:
        """What the last runs did with each office, by its full name, the newest run first."""
        rows = self._connection.execute("select * from past").fetchall()
        return {str(row[0]): read_past(row) for row in rows}

    def keep_past(self, past: Mapping[str, tuple[PastRun, ...]]) -> None:
        """Note what the last runs did with these offices; on the disk when this returns."""
        rows = (
            (name.encode(errors="replace").decode(), json.dumps(list(map(list, runs))))
            for name, runs in past.items()
        )
        with _forgivingly():
            self._connection.executemany("insert or replace into past values (?, ?)", rows)
        self.save()

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


def explain_sqlite_error(error: sqlite3.Error, path: Path) -> OutputError:
    """SQLite's refusal as an error that says what to do."""
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_FULL" or not _has_room(path.parent):
        return OutputError("output-disk-full", path=path)
    return OutputError("output-failed", path=path, reason=error)


def _has_room(folder: Path) -> bool:
    """Whether a small file could still be made there, for all that the system tells."""
    if not hasattr(os, "statvfs"):
        return True
    try:
        found = os.statvfs(folder)
    except OSError:  # it has been moved away, which the room of the outputs says
        return True
    return found.f_bavail > 0 and (found.f_favail > 0 or found.f_files == 0)
