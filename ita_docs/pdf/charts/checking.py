"""Which charts of a template are not drawn here, told before any office's document is made."""

from __future__ import annotations

from ita_docs.pdf.charts.placeholders import find_charts
from ita_docs.pdf.package import is_text_part, parse_part, read_parts
from ita_docs.problems import ConversionError


def list_undrawn_charts(docx: bytes) -> tuple[tuple[str, str], ...]:
    """The part of each chart that is left to the engine, and what is not known of it.

    What is no Word document has none: its own faults are told elsewhere.
    """
    try:
        parts = read_parts(docx)
        roots = {name: parse_part(name, data) for name, data in parts.items() if is_text_part(name)}
        found = list(find_charts(roots, parts))
    except ConversionError:
        return ()
    return tuple((chart.part or chart.owner, chart.reason) for chart in found if not chart.drawing)
