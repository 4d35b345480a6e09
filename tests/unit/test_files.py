"""Names on a disk of Windows, where what is open cannot be renamed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from ita_docs.files import rename


class Held:
    """A file that somebody holds open for the first tries."""

    def __init__(self, tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = tries
        self.pauses: list[float] = []
        self._rename = Path.rename
        monkeypatch.setattr(Path, "rename", lambda path, target: self.rename(path, target))
        monkeypatch.setattr(time, "sleep", self.pauses.append)

    def rename(self, path: Path, target: Path) -> Path:
        if self.left:
            self.left -= 1
            raise PermissionError(13, "used by another process")
        return self._rename(path, target)


def test_on_windows_a_file_held_for_a_moment_is_renamed_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(3, monkeypatch)
    monkeypatch.setattr(sys, "platform", "win32")
    (tmp_path / "a").write_bytes(b"1")
    rename(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"1"
    assert len(held.pauses) == 3


@pytest.mark.parametrize(("platform", "pauses"), [("win32", 4), ("linux", 0)])
def test_one_held_for_good_is_an_error(
    platform: str, pauses: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(99, monkeypatch)
    monkeypatch.setattr(sys, "platform", platform)
    (tmp_path / "a").write_bytes(b"1")
    with pytest.raises(PermissionError):
        rename(tmp_path / "a", tmp_path / "b")
    assert len(held.pauses) == pauses


def test_over_replaces_and_otherwise_a_name_is_given(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name)
    rename(tmp_path / "a", tmp_path / "b", over=True)
    assert (tmp_path / "b").read_text() == "a"
