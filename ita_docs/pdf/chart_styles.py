"""How a chart's words, numbers and colours are written in its XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lxml import etree

from ita_docs.pdf.package import A

_POINTS_PER_SIZE = 100
_DEFAULT_SIZE = 10.0
# Office's own accents, for a document whose theme does not say.
_OFFICE_ACCENTS = ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_SCHEME_NAMES = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
_THAI_DIGITS = re.compile(r"\[\$-D\w{2}041E\]", re.IGNORECASE)
_DECIMALS = re.compile(r"0\.(0+)")
_LITERALS = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in points, weight and colour (RRGGBB) of a chart's words."""

    size: float = _DEFAULT_SIZE
    bold: bool = False
    colour: str = "000000"


def format_number(number: float, code: str) -> str:
    """The number as the chart's number format writes it: decimals, and Thai digits if asked.

    Microsoft's ``[$-D00041E]`` is the locale Thai with Thai digits; General drops zeros.
    """
    plain = _LITERALS.sub("", code)
    exact = Decimal(repr(float(number)))
    if "%" in plain:
        exact *= 100
    if "0" in plain:
        decimals = _DECIMALS.search(plain)
        places = Decimal(1).scaleb(-len(decimals[1]) if decimals else 0)
        text = f"{exact.quantize(places, ROUND_HALF_UP):f}"
    else:
        text = f"{number:.10g}"
    if "%" in plain:
        text += "%"
    if _THAI_DIGITS.search(code):
        text = text.translate({ord("0") + digit: 0x0E50 + digit for digit in range(10)})
    return text


def read_theme(root: etree._Element | None) -> dict[str, str]:
    """The colours of a theme part by their names, with Office's own where it is silent."""
    colours = {f"accent{place}": rgb for place, rgb in enumerate(_OFFICE_ACCENTS, 1)}
    colours |= {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}
    scheme = None if root is None else root.find(f".//{A}clrScheme")
    for entry in [] if scheme is None else scheme:
        for colour in entry:
            if value := colour.get("lastClr") or colour.get("val"):
                colours[etree.QName(entry).localname] = value
    return colours


def read_style(node: etree._Element | None, theme: Mapping[str, str], base: TextStyle) -> TextStyle:
    """The first run's or paragraph's properties under ``node``, over those of ``base``."""
    style = base
    if node is None:
        return style
    for properties in (node.find(f".//{A}defRPr"), node.find(f".//{A}r/{A}rPr")):
        if properties is None:
            continue
        size, bold = properties.get("sz"), properties.get("b")
        style = TextStyle(
            size=int(size) / _POINTS_PER_SIZE if size else style.size,
            bold=style.bold if bold is None else bold in ("1", "true"),
            colour=read_fill(properties, theme) or style.colour,
        )
    return style


def read_fill(node: etree._Element | None, theme: Mapping[str, str]) -> str | None:
    """The colour (RRGGBB) that fills a shape, a line or letters; None where it is not plain."""
    fill = None if node is None else node.find(f"{A}solidFill")
    for colour in [] if fill is None else fill:
        name = etree.QName(colour).localname
        value = colour.get("val", "")
        rgb = value if name == "srgbClr" else theme.get(_SCHEME_NAMES.get(value, value))
        if name == "sysClr":
            rgb = colour.get("lastClr")
        if rgb:
            return _shade(rgb, colour)
    return None


def _shade(rgb: str, colour: etree._Element) -> str:
    """Apply a theme colour's lightness (lumMod and lumOff), near enough in RGB."""
    factor, offset = 1.0, 0.0
    for change in colour:
        amount = int(change.get("val", "0")) / 100_000
        if change.tag == f"{A}lumMod":
            factor = amount
        elif change.tag == f"{A}lumOff":
            offset = amount
    parts = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    shaded = (min(1.0, part * factor + offset) for part in parts)
    return "".join(f"{round(part * 255):02X}" for part in shaded)
