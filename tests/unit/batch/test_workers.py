"""Dask's workers behind the interface of concurrent.futures, where Dask goes away."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any

import pytest

from ita_docs.batch.workers import _DaskExecutor


class ClosedClient:
    """A client of Dask whose scheduler was killed a moment ago: it refuses what is sent."""

    def get_executor(self, **_: object) -> Executor:
        class Refusing(Executor):
            def submit(self, *_: Any, **__: Any) -> Future[Any]:
                raise RuntimeError("Client is closed. Can't send update-graph message.")

        return Refusing()

    def sync(self, *_: object, **__: object) -> object:
        raise TimeoutError


def test_work_given_to_a_client_that_closed_is_lost_and_no_bug() -> None:
    executor = _DaskExecutor(ClosedClient())
    try:
        with pytest.raises(BrokenExecutor):
            executor.submit(int).result(5)
    finally:
        executor.close()
