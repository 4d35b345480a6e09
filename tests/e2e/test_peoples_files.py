"""Files that a person changed or put in our place: kept, told of, and never lost."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import INPUTS, run
from tests.e2e.test_batch import NO_PDF, edit, hashes, litter, read_report, statuses
from tests.fakes.soffice import make_soffice

MINE = b"what the director wrote"


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "offices.xlsx"
    path.parent.mkdir()
    make_workbook(3, seed=1).save(path)
    return path


@pytest.fixture
def out(offices: Path, tmp_path: Path) -> Path:
    """The documents of three offices, made by a first night."""
    assert run("batch", offices, "-o", tmp_path / "out", *NO_PDF).code == 0
    return tmp_path / "out"


def pick(out: Path, ending: str = ".docx") -> Path:
    return sorted(out.rglob(f"มาตรการ-*{ending}"))[0]


def list_codes(out: Path) -> list[str]:
    """The codes of the run's problems that concern somebody's file."""
    return [p["code"] for p in read_report(out)["problems"] if p["code"].startswith("edited")]


def sign_anew(offices: Path) -> None:
    """New data for every office."""
    book = openpyxl.load_workbook(offices)
    for row in range(2, 5):
        book["หน่วยงาน"][f"F{row}"] = "นางสาวผู้ลงนามใหม่"
    book.save(offices)


def test_an_edited_file_is_told_of_once_and_kept_every_night(offices: Path, out: Path) -> None:
    edited = pick(out)
    edited.write_bytes(MINE)
    night = ("batch", offices, "-o", out, *NO_PDF)
    first = run(*night)
    assert first.code == 10
    assert "[edited-by-hand]" in first.err
    assert str(edited) in first.err
    assert "ita-docs pdf" in first.err
    assert sorted(statuses(out)) == ["current", "current", "edited"]
    (row,) = (row for row in read_report(out)["offices"] if row["status"] == "edited")
    assert row["edited"] == [edited.relative_to(out).as_posix()]
    assert run(*night).code == 0
    assert sorted(statuses(out)) == ["current", "current", "edited"]
    assert list_codes(out) == ["edited-kept"]
    assert edited.read_bytes() == MINE
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "มีผู้แก้ไข" in page
    sheet = openpyxl.load_workbook(out / "run-report.xlsx").worksheets[0]
    assert "มีผู้แก้ไขไฟล์" in [cell for row in sheet.values for cell in row]


def test_new_data_for_an_edited_office_says_that_the_paper_is_stale_once(
    offices: Path, out: Path
) -> None:
    edited = pick(out)
    edited.write_bytes(MINE)
    night = ("batch", offices, "-o", out, *NO_PDF)
    assert [run(*night).code, run(*night).code] == [10, 0]
    sign_anew(offices)
    stale = run(*night)
    assert stale.code == 10
    assert "[edited-stale]" in stale.err
    assert str(edited) in stale.err
    assert sorted(statuses(out)) == ["edited", "produced", "produced"]
    assert run(*night).code == 0
    assert list_codes(out) == ["edited-kept-stale"]
    assert edited.read_bytes() == MINE


def test_another_edit_is_news_again(offices: Path, out: Path) -> None:
    edited = pick(out)
    night = ("batch", offices, "-o", out, *NO_PDF)
    codes = []
    for mine in (b"one", b"one", b"two", b"two"):
        edited.write_bytes(mine)
        codes.append(run(*night).code)
    assert codes == [10, 0, 10, 0]


def test_an_edit_taken_back_is_an_office_like_any_other(offices: Path, out: Path) -> None:
    edited = pick(out)
    before = edited.read_bytes()
    night = ("batch", offices, "-o", out, *NO_PDF)
    edited.write_bytes(MINE)
    assert run(*night).code == 10
    edited.write_bytes(before)
    assert run(*night).code == 0
    assert statuses(out) == ["current"] * 3
    edited.unlink()
    assert run(*night).code == 0
    assert sorted(statuses(out)) == ["current", "current", "produced"]
    assert edited.read_bytes() == before


@pytest.mark.parametrize("more", [(), ("--force",), ("--prune",), ("--force", "--prune")])
def test_no_option_but_overwrite_touches_an_edited_file(
    offices: Path, out: Path, more: tuple[str, ...]
) -> None:
    edited = pick(out)
    edited.write_bytes(MINE)
    sign_anew(offices)
    for _ in range(2):
        run("batch", offices, "-o", out, *NO_PDF, *more)
        assert edited.read_bytes() == MINE


def test_prune_keeps_and_names_an_edited_file_and_removes_the_others(
    offices: Path, out: Path
) -> None:
    # In the order of the workbook: the first office stays, the others leave.
    files = [out / row["files"][0]["path"] for row in read_report(out)["offices"]]
    files[1].write_bytes(MINE)
    make_workbook(1, seed=1).save(offices)
    ended = run("batch", offices, "-o", out, *NO_PDF, "--prune")
    assert ended.code == 10
    assert str(files[1]) in ended.err
    assert sorted(statuses(out)) == ["current", "edited", "pruned"]
    assert [path.exists() for path in files] == [True, True, False]
    assert run("batch", offices, "-o", out, *NO_PDF, "--prune").code == 0
    assert files[1].read_bytes() == MINE


def test_overwrite_keeps_the_edited_file_beside_under_a_dated_name_for_good(
    offices: Path, out: Path
) -> None:
    wanted = hashes(out)
    edited = pick(out)
    edited.write_bytes(MINE)
    night = ("batch", offices, "-o", out, *NO_PDF)
    assert run(*night).code == 10
    ended = run(*night, "--overwrite", "edited")
    assert ended.code == 0
    assert "[edited-put-aside]" in ended.err
    (aside,) = (path for path in edited.parent.iterdir() if path != edited)
    assert aside.read_bytes() == MINE
    assert aside.suffix == ".docx"
    assert str(aside) in ended.err
    assert sorted(statuses(out)) == ["current", "current", "produced"]
    assert run(*night, "--force", "--prune").code == 0
    make_workbook(0, seed=1).save(offices)
    run(*night, "--prune")
    assert aside.read_bytes() == MINE
    assert wanted.items() <= {**wanted, **hashes(out)}.items()
    assert not litter(out)


def test_build_keeps_an_edited_file_and_says_so_each_time(tmp_path: Path) -> None:
    book = INPUTS / "phuket-2562.xlsx"
    build = ("build", book, "-o", tmp_path, "--pdf-engine", "none")
    assert run(*build).code == 0
    edited = pick(tmp_path)
    before = edited.read_bytes()
    assert run(*build).code == 0
    edited.write_bytes(MINE)
    for _ in range(2):
        ended = run(*build)
        assert ended.code == 10
        assert str(edited) in ended.err
        assert "[edited-by-hand]" in ended.err
    assert run(*build, "--json").json["offices"][0]["status"] == "edited"
    assert edited.read_bytes() == MINE
    assert run(*build, "--overwrite", "edited").code == 0
    assert edited.read_bytes() == before
    assert MINE in {path.read_bytes() for path in edited.parent.iterdir()}


def test_documents_without_a_ledger_count_as_somebodys_unless_they_are_the_same(
    offices: Path, out: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "copied"
    shutil.copytree(out, copied)
    shutil.rmtree(copied / ".ita-docs")
    assert run("batch", offices, "-o", copied, *NO_PDF).code == 0
    assert statuses(copied) == ["produced"] * 3
    shutil.rmtree(copied / ".ita-docs")
    before = hashes(copied)
    sign_anew(offices)
    for command in ("build", "batch"):
        ended = run(command, offices, "-o", copied, "--pdf-engine", "none")
        assert ended.code == 10
        assert ended.err.count("[edited-by-hand]") == 3
        assert hashes(copied) == before


def test_a_scan_over_the_pdf_keeps_the_word_file_too(tmp_path: Path) -> None:
    program = make_soffice(tmp_path / "fake")
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "ITA_DOCS_SOFFICE": str(program)}
    book, out = tmp_path / "offices.xlsx", tmp_path / "out"
    make_workbook(2, seed=1).save(book)
    night = ("batch", book, "-o", out, "--quiet", "--workers", 1)
    assert run(*night, environment=environment).code == 0
    scan, before = pick(out, ".pdf"), hashes(out)
    scan.write_bytes(b"%PDF signed and scanned")
    word = scan.with_suffix(".docx")
    edit(book, "หน่วยงาน", "F2", "นางสาวผู้ลงนามใหม่")
    edit(book, "หน่วยงาน", "F3", "นางสาวผู้ลงนามใหม่")
    ended = run(*night, environment=environment)
    assert ended.code == 10
    assert str(scan) in ended.err
    after = hashes(out)
    assert after[str(word.relative_to(out))] == before[str(word.relative_to(out))]
    assert scan.read_bytes() == b"%PDF signed and scanned"
    assert sorted(statuses(out)) == ["edited", "produced"]


@pytest.mark.libreoffice
def test_the_pdf_of_an_edited_word_file_is_made_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    book = tmp_path / "in.xlsx"
    make_workbook(1, seed=1).save(book)
    night = ("batch", book, "-o", out, "--quiet")
    assert run(*night).code == 0
    word, before = pick(out), hashes(out)
    change_word(word, "ประกาศ", "ประกาศที่แก้แล้ว")
    assert run(*night).code == 10
    ended = run("pdf", word)
    assert ended.code == 0, ended.err
    pdf = word.with_suffix(".pdf")
    assert str(pdf) in ended.out
    assert hashes(out)[str(pdf.relative_to(out))] != before[str(pdf.relative_to(out))]
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    assert "ที่แก้แล้ว" in "".join(text.split())
    # It is ours: no night calls it edited, and it may be made again.
    assert run(*night).code == 0
    change_word(word, "ที่แก้แล้ว", "ที่แก้อีกครั้ง")
    assert run("pdf", word).code == 0
    pdf.write_bytes(b"signed scan")
    refused = run("pdf", word)
    assert refused.code == 10
    assert "[edited-by-hand]" in refused.err
    assert pdf.read_bytes() == b"signed scan"
    assert run("pdf", word, "--overwrite", "edited").code == 0
    assert b"signed scan" in {path.read_bytes() for path in word.parent.iterdir()}
    assert not litter(out)


@pytest.mark.libreoffice
def test_a_pdf_beside_a_word_file_anywhere_is_kept_unless_it_is_the_same(tmp_path: Path) -> None:
    run("build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--pdf-engine", "none")
    word = tmp_path / "มาตรการ ของเรา.docx"
    shutil.copy(pick(tmp_path / "out"), word)
    assert run("pdf", word).code == 0
    assert run("pdf", word).code == 0
    word.with_suffix(".pdf").write_bytes(b"mine")
    assert run("pdf", word).code == 10
    assert word.with_suffix(".pdf").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out", "มาตรการ ของเรา.docx", "มาตรการ ของเรา.pdf",
    ]  # fmt: skip


def test_what_is_no_word_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"no zip")
    (tmp_path / "y.txt").write_bytes(b"text")
    for name, code in (("x.docx", "unfit"), ("y.txt", "unfit"), ("z.docx", "missing")):
        ended = run("pdf", tmp_path / name, "--pdf-engine", "rdocx")
        assert ended.code == 3
        assert f"[word-file-{code}]" in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.docx", "y.txt"]


def change_word(path: Path, old: str, new: str) -> None:
    """Change a document's words as Word would: other bytes, the same parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(stream, "w") as after:
        for item in before.infolist():
            content = before.read(item)
            if item.filename == "word/document.xml":
                text = content.decode()
                assert old in text
                content = text.replace(old, new, 1).encode()
            after.writestr(item.filename, content)
    path.write_bytes(stream.getvalue())
