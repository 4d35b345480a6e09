"""Pictures and charts in a document, and the words that stand for them."""

from __future__ import annotations

from lxml import etree

from ita_docs.pdf.package import PIC, WP, C


def list_alt_texts(body: etree._Element) -> tuple[str, ...]:
    """The alternative texts of the pictures and charts of a part, in reading order.

    One without its own text gives its title, or an empty string.
    """
    return tuple(read_alt_text(drawing) for drawing in list_drawings(body))


def list_drawings(body: etree._Element) -> list[etree._Element]:
    """The inline and floating drawings that show a picture or a chart."""
    frames = body.iter(f"{WP}inline", f"{WP}anchor")
    return [frame for frame in frames if _shows_figure(frame)]


def read_alt_text(drawing: etree._Element) -> str:
    """The alternative text of one drawing."""
    properties = drawing.find(f"{WP}docPr")
    if properties is None:
        return ""
    return (properties.get("descr") or properties.get("title") or "").strip()


def _shows_figure(frame: etree._Element) -> bool:
    return any(True for _ in frame.iter(f"{PIC}pic", f"{C}chart"))
