"""Lines that were stretched at their spaces are spread between their letters."""

from __future__ import annotations

import re

import pytest

from ita_docs.pdf.glyph_text import rewrite_page
from ita_docs.pdf.justification import Face

LETTERS = dict(enumerate("กา\u0e34\u0e48\u0e4d ข", start=1))
"""Of the font, by code: every letter is as wide as the size's half, a space a fourth of it."""
SIZE, WIDE = 16, 8.0
WIDTHS = {
    code: {" ": 250, "ก": 500, "า": 500, "ข": 500}.get(text, 0) for code, text in LETTERS.items()
}


def draw(*words: tuple[float, str], height: float = 100, first: bool = True) -> bytes:
    """A line as rdocx writes it: each word at its place, its text beside the first."""
    codes = {letter: code for code, letter in LETTERS.items()}
    lines = []
    for number, (place, text) in enumerate(words):
        beside = b"<FEFF0E01>" if first and not number else b"()"
        glyphs = " ".join(f"(\\000\\{codes[letter]:03o})" for letter in text)
        lines.append(
            b"/P <</MCID 1>> BDC\nq\n/Span <</ActualText %s>> BDC\nBT\n/F0 %d Tf\n"
            b"1 0 0 -1 %.3f %.3f Tm\n[%s] TJ\nET\nEMC\nQ\nEMC\n"
            % (beside, SIZE, place, height, glyphs.encode())
        )
    return b"".join(lines)


def rewrite(content: bytes) -> str:
    return rewrite_page(content, {b"F0": Face(LETTERS, WIDTHS)}).decode()


def list_places(page: str) -> list[float]:
    """Where each letter begins, in points, line by line in order; not marks, nor spaces."""
    places = []
    for place, glyphs in re.findall(r"-1 ([\d.]+) [\d.]+ Tm\n\[(.*?)\] TJ", page):
        at = float(place)
        for code, shift in re.findall(r"([0-9A-F]{4})|([-\d.]+)", glyphs):
            if shift:
                at -= float(shift) * SIZE / 1000
                continue
            letter = LETTERS[int(code, 16)]
            if letter in "\u0e34\u0e48\u0e4d":
                continue
            if letter != " ":
                places.append(round(at, 2))
            at += WIDE / 2 if letter == " " else WIDE
    return places


def test_what_a_space_has_too_much_is_shared_out_between_the_letters() -> None:
    # "กก ขข": the second word at 20 is as it should be, at 24 there are 4 points too much.
    as_set = rewrite(draw((0, "กก"), (16, " "), (20, "ขข")))
    assert list_places(as_set) == [0, 8, 20, 28]
    spread = list_places(rewrite(draw((0, "กก"), (16, " "), (24, "ขข"))))
    assert spread == [0, 9, 23, 32]  # the last letter stays at the edge
    assert spread[-1] == 24 + 8


def test_a_mark_stays_with_its_letter_and_sara_am_is_one() -> None:
    page = rewrite(draw((0, "กิ่ก"), (16, " "), (23, "กํ่าก")))
    shifts = re.findall(r"\[(.*?)\]", page)
    # Between letters only: ก ิ ่ │ ก, and ก ํ ่ า │ ก.
    assert [re.sub(r"[0-9A-F]{4}", "x", text) for text in shifts] == [
        "<xxx> -46.88 <xx>",  # the space is drawn with the word before it
        "<xxxx> -46.88 <x>",
    ]


def test_a_space_held_inside_a_word_gives_its_room_too() -> None:
    page = draw((0, "ก"), (8, " "), (14, "ก ข")).replace(
        b"(\\000\\006) (\\000\\007)", b"(\\000\\006) -125 (\\000\\007)"
    )
    assert b"-125" in page
    # 2 points at the space between the words and 2 within the last: 4 to share between 5 letters.
    assert list_places(rewrite(page)) == [0, 14, 28]


def test_a_word_that_brings_its_space_gives_its_room_too() -> None:
    # "ก " is 12 points wide, and the next word begins at 15.
    assert list_places(rewrite(draw((0, "กก"), (16, " "), (20, "ก "), (35, "ข")))) == [
        0, 8.6, 21.8, 35,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        draw((0, "กก"), (16, " "), (20.1, "ขข")),  # less than can be seen
        draw((0, "กก"), (40, "ขข")),  # a tab is no space
        draw((0, "ก")),
        draw((0, "กก"), (16, " ")),
    ],
)
def test_a_line_that_is_not_stretched_is_left(line: bytes) -> None:
    assert "-1 0.000 " in rewrite(line)
    assert " -" not in "".join(re.findall(r"\[(.*?)\]", rewrite(line)))


def test_the_room_of_one_line_is_not_given_to_the_next() -> None:
    page = draw((0, "กก"), (16, " "), (24, "ขข")) + draw((0, "ขข"), (16, " "), (20, "ก"), height=90)
    assert list_places(rewrite(page))[4:] == [0, 8, 20]


def test_letters_are_not_drawn_so_far_apart_that_they_are_words() -> None:
    places = list_places(rewrite(draw((0, "กก"), (16, " "), (60, "ขข"))))
    gap = 0.12 * SIZE
    assert places[1] == pytest.approx(8 + gap, abs=0.02)
    assert places[-1] == 68  # the rest stays at the space
