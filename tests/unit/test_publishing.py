import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ita_docs import publishing
from ita_docs.model import FiscalYear, Office
from ita_docs.problems import BusyError, OutputError
from ita_docs.publishing import (
    hold_outputs,
    make_safe_name,
    name_files,
    name_folder,
    publish_files,
    publish_single,
)
from ita_docs.wording import write_text

FOLDER = Path("2563/สพป.ภูเก็ต")
OURS = {"a.docx", "a.pdf"}


def publish(root: Path, **files: bytes) -> None:
    contents = {name.replace("_", "."): content for name, content in files.items()}
    publish_files(root, FOLDER, contents, OURS)


def read(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}


def test_an_office_gets_its_folder_and_file_names_from_its_short_name() -> None:
    office = Office("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต", "สพป.ภูเก็ต")
    assert name_folder(office, FiscalYear(2563)) == Path("2563/สพป.ภูเก็ต")
    assert name_files(office, FiscalYear(2563))[".pdf"] == "มาตรการ-2563-สพป.ภูเก็ต.pdf"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc", "-..-etc"),
        ("สพป.ก/ข\\ค", "สพป.ก-ข-ค"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (" . ", "_"),
        ("จบด้วยจุด...", "จบด้วยจุด"),
        ("a\u202eb\u0000c", "ab-c"),
        ("", "_"),
    ],
)
def test_names_are_safe_on_windows_and_linux(text: str, name: str) -> None:
    assert make_safe_name(text) == name


def test_a_long_name_is_cut_at_a_whole_character_with_its_marks() -> None:
    name = make_safe_name("กี่" * 100)
    assert len(name.encode()) <= publishing.LONGEST_NAME
    assert {name[i : i + 3] for i in range(0, len(name), 3)} == {"กี่"}


def test_both_files_change_together_and_a_foreign_file_stays(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "signed scan.jpg").write_bytes(b"scan")
        (root / FOLDER / "letters").mkdir()
        (root / FOLDER / "letters" / "x").write_bytes(b"x")
        publish(root, a_docx=b"2", a_pdf=b"2")
        assert (root / FOLDER / "letters" / "x").read_bytes() == b"x"
        (root / FOLDER / "letters" / "x").unlink()
        (root / FOLDER / "letters").rmdir()
        assert read(root) == {"a.docx": b"2", "a.pdf": b"2", "signed scan.jpg": b"scan"}
    assert not list((tmp_path / ".ita-docs" / "staging").iterdir())


def test_a_word_document_made_alone_leaves_no_old_pdf_beside_it(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        publish(root, a_docx=b"2")
        assert read(root) == {"a.docx": b"2"}


def test_without_an_atomic_exchange_the_pair_changes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_exchange", lambda *_: False)
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "scan").write_bytes(b"scan")
        publish(root, a_docx=b"2", a_pdf=b"2")
        assert read(root) == {"a.docx": b"2", "a.pdf": b"2", "scan": b"scan"}


@pytest.mark.parametrize("step", range(12))
def test_a_run_killed_at_any_step_leaves_a_whole_pair_that_the_next_run_keeps(
    tmp_path: Path, step: int
) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"old", a_pdf=b"old")
        (root / FOLDER / "scan").write_bytes(b"scan")
    program = f"""
import os, sys
from pathlib import Path
from ita_docs import publishing
count = 0
def die(event, args):
    global count
    if event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym"):
        count += 1
        if count > {step}:
            os._exit(9)
with publishing.hold_outputs(Path({str(tmp_path)!r})) as root:
    sys.addaudithook(die)
    publishing.publish_files(root, Path({str(FOLDER)!r}),
        {{"a.docx": b"new", "a.pdf": b"new"}}, {{"a.docx", "a.pdf"}})
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert ended.returncode in (0, 9), ended.stderr
    pair = {name: content for name, content in read(tmp_path).items() if name in OURS}
    assert pair in ({"a.docx": b"old", "a.pdf": b"old"}, {"a.docx": b"new", "a.pdf": b"new"})
    with hold_outputs(tmp_path) as root:
        assert read(root) == pair | {"scan": b"scan"}
        assert not list((root / ".ita-docs" / "staging").iterdir())


OFFICES = [Path(f"2563/office {number}") for number in range(8)]
TOGETHER = """
import os, sys
from pathlib import Path
from ita_docs import publishing
steps = int(sys.argv[2])
def die(event, args):
    global steps
    if event in ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "open", "ctypes.dlsym"):
        steps -= 1
        if steps < 0:
            os._exit(9)
with publishing.hold_outputs(Path(sys.argv[1])) as root:
    sys.addaudithook(die)
    offices = [
        publishing.Publication(
            Path(f"2563/office {number}"), {"a.docx": b"new", "a.pdf": b"new"},
            frozenset({"a.docx", "a.pdf"}),
        )
        for number in range(8)
    ]
    publishing.publish_together(root, offices)
