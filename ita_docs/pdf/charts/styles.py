"""How a chart's words, numbers, areas and lines are written in its XML."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from lxml import etree

from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.package import A

NO_FILL = ""
"""An area or a line of which the chart says that it is not painted."""

_POINTS_PER_SIZE = 100
_EMU_PER_POINT = 12_700
_DEFAULT_SIZE = 10.0
# Office's own accents, for a document whose theme does not say.
_OFFICE_ACCENTS = ("4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_SCHEME_NAMES = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
# Prefix, digits and suffix: [$-D00041E]  "ร้อยละ "  #,##0.00  " คะแนน"
_LITERAL = r'(?:"[^"]*"|\\.|[ ()+\-:/])*'
_FORMAT = re.compile(
    rf"(?P<locale>(?:\[\$[^\]]*\])*)(?P<before>{_LITERAL})"
    rf"(?P<digits>General|#,##0(?:\.0+)?|0(?:\.0+)?)(?P<percent>%?)(?P<after>{_LITERAL})",
    re.IGNORECASE,
)
_THAI_DIGITS = re.compile(r"\[\$-D\w{2}041E\]", re.IGNORECASE)
_TO_THAI = {ord("0") + digit: 0x0E50 + digit for digit in range(10)}
_LITERAL_SIGNS = re.compile(r'"([^"]*)"|\\(.)|(.)')
# Lengths of dashes and gaps in widths of the line (ECMA-376, 20.1.10.49).
_DASHES: Mapping[str, tuple[int, ...]] = {
    "solid": (),
    "dot": (1, 3),
    "sysDot": (1, 1),
    "dash": (4, 3),
    "sysDash": (3, 1),
    "lgDash": (8, 3),
    "dashDot": (4, 3, 1, 3),
    "sysDashDot": (3, 1, 1, 1),
    "lgDashDot": (8, 3, 1, 3),
    "lgDashDotDot": (8, 3, 1, 3, 1, 3),
    "sysDashDotDot": (3, 1, 1, 1, 1, 1),
}
# Attributes of words that change how they look, and the values that change nothing.
_PLAIN = {"u": "none", "strike": "noStrike", "cap": "none", "baseline": "0"}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in points, weight, slant and colour (RRGGBB) of a chart's words."""

    size: float = _DEFAULT_SIZE
    bold: bool = False
    italic: bool = False
    colour: str = "000000"


@dataclass(frozen=True, slots=True)
class Pen:
    """A line: colour (RRGGBB), width in points, and its dashes in widths."""

    colour: str
    width: float = 0.75
    dashes: tuple[int, ...] = ()


@lru_cache(maxsize=64)
def read_format(code: str) -> re.Match[str]:
    """The parts of a number format; raises `NotDrawnError` for one that is not known here."""
    found = _FORMAT.fullmatch(code)
    if found is None:
        raise NotDrawnError(f"formatCode={code}")
    return found


def format_number(number: float, code: str) -> str:
    """The number as the chart's number format writes it, in Thai digits if asked.

    Microsoft's ``[$-D00041E]`` is the locale Thai with Thai digits; General drops zeros. Raises
    `NotDrawnError` for a format with conditions, dates, fractions or the like.
    """
    found = read_format(code)
    exact = Decimal(repr(float(number)))
    if found["percent"]:
        exact *= 100
    digits = found["digits"]
    if digits.lower() == "general":
        text = f"{float(exact):.10g}"
    else:
        places = len(digits.partition(".")[2])
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = f"{exact:,f}" if "," in digits else f"{exact:f}"
    text = text.translate(_TO_THAI) if _THAI_DIGITS.search(found["locale"]) else text
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    before, after = map(_write_literal, (found["before"], found["after"]))
    return f"{sign}{before}{text}{found['percent']}{after}"


def _write_literal(text: str) -> str:
    return _LITERAL_SIGNS.sub(lambda found: found[1] or found[2] or found[3] or "", text)


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
        for name, plain in _PLAIN.items():
            if properties.get(name, plain) != plain:
                raise NotDrawnError(f"{name}={properties.get(name)}")
        colour = read_fill(properties, theme)
        if colour == NO_FILL:
            raise NotDrawnError("noFill")
        size, bold, italic = (properties.get(name) for name in ("sz", "b", "i"))
        style = TextStyle(
            size=int(size) / _POINTS_PER_SIZE if size else style.size,
            bold=style.bold if bold is None else bold in ("1", "true"),
            italic=style.italic if italic is None else italic in ("1", "true"),
            colour=colour or style.colour,
        )
    return style


def read_fill(node: etree._Element | None, theme: Mapping[str, str]) -> str | None:
    """The colour (RRGGBB) of a shape, a line or letters; `NO_FILL`, or None where it is not said.

    Raises `NotDrawnError` for a colour that is made in a way not known here.
    """
    if node is None:
        return None
    if node.find(f"{A}noFill") is not None:
        return NO_FILL
    fill = node.find(f"{A}solidFill")
    for colour in [] if fill is None else fill:
        name, value = etree.QName(colour).localname, colour.get("val", "")
        if name == "srgbClr":
            rgb: str | None = value
        elif name == "sysClr":
            rgb = colour.get("lastClr")
        else:
            rgb = theme.get(_SCHEME_NAMES.get(value, value))
        if not rgb or not re.fullmatch("[0-9A-Fa-f]{6}", rgb):
            raise NotDrawnError(f"{name}={value}")
        return _shade(rgb.upper(), colour)
    return None


def read_pen(
    node: etree._Element | None, theme: Mapping[str, str], usual: Pen | None
) -> Pen | None:
    """The line (``a:ln``) of a shape; ``usual`` where nothing is said of it, None for none."""
    line = None if node is None else node.find(f"{A}ln")
    colour = read_fill(line, theme)
    if line is None or colour == NO_FILL:
        return usual if line is None else None
    if colour is None and usual is None:
        return None
    dash = line.find(f"{A}prstDash")
    kind = "solid" if dash is None else dash.get("val", "solid")
    if kind not in _DASHES:
        raise NotDrawnError(f"prstDash={kind}")
    width, base = line.get("w"), usual or Pen("000000")
    return Pen(
        colour or base.colour,
        int(width) / _EMU_PER_POINT if width else base.width,
        _DASHES[kind] if dash is not None else base.dashes,
    )


def _shade(rgb: str, colour: etree._Element) -> str:
    """Apply a theme colour's lightness (lumMod and lumOff), as Office does: in HSL."""
    factor, offset = 1.0, 0.0
    for change in colour:
        amount = int(change.get("val", "0")) / 100_000
        if change.tag == f"{A}lumMod":
            factor = amount
        elif change.tag == f"{A}lumOff":
            offset = amount
    if (factor, offset) == (1.0, 0.0):
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(
        *(int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    )
    shaded = colorsys.hls_to_rgb(hue, min(1.0, light * factor + offset), saturation)
    return "".join(f"{round(part * 255):02X}" for part in shaded)
