"""Does the published level follow from the figures, on a scale that the offices were graded on?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ita_docs.entries.case import Case, Entry, Frameworks
from ita_docs.framework import Framework, LevelRule
from ita_docs.model import Instrument
from ita_docs.problems import Digits, Problem
from ita_docs.validation import agreement


def find_level(text: str, framework: Framework) -> LevelRule | None:
    """The level that a text names, with or without the word ระดับ before it."""
    bare = re.sub(r"^\s*(?:ระดับ|level)\s*", "", text, flags=re.IGNORECASE)
    return framework.find_level(text) or framework.find_level(bare)


def check_level(case: Case) -> Iterator[Problem]:
    """The published level against the scale of the year.

    Where it is settled that the offices were graded on that scale, another level is an error.
    Elsewhere a level entered wins, unless the total alone rules it out.
    """
    entry, framework = case.entry, case.framework
    if entry.level is None:
        return
    text = entry.level.value
    total = agreement.printed_total(entry, framework)
    named = find_level(text, framework)
    if named is None and framework.settled:
        values = {"typed": text, "levels": " ".join(level.name for level in framework.levels)}
        yield Problem("level-unknown", entry.level.at, entry.office.name, values)
        return
    scores = _instrument_scores(entry, framework)
    if total is None or scores is None:
        return
    expected = framework.level(total, scores)
    if named is not None and named.name in _levels_of_either_total(entry, framework, total, scores):
        return
    code = "level-disagrees"
    if not framework.settled and not _excluded(text, total, framework, case.frameworks):
        code = "level-differs"
    values = {"typed": text, "expected": expected, "total": Digits(f"{total:f}")}
    yield Problem(code, entry.level.at, entry.office.name, values)


def _levels_of_either_total(
    entry: Entry,
    framework: Framework,
    total: Decimal,
    scores: Mapping[Instrument, Decimal],
) -> set[str]:
    """The level of the total; where the total is itself in doubt, that of the computed one too."""
    levels = {framework.level(total, scores)}
    if not agreement.total_agrees(entry, framework):
        published = agreement.published_instruments(entry)
        computed = agreement.compute_instruments(entry, framework)
        for parts in (computed | published, computed):
            levels.add(framework.level(sum(parts.values(), Decimal(0)), scores))
    return levels


def _instrument_scores(entry: Entry, framework: Framework) -> dict[Instrument, Decimal] | None:
    """Each instrument on 0-100: the mean of its indicators, or as published where they disagree."""
    computed = agreement.compute_instruments(entry, framework)
    published = agreement.published_instruments(entry)
    disagreeing = agreement.find_disagreeing(entry, framework)
    scores = {}
    for rule in framework.instruments:
        instrument = rule.instrument
        if instrument in disagreeing or instrument not in computed:
            if instrument not in published:
                return None
            scores[instrument] = published[instrument] / rule.weight
        else:
            scores[instrument] = framework.instrument_score(instrument, entry.scores)
    return scores


def _excluded(text: str, total: Decimal, framework: Framework, frameworks: Frameworks) -> bool:
    """Whether the total alone rules a level out, on the scale that the level belongs to."""
    for candidate in (framework, *_other_scales(framework, frameworks)):
        named = find_level(text, candidate)
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
