"""What the page is made of: its words, style, script, templates and fonts."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from ita_docs.problems import Lang
from ita_docs.sections import load_words_of


def load_words(lang: Lang) -> Mapping[str, str]:
    """Every word of the page by ``section.key``, in one language."""
    return load_words_of("ita_docs.web", lang)


def read_own(name: str) -> bytes:
    """A file of the page itself: style sheet, script, font."""
    room = "fonts" if name.endswith(".ttf") else "web"
    return (files("ita_docs") / room / name).read_bytes()
