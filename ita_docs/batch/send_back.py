"""Workbooks with faults go back: a copy with notes of each, and the mails, in a folder of its own.

# in the folder, under the copy's name   the ledger there   -> what happens
#   nothing                                any                 the copy is put there
#   a copy of ours                         knows its hash      the new one takes its place
#   anything else                          another hash        kept, and named: return-copy-edited
#
# The mails (ส่งกลับ.txt, ส่งกลับ.xlsx) take a dated name where a person's file has theirs.

One module, though long: the copies and the mails of one run stand and fall together.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ita_docs.batch.intake import Intake
from ita_docs.batch.ledger import Ledger, open_ledger
from ita_docs.batch.own_rows import Shares
from ita_docs.batch.request import Request
from ita_docs.files import is_file, lies_in
from ita_docs.model import ProducedFile
from ita_docs.ooxml.guard import Bounds, ContainerError
from ita_docs.ooxml.package import PackageError
from ita_docs.ooxml.scanning import XmlError
from ita_docs.problems import Digits, InputError, Location, OutputError, Problem, Severity
from ita_docs.publishing import (
    BANGKOK,
    WORK_FOLDER,
    explain_os_error,
    hold_outputs,
    make_safe_name,
    place_file,
)
from ita_docs.returning import (
    Letter,
    Note,
    Splitter,
    annotate,
    build_table,
    move_notes,
    write_letters,
    write_notes,
)
from ita_docs.workbook.guard import LARGE, MAX_ENTRIES, MAX_RATIO, STRANGERS, Limits, read_bytes
from ita_docs.workbook.reader_process import Reader, open_reader

logger = logging.getLogger(__name__)

STEM = "ส่งกลับ"
"""The name of the mails."""
_UNFIT = (ContainerError, PackageError, XmlError, ValueError, IndexError)
"""What a workbook says that takes no notes."""
_AT_ONCE = 50
"""Copies that are put in place together: the ledger waits for the disk once for all of them."""


@dataclass(frozen=True, slots=True)
class SentBack:
    """What went back: the mails, and what there is to say of copies that were kept."""

    folder: Path
    letters: tuple[Letter, ...]
    problems: tuple[Problem, ...]

    @property
    def note(self) -> Problem:
        """How many copies there are, and where, for the run report."""
        values = {
            "count": Digits(self.copies),
            "path": str(self.folder),
            "without": Digits(len(self.letters) - self.copies),
        }
        return Problem("workbooks-returned", values=values)

    @property
    def copies(self) -> int:
        """How many copies stand in the folder."""
        return sum(letter.copy is not None for letter in self.letters)


def refuse_nested_returns(request: Request, *others: Path) -> None:
    """Keep the copies apart from inputs and outputs: a copy must never be read as sent, nor be
    taken for a document. Raises OutputError."""
    if request.returns is None:
        return
    for path in (*request.inputs, *others):
        inside = lies_in(request.returns, path) and not is_file(path)
        if inside or lies_in(path, request.returns):
            raise OutputError("return-nested", path=request.returns, other=path)


def send_back(
    request: Request, intake: Intake, stopped: Callable[[], bool] = lambda: False
) -> SentBack | None:
    """Write a copy with notes of every workbook with faults, and the mails; None where that was
    not asked for. Raises OutputError or BusyError where nothing can be written there."""
    if request.returns is None:
        return None
    told: list[Problem] = []
    letters: list[Letter] = []
    with (
        hold_outputs(request.returns, told.append) as root,
        open_ledger(root, told.append) as ledger,
    ):
        waiting: list[tuple[Letter, bytes | None]] = []
        for made in _make_copies(request, intake):
            if stopped():
                break
            waiting.append(made)
            if len(waiting) >= _AT_ONCE:
                letters += _place_copies(root, ledger, waiting)
                waiting = []
        letters += _place_copies(root, ledger, waiting)
        contents = {".txt": write_letters(letters), ".xlsx": build_table(letters)}
        for ending, content in contents.items():
            _place_mail(root, ledger, ending, content)
    for letter in letters:
        if letter.kept:
            path = str(request.returns / (letter.copy or ""))
            told.append(Problem("return-copy-edited", Location(path), None, {"path": path}))
    return SentBack(request.returns, tuple(letters), tuple(told))


def _make_copies(request: Request, intake: Intake) -> Iterator[tuple[Letter, bytes | None]]:
    """Each mail with its copy's bytes; None where there can be no copy."""
    faulty = [path for path, told in intake.by_workbook.items() if _is_faulty(request, told)]
    names = name_copies(faulty)
    taken = {name.casefold() for name in names.values()}
    limits = LARGE if request.large else STRANGERS
    with contextlib.ExitStack() as stack:
        reader = stack.enter_context(open_reader(limits)) if request.split else None
        for path in faulty:
            notes = write_notes(intake.by_workbook[path], request.accept)
            letter = Letter(
                PurePath(path).name,
                _name_offices(notes),
                tuple(notes),
                None,
                path in intake.unreadable,
            )
            if letter.unreadable:
                yield letter, None
            elif reader is not None and letter.offices:
                yield from _split(reader, path, letter, names[path], limits, taken)
            else:
                content = _annotate(_read(path, limits), notes, limits)
                yield _hand(letter, names[path], content)


def _hand(letter: Letter, name: str, content: bytes | None) -> tuple[Letter, bytes | None]:
    return replace(letter, copy=name if content is not None else None), content


