"""The outcome of the year to the weak indicators (ตัวชี้วัดที่เป็นจุดอ่อน)."""

from __future__ import annotations

from ita_docs.framework import Framework
from ita_docs.model import Figures, Finding, Findings


def build_findings(figures: Figures, framework: Framework, lowest: int | None = None) -> Findings:
    """The indicators whose score is less than the target, lowest score first, ties by number.

    The scores are those printed: what the reader of the page would count is what is found.

    When there is none and ``lowest`` is given, the ``lowest`` lowest indicators take their place
    and ``by_target`` is False.
    """
    ascending = [
        Finding(
            indicator=number, score=score, target=framework.target, gap=framework.target - score
        )
        for number, score in sorted(figures.scores.items(), key=lambda entry: (entry[1], entry[0]))
    ]
    weak = tuple(finding for finding in ascending if framework.is_weak(finding.score))
    if weak or lowest is None or lowest < 1:
        return Findings(findings=weak, by_target=True)
    return Findings(findings=tuple(ascending[:lowest]), by_target=False)
