"""Look through a bundle: does it hold all that an install without a network needs?

`python -m tools.check_bundle windows dist/ita-docs-windows.zip [--python 3.11 …]`; making one ends
with it. For each version of Python:

    requirements.lock ─ what that system needs of it ─ one wheel that it takes, by one of its hashes
    each wheel        ─ what it asks for itself      ─ in the lock, at a version that it takes
    each script       ─ the files beside it          ─ in the zip
    each wheel's files below the program's folder    ─ within 259 characters (Windows)
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

FOLDER = "ita-docs/"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = {
    "windows": ("win_amd64",),
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
}
_MARKERS = {
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
                "platform_machine": "AMD64"},
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
              "platform_machine": "x86_64"},
}  # fmt: skip
_PROGRAM = r"C:\Users\ชื่อผู้ใช้ที่ยาวมาก\AppData\Local\ita-docs\program\Lib\site-packages"
_LONGEST_PATH = 259


@dataclass(frozen=True, slots=True)
class Locked:
    """One line of the lock: name, version, for which systems, and its hashes."""

    name: str
    version: Version
    marker: Marker | None
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel: its file name, what it is, what it asks for, and the longest name in it."""

    file: str
    name: str
    version: Version
    tags: frozenset[Tag]
    sha256: str
    asks: tuple[Requirement, ...]
    longest: str


def read_lock(text: str) -> list[Locked]:
    """The lines of a lock as uv writes it."""
    found = []
    for block in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
        if block.startswith("#") or not block.strip():
            continue
        words = Requirement(block.partition("--hash")[0].strip())
        (pin,) = words.specifier
        hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
        version = Version(pin.version)
        found.append(Locked(canonicalize_name(words.name), version, words.marker, hashes))
    return found


def choose_locked(lock: Iterable[Locked], system: str, python: str) -> list[Locked]:
    """What of the lock a system needs with a version of Python."""
    surroundings = build_surroundings(system, python)
    return [one for one in lock if one.marker is None or one.marker.evaluate(surroundings)]


def build_surroundings(system: str, python: str) -> dict[str, str]:
    """What the markers of requirements are held against."""
    return {
        **_MARKERS[system], "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip


def find_faults(bundle: Path, system: str, pythons: Iterable[str]) -> list[str]:
    """All that is missing or wrong, a line each."""
    with zipfile.ZipFile(bundle) as packed:
        content = {name.removeprefix(FOLDER): packed.read(name) for name in packed.namelist()}
    lock = read_lock(content["requirements.lock"].decode())
    wheels = [_read_wheel(n, c) for n, c in content.items() if n.endswith(".whl")]
    faults = list(_check_scripts(content))
    for python in pythons:
        faults += _check_wheels(lock, wheels, system, python)
    if system == "windows":
        faults += [
            f"{wheel.file}: {wheel.longest} makes a path of more than {_LONGEST_PATH} characters"
            for wheel in wheels
            if len(f"{_PROGRAM}\\{wheel.longest}") > _LONGEST_PATH
        ]
    return faults


def _read_wheel(name: str, content: bytes) -> Wheel:
    file = name.rpartition("/")[2]
    project, version, _, tags = parse_wheel_filename(file)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        (metadata,) = [n for n in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
        heads = HeaderParser().parsestr(packed.read(metadata).decode())
    asks = tuple(Requirement(line) for line in heads.get_all("Requires-Dist") or ())
    sha256 = hashlib.sha256(content).hexdigest()
    return Wheel(file, project, version, tags, sha256, asks, max(names, key=len))


def _check_wheels(
    lock: Iterable[Locked], wheels: Iterable[Wheel], system: str, python: str
) -> Iterator[str]:
    needed = {one.name: one for one in choose_locked(lock, system, python)}
    taken = _list_tags(system, python)
    here = [wheel for wheel in wheels if wheel.tags & taken]
    by_name: dict[str, list[Wheel]] = {}
    for wheel in here:
        by_name.setdefault(wheel.name, []).append(wheel)
    for name, one in needed.items():
        fitting = [wheel for wheel in by_name.get(name, []) if wheel.version == one.version]
        if not fitting:
            yield f"{python}: no wheel of {name} {one.version}"
        if any(wheel.sha256 not in one.hashes for wheel in fitting):
            yield f"{python}: {fitting[0].file} has none of the lock's hashes"
    if "ita-docs" not in by_name:
        yield f"{python}: no wheel of the program itself"
    for wheel in here:
        if wheel.name not in needed and wheel.name != "ita-docs":
            yield f"{python}: {wheel.file} is not in the lock"
        yield from _check_asked(wheel, needed, system, python)


def _check_asked(
    wheel: Wheel, needed: Mapping[str, Locked], system: str, python: str
) -> Iterator[str]:
    surroundings = build_surroundings(system, python)
    for asked in wheel.asks:
        if asked.marker is not None and not asked.marker.evaluate(surroundings):
            continue
        found = needed.get(canonicalize_name(asked.name))
        if found is None or not asked.specifier.contains(found.version, prereleases=True):
            yield f"{python}: {wheel.file} asks for {asked}"


def _list_tags(system: str, python: str) -> frozenset[Tag]:
    major, minor = map(int, python.split("."))
    platforms = list(PLATFORMS[system])
    own = cpython_tags((major, minor), platforms=platforms)
    return frozenset([*own, *compatible_tags((major, minor), f"cp{major}{minor}", platforms)])


def _check_scripts(content: Mapping[str, bytes]) -> Iterator[str]:
    """What scripts call by the folder that they lie in."""
    for script, text in content.items():
        if not script.endswith((".cmd", ".sh")):
            continue
        for name in re.findall(r"(?:%HERE%|\$here\"?/)([\w.*\\/-]+)", text.decode()):
            wanted = name.replace("\\", "/")
            there = any(fnmatch.fnmatch(one, wanted) or one.startswith(f"{wanted}/")
                        for one in content)  # fmt: skip
            if not there:
                yield f"{script} calls {name}, which is not there"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("system", choices=list(PLATFORMS))
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--python", nargs="+", default=list(PYTHONS))
    asked = parser.parse_args()
    faults = find_faults(asked.bundle, asked.system, asked.python)
    raise SystemExit("\n".join(faults) or None)
