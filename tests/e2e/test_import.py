"""import as a person runs it: a form out of a result file, a question, nothing overwritten."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ita_docs.cli.import_ import _write
from ita_docs.problems import OutputError
from tests.corpus.shapes.make_shapes import CASES, Case
from tests.e2e.conftest import run

SOURCES = "ที่มาของข้อมูล"


def put(name: str, folder: Path) -> tuple[Case, list[str]]:
    case = CASES[name]()
    for file, content in case.files.items():
        (folder / file).write_bytes(content)
    return case, list(case.files)


def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    return [row for row in page.iter_rows(values_only=True) if any(v is not None for v in row[:3])]


@pytest.mark.parametrize(
    "name", ["01a-tall", "02c-wide-instruments-between", "11b-cp874", "12c-web-page"]
)
def test_a_result_file_becomes_a_form_that_check_accepts(name: str, tmp_path: Path) -> None:
    case, files = put(name, tmp_path)
    ended = run("import", *files, "-o", "form.xlsx", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert len(ended.out.splitlines()) <= 10
    truth = case.truths[0].result
    scores = rows(tmp_path / "form.xlsx", "คะแนน")
    assert scores[1][0] == truth.office
    assert scores[1][1:11] == tuple(map(float, truth.scores))
    offices = rows(tmp_path / "form.xlsx", "หน่วยงาน")
    assert offices[1][2] == truth.year
    told = rows(tmp_path / "form.xlsx", SOURCES)
    assert {row[0] for row in told} >= {"สถานะ", "ตาราง", "หัวตาราง", "ใช้", "คำกำกับ"}
    checked = run("check", "form.xlsx", cwd=tmp_path)
    assert checked.code == 0, checked.out
    assert SOURCES not in checked.out  # passed over without a word
    assert "sheet-unknown" not in checked.out


def test_earlier_years_become_history(tmp_path: Path) -> None:
    case, files = put("06a-sheet-a-year", tmp_path)
    assert run("import", *files, *case.args, "-o", "form.xlsx", cwd=tmp_path).code == 0
    history = rows(tmp_path / "form.xlsx", "ประวัติคะแนน")[1:]
    expected = {
        (t.result.office, t.result.year, float(t.result.total), t.result.level)
        for t in case.truths
        if t.place == "history"
    }
    assert {row[:4] for row in history} == expected


def test_two_files_make_one_form(tmp_path: Path) -> None:
    _, files = put("06b-file-a-year", tmp_path)
    ended = run("import", *files, "-o", "form.xlsx", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert len(rows(tmp_path / "form.xlsx", "ประวัติคะแนน")) == 6
    assert {row[2] for row in rows(tmp_path / "form.xlsx", SOURCES)[1:]} == set(files)


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("16g-no-year", "--year"), ("16b-two-versions", "--sheet"),
        ("16d-three-columns", "--column"),
        ("16a-years-at-odds", "--year"), ("16c-shifted", ""), ("16e-fractions", ""),
        ("16f-number-against-name", ""), ("10a-items", ""),
    ],
)  # fmt: skip
def test_what_must_be_asked_ends_with_3_and_writes_nothing(
    name: str, option: str, tmp_path: Path
) -> None:
    case, files = put(name, tmp_path)
    ended = run("import", *files, *case.args, "-o", "form.xlsx", cwd=tmp_path)
    assert ended.code == 3
    assert option in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)
    [line] = ended.err.strip().splitlines()
    assert line.startswith("ข้อผิดพลาด [import-")


def test_the_options_answer(tmp_path: Path) -> None:
    case, files = put("16g-no-year", tmp_path)
    assert run("import", *files, "--year", "2568", "-o", "a.xlsx", cwd=tmp_path).code == 0
    case, files = put("16d-column-chosen", tmp_path)
    assert run("import", *files, *case.args, "-o", "b.xlsx", cwd=tmp_path).code == 0
    final = case.truths[0].result
    assert rows(tmp_path / "b.xlsx", "คะแนน")[1][1:11] == tuple(map(float, final.scores))
    ended = run("import", *files, "--column", "ไม่มี", "-o", "c.xlsx", cwd=tmp_path)
    assert ended.code == 3
    assert "--column" in ended.err


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    _, files = put("02a-wide", tmp_path)
    (tmp_path / "form.xlsx").write_text("ของสำคัญ", encoding="utf-8")
    ended = run("import", *files, "-o", "form.xlsx", cwd=tmp_path)
    assert ended.code == 7
    assert (tmp_path / "form.xlsx").read_text(encoding="utf-8") == "ของสำคัญ"
    ended = run("import", *files, "-o", "form.xlsx", "--force", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert (tmp_path / "form (เดิม 1).xlsx").read_text(encoding="utf-8") == "ของสำคัญ"
    assert rows(tmp_path / "form.xlsx", "คะแนน")


def test_a_file_put_aside_gets_its_name_back_where_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"mine")

    def refuse(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ita_docs.publishing.write_new", refuse)
    with pytest.raises(OutputError) as caught:
        _write(path, b"new", force=True)
    assert caught.value.code == "output-disk-full"
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"form.xlsx": b"mine"}


def test_a_link_to_nowhere_is_no_free_name(tmp_path: Path) -> None:
    _, files = put("02a-wide", tmp_path)
    (tmp_path / "form.xlsx").symlink_to(tmp_path / "unmounted" / "form.xlsx")
    for force in ((), ("--force",)):
        ended = run("import", *files, "-o", "form.xlsx", *force, cwd=tmp_path)
        assert ended.code == 7
        assert (tmp_path / "form.xlsx").is_symlink()


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    _, files = put("03a-merged-heads", tmp_path)
    for name in ("a.xlsx", "b.xlsx"):
        assert run("import", *files, "-o", name, cwd=tmp_path).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_without_an_output_the_form_is_named_by_its_year(tmp_path: Path) -> None:
    _, files = put("02a-wide", tmp_path)
    assert run("import", *files, cwd=tmp_path).code == 0
    assert (tmp_path / "แบบกรอก-2566.xlsx").is_file()


def test_the_programs_own_form_needs_no_import(tmp_path: Path) -> None:
    _, files = put("02a-wide", tmp_path)
    assert run("import", *files, "-o", "form.xlsx", cwd=tmp_path).code == 0
    ended = run("import", "form.xlsx", "-o", "again.xlsx", cwd=tmp_path)
    assert ended.code == 3
    assert "import-own-form" in ended.err


def test_what_is_wrong_with_a_file_is_said_as_ever(tmp_path: Path) -> None:
    assert run("import", "none.xlsx", cwd=tmp_path).code == 3
    (tmp_path / "a.csv").write_bytes(b"")
    assert "file-empty" in run("import", "a.csv", cwd=tmp_path).err
    (tmp_path / "a.csv").write_bytes("ไม่เกี่ยว,เลย\n1,2\n".encode())
    ended = run("import", "a.csv", "--lang", "en", cwd=tmp_path)
    assert ended.code == 3
    assert "[import-nothing]" in ended.err


# --- on a terminal --------------------------------------------------------------------------------


def talk(arguments: list[str], answers: bytes, folder: Path) -> tuple[int, str]:
    """Run import on a terminal of its own and type the answers."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ita_docs", "import", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env={**os.environ, "LANG": "C.UTF-8"},
    )
    os.close(follower)
    os.write(leader, answers)
    said = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(leader)
    return process.wait(60), said.decode(errors="replace")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of this kind are POSIX")
