"""Where documents are made: in this process, in this machine's processes, or at Dask's workers.

Each gives an ``Executor`` of the standard library's kind through a function that begins it anew.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from ita_docs.batch.stopping import Stop
from ita_docs.problems import DependencyError

P = ParamSpec("P")
T = TypeVar("T")
_CONNECT_SECONDS = 10
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
    the scheduler. Raises DependencyError when Dask is not installed or the scheduler is silent.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise DependencyError("dask-missing") from error
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]
            scheduler, timeout=_CONNECT_SECONDS, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise DependencyError("dask-unreachable", scheduler=scheduler) from error
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise DependencyError("dask-without-workers", scheduler=scheduler)
        yield (lambda: client.get_executor(pure=False, retries=2)), threads
    finally:
        client.close()


class ProcessExecutor(ProcessPoolExecutor):
    """This machine's processes; one that was told to leave begins nothing more."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function in a worker process."""
        return super().submit(_call_unless_leaving, fn, *args, **kwargs)


@contextlib.contextmanager
def open_processes(workers: int, work_folder: Path) -> Iterator[Callable[[], Executor]]:
    """This machine's worker processes; yields a function that begins the pool (anew)."""
    pools: list[ProcessExecutor] = []
    # A worker begins with `python -c`, which looks for modules in the current folder first: a
    # sender's multiprocessing.py, where a run was started among the inputs. Workers begin at any
    # time during the run, so the word stands until its end.
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"

    def begin() -> Executor:
        for pool in pools:
            _end_pool(pool)
        pools[:] = [
            ProcessExecutor(
                workers,
                # Not fork: the parent has threads, and its handlers are not the workers'.
                mp_context=get_context("spawn"),
                initializer=_begin_worker,
                initargs=(str(work_folder), os.getpid()),
            )
        ]
        return pools[0]

    try:
        yield begin
    finally:
        for pool in pools:
            _end_pool(pool)
        os.environ.pop(_SAFE_PATH)
        if before is not None:
            os.environ[_SAFE_PATH] = before


def _end_pool(pool: ProcessPoolExecutor) -> None:
    # Asked to end, a worker's own clean-up takes its PDF engine with it.
    processes = list((getattr(pool, "_processes", None) or {}).values())
    for process in processes:
        with contextlib.suppress(OSError, ValueError):
            process.terminate()
    for process in processes:
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join(5)
    # A worker that was ended while it sent a result leaves half of one: the pool's thread waits
    # for the rest as long as somebody could still write it, and that is only we.
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        with contextlib.suppress(OSError):
            writer.close()
    pool.shutdown(wait=False)


def _begin_worker(work_folder: str, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    signal.signal(signal.SIGTERM, _leave)
    tempfile.tempdir = work_folder
    if sys.platform.startswith("linux"):
        import ctypes

        # A parent that was killed cannot end us; the kernel does (PR_SET_PDEATHSIG = 1).
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        if os.getppid() != parent:
            raise SystemExit(1)


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
