import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ita_docs.batch.ledger import Edit, Entry, Ledger, open_ledger
from ita_docs.model import ProducedFile
from ita_docs.problems import OutputError

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


def test_the_ledger_of_the_first_version_is_taken_over(root: Path) -> None:
    path = root / ".ita-docs" / "ledger.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(
        "create table office (folder text primary key, name text not null,"
        " short_name text not null, fingerprint text not null, engine text, files text not null);"
        "pragma user_version = 1;"
    )
    files = f'[["{PATH}", 1, "{OLD}"]]'
    connection.execute(
        "insert into office values (?,?,?,?,?,?)", (FOLDER, "n", "s", "f", None, files)
    )
    connection.commit()
    connection.close()
    with open_ledger(root) as ledger:
        (entry,) = ledger
    assert (entry.folder, entry.kind, entry.words) == (FOLDER, "measures", "")
    assert entry.files == (ProducedFile(PATH, 1, OLD),)


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
