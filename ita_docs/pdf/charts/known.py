"""What the drawer knows of a chart's XML. Whatever else a chart says is left to the engine.

Drawn as if it were not there, a shadow or a third dimension would make another chart of it, and
nobody would hear of it. So every element must be one of these:

    <c:barChart>  <a:solidFill>   known: `reading.py` reads it, or it changes nothing that is seen
    <a:gradFill>  <c:view3D>      not known: the chart is the engine's
"""

from __future__ import annotations

from lxml import etree

from ita_docs.pdf.package import A, C

PLOTS = ("barChart", "lineChart", "pieChart")

_CHART = """
chartSpace date1904 lang style clrMapOvr protection roundedCorners chart spPr txPr externalData
autoUpdate printSettings headerFooter pageMargins pageSetup autoTitleDeleted plotArea layout
manualLayout layoutTarget xMode yMode wMode hMode x y w h plotVisOnly dispBlanksAs showDLblsOverMax
title tx rich overlay strRef strCache strLit f ptCount pt v formatCode numRef numCache numLit
barDir grouping varyColors ser idx order invertIfNegative dPt bubble3D explosion dLbls dLbl delete
numFmt dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator
showLeaderLines leaderLines cat val marker symbol size smooth gapWidth overlap axId firstSliceAng
catAx valAx scaling orientation max min axPos majorGridlines majorTickMark minorTickMark tickLblPos
crossAx crosses auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl crossBetween majorUnit
minorUnit legend legendPos extLst
"""
_DRAWING = """
solidFill srgbClr schemeClr sysClr lumMod lumOff noFill ln prstDash round miter bevel effectLst
bodyPr normAutofit spAutoFit noAutofit lstStyle p pPr defRPr endParaRPr r rPr t latin ea cs sym br
"""
_KNOWN = frozenset(
    [*(C + name for name in (*_CHART.split(), *PLOTS)), *(A + name for name in _DRAWING.split())]
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_EXTENSIONS = (f"{C}extLst", f"{A}extLst", f"{_COMPATIBILITY}AlternateContent")
# What extensions of later Offices may say here: names of parts, and how empty cells are treated.
_EXTENSION = """
ext extLst uniqueId style layout showLeaderLines leaderLines dataDisplayOptions16 dispNaAsBlank spPr
ln solidFill schemeClr srgbClr lumMod lumOff round noFill effectLst pivotOptions
AlternateContent Choice Fallback
"""
_HARMLESS = frozenset(_EXTENSION.split())
_NO = ("0", "false")
# One value only is drawn, that which says that there is nothing to draw.
_ONLY = {
    C + name: values
    for name, values in {
        "roundedCorners": _NO,
        "explosion": ("0",),
        "overlay": _NO,
        "smooth": _NO,
        "showBubbleSize": _NO,
        "showSerName": _NO,
        "showLegendKey": _NO,
        "minorTickMark": ("none",),
        "bubble3D": _NO,
    }.items()
}


class NotDrawnError(Exception):
    """A chart that is left to the engine; the message names what is not known of it."""


def refuse_unknown(root: etree._Element) -> None:
    """Raise `NotDrawnError` for a chart part that says something which is not drawn here.

    What later Offices have added without effect is taken out of the part.
    """
    for extension in list(
        root.iter(f"{C}extLst", f"{A}extLst", f"{_COMPATIBILITY}AlternateContent")
    ):
        _refuse_extension(extension)
        holder = extension.getparent()
        if holder is not None:
            holder.remove(extension)
    for node in root.iter():
        if node.tag not in _KNOWN:
            if isinstance(node.tag, str):
                raise NotDrawnError(etree.QName(node).localname)
        elif node.tag in _ONLY and node.get("val", "1") not in _ONLY[node.tag]:
            raise NotDrawnError(f"{etree.QName(node).localname}={node.get('val', '1')}")


def _refuse_extension(node: etree._Element) -> None:
    for part in node.iter():
        name = etree.QName(part).localname if isinstance(part.tag, str) else "extLst"
        if name not in _HARMLESS:
            raise NotDrawnError(name)
