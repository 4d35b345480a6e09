"""Texts put together from their runs, told where some run is not like the others."""

from __future__ import annotations

import pytest

from ita_docs.workbook.strings import Collector, Runs

Piece = tuple[str, tuple[tuple[str, dict[str, str]], ...]]
RAISED = ("vertAlign", {"val": "superscript"})
LOWERED = ("vertAlign", {"val": "subscript"})
STRIKE = ("strike", {})
WHITE, RED = ("color", {"rgb": "FFFFFFFF"}), ("color", {"rgb": "FFFF0000"})
BLACK, THEME = ("color", {"rgb": "FF000000"}), ("color", {"theme": "1"})


def collect(*pieces: Piece) -> str | Runs:
    collector = Collector()
    collector.start("si", {})
    for text, properties in pieces:
        collector.start("r", {})
        collector.start("rPr", {})
        for name, attributes in properties:
            collector.start(name, attributes)
            collector.end(name)
        collector.end("rPr")
        collector.start("t", {})
        collector.add(text)
        collector.end("t")
        collector.end("r")
    return collector.finish()


@pytest.mark.parametrize(
    "pieces",
    [
        (("ก", ()), ("ข", (("b", {}), ("sz", {"val": "11"}), RED))),
        (("ก", (RAISED,)), ("ข", (RAISED,))),
        (("ก", ()), (" ", (STRIKE,)), ("ข", ())),
        (("ก", (WHITE,)), ("ข", (RED,))),
        (("ก", (WHITE,)), ("ข", (WHITE,))),
        (("ก", (("strike", {"val": "0"}),)), ("ข", (("vertAlign", {"val": "baseline"}),))),
    ],
)
def test_runs_that_are_all_shown_are_one_text(pieces: tuple[Piece, ...]) -> None:
    assert collect(*pieces) == "".join(text for text, _ in pieces)


@pytest.mark.parametrize(
    ("pieces", "shown", "bare", "mark"),
    [
        ((("9", ()), ("1", (RAISED,))), "91", "9", "raised"),
        ((("H", ()), ("2", (LOWERED,)), ("O", ())), "H2O", "HO", "lowered"),
        ((("เก่า", (STRIKE,)), ("ใหม่", ())), "ใหม่", "ใหม่", "struck"),
        ((("เก่า", (STRIKE, RAISED)), ("ใหม่", ())), "ใหม่", "ใหม่", "struck"),
        ((("เก่า", (RED, ("strike", {"val": "true"}))),), "", "", "struck"),
        ((("9", (BLACK,)), ("1", (WHITE,))), "9", "9", "hidden"),
        ((("9", (THEME,)), ("1", (("color", {"indexed": "9"}),))), "9", "9", "hidden"),
        ((("9", ()), ("1", (("vanish", {}),))), "9", "9", "hidden"),
        ((("9", ()), ("1", (("sz", {"val": "1"}),))), "9", "9", "hidden"),
        ((("a_x0041_", (STRIKE,)), ("_x0042_", ())), "B", "B", "struck"),
    ],
)
def test_runs_that_differ_are_told(
    pieces: tuple[Piece, ...], shown: str, bare: str, mark: str
) -> None:
    found = collect(*pieces)
    assert isinstance(found, Runs)
    assert found[1:] == (shown, bare, mark)


def test_phonetic_guides_are_no_part_and_one_text_leaves_nothing_for_the_next() -> None:
    collector = Collector()
    for _ in range(2):
        collector.start("t", {})
        collector.add("ก")
        collector.end("t")
        collector.start("rPh", {})
        collector.start("t", {})
        collector.add("kana")
        collector.end("t")
        collector.end("rPh")
        assert collector.finish() == "ก"
