"""An office's files into their place: all or none, and nothing of a person's lost on the way.

# file under our name   its hash                     -> what happens
#   none                -                               the new one takes the name
#   ours                that of the new one             stays as it is
#   ours                delivered, or about to be       replaced
#   someone's           any other; a link, a pipe       kept, and the pair's other half: Edited
#   someone's           the same, overwrite asked for   kept under a dated name beside the new one
#   a folder            -                               output-is-a-folder
#
# An office's folder is replaced whole, by one exchange of names. How far a run can have come
# when it is killed, and what the next one does (leftovers):
#
#   .ita-docs/staging/JOB                the office's folder   next run
#     files (for an office without one)  none                  drops them
#     part/ = files being written        old                   drops part/
#     new/  = files whole, on the disk   old                   drops new/
#     new/  = what was in the folder     new                   gives back what is not ours
#     old/  = what was in the folder     new                   gives back what is not ours
#     old/ and new/ (two plain renames)  none                  new/ into its place, then the same
#
# The hashes of the new files are in the ledger before any of this, so that whichever of the
# two stands there afterwards is known for ours.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ita_docs.files import rename
from ita_docs.problems import OutputError
from ita_docs.publishing.disk import (
    drop_folder,
    exchange,
    explain_os_error,
    sync_file_system,
    sync_folder,
    write_file,
)
from ita_docs.publishing.leftovers import (
    NEW,
    NOTE,
    OLD,
    PART,
    STAGING,
    WORK_FOLDER,
    Note,
    drop_ours,
    give_back,
)
from ita_docs.publishing.names import name_aside
from ita_docs.publishing.publication import (
    Edited,
    Publication,
    Published,
    find_edited,
    read_standing,
)
from ita_docs.publishing.standing import NOT_A_FILE, refuse_links

_FEW = 4
"""Offices whose files are flushed one by one: the whole file system may have more to write."""


Outcome = Published | Edited | OutputError


def publish_together(root: Path, offices: Sequence[Publication]) -> list[Outcome]:
    """Put the files of each office in place, all of an office or none; what became of each.

    The caller holds ``root``, and has the new files' hashes in its ledger. The disk is waited for
    twice, for all offices together: when every file has been written, and when every folder has
    taken its place.
    """
    outcomes: dict[int, Outcome] = {}
    for places in _part(offices):
        jobs = [_Job(root, offices[place]) for place in places]
        _publish(root, jobs)
        for place, job in zip(places, jobs, strict=True):
            outcomes[place] = job.outcome or Published(job.office.produced, job.aside)
    return [outcomes[place] for place in range(len(offices))]


def _part(offices: Sequence[Publication]) -> list[list[int]]:
    """The places of the offices, in rounds in which no folder comes twice: two kinds of document
    of one office are put there one after the other."""
    rounds: list[list[int]] = []
    seen: Counter[Path] = Counter()
    for place, office in enumerate(offices):
        if seen[office.folder] == len(rounds):
            rounds.append([])
        rounds[seen[office.folder]].append(place)
        seen[office.folder] += 1
    return rounds


def _publish(root: Path, jobs: Sequence[_Job]) -> None:
    try:
        _attempt(jobs, _Job.look)
        _attempt(jobs, _Job.stage)
        staged = [job for job in jobs if job.is_open()]
        if staged and (len(staged) <= _FEW or not sync_file_system(root)):
            _attempt(jobs, _Job.flush)
        _attempt(jobs, _Job.take_place)
        for parent in {job.target.parent for job in staged if job.is_open()}:
            with contextlib.suppress(OSError):  # in place, and whole, all the same
                sync_folder(parent)
    finally:
        for job in jobs:
            job.clear()


class _Job:
    """One office on its way into place.

    ``folder`` is its own below the outputs' work folder, finished by the next run if this one
    dies. Where the office has no folder yet it becomes that; else the files are written in
    ``part``, and a note beside it says whose everything is.
    """

    def __init__(self, root: Path, office: Publication) -> None:
        self.root = root
        self.office = office
        self.target = root / office.folder
        self.folder = root / WORK_FOLDER / STAGING / uuid.uuid4().hex
        self.is_new = False
        self.note = Note(office.folder, {})
        self.aside: tuple[str, ...] = ()
        self.outcome: Outcome | None = None

    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.outcome is None

    def look(self) -> None:
        """See what stands there: whose it is, and whether it must be replaced at all."""
        refuse_links(self.root, self.office.folder)
        self.is_new = not os.path.lexists(self.target)
        if self.is_new:
            return
        if not self.target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(self.target))
        standing = read_standing(self.root, self.office)
        edited = find_edited(self.office, standing)
        if edited is not None and not self.office.overwrite:
            self.outcome = edited
            return
        hashes = self.office.hashes
        if {name: file.sha256 for name, file in standing.items()} == hashes:
            self.outcome = Published(self.office.produced)
            return
        # A second name for a person's file before anything moves. A link or a pipe cannot have
        # one everywhere: it gets its name when it is given back.
        aside = {
            name: name_aside(self.target, name)
            for name, file in standing.items()
            if edited and file in edited.someones and file.sha256 != NOT_A_FILE
        }
        ours = {
            name: known | ({hashes[name]} if name in hashes else set())
            for name, known in self.office.ours.items()
        }
        # Should the run die before the exchange, the second name goes again.
        seconds = {new: frozenset({standing[name].sha256}) for name, new in aside.items()}
        self.note = Note(self.office.folder, {**ours, **seconds}, aside)

    def stage(self) -> None:
        """Write the files beside the outputs."""
        self.folder.mkdir(parents=True)
        place = self.folder
        if not self.is_new:
            place = self.folder / PART
            place.mkdir()
            (self.folder / NOTE).write_text(self.note.dump(), encoding="utf-8")
            for name, aside in self.note.aside.items():
                _copy(self.target / name, place / aside)
        for name, content in self.office.files.items():
            with (place / name).open("xb") as stream:
                stream.write(content)

    def flush(self) -> None:
        """Wait until what was written is on the disk."""
        for folder in (self.folder, self.folder / PART):
            for entry in folder.iterdir() if folder.is_dir() else ():
                if entry.is_file() and not entry.is_symlink():
                    with contextlib.suppress(PermissionError), entry.open("r+b") as stream:
                        os.fsync(stream.fileno())
            if folder.is_dir():
                sync_folder(folder)

    def take_place(self) -> None:
        """Let the new folder take the place of the office's, and give back what is not ours."""
        if self.is_new:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            rename(self.folder, self.target)
            return
        part, new, old = (self.folder / name for name in (PART, NEW, OLD))
        rename(part, new)
        if exchange(new, self.target):
            rename(new, old)
        else:  # no exchange here (Windows, some network drives): two renames, finished if cut
            rename(self.target, old)
            try:
                rename(new, self.target)
            except OSError:
                rename(old, self.target)
                raise
        late = give_back(old, self.target, self.note)  # what was saved there in this very moment
        kept = (*self.note.aside.values(), *late)
        self.aside = tuple(f"{self.office.folder.as_posix()}/{name}" for name in kept)

    def clear(self) -> None:
        """Remove what is left of the way; what cannot be given back waits for the next run."""
        with contextlib.suppress(OSError):
            drop_ours(self.folder / PART)
            for name in (NEW, OLD):
                give_back(self.folder / name, self.target, self.note)
            drop_ours(self.folder)


