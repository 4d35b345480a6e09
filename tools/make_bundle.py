"""Make dist/ita-docs-windows.zip or dist/ita-docs-linux.zip: all that an install without a network
needs. `python -m tools.make_bundle windows|linux [--python 3.11 …] [--to FOLDER]`
"""

from __future__ import annotations

import argparse
import base64
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tools.check_bundle import FOLDER, PLATFORMS, PYTHONS, choose_locked, find_faults, read_lock

ROOT = Path(__file__).parents[1]
PARTS = ROOT / "tools" / "bundle"
LOCK = ROOT / "requirements.lock"
SCRIPTS = {
    "windows": {
        "install.cmd": "ติดตั้ง.cmd",
        "uninstall.cmd": "ถอนการติดตั้ง.cmd",
        "shortcuts.ps1": "shortcuts.ps1",
    },
    "linux": {"install.sh": "ติดตั้ง.sh", "uninstall.sh": "ถอนการติดตั้ง.sh"},
}
"""The scripts by their names here; people double-click them under Thai ones."""


def make_bundle(system: str, pythons: Sequence[str], folder: Path) -> Path:
    """The zip for a system and versions of Python; the wheels are by the lock's hashes.

    Raises SystemExit with what is missing or wrong in it, and leaves no zip then.
    """
    bundle = folder / f"ita-docs-{system}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        wheels = Path(place)
        _pip("wheel", "--no-deps", "--wheel-dir", place, str(ROOT))
        for python in pythons:
            platforms = [word for tag in PLATFORMS[system] for word in ("--platform", tag)]
            _pip(
                "download", "--no-deps", "--only-binary=:all:", "--require-hashes",
                "--requirement", str(write_needed(wheels, system, python)),
                "--implementation", "cp", *platforms, "--python-version", python, "--dest", place,
            )  # fmt: skip
        with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as packed:
            for wheel in sorted(wheels.glob("*.whl")):
                packed.write(wheel, f"{FOLDER}wheels/{wheel.name}")
            for name, content in list_parts(system).items():
                entry = zipfile.ZipInfo(FOLDER + name)
                entry.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
                packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    if faults := find_faults(bundle, system, pythons):
        bundle.unlink()
        raise SystemExit("\n".join(faults))
    return bundle


def write_needed(folder: Path, system: str, python: str) -> Path:
    """The part of the lock that a system needs: pip itself would ask what this machine needs."""
    path = folder / f"{system}-{python}.txt"
    with path.open("w", encoding="utf-8") as stream:
        for one in choose_locked(read_lock(LOCK.read_text(encoding="utf-8")), system, python):
            hashes = " ".join(f"--hash=sha256:{digest}" for digest in sorted(one.hashes))
            print(f"{one.name}=={one.version} {hashes}", file=stream)
    return path


def list_parts(system: str) -> dict[str, bytes]:
    """What is in the bundle beside the wheels, by name."""
    parts = {target: read_script(name) for name, target in SCRIPTS[system].items()}
    guide = (PARTS / "guide.html").read_text(encoding="utf-8")
    for word, picture in (("FAULTS", "page-faults.png"), ("DOCUMENTS", "page-documents.png")):
        content = base64.b64encode((ROOT / "docs" / "pictures" / picture).read_bytes()).decode()
        guide = guide.replace(word, f"data:image/png;base64,{content}")
    return {
        **parts,
        "คู่มือ.html": guide.encode(),
        "requirements.lock": LOCK.read_bytes(),
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        "THIRD-PARTY-NOTICES.md": (ROOT / "THIRD-PARTY-NOTICES.md").read_bytes(),
    }


def read_script(name: str) -> bytes:
    """A script as its system reads it: CRLF for cmd, and a mark for PowerShell."""
    text = (PARTS / name).read_text(encoding="utf-8")
    if name.endswith(".sh"):
        return text.encode()
    mark = "\ufeff" if name.endswith(".ps1") else ""
    return (mark + text.replace("\n", "\r\n")).encode()


def _pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words], check=True
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("systems", nargs="+", choices=list(PLATFORMS))
    parser.add_argument("--python", nargs="+", default=list(PYTHONS))
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    asked = parser.parse_args()
    for system in asked.systems:
        print(make_bundle(system, asked.python, asked.to))
