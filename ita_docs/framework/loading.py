"""Reading a year's TOML file: every rule sound, or an error with the name of the key."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ita_docs.framework.rules import (
    ChecklistItem,
    Framework,
    IndicatorRule,
    InstrumentRule,
    LevelRule,
    Scale,
)
from ita_docs.model import INDICATOR_NUMBERS, FiscalYear, Instrument, Measure
from ita_docs.problems import FrameworkError, Location
from ita_docs.sections import Section, TomlError, parse_toml, refuse
from ita_docs.thai import match_key

_FILE_NAME = re.compile(r"([0-9]{4})\.toml")
_REPORT = "followup"
_YEAR_RULES = ("current", "previous")
_SCHOOL_FIELDS = ("responsible", "steps", "monitor")


class Frameworks(Mapping[FiscalYear, Framework]):
    """The frameworks of a folder by fiscal year; a year's file is read when it is asked for.

    Raises FrameworkError (``framework-missing``) for a folder without any, and on access
    (``framework-unsound``) for a file that is not sound.
    """

    def __init__(self, folder: Traversable | Path) -> None:
        self._loaded: dict[FiscalYear, Framework] = {}
        self._files: dict[FiscalYear, Traversable | Path] = {}
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else []
        for entry in entries:
            if not entry.name.endswith(".toml"):
                continue
            match = _FILE_NAME.fullmatch(entry.name)
            if match is None:
                refuse(
                    Location(entry.name),
                    "ชื่อแฟ้มไม่ใช่ปี พ.ศ. สี่หลัก",
                    "the file is not named by a four-digit Buddhist-era year",
                )
            self._files[FiscalYear(int(match[1]))] = entry
        if not self._files:
            raise FrameworkError("framework-missing", Location(folder.name))

    def __getitem__(self, year: FiscalYear) -> Framework:
        if year not in self._loaded:
            file = self._files[year]
            framework = load_framework(file)
            if framework.year != year:
                refuse(
                    Location(file.name, part="year"),
                    f"ปีในแฟ้มคือ {framework.year} ไม่ตรงกับชื่อแฟ้ม",
                    f"the file says {framework.year}, its name another year",
                )
            self._loaded[year] = framework
        return self._loaded[year]

    def __contains__(self, year: object) -> bool:
        return year in self._files

    def __iter__(self) -> Iterator[FiscalYear]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def load_frameworks(folder: Traversable | Path | None = None) -> Frameworks:
    """The frameworks by fiscal year, oldest first: those of the package, or of another folder."""
    return Frameworks(files("ita_docs") / "frameworks" if folder is None else folder)


def load_framework(path: Traversable | Path) -> Framework:
    """Load one year's file and check it.

    Raises FrameworkError: ``framework-missing`` where there is no such file,
    ``framework-unsound`` with the key's name for anything that cannot be relied on.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FrameworkError("framework-missing", Location(path.name)) from error
    try:
        root = Section(path.name, "", parse_toml(raw))
    except TomlError as error:
        fault = f"line {error.line}: {error.reason}"
        refuse(
            Location(path.name), f"อ่านเป็น TOML ไม่ได้ ({fault})", f"not readable as TOML ({fault})"
        )

    rounding = root.section("rounding")
    rounding.choice("mode", ("half-up",))
    target, scale = root.section("target"), root.section("scale")
    year = root.integer("year", 2500, 2699)
    weak = _find_weak(root, year)
    references, not_established = (
        root.texts("references"),
        root.texts("not_established", empty=True),
    )
    settled = scale.flag("settled")
    if not settled and not not_established:
        scale.refuse(
            "settled",
            "ระดับที่ยังไม่ยืนยันต้องมีข้อความใน not_established",
            "a scale that is not settled needs a sentence in not_established",
        )
    instruments = _read_instruments(root.section("instruments"))
    measures = _read_measures(root.section("measures"))
    framework = Framework(
        year=FiscalYear(year),
        instruments=instruments,
        scale=Scale(scale.choice("name", tuple(Scale))),
        levels=_read_levels(root.section("levels")),
        settled=settled,
        target=target.decimal("score"),
        two_classes=weak.choice("sections", ("one", "two")) == "two",
        lowest=weak.integer("lowest", 0, len(INDICATOR_NUMBERS)),
        places=rounding.integer("places", 0, 4),
        measures=measures,
        references=(*references, target.text("reference"), scale.text("reference")),
        not_established=not_established,
        school_measures=_load_school_measures(measures),
        sha256=hashlib.sha256(raw).hexdigest(),
        documents=_read_documents(root.section("documents"), root.integer("year", 2500, 2699)),
    )
    root.finish()
    return framework


