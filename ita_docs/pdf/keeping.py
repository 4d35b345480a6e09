"""What of a document must share a page: paragraphs and rows that stay with what follows."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

from ita_docs.pdf.package import W

P, TBL, TR = f"{W}p", f"{W}tbl", f"{W}tr"
PPR, VAL = f"{W}pPr", f"{W}val"


class KeepRules:
    """Which paragraphs stay with what follows: by themselves or by their style."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles: dict[str, tuple[bool | None, str]] = {}
        self._default = ""
        for style in styles.iter(f"{W}style") if styles is not None else ():
            if style.get(f"{W}type") != "paragraph":
                continue
            name, parent = style.get(f"{W}styleId", ""), style.find(f"{W}basedOn")
            base = parent.get(VAL, "") if parent is not None else ""
            self._styles[name] = (_read_switch(style.find(f"{PPR}/{W}keepNext")), base)
            if style.get(f"{W}default") == "1":
                self._default = name

    def keeps(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph stays on the page of the next."""
        own = _read_switch(paragraph.find(f"{PPR}/{W}keepNext"))
        if own is not None:
            return own
        style = paragraph.find(f"{PPR}/{W}pStyle")
        name = style.get(VAL, "") if style is not None else self._default
        for _ in range(len(self._styles)):  # a style based on itself ends here too
            said, name = self._styles.get(name, (None, ""))
            if said is not None:
                return said
        return False

    def keeps_row(self, row: etree._Element) -> bool:
        """Whether every paragraph of the row does."""
        paragraphs = list(row.iter(P))
        return bool(paragraphs) and all(map(self.keeps, paragraphs))

    def read_chain(self, first: etree._Element | None) -> list[etree._Element]:
        """A paragraph and those after it that share its page, as far as they are paragraphs."""
        chain: list[etree._Element] = []
        paragraph = first
        while paragraph is not None and paragraph.tag == P:
            chain.append(paragraph)
            if ends_section(paragraph) or not self.keeps(paragraph):
                break
            paragraph = paragraph.getnext()
        return chain

    def list_kept_after(self, table: etree._Element) -> list[etree._Element]:
        """The paragraphs below a table that its last row must share a page with.

        Empty where the row does not ask for it, or where nothing is said below the table.
        """
        rows = table.findall(TR)
        if not rows or not self.keeps_row(rows[-1]):
            return []
        chain = self.read_chain(table.getnext())
        return chain if any(map(has_words, chain)) and not ends_section(chain[-1]) else []

    def list_kept_before(self, table: etree._Element) -> list[etree._Element]:
        """The paragraphs above a table that must share a page with its first row, in order."""
        chain: list[etree._Element] = []
        above = table.getprevious()
        while above is not None and above.tag == P and self.keeps(above):
            if ends_section(above):
                break
            chain.insert(0, above)
            above = above.getprevious()
        return chain


@lru_cache(maxsize=4)
def read_keep_rules(styles: etree._Element | None) -> KeepRules:
    """The rules of a part of styles, kept: all documents of a template have it in common."""
    return KeepRules(styles)


def count_heading_rows(table: etree._Element) -> int:
    """How many rows from the top are repeated on every page of the table."""
    count = 0
    for row in table.findall(TR):
        if _read_switch(row.find(f"{W}trPr/{W}tblHeader")) is not True:
            break
        count += 1
    return count


def has_words(paragraph: etree._Element) -> bool:
    """Whether the paragraph says anything."""
    return any((text.text or "").strip() for text in paragraph.iter(f"{W}t"))


def ends_section(paragraph: etree._Element) -> bool:
    """Whether a section of the document ends with this paragraph."""
    return paragraph.find(f"{PPR}/{W}sectPr") is not None


def make_nothing() -> etree._Element:
    """A paragraph a twentieth of a point high, to stand between two tables."""
    paragraph = etree.Element(P)
    spacing = etree.SubElement(etree.SubElement(paragraph, PPR), f"{W}spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "1"), ("lineRule", "exact")):
        spacing.set(f"{W}{name}", value)
    return paragraph


def _read_switch(element: etree._Element | None) -> bool | None:
    if element is None:
        return None
    return element.get(VAL, "1") not in ("0", "false", "off")
