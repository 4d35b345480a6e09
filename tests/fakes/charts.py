"""Charts as python-pptx writes them, and a page that shows a drawing of one."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2
from lxml import etree
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from ita_docs.pdf.charts.canvas import Drawing
from ita_docs.pdf.charts.drawing import draw_chart
from ita_docs.pdf.charts.placeholders import MARK
from ita_docs.pdf.charts.reading import Chart, read_chart
from ita_docs.pdf.charts.stamping import stamp_drawings
from ita_docs.pdf.charts.styles import read_theme

THEME = read_theme(None)
THAI = "[$-D00041E]0.00"
LABELS = (
    f'<c:dLbls><c:numFmt formatCode="{THAI}" sourceLinked="0"/><c:showLegendKey val="0"/>'
    '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
    '<c:showBubbleSize val="0"/></c:dLbls>'
)
YEARS = ("๒๕๖๑", "๒๕๖๒", "๒๕๖๓")
POINTS = (71.5, None, 82.22)
COLUMNS = XL_CHART_TYPE.COLUMN_CLUSTERED

Change = tuple[str, str]


def make_chart(
    kind: XL_CHART_TYPE = COLUMNS,
    *changes: Change,
    names: Sequence[str] = YEARS,
    rows: Sequence[Sequence[float | None]] = (POINTS,),
) -> etree._Element:
    """A chart part with these pieces of XML exchanged."""
    data = CategoryChartData(number_format="0.00")
    data.categories = list(names)
    for place, numbers in enumerate(rows):
        data.add_series("คะแนนรวม" if not place else f"แถวที่ {place + 1}", list(numbers))
    xml = ChartXmlWriter(kind, data).xml
    if "varyColors" not in xml and "<c:ser>" in xml:
        xml = xml.replace("<c:ser>", '<c:varyColors val="0"/><c:ser>', 1)
    for old, new in changes:
        assert old in xml, old
        xml = xml.replace(old, new, 1)
    return etree.fromstring(xml.encode())


def read_made(
    kind: XL_CHART_TYPE = COLUMNS,
    *changes: Change,
    names: Sequence[str] = YEARS,
    rows: Sequence[Sequence[float | None]] = (POINTS,),
) -> Chart:
    """The same, read."""
    return read_chart(make_chart(kind, *changes, names=names, rows=rows), THEME)


def draw(chart: Chart, width: float = 360, height: float = 180) -> Drawing:
    """The chart drawn, in a usual size."""
    return draw_chart(chart, width, height)


def make_page(*drawings: Drawing) -> bytes:
    """A PDF with one page for each drawing, a placeholder stamped over."""
    with pikepdf.new() as pdf:
        for number, drawing in enumerate(drawings):
            page = pdf.add_blank_page(page_size=(drawing.width, drawing.height))
            page.Resources = pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Im0=make_placeholder(pdf, number))
            )
            page.Contents = pdf.make_stream(
                b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % (drawing.width, drawing.height)
            )
        stamp_drawings(pdf, drawings, "fake")
        stream = io.BytesIO()
        pdf.save(stream, static_id=True)
    return stream.getvalue()


def make_placeholder(pdf: pikepdf.Pdf, number: int) -> pikepdf.Stream:
    """The picture that stands for a drawing, as an engine writes it."""
    return pdf.make_stream(
        MARK + number.to_bytes(3, "big"),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=4,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB,
    )


def show(drawing: Drawing, scale: float = 2.0) -> Image.Image:
    """The drawing as a picture, so many dots to a point."""
    document = pypdfium2.PdfDocument(make_page(drawing))
    try:
        return document[0].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