@pytest.mark.parametrize(
    ("name", "answers"),
    [("16g-no-year", b"2568\n"), ("16b-two-versions", b"2\n"), ("16d-three-columns", b"3\n")],
)
def test_on_a_terminal_the_question_is_put_and_answered(
    name: str, answers: bytes, tmp_path: Path
) -> None:
    _, files = put(name, tmp_path)
    code, said = talk([*files, "-o", "form.xlsx"], answers, tmp_path)
    assert code == 0, said
    assert "[import-" in said
    assert (tmp_path / "form.xlsx").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of this kind are POSIX")
def test_no_answer_is_no_form(tmp_path: Path) -> None:
    _, files = put("16b-two-versions", tmp_path)
    code, _ = talk([*files, "-o", "form.xlsx"], b"\n", tmp_path)
    assert code == 3
    assert not (tmp_path / "form.xlsx").exists()


# --- build, check and batch -----------------------------------------------------------------------

DIRECT = ("01a-tall", "02c-wide-instruments-between", "03a-merged-heads", "04b-footers",
          "08d-codes-within", "13a-short-names")  # fmt: skip


@pytest.mark.parametrize("name", DIRECT)
def test_check_takes_certain_and_proven_results_as_they_are(name: str, tmp_path: Path) -> None:
    case, files = put(name, tmp_path)
    ended = run("check", *files, "--json", cwd=tmp_path)
    assert ended.code == 0, ended.out
    assert sorted(ended.json["ready"]) == sorted(t.result.office for t in case.truths)
    codes = [problem["code"] for problem in ended.json["problems"]]
    assert codes[:3] == ["foreign-read", "foreign-columns", "foreign-proof"]


