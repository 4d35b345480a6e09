import os
from pathlib import Path

import pytest

from ita_docs.problems import BusyError, OutputError
from ita_docs.publishing import hold_outputs
from ita_docs.wording import write_text


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with hold_outputs(tmp_path), pytest.raises(BusyError) as caught, hold_outputs(tmp_path):
        pass
    assert str(os.getpid()) in write_text(caught.value, "en")


@pytest.mark.parametrize("place", [".ita-docs", ".ita-docs/lock", ".ita-docs/staging"])
def test_the_state_is_not_kept_through_a_link(tmp_path: Path, place: str) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    (out / place).parent.mkdir(parents=True)
    (out / place).symlink_to(elsewhere)
    with pytest.raises(OutputError) as caught, hold_outputs(out):
        pass
    assert caught.value.code == "output-is-a-link"
    assert not list(elsewhere.iterdir())


def test_a_pipe_in_the_place_of_the_lock_is_told(tmp_path: Path) -> None:
    (tmp_path / ".ita-docs").mkdir()
    os.mkfifo(tmp_path / ".ita-docs" / "lock")
    with pytest.raises(OutputError), hold_outputs(tmp_path):
        pass
