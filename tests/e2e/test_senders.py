"""What somebody puts among the inputs is his alone: it neither stops, fills nor forges a night."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import INPUTS, ROOT, Ended, run
from tests.unit.word.test_emblem import make_picture

WITHOUT_PDF = ("--pdf-engine", "none")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    make_workbook(2, seed=1).save(folder / "offices.xlsx")
    return folder


def batch(inbox: Path, *options: object) -> Ended:
    return run("batch", inbox, "-o", inbox.parent / "out", *WITHOUT_PDF, "--lang", "en", *options)


def list_made(inbox: Path) -> list[Path]:
    return list((inbox.parent / "out").rglob("*.docx"))


@pytest.mark.parametrize("kind", ["no picture", "empty", "five gigabytes"])
def test_a_faulty_emblem_that_was_only_found_is_told_and_every_office_is_made(
    kind: str, inbox: Path
) -> None:
    with (inbox / "emblem.png").open("wb") as stream:
        stream.write(b"" if kind == "empty" else b"none")
        if kind == "five gigabytes":
            stream.truncate(5 << 30)
    ended = batch(inbox)
    assert ended.code == 10, ended.err
    assert "[emblem-" in ended.err
    assert str(inbox / "emblem.png") in ended.err
    assert len(list_made(inbox)) == 2
    named = batch(inbox, "--emblem", inbox / "emblem.png")
    assert named.code == 3  # who names a picture wants that one


def test_an_emblem_that_was_only_found_is_used_and_named(inbox: Path) -> None:
    (inbox / "emblem.png").write_bytes(make_picture(300, 330))
    ended = batch(inbox)
    assert ended.code == 0, ended.err
    line = next(line for line in ended.err.splitlines() if "[emblem-found]" in line)
    assert str(inbox / "emblem.png") in line
    assert "[emblem-missing]" not in ended.err


def test_a_settings_file_of_thousands_of_keys_does_not_fill_the_mail(inbox: Path) -> None:
    text = "\n".join(f"key{number} = 1" for number in range(5000))
    (inbox / "ita-docs.toml").write_text(f"{text}\n{'k' * 4000} = 1\n", encoding="utf-8")
    ended = batch(inbox)
    assert ended.code == 0
    lines = [line for line in ended.err.splitlines() if "[settings-withheld]" in line]
    assert len(lines) == 41
    assert "4961" in lines[-1]
    assert len(ended.err) < 20_000


def test_a_key_that_may_be_set_is_told_in_its_own_words_when_it_is_wrong(inbox: Path) -> None:
    (inbox / "ita-docs.toml").write_text('lang = "latin"\nquiet = true\n', encoding="utf-8")
    ended = batch(inbox)
    assert ended.code == 0
    assert "[settings-wrong-value]" in ended.err
    assert "[settings-withheld]" not in ended.err


def test_a_command_to_paste_runs_nothing_that_a_name_says(tmp_path: Path) -> None:
    inbox = tmp_path / '$(touch "ran")`touch ran`'
    inbox.mkdir()
    make_workbook(1, seed=1).save(inbox / "offices.xlsx")
    (inbox / "ita-docs.toml").write_text("prune = true\n", encoding="utf-8")
    (inbox / "old$(touch ran).csv").write_text("a,b\n1,2\n", encoding="utf-8")
    ended = batch(inbox)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "ita-docs").symlink_to(shutil.which("true") or "/bin/true")
    commands = [
        "ita-docs " + line.split("ita-docs ", 1)[1].replace(" to make a form of it", "\n")
        for line in ended.err.splitlines()
        if "--config" in line or "import" in line
    ]
    assert len(commands) >= 2
    for command in commands:
        path = f"{programs}:{os.environ['PATH']}"
        line = command.splitlines()[0]
        subprocess.run(["sh", "-c", line], cwd=tmp_path, env={"PATH": path}, check=False)
    assert not list(tmp_path.rglob("ran"))


@pytest.mark.skipif(sys.platform == "win32", reason="no name there holds a line end")
def test_a_line_end_in_a_name_begins_no_line_of_its_own(inbox: Path) -> None:
    forged = inbox / "a\nerror [forged] all is lost.xlsx"
    shutil.copy(inbox / "offices.xlsx", forged)
    book = openpyxl.load_workbook(forged)
    for row in (2, 3):
        book["คะแนน"].cell(row, 4).value = book["คะแนน"].cell(row, 5).value = "x"
    book.save(forged)
    said = [batch(inbox).err, run("check", inbox).out, run("check", inbox, "--all").out]
    said.append(run(forged, "--lang", "en").err)
    for text in said:
        assert "forged" in text
        assert not [line for line in text.splitlines() if line.startswith("error [forged]")]


def test_an_office_in_many_files_names_a_few_of_them(inbox: Path) -> None:
    for number in range(40):
        shutil.copy(inbox / "offices.xlsx", inbox / f"copy {number}.xlsx")
    lines = run("check", inbox, "--all", "--lang", "en").out.splitlines()
    told = [line for line in lines if "[office-in-two-workbooks]" in line]
    assert len(told) == 82
    for line in told:
        assert "and 37 more" in line
        assert line.count(".xlsx") == 4


def refuse_everything(*arguments: object) -> Ended:
    """Run as somebody whom a closed folder keeps out, also where root runs the tests."""
    as_nobody: list[str] = []
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root is kept out of nothing here")
        as_nobody = [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    ended = subprocess.run(
        [*as_nobody, sys.executable, "-m", "ita_docs", *map(str, arguments)],
        env={**os.environ, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    out, err = ended.stdout.decode(), ended.stderr.decode()
    assert "Traceback" not in out + err
    return Ended(ended.returncode, out, err)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are closed otherwise there")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("batch {closed} -o {out}", 3),
        ("batch {closed}/a.xlsx -o {out}", 3),
        ("batch {inbox} -o {out} --pdf-engine none", 10),
        ("batch {inbox} -o {closed}/out", 7),
        ("build {closed}/a.xlsx -o {out}", 3),
        ("build {book} -o {closed}/out", 7),
        ("build {book} -o {out} --plan {closed}/a.xlsx", 3),
        ("build {book} -o {out} --emblem {closed}/a.png", 3),
        ("build {book} -o {out} --template {closed}/a.docx", 4),
        ("check {closed}", 3),
        ("check {book} --expect {closed}/a.xlsx", 3),
        ("check {book} --return {closed}/back", 7),
        ("{closed}/a.xlsx", 3),
        ("import {closed}/a.xlsx -o {out}.xlsx", 3),
        ("import {book} -o {closed}/a.xlsx", 3),  # a form of our own: refused before it is written
        ("new --from {closed}/a.xlsx -o {out}.xlsx", 3),
        ("new -o {closed}/form.xlsx", 7),
        ("pdf {closed}/a.docx", 3),
        ("template new announcement {closed}/a.docx", 7),
        ("template check {closed}/a.docx", 4),
        ("template preview {closed}/a.docx", 4),
        ("batch --config {closed}/ita-docs.toml", 4),
    ],
)
def test_a_closed_folder_is_never_a_bug(command: str, code: int, tmp_path: Path) -> None:
    inbox, closed = tmp_path / "inbox", tmp_path / "inbox" / "closed"
    closed.mkdir(parents=True)
    shutil.copy(INPUTS / "phuket-2562.xlsx", inbox / "a.xlsx")
    for name in ("a.xlsx", "a.png", "a.docx", "ita-docs.toml"):
        (closed / name).write_bytes(b"")
    closed.chmod(0)
    try:
        words = command.format(
            closed=closed, inbox=inbox, out=tmp_path / "out", book=INPUTS / "phuket-2562.xlsx"
        )
        ended = refuse_everything(*words.split())
    finally:
        closed.chmod(0o700)
    assert ended.code == code, ended.err
    assert (ended.out + ended.err).strip()


def test_who_is_told_of_a_run_gets_the_path_of_its_own_report(inbox: Path) -> None:
    out = inbox.parent / "out"
    out.mkdir()
    (out / "run-report.json").write_text('{"a person": "wrote this"}', encoding="utf-8")
    told = inbox.parent / "told"
    settings = inbox.parent / "ours.toml"
    settings.write_text(
        f'inputs = ["{inbox}"]\noutputs = "{out}"\npdf-engine = "none"\n'
        f"""notify = ["sh", "-c", 'echo "$1" > "{told}"', "tell"]\n""",
        encoding="utf-8",
    )
    assert run("batch", "--config", settings).code == 0
    report = Path(told.read_text(encoding="utf-8").strip())
    assert report.parent == out
    assert report.name.startswith("run-report-")
    assert '"offices"' in report.read_text(encoding="utf-8")


def test_the_log_of_cron_is_not_turned_over_through_a_link(inbox: Path) -> None:
    out, elsewhere = inbox.parent / "out", inbox.parent / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (elsewhere / "cron.log").write_bytes(b"x" * 2_000_000)
    (out / "logs").symlink_to(elsewhere)
    assert batch(inbox).code == 0
    assert [path.name for path in elsewhere.iterdir()] == ["cron.log"]
