from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from lxml import etree

from ita_docs.ooxml.package import pack, read_package
from ita_docs.problems import TemplateError
from ita_docs.word import ChartData, refill_chart
from ita_docs.word.charts import grow_chart
from tests.forms import NS, TEMPLATES

_MEMBERS = read_package((TEMPLATES / "report.docx").read_bytes())
CHART = _MEMBERS["word/charts/chart2.xml"].content()
WORKBOOK = _MEMBERS["word/embeddings/chart2.xlsx"].content()


def make_data(count: int) -> ChartData:
    return {
        "series": "คะแนน & <ชุด>",
        "labels": [f"ปี {number} & <ก>" for number in range(count)],
        "points": [f"{number}.25" for number in range(count)],
    }


def refill(chart: bytes, workbook: bytes, data: ChartData) -> tuple[bytes, bytes]:
    filled = refill_chart(pack("chart.xml", chart), pack("book.xlsx", workbook, level=0), data)
    assert [member.name for member in filled] == ["chart.xml", "book.xlsx"]
    assert not filled[1].deflated
    return filled[0].content(), filled[1].content()


def read_cells(workbook: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(workbook)).active.values)


@pytest.mark.parametrize("count", [1, 2, 5, 6, 7, 40])
def test_any_number_of_points_stands_in_the_drawing_and_in_the_workbook(count: int) -> None:
    data = make_data(count)
    chart, workbook = refill(CHART, WORKBOOK, data)
    root = etree.fromstring(chart)
    assert root.xpath("//c:cat//c:v/text()", namespaces=NS) == data["labels"]
    assert root.xpath("//c:val//c:v/text()", namespaces=NS) == data["points"]
    assert root.xpath("//c:tx//c:v/text()", namespaces=NS) == [data["series"]]
    assert (
        root.xpath("//c:cat//c:ptCount/@val|//c:val//c:ptCount/@val", namespaces=NS)
        == [str(count)] * 2
    )
    last = f":$B${count + 1}" if count > 1 else ""
    assert root.xpath("string(//c:val//c:f)", namespaces=NS) == f"Sheet1!$B$2{last}"
    assert read_cells(workbook) == [
        (None, data["series"]),
        *(
            (label, float(point))
            for label, point in zip(data["labels"], data["points"], strict=True)
        ),
    ]


def test_what_the_designer_drew_stays() -> None:
    before = etree.fromstring(CHART)
    after = etree.fromstring(refill(CHART, WORKBOOK, make_data(6))[0])
    for root in (before, after):
        for tag in ("tx", "cat", "val"):
            element = root.find(f".//c:ser/c:{tag}", NS)
            assert element is not None
            element.clear()
    assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")


@pytest.mark.parametrize(("count", "gap"), [(6, 80), (3, 260), (1, 500), (12, 80)])
def test_columns_stay_about_as_wide_as_drawn(count: int, gap: int) -> None:
    root = etree.fromstring(refill(CHART, WORKBOOK, make_data(count))[0])
    assert root.xpath("//c:gapWidth/@val", namespaces=NS) == [str(gap)]


BARS = _MEMBERS["word/charts/chart1.xml"]
CM = 360_000


@pytest.mark.parametrize(
    ("count", "height"), [(1, 6.2), (6, 6.2), (7, 6.72), (12, 9.3), (60, 20.0)]
)
def test_bars_grow_with_their_number_as_far_as_the_page_goes(count: int, height: float) -> None:
    grown = grow_chart(BARS, round(6.2 * CM), ["รายการ"] * count)
    assert grown / CM == pytest.approx(height, abs=0.01)


def test_a_label_of_two_lines_pushes_its_neighbours_away() -> None:
    labels = ["สั้น"] * 7
    as_drawn = grow_chart(BARS, round(6.2 * CM), labels)
    labels[3] = "การขัดกันระหว่างผลประโยชน์ส่วนบุคคลกับผลประโยชน์ส่วนรวม"
    one = grow_chart(BARS, round(6.2 * CM), labels)
    labels[4] = labels[3]
    assert as_drawn < one < grow_chart(BARS, round(6.2 * CM), labels)
    # 7 bars, one and a half lines of 14 pt each, and two lines for the axis
    assert one / CM == pytest.approx((7 * 1.5 + 2) * 14 * 1.3 / 72 * 2.54, rel=0.01)


def test_columns_and_a_chart_that_says_no_number_stay_as_high_as_drawn() -> None:
    assert grow_chart(_MEMBERS["word/charts/chart2.xml"], 1000, ["ก"] * 40) == 1000
    empty = BARS.content().replace(b"c:ptCount", b"c:other")
    assert grow_chart(pack("chart.xml", empty), 1000, ["ก"] * 40) == 1000


def test_no_label_is_left_out_whoever_drew_the_chart() -> None:
    """Word and LibreOffice drop labels without a word; a designer may still say so."""
    plain = re.sub(rb'<c:tickLblSkip[^>]*>| rot="0" vert="horz"', b"", BARS.content())
    book = _MEMBERS["word/embeddings/chart1.xlsx"].content()
    axis = etree.fromstring(refill(plain, book, make_data(12))[0]).find(".//c:catAx", NS)
    assert axis is not None
    names = [etree.QName(child).localname for child in axis]
    assert names.index("lblOffset") < names.index("tickLblSkip") < names.index("noMultiLvlLbl")
    assert axis.xpath("c:tickLblSkip/@val", namespaces=NS) == ["1"]
    assert axis.xpath("c:txPr/a:bodyPr/@rot", namespaces=NS) == ["0"]
    chosen = plain.replace(b"<c:noMultiLvlLbl", b'<c:tickLblSkip val="3"/><c:noMultiLvlLbl')
    chosen = chosen.replace(b"<a:bodyPr/>", b'<a:bodyPr rot="-2700000"/>')
    axis = etree.fromstring(refill(chosen, book, make_data(12))[0]).find(".//c:catAx", NS)
    assert axis is not None
    assert axis.xpath("c:tickLblSkip/@val", namespaces=NS) == ["3"]
    assert axis.xpath("c:txPr/a:bodyPr/@rot", namespaces=NS) == ["-2700000"]


