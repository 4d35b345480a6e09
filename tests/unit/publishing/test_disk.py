"""Names on a disk of Windows, where what is open cannot be renamed; a new file, whole or not."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest

from ita_docs.publishing.disk import rename, write_new


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


def test_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_new(path, b"whole")
    assert path.read_bytes() == b"whole"
    with pytest.raises(FileExistsError):
        write_new(path, b"another")
    assert path.read_bytes() == b"whole"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "link", b"another")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("cause", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_half_a_file_does_not_stay(
    cause: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BytesIO):
        def write(self, _content: object) -> int:
            raise cause

    def open_full(path: Path, _mode: str) -> Full:
        path.touch()
        return Full()

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(type(cause)):
        write_new(tmp_path / "form.xlsx", b"whole")
    assert not list(tmp_path.iterdir())
