"""Rows that would be too tall are divided between measures, never within one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.documents.long_rows import LANDSCAPE, PORTRAIT, RowRoom, divide_steps

ROOM = RowRoom(letters=10, lines=6, last_lines=4)


def divide(*lines: int, last: bool = False) -> list[list[int]]:
    """Measures of so many lines: the heights in each row."""
    rows = divide_steps(["ก" * 10 * height for height in lines], ROOM, last=last)
    return [[len(step) // 10 for step in row] for row in rows]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ((1, 2, 3), [[1, 2, 3]]),
        ((2, 2, 2, 1), [[2, 2], [2, 1]]),  # about equally tall, not six and one
        ((1, 1, 1, 1, 1, 1, 1), [[1, 1, 1, 1], [1, 1, 1]]),
        ((9, 1), [[9], [1]]),  # a measure is not divided
        ((1, 9), [[1], [9]]),
        ((), [[]]),
    ],
)
def test_a_tall_row_is_divided_evenly(lines: tuple[int, ...], rows: list[list[int]]) -> None:
    assert divide(*lines) == rows


def test_the_last_row_leaves_room_for_the_signature() -> None:
    assert divide(2, 2, 2, last=True) == [[2, 2], [2]]
    assert divide(2, 2, last=True) == [[2, 2]]


@given(
    st.lists(st.text(alphabet="กขค ", min_size=1, max_size=700), max_size=30),
    st.sampled_from([PORTRAIT, LANDSCAPE, ROOM]),
    st.booleans(),
)
def test_every_measure_stands_in_one_row_once_and_in_order(
    steps: list[str], room: RowRoom, last: bool
) -> None:
    rows = divide_steps(steps, room, last=last)
    assert [step for row in rows for step in row] == steps
    most = room.last_lines if last else room.lines
    heights = [sum(max(1, -(-len(step) // room.letters)) for step in row) for row in rows]
    assert all(height <= most or len(row) == 1 for height, row in zip(heights, rows, strict=True))
    # No two neighbours would fit into one.
    assert all(one + other > most for one, other in pairwise(heights))
