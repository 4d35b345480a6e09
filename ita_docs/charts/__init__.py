"""The charts that a designer drew in Word, refilled with an office's numbers.

A chart part holds its numbers twice: cached in the drawing, and in an embedded workbook that Word
opens for editing. Both are rewritten; colours, axes, labels and fonts stay as drawn.
"""

from ita_docs.charts.refilling import ChartData, refill_chart

__all__ = ["ChartData", "refill_chart"]
