"""Many offices in one run: isolation, what is due, repeats, stops, and what stands afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import INPUTS, run

MANY = 5000
"""So many that a run is still at work when the first of them stand."""
NO_PDF = ("--pdf-engine", "none", "--quiet")


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "offices.xlsx"
    path.parent.mkdir()
    make_workbook(12, seed=1).save(path)
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "offices.xlsx"
    make_workbook(MANY, seed=1).save(path)
    return path


def hashes(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("มาตรการ-*"))
    }


def read_report(root: Path) -> dict[str, object]:
    return json.loads((root / "run-report.json").read_text(encoding="utf-8"))


def statuses(root: Path) -> list[str]:
    return [office["status"] for office in read_report(root)["offices"]]


def edit(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def litter(root: Path) -> list[str]:
    """Whatever stands in the outputs that is no document, report, or the program's own note."""
    expected = {
        "run-report.json",
        "run-report.xlsx",
        "index.html",
        "lock",
        "ledger.sqlite",
    }
    return [
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file()
        and not path.name.startswith("มาตรการ-")
        and path.name not in expected
        and not {"logs", "set-aside", "run-report-pages"} & set(path.parts)
    ]


def test_a_second_run_makes_nothing_and_one_changed_cell_makes_one_office(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run("batch", offices, "-o", out, *NO_PDF).code == 0
    first = hashes(out)
    assert len(first) == 12
    assert run("batch", offices, "-o", out, *NO_PDF).code == 0
    assert statuses(out) == ["current"] * 12
    edit(offices, "หน่วยงาน", "F3", "นางสาวผู้ลงนามใหม่")
    assert run("batch", offices, "-o", out, *NO_PDF).code == 0
    assert statuses(out).count("produced") == 1
    changed = [name for name, digest in hashes(out).items() if first[name] != digest]
    assert len(changed) == 1
    assert not litter(out)


def test_a_missing_output_is_made_again(offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    before = hashes(out)
    (out / next(iter(before))).unlink()
    run("batch", offices, "-o", out, *NO_PDF)
    assert statuses(out).count("produced") == 1
    assert hashes(out) == before


def test_force_makes_all_with_the_same_bytes(offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    before = hashes(out)
    run("batch", offices, "-o", out, *NO_PDF, "--force", "--workers", 2)
    assert statuses(out) == ["produced"] * 12
    assert hashes(out) == before


def test_a_bad_office_and_a_bad_file_do_not_stop_the_others(offices: Path, tmp_path: Path) -> None:
    folder, out = offices.parent, tmp_path / "out"
    edit(offices, "คะแนน", "D4", "แปดสิบ")
    (folder / "corrupt.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "encrypted.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "~$lock.xlsx").write_bytes(b"lock")
    (folder / "table.csv").write_text("ชื่อ,คะแนน\n", encoding="utf-8")
    (folder / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    (folder / "letter.txt").write_text("hello", encoding="utf-8")
    ended = run("batch", folder, "-o", out, *NO_PDF)
    assert ended.code == 10, ended.err
    assert statuses(out).count("produced") == 11
    assert statuses(out).count("refused") == 1
    for name in ("corrupt.xlsx", "encrypted.xlsx", "empty.xlsx", "table.csv", "old.xls"):
        assert name in ended.err, name
    assert "offices.xlsx: 'คะแนน'!D4" in ended.err
    passed = " ".join(read_report(out)["passed_over"])
    assert "~$lock.xlsx" in passed
    assert "letter.txt" in passed


def test_an_office_in_two_workbooks_is_refused_with_both_addresses(
    offices: Path, tmp_path: Path
) -> None:
    out, second = tmp_path / "out", offices.parent / "again.xlsx"
    make_workbook(1, seed=2).save(second)
    ended = run("batch", offices.parent, "-o", out, *NO_PDF)
    assert ended.code == 10
    assert statuses(out).count("produced") == 11
    lines = [line for line in ended.err.splitlines() if "office-in-two-workbooks" in line]
    assert len(lines) == 2
    assert all("again.xlsx" in line and "offices.xlsx" in line for line in lines)


def test_two_short_names_that_make_one_folder_are_found_before_anything_is_written(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    edit(offices, "หน่วยงาน", "B2", "a/b")
    edit(offices, "หน่วยงาน", "B3", "A?B")
    ended = run("batch", offices, "-o", out, *NO_PDF)
    assert ended.code == 10
    assert "output-name-collision" in ended.err
    assert len(hashes(out)) == 10


def test_a_departed_office_is_reported_and_removed_only_by_prune(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    make_workbook(10, seed=1).save(offices)
    assert run("batch", offices, "-o", out, *NO_PDF).code == 0
    assert statuses(out).count("departed") == 2
    assert len(hashes(out)) == 12
    assert run("batch", offices, "-o", out, *NO_PDF, "--prune").code == 0
    assert statuses(out).count("pruned") == 2
    assert len(hashes(out)) == 10
    assert run("batch", offices, "-o", out, *NO_PDF).code == 0
    assert len(statuses(out)) == 10


@pytest.mark.parametrize(
    ("sheet", "cell", "typed"),
    [
        ("หน่วยงาน", "A1", "ชื่อ"),
        ("หน่วยงาน", "A5", None),
        ("หน่วยงาน", "A5", '=CONCAT("ก","ข")'),
        ("คะแนน", "A1", None),
        ("คะแนน", "C5", "แปด"),
    ],
)
def test_prune_removes_nothing_while_an_office_may_stand_in_what_could_not_be_read(
    offices: Path, tmp_path: Path, sheet: str, cell: str, typed: object
) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    before = hashes(out)
    edit(offices, sheet, cell, typed)
    make_one_fewer = [row["office"] for row in read_report(out)["offices"]]
    ended = run("batch", offices, "-o", out, *NO_PDF, "--prune")
    assert ended.code in (3, 10)
    assert hashes(out).keys() == before.keys()
    gone = set(make_one_fewer) - {row["office"] for row in read_report(out)["offices"]}
    assert ("[departed-unknown]" in ended.err) is bool(gone)


@pytest.mark.parametrize("state", ["empty", "missing", "a loop of links", "a missing workbook"])
def test_inputs_that_are_not_there_stop_the_run_and_leave_everything_as_it_was(
    offices: Path, tmp_path: Path, state: str
) -> None:
    out, inputs = tmp_path / "out", tmp_path / "share"
    run("batch", offices, "-o", out, *NO_PDF)
    before = {
        path: read(path) for path in out.rglob("*") if path.suffix != ".log" and path.name != "lock"
    }
    if state == "empty":
        inputs.mkdir()
    elif state == "a loop of links":
        inputs.symlink_to(inputs)
    elif state == "a missing workbook":
        inputs = tmp_path / "none.xlsx"
    ended = run("batch", inputs, "-o", out, *NO_PDF, "--prune")
    assert ended.code == 3
    assert str(inputs) in ended.err
    assert {path: read(path) for path in before} == before


@pytest.mark.parametrize("state", ["empty", "missing"])
def test_one_input_of_several_that_is_not_there_prunes_nothing(
    offices: Path, tmp_path: Path, state: str
) -> None:
    out, second = tmp_path / "out", tmp_path / "second"
    second.mkdir()
    make_workbook(2, seed=5, first=20).save(second / "two.xlsx")
    make_workbook(10, seed=1).save(offices)
    names = [offices.parent, second]
    assert run("batch", *names, "-o", out, *NO_PDF).code in (0, 10)
    before = hashes(out)
    (second / "two.xlsx").unlink()
    if state == "missing":
        second.rmdir()
    edit(offices, "หน่วยงาน", "F2", "นางสาวผู้ลงนามใหม่")
    ended = run("batch", *names, "-o", out, *NO_PDF, "--prune")
    assert ended.code == 10
    assert str(second) in ended.err
    assert hashes(out).keys() == before.keys()
    assert statuses(out).count("produced") == 1
    assert "pruned" not in statuses(out)


def test_an_odd_entry_among_the_inputs_is_a_problem_of_that_entry(
    offices: Path, tmp_path: Path
) -> None:
    folder, out = offices.parent, tmp_path / "out"
    (folder / "loop.xlsx").symlink_to(folder / "loop.xlsx")
    deep = folder
    for _ in range(70):
        deep = deep / "d"
    deep.mkdir(parents=True)
    ended = run("batch", folder, "-o", out, *NO_PDF)
    assert ended.code == 10
    assert statuses(out) == ["produced"] * 12
    assert "loop.xlsx" in ended.err
    assert "[input-unreadable]" in ended.err


def test_a_name_that_another_offices_documents_have_is_refused_though_that_one_is_not_here(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    before = hashes(out)
    first = read_report(out)["offices"][0]
    other = tmp_path / "in2" / "other.xlsx"
    other.parent.mkdir()
    make_workbook(1, seed=9, first=300).save(other)
    edit(other, "หน่วยงาน", "B2", first["short_name"])
    for command in ("batch", "build"):
        ended = run(command, other, "-o", out, "--pdf-engine", "none")
        assert ended.code in (3, 10)
        assert "[output-name-collision]" in ended.err
        assert hashes(out) == before


def snapshot(root: Path) -> dict[str, tuple[float, bytes]]:
    return {
        str(path.relative_to(root)): (path.lstat().st_mtime, b"" if path.is_dir() else read(path))
        for path in root.rglob("*")
    }


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    told = tmp_path / "told"
    config = tmp_path / "ita-docs.toml"
    config.write_text(
        f'inputs = ["in"]\noutputs = "out"\npdf-engine = "none"\nnotify = ["touch", "{told}"]\n',
        encoding="utf-8",
    )
    ended = run("batch", "--config", config, "--dry-run")
    assert ended.code == 0, ended.err
    assert ended.out.count("จะสร้าง: ") == 12
    assert not out.exists()
    assert not told.exists()
    run("batch", offices, "-o", out, *NO_PDF)
    rows = read_report(out)["offices"]
    edited = out / rows[1]["files"][0]["path"]
    edited.write_bytes(b"mine")
    make_workbook(10, seed=1).save(offices)
    edit(offices, "หน่วยงาน", "F2", "นางสาวผู้ลงนามใหม่")
    before = snapshot(out)
    night = ("batch", "--config", config, "--prune")
    ended = run(*night, "--dry-run", "--json")
    assert ended.code == 10
    assert ended.json["dry_run"] is True
    assert "[edited-by-hand]" not in ended.out
    foreseen = [row["status"] for row in ended.json["offices"]]
    assert foreseen == ["produced", "edited", *["current"] * 8, "pruned", "pruned"]
    ended = run(*night, "--dry-run", "--overwrite", "edited")
    assert f"{edited.relative_to(out)}" in ended.out
    assert "จะลบ" in ended.out
    assert snapshot(out) == before
    run(*night)
    assert statuses(out) == foreseen


def test_a_dry_run_of_build_writes_nothing(tmp_path: Path) -> None:
    book = INPUTS / "phuket-2562.xlsx"
    ended = run("build", book, "-o", tmp_path / "out", "--dry-run", "--pdf-engine", "none")
    assert ended.code == 0
    assert "จะสร้าง: " in ended.out
    assert not (tmp_path / "out").exists()


def test_a_dry_run_waits_for_no_other_run(offices: Path, tmp_path: Path) -> None:
    from ita_docs.publishing import hold_outputs

    with hold_outputs(tmp_path / "out"):
        assert run("batch", offices, "-o", tmp_path / "out", *NO_PDF, "--dry-run").code == 8
    assert run("batch", offices, "-o", tmp_path / "out", *NO_PDF, "--dry-run").code == 0


def test_outputs_and_inputs_may_not_lie_one_in_the_other(offices: Path, tmp_path: Path) -> None:
    inside = run("batch", offices.parent, "-o", offices.parent / "out", *NO_PDF)
    around = run("batch", offices, "-o", tmp_path, *NO_PDF)
    assert (inside.code, around.code) == (7, 7)
    assert "outputs-inside-inputs" in inside.err
    assert [path.name for path in offices.parent.iterdir()] == ["offices.xlsx"]


def test_a_damaged_ledger_costs_a_rebuild_and_no_document(offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    before = hashes(out)
    (out / ".ita-docs" / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    ended = run("batch", offices, "-o", out, *NO_PDF)
    assert ended.code == 0
    assert "[ledger-set-aside]" in ended.err
    assert statuses(out) == ["produced"] * 12
    assert hashes(out) == before


def test_a_stray_file_in_the_state_folder_stops_no_night(offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".ita-docs" / "staging" / "sync").mkdir(parents=True)
    for name in ("staging/Thumbs.db", "staging/sync/x", "Thumbs.db"):
        (out / ".ita-docs" / name).write_bytes(b"stray")
    for _ in range(2):
        assert run("batch", offices, "-o", out, *NO_PDF).code == 0
    assert (out / ".ita-docs" / "staging" / "sync" / "x").read_bytes() == b"stray"


def start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ita_docs", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_for(path: Path, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"{path} did not appear"
        time.sleep(0.01)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_stops_soon_keeps_what_is_published_and_writes_the_report(
    many: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    run_ = start("batch", many, "-o", out, "--large", *NO_PDF)
    wait_for(out / "2569")
    os.killpg(run_.pid, number)
    assert run_.wait(60) == code
    report = read_report(out)
    assert report["exit_code"] == code
    made = statuses(out).count("produced")
    assert 0 < made < MANY
    assert len(hashes(out)) == made
    assert not litter(out)
    assert not [p for p in Path("/proc").glob("[0-9]*/cmdline") if str(out).encode() in read(p)]


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_killed_at_any_moment_every_pair_is_whole_and_the_next_run_finishes(
    tmp_path: Path,
) -> None:
    book, good = tmp_path / "offices.xlsx", tmp_path / "good"
    make_workbook(40, seed=1).save(book)
    engine = ("--pdf-engine", "none", "--workers", 2, "--quiet")
    begun = time.monotonic()
    assert run("batch", book, "-o", good, *engine).code == 0
    seconds = time.monotonic() - begun
    wanted = hashes(good)
    chance, out = random.Random(1), tmp_path / "out"
    for _ in range(20):
        run_ = start("batch", book, "-o", out, *engine, "--force")
        time.sleep(chance.uniform(0.1, seconds))
        os.killpg(run_.pid, signal.SIGKILL)
        run_.wait()
        for name, digest in hashes(out).items():
            if ".ita-docs" not in name:
                assert digest == wanted[name], name
    assert run("batch", book, "-o", out, *engine).code == 0
    assert hashes(out) == wanted
    assert not litter(out)


@pytest.mark.parametrize("limit", ["size=250k", "nr_inodes=25"])
def test_a_full_disk_leaves_every_pair_whole(offices: Path, tmp_path: Path, limit: str) -> None:
    small = tmp_path / "small"
    small.mkdir()
    # Room for the ledger and some of the twelve documents of about 25 kB each.
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", limit, "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small tmpfs cannot be mounted by this user")
    try:
        ended = run("batch", offices, "-o", small, *NO_PDF)
        assert ended.code in (7, 10)
        assert "output-disk-full" in ended.err
        full = tmp_path / "full"
        run("batch", offices, "-o", full, *NO_PDF)
        wanted = hashes(full)
        assert all(wanted[name] == digest for name, digest in hashes(small).items())
        staging = small / ".ita-docs" / "staging"
        assert not staging.exists() or not list(staging.iterdir())
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_log_that_cannot_be_written_says_nothing_to_the_user(
    offices: Path, tmp_path: Path
) -> None:
    (tmp_path / "out" / "logs").mkdir(parents=True)
    (tmp_path / "out" / "logs" / "ita-docs.log").symlink_to("/dev/full")
    ended = run("batch", offices, "-o", tmp_path / "out", *NO_PDF)
    assert ended.code == 0
    assert "Logging error" not in ended.err


def test_a_large_workbook_is_read_when_the_user_vouches_for_it(tmp_path: Path) -> None:
    book = tmp_path / "schools.xlsx"
    make_workbook(2200, seed=1).save(book)  # more than 100,000 cells
    ended = run("check", book, "--lang", "en")
    assert ended.code == 3
    assert "[sheet-too-large]" in ended.out
    assert "--large" in ended.out
    ended = run("check", book, "--large", "--json")
    assert ended.code == 0, ended.out
    assert len(ended.json["ready"]) == 2200


def test_a_large_workbook_that_breaks_off_builds_nothing(tmp_path: Path) -> None:
    book = tmp_path / "schools.xlsx"
    make_workbook(40, seed=1).save(book)
    spoil_last_sheet(book)
    out = tmp_path / "out"
    ended = run("batch", book, "-o", out, "--large", *NO_PDF)
    assert ended.code == 3
    assert "file-damaged" in ended.err
    assert not list(out.glob("2569/*"))


def spoil_last_sheet(book: Path) -> None:
    """Cut the workbook's last sheet off in the middle, long after the offices were read."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    last = max(name for name in parts if name.startswith("xl/worksheets/"))
    parts[last] = parts[last][: len(parts[last]) // 2]
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_one_workbook_makes_the_same_documents_whether_read_as_large_or_not(
    offices: Path, tmp_path: Path
) -> None:
    for name, options in (("usual", ()), ("large", ("--large",))):
        assert run("batch", offices, "-o", tmp_path / name, *options, *NO_PDF).code == 0
    assert hashes(tmp_path / "usual") == hashes(tmp_path / "large")


def test_a_second_run_at_the_same_time_is_exit_8(offices: Path, tmp_path: Path) -> None:
    from ita_docs.publishing import hold_outputs

    with hold_outputs(tmp_path / "out"):
        ended = run("batch", offices, "-o", tmp_path / "out", *NO_PDF)
    assert ended.code == 8
    assert str(os.getpid()) in ended.err


def test_a_read_only_output_folder_is_exit_7(offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if os.getuid() == 0:
        immutable = subprocess.run(["chattr", "+i", str(out)], capture_output=True, check=False)
        if immutable.returncode:
            pytest.skip("root may write anywhere, and this disk has no immutable folders")
    else:
        out.chmod(0o555)
    try:
        ended = run("batch", offices, "-o", out, *NO_PDF)
        assert ended.code == 7, ended.err
    finally:
        subprocess.run(["chattr", "-i", str(out)], capture_output=True, check=False)
        out.chmod(0o755)


@pytest.mark.libreoffice
def test_pairs_come_from_several_engines_at_once_and_twice_the_same(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ended = run("batch", offices, "-o", out, "--quiet", "--workers", 2)
    assert ended.code == 0, ended.err
    first = hashes(out)
    assert sorted(Path(name).suffix for name in first) == [".docx"] * 12 + [".pdf"] * 12
    assert run("batch", offices, "-o", out, "--quiet", "--workers", 1, "--force").code == 0
    assert hashes(out) == first
    assert not litter(out)


def test_the_report_has_a_row_for_every_office_and_the_files_with_their_hashes(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("batch", offices, "-o", out, *NO_PDF)
    report = read_report(out)
    assert len(report["offices"]) == 12
    for office in report["offices"]:
        for file in office["files"]:
            content = (out / file["path"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert openpyxl.load_workbook(out / "run-report.xlsx").worksheets
    assert (out / "index.html").read_text(encoding="utf-8").count("<tr") >= 12


def test_shipped_inputs_give_the_documented_exit_codes(tmp_path: Path) -> None:
    ended = run("batch", INPUTS, "-o", tmp_path / "out", *NO_PDF)
    assert ended.code == 10
    counted = statuses(tmp_path / "out")
    assert counted.count("refused") >= 1


def test_a_document_whose_figures_are_refused_now_is_named_to_be_withdrawn(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    edit(offices, "คะแนน", "L2", 1)  # an IIT score far from its indicators, and so a total ...
    accepted = ("--accept", "instrument-disagrees", "--accept", "total-disagrees")
    assert run("batch", offices, "-o", out, *NO_PDF, *accepted).code == 0
    before = hashes(out)
    ended = run("batch", offices, "-o", out, *NO_PDF, "--accept", "instrument-disagrees")
    assert ended.code == 10
    report = read_report(out)
    found = [p for p in report["problems"] if p["code"] == "document-stands"]  # type: ignore[attr-defined]
    refused = [o for o in report["offices"] if o["status"] == "refused"]  # type: ignore[attr-defined]
    assert [p["office"] for p in found] == [o["office"] for o in refused]
    assert len(found) == 1
    assert refused[0]["files"][0]["path"] in found[0]["text"]
    assert refused[0]["files"][0]["path"] in (out / "index.html").read_text(encoding="utf-8")
    assert hashes(out) == before  # named, and never taken away
    edit(offices, "คะแนน", "L2", None)
    run("batch", offices, "-o", out, *NO_PDF)
    assert "document-stands" not in {p["code"] for p in read_report(out)["problems"]}  # type: ignore[attr-defined]
