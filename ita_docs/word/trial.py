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
from itertools import islice
from typing import Any, cast

from lxml import etree

from ita_docs.ooxml.wordml import T, W, show
from ita_docs.problems import Location, Problem, TemplateError, Value
from ita_docs.word.compiled_part import CompiledPart
from ita_docs.word.contents import near
from ita_docs.word.trial_plans import (
    MARKS_OF_NUMBERS,
    NUMBER,
    SOME_TAG,
    TABLE,
    TAKEN,
    Plan,
    TrialCopy,
    join_plans,
    merge_plans,
)
from ita_docs.word.word_rules import (
    Broken,
    find_broken_rules,
    list_blocks,
    list_dangling,
    list_too_wide,
)

_AT_ONCE = 200_000
"""Elements looked at, plans times those of the part, up to which each plan has a document of its
own (the built-in templates come to 30,000). Beyond it plans share documents, and halves of those
with which something is wrong are looked at until it is known whose doing that is."""
_MOST = 500_000
"""Elements looked at, beyond which nobody asks any more whose doing it is: some second."""

_MOST_LOST = 20
"""Pieces of content that are named of one document."""
_END = "\ue001\ue002\ue000"
"""Behind each block of a text while it is cut into them; no text of ours has these characters."""
_DOCUMENT = f"{{{W}}}document"
_COUNT = etree.XPath("count(//*)")


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
        if not number:
            usual = dict(found)  # whose doing it is shows where it is gone
            continue
        if not dict(found).keys() <= usual.keys() | said:
            found = trial.narrow(members, found)
        for key in [key for key in usual if key not in dict(found)]:
            said.add(key)
            yield trial.blame(usual.pop(key), trial.find_without(members, key))
        for key, problem in found:
            if key not in said and key not in usual:
                said.add(key)
                yield problem
    yield from usual.values()


_Found = tuple[object, Problem]
"""A problem, with what makes it the same as another."""


