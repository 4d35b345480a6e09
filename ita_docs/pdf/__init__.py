"""From a finished .docx to a PDF that may be delivered, whichever engine draws it.

Importing this package is cheap; what an engine and the finishing need is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ita_docs.pdf.engines import (
    ENGINE_CHOICES,
    Engine,
    EngineProbe,
    find_engine,
    get_install_hint,
    probe_engines,
)

if TYPE_CHECKING:
    from ita_docs.pdf.charts.checking import list_undrawn_charts
    from ita_docs.pdf.conversion import PdfFile, convert_each, convert_many
    from ita_docs.pdf.page_text import draw_pages
    from ita_docs.pdf.work_folders import sweep_work_folders

__all__ = [
    "ENGINE_CHOICES",
    "Engine",
    "EngineProbe",
    "PdfFile",
    "convert_each",
    "convert_many",
    "draw_pages",
    "find_engine",
    "get_install_hint",
    "list_undrawn_charts",
    "probe_engines",
    "sweep_work_folders",
]


def __getattr__(name: str) -> Any:
    # The conversion needs pikepdf and lxml, which --version and check do without.
    if name == "sweep_work_folders":
        from ita_docs.pdf.work_folders import sweep_work_folders

        return sweep_work_folders
    if name == "list_undrawn_charts":
        from ita_docs.pdf.charts.checking import list_undrawn_charts

        return list_undrawn_charts
    if name == "draw_pages":
        from ita_docs.pdf.page_text import draw_pages

        return draw_pages
    if name in __all__:
        from ita_docs.pdf import conversion

        return getattr(conversion, name)
    raise AttributeError(name)
