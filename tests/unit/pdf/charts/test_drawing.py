"""What is drawn: every word of a chart and no other, where and how the chart part says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.enum.chart import XL_CHART_TYPE

from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.styles import format_number
from ita_docs.pdf.completeness import compare_pages
from ita_docs.pdf.document_text import DocumentText
from ita_docs.pdf.page_text import read_page_texts
from tests.fakes.charts import COLUMNS, LABELS, THAI, YEARS, draw, make_page, read_made, show

BARS = XL_CHART_TYPE.BAR_CLUSTERED
LABELLED = ("<c:cat>", LABELS + "<c:cat>")
BLUE = (0x44, 0x72, 0xC4)
DRAWN_KINDS = [COLUMNS, BARS, XL_CHART_TYPE.LINE_MARKERS, XL_CHART_TYPE.PIE]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", DRAWN_KINDS)
def test_every_name_and_number_is_copied_from_the_page(kind: XL_CHART_TYPE) -> None:
    shown = LABELS.replace('showCatName val="0"', 'showCatName val="1"')
    label = shown if kind == XL_CHART_TYPE.PIE else LABELS
    names = ("น้ำใจผู้ให้ที่ป่า", "ก็ญี่ปุ่น ฐานะ", "๒๕๖๘")
    chart = read_made(kind, ("<c:cat>", label + "<c:cat>"), names=names)
    text = squeeze(read_page_texts(make_page(draw(chart, 500, 220)))[0])
    drawn = [names[0], names[2]] if kind == XL_CHART_TYPE.PIE else names
    for said in (*drawn, "๗๑.๕๐", "๘๒.๒๒"):
        assert squeeze(said) in text


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(0, 100).map(lambda n: round(n, 2)), min_size=1, max_size=12),
    st.sampled_from([COLUMNS, BARS]),
)
def test_whatever_the_numbers_are_each_is_written_once(
    numbers: list[float], kind: XL_CHART_TYPE
) -> None:
    names = [f"ปี {n}" for n in range(len(numbers))]
    drawing = draw(read_made(kind, LABELLED, names=names, rows=[numbers]), 480, 260)
    written = [format_number(number, THAI) for number in numbers]
    assert [line for line in drawing.lines if line in written] == written
    assert [line for line in drawing.lines if line in names] == names


def test_the_mark_of_a_word_with_am_is_copied_in_one_piece() -> None:
    text = read_page_texts(make_page(draw(read_made(names=("น้ำ คำ", "ทำ", "จำ")))))[0]
    for word in ("น้ำ", "คำ", "ทำ", "จำ"):
        assert word in text


def test_a_bar_is_as_long_as_its_number() -> None:
    limits = ("<c:scaling/>", '<c:scaling><c:max val="100"/><c:min val="0"/></c:scaling>')
    picture = show(draw(read_made(BARS, limits, rows=[(100, 50, 25)])), 4)
    rows = [
        sum(picture.getpixel((x, y)) == BLUE for x in range(picture.width))
        for y in range(picture.height)
    ]
    lengths = sorted({n for n in rows if rows.count(n) > 20 and n})
    longest = lengths[-1]
    assert lengths == pytest.approx([longest / 4, longest / 2, longest], abs=3)


def test_columns_stand_from_left_to_right_and_bars_from_below_or_above() -> None:
    limits = ("<c:scaling/>", '<c:scaling><c:max val="100"/><c:min val="0"/></c:scaling>')
    turned = ('orientation val="minMax"', 'orientation val="maxMin"')
    columns = show(draw(read_made(COLUMNS, rows=[(20, 60, 100)])))
    heights = [
        sum(columns.getpixel((int(columns.width * part), y)) == BLUE for y in range(columns.height))
        for part in (0.22, 0.55, 0.85)
    ]
    assert heights == sorted(heights)
    assert heights[0] < heights[2]
    usual = show(draw(read_made(BARS, limits, rows=[(20, 60, 100)])))
    downwards = show(draw(read_made(BARS, turned, rows=[(20, 60, 100)])))
    assert _find_longest_row(usual) < usual.height / 2 < _find_longest_row(downwards)


def _find_longest_row(picture: object) -> int:
    rows = [
        sum(picture.getpixel((x, y)) == BLUE for x in range(picture.width))  # type: ignore[attr-defined]
        for y in range(picture.height)  # type: ignore[attr-defined]
    ]
    return rows.index(max(rows))


def test_a_chart_of_one_bar_does_not_fill_the_picture() -> None:
    picture = show(draw(read_made(names=YEARS[:1], rows=[(82.22,)])))
    row = [picture.getpixel((x, picture.height // 2)) for x in range(picture.width)]
    assert 0.2 < row.count(BLUE) / picture.width < 0.6


def test_a_missing_point_keeps_its_name_and_has_no_number() -> None:
    drawing = draw(read_made(COLUMNS, LABELLED))
    assert [line for line in drawing.lines if line in YEARS] == list(YEARS)
    assert [line for line in drawing.lines if line[0] in "๗๘"] == ["๗๑.๕๐", "๘๒.๒๒"]


def test_a_name_of_two_lines_stands_on_two_lines() -> None:
    drawing = draw(read_made(names=("๒๕๖๑\nผ่าน", "๒๕๖๒\nB", "๒๕๖๓\nA")))
    for line in ("๒๕๖๑", "ผ่าน", "๒๕๖๒", "B"):
        assert line in drawing.lines


def test_long_names_are_broken_at_spaces_and_never_within_a_word() -> None:
    names = ("การปฏิบัติหน้าที่ ของบุคลากร", "การใช้งบประมาณ ประจำปี", "การใช้อำนาจ")
    drawing = draw(read_made(names=names), 300, 200)
    words = [word for name in names for word in name.split()]
    assert {word for line in drawing.lines for word in line.split()} >= set(words)


def test_names_that_do_not_fit_are_turned_unless_the_axis_says_level() -> None:
    names = [f"ตัวชี้วัดเรื่องการปฏิบัติหน้าที่{n}" for n in range(8)]
    numbers = [[80.0] * 8]
    turned = draw(read_made(names=names, rows=numbers), 400, 260)
    assert [line for line in turned.lines if line in names] == names
    assert b"0.70711 0.70711" in turned.content
    level = ("<c:txPr><a:bodyPr/>", '<c:txPr><a:bodyPr rot="0" vert="horz"/>')
    said = '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="th-TH"/></a:p></c:txPr>'
    axis = ('<c:tickLblPos val="nextTo"/>', f'<c:tickLblPos val="nextTo"/>{said}')
    with pytest.raises(NotDrawnError):
        draw(read_made(COLUMNS, axis, level, names=names, rows=numbers), 400, 260)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(["น้ำใจ", "ตัวชี้วัดเรื่องการปฏิบัติหน้าที่", "ปี ๒๕๖๘", "ก็ญี่ปุ่น", "A"]),
        min_size=2,
        max_size=9,
    ),
    st.sampled_from(DRAWN_KINDS),
)
def test_the_gate_finds_every_word_level_or_turned_and_misses_one_that_is_not_there(
    words: list[str], kind: XL_CHART_TYPE
) -> None:
    names = [f"{word} {place}" for place, word in enumerate(words)]
    try:
        chart = draw(read_made(kind, LABELLED, names=names, rows=[[80.0] * len(names)]), 420, 280)
    except NotDrawnError:
        return
    pages = read_page_texts(make_page(chart))
    assert compare_pages(DocumentText(), pages, chart.lines).undrawn == ()
    lost = "หายไป"
    assert compare_pages(DocumentText(), pages, (*chart.lines, lost)).undrawn == (lost,)


def test_every_second_name_is_shown_where_the_axis_says_so() -> None:
    skip = ('<c:noMultiLvlLbl val="0"/>', '<c:tickLblSkip val="2"/><c:noMultiLvlLbl val="0"/>')
    drawing = draw(read_made(COLUMNS, skip))
    assert [line for line in drawing.lines if line in YEARS] == [YEARS[0], YEARS[2]]


def test_a_letter_that_the_face_lacks_leaves_the_chart_to_the_engine() -> None:
    with pytest.raises(NotDrawnError, match=r"U\+6C49"):
        draw(read_made(names=("汉", "๒", "๓")))


def test_a_drawing_is_the_same_from_run_to_run() -> None:
    chart = read_made(COLUMNS, LABELLED)
    assert draw(chart) == draw(chart)
    assert make_page(draw(chart)) == make_page(draw(chart))


@pytest.mark.parametrize("size", [(30, 200), (400, 20)])
def test_no_room_for_a_plot_leaves_the_chart_to_the_engine(size: tuple[float, float]) -> None:
    with pytest.raises(NotDrawnError):
        draw(read_made(COLUMNS, LABELLED), *size)


def test_a_title_and_a_legend_are_drawn_and_leave_room_for_the_plot() -> None:
    legend = '<c:legend><c:legendPos val="{}"/><c:overlay val="0"/></c:legend><c:dispBlanksAs'
    for side in "tblr":
        chart = read_made(
            COLUMNS,
            ('<c:autoTitleDeleted val="0"/>', "<c:title/>"),
            ("<c:dispBlanksAs", legend.format(side)),
            rows=[(70, 80, 90), (60, 70, 80)],
        )
        drawing = draw(chart)
        assert drawing.lines.count("คะแนนรวม") == 1
        assert drawing.lines.count("แถวที่ 2") == 1
