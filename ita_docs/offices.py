"""The educational service area offices by name, from the built-in list: suggestions, no rule.

183 offices of primary education (สพป.) and 62 of secondary (สพม.), since fiscal year 2564. Other
names are as good: a school, say.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from ita_docs.model import Office


@cache
def load_offices() -> tuple[Office, ...]:
    """The offices in the order of the list: primary education first, each kind by name."""
    text = (files("ita_docs") / "offices.csv").read_text(encoding="utf-8-sig")
    return tuple(
        Office(row["full_name"], row["short_name"]) for row in csv.DictReader(text.splitlines())
    )
