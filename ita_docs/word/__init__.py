"""Word templates, their charts, and the documents made from them (.docx); docxtpl's only door.

Importing this package is cheap: docxtpl and lxml are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ita_docs.word.charts import ChartData, refill_chart
    from ita_docs.word.loading import (
        BUILT_IN_TEMPLATES,
        TemplateCheck,
        check_template,
        load_template,
        read_built_in,
        read_template,
    )
    from ita_docs.word.properties import DocumentProperties
    from ita_docs.word.rendering import render_document
    from ita_docs.word.template import Template

__all__ = [
    "BUILT_IN_TEMPLATES",
    "ChartData",
    "DocumentProperties",
    "Template",
    "TemplateCheck",
    "check_template",
    "load_template",
    "read_built_in",
    "read_template",
    "refill_chart",
    "render_document",
]

_HOMES = {
    "BUILT_IN_TEMPLATES": "loading",
    "TemplateCheck": "loading",
    "check_template": "loading",
    "load_template": "loading",
    "read_built_in": "loading",
    "read_template": "loading",
    "DocumentProperties": "properties",
    "render_document": "rendering",
    "Template": "template",
    "ChartData": "charts",
    "refill_chart": "charts",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"ita_docs.word.{_HOMES[name]}"), name)
    raise AttributeError(name)
