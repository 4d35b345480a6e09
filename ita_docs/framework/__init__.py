"""The rules of one fiscal year (หลักเกณฑ์การประเมิน): instruments, weights, levels, target, measures.

Each year is one whole TOML file in ``ita_docs/frameworks``, which cites its sources and says what
is not established. Nothing in the code knows a year, a weight or a band.
"""

from ita_docs.framework.loading import Frameworks, load_framework, load_frameworks
from ita_docs.framework.rules import (
    ChecklistItem,
    Framework,
    IndicatorRule,
    InstrumentRule,
    LevelRule,
    Scale,
)
from ita_docs.sections import SHORT_NAME

__all__ = [
    "SHORT_NAME",
    "ChecklistItem",
    "Framework",
    "Frameworks",
    "IndicatorRule",
    "InstrumentRule",
    "LevelRule",
    "Scale",
    "load_framework",
    "load_frameworks",
]
