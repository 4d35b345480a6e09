"""Where documents are made: in this process, in this machine's processes, or at Dask's workers.

Each gives an ``Executor`` of the standard library's kind through a function that begins it anew.

One module, though long: three ways to work behind one interface, and how each is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from ita_docs import __version__
from ita_docs.batch.stopping import Stop
from ita_docs.problems import DependencyError
from ita_docs.processes import end_with_parent

P = ParamSpec("P")
T = TypeVar("T")
_CONNECT_SECONDS = 10
_CLOSE_SECONDS = 5
_LOOK_SECONDS = 2.0
_ALONE_SECONDS = 30.0
"""How long a run waits for a worker to come back when the last one is gone."""
_SILENT_SECONDS = 60.0
"""How long all workers may say nothing; one that is at work is heard of every second."""
_SAFE_PATH = "PYTHONSAFEPATH"


class HereExecutor(Executor):
    """Does the work at once in this process: no start-up for a handful of offices."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function now; the future holds what it gave."""
        future: Future[T] = Future()
        try:
            with self._stop.leave_at_once():
                result = fn(*args, **kwargs)
            future.set_result(result)
        except Exception as error:  # noqa: BLE001 - an executor hands every error to its future
            future.set_exception(error)
        return future


@contextlib.contextmanager
def open_here(work_folder: Path, stop: Stop) -> Iterator[Callable[[], Executor]]:
    """This process; temporary files go to the work folder, where the next run would sweep."""
    before = tempfile.tempdir
    tempfile.tempdir = str(work_folder)
    try:
        yield lambda: HereExecutor(stop)
    finally:
        tempfile.tempdir = before


@contextlib.contextmanager
def open_dask(scheduler: str) -> Iterator[tuple[Callable[[], Executor], int]]:
    """The workers of a Dask scheduler (``tcp://host:8786``), and how many threads they have.

    A worker needs ita-docs of the same version, and the PDF engine; documents come back through
    the scheduler. Raises DependencyError: ``dask-missing``; ``dask-unreachable`` for a port that
    is silent or speaks something else; ``dask-without-workers``; ``dask-worker-differs`` for a
    worker of another version of ours or of Dask.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise DependencyError("dask-missing") from error
    _silence_dask()
    client: Any
    try:
        # Asked before a Client is made: one that finds nobody cleans up with a traceback.
        asyncio.run(_greet(scheduler))
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except Exception as error:  # whatever answers there, it is no scheduler of ours
        raise DependencyError("dask-unreachable", scheduler=scheduler) from error
    try:
        threads = _check_workers(client, scheduler)
        with contextlib.closing(_DaskExecutor(client)) as executor:
            yield (lambda: executor), threads
    finally:
        with contextlib.suppress(Exception):  # a scheduler that is gone cannot be left politely
            client.close(timeout=_CLOSE_SECONDS)


async def _greet(scheduler: str) -> None:
    """Raise whatever keeps a scheduler's answer from coming in time, or what is none."""
    from distributed import rpc

    async with rpc(scheduler, timeout=_CONNECT_SECONDS) as remote:  # type: ignore[no-untyped-call]
        answer = await asyncio.wait_for(remote.identity(), _CONNECT_SECONDS)
    if answer.get("type") != "Scheduler":
        raise ValueError(answer)


def _silence_dask() -> None:
    """What goes wrong at Dask is told by our own lines, not by its loggers' tracebacks."""
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _check_workers(client: Any, scheduler: str) -> int:
    """How many threads the workers have. Raises DependencyError where they are not as we are."""
    try:
        threads: dict[str, int] = _ask(client)
    except Exception as error:
        raise DependencyError("dask-unreachable", scheduler=scheduler) from error
    if not threads:
        raise DependencyError("dask-without-workers", scheduler=scheduler)
    for worker in sorted(threads):
        try:
            future = client.submit(_tell_version, workers=[worker], pure=False)
            version = str(future.result(timeout=_CONNECT_SECONDS))
        except Exception as error:  # noqa: BLE001 - it lacks ita-docs, or speaks another Dask
            version = type(error).__name__
        if version != __version__:
            raise DependencyError(
                "dask-worker-differs", worker=worker, version=version, ours=__version__
            )
    return sum(threads.values())


def _tell_version() -> str:
    """Run at a worker: which ita-docs is there."""
    return __version__


def _list_heartbeats(client: Any) -> dict[str, float]:
    """When the scheduler last heard of each worker, by its own clock."""
    answer = client.sync(client.scheduler.identity, callback_timeout=_CONNECT_SECONDS)
    return {worker: float(about["last_seen"]) for worker, about in answer["workers"].items()}


