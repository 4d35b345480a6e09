"""What a person is asked: why nothing was written, and the option that answers it."""

from __future__ import annotations

from typing import Any

from ita_docs.problems import InputError, Location


class QuestionError(InputError):
    """Something that only a person can decide.

    ``option`` is the option of the command that answers it, or None where the file itself must be
    mended; ``choices`` are the answers that it may take.
    """

    def __init__(
        self,
        code: str,
        at: Location | None = None,
        *,
        option: str | None = None,
        choices: tuple[str, ...] = (),
        **values: Any,
    ) -> None:
        super().__init__(code, at, **values)
        self.option = option
        self.choices = choices


def list_names(names: tuple[str, ...], most: int = 4) -> str:
    """A few names for a sentence: ``ก, ข, ค …``."""
    shown = ", ".join(name if len(name) <= 30 else name[:29] + "…" for name in names[:most])
    return shown + (" …" if len(names) > most else "")
