"""Without what Windows has not: modules and functions of POSIX hidden, every command still runs.

No Windows is at hand. What can be tried here is that nothing is imported, and nothing called, that
only POSIX has; docs/windows.md says what that leaves open.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import click
import pytest

from ita_docs import cli
from tests.e2e.conftest import INPUTS, Ended, run

PHUKET = INPUTS / "phuket-2562.xlsx"
# What the standard library itself uses here (fork_exec, waitpid) stays: it is another one there.
HIDE = """
import importlib, os, signal, sys, types
# What looks at the platform while it is imported, and is not ours, stays what it is.
for name in ("asyncio concurrent.futures.process ctypes http.server multiprocessing.pool sqlite3 "
             "subprocess tempfile urllib.request uuid webbrowser zipfile click click._compat "
             "docxtpl fontTools.ttLib fontTools.subset jinja2 lxml.etree openpyxl pikepdf "
             "PIL.Image pypdfium2 rdocx rich.console rich.progress starlette.applications "
             "uharfbuzz uvicorn uvicorn.loops.asyncio uvicorn.protocols.http.h11_impl xlrd "
             "xlsxwriter importlib.abc importlib.metadata distributed").split():
    importlib.import_module(name)
sys.modules["subprocess"].signal = types.SimpleNamespace(**vars(signal))  # its own way to kill
MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "crypt"}
for name in MODULES:
    sys.modules.pop(name, None)
class Hidden(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hidden())
for name in ("getuid geteuid getgid getegid getpgid setsid fork killpg uname nice getloadavg "
             "chown lchown mkfifo mknod sched_getaffinity setpriority wait3 wait4 sync "
             "O_NOFOLLOW O_NONBLOCK O_DIRECTORY O_CLOEXEC posix_spawn fchmod fchown").split():
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL SIGHUP SIGQUIT SIGUSR1 SIGUSR2 SIGALRM SIGCHLD SIGPIPE pthread_sigmask "
             "alarm setitimer").split():
    if hasattr(signal, name):
        delattr(signal, name)
sys.modules["msvcrt"] = types.SimpleNamespace(
    LK_NBLCK=2, LK_UNLCK=0, locking=lambda handle, mode, size: None
)
def nothing(*_):
    raise FileNotFoundError
sys.modules["winreg"] = types.SimpleNamespace(  # a registry without a Word
    HKEY_LOCAL_MACHINE=0, HKEY_CLASSES_ROOT=1, OpenKey=nothing, QueryValue=nothing
)
os.startfile = lambda folder: print("shown:", folder)
asyncio = sys.modules["asyncio"]
asyncio.ProactorEventLoop = asyncio.SelectorEventLoop
sys.platform = "win32"
"""
RUN = HIDE + "from ita_docs.cli import main\nsys.argv[0] = 'ita-docs'\nmain()\n"
IMPORT = (
    HIDE
    + """
import importlib, pkgutil, ita_docs
for module in pkgutil.walk_packages(ita_docs.__path__, "ita_docs."):
    # keeper: a program by itself, started where os.name is posix.
    if module.name not in ("ita_docs.__main__", "ita_docs.processes.keeper"):
        importlib.import_module(module.name)
        print(module.name)
"""
)


def run_hidden(program: str, *words: object, cwd: Path | None = None) -> Ended:
    ended = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=cwd, capture_output=True, timeout=300, check=False,
        env={**os.environ, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
    )  # fmt: skip
    out, err = ended.stdout.decode(), ended.stderr.decode()
    return Ended(ended.returncode, out, err)


def test_every_module_is_imported() -> None:
    ended = run_hidden(IMPORT)
    assert ended.code == 0, ended.err[-2000:]
    assert len(ended.out.split()) > 200


COMMANDS: list[tuple[object, ...]] = [
    ("--version",),
    (),
    ("--help",),
    ("check", PHUKET),
    ("check", PHUKET, "--return", "back"),
    ("build", PHUKET, "-o", "out", "--pdf-engine", "none"),
    ("build", PHUKET, "-o", "out", "--pdf-engine", "rdocx"),
    ("batch", PHUKET, "-o", "out", "--pdf-engine", "none", "--workers", "1"),
    ("new", "-o", "form.xlsx", "--year", "2568"),
    ("import", "ผล.csv", "-o", "form.xlsx", "--year", "2562"),
    ("pdf", "letter.docx", "--pdf-engine", "rdocx"),
    ("explain", "score-missing"),
    ("doctor",),
    ("template", "check", "announcement"),
    ("template", "new", "announcement", "own.docx"),
    ("template", "preview", "announcement", "--pdf-engine", "rdocx"),
    ("schedule", "--help"),
    ("schedule", "cron", "--at", "02:30", "--config", "ita-docs.toml"),
    ("schedule", "systemd", "--at", "02:30", "--config", "ita-docs.toml"),
    ("open", "--help"),
]


def write_results(path: Path) -> None:
    """A result file as Thai Windows saves it."""
    heads = ["หน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "คะแนนรวม"]
    scores = "96.31,80.48,88.82,85.83,89.93,92.83,84.12,84.12,85.2,62.95"
    lines = [",".join(heads), f"สพป.ภูเก็ต,{scores},82.22"]
    path.write_bytes("\r\n".join(lines).encode("cp874"))


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A Word file of the program's own."""
    folder = tmp_path_factory.mktemp("letter")
    assert run("build", PHUKET, "-o", folder, "--pdf-engine", "none").code == 0
    (path,) = folder.rglob("*.docx")
    return path.read_bytes()


