"""Every arm of every block is tried, and what is wrong is told at the tag that makes it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_docs.problems import Problem
from ita_docs.word import check_template, load_template, refill_chart, trial
from ita_docs.word.trial_plans import TrialCopy
from tests.corpus.edited_templates import END, FOR, IF, code, doc, mark, par
from tests.forms import Small

HALF = (par(mark("begin"), code(" PAGE "), mark("separate")), par(mark("end")))
"""A field that begins in one paragraph and ends in the next."""


def check(folder: Path, *blocks: str) -> list[Problem]:
    path = folder / "t.docx"
    path.write_bytes(doc(*blocks))
    return list(check_template(str(path), schema=Small, refill=refill_chart).problems)


def list_states(*blocks: str) -> list[tuple[str, str]]:
    template = load_template("t.docx", schema=Small, refill=refill_chart, content=doc(*blocks))
    plans = TrialCopy(template.parts[0], "t.docx").list_plans()
    return [(str(plan.said), plan.state.en) for plan in plans if isinstance(plan.said, str)]


def test_a_condition_is_shown_and_left_out_and_a_loop_has_no_row_one_and_several() -> None:
    assert list_states(IF, "ก", END, FOR, "{{ row.name }}", "{%p endfor %}") == [
        (IF, "is shown"),
        (IF, "is left out"),
        (FOR, "has no row"),
        (FOR, "has one row"),
        (FOR, "has several rows"),
    ]


def test_each_arm_of_a_condition_is_reached() -> None:
    first = "{% if title == 'ก' %}"
    inline = first + "ก{% elif wide %}ข{% else %}ค{% endif %}"
    assert list_states(inline) == [(first, "is shown"), *[(first, "is left out")] * 2]


def test_conditions_that_say_the_same_come_out_together_and_what_contradicts_is_not_tried() -> None:
    inside = "{% if not wide %}ก{% endif %}"
    said = list_states(IF, inside, END, inside)
    assert said == [(IF, "is shown"), (IF, "is left out")]


@pytest.mark.parametrize("hidden", ["{% elif rows %}", "{% else %}"])
def test_what_only_one_arm_breaks_is_found(hidden: str, tmp_path: Path) -> None:
    begins, ends = HALF
    tags = ("{%p if wide %}", hidden.replace("{%", "{%p"), "{%p endif %}")
    (problem,) = check(tmp_path, tags[0], "ก", tags[1], begins, tags[2], "{{ title }}", ends)
    assert problem.code == "template-block-breaks"
    assert problem.values["tag"] == "{%p if wide %}"


def test_in_a_large_template_the_tag_is_named_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    real = trial._Trial.look
    monkeypatch.setattr(trial._Trial, "look", lambda *each: looked.append(each) or real(*each))
    conditions = [f"{{%p if title == '{number}' %}}" for number in range(60)]
    many = [text for tag in conditions for text in (tag, "ก {{ title }}", "{%p endif %}")]
    sound = [par("ก")] * 5000
    assert check(tmp_path, *sound, *many) == []
    assert len(looked) < 10, "plans that agree share a document"
    begins, ends = HALF
    faulty = "{%p if title == 'ข' %}"
    (problem,) = check(tmp_path, *sound, *many, faulty, begins, "{%p endif %}", ends)
    assert problem.values["tag"] == faulty


def test_the_same_is_said_once(tmp_path: Path) -> None:
    begins, ends = HALF
    problems = check(tmp_path, FOR, IF, begins, END, "{%p endfor %}", ends)
    assert [problem.code for problem in problems] == ["template-block-breaks"]
