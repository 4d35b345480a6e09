"""What is to be published of an office, and whose the files are that stand in its place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ita_docs.model import ProducedFile
from ita_docs.problems import OutputError
from ita_docs.publishing.standing import NOTHING, describe_file


@dataclass(frozen=True)
class Publication:
    """One office's new files by name, and its folder relative to the outputs.

    ``ours`` are the names that this document may have there, each with the hashes that we
    delivered under it: a name of ours that is not in ``files`` is gone afterwards, so that no old
    PDF stays beside a new .docx. ``overwrite`` puts a person's files aside instead of keeping
    them in their place.
    """

    folder: Path
    files: Mapping[str, bytes]
    ours: Mapping[str, frozenset[str]]
    overwrite: bool = False

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """The SHA-256 of each new file."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}

    @cached_property
    def produced(self) -> tuple[ProducedFile, ...]:
        """The new files as the run report names them."""
        return tuple(
            ProducedFile(f"{self.folder.as_posix()}/{name}", len(data), self.hashes[name])
            for name, data in self.files.items()
        )


@dataclass(frozen=True, slots=True)
class Published:
    """An office's files that now stand in their place; ``aside`` are the paths, relative to the
    outputs, under which a person's files were kept beside them."""

    files: tuple[ProducedFile, ...]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """An office whose files were left alone, because a person changed or replaced one.

    ``files`` are all that stand under our names, ``someones`` those of them that are a person's.
    """

    files: tuple[ProducedFile, ...]
    someones: tuple[ProducedFile, ...]


def read_standing(root: Path, office: Publication) -> dict[str, ProducedFile]:
    """What stands under an office's names, each with its size and hash.

    Raises OutputError where a folder has the name of a file, OSError when the disk cannot say.
    """
    standing = {}
    for name in office.ours:
        path = root / office.folder / name
        if path.is_dir() and not path.is_symlink():  # somebody's folder: theirs to move
            raise OutputError("output-is-a-folder", path=path, reason="")
        file = describe_file(root, path)
        if file.sha256 != NOTHING:
            standing[name] = file
    return standing


def find_edited(office: Publication, standing: Mapping[str, ProducedFile]) -> Edited | None:
    """An office's files where one of them is a person's; None where all are ours."""
    someones = tuple(
        file
        for name, file in standing.items()
        if file.sha256 not in (*office.ours[name], office.hashes.get(name))
    )
    return Edited(tuple(standing.values()), someones) if someones else None
