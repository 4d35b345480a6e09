"""Documents that another output folder holds already, made of the same by the same program.

Whoever looks at an office's pages before they are saved (the page of ``ita-docs open``) has them
made once:

    due        in the ledger of ``made_before``      -> what happens
    an office  fingerprint as now, files whole          its bytes are published
               anything else                            it is made
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ita_docs.batch.account import Account
from ita_docs.batch.ledger import Entry, copy_ledger
from ita_docs.batch.making import Made, Order
from ita_docs.batch.outcome import hash_office, hash_words
from ita_docs.model import Announcement
from ita_docs.pipeline import prepare_office


def take_made(account: Account, due: Sequence[Order]) -> tuple[list[list[Made]], list[Order]]:
    """The offices all of whose due documents were made before, a chunk each, and the others."""
    root = account.request.made_before
    if root is None:
        return [], list(due)
    chunks: list[list[Made]] = []
    left: list[Order] = []
    with copy_ledger(root) as ledger:
        for order in due:
            entries = [ledger.find(order.folder, kind) for kind in order.kinds]
            taken = [None if e is None else _take(account, order, root, e) for e in entries]
            whole = [made for made in taken if made is not None]
            if len(whole) == len(taken):
                chunks.append(whole)
            else:
                left.append(order)
    return chunks, left


def _take(account: Account, order: Order, root: Path, entry: Entry) -> Made | None:
    """One document as it was made before; None where it would be another now."""
    drawn = account.kinds[entry.kind]
    prepared = prepare_office(order.result, account.frameworks, account.request.options, drawn.kind)
    fingerprint = hash_office(drawn.ground, prepared)
    if entry.fingerprint != fingerprint or not entry.is_whole(root):
        return None
    files = {Path(file.path).suffix: (root / file.path).read_bytes() for file in entry.files}
    if ".docx" not in files:
        return None
    made = Announcement(files[".docx"], files.get(".pdf"), entry.engine, ())
    return Made(order.folder, entry.kind, made, None, {}, fingerprint, hash_words(prepared))
