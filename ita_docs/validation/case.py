"""One office before the checks: what it entered, and the rules it is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ita_docs.framework import Framework
from ita_docs.model import Entry, Figures, FiscalYear
from ita_docs.plan import Measures

Frameworks = Mapping[FiscalYear, Framework]


@dataclass(frozen=True, slots=True)
class Case:
    """What one office entered, the rules of its year (and of the others), its measures, and the
    figures that will be printed of it."""

    entry: Entry
    framework: Framework
    frameworks: Frameworks
    measures: Measures
    figures: Figures
