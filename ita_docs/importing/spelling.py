"""Texts in one spelling, word by word: what ``thai.match_key`` does, with the spaces kept."""

from __future__ import annotations

from functools import lru_cache

from ita_docs.thai import match_key


@lru_cache(maxsize=50_000)
def fold_words(text: str) -> str:
    """The words of a text as match keys, one space between: ``ITA  ปี ๒๕๖๗`` -> ``ita ปี 2567``."""
    return " ".join(key for key in map(match_key, text[:2000].split()) if key)
