"""What the page is made of: its words, style, script, templates and fonts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ita_docs.problems import Lang
from ita_docs.sections import parse_toml


@cache
def load_words(lang: Lang) -> Mapping[str, str]:
    """Every word of the page by ``section.key``, in one language."""
    content = (files("ita_docs.web") / "words.toml").read_bytes()
    return {
        f"{section}.{key}": row[lang]
        for section, rows in parse_toml(content).items()
        for key, row in rows.items()
    }


def read_own(name: str) -> bytes:
    """A file of the page itself: style sheet, script, font."""
    room = "fonts" if name.endswith(".ttf") else "web"
    return (files("ita_docs") / room / name).read_bytes()
