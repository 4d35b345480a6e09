"""The charts that a designer drew in Word, refilled with an office's numbers.

A chart part holds its numbers twice: cached in the drawing, and in an embedded workbook that Word
opens for editing. Both are rewritten; colours, axes, labels and fonts stay as drawn. Importing
this package is cheap: lxml is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ita_docs.charts.refilling import ChartData, refill_chart

__all__ = ["ChartData", "refill_chart"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from ita_docs.charts import refilling

        return getattr(refilling, name)
    raise AttributeError(name)
