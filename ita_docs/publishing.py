"""Finished files into the output folder: whole or not at all, both of an office or neither.

An office's files are written into a staging folder beside the outputs, flushed to the disk (those
of many offices together), and take the place of the office's folder by one exchange of names.
What is not ours in that folder (a scan of the signed page, say) stays. A run that was killed
leaves only its staging folders, which the next run sweeps under the lock.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import errno
import json
import os
import shutil
import sys
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from ita_docs.model import FiscalYear, Office
from ita_docs.problems import BusyError, OutputError

WORK_FOLDER = ".ita-docs"
LONGEST_NAME = 180
"""Bytes of UTF-8 in one file name, ending included (Linux allows 255, sync programs less)."""

_ENDINGS = (".docx", ".pdf")
_RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"
}
_BANGKOK = datetime.timezone(datetime.timedelta(hours=7))
_FEW = 4
"""Offices whose files are flushed one by one: the whole file system may have more to write."""
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_AT_FDCWD = -100


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


def name_files(office: Office, plan_year: FiscalYear) -> dict[str, str]:
    """The file name of each ending: ``มาตรการ-2563-สพป.ภูเก็ต.docx`` and ``….pdf``."""
    stem = make_safe_name(f"มาตรการ-{plan_year}-{office.short_name}", longest=LONGEST_NAME - 5)
    return {ending: stem + ending for ending in _ENDINGS}


@contextlib.contextmanager
def hold_outputs(root: Path) -> Iterator[Path]:
    """Hold the output folder for one run: make it, lock it, sweep what a killed run left.

    Yields the folder's real path. Raises BusyError when another run holds it, OutputError when
    it cannot be written.
    """
    try:
        real = Path(os.path.realpath(root))
        work = real / WORK_FOLDER
        work.mkdir(parents=True, exist_ok=True)
        handle = os.open(
            work / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666
        )
    except OSError as error:
        raise explain_os_error(error, root) from error
    try:
        _lock(handle, root)
        try:
            note = {
                "pid": os.getpid(),
                "since": f"{datetime.datetime.now(_BANGKOK):%Y-%m-%d %H:%M:%S%z}",
            }
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps(note).encode())
            _sweep(real)
        except OSError as error:
            raise explain_os_error(error, root) from error
        yield real
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Publication:
    """One office's files by name, and its folder relative to the outputs.

    ``ours`` are the names that this program may replace or take away there: a name of ours that
    is not in ``files`` is gone afterwards, so that no old PDF stays beside a new .docx.
    """

    folder: Path
    files: Mapping[str, bytes]
    ours: frozenset[str]


def publish_files(root: Path, folder: Path, files: Mapping[str, bytes], ours: set[str]) -> None:
    """Put one office's files in place, all or none. Raises OutputError."""
    (error,) = publish_together(root, [Publication(folder, files, frozenset(ours))])
    if error is not None:
        raise error


def publish_together(root: Path, offices: Sequence[Publication]) -> list[OutputError | None]:
    """Put the files of each office in place, all of an office or none; what kept each from it.

    The caller holds ``root``. The disk is waited for twice, for all offices together: when every
    file has been written, and when every folder has taken its place.
    """
    jobs = [_Job(root, office) for office in offices]
    try:
        _attempt(jobs, _Job.stage)
        if len(jobs) <= _FEW or not _sync_file_system(root):
            _attempt(jobs, _Job.flush)
        _attempt(jobs, _Job.take_place)
        for parent in {job.target.parent for job in jobs if job.error is None}:
            with contextlib.suppress(OSError):  # in place, and whole, all the same
                _sync_folder(parent)
    finally:
        for job in jobs:
            shutil.rmtree(job.folder, ignore_errors=True)
    return [job.error for job in jobs]


