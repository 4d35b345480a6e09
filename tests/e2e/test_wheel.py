"""A wheel in an empty environment, run from another folder, builds the same document."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.conftest import INPUTS, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(out), "."]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(out.glob("*.whl"))


def test_everything_that_a_run_needs_travels_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "templates/announcement.docx",
        "templates/report.docx",
        "frameworks/2562.toml",
        "frameworks/2569.toml",
        "fonts/THSarabunNew-Regular.ttf",
        "fonts/ITAThaiDigits.ttf",
        "fonts/COPYING.GPL-2",
        "problems.d/validation.toml",
        "messages.toml",
        "offices.csv",
        "report/page.html",
        "forms/words.toml",
    ):
        assert f"ita_docs/{name}" in names
    assert not [name for name in names if name.startswith(("tests/", "tools/"))]


def test_an_installed_wheel_builds_the_same_document_elsewhere(
    wheel: Path, phuket: Mapping[str, Path], tmp_path: Path
) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    # The dependencies are this environment's own; ita_docs comes from the wheel alone.
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    shutil.copy(INPUTS / "phuket-2562.xlsx", tmp_path)
    program = (
        "import ita_docs, sys; print(ita_docs.__file__); from ita_docs.cli import main; main()"
    )
    ended = subprocess.run(
        [scripts / "python", "-c", program, "build", "phuket-2562.xlsx"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(site)},
    )
    assert ended.returncode == 0, ended.stderr
    assert str(site) in ended.stdout
    made = {path.suffix: path for path in (tmp_path / "outputs").rglob("มาตรการ-*")}
    assert made.keys() == {".docx", ".pdf"}
    for suffix, path in made.items():
        expected = phuket[f"announcement{suffix}"].read_bytes()
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(expected).digest()
