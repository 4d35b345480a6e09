"""A file gets another name through one door: what Windows holds open is tried again there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "ita_docs" / "files.py"


def list_renamings(source: str) -> list[int]:
    """The lines that rename by themselves: ``os.rename``, ``os.replace``, ``Path.rename``, and
    ``Path.replace``, which takes one word where a text's takes two."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            by_system = isinstance(owner, ast.Name) and owner.id == "os"
            words = len(node.args)
            if node.func.attr == "rename" or (
                node.func.attr == "replace" and not node.keywords and (by_system or words == 1)
            ):
                found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("os.rename(a, b)\nos.replace(a, b)", [1, 2]),
        ("path.rename(target)\npath.replace(target)", [1, 2]),
        ("text.replace('a', 'b')\nreplace(one, name='x')\ndate.replace(day=1)", []),
    ],
)
def test_renamings_are_told_from_other_words(source: str, lines: list[int]) -> None:
    assert list_renamings(source) == lines


def test_nothing_is_renamed_past_the_door() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / "ita_docs").rglob("*.py"))
        if path != DOOR and (lines := list_renamings(path.read_text(encoding="utf-8")))
    }
    assert found == {}
