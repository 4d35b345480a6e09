"""A bundle that lacks something is found out where it is made, and not at an officer's desk."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tools.check_bundle import choose_locked, find_faults, read_lock

PYTHONS = ("3.12", "3.13")
OWN = ("ita_docs", "1.0", "py3-none-any")
PURE = ("click", "8.5", "py3-none-any")
BUILT = [("lxml", "6.1", f"cp3{minor}-cp3{minor}-win_amd64") for minor in (12, 13)]
INSTALL = 'pip --find-links "%HERE%wheels" -r "%HERE%requirements.lock"\r\nrun "%HERE%more.ps1"\r\n'


def make_wheel(name: str, version: str, *asks: str, inside: str = "x.py") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {one}" for one in asks)]
        packed.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")
        packed.writestr(inside, "")
    return stream.getvalue()


class Bundle:
    """A bundle that is sound until a test changes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wheels = {
            f"{name}-{version}-{tag}.whl": make_wheel(name, version, "colorama; os_name == 'posix'")
            for name, version, tag in (OWN, PURE, *BUILT)
        }
        self.lines = {"click": "click==8.5", "lxml": "lxml==6.1"}
        self.parts = {"install.cmd": INSTALL, "more.ps1": ""}

    def find(self) -> list[str]:
        lock = "# made by uv\n"
        for name, line in self.lines.items():
            digests = (hashlib.sha256(c).hexdigest() for f, c in self.wheels.items() if name in f)
            lock += (
                " \\\n    ".join([line, *(f"--hash=sha256:{digest}" for digest in digests)]) + "\n"
            )
        return self.find_with(lock)

    def find_with(self, lock: str) -> list[str]:
        with zipfile.ZipFile(self.path, "w") as packed:
            for name, content in self.wheels.items():
                packed.writestr(f"ita-docs/wheels/{name}", content)
            for name, text in (self.parts | {"requirements.lock": lock}).items():
                packed.writestr(f"ita-docs/{name}", text)
        return find_faults(self.path, "windows", PYTHONS)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return Bundle(tmp_path / "bundle.zip")


def test_a_sound_bundle_has_no_faults(bundle: Bundle) -> None:
    assert bundle.find() == []


def test_a_wheel_that_one_python_lacks_is_found(bundle: Bundle) -> None:
    del bundle.wheels["lxml-6.1-cp313-cp313-win_amd64.whl"]
    assert bundle.find() == ["3.13: no wheel of lxml 6.1"]


def test_a_wheel_for_another_system_is_none(bundle: Bundle) -> None:
    content = bundle.wheels.pop("lxml-6.1-cp312-cp312-win_amd64.whl")
    bundle.wheels["lxml-6.1-cp312-cp312-manylinux_2_28_x86_64.whl"] = content
    assert bundle.find() == ["3.12: no wheel of lxml 6.1"]


def test_a_wheel_of_other_bytes_is_found(bundle: Bundle) -> None:
    bundle.find()
    with zipfile.ZipFile(bundle.path) as packed:
        lock = packed.read("ita-docs/requirements.lock").decode()
    bundle.wheels["click-8.5-py3-none-any.whl"] = make_wheel("click", "8.5", inside="bad.py")
    told = bundle.find_with(lock)
    assert told == [
        f"{p}: click-8.5-py3-none-any.whl has none of the lock's hashes" for p in PYTHONS
    ]


def test_what_a_wheel_asks_for_on_windows_alone_is_found(bundle: Bundle) -> None:
    bundle.wheels["click-8.5-py3-none-any.whl"] = make_wheel(
        "click", "8.5", "colorama; sys_platform == 'win32'", "lxml>=6", "lxml>=7; extra == 'new'"
    )
    told = bundle.find()
    assert [line.split(": ", 1)[0] for line in told] == list(PYTHONS)
    assert all("asks for colorama" in line for line in told)


def test_a_wheel_that_nobody_locked_is_found(bundle: Bundle) -> None:
    bundle.wheels["guest-1-py3-none-any.whl"] = make_wheel("guest", "1")
    assert "3.12: guest-1-py3-none-any.whl is not in the lock" in bundle.find()


def test_the_program_itself_must_be_there(bundle: Bundle) -> None:
    del bundle.wheels["ita_docs-1.0-py3-none-any.whl"]
    assert bundle.find() == [f"{python}: no wheel of the program itself" for python in PYTHONS]


def test_what_a_script_calls_must_be_there(bundle: Bundle) -> None:
    del bundle.parts["more.ps1"]
    assert bundle.find() == ["install.cmd calls more.ps1, which is not there"]


def test_a_file_too_deep_for_windows_is_found(bundle: Bundle) -> None:
    bundle.wheels["click-8.5-py3-none-any.whl"] = make_wheel("click", "8.5", inside="d/" * 100)
    (told,) = bundle.find()
    assert "259" in told


def test_a_line_for_another_system_is_not_needed(bundle: Bundle) -> None:
    bundle.lines["colorama"] = "colorama==0.4.6 ; sys_platform == 'win32'"
    assert bundle.find() == [f"{python}: no wheel of colorama 0.4.6" for python in PYTHONS]
    lock = read_lock("uvloop==1 ; sys_platform != 'win32' \\\n    --hash=sha256:" + "0" * 64)
    assert choose_locked(lock, "windows", "3.12") == []
    assert [one.name for one in choose_locked(lock, "linux", "3.12")] == ["uvloop"]
