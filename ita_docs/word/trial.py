"""The trial of a template: every branch of every block rendered, before any office depends on it.

For each block, one part after the other:

    if a … elif b … else …     a true; a false, b true; both false      everything else as it was
    for row in rows … else …   no row, one row, three rows

Every document is held against Word's rules, and against the template: what stands outside the
blocks that are left out must be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from ita_docs.ooxml.wordml import T, show
from ita_docs.problems import Location, Problem, TemplateError, Value
from ita_docs.word.compiled_part import CompiledPart
from ita_docs.word.contents import near
from ita_docs.word.trial_plans import (
    MARKS_OF_NUMBERS,
    NUMBER,
    TABLE,
    TAKEN,
    Plan,
    TrialCopy,
    merge_plans,
)
from ita_docs.word.word_rules import Broken, find_broken_rules, list_too_wide

_AT_ONCE = 200_000
"""Elements looked at, plans times those of the part, up to which each plan has a document of its
own (the built-in templates come to 30,000). Beyond it plans share documents, and only where
something is wrong with one are they looked at one by one."""


def try_branches(
    part: CompiledPart, file: str, full: Mapping[str, Any], empty: Mapping[str, Any]
) -> Iterator[Problem]:
    """What is wrong with the documents that the blocks of a part can make, each thing once.

    ``full`` is a context with everything there, in which only the plan leaves something out;
    ``empty`` is the same for a document without anything.
    """
    trial = _Trial(part, file, full, empty)
    plans = trial.copy.list_plans()
    groups = [[plan, plan] for plan in plans]
    if len(plans) * trial.size > _AT_ONCE:
        groups = merge_plans(plans)
    said: set[object] = set()
    usual: dict[object, Problem] = {}
    for number, (joined, *members) in enumerate(groups):
        found = trial.look(joined)
        if found and len(members) > 1:
            found = [each for member in members for each in trial.look(member)] or found
        if not number:
            usual = dict(found)  # whose doing it is shows where it is gone
            continue
        for key in [key for key in usual if key not in dict(found)]:
            said.add(key)
            yield trial.blame(usual.pop(key), joined)
        for key, problem in found:
            if key not in said and key not in usual:
                said.add(key)
                yield problem
    yield from usual.values()


class _Trial:
    """A part's copy, and what is odd about the template itself and so no block's doing."""

    def __init__(
        self, part: CompiledPart, file: str, full: Mapping[str, Any], empty: Mapping[str, Any]
    ) -> None:
        self.copy = TrialCopy(part, file)
        self.size = sum(1 for _ in self.copy.template.iter())
        self._at = Location(file, part=part.name)
        self._contexts = {True: full, False: empty}
        self._known = set(map(_name_rule, find_broken_rules(self.copy.template)))
        self._wide = set(map(_number_of, list_too_wide(self.copy.template)))

    def look(self, plan: Plan) -> list[tuple[object, Problem]]:
        """What is wrong with one document, each problem with what makes it the same as another."""
        try:
            root = self.copy.render(plan, self._contexts[plan.full])
        except TemplateError as error:
            return [((error.code, str(error.values)), _repeat(error))]
        found = [*self._find_lost(root, plan)]
        for text in root.iter(T):
            text.text = MARKS_OF_NUMBERS.sub("", text.text or "")
        broken = [each for each in find_broken_rules(root) if _name_rule(each) not in self._known]
        for each in broken:
            values: dict[str, Value] = {"state": plan.state, "rule": each[0]}
            values["paragraph"] = near(each[1])
            found.append((_name_rule(each), self._tell("template-block-breaks", plan, values)))
        for thing in list_too_wide(root):
            if (number := _number_of(thing)) not in self._wide:
                told = self._tell("template-block-too-wide", plan, {"state": plan.state})
                found.append((number, told))
        try:
            self.copy.part.check(root)
        except TemplateError as error:
            if not broken:  # half a field is no field that is not allowed
                found.append(((error.code, str(error.values)), _repeat(error)))
        return found

    def blame(self, problem: Problem, plan: Plan) -> Problem:
        """The same problem at the tag of the block without which there is none."""
        if "tag" not in problem.values or not isinstance(plan.said, str):
            return problem
        said: dict[str, Value] = {"tag": show(plan.said)}
        if "state" in problem.values:
            said["state"] = TAKEN
        return replace(problem, values={**problem.values, **said})

    def _find_lost(self, root: etree._Element, plan: Plan) -> Iterator[tuple[object, Problem]]:
        for number in self.copy.list_lost(root, plan):
            item = self.copy.items[number]
            values: dict[str, Value] = {"what": item.what, "paragraph": near(item.element)}
            yield number, self._tell("template-content-lost", plan, values)

    def _tell(self, code: str, plan: Plan, values: Mapping[str, Value]) -> Problem:
        tag = show(plan.said) if isinstance(plan.said, str) else plan.said
        return Problem(code, self._at, values={"tag": tag, **values})


def _repeat(error: TemplateError) -> Problem:
    return Problem(error.code, error.at, values=error.values)


def _name_rule(broken: Broken) -> tuple[str, str, str]:
    rule, element = broken
    parent = element.getparent()
    return rule.en, str(element.tag), str(parent.tag) if parent is not None else ""


def _number_of(thing: etree._Element) -> str:
    holder = thing if thing.tag == TABLE else thing.getparent()
    return holder.get(NUMBER, "") if holder is not None else ""
