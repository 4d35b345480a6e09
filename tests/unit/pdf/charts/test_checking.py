"""A template's charts that are left to the engine are named, the built-in ones are all drawn."""

from __future__ import annotations

import pytest

from ita_docs.pdf import list_undrawn_charts
from ita_docs.pdf.package import read_parts, write_parts
from ita_docs.word import BUILT_IN_TEMPLATES, read_built_in
from tests.fakes.documents import make_announcement


@pytest.mark.parametrize("name", BUILT_IN_TEMPLATES)
def test_every_chart_of_the_built_in_templates_is_drawn_here(name: str) -> None:
    assert list_undrawn_charts(read_built_in(name)) == ()


def test_the_announcement_has_charts_to_be_drawn() -> None:
    parts = read_parts(read_built_in("announcement"))
    assert any(part.startswith("word/charts/chart") for part in parts)


def test_a_chart_that_is_not_drawn_is_named_with_the_reason() -> None:
    docx = make_announcement()
    parts = read_parts(docx)
    (part,) = [name for name in parts if name.startswith("word/charts/chart")]
    strange = parts[part].replace(b"<c:barChart>", b"<c:floor/><c:barChart>")
    assert list_undrawn_charts(write_parts(parts | {part: strange})) == ((part, "floor"),)
    assert list_undrawn_charts(docx) == ()


def test_what_is_no_document_has_no_charts() -> None:
    assert list_undrawn_charts(b"no document") == ()