def test_build_makes_the_documents_of_a_result_file(tmp_path: Path) -> None:
    case, files = put("02a-wide", tmp_path)
    ended = run("build", *files, "--pdf-engine", "none", "-o", "out", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert len(list((tmp_path / "out").rglob("*.docx"))) == len(case.truths)
    assert "foreign-proof" in ended.err


@pytest.mark.parametrize(
    "name", ["06a-sheet-a-year", "09d-units", "15c-transposed", "16c-shifted", "16g-no-year"]
)
def test_what_is_not_certain_is_one_problem_with_the_command(name: str, tmp_path: Path) -> None:
    _, files = put(name, tmp_path)
    ended = run("check", tmp_path / files[0], "--json", cwd=tmp_path)
    assert ended.code == 3
    [problem] = ended.json["problems"]
    assert problem["code"] == "workbook-needs-import"
    command = f'ita-docs import "{tmp_path / files[0]}" -o "'
    assert command in problem["cure"]
    assert (
        len(problem["text"] + problem["cure"].replace(command, "")) < 200 + len(str(tmp_path)) * 2
    )


def test_the_command_of_the_problem_can_be_pasted(tmp_path: Path) -> None:
    _, files = put("14a-below", tmp_path)
    [problem] = run("check", *files, "--json", cwd=tmp_path).json["problems"]
    command = problem["values"]["command"].replace("ita-docs", f"{sys.executable} -m ita_docs", 1)
    subprocess.run(command, shell=True, check=True, cwd=tmp_path, capture_output=True)
    assert run("check", "14a แบบกรอก.xlsx", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("name", "code"), [("11a-utf8", "file-csv"), ("12c-web-page", "file-html")]
)
def test_other_kinds_are_sent_to_import(name: str, code: str, tmp_path: Path) -> None:
    _, files = put(name, tmp_path)
    [problem] = run("check", *files, "--json", cwd=tmp_path).json["problems"]
    assert problem["code"] == code
    assert f'ita-docs import "{files[0]}" -o' in problem["cure"]


def test_batch_takes_results_and_forms_side_by_side(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    case, _ = put("13a-short-names", inputs)
    put("16c-shifted", inputs)
    ended = run("batch", inputs, "-o", tmp_path / "out", "--pdf-engine", "none", cwd=tmp_path)
    assert ended.code == 10, ended.err
    assert len(list((tmp_path / "out").rglob("*.docx"))) == len(case.truths)
    assert "workbook-needs-import" in ended.err


def test_a_form_that_lost_a_sheet_is_told_so_and_not_sent_to_import(
    tmp_path: Path, copy_form: Callable[[Path], Path]
) -> None:
    book = openpyxl.load_workbook(copy_form(tmp_path))
    del book["หน่วยงาน"]
    book.save(tmp_path / "lost.xlsx")
    ended = run("check", "lost.xlsx", "--json", cwd=tmp_path)
    assert "sheet-missing" in {problem["code"] for problem in ended.json["problems"]}


@pytest.fixture
def copy_form() -> Callable[[Path], Path]:
    """A filled form of the program's own."""

    def copy(folder: Path) -> Path:
        source = Path(__file__).parents[2] / "inputs" / "phuket-2562.xlsx"
        return Path(shutil.copy(source, folder))

    return copy
