"""Which documents are due: what stands there, what the ledger says of it, what would be made now.

# in the folder              the ledger          -> what happens
#   whole, of this data        knows it             nothing: current
#   whole, of other data       knows it             made
#   missing, or part of it     any                  made
#   a person's, as told        knows that           nothing: edited
#   a person's, not told yet   any                  made, and left alone when it is published
#   another office's           knows its name       refused: output-name-collision
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ita_docs import thai
from ita_docs.batch.account import Account, Drawn
from ita_docs.batch.delivery import build_publication
from ita_docs.batch.intake import Refused, Source
from ita_docs.batch.ledger import Entry
from ita_docs.batch.making import Order
from ita_docs.batch.outcome import build_row, hash_office, hash_words
from ita_docs.model import OfficeResult, OfficeStatus
from ita_docs.pipeline import assess_office, draft_document, prepare_office
from ita_docs.problems import ItaDocsError, Problem
from ita_docs.publishing import Edited, find_edited, identify, read_standing


def list_due(account: Account) -> list[Order]:
    """Work out every office's figures and decide what is due; the rest gets its rows."""
    due: list[Order] = []
    request = account.request
    others = {entry.folder.casefold(): entry for entry in account.ledger}
    kinds = [drawn.kind for drawn in account.kinds.values()]
    for source in account.intake.sources:
        office = source.result.office
        if not request.names(office.name, office.short_name):
            continue
        folder = source.folder.as_posix()
        if _refuse_collision(account, source, others.get(folder.casefold())):
            continue
        account.sources[folder] = source
        account.named.add(folder)
        try:
            outcome = assess_office(source.result, account.frameworks, request.options, kinds)
        except ItaDocsError as error:
            account.rows[folder] = build_row(source, OfficeStatus.FAILED)
            account.add_error(error, folder)
            continue
        account.problems += outcome.notes
        account.rows[folder] = build_row(
            source, OfficeStatus.NOT_REACHED, outcome, account.frameworks
        )
        wanted = _list_kinds(account, folder, source.result)
        if wanted:
            due.append(Order(folder, source.result, wanted))
    return due


def _list_kinds(account: Account, folder: str, result: OfficeResult) -> tuple[str, ...]:
    """The kinds of document of an office that are due; the others are noted as what they are.

    An office that has nothing for any kind asked for has no row: nothing was asked of it.
    """
    due = []
    for drawn in account.kinds.values():
        kind = drawn.kind
        if kind.name in result.withheld:
            entry = account.ledger.find(folder, kind.name)
            refused = drawn.begin(OfficeStatus.REFUSED)
            account.set_document(folder, replace(refused, files=entry.files if entry else ()))
        elif kind.applies(result):
            account.set_document(folder, drawn.begin())
            if not _is_settled(account, folder, result, drawn):
                due.append(kind.name)
        elif kind.absent and account.request.document and kind.name not in result.undue:
            account.add_problems([Problem(kind.absent, result.at)], folder)
    if folder not in account.documents:
        del account.rows[folder]
    return tuple(due)


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
    account.intake.refused.append(
        Refused(source.workbook, office.name, at, None, source.result.province, office.short_name)
    )
    return True


def _is_settled(account: Account, folder: str, result: OfficeResult, drawn: Drawn) -> bool:
    """Whether there is nothing to make: what stands there is whole and nothing has changed since,
    or is a person's and was told of. Then the document is noted as such."""
    request, ledger, kind = account.request, account.ledger, drawn.kind
    if not request.keep_account:
        return False
    entry = None if request.force else ledger.find(folder, kind.name)
    edit = None if request.overwrite_edited else ledger.find_edit(folder, kind.name)
    if entry is None and edit is None:
        return False
    prepared = prepare_office(result, account.frameworks, request.options, kind)
    if edit is not None and edit.words == hash_words(prepared) and edit.still_stands(account.root):
        account.tell_edited(drawn.begin(), edit, told=edit)
        return True
    same = entry is not None and entry.fingerprint == hash_office(drawn.ground, prepared)
    if entry is None or not same or not entry.is_whole(account.root):
        return False
    document = drawn.begin(OfficeStatus.CURRENT)
    account.set_document(folder, replace(document, files=entry.files, engine=entry.engine))
    return True


def foresee(account: Account, due: Sequence[Order]) -> None:
    """For a dry run: what would become of the documents that are due, if all goes well."""
    for folder, result, kinds in due:
        for drawn in (account.kinds[kind] for kind in kinds):
            try:
                edited, words = _foresee_edited(account, folder, result, drawn)
            except ItaDocsError as error:
                account.add_error(error, folder)
                account.set_document(folder, drawn.begin(OfficeStatus.FAILED))
                continue
            if edited is not None and not account.request.overwrite_edited:
                account.note_edited(folder, drawn.begin(), edited, words, dry=True)
                continue
            paths = tuple(file.path for file in edited.someones) if edited else ()
            made = replace(drawn.begin(OfficeStatus.PRODUCED), edited=paths)
            account.set_document(folder, made)


def _foresee_edited(
    account: Account, folder: str, result: OfficeResult, drawn: Drawn
) -> tuple[Edited | None, str]:
    """What of a document's files is a person's, and the hash of what it would say.

    A Word file that nobody knows is made, to see whether it is the same; a PDF is not.
    """
    source = account.sources[folder]
    prepared = prepare_office(result, account.frameworks, account.request.options, drawn.kind)
    office = build_publication(account, source, drawn, None, None)
    standing = read_standing(account.root, office)
    edited = find_edited(office, standing)
    if edited is not None:
        docx = draft_document(prepared, drawn.template, account.request.options)
        edited = find_edited(build_publication(account, source, drawn, docx, None), standing)
    return edited, hash_words(prepared)