GRID = '<c:majorGridlines><c:spPr><a:ln><a:prstDash val="{}"/></a:ln></c:spPr></c:majorGridlines>'


@pytest.mark.parametrize(
    ("dash", "target", "step"),
    [("dash", "85", "85"), ("sysDot", "82.5", "82.5"), ("dash", "", "20"), ("solid", "85", "20")],
)
def test_a_dashed_gridline_is_drawn_at_the_target(dash: str, target: str, step: str) -> None:
    side = b'<c:valAx><c:axId val="222222222"/>'
    plain = re.sub(b"<c:majorGridlines>.*?</c:majorGridlines>", b"", CHART)
    plain = re.sub(rb'<c:majorUnit val="[^"]*"/>', b'<c:majorUnit val="20"/>', plain)
    place = plain.index(b"<c:numFmt", plain.index(side))
    chart = plain[:place] + GRID.format(dash).encode() + plain[place:]
    root = etree.fromstring(refill(chart, WORKBOOK, {**make_data(3), "target": target})[0])
    assert root.xpath("//c:majorUnit/@val", namespaces=NS) == [step]


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert refill(CHART, WORKBOOK, make_data(3)) == refill(CHART, WORKBOOK, make_data(3))


def test_the_format_of_one_point_goes_with_its_point() -> None:
    own = '<c:dPt><c:idx val="{}"/><c:spPr><a:noFill/></c:spPr></c:dPt>'
    chart = CHART.replace(b"<c:dLbls>", (own.format(0) + own.format(4)).encode() + b"<c:dLbls>", 1)
    for count, kept in ((6, ["0", "4"]), (4, ["0"])):
        root = etree.fromstring(refill(chart, WORKBOOK, make_data(count))[0])
        assert root.xpath("//c:dPt/c:idx/@val", namespaces=NS) == kept


def test_no_sample_number_or_text_stays_in_the_workbook() -> None:
    _, workbook = refill(CHART, WORKBOOK, make_data(1))
    members = read_package(workbook)
    everything = b"".join(member.content() for member in members.values())
    assert "๒๕๖๑".encode() not in everything
    assert b"<v>50" not in everything


def test_a_table_over_the_data_goes_and_its_cells_stay() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ข้อมูล 1"
    for row in (("", "คะแนน"), ("ก", 1), ("ข", 2)):
        sheet.append(row)
    sheet["B2"].number_format = "0.00"
    sheet["D9"] = "ตัวอย่าง"
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Data", ref="A1:B3"))
    out = io.BytesIO()
    book.save(out)
    chart = CHART.replace(b"Sheet1!", "'ข้อมูล 1'!".encode())
    filled, workbook = refill(chart, out.getvalue(), make_data(5))
    loaded = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert loaded.max_row == 6
    assert loaded["A6"].value == "ปี 4 & <ก>"
    assert loaded["B6"].number_format == "0.00"
    assert not loaded.tables
    assert not [name for name in read_package(workbook) if "table" in name]
    assert "'ข้อมูล 1'!$B$2:$B$6" in filled.decode()


@pytest.mark.parametrize(
    ("chart", "workbook", "reason"),
    [
        (CHART.replace(b"c:ser>", b"c:other>"), WORKBOOK, "0 data series"),
        (CHART.replace(b"Sheet1!$A$2:$A$7", b"Sheet1!$A$2:$C$2"), WORKBOOK, "one column"),
        (CHART.replace(b"Sheet1!$A$2:$A$7", b"Sheet1!$A$3:$A$8"), WORKBOOK, "side by side"),
        (CHART.replace(b"Sheet1!", b"Other!"), WORKBOOK, "no sheet 'Other'"),
        (CHART, b"no zip", "zip"),
        (CHART[:-20], WORKBOOK, ""),
    ],
)
def test_a_chart_that_cannot_be_refilled_is_refused_with_the_reason(
    chart: bytes, workbook: bytes, reason: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        refill(chart, workbook, make_data(2))
    assert caught.value.code == "template-chart-unsupported"
    assert reason in caught.value.values["reason"]


@pytest.mark.parametrize("point", [" ", "nan", "1e3", "๑", "1,082", "=1+1", "<v>"])
def test_what_is_no_decimal_number_is_never_drawn(point: str) -> None:
    with pytest.raises(ValueError, match="not a decimal number"):
        refill(CHART, WORKBOOK, {"series": "ก", "labels": ["ข"], "points": [point]})


def test_a_chart_of_gaps_alone_is_no_chart() -> None:
    with pytest.raises(ValueError, match="3 points"):
        refill(CHART, WORKBOOK, {"series": "ก", "labels": ["ก", "ข", "ค"], "points": [""] * 3})


def test_labels_and_points_go_in_pairs() -> None:
    with pytest.raises(ValueError, match="2 labels for 1 points"):
        refill(CHART, WORKBOOK, {"series": "ก", "labels": ["ข", "ค"], "points": ["1"]})
