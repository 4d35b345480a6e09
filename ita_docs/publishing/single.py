"""One file into its place: a report of the run, the PDF of a Word file that somebody edited."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from ita_docs.files import rename
from ita_docs.publishing.disk import (
    exchange,
    move_file,
    sync_folder,
    write_file,
)
from ita_docs.publishing.names import name_aside
from ita_docs.publishing.standing import NOTHING, identify


def place_file(
    path: Path,
    content: bytes,
    ours: frozenset[str],
    *,
    staging: Path,
    overwrite: bool = False,
) -> str | None:
    """Put one file in place, by the table of ``placing``; whether that was done.

    Returns None where a person's file stands there and is kept; else the name under which one
    was kept beside, or "". ``ours`` are the hashes that are ours there; ``staging`` is a folder of
    the same disk. Raises OSError.
    """
    new = hashlib.sha256(content).hexdigest()
    standing = identify(path)
    if standing == new:
        return ""
    is_someones = standing not in (NOTHING, *ours)
    if is_someones and not overwrite:
        return None
    aside = ""
    staged = staging / f".{uuid.uuid4().hex}.part"
    try:
        write_file(staged, content)
        if is_someones:
            aside = name_aside(path.parent, path.name)
            move_file(path, path.parent / aside)
        if is_someones or standing == NOTHING:
            move_file(staged, path)
        elif not exchange(staged, path):
            rename(staged, path, over=True)
        elif identify(staged) not in ours:  # saved there in this very moment
            aside = name_aside(path.parent, path.name)
            move_file(staged, path.parent / aside)
        sync_folder(path.parent)
    finally:
        staged.unlink(missing_ok=True)
    return aside
