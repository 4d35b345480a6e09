"""Without what Windows has not: modules and functions of POSIX hidden, every command still runs.

No Windows is at hand. What can be tried here is that nothing is imported, and nothing called, that
only POSIX has; docs/windows.md says what that leaves open.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import INPUTS, Ended

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


@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        (),
        ("--help",),
        ("check", PHUKET),
        ("build", PHUKET, "-o", "out", "--pdf-engine", "none"),
        ("build", PHUKET, "-o", "out", "--pdf-engine", "rdocx"),
        ("batch", PHUKET, "-o", "out", "--pdf-engine", "none", "--workers", "1"),
        ("new", "-o", "form.xlsx", "--year", "2568"),
        ("explain", "score-missing"),
        ("template", "check", "announcement"),
        ("schedule", "--help"),
    ],
    ids=lambda words: " ".join(str(word) for word in words if "/" not in str(word)) or "alone",
)
def test_every_command_runs(words: tuple[object, ...], tmp_path: Path) -> None:
    ended = run_hidden(RUN, *words, cwd=tmp_path)
    assert "Traceback" not in ended.out + ended.err
    assert ended.code == 0, ended.out + ended.err
    if words and words[0] in ("build", "batch"):
        assert len(list(tmp_path.rglob("*.docx"))) == 1


def test_a_result_file_is_imported(tmp_path: Path) -> None:
    heads = ["หน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11)), "คะแนนรวม"]
    scores = [
        "96.31",
        "80.48",
        "88.82",
        "85.83",
        "89.93",
        "92.83",
        "84.12",
        "84.12",
        "85.2",
        "62.95",
    ]
    lines = [",".join(heads), ",".join(["สพป.ภูเก็ต", *scores, "82.22"])]
    (tmp_path / "ผล.csv").write_bytes("\r\n".join(lines).encode("cp874"))
    ended = run_hidden(RUN, "import", "ผล.csv", "-o", "form.xlsx", "--year", "2562", cwd=tmp_path)
    assert ended.code == 0, ended.out + ended.err
    assert (tmp_path / "form.xlsx").is_file()


def test_the_page_is_served(tmp_path: Path) -> None:
    program = HIDE + (
        "from pathlib import Path\n"
        "from ita_docs.web import open_page\n"
        "open_page(Path('out'), port=0, browser=False, lang='th', idle=0.5, say_address=print)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path, capture_output=True, timeout=120, check=False,
        env={**os.environ, "LANG": "C.UTF-8", "LOCALAPPDATA": str(tmp_path / "local")},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    assert ended.stdout.startswith(b"http://127.0.0.1:")


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
