"""The digits of a number in the places that a number format has for them.

1234.5 in  #,##0.00    1,234.50   before the point filled from the right, and what is left over
                                  put before the first place; behind it from the left
0.5    in  #.##        .5         # shows no zero that nobody needs, ? a space in its stead
96310  in  0.0,        96.3       a comma behind the last place divides by a thousand
85     in  0.0E+00     8.5E+01    places behind the E are those of the power of ten
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ita_docs.ooxml.format_sections import Section


@dataclass(slots=True)
class Places:
    """Where the digits of a section stand, as indices of its tokens: before the point, behind it,
    and in the power of ten. ``thousands`` and ``percents`` scale the number; not ``sound`` where
    nobody can say what the section means."""

    whole: list[int] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)
    power: list[int] = field(default_factory=list)
    point: int | None = None
    grouped: bool = False
    thousands: int = 0
    percents: int = 0
    sound: bool = True


def find_places(section: Section) -> Places:
    """The places of a section for digits."""
    places = Places()
    target = places.whole
    last = ""
    for index, (kind, _) in enumerate(section.tokens):
        if kind == "digit":
            if places.thousands and target is places.whole:
                # A comma between two digits groups them; it was taken for one that scales.
                places.grouped, places.thousands = True, 0
            target.append(index)
        elif kind == "point":
            places.sound &= target is places.whole
            places.point, target = index, places.behind
        elif kind == "comma":
            places.sound &= last in ("digit", "comma") and target is not places.power
            places.thousands += 1
        elif kind == "percent":
            places.percents += 1
        elif kind == "exponent":
            places.sound &= target is not places.power and bool(places.whole)
            target = places.power
        elif kind in ("half", "text"):
            places.sound = False
        last = kind
    places.sound &= target is not places.power or bool(places.power)
    return places


def fill_places(section: Section, places: Places, size: Decimal) -> tuple[dict[int, str], int]:
    """What stands in each place for a number that is not negative, already scaled; and the power
    of ten that was taken off it (0 without an exponent)."""
    shown: dict[int, str] = {}
    power = 0
    if places.power:
        power = _find_power(size, len(places.whole))
        if round_half_up(size.scaleb(-power), len(places.behind)) >= 10 ** len(places.whole):
            power += len(places.whole)  # 9.999 in 0.00E+0 is 1.00E+1
        size = size.scaleb(-power)
        _fill_whole(shown, section, places.power, str(abs(power)), grouped=False)
    whole, _, behind = f"{round_half_up(size, len(places.behind)):f}".partition(".")
    whole = whole.lstrip("0")
    _fill_whole(shown, section, places.whole, whole, grouped=places.grouped)
    shown.update(zip(places.behind, behind, strict=False))
    for index in reversed(places.behind):
        if shown[index] != "0" or section.tokens[index][1] == "0":
            break
        shown[index] = "" if section.tokens[index][1] == "#" else " "
    if places.point is not None and not places.whole:
        shown[places.point] = whole + "."
    return shown, power


def round_half_up(value: Decimal, places: int) -> Decimal:
    """A number as a format rounds it, 15 digits of it counting, as in every spreadsheet."""
    shortest = Decimal(f"{value:.15g}") if value else value
    return shortest.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _find_power(size: Decimal, step: int) -> int:
    power = size.adjusted() if size else 0
    return power - power % step


def _fill_whole(
    shown: dict[int, str], section: Section, places: list[int], digits: str, *, grouped: bool
) -> None:
    left = list(digits)
    count = 0
    for index in reversed(places):
        empty = {"0": "0", "?": " ", "#": ""}[section.tokens[index][1]]
        shown[index] = left.pop() if left else empty
        if grouped and count and count % 3 == 0 and shown[index].strip():
            shown[index] += ","
        count += 1
    while places and left:
        comma = "," if grouped and count % 3 == 0 else ""
        shown[places[0]] = left.pop() + comma + shown[places[0]]
        count += 1
