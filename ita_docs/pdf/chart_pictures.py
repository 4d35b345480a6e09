"""Native charts replaced by pictures of themselves, in the engine's copy alone."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from ita_docs.ooxml.relationships import (
    RELATIONSHIPS,
    list_relationships,
    name_relationships,
    resolve,
)
from ita_docs.pdf.chart_reading import read_chart
from ita_docs.pdf.chart_styles import read_theme
from ita_docs.pdf.package import (
    CONTENT_TYPES,
    IMAGE,
    PIC,
    WP,
    A,
    C,
    R,
    is_text_part,
    parse_part,
    write_part,
)
from ita_docs.problems import ConversionError

_EMU_PER_INCH = 914_400
_FOLDER = "word/media"


def replace_charts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with a PNG of the same size and words in the place of every chart.

    Raises `ConversionError` for a chart that cannot be drawn as it is.
    """
    changed = dict(parts)
    theme = _find_theme(parts)
    for name in [name for name in parts if is_text_part(name)]:
        root = parse_part(name, parts[name])
        charts = [chart for chart in root.iter(f"{C}chart") if chart.get(f"{R}id")]
        if not charts:
            continue
        from ita_docs.pdf.chart_drawing import draw_chart

        relationships_name = name_relationships(name)
        relationships = parse_part(relationships_name, parts[relationships_name])
        targets = {rel.id: rel.target for rel in list_relationships(parts[relationships_name])}
        for chart in charts:
            part = resolve(name, targets.get(chart.get(f"{R}id", ""), ""))
            if part not in parts:
                raise ConversionError("pdf-drawn-incompletely", engine="rdocx", detail=part)
            width, height = _read_extent(chart)
            spec = read_chart(parse_part(part, parts[part]), theme)
            picture = f"{posixpath.splitext(posixpath.basename(part))[0]}-drawn.png"
            changed[f"{_FOLDER}/{picture}"] = draw_chart(spec, width, height)
            _put_picture(chart, _relate(relationships, f"media/{picture}"), width, height)
        changed[name] = write_part(root)
        changed[relationships_name] = write_part(relationships)
    changed["[Content_Types].xml"] = _declare_png(parts["[Content_Types].xml"])
    return changed


def _find_theme(parts: Mapping[str, bytes]) -> dict[str, str]:
    names = sorted(name for name in parts if name.startswith("word/theme/theme"))
    return read_theme(parse_part(names[0], parts[names[0]]) if names else None)


def _relate(relationships: etree._Element, target: str) -> str:
    taken = {relationship.get("Id") for relationship in relationships}
    identifier = next(
        f"rIdDrawn{n}" for n in range(1, len(taken) + 2) if f"rIdDrawn{n}" not in taken
    )
    etree.SubElement(
        relationships,
        f"{{{RELATIONSHIPS}}}Relationship",
        Id=identifier,
        Type=IMAGE,
        Target=target,
    )
    return identifier


def _read_extent(chart: etree._Element) -> tuple[float, float]:
    """The chart's width and height in inches."""
    frame = next(chart.iterancestors(f"{WP}inline", f"{WP}anchor"), None)
    extent = None if frame is None else frame.find(f"{WP}extent")
    if extent is None:
        raise ConversionError("pdf-drawn-incompletely", engine="rdocx", detail="wp:extent")
    return int(extent.get("cx", "0")) / _EMU_PER_INCH, int(extent.get("cy", "0")) / _EMU_PER_INCH


def _put_picture(chart: etree._Element, identifier: str, width: float, height: float) -> None:
    """Put a picture in the chart's frame; the frame keeps its size and its words."""
    data = chart.getparent()
    if data is None:
        return
    data.set("uri", PIC.strip("{}"))
    data.remove(chart)
    size = {"cx": str(round(width * _EMU_PER_INCH)), "cy": str(round(height * _EMU_PER_INCH))}
    picture = etree.SubElement(data, f"{PIC}pic", nsmap={"pic": PIC.strip("{}")})
    about = etree.SubElement(picture, f"{PIC}nvPicPr")
    etree.SubElement(about, f"{PIC}cNvPr", id="0", name="chart")
    etree.SubElement(about, f"{PIC}cNvPicPr")
    fill = etree.SubElement(picture, f"{PIC}blipFill")
    etree.SubElement(fill, f"{A}blip", {f"{R}embed": identifier})
    etree.SubElement(etree.SubElement(fill, f"{A}stretch"), f"{A}fillRect")
    shape = etree.SubElement(picture, f"{PIC}spPr")
    place = etree.SubElement(shape, f"{A}xfrm")
    etree.SubElement(place, f"{A}off", x="0", y="0")
    etree.SubElement(place, f"{A}ext", size)
    form = etree.SubElement(shape, f"{A}prstGeom", prst="rect")
    etree.SubElement(form, f"{A}avLst")


def _declare_png(content_types: bytes) -> bytes:
    root = parse_part("[Content_Types].xml", content_types)
    defaults = root.iterfind(f"{CONTENT_TYPES}Default")
    if all((entry.get("Extension") or "").lower() != "png" for entry in defaults):
        entry = etree.Element(f"{CONTENT_TYPES}Default", Extension="png", ContentType="image/png")
        root.insert(0, entry)
    return write_part(root)