class _Trial:
    """A part's copy, and what is odd about the template itself and so no block's doing."""

    def __init__(
        self, part: CompiledPart, file: str, full: Mapping[str, Any], empty: Mapping[str, Any]
    ) -> None:
        self._numbers: dict[str, frozenset[int]] = {}
        self._sound: set[str] = set()
        self.copy = TrialCopy(part, file)
        self.size = _count(self.copy.template)
        self.looked = 0
        self._at = Location(file, part=part.name)
        self._contexts = {True: full, False: empty}
        self._known = set(map(_name_rule, find_broken_rules(self.copy.template)))
        self._wide = set(map(_number_of, list_too_wide(self.copy.template)))

    def look(self, plan: Plan) -> list[_Found]:
        """What is wrong with one document."""
        try:
            root = self.copy.render(plan, self._contexts[plan.full])
        except TemplateError as error:
            return [((error.code, str(error.values)), _repeat(error))]
        self.looked += _count(root)
        blocks = self._read_blocks(root)
        numbers = frozenset[int]().union(*(self._numbers[xml] for xml, _ in blocks))
        found = [*self._find_lost(numbers, plan)]
        broken = self._find_broken(root, blocks)
        wide = [thing for thing in list_too_wide(root) if _number_of(thing) not in self._wide]
        dangling = [*list_dangling(root)] if root.tag == _DOCUMENT else []
        if broken or wide or dangling or self._find_danger(root) is not None:
            for text in root.iter(T):  # now it is quoted
                text.text = MARKS_OF_NUMBERS.sub("", text.text or "")
        for rule, element in {_name_rule(each): each for each in reversed(broken)}.values():
            values: dict[str, Value] = {"state": plan.state, "rule": rule}
            values["paragraph"] = near(element)
            told = self._tell("template-block-breaks", plan, values)
            found.append((_name_rule((rule, element)), told))
        for thing in wide:
            told = self._tell("template-block-too-wide", plan, {"state": plan.state})
            found.append((_number_of(thing), told))
        for field, instruction in dangling:
            values = {"field": show(instruction), "paragraph": near(field)}
            at = self._at
            found.append((instruction, Problem("template-reference-lost", at, values=values)))
        danger = self._find_danger(root) if not broken else None
        if danger is not None:  # half a field, which is broken, is no field that is not allowed
            found.append(((danger.code, str(danger.values)), danger))
        return found

    def _read_blocks(self, root: etree._Element) -> list[tuple[str, etree._Element]]:
        """The blocks of a text, each with its XML; what is numbered in each is kept."""
        #   <w:body><w:p>①ก</w:p>END<w:tbl>②ข</w:tbl>END</w:body>    written once and cut at END
        blocks = list_blocks(root)
        tails = [block.tail for block in blocks]
        for block, tail in zip(blocks, tails, strict=True):
            block.tail = (tail or "") + _END
        pieces = etree.tostring(root, encoding="unicode").split(_END)
        for block, tail in zip(blocks, tails, strict=True):
            block.tail = tail
        for piece in pieces:
            if piece not in self._numbers:
                found = MARKS_OF_NUMBERS.findall(piece)
                self._numbers[piece] = frozenset(int(words or other) for words, other in found)
        return [*zip(pieces[:-1], blocks, strict=True)]

    def _find_broken(
        self, root: etree._Element, blocks: list[tuple[str, etree._Element]]
    ) -> list[Broken]:
        """The rules that a document breaks and the template does not. A block is looked into once:
        most are in every document the same to the letter."""
        unknown = {block: xml for xml, block in blocks if xml not in self._sound}
        broken = [
            each
            for each in find_broken_rules(root, [*unknown])
            if _name_rule(each) not in self._known
        ]
        for _, element in broken:
            for holder in (element, *element.iterancestors()):
                unknown.pop(holder, None)
        self._sound.update(unknown.values())
        return broken

    def _find_danger(self, root: etree._Element) -> Problem | None:
        try:
            self.copy.part.check(root)
        except TemplateError as error:
            return _repeat(error)
        return None

    def narrow(self, plans: list[Plan], found: list[_Found]) -> list[_Found]:
        """The same at the plans whose doing it is: ``found`` is what is wrong with a document of
        all of them, and halves of them are looked at as long as something is wrong there, too."""
        if len(plans) == 1:
            return found
        if self.looked > _MOST:
            return self.look(replace(join_plans(plans), said=SOME_TAG))
        told: list[_Found] = []
        for half in (plans[: len(plans) // 2], plans[len(plans) // 2 :]):
            if of_half := self.look(join_plans(half)):
                told += self.narrow(half, of_half)
        return told or found

    def find_without(self, plans: list[Plan], key: object) -> Plan:
        """Of plans whose common document lacks a fault, the one that does away with it."""
        while len(plans) > 1:
            half = plans[: len(plans) // 2]
            lacks = key not in dict(self.look(join_plans(half)))
            plans = half if lacks else plans[len(plans) // 2 :]
        return plans[0]

    def blame(self, problem: Problem, plan: Plan) -> Problem:
        """The same problem at the tag of the block without which there is none."""
        if "tag" not in problem.values or not isinstance(plan.said, str):
            return problem
        said: dict[str, Value] = {"tag": show(plan.said)}
        if "state" in problem.values:
            said["state"] = TAKEN
        return replace(problem, values={**problem.values, **said})

    def _find_lost(self, numbers: frozenset[int], plan: Plan) -> Iterator[tuple[object, Problem]]:
        for number in islice(self.copy.list_lost(numbers, plan), _MOST_LOST):
            item = self.copy.items[number]
            values: dict[str, Value] = {"what": item.what, "paragraph": near(item.element)}
            yield number, self._tell("template-content-lost", plan, values)

    def _tell(self, code: str, plan: Plan, values: Mapping[str, Value]) -> Problem:
        tag = show(plan.said) if isinstance(plan.said, str) else plan.said
        return Problem(code, self._at, values={"tag": tag, **values})


def _count(root: etree._Element) -> int:
    return int(cast("float", _COUNT(root)))


def _repeat(error: TemplateError) -> Problem:
    return Problem(error.code, error.at, values=error.values)


def _name_rule(broken: Broken) -> tuple[str, str, str]:
    rule, element = broken
    parent = element.getparent()
    return rule.en, str(element.tag), str(parent.tag) if parent is not None else ""


def _number_of(thing: etree._Element) -> str:
    holder = thing if thing.tag == TABLE else thing.getparent()
    return holder.get(NUMBER, "") if holder is not None else ""
