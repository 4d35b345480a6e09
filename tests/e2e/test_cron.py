"""The crontab line as a cron daemon runs it: Debian's cron, an entry for the next minute."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from benchmarks.make_workbook import make_workbook
from tests.e2e.conftest import run
from tests.e2e.test_batch import read_report

DATED = re.compile(r"\d{4}-\d\d-\d\d [\d:]{8}\+0700 ")
LONGEST_WAIT = 100.0
"""Seconds: at most two ends of a minute, and three offices."""


def list_crontab() -> bytes:
    ended = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    return ended.stdout if ended.returncode == 0 else b""


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root may start a cron")
@pytest.mark.skipif(shutil.which("cron") is None, reason="cron is not installed")
def test_cron_itself_makes_the_documents_and_leaves_a_dated_log(tmp_path: Path) -> None:
    if list_crontab().strip():
        pytest.skip("root has a crontab of its own here, which a test leaves alone")
    (tmp_path / "inputs").mkdir()
    make_workbook(2, seed=1).save(tmp_path / "inputs" / "offices.xlsx")
    config = tmp_path / "ita-docs.toml"
    config.write_text('inputs = ["inputs"]\noutputs = "out"\npdf-engine = "none"\n')
    at = datetime.datetime.now() + datetime.timedelta(minutes=1, seconds=5)
    ended = run("schedule", "cron", "--at", f"{at:%H:%M}", "--config", config, "--install")
    assert ended.code == 0, ended.err
    daemon = subprocess.Popen(["cron", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        report, log = tmp_path / "out" / "run-report.json", tmp_path / "out" / "logs" / "cron.log"
        until = time.monotonic() + LONGEST_WAIT
        while not report.is_file() and time.monotonic() < until and daemon.poll() is None:
            time.sleep(0.5)
        if daemon.poll() is not None:
            pytest.skip("another cron runs on this machine")
        time.sleep(1)  # the last lines follow the report
        assert read_report(tmp_path / "out")["exit_code"] == 0
        lines = log.read_text(encoding="utf-8").splitlines()
        assert lines
        assert [
            line for line in lines if not re.match(r"\d{4}-\d\d-\d\d [\d:]{8}\+0700 ", line)
        ] == []
    finally:
        daemon.kill()
        daemon.wait()
        assert run("schedule", "cron", "--config", config, "--remove").code == 0
        subprocess.run(["crontab", "-r"], capture_output=True, check=False)
    assert list_crontab() == b""