def _copy(path: Path, copy: Path) -> None:
    """A second name for a person's file, or a copy where the disk has no second names."""
    try:
        os.link(path, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(path, copy, follow_symlinks=False)


def _attempt(jobs: Iterable[_Job], step: Callable[[_Job], None]) -> None:
    """Take the next step with every job that is not done; its failure is its own."""
    for job in jobs:
        if job.is_open():
            try:
                step(job)
            except OutputError as error:
                job.outcome = error
            except OSError as error:
                job.outcome = explain_os_error(error, job.target)


def remove_document(root: Path, folder: Path, ours: Mapping[str, frozenset[str]]) -> Edited | None:
    """Remove an office's files, and its folder when nothing else is in it.

    What is a person's stays, and the pair's other half with it: then it is returned. Raises
    OutputError.
    """
    office = Publication(folder, {}, ours)
    target = root / folder
    job = root / WORK_FOLDER / STAGING / uuid.uuid4().hex
    try:
        refuse_links(root, folder)
        edited = find_edited(office, read_standing(root, office))
        if edited is not None or not target.is_dir():
            return edited
        # Taken out first and looked at again: what was saved in between is given back.
        (job / OLD).mkdir(parents=True)
        note = Note(folder, ours)
        write_file(job / NOTE, note.dump().encode())
        for name in ours:
            with contextlib.suppress(FileNotFoundError):
                rename(target / name, job / OLD / name)
        give_back(job / OLD, target, note)
        drop_folder(target)
        (job / NOTE).unlink()
        drop_folder(job)
    except OSError as error:
        raise explain_os_error(error, target) from error
    return None
