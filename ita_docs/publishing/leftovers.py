"""What a folder that was replaced held: our old files go, a person's are given back.

The same is done right after an office's folder was replaced, and by the next run where the one
that replaced it was killed. A note beside the files says whose they are:

    {"folder": "2563/สพป.ก",
     "ours": {"มาตรการ-2563-สพป.ก.docx": ["<sha256>", …]},
     "aside": {"มาตรการ-2563-สพป.ก.docx": "มาตรการ-2563-สพป.ก-เก็บไว้-2026-07-15.docx"}}
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ita_docs.files import rename
from ita_docs.problems import OutputError
from ita_docs.publishing.disk import drop_folder, explain_os_error, move_file, write_file
from ita_docs.publishing.names import name_aside
from ita_docs.publishing.standing import NOT_A_FILE, identify, refuse_links

logger = logging.getLogger(__name__)

WORK_FOLDER = ".ita-docs"
STAGING = "staging"
SET_ASIDE = "set-aside"
NOTE = "target.json"

PART, NEW, OLD = "part", "new", "old"
"""The folders of one office on its way: being written; whole; what stood in its place."""

_JOB = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_PART_FILE = re.compile(r"\.?[0-9a-f]{32}\.part")
_LONGEST_NOTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Note:
    """Whose the files of one office on its way are.

    ``folder`` is the office's, relative to the outputs. ``ours`` are the hashes of what we may
    drop, by name; ``aside`` are the names that a person's files take beside the new ones.
    """

    folder: Path
    ours: Mapping[str, frozenset[str]]
    aside: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> str:
        """The note as it stands in its file."""
        ours = {name: sorted(hashes) for name, hashes in sorted(self.ours.items())}
        content = {"folder": self.folder.as_posix(), "ours": ours, "aside": dict(self.aside)}
        return json.dumps(content, ensure_ascii=False)


def read_note(path: Path) -> Note:
    """A note, as far as it can be trusted; raises ValueError where it cannot be understood.

    Whoever may write into the outputs may write a note: it must not lead out of them.
    """
    if identify(path) == NOT_A_FILE or path.stat().st_size > _LONGEST_NOTE:
        raise ValueError("no note")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        folder = read_folder(content["folder"])
        ours = {read_name(name): _read_hashes(hashes) for name, hashes in content["ours"].items()}
        aside = {read_name(name): read_name(new) for name, new in content["aside"].items()}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no note: {error}") from error
    return Note(folder, ours, aside)


def read_folder(text: object) -> Path:
    """A folder below the outputs as ``Path``; raises ValueError for one that leads elsewhere."""
    if not isinstance(text, str) or not text or "\0" in text or "\\" in text:
        raise ValueError("no folder")
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]:
        raise ValueError("a folder outside the outputs")
    if path.parts[0].casefold() == WORK_FOLDER:
        raise ValueError("a folder of our own")
    return Path(path)


def read_name(text: object) -> str:
    """A file's name; raises ValueError for one that leads elsewhere."""
    if not isinstance(text, str) or len(PurePosixPath(text).parts) != 1:
        raise ValueError("no file name")
    if text in (".", "..") or any(char in text for char in "/\\\0:"):
        raise ValueError("no file name")
    return text


def _read_hashes(value: object) -> frozenset[str]:
    if not isinstance(value, list):
        raise ValueError("no hashes")
    return frozenset(text for text in value if isinstance(text, str) and _HASH.fullmatch(text))


