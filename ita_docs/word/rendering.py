"""Make an office's document: the template's form, filled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ita_docs.ooxml.package import Member, pack, write_package
from ita_docs.problems import Location, TemplateError
from ita_docs.word.charts import grow_chart
from ita_docs.word.emblem import PICTURES, Picture, read_picture, strip_metadata
from ita_docs.word.notes import copy_notes
from ita_docs.word.placeholders import CHART_HEIGHTS
from ita_docs.word.properties import (
    DocumentProperties,
    pack_core_properties,
    pack_custom_properties,
)
from ita_docs.word.template import BoundChart, PictureSlot, Template

TEXT_WIDTH = 5_760_000
"""The widest an emblem gets, in EMU: the 16 cm between the margins of A4 as laid down."""
_SMALL = 4096
"""Bytes of a part that is worth keeping packed."""
_FAST = 1
"""zlib's level for an office's own text: four fifths of level 4's time, 0.7 kB more of 29 kB."""


def render_document(
    template: Template,
    context: Mapping[str, Any],
    *,
    properties: DocumentProperties,
    font: str | None = None,
    emblem: bytes | None = None,
    signature: bytes | None = None,
) -> bytes:
    """The finished .docx; the same input gives the same bytes.

    ``font`` replaces the template's default font everywhere. ``emblem`` and ``signature`` are PNG
    or JPEG pictures, set as high as the template's slot for them; the emblem's slot is an empty
    line of that height without one. Raises TemplateError, RenderingError
    (``document-text-unprintable``) and InputError (``emblem-unreadable``).
    """
    template = template.in_font(font)
    contents = {"emblem": emblem, "signature": signature}
    given = {
        name: (content, read_picture(content, name))
        for name, content in contents.items()
        if content is not None and name in template.pictures
    }
    pictures = {name: picture for name, (_, picture) in given.items()}
    texts = {**context, **measure(template, context, pictures)}
    filled = {part.name: part.render(texts) for part in template.parts}
    if any(part.needs.notes for part in template.parts):
        filled |= _copy_notes(template, filled)
    kept, dropped = _sort_charts(template, filled)
    shell = template.shell(frozenset(chart.name for chart in dropped), pictures)
    changed = [
        (_pack_small if len(content) < _SMALL else _pack)(name, content)
        for name, content in filled.items()
    ]
    for chart in kept:
        changed += _refill(template, chart, context)
    changed += (pack_core_properties(properties), pack_custom_properties(properties))
    changed += (_pack_picture(picture.part_of(name), it) for name, (it, picture) in given.items())
    members = shell.members | {member.name: member for member in changed}
    return write_package(members.values())


def _copy_notes(template: Template, filled: Mapping[str, bytes]) -> dict[str, bytes]:
    package = template.package
    names = package.related(package.main, "footnotes", "endnotes")
    notes = {name: filled.get(name) or package.content(name) for name in names}
    copied = copy_notes(filled[package.main], notes)
    return {name or package.main: content for name, content in copied.items()}


def _fit_picture(slot: PictureSlot | None, picture: Picture | None, name: str) -> tuple[int, int]:
    """Width and height in EMU: the slot's height by the picture's proportions.

    An emblem may be as wide as the text, a signature no wider than its slot.
    """
    if slot is None:
        return 0, 0
    if picture is None:
        return slot.width, slot.height
    widest = TEXT_WIDTH if name == "emblem" else slot.width
    width = round(slot.height * picture.width / picture.height)
    if width <= widest:
        return width, slot.height
    return widest, max(1, round(widest * picture.height / picture.width))


def measure(
    template: Template, context: Mapping[str, Any], pictures: Mapping[str, Picture]
) -> dict[str, Any]:
    """What a template's own drawings ask for beside the context: sizes of pictures and charts."""
    own: dict[str, Any] = {CHART_HEIGHTS: _chart_heights(template, context)}
    for name in PICTURES:
        width, height = _fit_picture(template.pictures.get(name), pictures.get(name), name)
        own |= {f"_{name}_given": name in pictures}
        own |= {f"_{name}_width": width, f"_{name}_height": height}
    return own


def _chart_heights(template: Template, context: Mapping[str, Any]) -> dict[str, int]:
    charts = context.get("charts", {})  # a kind of document without charts names none
    return {
        chart.name: grow_chart(chart.part, chart.height, charts[chart.name]["labels"])
        for chart in template.charts
    }


def _sort_charts(
    template: Template, filled: Mapping[str, bytes]
) -> tuple[list[BoundChart], list[BoundChart]]:
    """The charts that stand in the finished document, and those whose block was left out."""
    document = filled.get(template.package.main, b"")
    kept: list[BoundChart] = []
    dropped: list[BoundChart] = []
    for chart in template.charts:
        stands = f':id="{chart.relationship}"'.encode() in document
        (kept if stands else dropped).append(chart)
    return kept, dropped


def _refill(
    template: Template, chart: BoundChart, context: Mapping[str, Any]
) -> tuple[Member, ...]:
    data = context["charts"][chart.name]
    at = Location(template.name, part=chart.part.name)
    if not any(data["points"]):
        raise TemplateError("template-chart-unguarded", at, name=chart.name)
    try:
        return template.refill(chart.part, chart.workbook, data)
    except TemplateError as error:
        raise TemplateError(error.code, at, **error.values) from error


def _pack(name: str, content: bytes) -> Member:
    return pack(name, content, level=_FAST)


_pack_small = lru_cache(maxsize=16)(_pack)
"""A header says of one office what it said of the one before."""


@lru_cache(maxsize=8)
def _pack_picture(part: str, picture: bytes) -> Member:
    return pack(part, strip_metadata(picture), level=0)
