"""The trial of a template: every branch of every block rendered, before any office depends on it.

For each block, one part after the other:

    if a … elif b … else …     a true; a false, b true; both false      everything else as it was
    for row in rows … else …   no row, one row, three rows

and the blocks that it stands in as they must be for it to be reached. Conditions that say the
same are true together, so that the head of a table and its rows have the same columns. Every
document is held against Word's rules, and against the template: what stands outside the blocks
that are left out must be there.

The trial reads a copy of the part in which each piece of content bears a number, and each
condition and loop asks the plan:  ``{%p if weak.none %}`` -> ``{%p if (weak.none)|_decide(3) %}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lxml import etree

from ita_docs.ooxml.wordml import T, W, show
from ita_docs.problems import Location, Problem, TemplateError, Value, Words
from ita_docs.word.blocks import walk_blocks
from ita_docs.word.compiled_part import CompiledPart, make_environment
from ita_docs.word.contents import TAG, name_content, near
from ita_docs.word.word_rules import Broken, find_broken_rules, list_too_wide

_NUMBER = "ita"
_MARK = "\ue000{}\ue001"
"""The number of words, in characters that no text of ours has."""
_MARKS = re.compile(r'\ue000(\d+)\ue001| ita="(\d+)"')
_IF = re.compile(r"(\{%-?(?:(?:p|tr|tc|r)\s)?\s*(?:el)?if\s+)(.*?)(\s*-?%\})", re.DOTALL)
_FOR = re.compile(
    r"(\{%-?(?:(?:p|tr|tc|r)\s)?\s*for\s+\S+\s+in\s+)(.*?)(?:\s+if\s.*?)?(\s*-?%\})", re.DOTALL
)
_WORD = re.compile(r"\{%-?(?:(?:p|tr|tc|r)\s)?\s*(\w+)")
_NOT = re.compile(r"not\s+([\w.]+)")
_TBL = f"{{{W}}}tbl"
_ROUNDS = 2
"""Rows of a loop that the plan says nothing of."""
_TAKEN, _LEFT_OUT = Words("แสดง", "is shown"), Words("ไม่แสดง", "is left out")
_ROWS = {
    0: Words("ไม่มีแถวเลย", "has no row"),
    1: Words("มีแถวเดียว", "has one row"),
    3: Words("มีหลายแถว", "has several rows"),
}
_SOME_TAG = Words("คำสั่งในส่วนนี้", "a tag there")
_FULL = Words("แสดงครบทุกส่วน", "shows everything")
_EMPTY = Words("ไม่แสดงส่วนใดเลย", "shows nothing")


@dataclass(slots=True, eq=False)
class _Block:
    """A block: its first tag, the blocks around it, its conditions in order, or its loop.

    ``arms`` are chosen by number: an if's first condition that holds, or, one behind the last,
    its else; of a loop 0 for its rounds, 1 for its else.
    """

    said: str
    path: tuple[tuple[_Block, int], ...]
    tests: list[int] = field(default_factory=list)
    loop: int | None = None


@dataclass(slots=True)
class _Item:
    """A piece of content: what it is, its place in the template, and the blocks around it."""

    what: Value
    element: etree._Element
    path: tuple[tuple[_Block, int], ...]


@dataclass(slots=True)
class _Plan:
    """How every condition and loop of a part is to come out; what is not said comes out full."""

    said: Value
    state: Words
    tests: dict[str, bool] = field(default_factory=dict)
    loops: dict[int, int] = field(default_factory=dict)
    full: bool = True

    def rounds(self, loop: int) -> int:
        return self.loops.get(loop, _ROUNDS if self.full else 0)

    def holds(self, test: tuple[str, bool]) -> bool:
        key, negated = test
        return self.tests.get(key, self.full) != negated

    def decide(self, test: tuple[str, bool], value: bool) -> bool:
        """Say how a condition comes out; False where the opposite has been said already."""
        key, negated = test
        return self.tests.setdefault(key, value != negated) == (value != negated)


class _Copy:
    """A part of the template with numbered content, whose blocks come out as a plan says."""

    def __init__(self, part: CompiledPart, file: str) -> None:
        self.original = part
        self.blocks: list[_Block] = []
        self.items: dict[int, _Item] = {}
        self._tests: list[tuple[str, bool]] = []
        self._opened: list[tuple[_Block, int]] = []
        self._plan = _Plan("", _FULL)
        root, tables = deepcopy(part.root), count(1)
        originals = walk_blocks(part.root)
        for element, behind, _ in walk_blocks(root):
            original = next(originals)[0]
            if behind:
                element.tail = self._rewrite(element.tail or "")
                continue
            if element.tag == _TBL:
                element.set(_NUMBER, f"-{next(tables)}")
            elif (what := name_content(element)) is not None:
                element.set(_NUMBER, str(self._add(what, original)))
            words = original if element.tag == T else None
            element.text = self._rewrite(element.text or "", words)
        self.template = etree.fromstring(etree.tostring(root))
        environment = make_environment(_decide=self._decide, _rounds=self._rounds)
        self.part = CompiledPart(part.name, root, environment, file, part.lists, quoted=part)
        self.part.compile(None)

    def plans(self) -> Iterator[_Plan]:
        """Each way to come out that shows an arm of a block, once."""
        plans = [_Plan(_SOME_TAG, _FULL)]
        for block in self.blocks:
            for arm in range(len(block.tests) + 1) if block.loop is None else ():
                shown = _TAKEN if arm == 0 else _LEFT_OUT
                plan = _Plan(block.said, shown)
                if self._reach(plan, (*block.path, (block, arm))):
                    plans.append(plan)
            for rows, state in _ROWS.items() if block.loop is not None else ():
                plan = _Plan(block.said, state)
                if self._reach(plan, block.path):
                    plan.loops[block.loop or 0] = rows
                    plans.append(plan)
        plans.append(_Plan(_SOME_TAG, _EMPTY, full=False))
        said: dict[str, _Plan] = {}
        for plan in plans:
            said.setdefault(str((sorted(plan.tests.items()), plan.loops, plan.full)), plan)
        yield from said.values()

    def render(self, plan: _Plan, context: Mapping[str, Any]) -> etree._Element:
        """The part as the plan wants it. Raises TemplateError."""
        self._plan = plan
        return self.part.render_tree(context)

    def list_lost(self, root: etree._Element, plan: _Plan) -> Iterator[int]:
        """The numbers of what should stand in a finished part by the plan, and does not."""
        xml = etree.tostring(root, encoding="unicode")
        found = {int(words or other) for words, other in _MARKS.findall(xml)}
        for number, item in self.items.items():
            if number not in found and all(
                self._arm(block, plan) == arm for block, arm in item.path
            ):
                yield number

    def _arm(self, block: _Block, plan: _Plan) -> int:
        if block.loop is not None:
            return 0 if plan.rounds(block.loop) else 1
        holding = (arm for arm, test in enumerate(block.tests) if plan.holds(self._tests[test]))
        return next(holding, len(block.tests))

    def _reach(self, plan: _Plan, path: tuple[tuple[_Block, int], ...]) -> bool:
        """Lay down what leads to these arms; False where one needs what another forbids."""
        for block, arm in path:
            if block.loop is not None:
                plan.loops[block.loop] = _ROUNDS if arm == 0 else 0
            for number, test in enumerate(block.tests[: arm + 1]):
                if not plan.decide(self._tests[test], number == arm):
                    return False
        return True

    def _rewrite(self, words: str, original: etree._Element | None = None) -> str:
        """A text with its pieces of words numbered, if it is words, and its blocks planned."""
        pieces, position = [], 0
        for match in TAG.finditer(words):
            pieces.append(self._mark(words[position : match.start()], original))
            pieces.append(self._follow(match.group()))
            position = match.end()
        return "".join((*pieces, self._mark(words[position:], original)))

    def _mark(self, words: str, original: etree._Element | None) -> str:
        if original is None or not words.strip():
            return words
        return _MARK.format(self._add(f"“{show(words)}”", original)) + words

    def _add(self, what: Value, original: etree._Element) -> int:
        number = len(self.items)
        self.items[number] = _Item(what, original, tuple(self._opened))
        return number

    def _follow(self, said: str) -> str:
        """Keep account of the blocks, and let conditions and loops ask the plan."""
        match = _WORD.match(said)
        word = match[1] if match is not None else ""
        if word == "for":
            block = _Block(said, tuple(self._opened), loop=len(self.blocks))
        elif word == "if":
            block = _Block(said, tuple(self._opened))
        elif word in ("elif", "else", "endif", "endfor") and self._opened:
            block, arm = self._opened.pop()
            if not word.startswith("end"):
                self._opened.append((block, arm + 1))
        if word in ("for", "if"):
            self.blocks.append(block)
            self._opened.append((block, 0))
        if word == "for":
            return _FOR.sub(rf"\1(\2)|_rounds({block.loop})\3", said)
        if word in ("if", "elif"):
            test = _IF.match(said)
            negated = _NOT.fullmatch(test[2].strip()) if test is not None else None
            key = " ".join((negated[1] if negated else test[2] if test else said).split())
            block.tests.append(len(self._tests))
            self._tests.append((key, negated is not None))
            return _IF.sub(rf"\1(\2)|_decide({len(self._tests) - 1})\3", said)
        return said

    def _decide(self, _: Any, test: int) -> bool:
        return self._plan.holds(self._tests[test])

    def _rounds(self, rows: Any, loop: int) -> list[Any]:
        count = self._plan.rounds(loop)
        return (list(rows) * count)[:count]


def try_branches(
    part: CompiledPart, file: str, full: Mapping[str, Any], empty: Mapping[str, Any]
) -> Iterator[Problem]:
    """What is wrong with the documents that the blocks of a part can make, each thing once.

    ``full`` is a context with everything there, in which only the plan leaves something out;
    ``empty`` is the same for a document without anything.
    """
    copy, at = _Copy(part, file), Location(file, part=part.name)
    known = set(map(_name_rule, find_broken_rules(copy.template)))
    wide = set(map(_number_of, list_too_wide(copy.template)))
    lost: set[int] = set()
    said: set[tuple[str, str, str]] = set()
    for plan in copy.plans():
        shown = {"tag": show(plan.said) if isinstance(plan.said, str) else plan.said}
        try:
            root = copy.render(plan, full if plan.full else empty)
        except TemplateError as error:
            yield Problem(error.code, at, values=error.values)
            continue
        for number in copy.list_lost(root, plan):
            if number not in lost:
                item = copy.items[number]
                values = {**shown, "what": item.what, "paragraph": near(item.element)}
                yield Problem("template-content-lost", at, values=values)
            lost.add(number)
        for text in root.iter(T):
            text.text = _MARKS.sub("", text.text or "")
        sound = True
        for broken in find_broken_rules(root):
            if _name_rule(broken) in known:
                continue
            sound = False
            if _name_rule(broken) not in said:
                values = {**shown, "state": plan.state, "rule": broken[0]}
                values["paragraph"] = near(broken[1])
                yield Problem("template-block-breaks", at, values=values)
            said.add(_name_rule(broken))
        for thing in list_too_wide(root):
            if _number_of(thing) not in wide:
                values = {**shown, "state": plan.state}
                yield Problem("template-block-too-wide", at, values=values)
            wide.add(_number_of(thing))
        try:
            copy.part.check(root)
        except TemplateError as error:
            if sound:
                yield Problem(error.code, at, values=error.values)


def _name_rule(broken: Broken) -> tuple[str, str, str]:
    rule, element = broken
    parent = element.getparent()
    return rule.en, str(element.tag), str(parent.tag) if parent is not None else ""


def _number_of(thing: etree._Element) -> str:
    holder = thing if thing.tag == _TBL else thing.getparent()
    return holder.get(_NUMBER, "") if holder is not None else ""