class _Job:
    """One office on its way into place.

    ``folder`` is its own below the outputs' work folder, swept by the next run if this one dies.
    Where the office has no folder yet it becomes that; else ``staged`` lies in it, beside a note
    of whose it is.
    """

    def __init__(self, root: Path, office: Publication) -> None:
        self.root = root
        self.office = office
        self.target = root / office.folder
        self.folder = self.staged = root / WORK_FOLDER / "staging" / uuid.uuid4().hex
        self.error: OutputError | None = None

    def stage(self) -> None:
        """Write the files beside the outputs."""
        _refuse_links(self.root, self.office.folder)
        self.folder.mkdir(parents=True)
        if self.target.exists():
            self.staged = self.folder / "new"
            self.staged.mkdir()
            note = {"folder": self.office.folder.as_posix(), "ours": sorted(self.office.ours)}
            (self.folder / "target.json").write_text(json.dumps(note), encoding="utf-8")
        for name, content in self.office.files.items():
            with (self.staged / name).open("xb") as stream:
                stream.write(content)

    def flush(self) -> None:
        """Wait until what was written is on the disk."""
        for folder in {self.folder, self.staged}:
            for entry in folder.iterdir():
                if entry.is_file():
                    with entry.open("r+b") as stream:
                        os.fsync(stream.fileno())
            _sync_folder(folder)

    def take_place(self) -> None:
        """Let the staged folder take the place of the office's."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        if self.staged == self.folder:
            self.staged.rename(self.target)
        else:
            _take_place(self.folder, self.staged, self.target, self.office.ours)


def _attempt(jobs: Iterable[_Job], step: Callable[[_Job], None]) -> None:
    """Take the next step with every job that has not failed; its failure is its own."""
    for job in jobs:
        if job.error is None:
            try:
                step(job)
            except OutputError as error:
                job.error = error
            except OSError as error:
                job.error = explain_os_error(error, job.target)


def publish_single(root: Path, name: str, content: bytes) -> None:
    """Put one file of the run itself (a report) into the output folder, whole or not at all."""
    staged = root / WORK_FOLDER / f"{uuid.uuid4().hex}.part"
    try:
        _refuse_links(root, Path(name))
        _write(staged, content)
        staged.replace(root / name)
    except OSError as error:
        raise explain_os_error(error, root / name) from error
    finally:
        staged.unlink(missing_ok=True)


def remove_files(root: Path, paths: Iterable[str]) -> None:
    """Remove an office's published files, and its folder when nothing else is in it."""
    for path in map(root.joinpath, paths):
        try:
            _refuse_links(root, path.relative_to(root))
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()
        except OSError as error:
            raise explain_os_error(error, path) from error


def explain_os_error(error: OSError, path: Path) -> OutputError:
    """The operating system's refusal as an error that says what to do."""
    code = {
        errno.ENOSPC: "output-disk-full",
        errno.EDQUOT: "output-disk-full",
        errno.EACCES: "output-not-writable",
        errno.EPERM: "output-not-writable",
        errno.EROFS: "output-not-writable",
        errno.ENOTDIR: "output-not-a-folder",
        errno.EISDIR: "output-not-a-folder",
        errno.EEXIST: "output-not-a-folder",
        errno.ELOOP: "output-is-a-link",
        errno.ENAMETOOLONG: "output-name-too-long",
    }.get(error.errno or 0, "output-failed")
    return OutputError(code, path=path, reason=error.strerror or type(error).__name__)


def _refuse_links(root: Path, folder: Path) -> None:
    step = root
    for part in folder.parts:
        step = step / part
        if step.is_symlink():
            raise OutputError("output-is-a-link", path=step, reason="")


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_file_system(root: Path) -> bool:
    """Wait until all that was written is on the disk; False where the system has no such call."""
    try:
        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return False
    handle = os.open(root, os.O_RDONLY)
    try:
        return bool(syncfs(handle) == 0)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_place(job: Path, staged: Path, target: Path, ours: Set[str]) -> None:
    """Exchange the staged folder for the target; what was there and is not ours moves along."""
    if not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(target))
    for name in ours:
        if (target / name).is_dir():  # somebody's folder under our name: theirs to move
            raise OutputError("output-is-a-folder", path=target / name, reason="")
    old = job / "old"
    if _exchange(staged, target):
        staged.rename(old)
    else:  # no atomic exchange here (Windows, some network drives): two renames, swept if cut
        target.rename(old)
        staged.rename(target)
    _move_foreign(old, target, ours)


def _move_foreign(old: Path, target: Path, ours: Set[str]) -> None:
    for entry in list(old.iterdir()) if old.is_dir() else []:
        if entry.name not in ours and not (target / entry.name).exists():
            entry.rename(target / entry.name)


def _exchange(left: Path, right: Path) -> bool:
    """Exchange two folders' names in one step where the system can; False where it can't."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(
        _AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), ctypes.c_uint(_EXCHANGE)
    )
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(right))


def _sweep(root: Path) -> None:
    """Bring to an end what a killed run began: give back what is not ours, drop the rest."""
    staging = root / WORK_FOLDER / "staging"
    for job in list(staging.iterdir()) if staging.is_dir() else []:
        with contextlib.suppress(FileNotFoundError, ValueError, KeyError):
            note = json.loads((job / "target.json").read_text(encoding="utf-8"))
            target, ours = root / note["folder"], set(note["ours"])
            if not target.exists():  # cut between the two renames of the plain way
                for name in ("new", "old"):
                    if (job / name).is_dir() and (job / "old").is_dir():
                        (job / name).rename(target)
                        break
            for name in ("new", "old"):
                if target.is_dir():
                    _move_foreign(job / name, target, ours)
        shutil.rmtree(job, ignore_errors=True)
    for leftover in (root / WORK_FOLDER).glob("*.part"):
        leftover.unlink(missing_ok=True)


def _lock(handle: int, root: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        pid, since = _read_holder(handle)
        raise BusyError("outputs-busy", path=root, pid=pid, since=since) from error


def _read_holder(handle: int) -> tuple[str, str]:
    try:
        note = json.loads(os.read(handle, 500))
        return str(note["pid"]), str(note["since"])
    except (OSError, ValueError, KeyError):
        return "?", "?"
