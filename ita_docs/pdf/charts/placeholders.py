"""Native charts replaced by small pictures in the engine's copy alone, each drawn beside it.

The engine puts the picture where the chart was, with its size and its words; `stamping.py` finds it
in the PDF by its dots, which no other picture has, and puts the drawing there.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ita_docs.ooxml.relationships import RELATIONSHIPS, name_relationships, resolve
from ita_docs.pdf.charts.canvas import Drawing
from ita_docs.pdf.charts.drawing import draw_chart
from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.charts.reading import read_chart
from ita_docs.pdf.charts.styles import read_theme
from ita_docs.pdf.package import (
    CONTENT_TYPES,
    IMAGE,
    PIC,
    WP,
    A,
    C,
    R,
    parse_part,
    read_relationships,
    write_part,
)

MARK = b"ITA chart"
"""How the dots of a placeholder begin; its number follows in three bytes."""
MARK_WIDTH = 4
"""Dots of a placeholder, which is one high, three bytes each."""

_EMU_PER_POINT = 12_700
_FOLDER = "word/media"


@dataclass(frozen=True, slots=True)
class FoundChart:
    """A chart of a document: the element that shows it, its part, and the words that stand for it.

    ``drawing`` is None where it is left to the engine, and ``reason`` names what is not known.
    """

    element: etree._Element
    owner: str
    part: str
    name: str
    drawing: Drawing | None
    reason: str = ""


def find_charts(
    roots: Mapping[str, etree._Element], parts: Mapping[str, bytes]
) -> Iterator[FoundChart]:
    """Every chart of the parsed ``roots``, in order, each drawn or with the reason why not.

    Raises `ConversionError` when a part that it needs is no XML.
    """
    theme: tuple[tuple[str, str], ...] | None = None
    for owner, root in roots.items():
        charts = [chart for chart in root.iter(f"{C}chart") if chart.get(f"{R}id")]
        if not charts:
            continue
        theme = theme or _read_theme(parts)
        targets = {link.id: link.target for link in read_relationships(parts, owner)}
        for chart in charts:
            part = resolve(owner, targets.get(chart.get(f"{R}id", ""), ""))
            name = _read_name(chart)
            try:
                if part not in parts:
                    raise NotDrawnError(part or "-")
                drawing = draw_part(part, parts[part], theme, *_read_extent(chart))
            except NotDrawnError as error:
                yield FoundChart(chart, owner, part, name, None, str(error))
            else:
                yield FoundChart(chart, owner, part, name, drawing)


def replace_charts(
    roots: Mapping[str, etree._Element], parts: Mapping[str, bytes]
) -> tuple[dict[str, bytes], tuple[Drawing, ...], tuple[str, ...]]:
    """Put a picture into ``roots`` in the place of every chart that is drawn here.

    Returns the other parts, the drawings by the numbers of their pictures, and why the rest of
    the charts is left as it is. Raises `ConversionError` when a part that it needs is no XML.
    """
    changed = dict(parts)
    found = list(find_charts(roots, parts))
    drawings: list[Drawing] = []
    links: dict[str, etree._Element] = {}
    for chart in found:
        if chart.drawing is None:
            continue
        picture = f"chart-drawn-{len(drawings)}.png"
        changed[f"{_FOLDER}/{picture}"] = _make_picture(len(drawings))
        drawings.append(chart.drawing)
        rels = name_relationships(chart.owner)
        if rels not in links:
            links[rels] = parse_part(rels, parts[rels])
        _put_picture(chart.element, _relate(links[rels], f"media/{picture}"))
    if drawings:
        left = {chart.part for chart in found if chart.drawing is None}
        gone = {chart.part for chart in found} - left
        _drop_parts(changed, links, gone)
        changed |= {name: write_part(root) for name, root in links.items()}
    reasons = tuple(chart.reason for chart in found if chart.drawing is None)
    return changed, tuple(drawings), reasons


@lru_cache(maxsize=64)
def draw_part(
    name: str, part: bytes, theme: tuple[tuple[str, str], ...], width: float, height: float
) -> Drawing:
    """Draw a chart part; kept, since all offices of a country have its chart in common."""
    return draw_chart(read_chart(parse_part(name, part), dict(theme)), width, height)


def _read_theme(parts: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    names = sorted(name for name in parts if name.startswith("word/theme/theme"))
    colours = read_theme(parse_part(names[0], parts[names[0]]) if names else None)
    return tuple(sorted(colours.items()))


def _read_name(chart: etree._Element) -> str:
    """The alternative text by which a template names its chart, or its title."""
    frame = next(chart.iterancestors(f"{WP}inline", f"{WP}anchor"), None)
    properties = None if frame is None else frame.find(f"{WP}docPr")
    if properties is None:
        return ""
    return properties.get("descr") or properties.get("title") or properties.get("name") or ""


def _read_extent(chart: etree._Element) -> tuple[float, float]:
    """The chart's width and height in points."""
    data = chart.getparent()
    graphic = None if data is None else data.getparent()
    frame = None if graphic is None else graphic.getparent()
    if frame is None or frame.tag not in (f"{WP}inline", f"{WP}anchor"):
        raise NotDrawnError("wpg")
    extent = frame.find(f"{WP}extent")
    width, height = (
        0.0 if extent is None else int(extent.get(side, "0")) / _EMU_PER_POINT
        for side in ("cx", "cy")
    )
    if width <= 0 or height <= 0:
        raise NotDrawnError("wp:extent")
    return width, height


