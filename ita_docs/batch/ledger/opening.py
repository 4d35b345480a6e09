"""Opening the ledger: taken over from an older version, set aside where it cannot be believed.

# ledger.sqlite                            -> what happens
#   is not there                              begun
#   ours, of this version                     used
#   of version 0.1.0                          taken over, in the same transaction
#   of a newer version                        ledger-newer, the run stops
#   no database, damaged, or not our tables   set aside with its name, begun anew: ledger-set-aside
#   single rows that cannot be believed       set aside, the others used: ledger-set-aside
#   beside a journal that names a file        both set aside: SQLite would delete that file
#   a link, a pipe, a folder                  the run stops
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ita_docs.batch.ledger.records import read_edit, read_entry, read_past
from ita_docs.batch.ledger.tables import Ledger, explain_sqlite_error
from ita_docs.files import is_file
from ita_docs.problems import Location, OutputError, Problem
from ita_docs.publishing import WORK_FOLDER, refuse_links, set_aside, write_part

LEDGER = "ledger.sqlite"
_BESIDE = ("", "-journal", "-wal", "-shm")
"""The endings of the files that SQLite keeps beside a database."""
_LARGEST_COPIED = 1 << 30
"""Bytes of a ledger that is copied to be looked at; that of 60,000 offices has a tenth."""
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_VERSION = 3
_TABLES = {
    "document": """create table document (
    folder text not null, kind text not null, name text not null, short_name text not null,
    fingerprint text not null, words text not null, engine text, files text not null,
    primary key (folder, kind)
)""",
    "intended": """create table intended (
    path text not null, sha256 text not null, primary key (path, sha256)
)""",
    "edit": """create table edit (
    folder text not null, kind text not null, files text not null, someones text not null,
    words text not null, stale integer not null, primary key (folder, kind)
)""",
    "past": """create table past (name text primary key, runs text not null)""",
}
_FIRST_TABLES = {
    "office": """create table office (
    folder text primary key, name text not null, short_name text not null,
    fingerprint text not null, engine text, files text not null
)"""
}
# The one table of version 0.1.0, whose words are not known: the first run notes them.
_FROM_FIRST = """
insert or replace into document
    select folder, 'measures', name, short_name, fingerprint, '', engine, files from office;
drop table office;
"""


@contextlib.contextmanager
def open_ledger(root: Path, tell: Callable[[Problem], None] = lambda _: None) -> Iterator[Ledger]:
    """Open the ledger of an output folder that the caller holds; saved on leaving.

    ``tell`` hears of what was set aside. Raises OutputError where it cannot be written, is a
    newer version's, or is no file.
    """
    path = root / WORK_FOLDER / LEDGER
    _refuse_strange(root, path)
    try:
        if _names_a_file(path.with_name(f"{LEDGER}-journal")):
            raise sqlite3.DatabaseError("a journal of several databases")
        connection = _connect(path)
    except sqlite3.OperationalError as error:  # no room, no right: not the file's own fault
        raise explain_sqlite_error(error, path) from error
    except sqlite3.DatabaseError:
        for ending in _BESIDE:
            beside = path.with_name(LEDGER + ending)
            if beside.exists():
                tell(Problem("ledger-set-aside", Location(str(set_aside(root, beside)))))
        connection = _connect(path)
    try:
        _weed(connection, root, tell)
    except sqlite3.Error as error:
        connection.close()
        raise explain_sqlite_error(error, path) from error
    ledger = Ledger(connection, path)
    try:
        yield ledger
    finally:
        ledger.save()
        connection.close()


def _refuse_strange(root: Path, path: Path) -> None:
    """Raise OutputError for a link, a pipe, a device or a folder in the ledger's place."""
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        refuse_links(root, beside.relative_to(root))
        if beside.exists() and not beside.is_file():
            raise OutputError("output-failed", path=beside, reason="not a regular file")


