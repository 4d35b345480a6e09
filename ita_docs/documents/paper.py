"""What an office chose for the paper, apart from what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """The choices of one run, the same for every document.

    ``emblem`` says whether there is a place for the emblem, ``signature`` whether its picture is
    printed; ``final`` documents are not marked as drafts, whatever measures they hold. ``title``
    is the document's, and ``code`` that of its item in the OIT checklist, empty where it is not
    asked for.
    """

    emblem: bool = True
    signature: bool = False
    final: bool = False
    title: str = ""
    code: str = ""


AS_USUAL = Paper()
"""Room for the emblem, a pen's signature, and drafts marked as drafts."""
