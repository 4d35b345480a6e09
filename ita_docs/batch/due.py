"""Which offices are due: what stands there, what the ledger says of it, what would be made now.

# in the folder              the ledger          -> what happens
#   whole, of this data        knows it             nothing: current
#   whole, of other data       knows it             made
#   missing, or part of it     any                  made
#   a person's, as told        knows that           nothing: edited
#   a person's, not told yet   any                  made, and left alone when it is published
#   another office's           knows its name       refused: output-name-collision
"""

from __future__ import annotations

from dataclasses import replace

from ita_docs import thai
from ita_docs.batch.account import Account
from ita_docs.batch.chunks import Order
from ita_docs.batch.delivery import build_publication
from ita_docs.batch.edits import note_edit
from ita_docs.batch.inputs import Refused, Source
from ita_docs.batch.ledger import Entry
from ita_docs.batch.outcome import build_row, hash_office, hash_words
from ita_docs.model import OfficeReport, OfficeResult, OfficeStatus
from ita_docs.pipeline import assess_office, draft_document, prepare_office
from ita_docs.problems import ItaDocsError, Problem
from ita_docs.publishing import Edited, find_edited, identify, read_standing


def list_due(account: Account) -> list[Order]:
    """Work out every office's figures and decide which are due; the others get their rows."""
    due: list[Order] = []
    request = account.request
    others = {entry.folder.casefold(): entry for entry in account.ledger}
    for source in account.intake.sources:
        office = source.result.office
        if not request.names(office.name, office.short_name):
            continue
        folder = source.folder.as_posix()
        if _refuse_collision(account, source, others.get(folder.casefold())):
            continue
        account.sources[folder] = source
        try:
            outcome = assess_office(source.result, account.frameworks, request.options)
        except ItaDocsError as error:
            row = account.rows[folder] = build_row(source, OfficeStatus.FAILED)
            account.add_error(error, row)
            continue
        account.problems += outcome.notes
        row = build_row(source, OfficeStatus.NOT_REACHED, outcome, account.frameworks)
        settled = _find_settled(account, folder, source.result, row)
        if settled is None:
            due.append((folder, source.result))
        account.rows[folder] = settled or row
    return due


def _refuse_collision(account: Account, source: Source, entry: Entry | None) -> bool:
    """Whether the office's folder holds another office's documents; then it is refused.

    That one's workbook need not be in this run: only the ledger remembers it.
    """
    office = source.result.office
    if entry is None or thai.match_key(entry.name) == thai.match_key(office.name):
        return False
    if not any(identify(account.root / file.path) for file in entry.files):
        return False  # nothing of it stands any more
    values = {"office": office.name, "other": entry.name, "folder": entry.folder}
    at = source.result.at
    account.problems.append(Problem("output-name-collision", at, office.name, values))
    account.intake.refused.append(Refused(source.workbook, office.name, at))
    return True


def _find_settled(
    account: Account, folder: str, result: OfficeResult, row: OfficeReport
) -> OfficeReport | None:
    """The office's row where there is nothing to make: what stands there is whole and nothing has
    changed since, or is a person's and was told of. None where it is due."""
    request, ledger = account.request, account.ledger
    if not request.keep_account:
        return None
    entry = None if request.force else ledger.find(folder)
    edit = None if request.overwrite_edited else ledger.find_edit(folder)
    if entry is None and edit is None:
        return None
    prepared = prepare_office(result, account.frameworks, request.options)
    if edit is not None and edit.words == hash_words(prepared) and edit.still_stands(account.root):
        return account.tell_edited(row, edit, told=edit)
    same = entry is not None and entry.fingerprint == hash_office(account.ground, prepared)
    if entry is None or not same or not entry.is_whole(account.root):
        return None
    return replace(row, status=OfficeStatus.CURRENT, files=entry.files, engine=entry.engine)


def foresee(account: Account, due: list[Order]) -> None:
    """For a dry run: the rows that the offices that are due would get, if all goes well."""
    for folder, result in due:
        row = account.rows[folder]
        try:
            edited, words = _foresee_edited(account, folder, result)
        except ItaDocsError as error:
            account.add_error(error, row)
            account.rows[folder] = replace(row, status=OfficeStatus.FAILED)
            continue
        if edited is None:
            account.rows[folder] = replace(row, status=OfficeStatus.PRODUCED)
        elif account.request.overwrite_edited:
            paths = tuple(file.path for file in edited.someones)
            account.rows[folder] = replace(row, status=OfficeStatus.PRODUCED, edited=paths)
        else:
            told = account.ledger.find_edit(folder) if account.request.keep_account else None
            edit = note_edit(folder, edited, words, account.ledger.find(folder), told)
            account.rows[folder] = account.tell_edited(row, edit, told)


def _foresee_edited(
    account: Account, folder: str, result: OfficeResult
) -> tuple[Edited | None, str]:
    """What of an office's files is a person's, and the hash of what its documents would say.

    A Word file that nobody knows is made, to see whether it is the same; a PDF is not.
    """
    source = account.sources[folder]
    prepared = prepare_office(result, account.frameworks, account.request.options)
    office = build_publication(account, source, None, None)
    standing = read_standing(account.root, office)
    edited = find_edited(office, standing)
    if edited is not None:
        docx = draft_document(prepared, account.template, account.request.options)
        edited = find_edited(build_publication(account, source, docx, None), standing)
    return edited, hash_words(prepared)
