"""The workbook's own parts: which sheets there are, and what they share."""

from __future__ import annotations

from dataclasses import dataclass, field

from ita_docs.ooxml.relationships import list_relationships, name_relationships, resolve
from ita_docs.ooxml.scanning import Element, list_elements
from ita_docs.problems import InputError, Location
from ita_docs.schema import RETURNED_MARK
from ita_docs.workbook.guard import Package, find_wrong_package, naming_faults
from ita_docs.workbook.strings import NO_STRINGS, Strings, read_strings, unescape
from ita_docs.workbook.styles import NAMES, Styles, read_styles

MAX_SHEET_NAME = 255
"""Characters of a sheet's name; Excel allows 31, other programs a few more."""

_WORKBOOK_NAMES = frozenset({"workbook", "sheet", "workbookPr", "calcPr", "definedName"})
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name as typed, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What every sheet needs to be read.

    ``recalculates`` is True when the writer asks Excel to calculate on opening: then the stored
    results of formulas are not results yet. ``pending`` says that it saved before the results
    were worked out, ``linked`` that formulas may point to other workbooks.
    """

    sheets: tuple[SheetPart, ...] = ()
    strings: Strings = NO_STRINGS
    styles: Styles = field(default_factory=Styles)
    from_1904: bool = False
    recalculates: bool = False
    pending: bool = False
    linked: bool = False


def read_parts(package: Package) -> Parts:
    """Find the workbook in its container and read what its sheets share.

    Raises InputError where the container holds no workbook or a part is damaged.
    """
    main = _find_shared(_read_relations(package, ""), "officeDocument") or ""
    if main.lower() not in package.names or not main.lower().endswith(".xml"):
        raise InputError(find_wrong_package(package), Location(package.file))
    elements = _list(package, main, _WORKBOOK_NAMES)
    if not elements or elements[0].path != "workbook":
        raise InputError(find_wrong_package(package), Location(package.file))
    relations = _read_relations(package, main)
    return Parts(
        sheets=_sheets(package, elements, relations),
        strings=read_strings(package, _find_shared(relations, "sharedStrings")),
        styles=_read_styles(package, _find_shared(relations, "styles")),
        from_1904=_is_set(elements, "workbook/workbookPr", "date1904"),
        recalculates=_is_set(elements, "workbook/calcPr", "fullCalcOnLoad"),
        pending=not _is_set(elements, "workbook/calcPr", "calcCompleted", default="1"),
        linked=_find_shared(relations, "externalLink") is not None,
    )


def _list(package: Package, part: str, names: frozenset[str]) -> list[Element]:
    with naming_faults(Location(package.file, part=part)):
        return list_elements(package.read(part), names)


def _read_relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id -> (last word of its type, target inside the container)."""
    listing = name_relationships(part)
    if listing.lower() not in package.names:
        return {}
    with naming_faults(Location(package.file, part=listing)):
        found = list_relationships(package.read(listing))
    targets = {rel.id: rel.target.replace("\\", "/") for rel in found}
    return {rel.id: (rel.kind, resolve(part, targets[rel.id])) for rel in found if not rel.external}


def _find_shared(relations: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for found, target in relations.values() if found == kind), None)


def _sheets(
    package: Package, elements: list[Element], relations: dict[str, tuple[str, str]]
) -> tuple[SheetPart, ...]:
    sheets: list[SheetPart] = []
    listed = [element.attributes for element in elements if element.path == "workbook/sheets/sheet"]
    ours = {
        element.attributes.get("localSheetId")
        for element in elements
        if element.attributes.get("name") == RETURNED_MARK
    }
    for place, attributes in enumerate(listed):
        if str(place) in ours and len(listed) > 1:
            continue  # the list of what to mend, which came back with the workbook
        # The prefix of the relationship's id is the writer's choice, mostly r.
        ids = [value for key, value in attributes.items() if key.endswith(":id")]
        kind, part = relations.get(ids[0] if ids else "", ("", ""))
        if kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"):
            continue
        name = unescape(attributes.get("name", ""))
        sound = kind == "worksheet" and part.lower() in package.names
        if not sound or not 0 < len(name) <= MAX_SHEET_NAME:
            raise InputError("file-damaged", Location(package.file, part="xl/workbook.xml"))
        hidden = attributes.get("state", "visible") != "visible"
        sheets.append(SheetPart(name, part, hidden))
    if len({sheet.part.lower() for sheet in sheets}) < len(sheets) or not sheets:
        raise InputError("file-damaged", Location(package.file, part="xl/workbook.xml"))
    return tuple(sheets)


def _is_set(elements: list[Element], path: str, name: str, default: str = "0") -> bool:
    values = [e.attributes.get(name, default) for e in elements if e.path == path] or [default]
    return any(value in _TRUE for value in values)


def _read_styles(package: Package, part: str | None) -> Styles:
    if part is None:
        return Styles()
    return read_styles(_list(package, part, NAMES), Location(package.file, part=part))
