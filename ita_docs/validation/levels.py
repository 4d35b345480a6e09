"""Does the level follow from the figures that will be printed, on the scale of its year?

level typed, 2568 (not settled), total 90.00    of which scale    what is said
ผ่าน                                             the year's        nothing, or level-differs
ผ่านดีเยี่ยม, ต้องปรับปรุง                            the year's        level-disagrees: 90 rules it out
A                                               the other         level-differs
ผ่านดเยี่ยม, A+                                   neither           level-unknown
(blank)                                         the year's        level-computed
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ita_docs.entries.cells import show_value
from ita_docs.framework import Framework, LevelRule
from ita_docs.model import Figures
from ita_docs.problems import Digits, Problem, Value, Words
from ita_docs.thai import find_near, match_key
from ita_docs.validation.case import Case, Frameworks
from ita_docs.validation.figures import find_causes


def check_level(case: Case) -> Iterator[Problem]:
    """The published level against the scale of the year and the figures that are printed.

    Where it is settled that the offices were graded on that scale, another level is an error.
    Elsewhere a level entered wins, unless the total alone rules it out, or no scale has it.
    """
    entry, framework, figures = case.entry, case.framework, case.figures
    name, at = entry.office.name, entry.find_score("level")
    if entry.level is None:
        if not framework.settled and figures.level.value is not None:
            yield Problem("level-computed", at, name, {"level": figures.level.printed})
        return
    text = entry.level
    if framework.find_level(text) is None and (framework.settled or not _other(text, case)):
        yield Problem("level-unknown", at, name, _name_levels(text, framework, figures, case))
        return
    code = _judge_level(text, figures, case)
    if code is None or figures.level.computed is None:
        return

    def goes(figures: Figures) -> bool:
        left = _judge_level(text, figures, case)
        return left is None or (left == "level-differs" and code == "level-disagrees")

    total = Digits(f"{figures.total.printed:f}")
    values = {"typed": text, "expected": figures.level.computed, "total": total}
    yield Problem(code, at, name, values, find_causes(case, goes))


def check_past_levels(case: Case) -> Iterator[Problem]:
    """The level of an earlier year against the scales, in years that have rules; before them
    offices were graded in other words."""
    for kept in case.entry.history:
        past = kept.value
        framework = case.frameworks.get(past.year)
        if past.level is None or framework is None or framework.find_level(past.level):
            continue
        at = kept.row.find("level")
        if _other(past.level, case):
            values: dict[str, Value] = {"typed": past.level, "year": Digits(str(past.year))}
            yield Problem("level-of-other-scale", at, case.entry.office.name, values)
        else:
            values = _name_levels(past.level, framework, None, case)
            yield Problem("level-unknown", at, case.entry.office.name, values)


def _judge_level(text: str, figures: Figures, case: Case) -> str | None:
    """What is wrong with a level under these figures; None for nothing, or nothing to judge by."""
    framework, computed = case.framework, figures.level.computed
    named = framework.find_level(text)
    if computed is None or (named is not None and named.name == computed):
        return None
    if framework.settled or _excludes(text, figures.total.printed, framework, case.frameworks):
        return "level-disagrees"
    return "level-differs"


def _name_levels(
    text: str, framework: Framework, figures: Figures | None, case: Case
) -> dict[str, Value]:
    """What a level of no scale is told with: those of the year's, and the one that was meant:
    the nearest in writing, else the one that the figures make it."""
    scales = (framework, *_other_scales(framework, case.frameworks))
    levels = {match_key(rule.name): rule.name for scale in scales for rule in scale.levels}
    key = find_near(text, levels)
    near = levels[key] if key else figures.level.computed if figures else None
    hint = Words(f" (น่าจะเป็น “{near}”)", f" (perhaps “{near}”)") if near else Words("", "")
    listed = " ".join(rule.name for rule in framework.levels)
    year = Digits(str(framework.year))
    return {"typed": show_value(text), "levels": listed, "hint": hint, "year": year}


def _other(text: str, case: Case) -> bool:
    """Whether a level belongs to the other scale."""
    years = (case.framework, *_other_scales(case.framework, case.frameworks))
    return any(framework.find_level(text) is not None for framework in years)


def _excludes(text: str, total: Decimal, framework: Framework, frameworks: Frameworks) -> bool:
    """Whether the total alone rules a level out, on the scale that the level belongs to."""
    for candidate in (framework, *_other_scales(framework, frameworks)):
        named = candidate.find_level(text)
        if named is not None:
            return _band_excludes(named, candidate.round(total), candidate)
    return False


def _other_scales(framework: Framework, frameworks: Frameworks) -> Iterator[Framework]:
    for year in sorted(frameworks, reverse=True):
        if year != framework.year and frameworks[year].scale is not framework.scale:
            yield frameworks[year]
            return


def _band_excludes(level: LevelRule, total: Decimal, framework: Framework) -> bool:
    """Too low for the level, or high enough for a better one that asks nothing of instruments."""
    better = framework.levels[: framework.levels.index(level)]
    return total < level.total_min or any(
        rule.instruments_min is None and total >= rule.total_min for rule in better
    )
