"""Word templates and the documents made from them (docx); docxtpl enters here and nowhere else.

Importing this package is cheap: docxtpl and lxml are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ita_docs.document.loading import (
        BUILT_IN_TEMPLATES,
        TemplateCheck,
        check_template,
        load_template,
    )
    from ita_docs.document.properties import DocumentProperties
    from ita_docs.document.rendering import render_document
    from ita_docs.document.template import Template

__all__ = [
    "BUILT_IN_TEMPLATES",
    "DocumentProperties",
    "Template",
    "TemplateCheck",
    "check_template",
    "load_template",
    "render_document",
]

_HOMES = {
    "BUILT_IN_TEMPLATES": "loading",
    "TemplateCheck": "loading",
    "check_template": "loading",
    "load_template": "loading",
    "DocumentProperties": "properties",
    "render_document": "rendering",
    "Template": "template",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"ita_docs.document.{_HOMES[name]}"), name)
    raise AttributeError(name)