@pytest.mark.parametrize(
    "words",
    COMMANDS,
    ids=lambda words: " ".join(str(word) for word in words if "/" not in str(word)) or "alone",
)
def test_every_command_runs(words: tuple[object, ...], letter: bytes, tmp_path: Path) -> None:
    write_results(tmp_path / "ผล.csv")
    (tmp_path / "letter.docx").write_bytes(letter)
    (tmp_path / "ita-docs.toml").write_text('inputs = ["in"]\noutputs = "out"\n')
    ended = run_hidden(RUN, *words, cwd=tmp_path)
    assert "Traceback" not in ended.out + ended.err
    assert ended.code == 0, ended.out + ended.err
    if words and words[0] in ("build", "batch"):
        assert len(list((tmp_path / "out").rglob("*.docx"))) == 1
    written = [str(word) for word in words[1:] if str(word) in ("form.xlsx", "own.docx")]
    written += ["letter.pdf"] if words[:1] == ("pdf",) else []
    assert all((tmp_path / name).is_file() for name in written)


def test_every_command_is_among_them() -> None:
    """A command more must be tried here too."""
    tried = {str(words[0]) for words in COMMANDS if words}
    assert set(cli.group.list_commands(click.Context(cli.group))) <= tried
    for name in ("schedule", "template"):
        command = cli.group.get_command(click.Context(cli.group), name)
        assert isinstance(command, click.Group)
        below = {str(words[1]) for words in COMMANDS if words[:1] == (name,) and len(words) > 1}
        assert set(command.commands) <= below


def test_a_dropped_workbook_is_built_beside_itself_and_its_folder_shown(tmp_path: Path) -> None:
    workbook = tmp_path / "คะแนน.xlsx"
    shutil.copy(PHUKET, workbook)
    program = HIDE + "os.environ['ITA_DOCS_SOFFICE'] = 'none'\n" + RUN.removeprefix(HIDE)
    ended = run_hidden(program, workbook)
    assert ended.code == 0, ended.out + ended.err
    (made,) = (tmp_path / "outputs").rglob("*.docx")
    assert f"shown: {made.parent}" in ended.out


class Visitor:
    """A browser of few words: it keeps the cookie and says where it comes from."""

    def __init__(self, address: str) -> None:
        found = urllib.parse.urlsplit(address)
        assert found.hostname == "127.0.0.1"
        self._connection = http.client.HTTPConnection(found.hostname, found.port, timeout=120)
        self._headers = {"Origin": f"http://127.0.0.1:{found.port}"}
        self._base = ""
        self.ask("GET", f"{found.path}?{found.query}")

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        self._connection.request(method, self._base + path, body=body, headers=self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status in (200, 303), (path, answer.status)
        if cookie := answer.getheader("set-cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
            self._base = answer.getheader("location") or ""
        return content

    def leave(self) -> None:
        """Hang up."""
        self._connection.close()

    def finish(self) -> None:
        """Wait until nothing is under way any more."""
        until = time.monotonic() + 120
        while json.loads(self.ask("GET", "progress"))["working"]:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_the_whole_path_of_the_page(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", RUN, "open", "--no-browser", "-o", str(tmp_path / "out")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True,
        env={
            **os.environ, "LANG": "C.UTF-8", "XDG_STATE_HOME": "",
            "LOCALAPPDATA": str(tmp_path / "local"), "ITA_DOCS_SOFFICE": "none",
        },
    )  # fmt: skip
    assert program.stdout is not None
    try:
        visitor = Visitor(program.stdout.readline().strip())
        told = json.loads(
            visitor.ask("POST", "upload?for=workbook&name=a.xlsx", PHUKET.read_bytes())
        )
        visitor.ask("POST", "check", f"key={told['key']}".encode())
        visitor.finish()
        page = visitor.ask("GET", "").decode()
        (picture, *_) = re.findall(r'src="(picture/[^"]*)"', page)
        assert visitor.ask("GET", picture).startswith(b"\x89PNG")
        visitor.ask("POST", "save", b"")
        visitor.finish()
        visitor.ask("POST", "show-folder", b"")
        visitor.ask("POST", "close", b"")
        visitor.leave()
        out, err = program.communicate(timeout=60)
    finally:
        program.kill()
        program.wait(60)
    assert (program.returncode, err) == (0, "")
    assert f"shown: {tmp_path / 'out'}" in out
    assert len(list((tmp_path / "out").rglob("*.pdf"))) == 1
    assert (tmp_path / "local" / "ita-docs" / "runs.json").is_file()


@pytest.mark.parametrize(
    "words", [("check", PHUKET), ("doctor",), ("explain", "score-missing"), ()]
)
def test_a_console_of_cp874_shows_thai_and_a_question_mark_for_the_rest(
    words: tuple[object, ...],
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "ita_docs", *map(str, words)],
        capture_output=True, timeout=120, check=False,
        env={**os.environ, "LANG": "C.UTF-8", "PYTHONIOENCODING": "cp874", "PYTHONUTF8": "0"},
    )  # fmt: skip
    out = ended.stdout.decode("cp874")
    assert ended.returncode == 0, ended.stderr
    assert any("\u0e01" <= char <= "\u0e5b" for char in out)
    assert "Traceback" not in out + ended.stderr.decode("cp874")
