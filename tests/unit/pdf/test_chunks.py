"""How many offices one start of the PDF engine is given."""

from __future__ import annotations

from typing import Any

import pytest

from ita_docs.batch.chunks import LARGEST_CHUNK, split_chunks


@pytest.mark.parametrize(
    ("offices", "workers", "sizes"),
    [
        (0, 2, []),
        (1, 4, [1]),
        (60, 2, [30, 30]),
        (245, 2, [62, 62, 62, 59]),
        (245, 1, [62, 62, 62, 59]),
    ],
)
def test_starts_are_few_and_the_same_for_each_worker(
    offices: int, workers: int, sizes: list[int]
) -> None:
    orders: list[Any] = list(range(offices))
    chunks = split_chunks(orders, workers, with_pdf=True)
    assert [len(chunk) for chunk in chunks] == sizes
    assert [order for chunk in chunks for order in chunk] == orders


@pytest.mark.parametrize("offices", [1, 7, 129, 1000, 5000])
@pytest.mark.parametrize("workers", [1, 2, 8])
def test_nothing_is_lost_and_no_chunk_too_large(offices: int, workers: int) -> None:
    orders: list[Any] = list(range(offices))
    for with_pdf in (True, False):
        chunks = split_chunks(orders, workers, with_pdf)
        assert [order for chunk in chunks for order in chunk] == orders
        assert not with_pdf or max(map(len, chunks)) <= LARGEST_CHUNK
