"""The tree itself: nothing said twice, nothing too long without a reason, nothing dead."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = sorted((ROOT / "ita_docs").rglob("*.py"))
DOZEN = 12
LONGEST = 300


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [(number, line.strip()) for number, line in lines if line.strip()]


def test_no_two_places_share_a_dozen_lines() -> None:
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in HOUSE:
        lines = read_lines(path)
        for start in range(len(lines) - DOZEN + 1):
            window = lines[start : start + DOZEN]
            shape = tuple(text for _, text in window)
            places[shape].append(f"{path.relative_to(ROOT)}:{window[0][0]}")
    assert {found[0]: found[1:] for found in places.values() if len(found) > 1} == {}


def test_a_long_module_says_why_at_its_top() -> None:
    unexplained = []
    for path in HOUSE:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = "\n".join(lines[:30])
        if len(lines) > LONGEST and "One module" not in head:
            unexplained.append(f"{path.relative_to(ROOT)}: {len(lines)} lines")
    assert unexplained == []


def test_nothing_in_the_house_is_dead() -> None:
    command = [sys.executable, "-m", "vulture", "ita_docs", "tools/not_dead.py"]
    command += ["--min-confidence", "60"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr


def test_the_tree_has_no_room_called_utils() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "misc", "data", "info", "manager"}
    assert [path for path in HOUSE if path.stem in banned or path.parent.name in banned] == []
