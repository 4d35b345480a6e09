"""Which templates have come through their trial: kept by what template and program they were.

    template's bytes ┐
    its schema       ┼─ hash ─ in passed.txt: came with the program, tried by its own tests
    program's source ┘       ─ in the user's cache: tried here before by this very program

A verdict saves the second of a trial and nothing else: what a template may carry is looked for
each time, and each finished document is looked through. A cache that cannot be read or written
is no cache, and nobody is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from ita_docs.word.placeholders import Shape

_ROOMS = ("word", "ooxml")
_LIBRARIES = ("docxtpl", "jinja2", "lxml")
_MOST = 200
"""Verdicts kept; the oldest go."""


def hash_shipped(content: bytes, schema: Shape) -> str:
    """The name of a shipped template's verdict in ``passed.txt``: the program is this one."""
    fields = "\n".join(schema.leaves())
    return hashlib.sha256(b"\0".join((content, fields.encode()))).hexdigest()


def has_passed(content: bytes, schema: Shape) -> bool:
    """Whether this template has come through a trial by this program before."""
    name = hash_shipped(content, schema)
    if name in _list_shipped():
        return True
    folder = _find_cache()
    return folder is not None and (folder / _hash_with_program(name)).is_file()


def keep_passed(content: bytes, schema: Shape) -> None:
    """Keep that a template has come through its trial."""
    folder = _find_cache()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _hash_with_program(hash_shipped(content, schema))).touch()
        kept = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in kept[_MOST:]:
            file.unlink()


@cache
def _list_shipped() -> frozenset[str]:
    return frozenset((files("ita_docs") / "word" / "passed.txt").read_text("ascii").split())


def _hash_with_program(name: str) -> str:
    return hashlib.sha256(f"{name} {_hash_program()}".encode()).hexdigest()


@cache
def _hash_program() -> str:
    """A hash of all that decides how a template is read, tried and filled."""
    total = hashlib.sha256(" ".join(map(version, _LIBRARIES)).encode())
    for room in _ROOMS:
        modules = sorted((files("ita_docs") / room).iterdir(), key=lambda module: module.name)
        for module in modules:
            if module.name.endswith(".py"):
                total.update(module.read_bytes())
    return total.hexdigest()


def _find_cache() -> Path | None:
    """The folder for what can be made again, as each system has it; None where there is none."""
    place = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if place is None:
        try:
            home = Path.home()
        except RuntimeError:
            return None
        place = str(home / ("Library/Caches" if sys.platform == "darwin" else ".cache"))
    folder = Path(place) / "ita-docs" / "templates"
    return folder if folder.is_absolute() else None