def give_back(taken: Path, target: Path, note: Note) -> list[str]:
    """Return what is a person's from a folder that was replaced, and drop what is ours.

    A name that is taken there is kept under one put aside. Returns those names.

    # entry of the old folder                            -> what becomes of it
    #   under our name, its hash ours                       dropped
    #   a person's, already standing under its name aside   dropped (it is there)
    #   a person's, its own name free                       goes back under it
    #   a person's, its own name taken by the new file      goes back under a name aside
    """
    put_aside = []
    for entry in sorted(taken.iterdir()) if taken.is_dir() else []:
        digest = identify(entry)
        if digest in note.ours.get(entry.name, ()) or _stands(target, entry.name, digest, note):
            entry.unlink()
            continue
        target.mkdir(parents=True, exist_ok=True)
        try:
            move_file(entry, target / entry.name)
        except FileExistsError:
            if os.path.samestat(entry.lstat(), (target / entry.name).lstat()):
                entry.unlink()  # its second name: killed while it moved
                continue
            aside = name_aside(target, entry.name)
            move_file(entry, target / aside)
            put_aside.append(aside)
    drop_folder(taken)
    return put_aside


def _stands(target: Path, name: str, digest: str, note: Note) -> bool:
    aside = note.aside.get(name)
    return digest != NOT_A_FILE and aside is not None and identify(target / aside) == digest


def drop_ours(folder: Path) -> None:
    """Remove a folder of files that we alone wrote and that were never in place."""
    for entry in list(folder.iterdir()) if folder.is_dir() else []:
        with contextlib.suppress(OSError):
            entry.unlink()
    drop_folder(folder)


def set_aside(root: Path, path: Path) -> Path:
    """Move something of the work folder that cannot be believed to where it may be looked at.

    Raises OutputError.
    """
    refuse_links(root, Path(WORK_FOLDER, SET_ASIDE))
    place = root / WORK_FOLDER / SET_ASIDE
    kept = place / f"{path.stem}-{uuid.uuid4().hex[:8]}{path.suffix}"
    try:
        place.mkdir(exist_ok=True)
        rename(path, kept)
    except OSError as error:
        raise explain_os_error(error, place) from error
    return kept


def write_part(root: Path, content: bytes) -> Path:
    """A new file in the work folder, swept by the next run unless it is moved from there."""
    part = root / WORK_FOLDER / f"{uuid.uuid4().hex}.part"
    write_file(part, content)
    return part


def sweep_staging(root: Path) -> list[Path]:
    """Bring to an end what a killed run began. The caller holds the outputs.

    Returns what could not be understood, each moved to where it may be looked at: a person's
    file may be in it. What is not of our making is left where it is.
    """
    work = root / WORK_FOLDER
    staging = work / STAGING
    kept = []
    if staging.is_symlink():
        raise OutputError("output-is-a-link", path=staging, reason="")
    for job in sorted(staging.iterdir()) if staging.is_dir() else []:
        if not _JOB.fullmatch(job.name) or job.is_symlink() or not job.is_dir():
            continue
        try:
            _finish(job, root)
        except (OSError, ValueError, OutputError) as error:
            logger.warning("%s could not be brought to its end: %s", job, error)
            kept.append(set_aside(root, job))
    for leftover in work.iterdir():
        if _PART_FILE.fullmatch(leftover.name) and identify(leftover) != NOT_A_FILE:
            leftover.unlink()
    return kept


def _finish(job: Path, root: Path) -> None:
    """One office's way, from wherever the run was killed (the table in ``placing``)."""
    if (job / PART).is_symlink() or (job / NEW).is_symlink() or (job / OLD).is_symlink():
        raise ValueError("a link")
    drop_ours(job / PART)  # being written: nothing of the office's folder had moved
    new, old = job / NEW, job / OLD
    if new.is_dir() or old.is_dir():
        note = read_note(job / NOTE)
        refuse_links(root, note.folder)
        target = root / note.folder
        if not target.exists():  # cut between the two renames of the plain way
            target.parent.mkdir(parents=True, exist_ok=True)
            if new.is_dir() and old.is_dir():
                rename(new, target)
            elif old.is_dir():
                rename(old, target)
        for taken in (new, old):
            give_back(taken, target, note)
    drop_ours(job)  # the note, and files of an office that had no folder yet
    if job.exists():
        raise ValueError("more than we put there")
