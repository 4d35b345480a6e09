"""Number formats, ordinary and odd, and a workbook that shows the same numbers in each of them.

Every format is one row of คะแนน: its ten scores are ``VALUES``, whatever the format makes of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from tests.corpus.make_corpus import MAIN, Sheet, grid, make_parts, offices, pack, sheet_xml

VALUES = (85, 85.31, 0.9631, 0, 2562, 43845, 100, 96310, 84.995, 0.5)
"""A score, a fraction, nothing, a year, a day (15 January 2563), and what is near them."""

_DIGITS = ("0", "0.0", "0.00", "0.000", "#,##0", "#,##0.00", "#.##", "0.0#", "00.00", "?0.0?")
_AROUND = (
    "{}", '{}" คะแนน"', '"คะแนน "{}', '{}"%"', '"฿"{}', "[$฿-41E]{}", "[Red]{}", "{}_)", "_-* {}_-",
    '{}\\ "(IIT)"', '"8"{}', "{};-{}", "{};[Red]-{}", "{}_);\\({}\\)", "{};-{};", "{};-{};;@",
    '{};-{};"-";@', "{},", "{}%", "[<1]{}%;{}", '[>=100]"เต็ม "{};{}', '[=0]"";{}', "t{}",
    "[$-41E]{}",
)  # fmt: skip
_OTHERS = (
    ";;;", '"ผ่าน"', '"yes";"no";"zero"', '"ตัวชี้วัดที่ "0', '"ประเทศไทย "0', '"พ.ศ. "0', '"พ.ศ. 25"00',
    '"ปี "0;;"-"', "General", 'General" คะแนน"', '"= "General', 'General;-General;"-"', "@",
    '"นาย"@', "0.00 คะแนน", "0 \\ค\\น", "000-0000", "0\\.00", "# ##0", "0*-", "*00.00", "# ?/?",
    "# ??/??", "0/100", "0.00E+00", "##0.0E+0", "0.0E-0", "[<50]0.0;[<90]0.00;0",
    '[>=80]"A "0.00;[>=60]"B "0.00;"C "0.00', "[>50]0.0", "d/m/yyyy", "dd/mm/yyyy", "d mmm yyyy",
    "d mmmm yyyy", "yyyy-mm-dd", "[$-41E]d mmmm yyyy", "[$-409]d-mmm-yy;@", "d/m/yy", "d mmm",
    "mmm-yy", "mmmm yyyy", "yyyy", "dddd", "d", "h:mm", "h:mm:ss", "[h]:mm", "mm:ss",
    "d/m/yyyy h:mm", "[Blue]d/m/yyyy", 'd "เดือน" m "ปี" yyyy', "0.00;-0.00;0.00;@", "0.00;;",
)  # fmt: skip
CUSTOM: tuple[str, ...] = (
    *(around.replace("{}", digits) for digits, around in itertools.product(_DIGITS, _AROUND)),
    *_OTHERS,
)


def make_workbook(codes: Sequence[str], numbers: Sequence[int]) -> bytes:
    """One row for each format code, then one for each number of a built-in format."""
    heads: list[str | int | float] = ["ชื่อหน่วยงาน", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11))]
    names = [*codes, *map(str, numbers)]
    rows = [heads, *([f"{n}", *VALUES] for n in range(len(names)))]

    def cell(address: str, value: str | int | float) -> str:
        row = int(address.lstrip("ABCDEFGHIJK"))
        if isinstance(value, str):
            return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
        return f'<c r="{address}" s="{row - 1}"><v>{value!r}</v></c>'

    formats = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(codes)
    )
    used = [0, *range(200, 200 + len(codes)), *numbers]
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(codes)}">{formats}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="TH Sarabun New"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        "<borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs>"
        f'<cellXfs count="{len(used)}">'
        + "".join(f'<xf numFmtId="{n}" applyNumberFormat="1"/>' for n in used)
        + "</cellXfs></styleSheet>"
    )
    scores = Sheet("คะแนน", grid(rows))
    parts = make_parts(scores, offices())
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(scores, cell)
    parts["xl/styles.xml"] = styles
    return pack(parts)
