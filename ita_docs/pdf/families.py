"""Which font families the text of a document asks for, and what the engine is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from ita_docs.pdf.fonts import DIGIT_FAMILY, THAI_FAMILY, is_shipped_family
from ita_docs.pdf.package import W

_SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
_THEME_SCRIPTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
# Bullets: LibreOffice has its own sign for each, which a face of letters lacks.
_SYMBOLS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "opensymbol")
_STYLES = "word/styles.xml"


def list_foreign_families(roots: Mapping[str, etree._Element]) -> tuple[str, ...]:
    """The families, sorted, that the text asks for and that only another font could draw.

    Looked at are the text's own runs, the styles in use with those they are based on, and the
    document's defaults where the default style leaves them open; a family that stands in an
    unused style draws nothing.
    """
    bodies = [root for name, root in roots.items() if name != _STYLES]
    asked = {family for root in bodies for family in _list_families(root.iterfind(f".//{W}r"))}
    if (styles := roots.get(_STYLES)) is not None:
        used = _list_used_styles(styles, bodies)
        if not any(_settles_fonts(style) for style in used):
            used += styles.iterfind(f"{W}docDefaults/{W}rPrDefault")
        asked |= _list_families(used)
    return tuple(sorted(family for family in asked if _is_foreign(family)))


def ask_for_shipped_fonts(root: etree._Element) -> None:
    """Name the shipped face wherever another is asked for, by name, by theme or by silence.

    An engine that is asked for a face it has not got takes one of its own choice.
    """
    for defaults in root.iterfind(f"{W}docDefaults"):
        _open_default_fonts(defaults)
    for fonts in root.iter(f"{W}rFonts"):
        for script, theme in zip(_SCRIPTS, _THEME_SCRIPTS, strict=True):
            family = fonts.get(W + script, "")
            if fonts.attrib.pop(W + theme, "") or _is_replaced(family):
                fonts.set(W + script, THAI_FAMILY)


def _open_default_fonts(defaults: etree._Element) -> None:
    """Let the document's defaults name the face for every script."""
    node = defaults
    for tag in ("rPrDefault", "rPr", "rFonts"):
        found = node.find(W + tag)
        if found is None:
            found = etree.Element(W + tag)
            node.insert(0, found)
        node = found
    for script in _SCRIPTS:
        if W + script not in node.attrib:
            node.set(W + script, THAI_FAMILY)


def _is_replaced(family: str) -> bool:
    named = bool(family) and family.casefold() not in _SYMBOLS
    return named and family not in (THAI_FAMILY, DIGIT_FAMILY)


def _is_foreign(family: str) -> bool:
    return not is_shipped_family(family) and family.casefold() not in _SYMBOLS


def _list_families(holders: Iterable[etree._Element]) -> set[str]:
    """The families in the run properties right under each holder."""
    found = set()
    for holder in holders:
        for fonts in holder.iterfind(f"{W}rPr/{W}rFonts"):
            # East Asian text does not occur; Word writes that face whatever it is.
            for script, theme in (
                ("ascii", "asciiTheme"),
                ("hAnsi", "hAnsiTheme"),
                ("cs", "cstheme"),
            ):
                if name := fonts.get(W + theme):
                    found.add(f"{name} (theme)")
                elif name := fonts.get(W + script):
                    found.add(name)
    return found


def _settles_fonts(style: etree._Element) -> bool:
    """Say whether it is the default paragraph style and names a face for Thai and for Latin."""
    if style.get(f"{W}type") != "paragraph" or style.get(f"{W}default") not in ("1", "true"):
        return False
    fonts = style.find(f"{W}rPr/{W}rFonts")
    return fonts is not None and bool(fonts.get(f"{W}ascii") and fonts.get(f"{W}cs"))


def _list_used_styles(
    styles: etree._Element, bodies: Iterable[etree._Element]
) -> list[etree._Element]:
    by_id = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    waiting = [name for name, style in by_id.items() if style.get(f"{W}default") in ("1", "true")]
    for root in bodies:
        references = root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
        waiting += {reference.get(f"{W}val", "") for reference in references}
    used: dict[str, etree._Element] = {}
    while waiting:
        name = waiting.pop()
        style = by_id.get(name)
        if style is None or name in used:
            continue
        used[name] = style
        based = style.find(f"{W}basedOn")
        if based is not None:
            waiting.append(based.get(f"{W}val", ""))
    return list(used.values())
