"""A Word template: its parts compiled once, its charts and its pictures' slots found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from xml.sax.saxutils import escape

from lxml import etree

from ita_docs.ooxml.package import Member
from ita_docs.ooxml.wordml import WP, W, with_usual_prefix
from ita_docs.problems import Location, Problem, TemplateError
from ita_docs.word.blocks import find_conditions
from ita_docs.word.compiled_part import CompiledPart, make_environment
from ita_docs.word.controls import open_controls, read_own_styles
from ita_docs.word.emblem import PICTURES, Picture, leave_out_when_empty
from ita_docs.word.first_pages import restore_other_pages
from ita_docs.word.grammar import Grammar
from ita_docs.word.lists import add_spare_lists, drop_restated_lists, read_list_styles
from ita_docs.word.lost_frames import has_lost_frames, restore_frames
from ita_docs.word.package import CHART_TYPE, WORKBOOK_KIND, Package
from ita_docs.word.page_sections import tie_sections
from ita_docs.word.placeholders import CHART_HEIGHTS, Shape
from ita_docs.word.tags import join_tags

Refill = Callable[[Member, Member | None, Any], tuple[Member, ...]]
"""``charts.refill_chart``: chart part, its workbook if any, and numbers to the parts filled."""

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = {"w": W, "wp": WP, "a": _A, "c": _C, "r": _R}
_BOUND_CHART = re.compile(r"\s*\{\{-?\s*charts\.(\w+)\.alt_text\s*-?\}\}\s*")
_GUARD = re.compile(r"\{%\S*\s*if\s+charts\.(\w+)\.present\s*-?%\}")
_BOUND_PICTURE = re.compile(rf"\s*\{{\{{-?\s*({'|'.join(PICTURES)})\.alt_text\s*-?\}}\}}\s*")
_TEXTS = ("header", "footer", "footnotes", "endnotes")
_UNREAD = ("core-properties", "extended-properties", "custom-properties")
"""Written from data, or shown by no program; so is custom XML."""


@dataclass(frozen=True, slots=True)
class BoundChart:
    """A chart of the template and the chart of the context that its alt text names.

    ``height`` is what it was drawn with, in EMU; 0 where the drawing does not say.
    """

    name: str
    relationship: str
    height: int
    part: Member
    workbook: Member | None


@dataclass(frozen=True, slots=True)
class PictureSlot:
    """The placeholder of an office's picture; sizes in EMU (360 000 to the centimetre)."""

    relationship: str
    width: int
    height: int


