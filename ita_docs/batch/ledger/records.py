"""The records of the ledger, each looked at before it is believed: whoever may write into the
outputs may write into the ledger, and it must not lead out of them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ita_docs.model import OfficeStatus, PastRun, ProducedFile
from ita_docs.problems import OutputError
from ita_docs.publishing import identify, read_folder, read_name, refuse_links

FIRST_KIND = "measures"
"""The kind of document that version 0.1.0 made, when there was no other."""
MOST_PAST = 5
"""Earlier runs that are kept of an office: a week of working nights with the one that is made."""
_HASH = re.compile(r"[0-9a-f]{64}")
_STANDS = re.compile(r"[0-9a-f]{64}|not-a-file")


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
        """Whether every file stands as it was published: by hash, not by time, through no link."""
        try:
            refuse_links(root, Path(self.folder))
            return all(identify(root / file.path) == file.sha256 for file in self.files)
        except (OSError, OutputError):
            return False


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


def read_entry(row: Sequence[Any]) -> Entry:
    """A row of the documents; raises ValueError for one that cannot be believed."""
    folder, kind, name, short_name, fingerprint, words, engine, files = row
    _check_texts(kind, name, short_name, fingerprint, words, engine or "")
    read_folder(folder)
    try:
        produced = tuple(_read_file(folder, *file) for file in json.loads(files))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return Entry(folder, name, short_name, fingerprint, words, engine, produced, kind)


def read_edit(row: Sequence[Any]) -> Edit:
    """A row of the edits; raises ValueError for one that cannot be believed."""
    folder, kind, files, someones, words, stale = row
    _check_texts(kind, words)
    read_folder(folder)
    try:
        stood = {read_name(name): digest for name, digest in json.loads(files).items()}
        whose = frozenset(map(read_name, json.loads(someones)))
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    _check_texts(*stood.values())
    if not whose <= stood.keys() or not all(map(_STANDS.fullmatch, stood.values())):
        raise ValueError("no hashes")
    return Edit(folder, stood, whose, words, bool(stale), kind)


def read_past(row: Sequence[Any]) -> tuple[PastRun, ...]:
    """What the last runs did with an office; raises ValueError where it cannot be believed."""
    name, runs = row
    _check_texts(name, runs)
    try:
        past = tuple(_read_run(started, status) for started, status in json.loads(runs))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if len(past) > MOST_PAST:
        raise ValueError("too many runs")
    return past


@lru_cache(maxsize=1_000)  # all offices of a night share a few
def _read_run(started: str, status: str) -> PastRun:
    if datetime.datetime.fromisoformat(started).tzinfo is None:
        raise ValueError("no moment")
    return PastRun(started, OfficeStatus(status))


def _read_file(folder: str, path: str, size: int, sha256: str) -> ProducedFile:
    _check_texts(path, sha256)
    if path != f"{folder}/{read_name(path.rpartition('/')[2])}":
        raise ValueError("a file outside its office's folder")
    if not isinstance(size, int) or size < 0 or not _HASH.fullmatch(sha256):
        raise ValueError("no file")
    return ProducedFile(path, size, sha256)


def _check_texts(*values: object) -> None:
    if not all(isinstance(value, str) for value in values):
        raise ValueError("no text")
