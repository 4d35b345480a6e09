"""Offices as people write them, against the list: full, short, glued; never the nearest.

สพป.ภูเก็ต · สพป. ภูเก็ต · สำนักงานเขตพื้นที่การศึกษาประถมศึกษาภูเก็ต       one office of the list
สพป.ตรังเขต๒ · สพป.ตรัง 2 · สพม.กทม.1 · ตรัง เขต 2                          the same, once each
เขต 2 under สพป.ตรัง or จังหวัดตรัง                                          สพป.ตรัง เขต 2
สพป.ตรัง · ตรัง                                                             several: asked
สพป.ภูเก็จ                                                                  not in the list: as typed
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ita_docs.importing.spelling import fold_words
from ita_docs.model import Office
from ita_docs.thai import match_key

_KINDS = (
    ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "สพป."),
    ("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา", "สพม."),
)
_FULL_KIND = re.compile(r"(?:สำนักงาน|สนง\.?)เขตพื้นที่การศึกษา(ประถมศึกษา|มัธยมศึกษา)")
_SHORT_KIND = re.compile(r"สพ([ปม])\.?")
_BEGINNINGS = ("สพป", "สพม", "สำนักงานเขตพื้นที่", "สนง.เขตพื้นที่")
_DISTRICT = re.compile(r"(?:เขต(?:ที่)?)?\(?([0-9]{1,2})\)?$")
_ONLY_DISTRICT = re.compile(r"(?:สพ[ปม]\.?)?เขต(?:พื้นที่การศึกษา)?(?:ที่)?([0-9]{1,2})$")
_PROVINCE = re.compile(r"^(?:จังหวัด|จ\.)")
MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Match:
    """What a text says of an office: the one of the list, or several, or a name as typed."""

    office: Office | None = None
    candidates: tuple[str, ...] = ()
    typed: str | None = None


NOTHING = Match()


class OfficeNames:
    """The list of offices, found by every spelling that is certain."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self._by_key: dict[str, Office] = {}
        by_place: dict[str, list[Office]] = defaultdict(list)
        self._places: list[tuple[str, str]] = []
        self._by_base: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for office in offices:
            key = _make_key(office.short_name)
            self._by_key[key] = office
            self._by_key.setdefault(_make_key(office.name), office)
            place = key[4:] if key.startswith(("สพป.", "สพม.")) else key
            by_place[place].append(office)
            self._places.append((place, office.short_name))
            self._by_base[place.rstrip("0123456789")].append((key[:4], office.short_name))
        self._by_place = {place: found[0] for place, found in by_place.items() if len(found) == 1}
        # "สพม.ตรัง กระบี่" must not be found as the office of its first word alone.
        self._words = frozenset(
            word
            for office in self._by_key.values()
            for word in fold_words(office.short_name[4:]).split()
            if len(word) > 2 and word != "เขต"
        )
        # In a running text the longest name counts: สพม.ตรัง กระบี่ before a สพม.ตรัง.
        self._ordered = sorted(self._by_key, key=len, reverse=True)
        self._known: dict[tuple[str, str], Match] = {}

    def match(self, text: str, above: str = "") -> Match:
        """The office that a cell names; ``above`` is the province or kind that it stands under."""
        found = self._known.get((text, above))
        if found is None:
            found = self._known[(text, above)] = self._match(text, above)
        return found

    def find_in(self, text: str) -> Match:
        """The offices that a running text names (a title, a sheet's or file's name).

        Several are candidates; a name that goes on where the listed one ends is another name.
        """
        key, ends = _make_running_key(text)
        found: dict[str, Office] = {}
        taken: list[tuple[int, int]] = []
        if "สพ" not in key:
            return NOTHING
        for name in self._ordered:
            start = key.find(name)
            while start >= 0:
                end = start + len(name)
                clear = all(end <= first or last <= start for first, last in taken)
                if clear and self._ends_there(key, end, ends):
                    taken.append((start, end))
                    found[self._by_key[name].name] = self._by_key[name]
                start = key.find(name, start + 1)
        if len(found) == 1:
            return Match(next(iter(found.values())))
        return Match(candidates=tuple(office.short_name for office in found.values()))

    def _ends_there(self, key: str, end: int, ends: Mapping[int, str]) -> bool:
        """Whether a name that ends here is whole: no number or word of a longer name follows."""
        if end == len(key):
            return True
        if key[end].isdigit():
            # "สพป.ภูเก็ต 2567": a year behind the name; "สพป.ภูเก็ต 2": another office
            return re.match(r"25[0-9]{2}(?![0-9])", key[end:]) is not None
        if key.startswith("เขต", end):
            return False
        if end in ends:
            return ends[end] not in self._words
        glued = ("ประจำปี", "ปีงบ", "ปี2", "พ.ศ.")
        return not "\u0e00" <= key[end] <= "\u0e7f" or key.startswith(glued, end)

    def _match(self, text: str, above: str) -> Match:
        key = _make_key(text)
        if not key:
            return NOTHING
        if key in self._by_key:
            return Match(self._by_key[key])
        place = _PROVINCE.sub("", key)
        district = _ONLY_DISTRICT.match(match_key(text))
        if district is not None:
            return self._match_district(key, district[1], above, " ".join(text.split()))
        if above:
            composed = _compose(above, key)
            if composed in self._by_key:
                return Match(self._by_key[composed])
        if place in self._by_place and any(letter.isdigit() for letter in place):
            return Match(self._by_place[place])
        bare = place[4:] if place.startswith(("สพป.", "สพม.")) else place
        kind = place[:4] if bare != place else ""
        near = [
            short
            for short_kind, short in self._by_base.get(bare, ())
            if len(bare) > 2 and short_kind.startswith(kind)
        ]
        if match_key(text).startswith(_BEGINNINGS) and len(near) < 2:
            return Match(typed=" ".join(text.split()))
        return Match(candidates=tuple(near[:MOST_CANDIDATES]))

    def _match_district(self, key: str, number: str, above: str, typed: str) -> Match:
        """เขต N, which means something only under a province."""
        place = _make_key(above)
        for composed in (
            place + number,
            key[:4] + place + number if key.startswith(("สพป.", "สพม.")) else "",
        ):
            if composed in self._by_key:
                return Match(self._by_key[composed])
            composed = _PROVINCE.sub("", composed)
            if composed in self._by_place:
                return Match(self._by_place[composed])
        kind = key[:4] if key.startswith(("สพป.", "สพม.")) else ""
        ending = tuple(
            short
            for known, short in self._places
            if re.fullmatch(f"[^0-9]+{number}", known) and short.startswith(kind)
        )
        if kind and not ending:
            return Match(typed=typed)
        return Match(candidates=ending[:MOST_CANDIDATES])


def _compose(above: str, key: str) -> str:
    """สพป. over ภูเก็ต is สพป.ภูเก็ต; two places one over the other are no office."""
    kind = _make_key(above)
    return kind + key if kind in ("สพป.", "สพม.") and not key.startswith(kind) else ""


def _make_key(text: str) -> str:
    """The key of a name: kind short, เขต left out, กทม. written out.

    ``สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตรัง เขต ๒`` -> ``สพป.ตรัง2``
    """
    return _shorten(match_key(text))


def _shorten(key: str) -> str:
    key = _FULL_KIND.sub(lambda found: f"สพ{found[1][0]}.", key)
    key = _SHORT_KIND.sub(r"สพ\1.", key)
    key = re.sub(r"กทม\.?", "กรุงเทพมหานคร", key)
    return re.sub(r"(?<=.)เขต(?:ที่)?(?=[0-9])", "", key)


def _make_running_key(text: str) -> tuple[str, dict[int, str]]:
    """The key of a running text, and for each place where a word ends the word that follows."""
    key = ""
    ends: dict[int, str] = {}
    for word in fold_words(text).split():
        ends[len(key)] = word
        # เขต and its number may be words of their own: they belong to the name before them.
        key = _shorten(key + word)
    return key, ends
