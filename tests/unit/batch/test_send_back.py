"""What goes back: copies and mails in a folder of their own, and whose files stay."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from ita_docs.batch.checking import Checked, check_workbooks
from ita_docs.batch.request import Request
from ita_docs.batch.run import run_batch
from ita_docs.batch.send_back import name_copies
from ita_docs.cli.progress import Silent
from ita_docs.problems import OutputError

LIST = "สิ่งที่ต้องแก้"


def spoil(path: Path, *, number: int = 0, typed: object = "เก้าสิบ") -> Path:
    make_workbook(1, seed=1, first=number).save(path)
    book = openpyxl.load_workbook(path)
    book["คะแนน"]["C2"] = typed
    book.save(path)
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    spoil(folder / "a.xlsx")
    make_workbook(1, seed=1, first=1).save(folder / "sound.xlsx")
    return folder


def check(inbox: Path, back: Path | None = None, **options: object) -> Checked:
    back = back or inbox.parent / "back"
    return check_workbooks(
        Request(inputs=(inbox,), outputs=Path(), returns=back, **options)  # type: ignore[arg-type]
    )


def read_rows(folder: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(folder / "ส่งกลับ.xlsx")
    assert all(cell.data_type != "f" for row in book.active for cell in row)
    return list(book.active.iter_rows(min_row=2, values_only=True))


def test_only_faulty_workbooks_go_back_and_the_originals_stay(inbox: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in inbox.iterdir()}
    checked = check(inbox)
    back = tmp_path / "back"
    assert sorted(path.name for path in back.glob("*.*") if not path.is_dir()) == [
        "a.xlsx",
        "ส่งกลับ.txt",
        "ส่งกลับ.xlsx",
    ]
    assert {path: path.read_bytes() for path in inbox.iterdir()} == before
    assert openpyxl.load_workbook(back / "a.xlsx").sheetnames[0] == LIST
    assert checked.sent_back is not None
    assert checked.sent_back.copies == 1


def test_a_mended_workbook_needs_no_copy_and_the_mails_say_so(inbox: Path, tmp_path: Path) -> None:
    check(inbox)
    spoil(inbox / "a.xlsx", typed=90)
    book = openpyxl.load_workbook(inbox / "a.xlsx")
    for column in "LMNOP":
        book["คะแนน"][f"{column}2"] = None
    book.save(inbox / "a.xlsx")
    check(inbox)
    assert read_rows(tmp_path / "back") == []
    assert "ไม่มีสมุดงานที่ต้องส่งกลับ" in (tmp_path / "back" / "ส่งกลับ.txt").read_text("utf-8-sig")


def test_a_copy_is_made_anew_when_the_workbook_changed(inbox: Path, tmp_path: Path) -> None:
    check(inbox)
    first = (tmp_path / "back" / "a.xlsx").read_bytes()
    check(inbox)
    assert (tmp_path / "back" / "a.xlsx").read_bytes() == first
    spoil(inbox / "a.xlsx", typed="แปดสิบ")
    checked = check(inbox)
    assert (tmp_path / "back" / "a.xlsx").read_bytes() != first
    assert checked.sent_back is not None
    assert checked.sent_back.problems == ()


def test_a_copy_that_somebody_edited_is_kept_and_named(inbox: Path, tmp_path: Path) -> None:
    check(inbox)
    copy = tmp_path / "back" / "a.xlsx"
    book = openpyxl.load_workbook(copy)
    book["คะแนน"]["C2"] = 90
    book.save(copy)
    edited = hashlib.sha256(copy.read_bytes()).hexdigest()
    for _ in range(2):
        checked = check(inbox)
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == edited
        kept = [problem for problem in checked.problems if problem.code == "return-copy-edited"]
        assert [str(copy) in str(problem.at) for problem in kept] == [True]
    assert "มีผู้แก้ไข" in str(read_rows(tmp_path / "back")[0][5])


def test_a_file_that_was_there_first_is_kept(inbox: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    back.mkdir()
    (back / "a.xlsx").write_text("ของฉัน")
    (back / "ส่งกลับ.txt").write_text("ของฉัน")
    check(inbox)
    assert (back / "a.xlsx").read_text() == (back / "ส่งกลับ.txt").read_text() == "ของฉัน"
    assert len(list(back.glob("ส่งกลับ-*.txt"))) == 1


def test_what_cannot_be_read_is_told_without_a_copy(inbox: Path, tmp_path: Path) -> None:
    (inbox / "table.csv").write_text("a,b\n1,2\n")
    (inbox / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le")
    (inbox / "locked.xlsx").write_bytes(old.ljust(2048, b"\0"))
    check(inbox)
    rows = {str(row[1]): row for row in read_rows(tmp_path / "back")}
    assert set(rows) == {"a.xlsx", "table.csv", "broken.xlsx", "locked.xlsx"}
    for name in ("table.csv", "broken.xlsx", "locked.xlsx"):
        assert rows[name][4] is None
        assert "ไม่มีสำเนา" in str(rows[name][5])
        assert not (tmp_path / "back" / name).exists()
    text = (tmp_path / "back" / "ส่งกลับ.txt").read_text("utf-8-sig")
    assert "เรียน ผู้ส่งไฟล์ table.csv" in text
    assert str(inbox) not in text  # nothing of this machine goes out
    assert "ita-docs import" not in text


def test_the_mail_says_who_what_and_where(inbox: Path, tmp_path: Path) -> None:
    check(inbox)
    (row,) = read_rows(tmp_path / "back")
    office = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษากรุงเทพมหานคร"
    assert row[:3] == (office, "a.xlsx", 1)
    assert row[4] == "a.xlsx"
    text = str(row[7])
    assert text.startswith(f"เรียน {office}\n")
    assert "๑. แผ่นงาน 'คะแนน'!C2 ช่องคะแนนตัวชี้วัดที่ ๒" in text
    assert "“a.xlsx” ที่แนบมา" in text
    letters = (tmp_path / "back" / "ส่งกลับ.txt").read_bytes()
    assert letters.startswith(b"\xef\xbb\xbf")
    assert text in letters.decode("utf-8-sig").replace("\r\n", "\n")


def test_mails_hold_no_formula_whatever_was_typed(inbox: Path, tmp_path: Path) -> None:
    for number, typed in enumerate(("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\uff1d1+1")):
        path = spoil(inbox / f"{typed.strip()[0]}{number}.xlsx", number=number + 2, typed="x")
        book = openpyxl.load_workbook(path)
        book["คะแนน"]["C2"].value = typed
        book["คะแนน"]["C2"].data_type = "s"
        book["หน่วยงาน"]["A2"].value = book["คะแนน"]["A2"].value = f"{typed} สพป."
        for cell in (book["หน่วยงาน"]["A2"], book["คะแนน"]["A2"]):
            cell.data_type = "s"
        book.save(path)
    check(inbox)
    rows = read_rows(tmp_path / "back")
    assert len(rows) == 7
    assert not any(str(value or "")[:1] in "=+-@\uff1d" and value for row in rows for value in row)
    text = (tmp_path / "back" / "ส่งกลับ.txt").read_text("utf-8-sig")
    assert not any(line.lstrip()[:1] in tuple("=+@\uff1d") for line in text.splitlines() if line)


@pytest.mark.parametrize(
    "place", ["inbox/back", "inbox", ".", "out", "out/back", "inbox/../inbox/x"]
)
def test_the_folder_lies_outside_inputs_and_outputs(inbox: Path, place: str) -> None:
    root = inbox.parent
    request = Request(inputs=(inbox,), outputs=root / "out", returns=root / place, engine="none")
    with pytest.raises(OutputError) as refused:
        run_batch(request, Silent())
    assert (refused.value.code, refused.value.exit_code) == ("return-nested", 7)
    assert sorted(path.name for path in root.iterdir()) == ["inbox"]
    if place != "out" and not place.startswith("out/"):
        with pytest.raises(OutputError):
            check(inbox, root / place)


def test_a_workbook_that_was_named_may_not_lie_in_the_folder(inbox: Path) -> None:
    request = Request(inputs=(inbox / "a.xlsx",), outputs=Path(), returns=inbox)
    with pytest.raises(OutputError):
        check_workbooks(request)


def test_copies_have_the_files_names_and_their_folders_where_two_have_one() -> None:
    names = name_copies(["/in/ก/แบบ.xlsx", "/in/ข/แบบ.XLSX", "/in/ค.xlsm", "/in/ส่งกลับ.xlsx"])
    assert list(names.values()) == ["ก - แบบ.xlsx", "ข - แบบ.xlsx", "ค.xlsm", "in - ส่งกลับ.xlsx"]
    backwards = name_copies(["/in/ข/แบบ.XLSX", "/in/ก/แบบ.xlsx"])
    assert set(backwards.values()) == {"ก - แบบ.xlsx", "ข - แบบ.xlsx"}


def test_batch_sends_back_and_makes_what_is_sound(inbox: Path, tmp_path: Path) -> None:
    request = Request(
        inputs=(inbox,), outputs=tmp_path / "out", returns=tmp_path / "back", engine="none"
    )
    report = run_batch(request, Silent())
    assert report.exit_code == 10
    assert (tmp_path / "back" / "a.xlsx").is_file()
    assert len(list((tmp_path / "out").rglob("*.docx"))) == 1
    dry = Request(
        inputs=(inbox,), outputs=tmp_path / "out2", returns=tmp_path / "b2", engine="none",
        dry_run=True,
    )  # fmt: skip
    run_batch(dry, Silent())
    assert not (tmp_path / "b2").exists()


def test_accepted_problems_send_nothing_back(inbox: Path, tmp_path: Path) -> None:
    spoil(inbox / "a.xlsx", typed=85.7)
    book = openpyxl.load_workbook(inbox / "a.xlsx")
    book["คะแนน"]["O2"], book["คะแนน"]["P2"] = 12.34, None
    book.save(inbox / "a.xlsx")
    first = check(inbox)
    codes = frozenset(problem.code for problem in first.errors)
    assert read_rows(tmp_path / "back")
    check(inbox, accept=codes)
    assert read_rows(tmp_path / "back") == []
