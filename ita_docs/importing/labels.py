"""What a header says: an indicator by name or number, an instrument, a total, an office's column.

A header is the path of cells above a column (or before a row), from the outermost to the innermost:

    IIT                       EIT            ("IIT", "การใช้งบประมาณ")   indicator 2, by name
    การใช้งบประมาณ   รวม      6        7     ("IIT", "รวม")               the instrument IIT
                                             ("EIT", "6")                 the code EIT 6
    2. การใช้งบประมาณ                        number and name agree       indicator 2, by both
    6. ประสิทธิภาพการสื่อสาร                 the name is 7's             at odds: asked
    น้ำหนัก · จำนวนข้อ · คะแนนเต็ม             beside the scores           no score
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ita_docs.importing.label_words import (
    ASIDE,
    ASIDE_EXACT,
    LAST_YEAR,
    MAYBE,
    ROLES,
    SCALES,
    THIS_YEAR,
    WEAK_TOTALS,
)
from ita_docs.importing.roles import Label, Role, Said
from ita_docs.importing.years import find_years
from ita_docs.model import Instrument
from ita_docs.thai import match_key

_BRACKETS = re.compile(r"[\[(]([^()\[\]]*)[\])]")
_NEUTRAL_IN_BRACKETS = re.compile(
    r"(?:คะแนน|ร้อยละ|points?|เต็ม|คะแนนเต็ม|น้ำหนัก|ถ่วงน้ำหนัก|%|0-|[0-9]{1,3}(?:\.[0-9]+)?|ข้อ|[0-9]ข้อ)*"
)
_WEIGHT_BEHIND = re.compile(
    r"(?<=[a-z])(?:ร้อยละ|น้ำหนัก)?(?:[0-9]{1,3}(?:%|คะแนน)|ร้อยละ[0-9]{1,3}|%)$"
)
_PART_OF_INDICATOR = re.compile(
    r"(?:ตัวชี้วัด(?:ที่)?|ตชว\.?(?:ที่)?)[0-9]{1,2}\.[0-9]{1,2}(?![0-9]).*"
    r"|[0-9]{1,2}\.[0-9]{1,2}(?![0-9]|คะแนน|แต้ม|%).+"
)
_SUB = re.compile(r"ตัวชี้วัดย่อย.*|ข้อย่อย.*")
_INDICATOR = re.compile(
    r"(?:ผล)?(?:คะแนน)?(?:ตัวชี้วัด(?:ที่)?|ตชว\.?(?:ที่)?|indicator|kpi)\.?(?:no\.?|#)?0?(10|[1-9])(?![0-9])"
    r"[.:)\-–]*(.*)"
)
_NUMBERED = re.compile(r"\(?(10|0?[1-9])(?![0-9])[.):\-–]*(.*)")
_CODE = re.compile(
    r"(?:คะแนน)?(iit|eit|oit)[-._:]?(?:ข้อ(?:ที่)?|ตัวชี้วัดที่)?0?([1-9][0-9]?)(?![0-9])[.:)\-–]*(.*)"
)
_LETTER = re.compile(r"([ieo])[-.]?0?([1-9][0-9]?)(?![0-9])[.:)\-–]*(.*)")
_BEFORE_NAME = re.compile(r"(?:ตัวชี้วัด|คะแนน|ด้าน|ผลคะแนน|ประเด็น)+")
_INSTRUMENT = re.compile(
    r"(?:ค่า|คะแนน|ผลคะแนน|ด้าน|รวม|แบบวัด|แบบตรวจ|แบบ|ผล|ผลรวม|เครื่องมือ|เฉลี่ย|ถ่วงน้ำหนัก|ของ|ส่วน|การประเมิน"
    r"|ประเมิน|ภาพรวม)*(iit|eit|oit)"
    r"(?:รวม|เฉลี่ย|ถ่วงน้ำหนัก|score|คะแนน|total|ภาพรวม)*"
)
_BARE = re.compile(r"(?:10|[1-9])")


class LabelReader:
    """Reads headers by the names of the indicators and instruments.

    ``indicators`` are numbers by match key, ``instruments`` instruments by the key of their name.
    With ``letters`` False i1 to i10 are questions: an i11 stands in the files.
    """

    def __init__(
        self,
        indicators: Mapping[str, int],
        instruments: Mapping[str, Instrument],
        members: Mapping[Instrument, tuple[int, ...]],
        *,
        letters: bool = True,
    ) -> None:
        self._letters = letters
        self._indicators = dict(indicators)
        self._instruments = dict(instruments)
        self._members = dict(members)
        self.read = lru_cache(maxsize=20_000)(self._read)
        """What a path of header texts says."""

    def _read(self, path: tuple[str, ...]) -> Label:
        years: set[int] = set()
        parts: list[Label] = []
        for text in path:
            claim = find_years(text)
            years |= claim.years
            key = THIS_YEAR.sub("", match_key(claim.rest))
            if claim.years:
                key = LAST_YEAR.sub("", key)  # "ปีที่แล้ว (2566)" is 2566 and no less a score
            if key:
                parts.append(self._read_one(key, text))
        label = self._join(parts)
        return replace(label, years=frozenset(years))

    def _join(self, parts: list[Label]) -> Label:
        """The meaning of a path, from those of its parts."""
        if not parts:
            return Label(Role.UNKNOWN)
        if any(part.role in (Role.INSTRUMENT, Role.TOTAL) for part in parts):
            # "ถ่วงน้ำหนัก" or "คะแนนเฉลี่ย" over IIT: the scale, which the arithmetic tells
            parts = [part for part in parts if part.rest not in SCALES]
        aside = next((part for part in parts if part.role in (Role.ASIDE, Role.ITEM)), None)
        if aside is not None:
            return aside
        group = next((part.instrument for part in parts if part.role is Role.INSTRUMENT), None)
        last = parts[-1]
        rest = " · ".join(part.rest for part in parts[:-1] if part.role is Role.UNKNOWN)
        if last.role is Role.UNKNOWN:
            known = [part for part in parts[:-1] if part.is_figure and not part.weak]
            rest = " · ".join(part.rest for part in parts if part.role is Role.UNKNOWN)
            if known:
                return replace(known[-1], rest=rest)
            return Label(Role.UNKNOWN, rest=rest)
        if last.role is Role.NUMBER:
            told = any(part.role is Role.NUMBERS for part in parts[:-1])
            if group is not None:
                return Label(Role.INDICATOR, last.number, group, Said.CODE, rest=rest)
            if told:
                return Label(Role.INDICATOR, last.number, said=Said.NUMBER, rest=rest)
            return replace(last, rest=rest)
        if last.role is Role.INDICATOR and group is not None:
            return replace(self._within(last, group), rest=rest)
        if last.role in (Role.TOTAL, Role.SCORE) and group is not None:
            return Label(Role.INSTRUMENT, instrument=group, rest=rest)
        if last.role is Role.LEVEL and group is not None:
            return Label(Role.ASIDE)
        if last.role in (Role.SCORE, Role.NUMBERS, Role.GROUP):
            # "คะแนน" under "การใช้งบประมาณ": the figure above it
            known = [part for part in parts[:-1] if part.is_figure and not part.weak]
            if known:
                return replace(known[-1], rest=rest)
        return replace(last, rest=rest)

    def _within(self, label: Label, group: Instrument) -> Label:
        """An indicator under an instrument's header: it must be one of that instrument's."""
        members = self._members[group]
        if label.said is Said.NUMBER and label.number not in members:
            return replace(label, instrument=group, said=Said.CODE)
        if label.said is not Said.CODE and label.number not in members:
            return replace(label, odds=members[0])
        return label

    def _read_one(self, key: str, text: str) -> Label:
        """What one cell of a header says by itself; its key is without years."""
        bare = _BRACKETS.sub(
            lambda found: "" if _NEUTRAL_IN_BRACKETS.fullmatch(found[1]) else found[0], key
        ).strip(":*•-–")
        bare = _WEIGHT_BEHIND.sub("", bare)
        if not bare:
            return Label(Role.SCORE)
        if bare in ROLES:
            return Label(ROLES[bare])
        if bare in WEAK_TOTALS:
            return Label(Role.TOTAL, weak=True)
        instrument = self._read_instrument(bare)
        if instrument is not None:
            return Label(Role.INSTRUMENT, instrument=instrument)
        if _SUB.fullmatch(bare) or _PART_OF_INDICATOR.fullmatch(bare):
            return Label(Role.ITEM)
        indicator = self._read_indicator(bare)
        if indicator is not None:
            return indicator
        if bare in SCALES:
            return Label(Role.ASIDE, rest=bare)
        if bare not in MAYBE and (bare in ASIDE_EXACT or any(word in bare for word in ASIDE)):
            return Label(Role.ASIDE)
        if _BARE.fullmatch(bare):
            return Label(Role.NUMBER, int(bare))
        return Label(Role.UNKNOWN, rest=" ".join(text.split()))

    def _read_instrument(self, bare: str) -> Instrument | None:
        found = _INSTRUMENT.fullmatch(re.sub(r"\((iit|eit|oit)\)", r"\1", bare))
        if found is not None:
            return Instrument(found[1].upper())
        named = re.sub(r"\(?(?:iit|eit|oit)\)?", "", bare)
        return self._instruments.get(named) or self._instruments.get(_BEFORE_NAME.sub("", named))

    def _read_indicator(self, bare: str) -> Label | None:
        """An indicator by name, number, both or code; an item of a questionnaire."""
        inside = re.search(r"\((iit|eit|oit)\)", bare)
        if inside is not None:
            found = self._read_indicator(bare.replace(inside[0], ""))
            if found is None or found.role is not Role.INDICATOR:
                return found
            return self._within(found, Instrument(inside[1].upper()))
        name = self._find_name(bare)
        if name is not None:
            return Label(Role.INDICATOR, name, said=Said.NAME)
        for pattern, said in ((_INDICATOR, Said.NUMBER), (_NUMBERED, None)):
            found_number = pattern.fullmatch(bare)
            if found_number is not None:
                label = self._with_name(int(found_number[1]), found_number[2], said)
                if label is not None:
                    return label
        code = _CODE.fullmatch(bare)
        if code is not None:
            return self._read_code(Instrument(code[1].upper()), int(code[2]), code[3])
        letter = _LETTER.fullmatch(bare)
        if letter is None:
            return None
        number = int(letter[2])
        if letter[1] != "i" or number > 10 or not self._letters:
            return Label(Role.ITEM)
        if letter[3]:
            return self._with_name(number, letter[3], Said.NUMBER)
        return Label(Role.INDICATOR, number, said=Said.LETTER)

    def _read_code(self, instrument: Instrument, number: int, rest: str) -> Label:
        name = self._find_name(rest) if rest else None
        if rest and name is None:
            return Label(Role.ITEM)
        if name is not None:
            members = self._members[instrument]
            fits = name in members and number in (name, members.index(name) + 1)
            odds = None if fits else number
            return Label(Role.INDICATOR, name, said=Said.BOTH, odds=odds)
        if number > 10:
            return Label(Role.ITEM)
        return Label(Role.INDICATOR, number, instrument, Said.CODE)

    def _with_name(self, number: int, rest: str, said: Said | None) -> Label | None:
        """A number with what follows it: nothing, its own name, or another indicator's."""
        if not rest:
            return None if said is None else Label(Role.INDICATOR, number, said=said)
        name = self._find_name(rest.strip(".:)-–"))
        if name is None:
            return None
        odds = None if name == number else name
        return Label(Role.INDICATOR, number, said=Said.BOTH, odds=odds)

    def _find_name(self, bare: str) -> int | None:
        plain = bare.strip("()[]")
        return self._indicators.get(plain) or self._indicators.get(_BEFORE_NAME.sub("", plain, 1))
