"""The elements of a chart part: found by their names, read as values."""

from __future__ import annotations

import math

from lxml import etree

from ita_docs.pdf.charts.known import NotDrawnError
from ita_docs.pdf.package import A, C


def find(node: etree._Element | None, path: str) -> etree._Element | None:
    """The element at a path of names below ``node``: "scaling/max"."""
    return None if node is None else node.find("/".join(C + step for step in path.split("/")))


def read_value(node: etree._Element | None, path: str) -> str | None:
    """The value that the element at the path holds; None where there is none."""
    found = find(node, path)
    return None if found is None else found.get("val")


def is_on(node: etree._Element | None, path: str) -> bool:
    """Say whether the element at the path is there and says yes."""
    found = find(node, path)
    return found is not None and found.get("val", "1") in ("1", "true")


def read_number(node: etree._Element | None, path: str) -> float | None:
    """The value at the path as a number, ``150%`` as 150.

    Raises `NotDrawnError` for one without end, ValueError for what is no number.
    """
    value = read_value(node, path)
    if value is None:
        return None
    number = float(value.removesuffix("%"))
    if not math.isfinite(number):
        raise NotDrawnError(f"{path}={value}")
    return number


def read_text(node: etree._Element | None) -> str:
    """The words of a title or label, a paragraph to a line, where it has words of its own."""
    if node is None:
        return ""
    rich = find(node, "tx/rich")
    if rich is None:
        return "".join(part.text or "" for part in node.iterfind(f"{C}tx//{C}v"))
    lines = (
        "".join(map(_read_piece, p.iter(f"{A}t", f"{A}br"))) for p in rich.iterfind(f".//{A}p")
    )
    return "\n".join(line for line in lines if line)


def _read_piece(part: etree._Element) -> str:
    return "\n" if part.tag == f"{A}br" else part.text or ""


def read_format(node: etree._Element | None, source: str) -> str:
    """The number format of an axis or of labels: its own, or that of the numbers."""
    own = find(node, "numFmt")
    linked = own is None or own.get("sourceLinked") in ("1", "true")
    return source if linked or own is None else own.get("formatCode", "General")
