"""Whether the pages of a PDF say what the document says: all of it, and nothing of another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ita_docs.pdf.document_text import PAGE_MARK, PAGES_MARK, DocumentText, Margins
from ita_docs.pdf.folding import cut_at_gaps, fold_margin, fold_text
from ita_docs.pdf.remaining_text import RemainingText

_FOREIGN_LETTERS = 120
"""A page with more letters that nobody said, and more of them than of others, is not ours."""


@dataclass(frozen=True, slots=True)
class Differences:
    """How the pages differ from the document.

    ``missing`` are the paragraphs, headers and footers that the pages do not show (the first
    twenty); ``undrawn`` are the words of drawn charts that they do not show; ``foreign_page`` is
    the number of the first page of which most was never said.
    """

    missing: tuple[str, ...]
    undrawn: tuple[str, ...]
    foreign_page: int | None


def compare_pages(
    said: DocumentText, pages: Sequence[str], drawn: Sequence[str] = ()
) -> Differences:
    """Compare what the document says with the texts of the pages as they were read.

    ``drawn`` are the lines of words of the charts that were drawn here. What an engine writes into
    a chart of its own is not asked for: it leaves out names that have no room.
    """
    rest = RemainingText(pages)
    missing = rest.take(said.paragraphs) or list(_iter_missing_margins(said, pages))
    undrawn = rest.take(_list_words(drawn)) if drawn and not missing else []
    return Differences(tuple(missing), tuple(undrawn), _find_foreign_page(said, pages, rest))


def _list_words(lines: Sequence[str]) -> list[str]:
    """The words of these lines, but for single letters: PDFium loses the 1 of "น้ำ 1"."""
    return [word for line in lines for word in line.split() if len(fold_text(word)) > 1]


def _find_foreign_page(said: DocumentText, pages: Sequence[str], rest: RemainingText) -> int | None:
    """The first page with too much that is not the document's.

    Counted are letters: what may stand on every page (heading rows, headers) stands there once.
    """
    margins = [text for one in said.sections for text in _list_texts(one)]
    everywhere = _count_letters("".join(map(fold_text, (*said.repeated, *margins, *rest.mixed_up))))
    for number, (page, left) in enumerate(zip(pages, rest.texts, strict=True), start=1):
        unsaid = (_count_letters(left) - everywhere).total()
        if unsaid > _FOREIGN_LETTERS and unsaid * 2 > _count_letters(page).total():
            return number
    return None


def _count_letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalpha, text))


def _iter_missing_margins(said: DocumentText, pages: Sequence[str]) -> Iterator[str]:
    """The header or footer of each page that shows none of the document's.

    Every page must show that of a section; as many pages as there are sections with a first page
    of its own may show that one instead.
    """
    firsts = [margins.first for margins in said.sections if margins.first is not None]
    usual = [text for one in said.sections for text in (one.default, one.even) if text is not None]
    spare = len(firsts)
    for number, page in enumerate(pages, start=1):
        shown = fold_margin(page)
        if not usual or any(_shows(shown, text, number, len(pages)) for text in usual):
            continue
        if spare and any(_shows(shown, text, number, len(pages)) for text in firsts):
            spare -= 1
            continue
        yield _write_numbers(usual[0], number, len(pages))


def _shows(shown: str, text: str, page: int, pages: int) -> bool:
    pieces = cut_at_gaps([_write_numbers(text, page, pages)])
    return all(fold_margin(piece) in shown for piece in pieces)


def _list_texts(margins: Margins) -> list[str]:
    return [text for text in (margins.default, margins.first, margins.even) if text]


def _write_numbers(text: str, page: int, pages: int) -> str:
    return text.replace(PAGE_MARK, str(page)).replace(PAGES_MARK, str(pages))
