import json
import os
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from ita_docs.batch.ledger import Edit, Entry, Ledger, copy_ledger, open_ledger
from ita_docs.model import OfficeStatus, PastRun, ProducedFile
from ita_docs.problems import OutputError, Problem
from tests.fakes.first_version import restore_first_version

OLD, NEW, OTHER = ("a" * 64, "b" * 64, "c" * 64)
FOLDER = "2563/สพป.ภูเก็ต"
NAME = "มาตรการ.docx"
PATH = f"{FOLDER}/{NAME}"


def make_entry(digest: str = OLD) -> Entry:
    return Entry(FOLDER, "ชื่อเต็ม", "สพป.ภูเก็ต", "f", "w", None, (ProducedFile(PATH, 1, digest),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".ita-docs").mkdir()
    return tmp_path


@pytest.fixture
def ledger(root: Path) -> Iterator[Ledger]:
    with open_ledger(root) as opened:
        yield opened


def read_elsewhere(root: Path, sql: str) -> list[tuple[object, ...]]:
    """What is on the disk, as the next run would find it were this one killed now."""
    connection = sqlite3.connect(root / ".ita-docs" / "ledger.sqlite")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_hash_is_on_the_disk_once_it_is_intended(root: Path, ledger: Ledger) -> None:
    ledger.intend([ProducedFile(PATH, 1, NEW)])
    assert read_elsewhere(root, "select * from intended") == [(PATH, NEW)]


def test_what_stood_and_what_is_coming_are_both_ours_until_it_is_recorded(ledger: Ledger) -> None:
    assert ledger.list_ours(FOLDER, [NAME]) == {NAME: frozenset()}
    ledger.record(make_entry(OLD))
    ledger.intend([ProducedFile(PATH, 1, NEW)])
    assert ledger.list_ours(FOLDER, [NAME]) == {NAME: {OLD, NEW}}
    ledger.record(make_entry(NEW))
    assert ledger.list_ours(FOLDER, [NAME]) == {NAME: {NEW}}


def test_names_of_an_earlier_delivery_are_ours_too(ledger: Ledger) -> None:
    ledger.record(make_entry(OLD))
    assert ledger.list_ours(FOLDER, ["other.docx"]) == {"other.docx": frozenset(), NAME: {OLD}}


def test_two_kinds_of_document_in_one_folder_do_not_know_of_each_other(ledger: Ledger) -> None:
    ledger.record(make_entry(OLD))
    other = ProducedFile(f"{FOLDER}/x.docx", 1, NEW)
    ledger.record(Entry(FOLDER, "n", "s", "f", "w", None, (other,), "followup"))
    assert ledger.list_ours(FOLDER, [NAME]) == {NAME: {OLD}}
    assert ledger.list_ours(FOLDER, ["x.docx"], "followup") == {"x.docx": {NEW}}
    assert ledger.list_hashes(FOLDER, "x.docx") == {NEW}
    ledger.forget(FOLDER, "followup")
    assert [entry.kind for entry in ledger] == ["measures"]


def test_an_edit_is_kept_until_the_office_is_made_again(root: Path) -> None:
    edit = Edit(FOLDER, {NAME: OTHER, "x.pdf": OLD}, frozenset({NAME}), "w", stale=True)
    with open_ledger(root) as ledger:
        ledger.record_edit(edit)
    with open_ledger(root) as ledger:
        assert ledger.find_edit(FOLDER) == edit
        assert edit.list_someones() == {NAME: OTHER}
        ledger.record(make_entry(NEW))
        assert ledger.find_edit(FOLDER) is None


def test_a_hash_that_cannot_be_written_down_stops_the_publishing(
    root: Path, ledger: Ledger
) -> None:
    other = sqlite3.connect(root / ".ita-docs" / "ledger.sqlite", isolation_level=None)
    other.execute("begin exclusive")
    ledger._connection.execute("pragma busy_timeout = 1")
    with pytest.raises(OutputError):
        ledger.intend([ProducedFile(PATH, 1, NEW)])
    other.close()
    ledger.intend([ProducedFile(PATH, 1, NEW)])


def test_the_ledger_of_the_first_version_is_taken_over(tmp_path: Path) -> None:
    document = restore_first_version(tmp_path)
    with open_ledger(tmp_path) as ledger:
        (entry,) = ledger
        assert entry.is_whole(tmp_path)
    assert (entry.kind, entry.short_name, entry.words) == ("measures", "สพป.ภูเก็ต", "")
    assert [file.path for file in entry.files] == [document.relative_to(tmp_path).as_posix()]


def test_a_newer_versions_ledger_is_left_alone(root: Path) -> None:
    path = root / ".ita-docs" / "ledger.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(OutputError) as caught, open_ledger(root):
        pass
    assert caught.value.code == "ledger-newer"
    assert path.read_bytes() == before


def write_rows(root: Path, *files: object, folder: str = FOLDER) -> None:
    with open_ledger(root) as ledger:
        ledger.record(make_entry())
        row = (folder, "other", "n", "s", "f", "w", None, json.dumps(list(files)))
        ledger._connection.execute("insert into document values (?,?,?,?,?,?,?,?)", row)


@pytest.mark.parametrize(
    ("folder", "files"),
    [
        ("../outside", []),
        ("/etc", []),
        (".ita-docs", []),
        (FOLDER, [["../../outside", 1, OLD]]),
        (FOLDER, [["2563/another office/x.docx", 1, OLD]]),
        (FOLDER, [[f"{FOLDER}/..", 1, OLD]]),
        (FOLDER, [[f"{FOLDER}/x.docx", -1, OLD]]),
        (FOLDER, [[f"{FOLDER}/x.docx", 1, "no hash"]]),
        (FOLDER, [[f"{FOLDER}/x.docx"]]),
        (FOLDER, [{}]),
        (FOLDER, [1]),
    ],
)
def test_a_row_that_cannot_be_believed_is_set_aside_and_the_others_are_used(
    root: Path, folder: str, files: list[object]
) -> None:
    write_rows(root, *files, folder=folder)
    told: list[Problem] = []
    with open_ledger(root, told.append) as ledger:
        assert [entry.kind for entry in ledger] == ["measures"]
    (problem,) = told
    assert problem.code == "ledger-set-aside"
    assert problem.at is not None
    assert "other" in Path(problem.at.file).read_text()
    with open_ledger(root, told.append):
        pass
    assert len(told) == 1  # told once


@pytest.mark.parametrize(
    "sql",
    [
        "drop table document; create table document (folder, kind)",
        "create trigger t after insert on intended begin delete from document; end",
        "alter table document rename to d; create view document as select * from d",
        "create table more (x)",
    ],
)
def test_tables_that_are_not_ours_are_set_aside(root: Path, sql: str) -> None:
    write_rows(root)
    path = root / ".ita-docs" / "ledger.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()
    told: list[Problem] = []
    with open_ledger(root, told.append) as ledger:
        assert list(ledger) == []
        ledger.intend([ProducedFile(PATH, 1, NEW)])
    assert [problem.code for problem in told] == ["ledger-set-aside"]
    assert len(list((root / ".ita-docs" / "set-aside").iterdir())) == 1


def test_a_journal_that_names_another_file_does_not_delete_it(root: Path) -> None:
    # SQLite, having played a journal back, deletes the file that the journal's end names.
    with open_ledger(root):
        pass
    victim = root / "victim"
    victim.write_bytes(b"precious")
    path = root / ".ita-docs" / "ledger.sqlite"
    magic, page = bytes.fromhex("d9d505f920a163d7"), 4096
    head = magic + struct.pack(">IIIII", 0, 1, path.stat().st_size // page, 512, page)
    name = os.fsencode(victim)
    end = (
        struct.pack(">I", 0x40000000 // page + 1) + name + struct.pack(">II", len(name), sum(name))
    )
    path.with_name("ledger.sqlite-journal").write_bytes(head.ljust(512, b"\0") + end + magic)
    told: list[Problem] = []
    with open_ledger(root, told.append):
        pass
    assert victim.read_bytes() == b"precious"
    assert {problem.code for problem in told} == {"ledger-set-aside"}


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_in_the_ledgers_place_stops_the_run(
    root: Path, ending: str, kind: str
) -> None:
    outside = root / "outside"
    outside.write_bytes(b"x")
    place = root / ".ita-docs" / f"ledger.sqlite{ending}"
    if kind == "link":
        place.symlink_to(outside)
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    with pytest.raises(OutputError), open_ledger(root):
        pass
    assert outside.read_bytes() == b"x"


@pytest.mark.parametrize(
    "runs",
    [
        "no list",
        '["a"]',
        '[["2020-01-14T02:30:00+07:00", "no status"]]',
        '[["yesterday", "produced"]]',
        '[["2020-01-14T02:30:00", "produced"]]',
        '[[1, "produced"]]',
        json.dumps([["2020-01-14T02:30:00+07:00", "produced"]] * 6),
    ],
)
def test_past_runs_that_cannot_be_believed_are_set_aside(root: Path, runs: str) -> None:
    good = (PastRun("2020-01-14T02:30:00+07:00", OfficeStatus.PRODUCED),)
    with open_ledger(root) as ledger:
        ledger.keep_past({"ก": good, "ข": good})
        ledger._connection.execute("update past set runs = ? where name = 'ก'", (runs,))
    told: list[Problem] = []
    with open_ledger(root, told.append) as ledger:
        assert ledger.list_past() == {"ข": good}
    assert [problem.code for problem in told] == ["ledger-set-aside"]


def test_a_name_that_cannot_be_written_costs_no_run(root: Path) -> None:
    good = (PastRun("2020-01-14T02:30:00+07:00", OfficeStatus.PRODUCED),)
    with open_ledger(root) as ledger:
        ledger.keep_past({"ก\ud800": good, "ข": good})
        assert ledger.list_past()["ข"] == good


def test_a_dry_run_does_not_copy_terabytes_of_nothing(root: Path) -> None:
    path = root / ".ita-docs" / "ledger.sqlite"
    with open_ledger(root) as opened:
        opened.record(make_entry())
    with path.open("r+b") as stream:
        stream.truncate(5 << 40)
    with copy_ledger(root) as copy:
        assert not copy.find_office("ชื่อเต็ม")
    assert path.stat().st_size == 5 << 40
