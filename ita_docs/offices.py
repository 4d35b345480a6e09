"""The educational service area offices by name, from the built-in list: suggestions, no rule.

183 offices of primary education (สพป.) and 62 of secondary (สพม.), since fiscal year 2564. Other
names are as good: a school, say.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from ita_docs.model import Office
from ita_docs.thai import find_near, match_key


@cache
def load_offices() -> tuple[Office, ...]:
    """The offices in the order of the list: primary education first, each kind by name."""
    text = (files("ita_docs") / "offices.csv").read_text(encoding="utf-8-sig")
    return tuple(
        Office(row["full_name"], row["short_name"]) for row in csv.DictReader(text.splitlines())
    )


def find_office(text: str) -> Office | None:
    """The listed office of that full or short name, spelling aside; None for any other."""
    return _index_offices().get(match_key(text))


def suggest_office(text: str) -> Office | None:
    """The listed office whose name is nearest to what was typed, to be asked about, never taken."""
    offices = _index_offices()
    near = find_near(text[:80], offices)
    return None if near is None else offices[near]


@cache
def _index_offices() -> dict[str, Office]:
    return {
        match_key(name): office
        for office in load_offices()
        for name in (office.name, office.short_name)
    }
