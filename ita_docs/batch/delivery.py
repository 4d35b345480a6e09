"""Documents that were made go to their place, and the ledger knows of them before and after.

made ─ intended (hashes on the disk) ─ published ─ recorded
            │                             ├ a person's stands there: edited, nothing moved
            └ disk full: failed           └ the disk refuses: failed, the old pair stands
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ita_docs.batch.account import Account
from ita_docs.batch.chunks import Made
from ita_docs.batch.edits import tell_aside
from ita_docs.batch.inputs import Source
from ita_docs.batch.ledger import Entry
from ita_docs.documents import MEASURES
from ita_docs.model import OfficeReport, OfficeStatus
from ita_docs.problems import ItaDocsError, OutputError
from ita_docs.publishing import Edited, Publication, Published, name_files, publish_together

logger = logging.getLogger(__name__)

Delivered = tuple[Made, ItaDocsError | Published | Edited | None]
"""What was made of an office, and its files in place or why they are not."""


def build_publication(
    account: Account, source: Source, docx: bytes | None, pdf: bytes | None
) -> Publication:
    """An office's files on the way to their place, with what is known to be ours there."""
    names = name_files(MEASURES.stem, source.result.office, source.result.plan_year)
    files = {names[".docx"]: docx, names[".pdf"]: pdf}
    return Publication(
        source.folder,
        {name: content for name, content in files.items() if content is not None},
        account.ledger.list_ours(source.folder.as_posix(), names.values()),
        account.request.overwrite_edited,
    )


def intend(account: Account, chunk: Sequence[Made]) -> tuple[list[Made], dict[str, Publication]]:
    """The files of some offices, about to take their place: the ledger knows their hashes."""
    publications = {
        made.folder: build_publication(
            account, account.sources[made.folder], made.announcement.docx, made.announcement.pdf
        )
        for made in chunk
        if made.announcement is not None
    }
    try:
        account.ledger.intend(f for office in publications.values() for f in office.produced)
    except OutputError as error:
        return [replace(made, announcement=None, error=error) for made in chunk], {}
    return list(chunk), publications


def publish(
    root: Path, chunk: Sequence[Made], publications: Mapping[str, Publication]
) -> list[Delivered]:
    """Put the documents of some offices in place; waits for the disk, and knows no ledger."""
    outcomes = publish_together(root, list(publications.values()))
    published = dict(zip(publications, outcomes, strict=True))
    return [(made, published.get(made.folder, made.error)) for made in chunk]


def note_delivered(
    account: Account, chunk: Sequence[Delivered], advance: Callable[[], None]
) -> None:
    """Note what became of offices: in their rows, and in the ledger what stands there now."""
    for made, outcome in chunk:
        row = replace(account.rows[made.folder], seconds=made.seconds)
        if made.trace:
            logger.error("%s: %s", made.folder, made.trace)
        if isinstance(outcome, Published):
            row = _note_published(account, row, made, outcome)
        elif isinstance(outcome, Edited):
            row = account.note_edited(made.folder, row, outcome, made.words)
        else:
            row = replace(row, status=OfficeStatus.FAILED)
            if outcome is not None:
                account.add_error(outcome, row)
        account.rows[made.folder] = row
        advance()


def _note_published(
    account: Account, row: OfficeReport, made: Made, outcome: Published
) -> OfficeReport:
    engine = made.announcement.pdf_engine if made.announcement else None
    account.ledger.record(
        Entry(
            made.folder,
            row.office,
            row.short_name,
            made.fingerprint,
            made.words,
            engine,
            outcome.files,
        )
    )
    account.add_problems(made.announcement.notes if made.announcement else (), row)
    account.add_problems((tell_aside(path, account.request.outputs) for path in outcome.aside), row)
    return replace(row, status=OfficeStatus.PRODUCED, files=outcome.files, engine=engine)
