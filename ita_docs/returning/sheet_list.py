"""The list of sheets in a copy's workbook part: the first sheet put in, and the one of an earlier
copy known by its mark.

    before  คะแนน (0, on top) · CPI (1)          Print_Titles of sheet 1
    after   สิ่งที่ต้องแก้ (0, on top) · คะแนน · CPI   Print_Titles of sheet 2, the mark of sheet 0
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ita_docs.ooxml.outline import Node, Splices, insert_in_order
from ita_docs.ooxml.package import PackageError
from ita_docs.returning.notes import load_words, unescape
from ita_docs.schema import RETURNED_MARK

_WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize",
    "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


class SheetList:
    """The workbook's own part: its sheets in order, and the one that an earlier copy put first."""

    def __init__(self, content: bytes, root: Node, office: str) -> None:
        self._content, self._root, self._office = content, root, office
        listed = root.find("sheets")
        if listed is None or not listed.find_all("sheet"):
            raise PackageError("no sheets")
        self.sheets = listed.find_all("sheet")
        self._names = root.find("definedNames")
        self.marked = next(
            (
                int(node.attributes["localSheetId"])
                for node in (self._names.find_all("definedName") if self._names else [])
                if node.attributes.get("name") == RETURNED_MARK
                and int(node.attributes.get("localSheetId", -1)) in range(len(self.sheets))
            ),
            None,
        )
        taken = {unescape(sheet.attributes.get("name", "")).casefold() for sheet in self.sheets}
        self.new_name = load_words()["sheet"]
        number = 2
        while self.new_name.casefold() in taken:
            self.new_name = f"{load_words()['sheet']} ({number})"
            number += 1

    def write(self, relationship: str | None) -> bytes:
        """The part with the new sheet first; with the old one in front where there is none new."""
        splices = Splices(self._content)
        top = 0 if relationship is not None else self.marked or 0
        for views in self._root.find_all("bookViews"):
            for view in views.find_all("workbookView"):
                splices.append(view, "", activeTab=str(top) if top else None, firstSheet=None)
        if relationship is not None:
            self._put_sheet(splices, relationship)
        return splices.apply()

    def _put_sheet(self, splices: Splices, relationship: str) -> None:
        p = self._root.prefix
        number = max(int(sheet.attributes.get("sheetId", 0)) for sheet in self.sheets) + 1
        splices.put(
            self.sheets[0].start,
            f'<{p}sheet name={quoteattr(self.new_name)} sheetId="{number}" '
            f'xmlns:r="{self._office}" r:id="{relationship}"/>',
        )
        quoted = "'" + self.new_name.replace("'", "''") + "'"
        mark = (
            f'<{p}definedName name="{RETURNED_MARK}" localSheetId="0" hidden="1">'
            f"{escape(quoted)}!$A$1</{p}definedName>"
        )
        if self._names is None:
            piece = f"<{p}definedNames>{mark}</{p}definedNames>"
            insert_in_order(splices, self._root, "definedNames", _WORKBOOK_ORDER, piece)
            return
        for node in self._names.find_all("definedName"):
            local = node.attributes.get("localSheetId")
            if local is not None:
                splices.append(node, "", localSheetId=str(int(local) + 1))
        splices.append(self._names, mark)
