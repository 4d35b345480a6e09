"""How far a run has come, told to the workplace (a ``batch.request.Listener``)."""

from __future__ import annotations

from collections.abc import Callable


class Told:
    """Passes on that a stage begins, with so many steps, and that a step is done."""

    def __init__(self, begun: Callable[[str, int], None], advanced: Callable[[], None]) -> None:
        self._begun, self._advanced = begun, advanced

    def begin(self, stage: str, total: int) -> None:
        """A stage begins."""
        self._begun(stage, total)

    def advance(self, stage: str) -> None:  # noqa: ARG002 - the stage is the one that began
        """One step is done."""
        self._advanced()

    def end(self, stage: str) -> None:
        """The stage has ended."""

    def close(self) -> None:
        """The run has ended."""
