"""The text of the pages of a PDF of which is not yet known from which paragraph it comes.

A paragraph is looked for as a whole; where a page ends in its midst, as its beginning on one page
and the rest on the next. What has been found is taken away, so that a sentence that the document
says twice must stand on the pages twice. The longest are looked for first: a short one never takes
a piece of a longer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from functools import partial

from ita_docs.pdf.folding import cut_at_gaps, fold_text, sort_marks, split_words

MOST_NAMED = 20
"""Missing paragraphs of which more are not named: the document is not there."""
_LETTERS_A_PART = 6
"""Letters that a part has on average, at least, of a text in whose midst others are drawn."""
_MOST_TRIED = 100
"""Pieces not found at once after which no more are looked for."""
_TRIED_PAGES, _TRIED_ENDS = 16, 12
"""Where a paragraph may go over a page: pages on which most of it stands, and ends of its part."""

_GONE = "\n"
"""Stands on a page in the place of what was taken away, so that its neighbours do not join."""


Part = tuple[int, int, int]
"""A piece of a page's text: the page, the place of its first letter, and how many letters."""


class RemainingText:
    """The folded texts of the pages, from which what is found is taken away.

    ``starts`` has, beside each text, a mark where a word begins:
    texts   "๑การป้องกัน"
    starts  "||         "
    ``mixed_up`` are the texts that are there but could not be told from others.
    """

    def __init__(self, pages: Sequence[str]) -> None:
        words = [split_words(page) for page in pages]
        # A mark may be drawn after a space of the reader's own: sorted once more when joined.
        self.texts = [sort_marks("".join(page)) for page in words]
        self.starts = ["".join("|" + " " * (len(word) - 1) for word in page) for page in words]
        self.mixed_up: list[str] = []

    def __copy__(self) -> RemainingText:
        other = RemainingText(())
        other.texts, other.starts = self.texts[:], self.starts[:]
        return other

    def take(self, paragraphs: Sequence[str]) -> list[str]:
        """Take the paragraphs away; those that are not there, at most `MOST_NAMED`, in order.

        First those that begin and end where words do, as nearly all, so that none is taken out of
        the midst of other words while it stands somewhere by itself; then those with other words
        in their midst; then those that hang together with others.
        """

        def estimate_page(order: int) -> int:
            return order * len(self.texts) // len(paragraphs)

        untouched = copy(self)
        missing = [
            (piece, order)
            for order, paragraph in enumerate(paragraphs)
            for piece in filter(None, map(fold_text, cut_at_gaps([paragraph])))
        ]
        missing.sort(key=lambda item: -len(item[0]))
        for take in (
            partial(self.take_piece, whole_words=True),
            self.take_parted,
            self.take_piece,
        ):
            pieces, missing = missing, []
            for piece, order in pieces:
                if not take(piece, estimate_page(order)):
                    missing.append((piece, order))
                    if len(missing) == _MOST_TRIED:
                        break
        left = Counter("".join(self.texts))
        gone = []
        for piece, order in missing:
            if _is_mixed_up(piece, estimate_page(order), left, untouched):
                self.mixed_up.append(piece)
            else:
                gone.append(order)
        return [paragraphs[order] for order in sorted(set(gone))[:MOST_NAMED]]

    def take_piece(self, piece: str, near: int, whole_words: bool = False) -> bool:
        """Take one text away, from the page nearest to the one where it is expected."""
        for page in _go_outward(near, len(self.texts)):
            if (place := self._find(page, piece, whole_words)) >= 0:
                self._remove(page, place, len(piece))
                return True
        return self._take_over_pages(piece, near, whole_words)

    def _find(self, page: int, piece: str, whole_words: bool) -> int:
        """Where the text stands on the page, or -1."""
        text = self.texts[page]
        place = text.find(piece)
        while (
            whole_words
            and place >= 0
            and not (self._is_edge(page, place) and self._is_edge(page, place + len(piece)))
        ):
            place = text.find(piece, place + 1)
        return place

    def _is_edge(self, page: int, place: int) -> bool:
        starts = self.starts[page]
        return place >= len(starts) or starts[place] == "|"

    def _take_over_pages(self, piece: str, near: int, whole_words: bool) -> bool:
        """Take away a text that begins on one page and goes on at the following ones."""
        beginnings = [
            (length, page, place)
            for page in _go_outward(near, len(self.texts))
            for length, place in [self._find_beginning(page, piece, whole_words)]
            if length and page + 1 < len(self.texts)
        ]
        beginnings.sort(key=lambda found: -found[0])
        failed: set[tuple[int, int]] = set()
        for length, page, place in beginnings[:_TRIED_PAGES]:
            if parts := self._follow(piece, (page, place, length), whole_words, failed):
                for part in parts:
                    self._remove(*part)
                return True
        return False

    def _find_beginning(self, page: int, piece: str, whole_words: bool) -> tuple[int, int]:
        """How many letters of the text's beginning stand on the page together, and where."""
        text = self.texts[page]
        if whole_words:
            best, place = 0, text.find(piece[0])
            where = -1
            while place >= 0:
                if self.starts[page][place] == "|":
                    length = _measure_common(piece, text[place : place + len(piece)])
                    while length > best and not self._is_edge(page, place + length):
                        length -= 1
                    if length > best:
                        best, where = length, place
                place = text.find(piece[0], place + 1)
            return best, where
        low, high = 0, len(piece)
        while low < high:
            middle = (low + high + 1) // 2
            if piece[:middle] in text:
                low = middle
            else:
                high = middle - 1
        return low, text.rfind(piece[:low])

    def _follow(
        self, piece: str, part: Part, whole_words: bool, failed: set[tuple[int, int]]
    ) -> list[Part]:
        """The parts of a text that begins with this one; none if it does not go on to its end.

        As much as the page has of it may be more than stands there of the paragraph, where other
        words begin alike; so ends further up are tried as well.
        "ประกาศ ใช้ทันที":  page 1 "…ประกาศ | ใช้ จ่าย…"  page 2 "ใช้ทันที"
        ``failed`` are the rests (their lengths) that do not begin on a page, found on the way.
        """
        page, place, length = part
        ends = [
            end
            for end in range(length, 0, -1)
            if not whole_words or self._is_edge(page, place + end)
        ]
        for end in ends[:_TRIED_ENDS]:
            rest, following = piece[end:], page + 1
            if (len(rest), following) in failed:
                continue
            if (found := self._find(following, rest, whole_words)) >= 0:
                return [(page, place, end), (following, found, len(rest))]
            if following + 1 < len(self.texts):
                more, found = self._find_beginning(following, rest, whole_words)
                parts = more and self._follow(rest, (following, found, more), whole_words, failed)
                if parts:
                    return [(page, place, end), *parts]
            failed.add((len(rest), following))
        return []

    def take_parted(self, piece: str, near: int) -> bool:
        """Take away a text in whose midst others are drawn, on this page or the next.

        LibreOffice draws a cell that was merged with the one below in two goes, and between them
        the cells beside it:   "ตัวชี้วัดที่" "๓" "เป็นจุดอ่อน"
        """
        before, most = copy(self), 2 + len(piece) // _LETTERS_A_PART
        pages = list(_go_outward(near, len(self.texts)))
        parts = 0
        while piece and parts < most:
            length, place, page = max(
                (*self._find_beginning(page, piece, True), page) for page in pages
            )
            if not length:
                break
            pages = [page, *([page + 1] if page + 1 < len(self.texts) else [])]
            self._remove(page, place, length)
            piece = piece[length:]
            parts += 1
        if piece:
            self.texts, self.starts = before.texts, before.starts
        return not piece

    def _remove(self, page: int, place: int, length: int) -> None:
        text, starts = self.texts[page], self.starts[page]
        tail = starts[place + length :]
        self.texts[page] = text[:place] + _GONE + text[place + length :]
        self.starts[page] = starts[:place] + "|" + ("|" + tail[1:] if tail else "")


def _is_mixed_up(piece: str, near: int, left: Counter[str], untouched: RemainingText) -> bool:
    """Say whether the text is there, though others that say the same words took parts of it.

    Two cells hold "ประกาศ ใช้ทันที" and one of them goes over the page. Which part is whose
    cannot be told; but both are there, and nobody else took the letters that are left.
    """
    letters = Counter(piece)
    pages = copy(untouched)
    if letters - left or not (pages.take_piece(piece, near) or pages.take_parted(piece, near)):
        return False
    left.subtract(letters)
    return True


def _measure_common(one: str, other: str) -> int:
    """How many letters two texts have in common at their beginnings."""
    for length, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return length
    return min(len(one), len(other))


def _go_outward(near: int, count: int) -> Iterator[int]:
    """The numbers from 0 to ``count``, the nearest first: 3, 2, 4, 1, 5, 0, 6 …"""
    yield near
    for distance in range(1, count):
        yield from (n for n in (near - distance, near + distance) if 0 <= n < count)
