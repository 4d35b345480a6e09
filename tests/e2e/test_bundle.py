"""The bundle: installed in an empty place without a network, and the whole path from there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.conftest import INPUTS, read_docx_text
from tests.fakes.page import awaiting_work, drop_files, make_environment, open_chromium
from tests.fakes.page import open_program as open_page
from tools.make_bundle import list_parts, make_bundle, read_script

pytestmark = [pytest.mark.xdist_group("bundle")]
PHUKET = INPUTS / "phuket-2562.xlsx"


@dataclass(frozen=True)
class Installed:
    """A home in which the bundle was installed, and how it went."""

    home: Path
    folder: Path
    told: str

    @property
    def program(self) -> Path:
        return self.home / ".local/share/ita-docs/program/bin/ita-docs"

    @property
    def environment(self) -> Mapping[str, str]:
        """A user's own: nothing of this environment, and no way out."""
        closed = "http://127.0.0.1:9"
        return {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.base_prefix) / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "http_proxy": closed,
            "https_proxy": closed,
            "PIP_CONFIG_FILE": os.devnull,
        }


def without_network() -> list[str]:
    """What runs a command in a world without any network, where the system can."""
    command = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare"):
        return []
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else []


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    if not sys.platform.startswith("linux"):
        pytest.skip("the bundle for Linux")
    folder = tmp_path_factory.mktemp("bundle")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        bundle = make_bundle("linux", [python], folder)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"the wheels cannot be downloaded here: {error}")
    home = tmp_path_factory.mktemp("บ้าน ของ เรา")
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(home)
    one = Installed(home, home / "ita-docs", "")
    ended = subprocess.run(
        [*without_network(), "sh", str(one.folder / "ติดตั้ง.sh")],
        env=one.environment, cwd="/", capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    yield Installed(home, one.folder, ended.stdout)
    shutil.rmtree(home, ignore_errors=True)


def test_it_is_installed_without_a_network_and_says_how_to_begin(installed: Installed) -> None:
    assert "ออกประกาศ ITA" in installed.told
    for name in ("ita-docs-open", "ita-docs-drop"):
        shortcut = installed.home / f".local/share/applications/{name}.desktop"
        assert str(installed.program) in shortcut.read_text(encoding="utf-8")


def test_a_workbook_dropped_on_the_shortcut_is_built_beside_itself(
    installed: Installed, tmp_path: Path
) -> None:
    workbook = tmp_path / "คะแนน ของเรา.xlsx"
    shutil.copy(PHUKET, workbook)
    ended = subprocess.run(
        [str(installed.program), str(workbook)],
        env=installed.environment, cwd="/", capture_output=True, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    (made,) = (tmp_path / "outputs").rglob("*.docx")
    assert "ภูเก็ต" in read_docx_text(made)


@pytest.mark.chromium
def test_the_whole_path_in_the_browser_from_the_bundle(
    installed: Installed, tmp_path: Path
) -> None:
    environment = {**installed.environment, **pick(make_environment(tmp_path))}
    with (
        open_page(tmp_path, program=[str(installed.program)], environment=environment) as opened,
        open_chromium() as browser,
    ):
        page = browser.new_page()
        page.goto(opened.address)
        drop_files(page, PHUKET)
        assert page.locator("#step-4 img").count() >= 2
        with awaiting_work(page):
            page.click("#step-5 form[action=save] button")
        assert len(list(opened.outputs.rglob("*.docx"))) == 1


def pick(environment: Mapping[str, str]) -> dict[str, str]:
    return {key: environment[key] for key in ("XDG_STATE_HOME", "TMPDIR")}


def test_uninstalling_leaves_what_was_made(installed: Installed, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(installed.home / ".local", home / ".local", symlinks=True)
    (home / "ITA").mkdir()
    (home / "ITA" / "ประกาศ.docx").write_bytes(b"made")
    subprocess.run(
        ["sh", str(installed.folder / "ถอนการติดตั้ง.sh")],
        env={**installed.environment, "HOME": str(home)}, check=True, capture_output=True,
    )  # fmt: skip
    assert not (home / ".local/share/ita-docs/program").exists()
    assert list((home / ".local/share/applications").iterdir()) == []
    assert (home / "ITA" / "ประกาศ.docx").read_bytes() == b"made"


def test_the_scripts_for_windows_are_as_windows_reads_them() -> None:
    parts = list_parts("windows")
    assert {"ติดตั้ง.cmd", "ถอนการติดตั้ง.cmd", "คู่มือ.html"} <= set(parts)
    for name in ("ติดตั้ง.cmd", "ถอนการติดตั้ง.cmd"):
        content = parts[name]
        assert content.startswith(b"@echo off\r\nchcp 65001 >nul\r\n")
        assert content.count(b"\n") == content.count(b"\r\n")
    assert read_script("shortcuts.ps1").startswith(b"\xef\xbb\xbf#")
    assert b"\r" not in list_parts("linux")["ติดตั้ง.sh"]
    guide = parts["คู่มือ.html"].decode()
    assert guide.count("data:image/png;base64,") == 2
    assert "http" not in guide


@pytest.mark.parametrize("name", ["install.sh", "uninstall.sh"])
def test_the_shell_scripts_are_sound(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(read_script(name))
    subprocess.run(["sh", "-n", str(path)], check=True)
