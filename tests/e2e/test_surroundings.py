"""The same bytes wherever and whenever the program runs: data and options decide them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import INPUTS, ROOT, run
from tests.e2e.test_batch import hashes

BOOK = INPUTS / "phuket-2562.xlsx"
PYTHON = {"PYTHONPATH": str(ROOT)}
SURROUNDINGS = {
    "nothing": {},
    "the C locale": {"LANG": "C"},
    "the POSIX locale": {"LC_ALL": "POSIX"},
    "an old Thai locale": {"LC_ALL": "th_TH.TIS-620"},
    "a Latin locale": {"LC_ALL": "en_US.ISO-8859-1"},
    "no home": {"HOME": "/nonexistent"},
    "UTC": {"TZ": "UTC"},
    "Bangkok": {"TZ": "Asia/Bangkok"},
    "a build date": {"SOURCE_DATE_EPOCH": "0"},
}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("wanted")
    assert run("build", BOOK, "-o", out, "--pdf-engine", "none").code == 0
    return hashes(out)


def shell(script: str, out: Path, **environment: str) -> int:
    """Run the sample build in a shell that sets the scene; {build} is the command."""
    command = f"'{sys.executable}' -m ita_docs build '{BOOK}' -o '{out}' --pdf-engine none"
    ended = subprocess.run(
        ["bash", "-c", script.replace("{build}", command)],
        env={"PATH": os.environ["PATH"], **PYTHON, **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in ended.stderr, ended.stderr
    return ended.returncode


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_environment_does_not_change_a_byte(
    name: str, wanted: dict[str, str], tmp_path: Path
) -> None:
    environment = {"PATH": "/nonexistent", **PYTHON, **SURROUNDINGS[name]}
    out = tmp_path / "out"
    ended = run("build", BOOK, "-o", out, "--pdf-engine", "none", environment=environment)
    assert ended.code == 0, ended.err
    assert hashes(out) == wanted


@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ("{build} <&-", {0}),
        ("{build} >&-", {0, 7}),
        ("{build} 2>&-", {0, 7}),
        ("{build} >/dev/full", {0, 7}),
        ("{build} 2>/dev/full", {0, 7}),
        ("{build} | head -c 1", {0}),
        ("ulimit -n 24; {build}", {0}),
        ("umask 077; {build}", {0}),
        ("d=$(mktemp -d); cd $d; rmdir $d; {build}", {0}),
        ("cd /; {build}", {0}),
    ],
)
def test_closed_streams_few_descriptors_and_a_lost_folder_do_not_change_a_byte(
    script: str, codes: set[int], wanted: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert shell(script, out) in codes
    assert hashes(out) == wanted


COMMANDS = {
    "build": "build {book} -o {out} --pdf-engine none",
    "batch": "batch {book} -o {out} --pdf-engine none",
    "batch with two workers": "batch {book} -o {out} --pdf-engine none --workers 2 --force",
    "check": "check {book}",
    "check as JSON": "check {book} --json",
    "new": "new --office สพป.ภูเก็ต -o {out}.xlsx",
    "import": "import {book} -o {out}.xlsx",  # a form of our own: refused
    "template check": "template check announcement",
    "explain": "explain",
    "doctor": "doctor",
    "help": "--help",
    "a mistake": "batch --nonsense",
}


@pytest.mark.parametrize("closed", ["<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_breaks_where_a_stream_was_closed_before_it_began(
    command: str, closed: str, tmp_path: Path
) -> None:
    words = COMMANDS[command].format(book=BOOK, out=tmp_path / "out")
    ended = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m ita_docs {words} {closed}"],
        env={**os.environ, **PYTHON},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        cwd=tmp_path,
    )
    assert ended.returncode == {"a mistake": 2, "import": 3}.get(command, 0)


@pytest.mark.parametrize(
    "moment",
    [0, 1_759_251_599, 1_759_251_601, 2_208_988_800],
    ids=["1970", "30 September", "1 October", "2040"],
)
def test_the_clock_decides_nothing(moment: int, wanted: dict[str, str], tmp_path: Path) -> None:
    program = f"""
import time, sys
from datetime import datetime as real
time.time = lambda: {moment}
time.localtime = lambda seconds=None, f=time.localtime: f({moment} if seconds is None else seconds)
time.gmtime = lambda seconds=None, f=time.gmtime: f({moment} if seconds is None else seconds)
import datetime
class Then(real):
    @classmethod
    def now(cls, tz=None): return real.fromtimestamp({moment}, tz)
    @classmethod
    def today(cls): return real.fromtimestamp({moment})
datetime.datetime = Then
from ita_docs.cli import main
main()
"""
    out = tmp_path / "out"
    ended = subprocess.run(
        [sys.executable, "-c", program, "build", BOOK, "-o", out, "--pdf-engine", "none"],
        env={**os.environ, **PYTHON},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    assert hashes(out) == wanted


@pytest.mark.libreoffice
def test_the_pdf_is_the_same_byte_for_byte_without_home_locale_or_folder(
    phuket: Mapping[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    bare = {"PATH": os.environ["PATH"], **PYTHON, "LC_ALL": "th_TH.TIS-620", "TZ": "Asia/Bangkok"}
    assert run("build", BOOK, "-o", out, cwd=Path("/"), environment=bare).code == 0
    made = {path.suffix: path.read_bytes() for path in out.rglob("มาตรการ-*")}
    assert made.keys() == {".docx", ".pdf"}
    for suffix, content in made.items():
        assert content == phuket[f"announcement{suffix}"].read_bytes()


@pytest.mark.parametrize("locale", ["C.UTF-8", "POSIX"])
def test_what_a_sender_put_among_the_inputs_is_not_run(tmp_path: Path, locale: str) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    make_workbook(3, seed=1).save(inputs / "offices.xlsx")
    hostile = f"open({str(tmp_path / 'ran')!r}, 'a').write(__name__)\nraise SystemExit(9)\n"
    for name in ("multiprocessing", "runpy", "ita_docs", "click", "encodings", "sitecustomize"):
        (inputs / f"{name}.py").write_text(hostile)
    program = shutil.which("ita-docs") or str(Path(sys.executable).with_name("ita-docs"))
    bare = {"PATH": os.environ["PATH"], "LC_ALL": locale, "PYTHONCOERCECLOCALE": "0"}
    ended = subprocess.run(
        [program, "batch", ".", "-o", "../out", "--workers", "2", "--pdf-engine", "none"],
        cwd=inputs,
        env=bare,
        capture_output=True,
        check=False,
    )
    assert not (tmp_path / "ran").exists()
    assert ended.returncode == 0, ended.stderr.decode()
    assert len(list((tmp_path / "out").rglob("*.docx"))) == 3


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("ita_docs/fonts", 4),
        ("ita_docs/frameworks", 4),
        ("ita_docs/messages.toml", 4),
        ("ita_docs/problems.d", 4),
        ("ita_docs/batch/run.py", 5),
        ("templates/announcement.docx", 4),
    ],
)
def test_an_installation_that_lost_a_file_says_so_and_is_no_bug(
    tmp_path: Path, gone: str, code: int
) -> None:
    for name in ("ita_docs", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    lost = tmp_path / gone
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    surroundings = {**PYTHON, "PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-P", "-m", "ita_docs", "build", BOOK, "-o", tmp_path / "out"]
    ended = subprocess.run(
        [*map(str, command), "--pdf-engine", "rdocx"],
        cwd=tmp_path,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
