"""Scores to the outcome of the year: the three instruments, the total, the level, the weak ones."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ita_docs.framework import Framework, InstrumentRule
from ita_docs.model import Figure, Figures, Finding, Findings, Instrument, Published


def work_out(scores: Mapping[int, Decimal], published: Published, framework: Framework) -> Figures:
    """Every figure of one office's result, worked out once for the checks and for the page.

    A published figure is the official one and is printed; where none was entered it is computed
    from the scores as entered and rounded once. Scores (points 0-100) may be missing: what cannot
    be known without them stays unknown, and the other figures are worked out all the same.
    """
    # Ten scores of 90, IIT published as 20.00; weights 0.3, 0.3, 0.4 of FY2562:
    #
    #        indicators ─mean─> on 0-100 ─weight─> weighted     ─sum─> total ─scale─> level
    #   IIT  90 five times  (90.00)   computed 27.00
    #                        66.67 <─ published 20.00 ──┐ printed, though it does not agree
    #   EIT  90 three times  90.00 ─> computed  27.00 ──┼───> 83.00 ────────────────> B
    #   OIT  90 twice        90.00 ─> computed  36.00 ──┘
    #
    # A total published as 90.00 would be printed, and would not agree with the 83.00 to which the
    # printed instruments add up; the level would be worked out from 90.00, 66.67, 90.00, 90.00.
    instruments: dict[Instrument, Figure[Decimal]] = {}
    instrument_scores: dict[Instrument, Decimal] = {}
    for rule in framework.instruments:
        official = published.instruments.get(rule.instrument)
        figure = _work_out_instrument(rule, scores, official, framework)
        instruments[rule.instrument] = figure
        if figure.value is not None:
            score = _put_on_100(rule, figure, scores, framework)
            instrument_scores[rule.instrument] = framework.round(score)
    total = _work_out_total(instruments, published.total, framework)
    return Figures(
        scores={number: framework.round(score) for number, score in sorted(scores.items())},
        instruments=instruments,
        instrument_scores=instrument_scores,
        total=total,
        level=_work_out_level(total, instrument_scores, published.level, framework),
    )


def _work_out_instrument(
    rule: InstrumentRule,
    scores: Mapping[int, Decimal],
    published: Decimal | None,
    framework: Framework,
) -> Figure[Decimal]:
    whole = all(indicator.number in scores for indicator in rule.indicators)
    computed = framework.weighted_score(rule.instrument, scores) if whole else None
    if published is None:
        value = None if computed is None else framework.round(computed)
        return Figure(computed, None, value, agrees=True)
    value = framework.round(published)
    agrees = computed is None or abs(value - computed) <= framework.tolerance(rule.instrument)
    return Figure(computed, published, value, agrees)


def _put_on_100(
    rule: InstrumentRule,
    figure: Figure[Decimal],
    scores: Mapping[int, Decimal],
    framework: Framework,
) -> Decimal:
    """An instrument on 0-100, as the level takes it; ``figure`` has something to print.

    Its indicators give it as long as they agree with the published figure, which was rounded:
    a mean of 84.99 is published as 25.50, and that read backwards would be 85.00 and another
    level. Accepted although it disagrees, the official figure is followed, as in the total.
    """
    if figure.computed is not None and figure.agrees:
        return framework.instrument_score(rule.instrument, scores)
    return figure.printed / rule.weight


def _work_out_total(
    instruments: Mapping[Instrument, Figure[Decimal]],
    published: Decimal | None,
    framework: Framework,
) -> Figure[Decimal]:
    """The total against its parts.

    Where all three instruments were published their sum is the total, so that what is printed
    adds up. Otherwise the parts are taken unrounded, since rounded ones added to exact ones would
    be neither (docs/decisions/0002-settled-and-unsettled-scales.md):

        published 25.50, 29.72, 29.79       total 85.01, and 85.00 or 85.02 agree with it
        computed  25.497, 29.715, 29.788    total 85.00, and no other figure agrees
    """
    shares = list_shares(instruments, framework)
    if len(shares) < len(instruments):
        value = None if published is None else framework.round(published)
        return Figure(None, published, value, agrees=True)
    computed = sum((share for share, _ in shares.values()), Decimal(0))
    if published is None:
        return Figure(computed, None, framework.round(computed), agrees=True)
    value = framework.round(published)
    bound = sum((moved for _, moved in shares.values()), framework.half_unit)
    return Figure(computed, published, value, abs(value - computed) < bound)


def list_shares(
    instruments: Mapping[Instrument, Figure[Decimal]], framework: Framework
) -> dict[Instrument, tuple[Decimal, Decimal]]:
    """What each known instrument adds to the total, and the most that rounding has moved that."""
    half_unit = framework.half_unit
    all_published = all(figure.published is not None for figure in instruments.values())
    shares = {}
    for instrument, figure in instruments.items():
        if figure.computed is not None and figure.agrees and not all_published:
            # Its indicators were rounded when they were published, it was not.
            moved = framework.instrument(instrument).weight * half_unit
            shares[instrument] = (figure.computed, moved)
        elif figure.value is not None:
            shares[instrument] = (figure.value, half_unit)
    return shares


def _work_out_level(
    total: Figure[Decimal],
    instrument_scores: Mapping[Instrument, Decimal],
    published: str | None,
    framework: Framework,
) -> Figure[str]:
    computed = None
    if total.value is not None and len(instrument_scores) == len(framework.instruments):
        computed = framework.level(total.value, instrument_scores)
    if published is None:
        return Figure(computed, None, computed, agrees=True)
    named = framework.find_level(published)
    level = named.name if named else published
    return Figure(computed, level, level, computed is None or level == computed)


def build_findings(
    figures: Figures,
    framework: Framework,
    lowest: int | None = None,
    *,
    two_classes: bool | None = None,
) -> Findings:
    """The indicators whose score is less than the target, lowest score first, ties by number.

    The scores are those printed: what the reader of the page would count is what is found. The
    ``lowest`` of the others (None: as many as the year says) are to be improved where none is
    weak, or where the weak points are told in two classes.
    """
    #   ten scores            weak     two classes   lowest   improve
    #   none below 85         -        any           3        the three lowest
    #   none below 85         -        any           0        -
    #   two below 85          2        no            any      -
    #   two below 85          2        yes           3        the three lowest of the other eight
    ascending = [
        Finding(
            indicator=number, score=score, target=framework.target, gap=framework.target - score
        )
        for number, score in sorted(figures.scores.items(), key=lambda entry: (entry[1], entry[0]))
    ]
    two = framework.two_classes if two_classes is None else two_classes
    count = framework.lowest if lowest is None else lowest
    weak = tuple(finding for finding in ascending if framework.is_weak(finding.score))
    improve = ascending[len(weak) :][: max(0, count)] if two or not weak else ()
    return Findings(weak, tuple(improve), two_classes=two)
