"""Word templates and the documents made from them (docx); docxtpl enters here and nowhere else."""

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
