"""A new file, whole or not there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ita_docs.publishing.disk import write_new


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
