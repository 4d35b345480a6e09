import hashlib
import json
from pathlib import Path

import pytest

from ita_docs.problems import Problem
from ita_docs.publishing import hold_outputs
from ita_docs.publishing.leftovers import read_folder

FOLDER = Path("2563/สพป.ภูเก็ต")
JOB = "0" * 32
OLD_HASH, NEW_HASH = (hashlib.sha256(content).hexdigest() for content in (b"old", b"new"))


def leave(root: Path, *, folder: str = FOLDER.as_posix(), note: str | None = None) -> Path:
    """What a run leaves that was killed between the two renames of the plain way."""
    job = root / ".ita-docs" / "staging" / JOB
    for name in ("new", "old"):
        (job / name).mkdir(parents=True)
        for file in ("a.docx", "a.pdf"):
            (job / name / file).write_bytes(name.encode())
    (job / "old" / "scan").write_bytes(b"scan")
    known = [OLD_HASH, NEW_HASH]
    content = {"folder": folder, "ours": {"a.docx": known, "a.pdf": known}, "aside": {}}
    (job / "target.json").write_text(note or json.dumps(content), encoding="utf-8")
    return job


def find_kept(told: list[Problem]) -> Path:
    (problem,) = told
    assert problem.at is not None
    return Path(problem.at.file)


def test_a_run_cut_between_two_plain_renames_is_brought_to_its_end(tmp_path: Path) -> None:
    job = leave(tmp_path)
    with hold_outputs(tmp_path) as root:
        found = {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}
    assert found == {"a.docx": b"new", "a.pdf": b"new", "scan": b"scan"}
    assert not job.exists()


def test_a_file_that_was_edited_in_the_old_folder_finds_back_beside_the_new_one(
    tmp_path: Path,
) -> None:
    job = leave(tmp_path)
    (job / "old" / "a.docx").write_bytes(b"mine")
    with hold_outputs(tmp_path) as root:
        found = {path.read_bytes() for path in (root / FOLDER).iterdir()}
    assert found == {b"new", b"mine", b"scan"}


@pytest.mark.parametrize(
    "folder",
    ["../outside", "/etc", "2563/../../outside", ".ita-docs/x", ".", "", "C:/x", "a\\..\\b"],
)
def test_a_note_that_leads_out_of_the_outputs_is_set_aside_with_all_it_lies_by(
    tmp_path: Path, folder: str
) -> None:
    out = tmp_path / "out"
    leave(out, folder=folder)
    told: list[Problem] = []
    with hold_outputs(out, told.append):
        pass
    assert [problem.code for problem in told] == ["leftover-set-aside"]
    assert find_kept(told).parent.name == "set-aside"
    assert (find_kept(told) / "old" / "scan").read_bytes() == b"scan"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize("note", ["", "[]", "{", '{"folder": 1}', "[" * 100_000])
def test_a_note_that_cannot_be_read_loses_nothing(tmp_path: Path, note: str) -> None:
    leave(tmp_path, note=note or " ")
    told: list[Problem] = []
    with hold_outputs(tmp_path, told.append):
        pass
    assert (find_kept(told) / "old" / "scan").read_bytes() == b"scan"


def test_what_others_put_among_the_leftovers_is_left(tmp_path: Path) -> None:
    staging = tmp_path / ".ita-docs" / "staging"
    (staging / "a folder").mkdir(parents=True)
    (staging / "Thumbs.db").write_bytes(b"x")
    (staging / "a folder" / "mine").write_bytes(b"mine")
    (tmp_path / ".ita-docs" / "mine.part").write_bytes(b"mine")
    for _ in range(2):
        with hold_outputs(tmp_path):
            pass
    assert (staging / "a folder" / "mine").read_bytes() == b"mine"
    assert (staging / "Thumbs.db").exists()
    assert (tmp_path / ".ita-docs" / "mine.part").exists()


@pytest.mark.parametrize("text", ["2563/สพป.ก", "2563/..a", "2563/ก เขต 1"])
def test_a_folder_below_the_outputs_is_taken(text: str) -> None:
    assert read_folder(text) == Path(text)