def _read_instruments(section: Section) -> tuple[InstrumentRule, ...]:
    rules = []
    for instrument in Instrument:
        row = section.section(instrument.value)
        rules.append(
            InstrumentRule(
                instrument=instrument,
                name=row.text("name"),
                weight=row.decimal("weight", most=1),
                indicators=tuple(
                    IndicatorRule(
                        number=entry.integer("number", 1, len(INDICATOR_NUMBERS)),
                        name=entry.text("name"),
                        instrument=instrument,
                        aliases=entry.texts("aliases", empty=True),
                    )
                    for entry in row.sections("indicators")
                ),
            )
        )
        row.text("reference")
    weights = sum((rule.weight for rule in rules), Decimal(0))
    if weights != 1 or not all(rule.weight for rule in rules):
        section.refuse(
            None,
            f"น้ำหนักรวมกันได้ {weights} ไม่ใช่ 1 หรือมีน้ำหนักเป็น 0",
            f"the weights add up to {weights} and not to 1, or one of them is 0",
        )
    indicators = [indicator for rule in rules for indicator in rule.indicators]
    if [indicator.number for indicator in indicators] != list(INDICATOR_NUMBERS):
        section.refuse(
            None,
            "ตัวชี้วัดไม่ใช่ลำดับที่ 1 ถึง 10 อย่างละหนึ่ง",
            "the indicators are not 1 to 10, each once and in order",
        )
    keys = [match_key(n) for indicator in indicators for n in (indicator.name, *indicator.aliases)]
    if len(set(keys)) != len(keys):
        section.refuse(None, "มีชื่อตัวชี้วัดซ้ำกัน", "two indicators or spellings have one name")
    return tuple(rules)


def _read_levels(section: Section) -> tuple[LevelRule, ...]:
    levels: list[LevelRule] = []
    for name in section.keys:
        row = section.section(name)
        level = LevelRule(
            name=name,
            total_min=row.decimal("total_min"),
            instruments_min=row.decimal("instruments_min") if row.has("instruments_min") else None,
        )
        if levels and _bounds(levels[-1]) <= _bounds(level):
            section.refuse(
                name,
                "เกณฑ์ของระดับนี้ไม่ต่ำกว่าระดับก่อนหน้า",
                "the level does not ask for less than the level before it",
            )
        levels.append(level)
    if not levels or any(_bounds(levels[-1])):
        section.refuse(
            levels[-1].name if levels else None,
            "ไม่มีระดับที่เริ่มจาก 0 โดยไม่มีเงื่อนไข",
            "no level starts at 0 without a condition",
        )
    if len({match_key(level.name) for level in levels}) != len(levels):
        section.refuse(None, "มีชื่อระดับซ้ำกัน", "two levels have one name")
    return tuple(levels)


def _bounds(level: LevelRule) -> tuple[Decimal, Decimal]:
    return level.total_min, level.instruments_min or Decimal(0)


def _find_weak(root: Section, year: int) -> Section:
    """How weak points are told: in the year's own file, or of a year that was closed before."""
    if root.has("weak"):
        section = root.section("weak")
        section.text("reference")
        return section
    closed = _load_closed_weak()
    return closed.section(str(year)) if closed.has(str(year)) else root.section("weak")


@cache
def _load_closed_weak() -> Section:
    content = (files("ita_docs.framework") / "weak_points.toml").read_bytes()
    return Section("weak_points.toml", "", parse_toml(content))


def _read_documents(section: Section, year: int) -> dict[str, ChecklistItem]:
    """Where each kind of document counts; a kind is named as ``documents.KINDS`` names it."""
    documents = {}
    for kind in section.keys:
        row = section.section(kind)
        closed = _load_closed_rules().get(str(year), "") if kind == _REPORT else ""
        documents[kind] = ChecklistItem(
            code=row.text("code"),
            title=row.text("title") if row.has("title") else "",
            settled=row.flag("settled"),
            reference=row.text("reference"),
            year_rule=row.choice("year_rule", _YEAR_RULES) if row.has("year_rule") else closed,
        )
    return documents


@cache
def _load_closed_rules() -> Mapping[str, str]:
    """The ``year_rule`` of the years that were closed before there was such a key, by year."""
    content = (files("ita_docs.framework") / "year_rules.toml").read_bytes()
    return {year: str(rule) for year, rule in parse_toml(content).items()}


def _read_measures(section: Section) -> dict[int, Measure]:
    measures = {}
    known = {str(number): number for number in INDICATOR_NUMBERS}
    for key in section.keys:
        if key not in known:
            section.refuse(key, "ไม่มีตัวชี้วัดลำดับนี้", "there is no indicator of this number")
        row = section.section(key)
        measures[known[key]] = Measure(
            indicator=known[key],
            responsible=row.lines("responsible"),
            steps=row.lines("steps"),
            monitor=row.lines("monitor"),
            time_frame=row.lines("time_frame", empty=True),
            reporting=row.lines("reporting", empty=True),
            method=row.lines("method", empty=True),
            success=row.lines("success", empty=True),
            budget=row.lines("budget", empty=True),
            draft=row.choice("status", ("published", "draft")) == "draft",
        )
    return measures


def _load_school_measures(measures: Mapping[int, Measure]) -> dict[int, Measure]:
    """The year's measures in the words of a school, drafts all; what those leave out is the
    year's."""
    said = _load_school_words()
    return {
        number: replace(measures[number], **lines, draft=True)  # type: ignore[arg-type]
        for number, lines in said.items()
        if number in measures
    }


@cache
def _load_school_words() -> Mapping[int, Mapping[str, tuple[str, ...]]]:
    """What the measures of a school say, by indicator and field."""
    content = (files("ita_docs.framework") / "school_measures.toml").read_bytes()
    root = Section("school_measures.toml", "", parse_toml(content))
    words = {}
    for key in root.keys:
        row = root.section(key)
        words[int(key)] = {name: row.lines(name) for name in _SCHOOL_FIELDS if row.has(name)}
    root.finish()
    return words