def _names_a_file(journal: Path) -> bool:
    """Whether a journal ends with the name of a file that SQLite would delete afterwards.

    It does for a transaction over several databases, which we never begin: the name, its length
    and sum, and the journal's magic number.
    """
    if not journal.is_file() or journal.stat().st_size < 2 * len(_JOURNAL_MAGIC):
        return False
    with journal.open("rb") as stream:
        stream.seek(-len(_JOURNAL_MAGIC), os.SEEK_END)
        return stream.read() == _JOURNAL_MAGIC


@contextlib.contextmanager
def copy_ledger(root: Path) -> Iterator[Ledger]:
    """A copy of the ledger in a temporary folder, to look at without touching the outputs."""
    with tempfile.TemporaryDirectory(prefix="ita-docs-look-") as folder:
        copy = Path(folder)
        (copy / WORK_FOLDER).mkdir()
        for ending in _BESIDE:
            path = root / WORK_FOLDER / (LEDGER + ending)
            if path.is_symlink() or not is_file(path) or path.stat().st_size > _LARGEST_COPIED:
                continue  # no ledger of ours; a run for good sets it aside
            shutil.copyfile(path, copy / WORK_FOLDER / path.name)
        with open_ledger(copy) as ledger:
            yield ledger


def _connect(path: Path) -> sqlite3.Connection:
    """Raises DatabaseError where the file is not to be used as it is, OperationalError where it
    is the disk's fault."""
    connection = sqlite3.connect(path, isolation_level="IMMEDIATE")
    try:
        # Extra: a commit holds even if the power goes before the next one.
        connection.execute("pragma synchronous = extra")
        connection.execute("pragma trusted_schema = off")
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > _VERSION:
            raise OutputError("ledger-newer", path=path)
        found = _read_schema(connection)
        if connection.execute("pragma integrity_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        missing = "".join(f"{sql};" for name, sql in _TABLES.items() if name not in found)
        first = _FROM_FIRST if "office" in found else ""
        # Written even where nothing is new: it clears away the journal of a run that was killed.
        connection.executescript(
            f"begin immediate;{missing}{first}pragma user_version = {_VERSION};commit;"
        )
    except UnicodeDecodeError as error:  # SQLite's own message, of a schema full of rubbish
        connection.close()
        raise sqlite3.DatabaseError("damaged") from error
    except (sqlite3.DatabaseError, OutputError):
        connection.close()
        raise
    return connection


def _read_schema(connection: sqlite3.Connection) -> set[str]:
    """The tables that are there; raises DatabaseError where any of them is not as we make it, so
    that no view, trigger or column of somebody's answers in a table's place."""
    rows = connection.execute("select name, sql from sqlite_master where sql is not null")
    found = {str(name): _squeeze(sql) for name, sql in rows}
    known = {name: _squeeze(sql) for name, sql in (_TABLES | _FIRST_TABLES).items()}
    if not found.items() <= known.items():
        raise sqlite3.DatabaseError("not our tables")
    return set(found)


def _squeeze(sql: object) -> str:
    return " ".join(str(sql).casefold().replace("if not exists ", "").split())


def _weed(connection: sqlite3.Connection, root: Path, tell: Callable[[Problem], None]) -> None:
    """Take out the rows that cannot be believed, and keep them where they can be looked at."""
    read: dict[str, Callable[[Any], object]] = {
        "document": read_entry,
        "edit": read_edit,
        "past": read_past,
    }
    bad: list[tuple[str, Any]] = []
    for table, believe in read.items():
        for rowid, *row in connection.execute(f"select rowid, * from {table}"):  # noqa: S608
            try:
                believe(row)
            except ValueError:
                bad.append((table, [rowid, *map(repr, row)]))
    if not bad:
        return
    text = "".join(json.dumps(row) + "\n" for row in bad)
    kept = set_aside(root, write_part(root, text.encode()))
    tell(Problem("ledger-set-aside", Location(str(kept))))
    for table, row in bad:
        connection.execute(f"delete from {table} where rowid = ?", (row[0],))  # noqa: S608
    connection.commit()
