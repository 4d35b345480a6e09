"""The emblem's slot without an emblem: an empty line as high as the picture would be.

A transparent picture with the words "Garuda emblem" would tell readers of a picture that is not
there, and one without words would be a figure without words, which PDF/UA forbids.
"""

from __future__ import annotations

from lxml import etree

from ita_docs.ooxml.wordml import WP, P, R, W, paragraph_of

_EMU_PER_TWIP = 635
_FORMAT, _SPACING = f"{{{W}}}pPr", f"{{{W}}}spacing"
_LINE, _RULE = f"{{{W}}}line", f"{{{W}}}lineRule"
_GIVEN, _MISSING = "{% if _emblem_given %}", "{% if not _emblem_given %}"
# What comes behind w:spacing in a paragraph's properties (ECMA-376, 17.3.1.26).
_BEHIND = frozenset(
    f"{{{W}}}{name}"
    for name in (
        "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
        "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
        "pPrChange",
    )
)  # fmt: skip


def leave_out_when_empty(drawing: etree._Element, height: int) -> None:
    """Put the run of a drawing under the condition that there is an emblem.

    Without one the paragraph of an inline drawing is made as high as it (``height`` in EMU); a
    floating one takes no room.
    """
    run = next(drawing.iterancestors(R), None)
    paragraph = paragraph_of(drawing)
    if run is None or paragraph is None or run.getparent() is None:
        return
    _write_before(run, _GIVEN)
    run.tail = "{% endif %}" + (run.tail or "")
    if drawing.tag == f"{{{WP}}}inline" and paragraph.tag == P:
        _keep_room(paragraph, str(round(height / _EMU_PER_TWIP)))


def _keep_room(paragraph: etree._Element, twips: str) -> None:
    properties = paragraph.find(_FORMAT)
    if properties is None:
        properties = etree.Element(_FORMAT)
        paragraph.insert(0, properties)
        # What stood before the first run, the condition among it, stays before it.
        properties.tail, paragraph.text = paragraph.text, None
    spacing = properties.find(_SPACING)
    if spacing is not None:
        for name, usual, empty in ((_LINE, "240", twips), (_RULE, "auto", "exact")):
            given = spacing.get(name, usual)
            spacing.set(name, f"{_GIVEN}{given}{{% else %}}{empty}{{% endif %}}")
        return
    spacing = etree.Element(_SPACING, {_LINE: twips, _RULE: "exact"})
    follows = next((child for child in properties if child.tag in _BEHIND), None)
    properties.insert(len(properties) if follows is None else properties.index(follows), spacing)
    _write_before(spacing, _MISSING)
    spacing.tail = "{% endif %}" + (spacing.tail or "")


def _write_before(element: etree._Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
