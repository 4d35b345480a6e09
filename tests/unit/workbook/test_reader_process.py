"""Reading in a child process: the same results, and whatever happens to the child stays there."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ita_docs.model import Workbook
from ita_docs.problems import DependencyError, InputError
from ita_docs.wording import write_line
from ita_docs.workbook import read_workbook, reader_process
from ita_docs.workbook.guard import MIB, STRANGERS
from ita_docs.workbook.pieces import load_reply
from ita_docs.workbook.reader_process import Reader, open_reader
from tests.corpus.make_corpus import FAULTY, REFUSED, SOUND, plain

INPUTS = sorted((Path(__file__).parents[3] / "inputs").glob("*.xlsx"))
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")

# Reads like the real child but for files of certain names.
SABOTEUR = """
sys.modules['numpy'] = None
import os, time
from ita_docs.workbook import reader_child
real = reader_child.stream_workbook
def read(path, limits):
    name = path.stem
    if name == "hang": time.sleep(600)
    if name == "spin":
        while True: pass
    if name == "crash": os.abort()
    if name == "leave": os._exit(0)
    if name == "eat": kept = [bytearray(64 << 20) for _ in range(64)]
    if name == "bug": raise KeyError("สูตร")
    if name == "deep": return read(path, limits)
    if name == "noise": os.write(1, b"noise" * 1000)
    if name == "endless": os.write(1, b"\\xff\\xff\\xff\\x7f" + bytes(5 << 20))
    if name == "attack":
        attack = pickle.dumps(("rows", Attack(f"echo x > '{path}.pwned'")))
        os.write(1, len(attack).to_bytes(4, "little") + attack)
    if name == "write": path.with_suffix(".new").write_bytes(b"x")
    return real(path, limits)
reader_child.stream_workbook = read
import pickle
class Attack:
    def __init__(self, command): self.command = command
    def __reduce__(self): return os.system, (self.command,)
