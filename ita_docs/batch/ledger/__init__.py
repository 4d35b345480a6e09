"""What stands in the output folder, and whose it is: SQLite's only door.

``tables`` is the ledger in use, ``records`` what it holds and how far that is believed,
``opening`` what becomes of an old, damaged or foreign one.
"""

from __future__ import annotations

from ita_docs.batch.ledger.opening import LEDGER, copy_ledger, open_ledger
from ita_docs.batch.ledger.records import FIRST_KIND, MOST_PAST, Edit, Entry
from ita_docs.batch.ledger.tables import Ledger

__all__ = [
    "FIRST_KIND",
    "LEDGER",
    "MOST_PAST",
    "Edit",
    "Entry",
    "Ledger",
    "copy_ledger",
    "open_ledger",
]
