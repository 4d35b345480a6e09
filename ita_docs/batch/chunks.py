"""The dear part of a run: documents and PDFs, made in chunks by worker processes.

The pool is anything with the interface of ``concurrent.futures``: this machine's own processes,
or Dask's. What a worker does with a chunk stands in ``making``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from ita_docs.batch.making import Kit, Made, Order, explain, is_loss, make_chunk

logger = logging.getLogger(__name__)

LARGEST_CHUNK = 64
"""Documents per start of the PDF engine: a start costs as much as two documents. Few enough that an
interrupted run loses little, and that memory stays flat."""
DOCUMENTS_ALONE = 200
"""Documents per chunk where no engine is started."""


MOST_LOSSES = 3
"""Single offices whose worker died, one after the other, until the machine is held to be the
cause and not they."""


def make_all(
    open_pool: Callable[[int], Executor],
    kit: Kit,
    orders: Sequence[Order],
    workers: int,
    stopped: Callable[[], bool],
) -> Iterator[list[Made]]:
    """Make every office, yielding each chunk as it is done, until all are or the run is stopped.

    ``open_pool`` gives an executor of so many workers. One that dies takes its whole pool with
    it, and nobody can say which chunk it was: all that were under way are made again.
    """
    pool = open_pool(workers)
    waiting = list(reversed(split_chunks(orders, workers, kit.engine != "none")))
    running: dict[Future[list[Made]], Sequence[Order]] = {}
    while (waiting or running) and not stopped():
        while waiting and len(running) < workers * 2 and not stopped():
            chunk = waiting.pop()
            running[pool.submit(make_chunk, kit, chunk)] = chunk
        done, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
        lost: list[Sequence[Order]] = []
        for future in done:
            chunk = running.pop(future)
            try:
                made = future.result()
            except Exception as error:
                if not is_loss(error):
                    logger.exception("a worker failed")
                    yield _fail(chunk, error)
                else:
                    lost.append(chunk)
            else:
                yield made
        if lost and not stopped():
            lost += running.values()
            running.clear()
            pool.shutdown()
            logger.warning("a worker was lost; %d offices are made again", sum(map(len, lost)))
            yield from _make_again(open_pool, kit, lost, workers, stopped)
            pool = open_pool(workers)


def _make_again(
    open_pool: Callable[[int], Executor],
    kit: Kit,
    lost: Sequence[Sequence[Order]],
    workers: int,
    stopped: Callable[[], bool],
) -> Iterator[list[Made]]:
    """Make lost chunks in halves, each in a worker of its own, so that a loss is one chunk's.

    # chunk of 64 ── worker dies ─┬─ 32 again ── made
    #                             └─ 32 again ── worker dies ─┬─ 16 again ── made
    #                                                         └─ 16 again ── worker dies ─ …
    #                                                              … 1 again ── dies: worker-lost
    #
    # One office that kills its worker costs six starts and no other office. Where single offices
    # die one after the other (MOST_LOSSES), it is the machine: the rest is given up.
    """
    waiting = [half for chunk in lost for half in _halve(chunk)]
    running: dict[Future[list[Made]], tuple[Executor, Sequence[Order]]] = {}
    idle: list[Executor] = []
    losses = 0
    try:
        while (waiting or running) and not stopped():
            while waiting and len(running) < workers and losses < MOST_LOSSES:
                piece = waiting.pop()
                pool = idle.pop() if idle else open_pool(1)
                running[pool.submit(make_chunk, kit, piece)] = pool, piece
            if losses >= MOST_LOSSES and waiting:
                yield _fail([order for piece in waiting for order in piece], BrokenExecutor())
                waiting.clear()
            done, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in done:
                pool, piece = running.pop(future)
                try:
                    made = future.result()
                except Exception as error:
                    logger.exception("a worker failed at %d offices", len(piece))
                    if not is_loss(error):
                        idle.append(pool)
                        yield _fail(piece, error)
                        continue
                    pool.shutdown()
                    if len(piece) > 1:
                        waiting += _halve(piece)
                    else:
                        losses += 1
                        yield _fail(piece, error)
                else:
                    losses = 0
                    idle.append(pool)
                    yield made
    finally:
        for pool in (*idle, *(pool for pool, _ in running.values())):
            pool.shutdown()


def _halve(chunk: Sequence[Order]) -> list[Sequence[Order]]:
    """A chunk in two, the first half last: it is taken first."""
    middle = len(chunk) // 2
    return [half for half in (chunk[middle:], chunk[:middle]) if half]


def split_chunks(orders: Sequence[Order], workers: int, with_pdf: bool) -> list[Sequence[Order]]:
    """Cut the offices into chunks of one size, as many for each worker, so that all end together.

    With PDF as few as there can be, since each is a start of the engine; without, three or more
    for each worker.
    """
    largest, rounds = (LARGEST_CHUNK, 1) if with_pdf else (DOCUMENTS_ALONE, 3)
    rounds = max(rounds, -(-len(orders) // (workers * largest)))
    size = max(1, -(-len(orders) // (workers * rounds)))
    return [orders[start : start + size] for start in range(0, len(orders), size)]


def _fail(orders: Sequence[Order], error: Exception) -> list[Made]:
    return [
        Made(order.folder, kind, None, explain(error), {})
        for order in orders
        for kind in order.kinds
    ]
