"""Chunks whose worker dies: what is made again, and how often a worker is started for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import pytest

from ita_docs.batch import chunks
from ita_docs.batch.chunks import MOST_LOSSES, make_all
from ita_docs.batch.making import Kit, KitTemplate, Made, Order
from ita_docs.pipeline import Options

KIT = Kit((KitTemplate("measures", "t", b""),), "libreoffice", Options())


def make_orders(count: int) -> list[Order]:
    """Offices that nobody reads."""
    nobody: Any = None
    return [Order(str(number), nobody, ("measures",)) for number in range(count)]


class Workers:
    """Pools whose workers die of certain offices, and take their whole pool along."""

    def __init__(self, deadly: set[str]) -> None:
        self.deadly = deadly
        self.opened: list[int] = []
        self.tried: list[list[str]] = []

    def open(self, count: int) -> Executor:
        self.opened.append(count)
        return _Pool(self)


class _Pool(Executor):
    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._broken = False

    def submit(self, _fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        folders = [order.folder for order in args[1]]
        if self._broken:
            future.set_exception(BrokenExecutor())
            return future
        self._workers.tried.append(folders)
        if self._workers.deadly & set(folders):
            self._broken = True
            future.set_exception(BrokenExecutor())
        else:
            future.set_result([Made(folder, "measures", None, None, {}) for folder in folders])
        return future


def make(
    count: int, deadly: Sequence[int], workers: int = 2
) -> tuple[Workers, list[str], list[str]]:
    """The pools, the offices made, and those whose worker was lost."""
    pools = Workers({str(number) for number in deadly})
    orders = make_orders(count)
    made = [
        one for chunk in make_all(pools.open, KIT, orders, workers, lambda: False) for one in chunk
    ]
    assert sorted(one.folder for one in made) == sorted(order.folder for order in orders)
    lost = [one.folder for one in made if one.error is not None]
    assert all(one.error.code == "worker-lost" for one in made if one.error is not None)
    return pools, [one.folder for one in made if one.error is None], lost


@pytest.mark.parametrize("deadly", [0, 31, 63])
def test_an_office_that_kills_its_worker_fails_alone_after_a_few_starts(deadly: int) -> None:
    pools, made, lost = make(128, [deadly])
    assert lost == [str(deadly)]
    assert len(made) == 127
    # 64, then 32 16 8 4 2 1 and the other half of each: not one start for each of 64 offices.
    assert len(pools.opened) <= 1 + 2 * 7
    sizes = sorted({len(tried) for tried in pools.tried}, reverse=True)
    assert sizes == [64, 32, 16, 8, 4, 2, 1]


def test_each_half_is_made_in_a_worker_of_its_own() -> None:
    pools, _, _ = make(128, [5])
    first, *again = pools.opened
    assert first == 2
    assert set(again[:-1]) == {1}


def test_two_offices_that_kill_their_workers_fail_and_no_other() -> None:
    _, made, lost = make(256, [3, 200])
    assert sorted(lost) == ["200", "3"]
    assert len(made) == 254


def test_where_every_worker_dies_the_rest_is_given_up() -> None:
    pools, made, lost = make(256, range(256))
    assert made == []
    assert len(lost) == 256
    singles = [tried for tried in pools.tried if len(tried) == 1]
    assert len(singles) <= MOST_LOSSES * 4


def test_a_run_that_is_stopped_makes_nothing_again() -> None:
    pools = Workers({"0"})
    orders = make_orders(64)
    stopped = iter([False, False, False, True])
    made = list(make_all(pools.open, KIT, orders, 1, lambda: next(stopped, True)))
    assert made == []


def test_an_error_that_is_no_loss_fails_its_chunk_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(_Pool):
        def submit(self, _fn: Callable[..., Any], /, *_args: Any, **_: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(ValueError("odd"))
            return future

    monkeypatch.setattr(chunks, "LARGEST_CHUNK", 2)
    orders = make_orders(4)
    made = [
        m for c in make_all(lambda _: Odd(Workers(set())), KIT, orders, 1, lambda: False) for m in c
    ]
    assert [one.error.code for one in made if one.error] == ["rendering-failed"] * 4
