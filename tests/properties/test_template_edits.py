"""A hundred shipped templates, edited as people edit them: sound and complete, or told before."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.properties.template_edits import EDITS, Edited, edit_template, judge

SEEDS = range(100)


@cache
def outcome_of(seed: int) -> tuple[str, list[str], Edited]:
    content, edited = edit_template(seed)
    return *judge(content, edited), edited


@pytest.mark.parametrize("seed", SEEDS)
def test_an_edited_template_is_sound_and_complete_or_told_before_the_first_office(
    seed: int,
) -> None:
    outcome, faults, edited = outcome_of(seed)
    assert faults == [], (edited.name, edited.said, outcome)


def test_the_edits_are_those_of_people_and_leave_many_templates_sound() -> None:
    made = [outcome_of(seed) for seed in SEEDS]
    outcomes = Counter(outcome for outcome, _, _ in made)
    assert outcomes["sound"] >= 20
    assert len(outcomes) >= 8
    assert {name for _, _, edited in made for name in edited.said} == {e.__name__ for e in EDITS}
