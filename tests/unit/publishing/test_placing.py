import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ita_docs.problems import OutputError
from ita_docs.publishing import (
    Edited,
    Publication,
    Published,
    hold_outputs,
    identify,
    place_file,
    placing,
    publish_together,
    read_regular,
    remove_document,
)

FOLDER = Path("2563/สพป.ภูเก็ต")
OURS = ("a.docx", "a.pdf")
KNOWN: dict[str, frozenset[str]] = {}
"""Hashes that were delivered, by name: what the ledger would know."""


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    KNOWN.clear()
    yield
    KNOWN.clear()


def publish(root: Path, *, overwrite: bool = False, **files: bytes) -> object:
    """Publish a pair and remember its hashes; raises what kept it from its place."""
    contents = {name.replace("_", "."): content for name, content in files.items()}
    ours = {name: KNOWN.get(name, frozenset()) for name in OURS}
    (outcome,) = publish_together(root, [Publication(FOLDER, contents, ours, overwrite)])
    if isinstance(outcome, OutputError):
        raise outcome
    for name, content in contents.items():
        KNOWN[name] = KNOWN.get(name, frozenset()) | {hashlib.sha256(content).hexdigest()}
    return outcome


def read(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}


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
    monkeypatch.setattr(placing, "exchange", lambda *_: False)
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "scan").write_bytes(b"scan")
        publish(root, a_docx=b"2", a_pdf=b"2")
        assert read(root) == {"a.docx": b"2", "a.pdf": b"2", "scan": b"scan"}


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_run_killed_after_any_line_leaves_whole_pairs_and_a_persons_files(
    tmp_path: Path, way: str
) -> None:
    memory = Path("/dev/shm")
    folder = memory / f"ita-docs-{os.getpid()}-{way}" if memory.is_dir() else tmp_path / way
    folder.mkdir()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.fakes.dying", str(folder), way, "7"],
            check=False,
            capture_output=True,
            timeout=300,
        )
        assert ended.returncode == 0, ended.stderr.decode()
        assert int(ended.stdout) > 500  # so many lines were died at
    finally:
        shutil.rmtree(folder, ignore_errors=True)


OFFICES = [Path(f"2563/office {number}") for number in range(8)]


def test_one_office_that_cannot_be_published_leaves_the_others_alone(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        (root / "2563").mkdir()
        (root / OFFICES[2]).write_bytes(b"mine")
        files = {"a.docx": b"1", "a.pdf": b"1"}
        offices = [
            Publication(folder, files, dict.fromkeys(OURS, frozenset())) for folder in OFFICES
        ]
        outcomes = publish_together(root, offices)
    assert [getattr(outcome, "code", "published") for outcome in outcomes] == [
        *["published"] * 2, "output-not-a-folder", *["published"] * 5,
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
        placing, "sync_file_system", lambda _root: has_syncfs and not done.append("flush")
    )
    monkeypatch.setattr(
        Path, "rename", lambda path, to: (done.append("rename"), real_rename(path, to))[1]
    )
    nothing = dict.fromkeys(OURS, frozenset[str]())
    offices = [Publication(folder, {"a.docx": b"1"}, nothing) for folder in OFFICES]
    with hold_outputs(tmp_path) as root:
        publish_together(root, offices)
    renamed = [place for place, step in enumerate(done) if step == "rename"]
    assert len(renamed) == len(OFFICES)
    assert done[: renamed[0]] == ["flush"] * (1 if has_syncfs else 2 * len(OFFICES))
    assert set(done[renamed[0] : renamed[-1]]) == {"rename"}


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
            place_file(root / "report", b"{}", frozenset(), staging=root / ".ita-docs")
    finally:
        os.umask(before)
    assert (tmp_path / FOLDER / "a.docx").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "report").stat().st_mode & 0o777 == 0o640


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


def test_an_edited_file_keeps_both_halves_of_its_pair(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "a.docx").write_bytes(b"mine")
        outcome = publish(root, a_docx=b"2", a_pdf=b"2")
        assert isinstance(outcome, Edited)
        assert [file.path for file in outcome.someones] == [f"{FOLDER.as_posix()}/a.docx"]
        assert len(outcome.files) == 2
        assert read(root) == {"a.docx": b"mine", "a.pdf": b"1"}


