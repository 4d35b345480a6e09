"""A copy of a part for its trial: its content numbered, its blocks coming out as a plan says.

    {%p if weak.none %} ทุกตัวชี้วัด …        ->  {%p if (weak.none)|_decide(3) %} ①ทุกตัวชี้วัด …
    {%tr for row in plan.rows %}            ->  {%tr for row in (plan.rows)|_rounds(9) %}

Each block is planned with each of its arms, and the blocks that it stands in as they must be for
it to be reached. Conditions that say the same come out together, so that the head of a table and
its rows have the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lxml import etree

from ita_docs.ooxml.wordml import T, W, show
from ita_docs.problems import Value, Words
from ita_docs.word.compiled_part import CompiledPart, make_environment
from ita_docs.word.contents import TAG, name_content

NUMBER = "ita"
_MARK = "\ue000{}\ue001"
"""The number of words, in characters that no text of ours has."""
MARKS_OF_NUMBERS = re.compile(r'\ue000(\d+)\ue001| ita="(\d+)"')
_IF = re.compile(r"(\{%-?(?:(?:p|tr|tc|r)\s)?\s*(?:el)?if\s+)(.*?)(\s*-?%\})", re.DOTALL)
_FOR = re.compile(
    r"(\{%-?(?:(?:p|tr|tc|r)\s)?\s*for\s+\S+\s+in\s+)(.*?)(?:\s+if\s.*?)?(\s*-?%\})", re.DOTALL
)
_WORD = re.compile(r"\{%-?(?:(?:p|tr|tc|r)\s)?\s*(\w+)")
_NOT = re.compile(r"not\s+([\w.]+)")
TABLE = f"{{{W}}}tbl"
_ROUNDS = 2
"""Rows of a loop that the plan says nothing of."""
TAKEN, _LEFT_OUT = Words("แสดง", "is shown"), Words("ไม่แสดง", "is left out")
_ROWS = {
    0: Words("ไม่มีแถวเลย", "has no row"),
    1: Words("มีแถวเดียว", "has one row"),
    3: Words("มีหลายแถว", "has several rows"),
}
SOME_TAG = Words("คำสั่งในส่วนนี้", "a tag there")
_FULL = Words("แสดงครบทุกส่วน", "shows everything")
_EMPTY = Words("ไม่แสดงส่วนใดเลย", "shows nothing")


@dataclass(slots=True, eq=False)
class Block:
    """A block: its first tag, the blocks around it, its conditions in order, or its loop.

    ``arms`` are chosen by number: an if's first condition that holds, or, one behind the last,
    its else; of a loop 0 for its rounds, 1 for its else.
    """

    said: str
    path: tuple[tuple[Block, int], ...]
    tests: list[int] = field(default_factory=list)
    loop: int | None = None


@dataclass(slots=True)
class Item:
    """A piece of content: what it is, its place in the template, and the blocks around it."""

    what: Value
    element: etree._Element
    path: tuple[tuple[Block, int], ...]


@dataclass(slots=True)
class Plan:
    """How every condition and loop of a part is to come out; what is not said comes out full."""

    said: Value
    state: Words
    tests: dict[str, bool] = field(default_factory=dict)
    loops: dict[int, int] = field(default_factory=dict)
    full: bool = True

    def rounds(self, loop: int) -> int:
        """How many rows a loop gets."""
        return self.loops.get(loop, _ROUNDS if self.full else 0)

    def holds(self, test: tuple[str, bool]) -> bool:
        """How a condition (its words, and whether they are negated) comes out."""
        key, negated = test
        return self.tests.get(key, self.full) != negated

    def agrees(self, other: Plan) -> bool:
        """Whether both can be had at once."""
        return (
            self.full == other.full
            and all(self.tests.get(key, value) == value for key, value in other.tests.items())
            and all(self.loops.get(key, rows) == rows for key, rows in other.loops.items())
        )

    def decide(self, test: tuple[str, bool], value: bool) -> bool:
        """Say how a condition comes out; False where the opposite has been said already."""
        key, negated = test
        return self.tests.setdefault(key, value != negated) == (value != negated)


class TrialCopy:
    """A part of the template with numbered content, whose blocks come out as a plan says."""

    def __init__(self, part: CompiledPart, file: str) -> None:
        self.original = part
        self.blocks: list[Block] = []
        self.items: dict[int, Item] = {}
        self._tests: list[tuple[str, bool]] = []
        self._opened: list[tuple[Block, int]] = []
        self._plan = Plan("", _FULL)
        root, tables = deepcopy(part.root), count(1)
        both = (etree.iterwalk(tree, events=("start", "end")) for tree in (root, part.root))
        for (event, element), (_, original) in zip(*both, strict=True):
            if event == "end":
                if element.tail:
                    element.tail = self._rewrite(element.tail)
                continue
            if element.tag == TABLE:
                element.set(NUMBER, f"-{next(tables)}")
            elif (what := name_content(element)) is not None:
                element.set(NUMBER, str(self._add(what, original)))
            if element.text:
                words = original if element.tag == T else None
                element.text = self._rewrite(element.text, words)
        self.template = etree.fromstring(etree.tostring(root))
        environment = make_environment(_decide=self._decide, _rounds=self._rounds)
        self.part = CompiledPart(part.name, root, environment, file, part.lists, quoted=part)
        self.part.compile(None)

    def list_plans(self) -> list[Plan]:
        """Each way to come out that shows an arm of a block, once."""
        plans = [Plan(SOME_TAG, _FULL)]
        for block in self.blocks:
            for arm in range(len(block.tests) + 1) if block.loop is None else ():
                shown = TAKEN if arm == 0 else _LEFT_OUT
                plan = Plan(block.said, shown)
                if self._reach(plan, (*block.path, (block, arm))):
                    plans.append(plan)
            for rows, state in _ROWS.items() if block.loop is not None else ():
                plan = Plan(block.said, state)
                if self._reach(plan, block.path):
                    plan.loops[block.loop or 0] = rows
                    plans.append(plan)
        plans.append(Plan(SOME_TAG, _EMPTY, full=False))
        said: dict[str, Plan] = {}
        for plan in plans:
            said.setdefault(str((sorted(plan.tests.items()), plan.loops, plan.full)), plan)
        return list(said.values())

    def render(self, plan: Plan, context: Mapping[str, Any]) -> etree._Element:
        """The part as the plan wants it. Raises TemplateError."""
        self._plan = plan
        return self.part.render_tree(context)

    def list_lost(self, found: Collection[int], plan: Plan) -> Iterator[int]:
        """The numbers of what should stand in a finished part by the plan, and is not found."""
        arms: dict[Block, int] = {}
        for number in sorted(self.items.keys() - found):
            for block, arm in self.items[number].path:
                if block not in arms:
                    arms[block] = self._arm(block, plan)
                if arms[block] != arm:
                    break
            else:
                yield number

    def _arm(self, block: Block, plan: Plan) -> int:
        if block.loop is not None:
            return 0 if plan.rounds(block.loop) else 1
        holding = (arm for arm, test in enumerate(block.tests) if plan.holds(self._tests[test]))
        return next(holding, len(block.tests))

    def _reach(self, plan: Plan, path: tuple[tuple[Block, int], ...]) -> bool:
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
        self.items[number] = Item(what, original, tuple(self._opened))
        return number

    def _follow(self, said: str) -> str:
        """Keep account of the blocks, and let conditions and loops ask the plan."""
        match = _WORD.match(said)
        word = match[1] if match is not None else ""
        if word == "for":
            block = Block(said, tuple(self._opened), loop=len(self.blocks))
        elif word == "if":
            block = Block(said, tuple(self._opened))
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


def join_plans(plans: Iterable[Plan]) -> Plan:
    """One plan that is all of these, which agree; it is said as the first of them."""
    first, *others = plans
    joined = Plan(first.said, first.state, {**first.tests}, {**first.loops}, first.full)
    for plan in others:
        joined.tests |= plan.tests
        joined.loops |= plan.loops
    return joined


def merge_plans(plans: Iterable[Plan]) -> list[list[Plan]]:
    """The plans in groups that do not contradict each other, each headed by what joins them."""
    groups: list[list[Plan]] = []
    for plan in plans:
        for group in groups:
            if plan.full and group[0].agrees(plan):
                group[0].tests |= plan.tests
                group[0].loops |= plan.loops
                group.append(plan)
                break
        else:
            groups.append([join_plans([plan]), plan])
    return groups
