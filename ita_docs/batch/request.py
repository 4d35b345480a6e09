"""What a run is asked to do, and who is told how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ita_docs import thai
from ita_docs.pipeline import Options
from ita_docs.problems import Lang, Problem


class Listener(Protocol):
    """Who is told how far a run has come: a progress bar, plain lines, or nobody."""

    def begin(self, stage: str, total: int) -> None:
        """A stage (``read``, ``make``, ``report``) begins, with so many steps."""

    def advance(self, stage: str) -> None:
        """One step of a stage is done."""

    def end(self, stage: str) -> None:
        """The stage has ended."""

    def close(self) -> None:
        """The run has ended, well or not."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked to do.

    ``accept`` are problem codes that do not refuse an office; ``only`` are office names or short
    names, empty for all; ``force`` makes what is unchanged too; ``overwrite_edited`` puts a file
    that a person changed aside and makes it anew, instead of leaving it; ``dry_run`` does nothing
    and says what would be done. ``keep_account`` is what
    a batch does beyond a build: leave out what is unchanged, name departed offices (``prune``
    removes their documents) and write the run report. ``scheduler`` is a Dask scheduler's address,
    None for this machine alone. ``large`` reads workbooks with wide limits, since the user vouches
    for them. ``expect`` is a list of the offices that should send: a file's path, or
    ``options.BUILTIN``. ``returns`` is the folder for copies of faulty workbooks with notes, of
    which each office gets its own where they are to be ``split``. ``document`` is the name of a
    kind to make, ``documents.ALL`` for each of them, None for what the sheets allow; ``plan`` holds
    the measures that a follow-up is held against. ``called`` are the names that people know
    workbooks by which are stored under others; ``made_before`` is an output folder whose documents
    are taken where nothing has changed since. ``told`` is what there was to say before it began.
    """

    inputs: tuple[Path, ...]
    outputs: Path
    template: str | None = None
    engine: str = "auto"
    options: Options = field(default_factory=Options)
    accept: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    workers: int | None = None
    scheduler: str | None = None
    force: bool = False
    prune: bool = False
    overwrite_edited: bool = False
    dry_run: bool = False
    keep_account: bool = True
    large: bool = False
    expect: Path | str | None = None
    returns: Path | None = None
    split: bool = False
    document: str | None = None
    plan: Path | None = None
    lang: Lang = "th"
    called: Mapping[Path, str] = field(default_factory=dict)
    made_before: Path | None = None
    told: tuple[Problem, ...] = ()

    def names(self, *names: str) -> bool:
        """Whether one of an office's names was asked for, or no office in particular."""
        keys = {thai.match_key(name) for name in names}
        return not self.only or bool(keys & {thai.match_key(name) for name in self.only})
