"""Each outside library has its door, and its guard is awake: somebody breaks in everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def load_doors() -> dict[str, tuple[str, ...]]:
    """Each protected library with the modules that may import it."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = content["tool"]["importlinter"]["contracts"]
    return {
        library: tuple(contract["allowed_importers"])
        for contract in contracts
        if contract["type"] == "protected"
        for library in contract["protected_modules"]
    }


def name_module(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def may_enter(module: str, importers: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in importers)


def test_every_break_in_is_reported(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "ita_docs", tmp_path / "ita_docs", ignore=shutil.ignore_patterns("*.pyc", "*.ttf")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    doors = load_doors()
    broken: set[tuple[str, str]] = set()
    for path in sorted((tmp_path / "ita_docs").rglob("*.py")):
        module = name_module(path, tmp_path)
        libraries = [name for name, importers in doors.items() if not may_enter(module, importers)]
        with path.open("a", encoding="utf-8") as stream:
            stream.write("".join(f"\nimport {library}  # broken in\n" for library in libraries))
        broken |= {(module, library) for library in libraries}
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    reported = set(re.findall(r"^- (ita_docs[\w.]*) -> (\w+)", ended.stdout, re.MULTILINE))
    rooms = {(module.split(".")[1], library) for module, library in broken if "." in module}
    assert len(rooms) > 250, "the copy was not broken into as meant"
    assert broken - reported == set()


def test_the_house_as_it_stands_keeps_its_contracts() -> None:
    command = [Path(sys.executable).with_name("lint-imports")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
