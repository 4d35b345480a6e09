from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms import (
    NS,
    SMALL,
    paragraph,
    read_words,
    render_small,
)


def cell(text: str, width: int = 1000) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>'


def test_columns_left_out_leave_the_table_as_wide_as_before(tmp_path: Path) -> None:
    table = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="10"/>'
        '<w:gridCol w:w="2000"/><w:gridCol w:w="10"/><w:gridCol w:w="2980"/></w:tblGrid><w:tr>'
        f"{cell('ก')}{cell('{%tc if wide %}', 10)}{cell('ข', 2000)}{cell('{%tc endif %}', 10)}"
        f"{cell('ค', 2980)}</w:tr></w:tbl>"
    )
    wide = render_small(tmp_path, table)
    narrow = render_small(tmp_path, table, {**SMALL, "wide": False})
    for root, columns in ((wide, 3), (narrow, 2)):
        grid = [int(value) for value in root.xpath("//w:gridCol/@w:w", namespaces=NS)]
        cells = [int(value) for value in root.xpath("//w:tcW/@w:w", namespaces=NS)]
        assert len(grid) == columns
        assert sum(grid) == 6000
        assert cells == grid
    assert read_words(narrow) == ["ก", "ค"]
    assert grid == [1508, 4492]  # in the proportion of the two that stay, 1000 to 2980


@pytest.mark.parametrize("width", ["1000.5", "50%", "", "0"])
def test_widths_as_other_programs_write_them_give_every_column_room(
    width: str, tmp_path: Path
) -> None:
    odd = cell("ก").replace('w:w="1000"', f'w:w="{width}"')
    table = (
        '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1000.5"/><w:gridCol w:w="999.5"/>'
        f"<w:gridCol/></w:tblGrid><w:tr>{odd}{cell('ข')}</w:tr></w:tbl>{paragraph('{{ title }}')}"
    )
    grid = render_small(tmp_path, table).xpath("//w:gridCol/@w:w", namespaces=NS)
    assert len(grid) == 2
    assert sum(int(value) for value in grid) == 2000
    assert all(int(value) > 500 for value in grid)
