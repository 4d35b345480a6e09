"""What a template may say: the schema's fields, and the placeholders that a template uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from jinja2 import Environment, nodes


@dataclass(frozen=True, slots=True)
class Shape:
    """A place in the schema: ``fields`` of a group, ``item`` of a list, neither for a plain value.

    ``path`` is the placeholder as people write it, with ``[]`` for any item: ``plan.rows[].order``.
    """

    path: str
    kind: type
    fields: dict[str, Shape] = field(default_factory=dict)
    item: Shape | None = None

    def leaves(self) -> Iterator[str]:
        """The paths of all plain values below."""
        if self.item is not None:
            yield from self.item.leaves()
        elif self.kind is dict:
            for shape in self.fields.values():
                yield from shape.leaves()
        else:
            yield self.path

    def sample(self, *, full: bool) -> Any:
        """A value of this shape: full lists and true flags, or empty lists and false flags.

        Every text is ``1``, which stands for a name, a numeral and a chart's point alike.
        """
        if self.item is not None:
            return [self.item.sample(full=True) for _ in range(2 if full else 0)]
        if self.kind is dict:
            return {name: shape.sample(full=full) for name, shape in self.fields.items()}
        return self.kind(full) if self.kind in (bool, int) else "1"


def read_schema(schema: Any, path: str = "") -> Shape:
    """The shape of a TypedDict made of TypedDicts, lists, texts, whole numbers and flags."""
    if is_typeddict(schema):
        hints = get_type_hints(schema)
        prefix = f"{path}." if path else ""
        fields = {name: read_schema(hint, prefix + name) for name, hint in hints.items()}
        return Shape(path, dict, fields)
    if get_origin(schema) is list:
        return Shape(path, list, item=read_schema(get_args(schema)[0], f"{path}[]"))
    return Shape(path, schema)


@dataclass(frozen=True, slots=True)
class UnknownPlaceholder:
    """A placeholder that the schema does not have, and the line of the patched part it is on."""

    path: str
    line: int


class PlaceholderReader:
    """Walks a parsed template: ``used`` are the schema's paths it names, ``unknown`` the others."""

    def __init__(self, schema: Shape, environment: Environment) -> None:
        self.used: set[str] = set()
        self.unknown: list[UnknownPlaceholder] = []
        self._schema = schema
        self._globals = environment.globals

    def read(self, tree: nodes.Template) -> None:
        """Read one part of the template."""
        self._block(tree.body, {})

    def _block(self, body: list[nodes.Node], scope: dict[str, Shape | None]) -> None:
        for node in body:
            self._node(node, scope)

    def _node(self, node: nodes.Node, scope: dict[str, Shape | None]) -> None:
        match node:
            case nodes.For():
                shape = self._shape(node.iter, scope)
                inner = {**scope, "loop": None}
                self._bind(node.target, shape.item if shape else None, inner)
                if node.test is not None:
                    self._node(node.test, inner)
                self._block(node.body, inner)
                self._block(node.else_, scope)
            case nodes.Assign():
                self._bind(node.target, self._shape(node.node, scope), scope)
            case nodes.AssignBlock():
                self._block(node.body, scope)
                self._bind(node.target, None, scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self._bind(target, self._shape(value, scope), inner)
                self._block(node.body, inner)
            case nodes.Macro():
                scope[node.name] = None
                inner = {**scope, "caller": None, "varargs": None, "kwargs": None}
                for target in node.args:
                    self._bind(target, None, inner)
                self._block(node.body, inner)
            case nodes.Expr():
                self._shape(node, scope)
            case _:
                for child in node.iter_child_nodes():
                    self._node(child, scope)

    def _bind(
        self, target: nodes.Node, shape: Shape | None, scope: dict[str, Shape | None]
    ) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = shape
        else:
            for name in target.find_all(nodes.Name):
                scope[name.name] = None

    def _shape(self, node: nodes.Node, scope: dict[str, Shape | None]) -> Shape | None:
        """The shape of an expression; None where it is something else than a field."""
        match node:
            case nodes.Name():
                if node.name in scope:
                    return scope[node.name]
                if node.name in self._schema.fields:
                    return self._use(self._schema.fields[node.name])
                if node.name not in self._globals:
                    self._miss(node.name, node.lineno)
                return None
            case nodes.Getattr():
                return self._member(node.node, node.attr, node.lineno, scope)
            case nodes.Getitem(arg=nodes.Const(value=str(name))):
                return self._member(node.node, name, node.lineno, scope)
            case nodes.Getitem():
                self._node(node.arg, scope)
                shape = self._shape(node.node, scope)
                return shape.item if shape else None
            case nodes.Test(name="defined" | "undefined"):
                return None
            case nodes.Or():
                left, right = self._shape(node.left, scope), self._shape(node.right, scope)
                return left or right
            case _:
                for child in node.iter_child_nodes():
                    self._node(child, scope)
                return None

    def _member(
        self, owner: nodes.Node, name: str, line: int, scope: dict[str, Shape | None]
    ) -> Shape | None:
        shape = self._shape(owner, scope)
        if shape is None or name in shape.fields:
            return self._use(shape.fields[name]) if shape else None
        if shape.kind is dict or name.startswith("_") or not hasattr(shape.kind, name):
            self._miss(f"{shape.path}.{name}", line)
        return None

    def _use(self, shape: Shape) -> Shape:
        if shape.kind is not dict:
            item = shape
            while item.item is not None:
                item = item.item
            if item.kind is not dict:
                self.used.add(item.path)
        return shape

    def _miss(self, path: str, line: int) -> None:
        self.unknown.append(UnknownPlaceholder(path, line))
