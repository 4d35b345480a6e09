"""What stands under a name that somebody else chose, and how it is said in a command."""

from __future__ import annotations

import os
import shlex
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ita_docs.files import is_file, is_folder, lies_in, quote_path, rename


def test_what_may_not_be_looked_at_is_no_folder_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    assert (is_folder(tmp_path), is_file(tmp_path)) == (True, False)
    assert (is_folder(tmp_path / "file"), is_file(tmp_path / "file")) == (False, True)

    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refuse)
    assert (is_folder(tmp_path), is_file(tmp_path / "file")) == (False, False)
    monkeypatch.undo()
    assert (is_folder(Path("\0")), is_file(Path("\0"))) == (False, False)


def test_a_folder_is_known_under_another_name_that_only_the_disk_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bind mount, or a disk that ignores the case of letters: no path says that they are one."""
    folder, other = tmp_path / "inbox", tmp_path / "Inbox (mounted)"
    (folder / "below").mkdir(parents=True)
    other.symlink_to(folder)
    assert not lies_in(tmp_path / "inbox 2", folder)
    assert not lies_in(tmp_path, folder)
    monkeypatch.setattr("ita_docs.files.os.path.realpath", os.path.abspath)
    assert lies_in(other, folder)
    assert lies_in(folder, other)
    assert lies_in(other / "below" / "not there yet", folder)
    assert not lies_in(other, folder / "below")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_path_in_a_command_is_one_word_whatever_it_is_called(name: str) -> None:
    assert shlex.split(f"ita-docs check {quote_path(name)}")[2:] == [name]
    assert not set(quote_path(name).strip("'\"")) & {"$", "`"} or quote_path(name).startswith("'")


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
