"""The nightly run as cron starts it: no home, no locale, another folder, a settings file."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from openpyxl import load_workbook

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import run
from tests.e2e.test_batch import hashes, read_report, statuses

BARE = {"PATH": os.environ["PATH"]}


class Pings(HTTPServer):
    """A watching service on loopback that keeps what it was told."""

    heard: list[tuple[str, str]]


class _Hear(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        assert isinstance(self.server, Pings)
        self.server.heard.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def pings() -> Iterator[Pings]:
    server = Pings(("127.0.0.1", 0), _Hear)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with inputs of three offices and a settings file without outward commands."""
    (tmp_path / "inputs").mkdir()
    make_workbook(3, seed=1).save(tmp_path / "inputs" / "offices.xlsx")
    write_settings(tmp_path)
    return tmp_path


def write_settings(site: Path, **more: object) -> Path:
    values = {"inputs": ["inputs"], "outputs": "out", "pdf-engine": "none", "quiet": True} | {
        key.replace("_", "-"): value for key, value in more.items()
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
    path = site / "ita-docs.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cron_finds_everything_in_the_settings_file(site: Path) -> None:
    ended = run("batch", "--config", site / "ita-docs.toml", cwd=Path("/"), environment=BARE)
    assert ended.code == 0, ended.err
    assert statuses(site / "out") == ["produced"] * 3
    log = (site / "out" / "logs" / "ita-docs.log").read_text(encoding="utf-8")
    assert " INFO exit 0" in log


def test_the_log_says_how_much_each_line_matters(site: Path) -> None:
    book = load_workbook(site / "inputs" / "offices.xlsx")
    book["คะแนน"]["D2"] = 850
    book.save(site / "inputs" / "offices.xlsx")
    assert run("batch", "--config", site / "ita-docs.toml", environment=BARE).code == 10
    lines = (site / "out" / "logs" / "ita-docs.log").read_text(encoding="utf-8").splitlines()
    errors = [line for line in lines if " ERROR " in line]
    assert len(errors) == 1
    assert "'คะแนน'!D2" in errors[0]
    assert any(" WARNING exit 10" in line for line in lines)


def test_without_a_terminal_the_lines_carry_the_time_in_bangkok(site: Path) -> None:
    write_settings(site, quiet=False)
    ended = run("batch", "--config", site / "ita-docs.toml", environment=BARE)
    lines = [line for line in ended.out.splitlines() if "+0700" in line]
    assert any("3/3" in line for line in lines)


def test_the_command_line_wins_over_the_settings_file(site: Path) -> None:
    other = site / "other"
    ended = run("batch", "--config", site / "ita-docs.toml", "-o", other, environment=BARE)
    assert ended.code == 0
    assert len(hashes(other)) == 3
    assert not (site / "out").exists()


def test_an_unknown_key_names_the_nearest(site: Path) -> None:
    write_settings(site, tempalte="report")
    ended = run("batch", "--config", site / "ita-docs.toml", environment=BARE)
    assert ended.code == 4
    assert "template" in ended.err
    assert not (site / "out").exists()


def test_who_asked_is_told_of_success_and_failure_and_cannot_change_it(
    site: Path, pings: Pings
) -> None:
    url = f"http://127.0.0.1:{pings.server_port}/secret"
    told = site / "told"
    tell = ["sh", "-c", f'echo "$ITA_DOCS_EXIT_CODE $1" >> "{told}"; exit 3', "tell"]
    config = write_settings(site, notify=tell, ping_success=url, ping_start=f"{url}/start")
    ended = run("batch", "--config", config, environment=BARE)
    assert ended.code == 0
    assert "notify-failed" in ended.err
    report = site / "out" / "run-report.json"
    assert told.read_text().split() == ["0", str(report)]
    assert [path for path, _ in pings.heard] == ["/secret/start", "/secret"]
    (site / "inputs" / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert run("batch", "--config", config, environment=BARE).code == 10
    assert [path for path, _ in pings.heard[2:]] == ["/secret/start", "/secret/fail"]
    assert "10" in told.read_text().split()


def test_a_settings_file_that_came_with_the_workbooks_runs_no_command(site: Path) -> None:
    told = site / "told"
    text = f'notify = ["touch", "{told}"]\nquiet = true\npdf-engine = "none"\n'
    (site / "inputs" / "ita-docs.toml").write_text(text, encoding="utf-8")
    ended = run("batch", site / "inputs", "-o", site / "out", environment=BARE)
    assert ended.code == 0, ended.err
    assert "settings-withheld" in ended.err
    assert not told.exists()


def test_a_settings_file_found_beside_the_workbooks_does_not_vouch_for_them(site: Path) -> None:
    text = 'large = true\npdf-engine = "none"\n'
    (site / "inputs" / "ita-docs.toml").write_text(text, encoding="utf-8")
    ended = run("batch", site / "inputs", "-o", site / "out", environment=BARE)
    assert ended.code == 0, ended.err
    assert "large" in next(line for line in ended.err.splitlines() if "settings-withheld" in line)


def test_the_printed_crontab_line_runs_as_cron_runs_it(site: Path) -> None:
    ended = run("schedule", "cron", "--at", "02:30", "--config", site / "ita-docs.toml")
    assert ended.code == 0, ended.err
    line = ended.out.strip()
    assert line.startswith("30 2 * * * ")
    command = line.split(maxsplit=5)[5].replace("\\%", "%")
    subprocess.run(["/bin/sh", "-c", command], env={}, cwd="/", check=True, timeout=120)
    assert read_report(site / "out")["exit_code"] == 0
    assert (site / "out" / "logs" / "cron.log").read_text(encoding="utf-8").strip()


def test_install_is_idempotent_and_remove_leaves_other_lines(site: Path, tmp_path: Path) -> None:
    table, programs = tmp_path / "table", tmp_path / "bin"
    programs.mkdir()
    table.write_text("# mine\n0 1 * * * true\n")
    fake = programs / "crontab"
    fake.write_text(
        f'#!/bin/sh\ncase "$1" in -l) cat "{table}" ;; *) cat "$@" > "{table}.new" && '
        f'mv "{table}.new" "{table}" ;; esac\n'
    )
    fake.chmod(0o755)
    environment = {"PATH": f"{programs}:{os.environ['PATH']}"}
    cron = ("schedule", "cron", "--config", site / "ita-docs.toml")
    for _ in range(2):
        install = run(*cron, "--at", "02:30", "--install", environment=environment)
        assert install.code == 0, install.err
    assert table.read_text().count("ita-docs.toml") >= 1
    assert table.read_text().count("30 2 * * *") == 1
    assert run(*cron, "--remove", environment=environment).code == 0
    assert table.read_text() == "# mine\n0 1 * * * true\n"


def test_systemd_units_are_printed_with_their_names(site: Path) -> None:
    ended = run("schedule", "systemd", "--at", "02:30", "--config", site / "ita-docs.toml")
    assert ended.code == 0
    assert "[Timer]" in ended.out
    assert "Asia/Bangkok" in ended.out
    assert ".service" in ended.out


def test_a_bad_time_is_told(site: Path) -> None:
    ended = run("schedule", "cron", "--at", "25:00", "--config", site / "ita-docs.toml")
    assert ended.code == 4
    assert "25:00" in ended.err