class Template:
    """A loaded template. Holds no state of an office; one serves a whole run.

    ``font`` is its default font; ``placeholders`` are the context's fields that it uses, as
    ``plan.rows[].order``, and ``printed`` those of them that it prints; ``content`` are the bytes
    that it was loaded from. ``problems`` are what is wrong with its tags and charts, and nothing
    is rendered from one that has any; ``advice`` is what a sound one may surprise with;
    ``restored_frames`` are those that a program had dropped.
    """

    content: bytes = b""
    advice: Sequence[Problem] = ()

    def __init__(self, name: str, package: Package, schema: Shape, refill: Refill) -> None:
        self.name = name
        self.refill = refill
        self.package = package
        self.schema = schema
        self._in_font: dict[str, Template] = {}
        self._shells: dict[tuple[frozenset[str], frozenset[tuple[str, Picture]]], Package] = {}
        self.problems: list[Problem] = []
        self.font = _default_font(package)
        self._own_styles, self.restored_frames = read_own_styles(package), 0
        self._frames_lost = has_lost_frames(package)
        add_spare_lists(package, lost=self._frames_lost)
        if self._frames_lost:
            restore_other_pages(package)
        self._document = self._read_part(package.main)
        self.pictures = self._find_pictures()
        self.charts = self._find_charts()
        grammar = Grammar(schema)
        self.parts = self._compile_parts(grammar)
        self.placeholders = frozenset(grammar.used)
        self.printed = frozenset(grammar.printed)

    def in_font(self, font: str | None) -> Template:
        """This template with its default font replaced everywhere, made once per font."""
        if font is None or font == self.font:
            return self
        if not self.font:
            raise TemplateError("template-font-unnamed", Location(self.name))
        if font not in self._in_font:
            package = self.package.copy()
            old, new = (f'="{escape(text, {chr(34): "&quot;"})}"' for text in (self.font, font))
            for name in package.xml_parts():
                content = package.content(name)
                if old.encode() in content:
                    package.put(name, content.replace(old.encode(), new.encode()))
            self._in_font[font] = Template(self.name, package, self.schema, self.refill)
        return self._in_font[font]

    def shell(self, dropped: frozenset[str], pictures: Mapping[str, Picture]) -> Package:
        """The package without these charts and with room for these pictures, made once."""
        # All that offices share, by what they have; each adds its own text and numbers to one:
        #
        #   charts left out   emblem           parts that go, with all that leads to them alone
        #   none              none             emblem.png (the slot is an empty line)
        #   none              PNG, 300 x 400   emblem.png is the office's own
        #   cpi               none             chart1.xml, chart1.xlsx, emblem.png
        #   cpi, history      JPEG             both charts; emblem.jpeg in emblem.png's place
        key = dropped, frozenset(pictures.items())
        if key not in self._shells:
            self._shells[key] = self._make_shell(dropped, pictures)
        return self._shells[key]

    def _make_shell(self, dropped: frozenset[str], pictures: Mapping[str, Picture]) -> Package:
        shell = self.package.copy()
        for chart in self.charts:
            if chart.name in dropped:
                shell.drop_relationship(shell.main, chart.relationship)
        for name, slot in self.pictures.items():
            picture = pictures.get(name)
            if picture is not None:
                shell.declare_default(picture.extension, picture.media_type)
                shell.point_relationship(shell.main, slot.relationship, picture.part_of(name))
            elif self._uses(slot.relationship) == 1:
                shell.drop_relationship(shell.main, slot.relationship)
        shell.make_room_for_properties()
        return shell

    def sample_context(self, *, full: bool) -> dict[str, Any]:
        """A context of the right shape: everything there, or every list empty and flag false."""
        return cast("dict[str, Any]", self.schema.sample(full=full))

    def _find_pictures(self) -> dict[str, PictureSlot]:
        """The slot of each of the office's pictures that the body has a place for."""
        slots: dict[str, PictureSlot] = {}
        for drawing, match in self._drawings(_BOUND_PICTURE):
            name = match[1]
            blip = drawing.find(".//a:blip[@r:embed]", _NS)
            extent = drawing.find("wp:extent", _NS)
            if blip is None or extent is None or name in slots:
                continue
            slots[name] = PictureSlot(
                blip.get(f"{{{_R}}}embed", ""),
                int(extent.get("cx", "0")),
                int(extent.get("cy", "0")),
            )
            for size in (extent, *drawing.findall(".//a:xfrm/a:ext", _NS)):
                size.set("cx", f"{{{{ _{name}_width }}}}")
                size.set("cy", f"{{{{ _{name}_height }}}}")
            leave_out_when_empty(drawing, name, slots[name].height)
        return slots

    def _find_charts(self) -> tuple[BoundChart, ...]:
        charts = []
        self._name_nameless_charts()
        for drawing, match in self._drawings(_BOUND_CHART):
            chart = drawing.find(".//c:chart[@r:id]", _NS)
            if chart is None:
                continue
            try:
                bound = self._bind_chart(match[1], chart.get(f"{{{_R}}}id", ""), drawing)
                charts.append(bound)
            except TemplateError as error:
                self.problems.append(Problem(error.code, error.at, values=error.values))
        parts = {chart.part.name for chart in charts}
        # A chart that is bound and faulty has been named already.
        if not self.problems:
            self.problems += [
                Problem("template-chart-unbound", self._at(part))
                for part in self.package.parts_of_type(CHART_TYPE)
                if part not in parts
            ]
        return tuple(charts)

    def _bind_chart(self, name: str, relationship: str, drawing: etree._Element) -> BoundChart:
        package = self.package
        _, part = package.relationships(package.main).get(relationship, ("", None))
        charts = self.schema.fields.get("charts")  # a kind of document may have none
        data = None if charts is None else charts.fields.get(name)
        if part is None or data is None:
            tag = f"charts.{name}.alt_text"
            raise TemplateError(
                "template-unknown-placeholder", self._at(package.main), tag=tag, paragraph=tag
            )
        extent = drawing.find("wp:extent", _NS)
        height = 0
        if extent is not None:
            height = int(extent.get("cy", "0"))
            extent.set("cy", f"{{{{ {CHART_HEIGHTS}.{name} }}}}")
        # A program may draw a chart without a workbook: then nobody can edit its numbers in Word.
        workbooks = [package.members.get(name) for name in package.related(part, WORKBOOK_KIND)]
        workbook = workbooks[0] if workbooks else None
        return BoundChart(name, relationship, height, package.members[part], workbook)

    def _name_nameless_charts(self) -> None:
        """Give a chart without alt text that of the block it stands in, for LibreOffice drops it.

        ``{%p if charts.cpi.present %}`` [chart] ``{%p endif %}``: whose numbers it shows is certain
        where it is the only such chart in the block.
        """
        nameless: dict[str, list[etree._Element]] = {}
        for drawing, conditions in find_conditions(self._document, f"{{{W}}}drawing"):
            properties = drawing.find("*/wp:docPr", _NS)
            if properties is None or properties.get("descr", "").strip():
                continue
            guard = _GUARD.fullmatch(conditions[-1]) if conditions else None
            if guard is not None and drawing.find(".//c:chart", _NS) is not None:
                nameless.setdefault(guard[1], []).append(properties)
        for name, found in nameless.items():
            if len(found) == 1:
                found[0].set("descr", f"{{{{ charts.{name}.alt_text }}}}")

    def _drawings(self, bound: re.Pattern[str]) -> list[tuple[etree._Element, re.Match[str]]]:
        """The drawings whose alt text is such a placeholder, with the match."""
        found = []
        for properties in self._document.iter(f"{{{WP}}}docPr"):
            match = bound.fullmatch(properties.get("descr", ""))
            drawing = properties.getparent()
            if match is not None and drawing is not None:
                found.append((drawing, match))
        return found

    def _compile_parts(self, grammar: Grammar) -> list[CompiledPart]:
        package = self.package
        environment, lists = make_environment(), read_list_styles(package)
        parts = []
        texts = {package.main, *package.related(package.main, *_TEXTS)}
        unread = {*package.related("", *_UNREAD), *package.related(package.main, "customXml")}
        for name in package.xml_parts():
            if name in unread or name.startswith(("[", "customXml/")):
                continue
            root = self._document if name == package.main else self._read_part(name)
            drop_restated_lists(root, lists)
            part = CompiledPart(name, root, environment, self.name, lists)
            if not part.has_tags:
                if name in texts and (self._frames_lost or b'"_i' in package.content(name)):
                    package.put_tree(name, root)
                if name in texts or not str(root.tag).startswith(f"{{{W}}}"):  # a chart's title
                    self.problems += part.problems
                continue
            if name not in texts:
                # docxtpl leaves tags in charts and the like as they are: they would be printed.
                self.problems.append(Problem("template-tag-misplaced", self._at(name)))
                continue
            part.compile(grammar)
            self.problems += part.problems
            parts.append(part)
        return parts

    def _read_part(self, name: str) -> etree._Element:
        """A part with its content controls turned into tags, and its sections tied to them."""
        root = with_usual_prefix(self.package.tree(name))
        restored, faults = restore_frames(root, lost=self._frames_lost)
        self.restored_frames += restored
        for code, values in (*faults, *open_controls(root, self.schema.fields, self._own_styles)):
            self.problems.append(Problem(code, self._at(name), values=values))
        join_tags(root)
        tie_sections(root)
        return root

    def _uses(self, relationship: str) -> int:
        return sum(relationship in element.attrib.values() for element in self._document.iter())

    def _at(self, part: str) -> Location:
        return Location(self.name, part=part)


def _default_font(package: Package) -> str:
    """The font of Thai (complex script) text: the styles' default, else the theme's."""
    for styles in map(package.tree, package.related(package.main, "styles")):
        for place in ("w:docDefaults/w:rPrDefault", "w:style[@w:default='1'][@w:type='paragraph']"):
            fonts = styles.find(f"{place}/w:rPr/w:rFonts[@w:cs]", _NS)
            if fonts is not None:
                return fonts.get(f"{{{W}}}cs", "")
    for theme in map(package.tree, package.related(package.main, "theme")):
        for script in ("cs", "latin"):
            face = theme.find(f".//a:minorFont/a:{script}", _NS)
            if face is not None and face.get("typeface"):
                return face.get("typeface", "")
    return ""