def _split(
    reader: Reader, path: str, letter: Letter, name: str, limits: Limits, taken: set[str]
) -> Iterator[tuple[Letter, bytes | None]]:
    """A copy for each faulty office of a workbook of many, with its own rows; the whole of one
    office's, and of one in which something is wrong that is no office's own."""
    try:
        shares = Shares(reader.read(Path(path)))
        content = _read(path, limits)
        splitter = Splitter(content or b"", _bound(limits)) if shares.is_of_many else None
    except (InputError, *_UNFIT) as error:
        logger.warning("not split: %s: %s", path, error)
        yield _hand(letter, name, None)
        return
    if splitter is None:
        yield _hand(letter, name, _annotate(content, letter.notes, limits))
        return
    named = set(letter.offices)
    rest = tuple(note for note in letter.notes if note.office not in named)
    if any(note.is_error for note in rest):  # what is wrong with the whole goes to its sender
        one = replace(letter, offices=(), notes=rest)
        yield _hand(one, name, _annotate(content, rest, limits))
    for office in letter.offices:
        rows = shares.find(office)
        moved = move_notes([note for note in letter.notes if note.office == office], rows)
        stem = make_safe_name(f"{PurePath(name).stem} - {shares.name_short(office)}")
        copy, number = f"{stem}.xlsx", 2
        while copy.casefold() in taken:
            copy, number = f"{stem} ({number}).xlsx", number + 1
        taken.add(copy.casefold())
        part: bytes | None = None
        try:
            part = _annotate(splitter.cut(rows), moved, limits)
        except _UNFIT as error:
            logger.warning("no copy of %s for %s: %s", path, office, error)
        one = Letter(letter.file, (office,), tuple(moved), None)
        yield _hand(one, copy, part)


def mark_workbook(path: Path, problems: Iterable[Problem], accept: frozenset[str]) -> bytes | None:
    """The copy of one workbook with its problems as notes in it; None where there can be none."""
    notes = write_notes(problems, accept)
    return _annotate(_read(str(path), STRANGERS), notes, STRANGERS) if notes else None


def _name_offices(notes: Sequence[Note]) -> tuple[str, ...]:
    """The offices that have something to mend."""
    return tuple(dict.fromkeys(note.office for note in notes if note.office and note.is_error))


def _is_faulty(request: Request, problems: Sequence[Problem]) -> bool:
    return any(
        problem.severity is Severity.ERROR and problem.code not in request.accept
        for problem in problems
    )


def _bound(limits: Limits) -> Bounds:
    return Bounds(MAX_ENTRIES, limits.part, limits.total, MAX_RATIO, backslashes=True)


def _read(path: str, limits: Limits) -> bytes | None:
    """A workbook's bytes; None where they cannot be read any more."""
    try:
        return read_bytes(Path(path), limits.file)
    except InputError as error:
        logger.warning("no copy of %s: %s", path, error)
        return None


def _annotate(content: bytes | None, notes: Sequence[Note], limits: Limits) -> bytes | None:
    """The copy of a workbook; None for one into which nothing can be put."""
    if content is None:
        return None
    try:
        return annotate(content, notes, _bound(limits))
    except _UNFIT as error:
        logger.warning("no copy: %s", error)
        return None


def name_copies(workbooks: Sequence[str]) -> dict[str, str]:
    """The name of each workbook's copy: its own; with its folder's in front where two have one,
    whatever the order they come in."""
    names: dict[str, str] = {}
    taken = {f"{STEM}{ending}".casefold() for ending in (".txt", ".xlsx")}
    shared: dict[str, int] = {}
    for workbook in workbooks:
        key = PurePath(workbook).name.casefold()
        shared[key] = shared.get(key, 0) + 1
    for workbook in workbooks:
        path = PurePath(workbook)
        stem = path.stem
        if shared[path.name.casefold()] > 1 or path.name.casefold() in taken:
            stem = f"{path.parent.name} - {stem}"
        ending = path.suffix.casefold() if path.suffix.casefold() == ".xlsm" else ".xlsx"
        name = make_safe_name(stem) + ending
        number = 2
        while name.casefold() in taken:
            name = f"{make_safe_name(stem)} ({number}){ending}"
            number += 1
        taken.add(name.casefold())
        names[workbook] = name
    return names


def _place_copies(
    root: Path, ledger: Ledger, made: Sequence[tuple[Letter, bytes | None]]
) -> list[Letter]:
    """Put copies in place; each mail, which knows now whether a person's copy was kept."""
    copies = [
        (letter.copy, content, hashlib.sha256(content).hexdigest())
        for letter, content in made
        if content is not None and letter.copy is not None
    ]
    ours = {name: ledger.list_reports(name) for name, _, _ in copies}
    ledger.intend(ProducedFile(name, len(content), digest) for name, content, digest in copies)
    kept = {name for name, content, _ in copies if not _place(root, name, content, ours[name])}
    ledger.keep_reports((name, digest) for name, _, digest in copies if name not in kept)
    return [replace(letter, kept=letter.copy in kept) for letter, _ in made]


def _place(root: Path, name: str, content: bytes, ours: frozenset[str]) -> bool:
    """Put one file in place; False where a person's stands there and is kept."""
    path = root / name
    try:
        return place_file(path, content, ours, staging=root / WORK_FOLDER) is not None
    except OSError as error:
        raise explain_os_error(error, path) from error


def _place_mail(root: Path, ledger: Ledger, ending: str, content: bytes) -> None:
    """Put the mails in place, under a dated name where a person's file has the usual one."""
    day = f"{datetime.datetime.now(BANGKOK):%Y-%m-%d}"
    digest = hashlib.sha256(content).hexdigest()
    name, number = f"{STEM}{ending}", 1
    while True:
        ours = ledger.list_reports(name)
        ledger.intend([ProducedFile(name, len(content), digest)])
        if _place(root, name, content, ours):
            ledger.keep_report(name, digest)
            return
        name = f"{STEM}-{day}" + (f"-{number}" if number > 1 else "") + ending
        number += 1
