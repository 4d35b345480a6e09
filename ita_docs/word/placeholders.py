"""What a template may say: the schema's fields, and the placeholders that a template uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from ita_docs.word.emblem import PICTURES


@dataclass(frozen=True, slots=True)
class Shape:
    """A place in the schema: ``fields`` of a group, ``item`` of a list, neither for a plain value.

    ``path`` is the placeholder as people write it, with ``[]`` for any item: ``plan.rows[].order``;
    it is empty for what the template makes itself, such as a literal.
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
        return "1" if self.kind is str else self.kind(full)


def read_schema(schema: Any, path: str = "") -> Shape:
    """The shape of a TypedDict made of TypedDicts, lists, texts, whole numbers and flags.

    Raises TypeError for any other type.
    """
    if is_typeddict(schema):
        hints = get_type_hints(schema)
        prefix = f"{path}." if path else ""
        fields = {name: read_schema(hint, prefix + name) for name, hint in hints.items()}
        return Shape(path, dict, fields)
    if get_origin(schema) is list:
        return Shape(path, list, item=read_schema(get_args(schema)[0], f"{path}[]"))
    if schema not in (bool, int, str):
        raise TypeError(f"{path}: a template has no tag for {schema!r}")
    return Shape(path, schema)


LOOP = Shape(
    "loop",
    dict,
    {
        name: Shape("", kind)
        for name, kind in (
            ("index", int), ("index0", int), ("revindex", int), ("revindex0", int),
            ("length", int), ("first", bool), ("last", bool),
        )
    },
)  # fmt: skip
"""What a loop says of its rounds."""
OWN_NAMES = {
    f"_{picture}_{name}": Shape("", int)
    for picture in PICTURES
    for name in ("width", "height", "given")
}
"""Names that the program itself puts into a template, beside `CHART_HEIGHTS`."""
CHART_HEIGHTS = "_chart_heights"
"""A group of the program's own: the height of each chart, in EMU."""


def name_heights(schema: Shape) -> Shape:
    """The group of the charts' heights."""
    charts = schema.fields.get("charts")
    names = charts.fields if charts is not None else ()
    return Shape("", dict, {name: Shape("", int) for name in names})
