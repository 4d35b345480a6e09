"""Rows that would be too tall are divided between measures, never within one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_docs.documents.long_rows import LANDSCAPE, PORTRAIT, RowRoom, divide_steps

ROOM = RowRoom(letters=10, lines=6, first_lines=5, last_lines=4, end_lines=4)


def divide(
    *lines: int, first: bool = False, last: bool = False, room: RowRoom = ROOM
) -> list[list[int]]:
    """Measures of so many lines: the heights in each row."""
    steps = ["ก" * 10 * height for height in lines]
    rows = divide_steps(steps, room, first=first, last=last)
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


def test_the_first_row_leaves_room_for_the_text_that_leads_in() -> None:
    assert divide(2, 2, 2, first=True) == [[2, 2], [2]]
    assert divide(2, 2, 1, first=True) == [[2, 2, 1]]
    assert divide(2, 2, 2, 2, 2, first=True) == [[2, 2], [2, 2, 2]]  # the second may be taller


def test_where_the_signature_is_half_a_page_little_stands_above_it() -> None:
    room = replace(ROOM, lines=8, first_lines=8, end_lines=3)
    assert divide(2, 2, 2, 2, last=True, room=room) == [[2, 2, 2], [2]]
    assert divide(2, 2, 1, 1, 1, last=True, room=room) == [[2, 2], [1, 1, 1]]
    assert divide(1, 5, last=True, room=room) == [[1], [5]]  # a measure is not divided
    assert divide(2, 2, last=True, room=room) == [[2, 2]]


@given(
    st.lists(st.text(alphabet="กขค ", min_size=1, max_size=700), max_size=30),
    st.sampled_from([PORTRAIT, LANDSCAPE, ROOM]),
    st.booleans(),
    st.booleans(),
)
def test_every_measure_stands_in_one_row_once_and_in_order(
    steps: list[str], room: RowRoom, first: bool, last: bool
) -> None:
    rows = divide_steps(steps, room, first=first, last=last)
    assert [step for row in rows for step in row] == steps
    heights = [sum(max(1, -(-len(step) // room.letters)) for step in row) for row in rows]
    most = [room.lines] * len(rows)
    if first:
        most[0] = min(most[0], room.first_lines)
    if last:
        most[-1] = min(most[-1], room.last_lines if len(rows) == 1 else room.end_lines)
    limits = zip(heights, most, rows, strict=True)
    assert all(height <= limit or len(row) == 1 for height, limit, row in limits)
    # No two neighbours would fit into one.
    least = min(room.first_lines, room.last_lines) if first or last else room.lines
    assert all(one + other > least for one, other in pairwise(heights[:-1] if last else heights))
