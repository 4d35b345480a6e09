"""Small files that ask for unreasonable work: each must be refused soon, with its code."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.corpus.make_corpus import (
    MAIN,
    PACKAGE,
    REL,
    STYLES,
    change,
    grid,
    make_parts,
    measures,
    offices,
    pack,
    scores,
    sheet_xml,
    with_sheets,
)


def padded(parts: Mapping[str, str | bytes], **changed: str) -> bytes:
    """The parts with some that cannot be packed, so that the ratio of sizes says nothing."""
    padding = {"xl/media/image1.png": random.Random(1).randbytes(300_000)}
    names = {name.replace("__", "/") + ".xml": part for name, part in changed.items()}
    return pack({**parts, **names, **padding})


def with_strings(items: str) -> bytes:
    parts = make_parts(offices(), scores())
    related = f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>", f"{related}</Relationships>"
    )
    return padded(parts, xl__sharedStrings=f'<sst xmlns="{MAIN}">{items}</sst>')


def with_scores(before: str = "", rows: str = "", behind: str = "") -> bytes:
    parts = make_parts(offices(), scores())
    xml = sheet_xml(scores(before=before, behind=behind))
    parts["xl/worksheets/sheet2.xml"] = xml.replace("</sheetData>", f"{rows}</sheetData>")
    return padded(parts)


def with_styles(styles: str) -> bytes:
    return padded(make_parts(offices(), scores()), xl__styles=styles)


def with_many_relations() -> bytes:
    parts = make_parts(offices(), scores())
    relation = '<Relationship Id="a" Type="b" Target="c"/>'
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relation * 300_000}</Relationships>'
    )
    return padded(parts)


def rows_almost_empty() -> bytes:
    names = {f"A{n}": "สพป." for n in range(3, 8000)}
    return padded(make_parts(offices(), change(scores(), **names)))


LONG = "ก" * 1_000_000
HEAVY: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "rows-without-end": (lambda: with_scores(rows="<row/>" * 600_000), "file-expands"),
    "hidden-rows-without-end": (
        lambda: with_scores(rows="".join(f'<row r="{n}" hidden="1"/>' for n in range(3, 600_000))),
        "file-expands",
    ),
    "columns-without-end": (
        lambda: with_scores("<cols>" + '<col min="1" max="9" hidden="1"/>' * 30_000 + "</cols>"),
        "file-expands",
    ),
    "merges-without-end": (
        lambda: with_scores(
            behind="<mergeCells>" + '<mergeCell ref="A1:P9"/>' * 30_000 + "</mergeCells>"
        ),
        "file-expands",
    ),
    "strings-without-end": (lambda: with_strings("<si/>" * 600_000), "file-expands"),
    "string-without-end": (lambda: with_strings(f"<si><t>{LONG}</t></si>"), "file-expands"),
    "string-of-escapes": (
        lambda: with_strings(f"<si><t>{'_x0041_' * 500_000}</t></si>"),
        "file-expands",
    ),
    "cell-without-end": (lambda: padded(make_parts(offices(), change(scores(), A2=LONG))),
                         "file-expands"),
    "header-without-end": (lambda: padded(make_parts(offices(), change(scores(), Q1=LONG))),
                           "file-expands"),
    "sheet-name-without-end": (lambda: with_sheets(offices(), scores(), measures(name="ก" * 5000)),
                               "file-damaged"),
    "formats-without-end": (
        lambda: with_styles(
            f'<styleSheet xmlns="{MAIN}">'
            + "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(250_000))
            + "</styleSheet>"
        ),
        "file-expands",
    ),
    "format-without-end": (
        lambda: with_styles(STYLES.replace("[$-D07041E]d mmmm yyyy", "[" * 100_000)),
        "file-damaged",
    ),
    "relations-without-end": (with_many_relations, "file-expands"),
    "cells-without-end": (
        lambda: padded(make_parts(offices(), scores(cells=grid(
            [list(scores().cells.values())[:16], *[["x"] * 16] * 6300]
        )))),
        "sheet-too-large",
    ),
    "rows-almost-empty": (rows_almost_empty, "sheet-too-large"),
}  # fmt: skip
"""Fault -> how to make it, and the code it must be refused with."""
