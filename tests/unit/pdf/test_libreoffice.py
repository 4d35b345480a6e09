"""LibreOffice distrusted: whatever the program does, it ends, and only whole PDFs come out."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from ita_docs.pdf.libreoffice import PROGRAM_VARIABLE, LibreOffice, find_soffice
from ita_docs.pdf.work_folders import FOLDER_PREFIX
from ita_docs.problems import ConversionError, OutputError
from ita_docs.processes import start_program
from tests.fakes.documents import make_plain
from tests.fakes.engines import draw_all
from tests.fakes.pdfs import make_pdf
from tests.fakes.soffice import make_soffice, read_processes, read_starts

PDF = make_pdf()
PLAIN = make_plain("ประกาศ")
TIMEOUT = 1.5
GRACE = 5.0


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def list_codes(results: list[bytes | ConversionError]) -> list[str]:
    return [result.code if isinstance(result, ConversionError) else "whole" for result in results]


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def assert_nothing_left(program: Path, temporary: Path) -> None:
    assert list(temporary.iterdir()) == []
    deadline = time.monotonic() + 2
    while any(map(is_running, read_processes(program))) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [process for process in read_processes(program) if is_running(process)] == []


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("crash", "pdf-not-made"),
        ("nothing", "pdf-not-made"),
        ("half", "pdf-not-made"),
        ("garbage", "pdf-not-made"),
        ("hang", "pdf-timeout"),
        ("stubborn", "pdf-timeout"),
        ("orphan", "pdf-timeout"),
    ],
)
def test_every_way_to_fail_ends_in_time_and_leaves_nothing(
    tmp_path: Path, temporary: Path, act: str, code: str
) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF, always=act)
    begun = time.monotonic()
    results = draw_all(LibreOffice(program), [PLAIN], TIMEOUT)
    assert time.monotonic() - begun < TIMEOUT + GRACE
    assert list_codes(results) == [code]
    assert_nothing_left(program, temporary)


def test_a_flooded_log_is_read_and_thrown_away(tmp_path: Path, temporary: Path) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF, always="flood")
    assert draw_all(LibreOffice(program), [PLAIN], 20) == [PDF]
    assert_nothing_left(program, temporary)


def test_a_dropped_document_is_tried_again_alone(tmp_path: Path) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    documents = [PLAIN, make_plain("fake-nothing"), PLAIN, PLAIN]
    results = draw_all(LibreOffice(program), documents, TIMEOUT)
    assert list_codes(results) == ["whole", "pdf-not-made", "whole", "whole"]
    assert read_starts(program) == [4, 1]


@pytest.mark.parametrize(("act", "code"), [("crash", "pdf-not-made"), ("hang", "pdf-timeout")])
def test_a_bad_document_does_not_sink_the_others(
    tmp_path: Path, temporary: Path, act: str, code: str
) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    documents = [PLAIN, make_plain(f"fake-{act}"), PLAIN, PLAIN]
    results = draw_all(LibreOffice(program), documents, TIMEOUT)
    assert list_codes(results) == ["whole", code, "whole", "whole"]
    assert_nothing_left(program, temporary)


def test_a_bad_first_document_does_not_condemn_the_engine(tmp_path: Path) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    documents = [make_plain("fake-crash"), make_plain("fake-crash"), PLAIN]
    results = draw_all(LibreOffice(program), documents, TIMEOUT)
    assert list_codes(results) == ["pdf-not-made", "pdf-not-made", "whole"]


def test_an_engine_that_makes_nothing_is_not_tried_for_every_document(tmp_path: Path) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF, always="crash")
    results = draw_all(LibreOffice(program), [PLAIN] * 40, TIMEOUT)
    assert list_codes(results) == ["pdf-not-made"] + ["pdf-engine-broken"] * 39
    assert len(read_starts(program)) == 3


def test_many_documents_are_given_in_starts_that_the_wrapper_does_not_cut(tmp_path: Path) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    results = draw_all(LibreOffice(program), [PLAIN] * 245, 20)
    assert results == [PDF] * 245
    assert max(read_starts(program)) <= 200


def test_results_come_as_they_are_made_and_dropping_the_rest_ends_the_program(
    tmp_path: Path, temporary: Path
) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    each = LibreOffice(program).convert_each([PLAIN, make_plain("fake-hang")], timeout=60)
    assert next(each) == (0, PDF)
    each.close()
    assert_nothing_left(program, temporary)


def test_an_interruption_ends_the_program(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF, always="stubborn")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(LibreOffice, "_collect", interrupt)
    with pytest.raises(KeyboardInterrupt):
        draw_all(LibreOffice(program), [PLAIN], 60)
    assert_nothing_left(program, temporary)


def test_a_program_that_cannot_be_started_is_an_error_of_the_document(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("no program")
    results = draw_all(LibreOffice(program), [PLAIN], TIMEOUT)
    assert list_codes(results) == ["pdf-not-made"]


def test_a_temporary_folder_that_cannot_be_written_is_an_output_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    with pytest.raises(OutputError) as caught:
        draw_all(LibreOffice(program), [PLAIN], TIMEOUT)
    assert caught.value.code == "temporary-folder-unusable"


def test_the_version_is_read_and_an_unreadable_one_is_said(tmp_path: Path) -> None:
    assert LibreOffice(make_soffice(tmp_path / "fake", pdf=PDF)).version == "9.8.7.6"
    broken = tmp_path / "soffice"
    broken.write_text("no program")
    assert LibreOffice(broken).version == "unknown"


def test_the_program_can_be_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = make_soffice(tmp_path / "fake", pdf=PDF)
    monkeypatch.setenv(PROGRAM_VARIABLE, str(program))
    assert find_soffice() == program
    monkeypatch.setenv(PROGRAM_VARIABLE, str(tmp_path / "missing"))
    assert find_soffice() is None


def test_the_users_own_environment_is_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\n")
    program.chmod(0o755)
    monkeypatch.setenv("SECRET_OF_THE_USER", "x")
    monkeypatch.delenv("HOME", raising=False)
    draw_all(LibreOffice(program), [PLAIN], TIMEOUT)
    seen = (tmp_path / "seen").read_text()
    assert "SECRET_OF_THE_USER" not in seen
    home = next(line for line in seen.splitlines() if line.startswith("HOME="))
    assert Path(home).name.startswith(FOLDER_PREFIX)


def test_a_signal_while_a_program_is_being_started_waits_until_it_can_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start_and_signal(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))
        signal.raise_signal(signal.SIGTERM)
        return started[0]

    def leave(_number: int, _frame: object) -> None:
        raise SystemExit(143)

    monkeypatch.setattr(subprocess, "Popen", start_and_signal)
    before = signal.signal(signal.SIGTERM, leave)
    try:
        with (
            pytest.raises(SystemExit),
            start_program(["sleep", "600"], folder=tmp_path, environment=dict(os.environ)),
        ):
            pytest.fail("the signal was lost")
        assert signal.getsignal(signal.SIGTERM) is leave
    finally:
        signal.signal(signal.SIGTERM, before)
    assert started[0].poll() is not None


def test_what_takes_many_times_what_the_others_took_is_given_up(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ita_docs.pdf.started_engine._LEAST_PATIENCE", TIMEOUT)
    program = make_soffice(tmp_path / "fake")
    engine = LibreOffice(program)
    begun = time.monotonic()
    results = draw_all(engine, [PLAIN] * 4 + [make_plain("fake-hang"), PLAIN], 600)
    assert list_codes(results) == ["whole"] * 4 + ["pdf-timeout", "whole"]
    assert time.monotonic() - begun < 60
    assert_nothing_left(program, temporary)


@pytest.mark.parametrize(
    ("seconds", "timeout", "patience"),
    [
        ([], 120, 120),
        ([1, 1], 120, 120),
        ([0.1, 0.1, 2], 120, 20),
        ([3, 3, 3], 120, 30),
        ([30, 30, 30], 120, 120),
        ([0.1] * 3, 5, 5),
    ],
)
def test_a_document_is_given_the_least_of_the_limit_and_ten_times_the_median(
    tmp_path: Path, seconds: list[float], timeout: float, patience: float
) -> None:
    engine = LibreOffice(make_soffice(tmp_path / "fake"))
    engine._seconds.extend(seconds)
    assert engine._get_patience(timeout) == patience


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_regular_file_is_no_pdf(tmp_path: Path, kind: str) -> None:
    program = tmp_path / "soffice"
    make = {"link": "ln -s /dev/zero", "pipe": "mkfifo", "folder": "mkdir"}[kind]
    program.write_text(
        '#!/bin/sh\nfor word; do case "$last" in --outdir) out=$word;; esac; last=$word; done\n'
        f'{make} "$out/000000.pdf"\nsleep 600\n'
    )
    program.chmod(0o755)
    begun = time.monotonic()
    assert list_codes(draw_all(LibreOffice(program), [PLAIN], TIMEOUT)) == ["pdf-timeout"]
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("name", ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"])
def test_on_windows_the_program_is_found_where_programs_are(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.delenv(PROGRAM_VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "is_file", lambda path: path == program)
    monkeypatch.setenv(name, str(tmp_path))
    assert find_soffice() == program
