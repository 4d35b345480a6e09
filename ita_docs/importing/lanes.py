"""The figures of one table and year, unit by unit, and what has been found out about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ita_docs.framework import Framework
from ita_docs.importing.mapping import Figure
from ita_docs.importing.questions import QuestionError
from ita_docs.problems import Digits, Problem


class Lane:
    """A unit is a row of a wide table or a column of a tall one: figures that belong together.

    ``proven`` are the units that a published figure proves, ``failed``
    those that disagree, with the figure and what was computed instead.
    """

    def __init__(self, figures: Sequence[Figure], framework: Framework) -> None:
        self.framework = framework
        self.units: dict[int, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        for figure in figures:
            self.units[figure.unit][figure.field].append(figure)
        self.figures = tuple(figures)
        self.columns = {figure.place[1] for figure in figures if figure.field != "level"}
        self.problems: list[Problem] = []
        self.failed: dict[int, tuple[Figure, Decimal]] = {}
        self.proven: set[int] = set()
        self.agreeing: dict[int, set[str]] = defaultdict(set)

    def find_scores(self, unit: int) -> dict[int, Decimal]:
        """The scores of a unit by indicator."""
        found = {}
        for number in (indicator.number for indicator in self.framework.indicators):
            for figure in self.units[unit].get(f"indicator_{number}", ()):
                if figure.reading.number is not None:
                    found[number] = figure.reading.number
        return found

    def note(self, unit: int, figure: Figure, computed: Decimal, *, agrees: bool) -> None:
        """Enter what a figure says of its row: the total proves it, or all instruments together."""
        if not agrees:
            self.failed.setdefault(unit, (figure, computed))
        elif figure.reading.formula:
            return
        elif figure.field == "total":
            self.proven.add(unit)
        else:
            self.agreeing[unit].add(figure.field)
            if len(self.agreeing[unit]) == len(self.framework.instruments):
                self.proven.add(unit)

    def find_number(self, unit: Mapping[str, Iterable[Figure]], name: str) -> Decimal | None:
        """A figure of a unit; None where it has none."""
        return next(
            (f.reading.number for f in unit.get(name, ()) if f.reading.number is not None), None
        )

    def refuse_mapping(self, figure: Figure, agreeing: int, tested: int) -> QuestionError:
        """The question where most figures contradict their headers."""
        return QuestionError(
            "import-mapping-wrong", figure.at, header=figure.head.text[:60],
            agreeing=Digits(str(agreeing)), tested=Digits(str(tested)),
        )  # fmt: skip


def read_level(figure: Figure) -> str:
    """A level as the form takes it: without the word before it, ``ระดับ ผ่านดี`` -> ``ผ่านดี``."""
    text = " ".join(figure.reading.text.split())
    return text.removeprefix("ระดับ").strip() or text