def test_a_file_that_nobody_knows_is_somebodys_unless_it_is_the_new_one(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        KNOWN.clear()  # the ledger was lost
        assert isinstance(publish(root, a_docx=b"1", a_pdf=b"1"), Published)
        KNOWN.clear()
        assert isinstance(publish(root, a_docx=b"2", a_pdf=b"1"), Edited)
        assert read(root) == {"a.docx": b"1", "a.pdf": b"1"}


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_what_is_overwritten_is_kept_under_a_dated_name_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "renames":
        monkeypatch.setattr(placing, "exchange", lambda *_: False)
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        for number, mine in enumerate((b"mine", b"mine again")):
            (root / FOLDER / "a.docx").write_bytes(mine)
            new = b"new %d" % number
            outcome = publish(root, a_docx=new, a_pdf=new, overwrite=True)
            assert isinstance(outcome, Published)
            (aside,) = outcome.aside
            assert (root / aside).read_bytes() == mine
    with hold_outputs(tmp_path) as root:  # nothing sweeps them
        assert sorted(read(root).values()) == [b"mine", b"mine again", b"new 1", b"new 1"]
    assert not list((tmp_path / ".ita-docs" / "staging").iterdir())


def test_a_file_saved_in_the_moment_of_the_exchange_is_kept_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = placing.exchange

    def save_and_exchange(left: Path, right: Path) -> bool:
        (tmp_path / FOLDER / "a.docx").write_bytes(b"saved just now")
        return real(left, right)

    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        monkeypatch.setattr(placing, "exchange", save_and_exchange)
        outcome = publish(root, a_docx=b"2", a_pdf=b"2")
        assert isinstance(outcome, Published)
        (aside,) = outcome.aside
        assert (root / aside).read_bytes() == b"saved just now"
        assert read(root)["a.docx"] == b"2"


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_link_or_a_pipe_under_our_name_is_somebodys(tmp_path: Path, kind: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    with hold_outputs(tmp_path / "out") as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        place = root / FOLDER / "a.pdf"
        place.unlink()
        if kind == "link":
            place.symlink_to(elsewhere)
        else:
            os.mkfifo(place)
        assert isinstance(publish(root, a_docx=b"2", a_pdf=b"2"), Edited)
        outcome = publish(root, a_docx=b"2", a_pdf=b"2", overwrite=True)
        assert isinstance(outcome, Published)
        (aside,) = outcome.aside
        assert (root / aside).is_symlink() or (root / aside).is_fifo()
        assert (root / FOLDER / "a.pdf").read_bytes() == b"2"
    assert elsewhere.read_bytes() == b"mine"


def test_what_is_ours_is_removed_and_the_folder_when_it_is_empty(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        assert remove_document(root, FOLDER, KNOWN) is None
        assert not (root / FOLDER).exists()
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "scan").write_bytes(b"scan")
        assert remove_document(root, FOLDER, KNOWN) is None
        assert read(root) == {"scan": b"scan"}
        assert not list((root / ".ita-docs" / "staging").iterdir())


def test_removing_keeps_both_halves_where_one_is_somebodys(tmp_path: Path) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "a.pdf").write_bytes(b"signed scan")
        found = remove_document(root, FOLDER, KNOWN)
        assert isinstance(found, Edited)
        assert read(root) == {"a.docx": b"1", "a.pdf": b"signed scan"}


def test_a_full_disk_loses_nothing_of_a_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        (root / FOLDER / "scan").write_bytes(b"scan")

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr("ita_docs.publishing.leftovers.move_file", refuse)
            with pytest.raises(OutputError) as caught:
                publish(root, a_docx=b"2", a_pdf=b"2")
        assert caught.value.code == "output-disk-full"
    with hold_outputs(tmp_path) as root:
        assert read(root)["scan"] == b"scan"
        assert read(root)["a.docx"] == b"2"


def test_terabytes_of_nothing_under_our_name_are_a_persons_and_are_not_read(tmp_path: Path) -> None:
    """A whole disk is read for an hour; a sparse file costs its maker nothing."""
    with hold_outputs(tmp_path) as root:
        publish(root, a_docx=b"1", a_pdf=b"1")
        path = root / FOLDER / "a.docx"
        path.write_bytes(b"mine")
        with path.open("r+b") as stream:
            stream.truncate(5 << 40)
        first = identify(path)
        assert first == identify(path)
        outcome = publish(root, a_docx=b"2", a_pdf=b"2")
        assert isinstance(outcome, Edited)
        assert path.stat().st_size == 5 << 40
        os.utime(path, (1, 1))
        assert identify(path) != first
        publish(root, overwrite=True, a_docx=b"2", a_pdf=b"2")
        assert path.read_bytes() == b"2"
        kept = [other for other in path.parent.iterdir() if other.stat().st_size == 5 << 40]
        assert len(kept) == 1
        assert read_regular(kept[0], 1000) == b""
