"""The PDF of one Word file that somebody edited: made as any other, and put beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ita_docs import pdf
from ita_docs.batch.ledger import LEDGER, open_ledger
from ita_docs.model import ProducedFile
from ita_docs.pdf import Engine
from ita_docs.problems import InputError, ItaDocsError, Location, Problem, TemplateError
from ita_docs.publishing import WORK_FOLDER, explain_os_error, hold_outputs, place_file
from ita_docs.word.container import check_container, read_file


@dataclass(frozen=True, slots=True)
class Beside:
    """A PDF that stands beside its Word file, or None where a person's file was kept there.

    ``aside`` is where that one went if it was to be overwritten; ``notes`` are those of the PDF.
    """

    path: Path | None
    engine: str
    notes: tuple[Problem, ...] = ()
    aside: Path | None = None


def make_pdfs_beside(
    documents: Iterable[Path], engine: Engine, *, timeout: float, overwrite: bool
) -> list[Beside | ItaDocsError]:
    """Make the PDF of each Word file and put it beside, under the same name; each on its own.

    ``timeout`` is the engine's time for one document, in seconds. A file in the PDF's place that
    is not ours is kept, unless ``overwrite`` puts it aside under a dated name.
    """
    results: dict[Path, Beside | ItaDocsError] = {}
    contents: dict[Path, bytes] = {}
    for path in documents:
        try:
            contents[path] = _read_document(path)
        except ItaDocsError as error:
            results[path] = error
    made = pdf.convert_many(list(contents.values()), engine, timeout=timeout)
    for path, outcome in zip(contents, made, strict=True):
        if isinstance(outcome, ItaDocsError):
            results[path] = _at(outcome, path)
            continue
        notes = (Problem(n.code, Location(str(path)), values=n.values) for n in outcome.notes)
        try:
            place, aside = _place(path.with_suffix(".pdf"), outcome.data, overwrite=overwrite)
        except ItaDocsError as error:
            results[path] = error
        else:
            results[path] = Beside(place, outcome.engine, tuple(notes), aside)
    return [results[path] for path in dict.fromkeys(documents)]


def _read_document(path: Path) -> bytes:
    """A Word file's bytes, once it is known for a sound one. Raises InputError."""
    at = Location(str(path))
    try:
        content = read_file(path)
        check_container(content, at)
    except OSError as error:
        raise InputError("word-file-missing", at, reason=error.strerror or error) from error
    except TemplateError as error:
        raise InputError("word-file-unfit", at) from error
    if path.suffix.casefold() != ".docx":
        raise InputError("word-file-unfit", at)
    return content


def _place(path: Path, content: bytes, *, overwrite: bool) -> tuple[Path | None, Path | None]:
    """Put a PDF in place: where it stands (None where a person's was kept), and where that went.

    In an output folder its ledger knows which PDFs are ours; elsewhere nobody does.
    """
    with ExitStack() as stack:
        ours, staging = frozenset[str](), path.parent
        outputs = _find_outputs(path)
        if outputs is not None:
            root = stack.enter_context(hold_outputs(outputs))
            ledger = stack.enter_context(open_ledger(root))
            path = path.parent.resolve() / path.name
            relative = path.relative_to(root)
            ours = ledger.list_hashes(relative.parent.as_posix(), path.name)
            digest = hashlib.sha256(content).hexdigest()
            ledger.intend([ProducedFile(relative.as_posix(), len(content), digest)])
            staging = root / WORK_FOLDER
        try:
            aside = place_file(path, content, ours, staging=staging, overwrite=overwrite)
        except OSError as error:
            raise explain_os_error(error, path) from error
    if aside is None:
        return None, None
    return path, path.with_name(aside) if aside else None


def _find_outputs(path: Path) -> Path | None:
    """The output folder that a file lies in, if any."""
    for folder in (path.parent.resolve() / path.name).parents:
        if (folder / WORK_FOLDER / LEDGER).is_file():
            return folder
    return None


def _at(error: ItaDocsError, path: Path) -> ItaDocsError:
    return type(error)(error.code, error.at or Location(str(path)), **error.values)
