"""The part of Jinja that a template may use, checked on the parsed template before it is compiled.

What passes cannot leave the context, cannot print markup, and does work in proportion to the
template's length and the office's data: no calls, no assignments, no arithmetic on texts, and
loops that nest only as the data nests. The sandbox stays behind it as a second wall.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import nodes

from ita_docs.word.placeholders import CHART_HEIGHTS, LOOP, OWN_NAMES, Shape, name_heights

FILTERS = frozenset(
    {"capitalize", "count", "d", "default", "first", "join", "last", "length", "lower", "string",
     "title", "trim", "upper"}
)  # fmt: skip
TESTS = frozenset(
    {"defined", "undefined", "none", "true", "false", "odd", "even", "divisibleby", "eq",
     "equalto", "ne", "lt", "le", "gt", "ge", "in"}
)  # fmt: skip
_NUMBER_TESTS = ("odd", "even", "divisibleby")
_COMPARING_TESTS = ("eq", "equalto", "ne", "lt", "le", "gt", "ge")
MAX_BLOCKS = 15
"""How deep blocks nest; Python's compiler gives up at 20 loops or 100 conditions."""
MAX_EXPRESSION = 25
_TEXT, _NUMBER, _FLAG = Shape("", str), Shape("", int), Shape("", bool)
_WORDS = {
    nodes.Call: "( )", nodes.Pow: "**", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//",
    nodes.Mod: "%", nodes.Add: "+", nodes.Sub: "-", nodes.Slice: "[:]", nodes.Assign: "set",
    nodes.AssignBlock: "set", nodes.Dict: "{ }", nodes.ScopedEvalContextModifier: "autoescape",
    nodes.FilterBlock: "filter", nodes.CallBlock: "call", nodes.FromImport: "import",
}  # fmt: skip
Scope = dict[str, Shape | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a template may not say: a problem code, its parameter, and the line of the
    patched part it is on."""

    code: str
    said: str
    line: int


class Grammar:
    """Walks parsed templates; ``used`` are the schema's paths that they name, ``printed`` those
    that they print."""

    def __init__(self, schema: Shape) -> None:
        self.used: set[str] = set()
        self.printed: set[str] = set()
        self._printing = False
        self._faults: list[Fault] = []
        self._schema = schema
        self._own = OWN_NAMES | {CHART_HEIGHTS: name_heights(schema)}
        self._loops: list[str] = []

    def read(self, tree: nodes.Template) -> list[Fault]:
        """Read one part of the template; what it may not say."""
        self._faults = []
        self._block(tree.body, {}, 0)
        return self._faults

    def _block(self, body: list[nodes.Node], scope: Scope, depth: int) -> None:
        for node in body:
            if depth > MAX_BLOCKS:
                self._refuse(node, "{% … {% …")
                return
            match node:
                case nodes.Output():
                    self._output(node, scope)
                case nodes.If():
                    self._expression(node.test, scope, 0)
                    self._block(node.body, scope, depth + 1)
                    self._block(list(node.elif_), scope, depth)
                    self._block(node.else_, scope, depth + 1)
                case nodes.For():
                    self._loop(node, scope, depth)
                case _:
                    self._refuse(node)

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                continue
            self._printing = True
            shape = self._expression(child, scope, 0)
            self._printing = False
            if shape is not None and shape.kind in (dict, list):
                self._refuse(child, f"{{{{ {shape.path or '…'} }}}}")
            elif shape is not None and shape.path:
                self.printed.add(shape.path)

    def _loop(self, node: nodes.For, scope: Scope, depth: int) -> None:
        items = self._expression(node.iter, scope, 0)
        target = node.target
        if node.recursive or not isinstance(target, nodes.Name) or target.name in _RESERVED:
            self._refuse(node, "for")
            return
        if items is not None and items.item is None:
            self._refuse(node, f"for … in {items.path or '…'}")
        # Two lists of the office in one another would do work in proportion to their product.
        if self._loops and _root(node.iter) != self._loops[-1]:
            self._refuse(node, "for … for …")
        inner: Scope = {**scope, target.name: items.item if items else None, "loop": LOOP}
        self._loops.append(target.name)
        if node.test is not None:
            self._expression(node.test, inner, 0)
        self._block(node.body, inner, depth + 1)
        self._loops.pop()
        self._block(node.else_, scope, depth + 1)

    def _expression(self, node: nodes.Node, scope: Scope, depth: int) -> Shape | None:
        """The shape of an expression; None where a fault was found in it."""
        # What comes out is known before any office is: the schema says what each name holds.
        #
        #   {{ plan.rows[0].order ~ '.' }}      Concat                    -> text
        #                                       ├─ Getattr order          -> plan.rows[].order, text
        #                                       │  └─ Getitem 0           -> plan.rows[], a group
        #                                       │     └─ Getattr rows     -> plan.rows, a list
        #                                       │        └─ Name plan     -> plan, a group
        #                                       └─ Const '.'              -> text
        #   {{ plan.rows }}                     a list: nothing to print    -> refused
        #   {{ row.order }}                     row: what the loop runs over, from the scope
        #   {{ a if b else c }}                 a and c alike: that; else   -> text, which may least
        #   {{ title * 3 }}                     only whole numbers multiply -> refused
        depth += 1
        if depth > MAX_EXPRESSION:
            self._refuse(node, "( ( … ) )")
            return None
        match node:
            case nodes.Const(value=bool()):
                return _FLAG
            case nodes.Const(value=int()):
                return _NUMBER
            case nodes.Const() | nodes.TemplateData():
                return _TEXT
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                return self._member(node, node.attr, self._expression(node.node, scope, depth))
            case nodes.Getitem(arg=nodes.Const(value=str(name))):
                return self._member(node, name, self._expression(node.node, scope, depth))
            case nodes.Getitem(arg=nodes.Const(value=int())):
                owner = self._expression(node.node, scope, depth)
                if owner is not None and owner.item is None:
                    self._refuse(node, "[ ]")
                    return None
                return owner.item if owner else None
            case nodes.Test():
                return self._test(node, scope, depth)
            case nodes.Filter():
                return self._filter(node, scope, depth)
            case nodes.Or() | nodes.And():
                return _either(
                    self._expression(node.left, scope, depth),
                    self._expression(node.right, scope, depth),
                )
            case nodes.CondExpr():
                self._expression(node.test, scope, depth)
                other = self._expression(node.expr2, scope, depth) if node.expr2 else _TEXT
                return _either(self._expression(node.expr1, scope, depth), other)
            case nodes.Compare():
                return self._comparison(node, scope, depth)
            case nodes.Not() | nodes.Operand():
                return self._all(node, scope, depth, _FLAG)
            case nodes.Concat() | nodes.List() | nodes.Tuple():
                return self._all(node, scope, depth, _TEXT)
            case nodes.Add() | nodes.Sub() | nodes.Mul():
                sides = [self._expression(side, scope, depth) for side in (node.left, node.right)]
                if any(side is not None and side.kind is not int for side in sides):
                    self._refuse(node)
                    return None
                return _NUMBER
            case _:
                self._refuse(node)
                return None

    def _name(self, node: nodes.Name, scope: Scope) -> Shape | None:
        if node.name in scope:
            return scope[node.name]
        if node.name in self._schema.fields:
            return self._use(self._schema.fields[node.name])
        if node.name in self._own:
            return self._own[node.name]
        self._miss(node, node.name)
        return None

    def _member(self, node: nodes.Node, name: str, owner: Shape | None) -> Shape | None:
        if owner is None:
            return None
        if name in owner.fields:
            return self._use(owner.fields[name])
        self._miss(node, f"{owner.path or '…'}.{name}")
        return None

    def _test(self, node: nodes.Test, scope: Scope, depth: int) -> Shape | None:
        if node.name not in TESTS or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._refuse(node, f"is {node.name}")
            return None
        # Whether a name is there may be asked of any name.
        if node.name in ("defined", "undefined") and isinstance(node.node, nodes.Name):
            return _FLAG
        shapes = [self._expression(side, scope, depth) for side in (node.node, *node.args)]
        if node.name in _NUMBER_TESTS:
            self._compare(node, (*shapes, _NUMBER))
        elif node.name in _COMPARING_TESTS:
            self._compare(node, shapes)
        return _FLAG

    def _comparison(self, node: nodes.Compare, scope: Scope, depth: int) -> Shape:
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        shapes = [self._expression(side, scope, depth) for side in sides]
        listed = any(operand.op in ("in", "notin") for operand in node.ops)
        if not listed or not isinstance(sides[-1], nodes.List | nodes.Tuple):
            self._compare(node, shapes)
        return _FLAG

    def _compare(self, node: nodes.Node, shapes: Iterable[Shape | None]) -> None:
        """Figures and years are texts, in Thai digits: held against a number they are never equal,
        and more or less than it is nothing at all."""
        texts = [shape for shape in shapes if shape is not None and shape.kind is str]
        numbers = [shape for shape in shapes if shape is not None and shape.kind in (int, bool)]
        if texts and numbers:
            said = next((shape.path for shape in texts if shape.path), "“…”")
            self._faults.append(Fault("template-text-compared", said, node.lineno))

    def _filter(self, node: nodes.Filter, scope: Scope, depth: int) -> Shape | None:
        if node.node is None or node.name not in FILTERS or node.dyn_args or node.dyn_kwargs:
            self._refuse(node, f"|{node.name}")
            return None
        if node.kwargs or (node.name == "join" and len(node.args) > 1):
            self._refuse(node, f"|{node.name}")
            return None
        given = [self._expression(argument, scope, depth) for argument in node.args]
        shape = self._expression(node.node, scope, depth)
        if node.name in ("count", "length"):
            return _NUMBER
        if node.name in ("first", "last"):
            return shape.item if shape is not None and shape.item is not None else _TEXT
        return _either(shape, given[0]) if node.name in ("d", "default") and given else _TEXT

    def _all(self, node: nodes.Node, scope: Scope, depth: int, shape: Shape) -> Shape:
        for child in node.iter_child_nodes():
            self._expression(child, scope, depth)
        return shape

    def _use(self, shape: Shape) -> Shape:
        item = shape
        while item.item is not None:
            item = item.item
        if item.kind is not dict and item.path:
            self.used.add(item.path)
            if self._printing:
                self.printed.add(item.path)
        return shape

    def _miss(self, node: nodes.Node, path: str) -> None:
        self._faults.append(Fault("template-unknown-placeholder", path, node.lineno))

    def _refuse(self, node: nodes.Node, said: str = "") -> None:
        construct = said or _WORDS.get(type(node), type(node).__name__.lower())
        self._faults.append(Fault("template-construct-refused", construct, node.lineno))


_RESERVED = frozenset({"loop", CHART_HEIGHTS, *OWN_NAMES})


def _either(one: Shape | None, other: Shape | None) -> Shape | None:
    """The shape of what is one or the other; a text, which may do least, where they differ."""
    if one is None or other is None:
        return None
    return one if one.kind is other.kind else _TEXT


def _root(node: nodes.Node) -> str:
    """The name that a path such as ``row.lines`` begins with."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""