"""


@pytest.mark.parametrize("steps", [*range(0, 72, 6), 1000])
def test_offices_published_together_are_each_old_or_new_when_a_run_is_killed(
    tmp_path: Path, steps: int
) -> None:
    with hold_outputs(tmp_path) as root:
        for folder in OFFICES[:3]:  # the others have no folder yet
            publish_files(root, folder, {"a.docx": b"old", "a.pdf": b"old"}, OURS)
            (root / folder / "scan").write_bytes(b"scan")
    command = [sys.executable, "-c", TOGETHER, str(tmp_path), str(steps)]
    ended = subprocess.run(command, check=False, capture_output=True)
    assert ended.returncode == (0 if steps == 1000 else 9), ended.stderr
    with hold_outputs(tmp_path) as root:
        assert not list((root / ".ita-docs").glob("staging/*"))
    states = []
    for number, folder in enumerate(OFFICES):
        if number >= 3 and not (tmp_path / folder).exists():
            continue
        found = {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        assert found.pop("scan", None) == (b"scan" if number < 3 else None)
        assert found in (dict.fromkeys(OURS, state) for state in (b"old", b"new"))
        states.append(found["a.docx"])
    if steps == 1000:
        assert states == [b"new"] * 8


def test_one_office_that_cannot_be_published_leaves_the_others_alone(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        (root / "2563").mkdir()
        (root / OFFICES[2]).write_bytes(b"mine")
        files = {"a.docx": b"1", "a.pdf": b"1"}
        offices = [publishing.Publication(folder, files, frozenset(OURS)) for folder in OFFICES]
        refusals = publishing.publish_together(root, offices)
    assert [error.code if error else None for error in refusals] == [
        None, None, "output-not-a-folder", *[None] * 5,
    ]  # fmt: skip
    assert (tmp_path / OFFICES[2]).read_bytes() == b"mine"
    assert all(
        (tmp_path / folder / "a.pdf").is_file() for folder in OFFICES if folder != OFFICES[2]
    )


@pytest.mark.parametrize("has_syncfs", [True, False])
def test_every_file_is_on_the_disk_before_any_folder_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_syncfs: bool
) -> None:
    done: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("flush"), real_sync(handle)))
    monkeypatch.setattr(
        publishing, "_sync_file_system", lambda _root: has_syncfs and not done.append("flush")
    )
    monkeypatch.setattr(
        Path, "rename", lambda path, to: (done.append("rename"), real_rename(path, to))[1]
    )
    offices = [publishing.Publication(f, {"a.docx": b"1"}, frozenset(OURS)) for f in OFFICES]
    with hold_outputs(tmp_path) as root:
        publishing.publish_together(root, offices)
    renamed = [place for place, step in enumerate(done) if step == "rename"]
    assert len(renamed) == len(OFFICES)
    assert done[: renamed[0]] == ["flush"] * (1 if has_syncfs else 2 * len(OFFICES))
    assert set(done[renamed[0] : renamed[-1]]) == {"rename"}


def test_a_run_cut_between_two_plain_renames_is_brought_to_its_end(tmp_path: Path) -> None:
    job = tmp_path / ".ita-docs" / "staging" / "job"
    for name, content in (("new", b"new"), ("old", b"old")):
        (job / name).mkdir(parents=True)
        for file in OURS:
            (job / name / file).write_bytes(content)
    (job / "old" / "scan").write_bytes(b"scan")
    note = {"folder": FOLDER.as_posix(), "ours": sorted(OURS)}
    (job / "target.json").write_text(json.dumps(note), encoding="utf-8")
    (tmp_path / "2563").mkdir()
    with hold_outputs(tmp_path) as root:
        assert read(root) == {"a.docx": b"new", "a.pdf": b"new", "scan": b"scan"}


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with hold_outputs(tmp_path), pytest.raises(BusyError) as caught, hold_outputs(tmp_path):
        pass
    assert str(os.getpid()) in write_text(caught.value, "en")


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with hold_outputs(tmp_path / "out") as root:
        (root / "2563").symlink_to(elsewhere)
        with pytest.raises(OutputError) as caught:
            publish(root, a_docx=b"1")
    assert caught.value.code == "output-is-a-link"
    assert not list(elsewhere.iterdir())


def test_a_file_in_the_place_of_the_folder_is_named_and_kept(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        (root / "2563").mkdir()
        (root / FOLDER).write_bytes(b"mine")
        with pytest.raises(OutputError) as caught:
            publish(root, a_docx=b"1")
    assert caught.value.code == "output-not-a-folder"
    assert (tmp_path / FOLDER).read_bytes() == b"mine"


def test_files_take_their_mode_from_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with hold_outputs(tmp_path) as root:
            publish(root, a_docx=b"1")
            publish_single(root, "run-report.json", b"{}")
    finally:
        os.umask(before)
    assert (tmp_path / FOLDER / "a.docx").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "run-report.json").stat().st_mode & 0o777 == 0o640


def test_a_folder_under_the_name_of_our_file_is_named_and_kept(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_pdf=b"old")
        (root / FOLDER / "a.docx").mkdir()
        (root / FOLDER / "a.docx" / "letter").write_bytes(b"mine")
        with pytest.raises(OutputError) as caught:
            publish(root, a_docx=b"new", a_pdf=b"new")
        assert caught.value.code == "output-is-a-folder"
        assert (root / FOLDER / "a.docx" / "letter").read_bytes() == b"mine"
        assert (root / FOLDER / "a.pdf").read_bytes() == b"old"
