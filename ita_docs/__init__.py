"""ita_docs: from a workbook of ITA scores to the signed-ready announcement in Word and PDF."""

__version__ = "0.1.0"
