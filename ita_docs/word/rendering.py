"""Make an office's document: the template's form, filled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ita_docs.ooxml.package import Member, pack, write_package
from ita_docs.problems import Location, TemplateError
from ita_docs.word.charts import grow_chart
from ita_docs.word.emblem import Picture, read_picture
from ita_docs.word.grammar import CHART_HEIGHTS
from ita_docs.word.package import DOCUMENT
from ita_docs.word.properties import (
    DocumentProperties,
    pack_core_properties,
    pack_custom_properties,
)
from ita_docs.word.template import BoundChart, Template

TEXT_WIDTH = 5_760_000
"""The widest an emblem gets, in EMU: the 16 cm between the margins of A4 as laid down."""
_FAST = 1
"""zlib's level for an office's own text: four fifths of level 4's time, 0.7 kB more of 29 kB."""


def render_document(
    template: Template,
    context: Mapping[str, Any],
    *,
    properties: DocumentProperties,
    font: str | None = None,
    emblem: bytes | None = None,
) -> bytes:
    """The finished .docx; the same input gives the same bytes.

    ``font`` replaces the template's default font everywhere. ``emblem`` is a PNG or JPEG, set as
    high as the template's emblem slot; without one the slot is an empty line of that height.
    Raises TemplateError, RenderingError (``document-text-unprintable``) and InputError
    (``emblem-unreadable``).
    """
    template = template.in_font(font)
    picture = read_picture(emblem) if emblem is not None else None
    width, height = _emblem_size(template, picture)
    own = {"_emblem_given": picture is not None, "_emblem_width": width, "_emblem_height": height}
    texts = {**context, **own, CHART_HEIGHTS: _chart_heights(template, context)}
    filled = {part.name: part.render(texts) for part in template.parts}
    kept, dropped = _sort_charts(template, filled)
    shell = template.shell(frozenset(chart.name for chart in dropped), picture)
    changed = [pack(name, content, level=_FAST) for name, content in filled.items()]
    for chart in kept:
        changed += _refill(template, chart, context)
    changed += (pack_core_properties(properties), pack_custom_properties(properties))
    if emblem is not None and picture is not None and template.emblem is not None:
        changed.append(_pack_emblem(picture.part, emblem))
    members = shell.members | {member.name: member for member in changed}
    return write_package(members.values())


def _emblem_size(template: Template, picture: Picture | None) -> tuple[int, int]:
    """Width and height in EMU: the slot's height by the picture's proportions."""
    slot = template.emblem
    if slot is None:
        return 0, 0
    if picture is None:
        return slot.width, slot.height
    width = round(slot.height * picture.width / picture.height)
    if width <= TEXT_WIDTH:
        return width, slot.height
    return TEXT_WIDTH, max(1, round(TEXT_WIDTH * picture.height / picture.width))


def _chart_heights(template: Template, context: Mapping[str, Any]) -> dict[str, int]:
    charts = context["charts"]
    return {
        chart.name: grow_chart(chart.part, chart.height, charts[chart.name]["labels"])
        for chart in template.charts
    }


def _sort_charts(
    template: Template, filled: Mapping[str, bytes]
) -> tuple[list[BoundChart], list[BoundChart]]:
    """The charts that stand in the finished document, and those whose block was left out."""
    document = filled.get(DOCUMENT, b"")
    kept: list[BoundChart] = []
    dropped: list[BoundChart] = []
    for chart in template.charts:
        stands = f'r:id="{chart.relationship}"'.encode() in document
        (kept if stands else dropped).append(chart)
    return kept, dropped


def _refill(
    template: Template, chart: BoundChart, context: Mapping[str, Any]
) -> tuple[Member, Member]:
    data = context["charts"][chart.name]
    at = Location(template.name, part=chart.part.name)
    if not any(data["points"]):
        raise TemplateError("template-chart-unguarded", at, name=chart.name)
    try:
        return template.refill(chart.part, chart.workbook, data)
    except TemplateError as error:
        raise TemplateError(error.code, at, **error.values) from error


@lru_cache(maxsize=8)
def _pack_emblem(part: str, emblem: bytes) -> Member:
    return pack(part, emblem, level=0)
