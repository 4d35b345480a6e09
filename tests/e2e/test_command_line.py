"""What a person meets who gets something wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest

from tests.e2e.conftest import INPUTS, run

PHUKET = INPUTS / "phuket-2562.xlsx"


def damage(path: Path, sheet: str, cell: str, value: object) -> Path:
    book = openpyxl.load_workbook(PHUKET)
    book[sheet][cell] = value
    book.save(path)
    return path


def test_a_broken_cell_is_named_with_file_sheet_and_address(tmp_path: Path) -> None:
    ended = run("check", damage(tmp_path / "broken.xlsx", "คะแนน", "D2", "๘๘,๘๒"))
    assert ended.code == 3
    assert "broken.xlsx: 'คะแนน'!D2:" in ended.out
    assert len([line for line in ended.out.splitlines() if "ข้อผิดพลาด [" in line]) == 1


def test_messages_are_english_when_asked_or_by_the_locale(tmp_path: Path) -> None:
    book = damage(tmp_path / "broken.xlsx", "คะแนน", "D2", None)
    assert "ข้อผิดพลาด" in run("check", book).out
    assert "error [score-missing]" in run("check", book, "--lang", "en").out
    english = {**os.environ, "LANG": "en_US.UTF-8"}
    english.pop("LC_ALL", None)
    assert "error [score-missing]" in run("check", book, environment=english).out


def test_check_writes_nothing(tmp_path: Path) -> None:
    shutil.copy(PHUKET, tmp_path)
    ended = run("check", "phuket-2562.xlsx", cwd=tmp_path)
    assert ended.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["phuket-2562.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["build", "nowhere.xlsx"], 3, "nowhere.xlsx"),
        (["check", "nowhere.xlsx"], 3, "nowhere.xlsx"),
        (["build", PHUKET, "--template", "nowhere.docx"], 4, "nowhere.docx"),
        (["build", PHUKET, "--accept", "score-missing"], 2, "instrument-disagrees"),
        (["build", PHUKET, "--pdf-engine", "typewriter"], 2, "libreoffice"),
        (["build", PHUKET, "--office", "สพป.ไม่มี", "--pdf-engine", "none"], 3, "สพป.ไม่มี"),
        (["build", PHUKET, "--emblem", "nowhere.png"], 3, "nowhere.png"),
        (["explain", "instrument-disagree"], 2, "instrument-disagrees"),
        (["build"], 2, ""),
        (["typewrite"], 2, ""),
    ],
)
def test_a_wrong_argument_ends_with_its_exit_code_and_names_the_thing(
    tmp_path: Path, arguments: list[object], code: int, named: str
) -> None:
    ended = run(*arguments, cwd=tmp_path)
    assert ended.code == code, ended.err
    assert named in ended.out + ended.err


def test_an_output_folder_that_is_a_file_is_exit_7_and_kept(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("mine")
    ended = run("build", PHUKET, "-o", target, "--pdf-engine", "none")
    assert ended.code == 7
    assert target.read_text() == "mine"


def test_without_libreoffice_auto_takes_the_embedded_engine_and_says_so(tmp_path: Path) -> None:
    bare = {"PATH": str(tmp_path), "LANG": "C.UTF-8", "ITA_DOCS_SOFFICE": str(tmp_path / "none")}
    ended = run("build", PHUKET, "-o", tmp_path / "out", environment=bare)
    assert ended.code == 0, ended.err
    assert "rdocx" in ended.out
    assert len(list((tmp_path / "out").rglob("*.pdf"))) == 1


def test_a_named_engine_that_is_missing_is_exit_5_with_the_install_command(tmp_path: Path) -> None:
    bare = {"PATH": str(tmp_path), "LANG": "C.UTF-8", "ITA_DOCS_SOFFICE": str(tmp_path / "none")}
    arguments = ("build", PHUKET, "-o", tmp_path / "out", "--pdf-engine", "libreoffice")
    ended = run(*arguments, environment=bare)
    assert ended.code == 5
    assert "install" in ended.err
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_doctor_finds_this_machine_ready() -> None:
    ended = run("doctor", "--json")
    assert ended.code == 0, ended.out
    subjects = {check["subject"] for check in ended.json["checks"]}
    assert subjects == {"engine", "engine-chosen", "font", "framework", "template"}
    years = [c["name"] for c in ended.json["checks"] if c["subject"] == "framework"]
    assert years == [str(year) for year in range(2562, 2570)]
    assert "✓" in run("doctor").out


def test_the_version_is_said_without_loading_what_makes_documents() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "ita_docs", "--version"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert {"click", "ita_docs.cli", "ita_docs.problems"} <= loaded
    assert {name for name in loaded if name.startswith("ita_docs.")} <= {
        "ita_docs.cli",
        "ita_docs.cli.output",
        "ita_docs.cli.window",
        "ita_docs.problems",
        "ita_docs.thai",
        "ita_docs.wording",
    }
    assert not loaded & {"lxml", "jinja2", "openpyxl", "docxtpl", "pikepdf", "logging", "tomllib"}


def test_checking_loads_nothing_that_makes_documents() -> None:
    program = (
        "import sys; sys.argv = ['ita-docs', 'check', sys.argv[1], '--lang', 'en']\n"
        "from ita_docs.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, PHUKET]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(ended.stderr.split())
    assert "ita_docs.validation" in loaded
    assert not loaded & {"lxml", "jinja2", "openpyxl", "docxtpl", "docx", "pikepdf", "xlsxwriter"}


def test_every_command_has_help_in_thai_and_english() -> None:
    from ita_docs.cli import group

    for name in group.list_commands(click.Context(group)):
        ended = run(name, "--help")
        assert ended.code == 0
        assert any("\u0e00" <= char <= "\u0e7f" for char in ended.out)
        assert "(" in ended.out


def test_every_code_is_explained_in_both_languages() -> None:
    listed = run("explain").out.splitlines()
    assert len(listed) > 50
    ended = run("explain", "instrument-disagrees", "--lang", "en")
    assert ended.code == 0
    assert "--accept instrument-disagrees" in ended.out


def test_cron_has_no_home_no_locale_and_another_folder(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"]}
    ended = run("build", PHUKET, "-o", tmp_path, cwd=Path("/"), environment=bare)
    assert ended.code == 0, ended.err
    names = sorted(path.suffix for path in tmp_path.rglob("มาตรการ-*"))
    assert names == [".docx", ".pdf"]