reader_child.serve(sys.argv[1])
"""


@pytest.fixture
def saboteur(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "_PROGRAM", SABOTEUR)


def read_isolated(path: Path) -> Workbook:
    """One workbook read in a child of its own."""
    with open_reader() as reader:
        return reader.read(path)


def put(folder: Path, name: str, data: bytes | None = None) -> Path:
    path = folder / f"{name}.xlsx"
    path.write_bytes(plain() if data is None else data)
    return path


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_gone(pid: int, seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def pid_of(reader: Reader) -> int:
    assert reader._child is not None
    return reader._child._child.process_id


@pytest.fixture(scope="module")
def reader():
    with open_reader() as shared:
        yield shared


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_the_shipped_workbooks_read_as_without_a_child(reader: Reader, path: Path) -> None:
    assert reader.read(path) == read_workbook(path)


def test_the_corpus_reads_as_without_a_child(reader: Reader, tmp_path: Path) -> None:
    for name, make in {**SOUND, **{name: make for name, (make, _, _) in FAULTY.items()}}.items():
        path = put(tmp_path, name, make())
        assert reader.read(path) == read_workbook(path), name


@pytest.mark.parametrize("fault", REFUSED)
def test_a_refusal_is_the_same_and_takes_no_five_seconds(
    reader: Reader, fault: str, tmp_path: Path
) -> None:
    path = put(tmp_path, fault, REFUSED[fault][0]())
    begun = time.monotonic()
    with pytest.raises(InputError) as caught:
        reader.read(path)
    assert time.monotonic() - begun < 5
    assert caught.value.code == REFUSED[fault][1]
    assert caught.value.at is not None
    assert caught.value.at.file == f"{fault}.xlsx"


def test_one_child_serves_many_workbooks(tmp_path: Path) -> None:
    path = put(tmp_path, "plain")
    with open_reader() as reader:
        reader.read(path)
        first = pid_of(reader)
        for _ in range(20):
            reader.read(path)
        with pytest.raises(InputError):
            reader.read(tmp_path / "none.xlsx")
        assert pid_of(reader) == first


@pytest.mark.usefixtures("saboteur")
@pytest.mark.parametrize("name", ["hang", "spin"])
def test_a_reading_without_end_is_stopped_and_the_next_workbook_is_read(
    name: str, tmp_path: Path
) -> None:
    with open_reader(replace(STRANGERS, seconds=1.0)) as reader:
        reader.read(put(tmp_path, "plain"))
        lost = pid_of(reader)
        begun = time.monotonic()
        with pytest.raises(InputError) as caught:
            reader.read(put(tmp_path, name))
        assert time.monotonic() - begun < 4
        assert caught.value.code == "workbook-too-demanding"
        assert "1 s" in write_line(caught.value, "en")
        assert "1 วินาที" in write_line(caught.value, "th")
        assert wait_gone(lost)
        assert reader.read(put(tmp_path, "after")).problems == ()


@pytest.mark.usefixtures("saboteur")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("crash", "exit code -6"),
        ("leave", "exit code 0"),
        ("bug", "KeyError"),
        ("noise", "exit code"),
        ("endless", "exit code"),
        ("attack", "exit code"),
    ],
)
def test_a_child_that_breaks_down_costs_one_workbook(
    name: str, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_reader() as reader:
        with pytest.raises(InputError) as caught:
            reader.read(put(tmp_path, name))
        assert caught.value.code == "workbook-reader-failed"
        assert str(caught.value.at) == f"{name}.xlsx"
        assert reason in caught.value.values["reason"]
        assert "Traceback" not in write_line(caught.value, "th")
        assert f"{name}.xlsx" in caplog.text
        assert reader.read(put(tmp_path, "after")).problems == ()
    assert not list(tmp_path.glob("*.pwned"))


@LINUX
@pytest.mark.usefixtures("saboteur")
@pytest.mark.parametrize("name", ["eat", "deep"])
def test_a_reading_that_takes_too_much_memory_is_refused(name: str, tmp_path: Path) -> None:
    with open_reader() as reader:
        with pytest.raises(InputError) as caught:
            reader.read(put(tmp_path, name))
        assert caught.value.code == "workbook-too-demanding"
        assert f"{STRANGERS.memory // MIB} MB" in write_line(caught.value, "en")
        assert reader.read(put(tmp_path, "after")).problems == ()


@LINUX
@pytest.mark.usefixtures("saboteur")
def test_the_child_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_isolated(put(tmp_path, "write"))
    assert caught.value.code == "workbook-reader-failed"
    assert (tmp_path / "write.new").stat().st_size == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_pipes_and_devices_do_not_hold_the_reader_up(reader: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path / "pipe.xlsx", Path("/dev/zero"), Path("/dev/stdin")):
        begun = time.monotonic()
        with pytest.raises(InputError) as caught:
            reader.read(path)
        assert caught.value.code == "file-not-regular"
        assert time.monotonic() - begun < 2


def test_names_that_are_no_text_reach_the_child_as_they_are(reader: Reader, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xa4\xd0\xe1\xb9\xb9.xlsx"))
    try:
        path.write_bytes(plain())
    except OSError:
        pytest.skip("this file system has no such names")
    assert reader.read(path) == read_workbook(path)


def test_nothing_beside_the_workbooks_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("openpyxl", "queue", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w')")
    monkeypatch.chdir(tmp_path)
    read_isolated(put(tmp_path, "plain"))
    assert not (tmp_path / "imported").exists()


def test_a_missing_interpreter_is_the_administrators_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(DependencyError) as caught:
        read_isolated(put(tmp_path, "plain"))
    assert caught.value.code == "reader-not-startable"


def test_a_child_that_cannot_begin_is_the_administrators_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "_PROGRAM", "import no_such_module")
    with pytest.raises(DependencyError) as caught:
        read_isolated(put(tmp_path, "plain"))
    assert caught.value.code == "reader-not-startable"


@LINUX
def test_leaving_ends_the_child_also_by_an_error(tmp_path: Path) -> None:
    pids = []

    def work() -> None:
        with open_reader() as reader:
            reader.read(put(tmp_path, "plain"))
            pids.append(pid_of(reader))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert wait_gone(pids[0])


PARENT = """
import sys
from pathlib import Path
from ita_docs.workbook import reader_process
reader_process._PROGRAM = Path(sys.argv[1]).read_text()
with reader_process.open_reader() as reader:
    print(reader._child._child.process_id, flush=True)
    reader.read(Path(sys.argv[2]))
"""


@LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_parent_that_is_ended_takes_its_child_along(
    number: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "program.py").write_text(SABOTEUR)
    command = [sys.executable, "-c", PARENT, str(tmp_path / "program.py"), put(tmp_path, "spin")]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        time.sleep(0.7)  # the child is at work by now
        assert is_alive(child)
        parent.send_signal(number)
        parent.wait(5)
    assert wait_gone(child)


def test_only_plain_values_come_back() -> None:
    for hostile in (os.system, Path("x"), InputError("file-empty"), Exception):
        with pytest.raises(pickle.UnpicklingError):
            load_reply(pickle.dumps(("rows", hostile)))
