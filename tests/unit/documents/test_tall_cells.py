"""A row that is too tall goes on in others, and nothing of it is lost or said twice."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ita_docs.documents.tall_cells import divide_cells, part_line

TEXTS = st.text(alphabet="กขเแา่ี์ 1aZ%/", min_size=1, max_size=300)


@given(
    st.dictionaries(st.sampled_from("abc"), st.lists(TEXTS, max_size=12), min_size=1),
    st.integers(2, 20),
    st.integers(2, 9),
)
def test_the_lines_of_each_cell_stand_once_and_in_order(
    lines: dict[str, list[str]], letters: int, most: int
) -> None:
    rows = divide_cells(lines, dict.fromkeys(lines, letters), most)
    assert rows
    for name, cell in lines.items():
        assert "".join(line for row in rows for line in row[name]) == "".join(cell)
        assert all(sum(-(-len(line) // letters) or 1 for line in row[name]) <= most for row in rows)
        filled = [bool(row[name]) for row in rows]
        assert filled == sorted(filled, reverse=True)  # a cell goes on without a gap
    assert any(rows[-1].values()) or len(rows) == 1


@given(TEXTS, st.integers(4, 60))
def test_a_line_is_parted_at_spaces_or_between_letters(line: str, most: int) -> None:
    pieces = list(part_line(line, most))
    assert "".join(pieces) == line
    assert all(0 < len(piece) <= most for piece in pieces)


def test_a_letter_keeps_its_vowels_and_marks() -> None:
    pieces = list(part_line("เก้าอี้เก่าน้ำแข็งไม่ใช้" * 4, 10))
    for before, after in itertools.pairwise(pieces):
        assert before[-1] not in "เแโใไ"
        assert after[0] not in "ะาำัิีึืุูํ็่้๊๋์"


def test_a_tall_line_is_parted_evenly() -> None:
    words = "ชี้แจงบุคลากรสองครั้ง " * 20
    lengths = [len(piece) for piece in part_line(words, len(words) * 2 // 3)]
    assert len(lengths) == 2
    assert abs(lengths[0] - lengths[1]) < len(words) // 4


def test_a_short_row_is_one_row() -> None:
    assert divide_cells({"a": ["x", "y"], "b": []}, {"a": 9, "b": 9}, 5) == [
        {"a": ["x", "y"], "b": []}
    ]
    assert divide_cells({"a": []}, {"a": 9}, 5) == [{"a": []}]