def _ask(client: Any) -> Any:
    """The threads of each worker, as the scheduler answers within the time a living one needs."""
    return client.sync(client.scheduler.ncores, callback_timeout=_CONNECT_SECONDS)


class _DaskExecutor(Executor):
    """Dask's workers behind the interface of ``concurrent.futures``, with somebody who looks.

    A future of Dask waits for ever where the scheduler was stopped or the last worker died. So
    the scheduler is asked every few seconds; where it does not answer, or has had no worker for
    a while, or heard of none (they were frozen; Dask itself waits for five minutes), what is
    under way is lost: every future gets a BrokenExecutor.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._executor: Executor = client.get_executor(pure=False, retries=2)
        self._running: dict[Future[Any], Future[Any]] = {}
        self._lost = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function at a worker; the future fails at once where Dask is lost."""
        outer: Future[T] = Future()
        with self._lock:
            if self._lost:
                outer.set_exception(BrokenExecutor())
                return outer
            try:
                inner = self._executor.submit(fn, *args, **kwargs)
            except Exception:  # noqa: BLE001 - a client that closed before we looked
                outer.set_exception(BrokenExecutor())
                return outer
            self._running[inner] = outer
        inner.add_done_callback(self._hand_over)
        return outer

    def close(self) -> None:
        """Look no more; what the workers still make is not waited for."""
        self._ended.set()

    def _hand_over(self, inner: Future[Any]) -> None:
        with self._lock:
            outer = self._running.pop(inner, None)
        if outer is None:
            return  # given up already
        error = inner.exception() if not inner.cancelled() else BrokenExecutor()
        if error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def _look(self) -> None:
        beats: dict[str, float] = {}
        heard = time.monotonic()
        while not self._ended.wait(_LOOK_SECONDS):
            try:
                found = _list_heartbeats(self._client)
            except Exception:  # noqa: BLE001 - silent, closed, or another program by now
                break
            if any(beats.get(worker) != beat for worker, beat in found.items()):
                heard = time.monotonic()
            beats = found
            if time.monotonic() - heard > (_SILENT_SECONDS if beats else _ALONE_SECONDS):
                break
        else:
            return
        with self._lock:
            self._lost = True
            given_up = list(self._running.values())
            self._running.clear()
        for outer in given_up:
            outer.set_exception(BrokenExecutor())


class ProcessExecutor(ProcessPoolExecutor):
    """This machine's processes; one that was told to leave begins nothing more."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function in a worker process."""
        return super().submit(_call_unless_leaving, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """End the processes, at work or not, and what they started; nothing is waited for."""
        # Asked to end, a worker's own clean-up takes its PDF engine with it.
        processes = list((getattr(self, "_processes", None) or {}).values())
        for process in processes:
            with contextlib.suppress(OSError, ValueError):
                process.terminate()
        for process in processes:
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join(5)
        # A worker that was ended while it sent a result leaves half of one: the pool's thread
        # waits for the rest as long as somebody could still write it, and that is only we.
        writer = getattr(getattr(self, "_result_queue", None), "_writer", None)
        if writer is not None:
            with contextlib.suppress(OSError):
                writer.close()
        super().shutdown(wait=False, cancel_futures=cancel_futures)


@contextlib.contextmanager
def open_processes(work_folder: Path) -> Iterator[Callable[[int], Executor]]:
    """This machine's worker processes; yields a function that begins a pool of so many."""
    pools: list[ProcessExecutor] = []
    # A worker begins with `python -c`, which looks for modules in the current folder first: a
    # sender's multiprocessing.py, where a run was started among the inputs. Workers begin at any
    # time during the run, so the word stands until its end.
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"

    def open_pool(workers: int) -> Executor:
        pools.append(
            ProcessExecutor(
                workers,
                # Not fork: the parent has threads, and its handlers are not the workers'.
                mp_context=get_context("spawn"),
                initializer=_begin_worker,
                initargs=(str(work_folder), os.getpid()),
            )
        )
        return pools[-1]

    try:
        yield open_pool
    finally:
        for pool in pools:
            pool.shutdown()
        os.environ.pop(_SAFE_PATH)
        if before is not None:
            os.environ[_SAFE_PATH] = before


def _begin_worker(work_folder: str, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    signal.signal(signal.SIGTERM, _leave)
    tempfile.tempdir = work_folder
    end_with_parent(parent)  # one that was killed cannot end us


_leaving = False


def _leave(_number: int, _frame: object) -> None:
    global _leaving
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _leaving = True
    raise SystemExit(143)


def _call_unless_leaving(fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    # The pool's own loop swallows SystemExit and goes on to the next call.
    if _leaving:
        os._exit(143)
    try:
        return fn(*args, **kwargs)
    except SystemExit:
        # Cleaned up by now; the pool would send it to the parent, which would end by it.
        os._exit(143)
