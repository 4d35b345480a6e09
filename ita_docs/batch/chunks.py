"""The dear part of a run: documents and PDFs, made in chunks by worker processes.

The pool is anything with the interface of ``concurrent.futures``: this machine's own processes,
or Dask's. A worker loads the template and starts the PDF engine by itself from a small ``Kit``;
finished bytes come back to the one publisher.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from functools import cache, lru_cache

from ita_docs.batch.outcome import hash_office, hash_words
from ita_docs.framework import load_frameworks
from ita_docs.model import Announcement, OfficeResult
from ita_docs.pdf import Engine, find_engine
from ita_docs.pipeline import Options, announce, draft_document, open_template, prepare_office
from ita_docs.problems import ItaDocsError, RenderingError
from ita_docs.word import Template

logger = logging.getLogger(__name__)

LARGEST_CHUNK = 64
"""Documents per start of the PDF engine: a start costs as much as two documents. Few enough that an
interrupted run loses little, and that memory stays flat."""
DOCUMENTS_ALONE = 200
"""Documents per chunk where no engine is started."""


MOST_LOSSES = 3
"""Single offices whose worker died, one after the other, until the machine is held to be the
cause and not they."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What a worker needs beside the offices: template's bytes, engine's name, options, and the
    hash of all that every office's documents share."""

    template_name: str
    template: bytes
    engine: str
    options: Options
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One office's outcome: the announcement or the error, and the seconds each stage took.

    ``fingerprint`` is the hash of all that the documents were made from, ``words`` of the office's
    own words and figures in it. ``trace`` is for the log: where a bug of ours struck.
    """

    folder: str
    announcement: Announcement | None
    error: ItaDocsError | None
    seconds: dict[str, float]
    fingerprint: str = ""
    words: str = ""
    trace: str = ""


Order = tuple[str, OfficeResult]
"""An office to make: its folder and what it entered. Its words are put together in the worker, so
that no run holds those of more than a chunk of offices."""


def make_chunk(kit: Kit, orders: Sequence[Order]) -> list[Made]:
    """Make a chunk of offices: every document first, then their PDFs in one engine start.

    An office's failure is its own; the others of the chunk are made.
    """
    template, engine = _load_template(kit.template_name, kit.template), _load_engine(kit.engine)
    frameworks = _load_frameworks()
    drafts: dict[str, bytes] = {}
    hashes: dict[str, tuple[str, str]] = {}
    seconds: dict[str, float] = {}
    made: dict[str, Made] = {}
    for folder, result in orders:
        begun = time.perf_counter()
        try:
            prepared = prepare_office(result, frameworks, kit.options)
            hashes[folder] = hash_office(kit.ground, prepared), hash_words(prepared)
            drafts[folder] = draft_document(prepared, template, kit.options)
        except ItaDocsError as error:
            made[folder] = Made(folder, None, error, {})
        except Exception as error:  # noqa: BLE001 - one office's bug must not sink the others
            trace = traceback.format_exc()
            made[folder] = Made(folder, None, _unexpected(error), {}, trace=trace)
        seconds[folder] = time.perf_counter() - begun
    begun = time.perf_counter()
    outcomes = _announce(list(drafts.values()), engine, kit.options)
    share = (time.perf_counter() - begun) / max(1, len(drafts))
    for folder, outcome in zip(drafts, outcomes, strict=True):
        stages = {"docx": round(seconds[folder], 4)} | ({"pdf": round(share, 4)} if engine else {})
        if isinstance(outcome, Announcement):
            made[folder] = Made(folder, outcome, None, stages, *hashes[folder])
        else:
            made[folder] = Made(folder, None, outcome, stages)
    return [made[folder] for folder, _ in orders]


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
                if not _is_loss(error):
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
                    if not _is_loss(error):
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
    return [Made(folder, None, _unexpected(error), {}) for folder, _ in orders]


def _is_loss(error: Exception) -> bool:
    """Whether a worker was killed (by memory, a person, a crash), here or at Dask's."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _unexpected(error: Exception) -> RenderingError:
    if isinstance(error, ItaDocsError):
        return RenderingError(error.code, error.at, **error.values)
    if _is_loss(error):
        return RenderingError("worker-lost")
    return RenderingError("rendering-failed", reason=f"{type(error).__name__}: {error}")


def _announce(
    drafts: list[bytes], engine: Engine | None, options: Options
) -> Sequence[Announcement | ItaDocsError]:
    try:
        return announce(drafts, engine, options)
    except ItaDocsError as error:
        return [error] * len(drafts)
    except Exception as error:
        logger.exception("converting")
        return [_unexpected(error)] * len(drafts)


_load_frameworks = cache(load_frameworks)


@lru_cache(maxsize=2)
def _load_template(name: str, content: bytes) -> Template:
    return open_template(name, content)


@lru_cache(maxsize=2)
def _load_engine(name: str) -> Engine | None:
    return find_engine(name)
