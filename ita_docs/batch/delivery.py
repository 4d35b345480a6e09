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

from ita_docs.batch.account import Account, Drawn
from ita_docs.batch.edits import tell_aside
from ita_docs.batch.intake import Source
from ita_docs.batch.ledger import Entry
from ita_docs.batch.making import Made
from ita_docs.model import Announcement, DocumentReport, OfficeStatus
from ita_docs.problems import ItaDocsError, OutputError
from ita_docs.publishing import Edited, Publication, Published, name_files, publish_together

logger = logging.getLogger(__name__)

Delivered = tuple[Made, ItaDocsError | Published | Edited | None]
"""What was made of a document, and its files in place or why they are not."""
Publications = Mapping[tuple[str, str], Publication]
"""Documents on the way to their place, by folder and kind."""


def build_publication(
    account: Account, source: Source, drawn: Drawn, docx: bytes | None, pdf: bytes | None
) -> Publication:
    """A document's files on the way to their place, with what is known to be ours there."""
    result, kind = source.result, drawn.kind
    names = name_files(kind.stem, result.office, kind.find_year(result))
    files = {names[".docx"]: docx, names[".pdf"]: pdf}
    return Publication(
        source.folder,
        {name: content for name, content in files.items() if content is not None},
        account.ledger.list_ours(source.folder.as_posix(), names.values(), kind.name),
        account.request.overwrite_edited,
    )


def intend(account: Account, chunk: Sequence[Made]) -> tuple[list[Made], Publications]:
    """The files of some offices, about to take their place: the ledger knows their hashes."""
    publications = {
        (made.folder, made.kind): build_publication(
            account,
            account.sources[made.folder],
            account.kinds[made.kind],
            made.announcement.docx,
            made.announcement.pdf,
        )
        for made in chunk
        if made.announcement is not None
    }
    try:
        account.ledger.intend(f for office in publications.values() for f in office.produced)
    except OutputError as error:
        return [replace(made, announcement=None, error=error) for made in chunk], {}
    return list(chunk), publications


def publish(root: Path, chunk: Sequence[Made], publications: Publications) -> list[Delivered]:
    """Put the documents of some offices in place; waits for the disk, and knows no ledger."""
    outcomes = publish_together(root, list(publications.values()))
    published = dict(zip(publications, outcomes, strict=True))
    return [(made, published.get((made.folder, made.kind), made.error)) for made in chunk]


def note_delivered(
    account: Account, chunk: Sequence[Delivered], advance: Callable[[], None]
) -> None:
    """Note what became of documents: in their rows, and in the ledger what stands there now."""
    for made, outcome in chunk:
        document = replace(account.kinds[made.kind].begin(), seconds=made.seconds)
        if made.trace:
            logger.error("%s: %s", made.folder, made.trace)
        if isinstance(outcome, Published) and made.announcement is not None:
            _note_published(account, document, made, made.announcement, outcome)
        elif isinstance(outcome, Edited):
            account.note_edited(made.folder, document, outcome, made.words, dry=False)
        else:
            account.set_document(made.folder, replace(document, status=OfficeStatus.FAILED))
            if isinstance(outcome, ItaDocsError):
                account.add_error(outcome, made.folder)
    for _folder in dict.fromkeys(made.folder for made, _ in chunk):
        advance()


def _note_published(
    account: Account,
    document: DocumentReport,
    made: Made,
    announcement: Announcement,
    outcome: Published,
) -> None:
    folder, engine = made.folder, announcement.pdf_engine
    names = account.rows[folder].office, account.rows[folder].short_name
    account.ledger.record(
        Entry(folder, *names, made.fingerprint, made.words, engine, outcome.files, made.kind)
    )
    account.add_problems(announcement.notes, folder)
    account.add_problems(
        (tell_aside(path, account.request.outputs) for path in outcome.aside), folder
    )
    produced = replace(document, status=OfficeStatus.PRODUCED, files=outcome.files, engine=engine)
    account.set_document(folder, produced)
