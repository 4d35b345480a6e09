"""One mistake is one line, whatever it touched; nothing is left out of the count."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ita_docs.cli.listing import list_lines, name_places
from ita_docs.problems import Location, Problem
from ita_docs.schema import SHEETS

FIELD = SHEETS["scores"].columns["indicator_3"].words


def fault(cell: str, office: str, code: str = "score-missing") -> Problem:
    return Problem(code, Location("a.xlsx", "คะแนน", cell), office, {"field": FIELD})


def test_a_pasted_column_is_one_line_with_its_cells_as_a_range() -> None:
    problems = [fault(f"D{row}", f"สพป.{row}") for row in range(14, 32)]
    ((first, line),) = list_lines(problems, "th")
    assert first is problems[0]
    assert "18 หน่วยงาน" in line
    assert "a.xlsx: 'คะแนน'!D14:D31" in line
    assert "สพป.14, สพป.15, สพป.16" in line


def test_a_column_pasted_for_three_offices_is_one_line_too() -> None:
    problems = [fault(f"D{row}", f"สพป.{row}") for row in (2, 3, 4)]
    ((_, line),) = list_lines(problems, "en")
    assert line.startswith("a.xlsx: 'คะแนน'!D2: ")
    assert "2 more: a.xlsx: 'คะแนน'!D3:D4" in line


def test_ten_offices_of_other_figures_have_a_line_each_and_an_office_one_of_a_kind() -> None:
    values = {"field": FIELD, "published": "26.48", "computed": "25.46", "difference": "1.02"}
    problems = [
        Problem(
            "instrument-disagrees",
            Location("a.xlsx", "คะแนน", f"{column}{row}"),
            f"สพป.{row}",
            {**values, "instrument": instrument, "published": f"{row}.00"},
        )
        for row in range(2, 12)
        for column, instrument in (("L", "IIT"), ("M", "EIT"), ("N", "OIT"))
    ]
    lines = [line for _, line in list_lines(problems, "en")]
    assert len(lines) == 10
    assert lines[0].startswith("a.xlsx: 'คะแนน'!L2: ")
    assert "2 more: a.xlsx: 'คะแนน'!M2:N2" in lines[0]


def test_another_kind_and_another_file_stay_apart() -> None:
    other = Problem("score-missing", Location("b.xlsx", "คะแนน", "C2"), "ก", {"field": FIELD})
    problems = [fault("C2", "ก"), fault("C2", "ก", "score-out-of-range"), other]
    problems[1] = Problem("emblem-missing")
    assert len(list(list_lines(problems, "th"))) == 3


def test_ranges_read_as_excel_reads_them() -> None:
    cells = ["D14", "D15", "D16", "E14", "E15", "E16", "Z9", "AA9", "D20"]
    places = [Location("a.xlsx", "คะแนน", cell) for cell in cells]
    assert name_places(places) == [
        "a.xlsx: 'คะแนน'!Z9:AA9",
        "a.xlsx: 'คะแนน'!D14:E16",
        "a.xlsx: 'คะแนน'!D20",
    ]


def expand(area: str) -> set[tuple[int, int]]:
    found = re.findall(r"([A-Z]+)([0-9]+)", area.rpartition("!")[2])
    corners = [
        (sum((ord(c) - 64) * 26**i for i, c in enumerate(n[::-1])), int(r)) for n, r in found
    ]
    (left, top), (right, bottom) = corners[0], corners[-1]
    return {(c, r) for c in range(left, right + 1) for r in range(top, bottom + 1)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.tuples(st.integers(1, 30), st.integers(1, 12)), max_size=60))
def test_ranges_hold_every_cell_once_and_no_other(cells: set[tuple[int, int]]) -> None:
    def name(column: int, row: int) -> str:
        letters = chr(64 + column) if column <= 26 else "A" + chr(64 + column - 26)
        return f"{letters}{row}"

    places = [Location("a.xlsx", "ก", name(*cell)) for cell in sorted(cells)]
    areas = [expand(area) for area in name_places(places)]
    assert sum(len(area) for area in areas) == len(cells)
    assert set().union(*areas) == cells if areas else not cells
