"""Offices whose documents stand here and which are no longer in the inputs.

# the inputs                                    --prune   -> an office that is in none of them
#   all read and understood                       no         departed: its documents stay
#   all read and understood                       yes        pruned; a person's files stay, edited
#   a folder, file, header or name was not        any        nobody knows: departed-unknown
#   one office alone was asked for                any        not looked for
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ita_docs import documents, thai
from ita_docs.batch.account import Account
from ita_docs.batch.ledger import Entry
from ita_docs.batch.outcome import name_kind
from ita_docs.model import DocumentReport, OfficeReport, OfficeStatus
from ita_docs.problems import Digits, ItaDocsError, Problem, Severity
from ita_docs.publishing import Publication, find_edited, read_standing, remove_document
from ita_docs.report import find_province


def account_for_departed(account: Account, *, dry: bool) -> None:
    """Name the offices that have left, and remove their documents where that was asked for.

    In a ``dry`` run they are only named as if they had been.
    """
    if account.request.only:
        return
    gone = list(_find_gone(account))  # before any of them gets a row
    cause = _find_uncertainty(account)
    if cause is not None:
        if gone:
            values = {
                "count": Digits(len({entry.folder for entry in gone})),
                "cause": str(cause.at or cause.code),
            }
            account.problems.append(Problem("departed-unknown", cause.at, values=values))
        return
    for entry in gone:
        if entry.folder not in account.rows:
            account.rows[entry.folder] = OfficeReport(
                entry.name,
                entry.short_name,
                OfficeStatus.DEPARTED,
                None,
                province=find_province(entry.name),
            )
        label = name_kind(entry.kind)
        document = DocumentReport(entry.kind, label, OfficeStatus.DEPARTED, entry.files)
        account.set_document(entry.folder, document)
        if account.request.prune:
            _prune(account, document, entry, dry=dry)


def _find_gone(account: Account) -> Iterator[Entry]:
    """The ledger's documents that no office of this run has, or has any more."""
    refused = {thai.match_key(source.name) for source in account.intake.refused}
    known = {kind.name for kind in documents.KINDS}
    for entry in account.ledger:
        if entry.kind in known and entry.kind not in account.kinds:
            continue  # this run was asked for others
        if entry.folder in account.named:
            made = account.documents.get(entry.folder, {})
            failed = entry.folder in account.rows and not made
            if not failed and entry.kind not in made:
                yield entry
        elif thai.match_key(entry.name) not in refused:
            yield entry


def _find_uncertainty(account: Account) -> Problem | None:
    """The first problem for which nobody can say that an office has left: a folder, file, sheet,
    header or name that could not be made out may hold any of them."""
    return next(
        (
            problem
            for problem in (
                *account.found.problems,
                *account.found.empty,
                *account.intake.problems,
            )
            if problem.office is None and problem.severity is Severity.ERROR
        ),
        None,
    )


def _prune(account: Account, document: DocumentReport, entry: Entry, *, dry: bool) -> None:
    """Remove a departed office's document; a person's stays, and is named."""
    names = [file.path.rpartition("/")[2] for file in entry.files]
    ours = account.ledger.list_ours(entry.folder, names, entry.kind)
    try:
        if dry:
            office = Publication(Path(entry.folder), {}, ours)
            found = find_edited(office, read_standing(account.root, office))
        else:
            found = remove_document(account.root, Path(entry.folder), ours)
    except ItaDocsError as error:
        account.add_error(error, entry.folder)
        return
    if found is not None:
        account.note_edited(entry.folder, document, found, entry.words, dry=dry)
        return
    if not dry:
        account.ledger.forget(entry.folder, entry.kind)
    account.set_document(entry.folder, replace(document, status=OfficeStatus.PRUNED))
