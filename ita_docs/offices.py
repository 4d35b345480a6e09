"""The educational service area offices by name, from the built-in list: suggestions, no rule.

183 offices of primary education (สพป.) and 62 of secondary (สพม.), the latter since fiscal year
2564; until 2563 there were 42 others of secondary education. Other names are as good: a school,
say. How the list is kept: docs/offices.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ita_docs.model import FiscalYear, Office
from ita_docs.thai import find_near, match_key


@dataclass(frozen=True, slots=True)
class Listed:
    """One office of the list: its names, its province (several of some สพม., as its name gives
    them), and the first and last fiscal year of results it had; None where it is open."""

    office: Office
    province: str
    first_year: int | None
    last_year: int | None

    def existed_in(self, year: FiscalYear) -> bool:
        """Whether it was assessed in that fiscal year."""
        return (self.first_year or year.be) <= year.be <= (self.last_year or year.be)


@cache
def load_list() -> tuple[Listed, ...]:
    """The whole list, in its order, with the offices that are no more."""
    text = (files("ita_docs") / "offices.csv").read_text(encoding="utf-8-sig")
    return tuple(
        Listed(
            Office(row["full_name"], row["short_name"]),
            row["province"],
            int(row["from_year"]) if row["from_year"] else None,
            int(row["to_year"]) if row["to_year"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def load_offices() -> tuple[Office, ...]:
    """The offices of today in the order of the list: primary education first, each by name."""
    return tuple(listed.office for listed in load_list() if listed.last_year is None)


def find_listed(text: str) -> Listed | None:
    """The listed office of that full or short name, spelling aside; None for any other."""
    return _index_list().get(match_key(text))


def find_office(text: str) -> Office | None:
    """The names of a listed office by either of them, spelling aside; None for any other."""
    listed = find_listed(text)
    return None if listed is None else listed.office


def suggest_office(text: str) -> Office | None:
    """The office of today whose name is nearest to what was typed, to be asked about, never
    taken."""
    offices = _index_today()
    near = find_near(text[:80], offices)
    return None if near is None else offices[near]


@cache
def _index_list() -> dict[str, Listed]:
    return {
        match_key(name): listed
        for listed in load_list()
        for name in (listed.office.name, listed.office.short_name)
    }


@cache
def _index_today() -> dict[str, Office]:
    return {
        match_key(name): office
        for office in load_offices()
        for name in (office.name, office.short_name)
    }