def _make_picture(number: int) -> bytes:
    """A PNG of one row of dots that say which picture it is."""
    dots = MARK + number.to_bytes(3, "big")
    head = struct.pack(">IIBBBBB", MARK_WIDTH, 1, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" + dots)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


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


def _put_picture(chart: etree._Element, identifier: str) -> None:
    """Put a picture in the chart's frame; the frame keeps its size and its words."""
    data = chart.getparent()
    extent = next(chart.iterancestors(f"{WP}inline", f"{WP}anchor")).find(f"{WP}extent")
    assert data is not None
    assert extent is not None
    data.set("uri", PIC.strip("{}"))
    data.remove(chart)
    size = {side: extent.get(side, "0") for side in ("cx", "cy")}
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


def _drop_parts(
    changed: dict[str, bytes], links: Mapping[str, etree._Element], gone: set[str]
) -> None:
    """Take the charts that are drawn out of the package, with what belongs to them alone.

    ``changed`` are all parts, ``links`` the parsed relationships of those that show charts.
    """
    away = set(gone)
    for part in gone:
        away |= {resolve(part, link.target) for link in read_relationships(changed, part)}
        away.add(name_relationships(part))
    away &= {name for name in changed if posixpath.dirname(name) in _list_folders(gone)}
    for rels, root in links.items():
        owner = posixpath.join(
            posixpath.dirname(posixpath.dirname(rels)), posixpath.basename(rels)[: -len(".rels")]
        )
        for link in list(root):
            if resolve(owner, link.get("Target", "")) in away:
                root.remove(link)
    types = parse_part("[Content_Types].xml", changed["[Content_Types].xml"])
    for entry in list(types):
        if entry.get("PartName", "").lstrip("/") in away:
            types.remove(entry)
    if all((e.get("Extension") or "").lower() != "png" for e in types):
        types.insert(
            0, etree.Element(f"{CONTENT_TYPES}Default", Extension="png", ContentType="image/png")
        )
    changed["[Content_Types].xml"] = write_part(types)
    for name in away:
        del changed[name]


def _list_folders(gone: set[str]) -> set[str]:
    charts = {posixpath.dirname(part) for part in gone}
    return charts | {posixpath.join(folder, "_rels") for folder in charts} | {"word/embeddings"}
