"""The year and the office of a whole table: what its titles, sheet and file claim together.

title 2567, sheet "ITA 2567", file "ผล.xlsx"         2567: all that claim a year claim the same
title 2567, file "ITA 2568.xlsx"                     asked; --year 2567 or 2568 answers
title 2567, --year 2568                              asked: nothing in the file speaks of 2568
title "2564-2567", columns 2564 … 2567               each column its own
no claim, --year 2567                                2567
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from ita_docs.importing.blocks import Block, Place
from ita_docs.importing.office_names import Match, OfficeNames
from ita_docs.importing.questions import QuestionError, list_names
from ita_docs.importing.roles import Role
from ita_docs.importing.years import find_years
from ita_docs.problems import Digits, Location, Words

_WHERE = {
    "title": Words("หัวเรื่อง", "the title"),
    "head": Words("หัวตาราง", "the header"),
    "sheet": Words("ชื่อแผ่นงาน", "the sheet's name"),
    "file": Words("ชื่อไฟล์", "the file's name"),
    "option": Words("--year", "--year"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Years that one place claims; ``foreign`` are of the Common Era, converted: they may agree or
    disagree, but decide nothing alone."""

    source: str
    years: frozenset[int]
    foreign: frozenset[int]
    at: Location
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A year or an office's name, and the key of words.toml that says who claimed it."""

    value: str
    why: str
    at: Location


def list_claims(block: Block) -> list[Claim]:
    """What the titles, the heads of other columns, the sheet's and the file's name claim."""
    grid = block.grid
    texts: list[tuple[str, str, Location, Place | None]] = [
        ("title", block.text(place), grid.locate(*place), place) for place in block.titles
    ]
    for head in block.heads.values():
        if not head.label.is_figure and head.label.role in (Role.OFFICE, Role.ORDER, Role.NUMBERS):
            texts += [
                ("head", text, grid.locate(*place), place)
                for text, place in zip(head.path, head.places, strict=True)
            ]
    stem = PurePath(grid.file).stem
    if grid.sheet != stem:
        texts.append(("sheet", grid.sheet, Location(grid.file, grid.sheet), None))
    texts.append(("file", stem, Location(grid.file), None))
    claims: dict[tuple[str, Place | None], Claim] = {}
    for source, text, at, place in texts:
        found = find_years(text)
        if found.years or found.foreign:
            claims[source, place] = Claim(source, found.years, found.foreign, at, place)
    return list(claims.values())


def settle_year(block: Block, asked: int | None) -> Settled:
    """The year of what names none itself. Raises QuestionError where nobody or two claim it."""
    claims = list_claims(block)
    at = Location(block.grid.file, block.grid.sheet)
    sets = _by_source(claims)
    told = [years for _, years, foreign in sets if not foreign]
    if not sets or (not told and asked is None):
        if asked is not None:
            return Settled(str(asked), "year-option", at)
        hint = sorted({year for _, years, _ in sets for year in years})
        raise QuestionError(
            "import-year-missing", at, option="--year", choices=tuple(map(str, hint))
        )
    common = frozenset.intersection(*(years for _, years, _ in sets))
    if len(common) == 1:
        year = next(iter(common))
        first = next(claim for claim in claims if year in claim.years | claim.foreign)
        return Settled(str(year), f"year-{first.source}", first.at)
    named = frozenset.union(*(years for _, years, _ in sets))
    if asked is not None and asked in (common or named):
        return Settled(str(asked), "year-option", at)
    raise _ask_year(sets, sorted(common or named), claims[0].at, asked)


def check_own_years(block: Block, own: frozenset[int], asked: int | None) -> None:
    """Columns or rows that name their years, against what else claims years.

    A title of one year must name one of them; a title of several must name them all.
    """
    claims = list_claims(block)
    for source, years, _ in _by_source(claims):
        fits = own <= years if len(years) > 1 else years <= own
        if not fits and not (asked in own and years & own):
            sets = [(source, years, False), ("head", own, False)]
            at = next(claim.at for claim in claims if claim.source == source)
            raise _ask_year(sets, sorted(years | own), at, asked)


def ask_years(years: set[int], at: Location) -> QuestionError:
    """The question where a column and its row name different years."""
    return _ask_year([("head", frozenset(years), False)], sorted(years), at, None)


def _by_source(claims: Iterable[Claim]) -> list[tuple[str, frozenset[int], bool]]:
    """For each kind of place the years that it claims, and whether in the Common Era alone."""
    found: list[tuple[str, frozenset[int], bool]] = []
    for source in ("title", "head", "sheet", "file"):
        own = [claim for claim in claims if claim.source == source]
        years = frozenset(year for claim in own for year in claim.years)
        foreign = frozenset(year for claim in own for year in claim.foreign)
        if years or foreign:
            found.append((source, years or foreign, not years))
    return found


def _ask_year(
    sets: list[tuple[str, frozenset[int], bool]],
    choices: list[int],
    at: Location,
    asked: int | None,
) -> QuestionError:
    shown: list[tuple[str, str]] = [(source, _show(years)) for source, years, _ in sets]
    if asked is not None:
        shown.append(("option", str(asked)))
    claims = Words(
        ", ".join(f"{_WHERE[source].th} {years}" for source, years in shown),
        ", ".join(f"{_WHERE[source].en} {years}" for source, years in shown),
    )
    return QuestionError(
        "import-years-disagree", at, option="--year", choices=tuple(map(str, choices)),
        claims=claims,
    )  # fmt: skip


def _show(years: frozenset[int]) -> Digits:
    ordered = sorted(years)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return Digits(f"{ordered[0]}-{ordered[-1]}")
    return Digits("/".join(map(str, ordered)))


def settle_office(block: Block, names: OfficeNames, asked: Match | None) -> tuple[Match, Settled]:
    """The office of a table that names it nowhere else: by title, sheet, file, or ``--office``."""
    grid = block.grid
    texts = [("title", block.text(place), grid.locate(*place)) for place in block.titles]
    texts.append(("sheet", grid.sheet, Location(grid.file, grid.sheet)))
    texts.append(("file", PurePath(grid.file).stem, Location(grid.file)))
    found: dict[str, tuple[Match, Settled]] = {}
    candidates: list[str] = []
    for source, text, at in texts:
        match = names.find_in(text)
        if match.office is None and not match.candidates:
            alone = names.match(find_years(text).rest)
            match = alone if alone.office is not None or alone.candidates else match
        if match.office is not None:
            settled = Settled(match.office.name, f"office-{source}", at)
            found.setdefault(match.office.name, (match, settled))
        else:
            candidates += [name for name in match.candidates if name not in candidates]
    at = Location(grid.file, grid.sheet)
    if asked is not None:
        name = name_of(asked)
        if found and name not in found:
            others = tuple(found)
            raise QuestionError(
                "import-offices-disagree", at, option="--office", choices=others,
                names=list_names((*others, name)),
            )  # fmt: skip
        return asked, Settled(name, "office-option", at)
    if len(found) == 1:
        return next(iter(found.values()))
    choices = tuple(found) or tuple(candidates)
    code = "import-office-ambiguous" if choices else "import-office-missing"
    raise QuestionError(
        code, at, option="--office", choices=choices, names=list_names(choices), typed=grid.sheet
    )


def name_of(match: Match) -> str:
    """The name under which an office goes into the form."""
    return match.office.name if match.office is not None else match.typed or ""
