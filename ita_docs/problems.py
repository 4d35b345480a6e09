"""What can go wrong: problems in the data (values with an address) and stopped runs (exceptions).

Both carry a code and values, never a sentence: ``wording`` makes that at the end, in the language
of the run. The words stand in one table, a file per room in ``problems.d``: code, severity, title,
text and cure, in Thai and English; ``explain``, docs/problems.md and the tests read it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any, Literal, NamedTuple

Lang = Literal["th", "en"]


class ExitCode(IntEnum):
    """The exit codes of the command line, split by whose move it is (README, house table)."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INPUT = 3
    CONFIG = 4
    DEPENDENCY = 5
    RENDERING = 6
    OUTPUT = 7
    BUSY = 8
    PARTIAL = 10
    INTERRUPTED = 130
    TERMINATED = 143


class Severity(StrEnum):
    """How far a problem reaches: an error refuses the office, the others only speak."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One row of the problem table: the words for one code, by language.

    ``text`` and ``cure`` make the line; ``more``, empty for most, are reasons and candidates for
    those who look further: ``explain``, the run report.
    """

    code: str
    severity: Severity
    acceptable: bool
    title: Mapping[Lang, str]
    text: Mapping[Lang, str]
    cure: Mapping[Lang, str]
    more: Mapping[Lang, str] = field(default_factory=lambda: {"th": "", "en": ""})


@cache
def load_problem_table() -> dict[str, ProblemKind]:
    """Read the table of every problem code, room by room."""
    # Here and not above: what has no problem to name (--version) starts without them.
    import tomllib
    from importlib.resources import files

    pages = sorted((files("ita_docs") / "problems.d").iterdir(), key=lambda page: page.name)
    rows = (
        (code, row)
        for page in pages
        if page.name.endswith(".toml")
        for code, row in tomllib.loads(page.read_text(encoding="utf-8")).items()
    )
    return {
        code: ProblemKind(
            code=code,
            severity=Severity(row["severity"]),
            acceptable=row.get("acceptable", False),
            title=row["title"],
            text=row["text"],
            cure=row["cure"],
            **({"more": row["more"]} if "more" in row else {}),
        )
        for code, row in rows
    }


class Digits(str):
    """A figure, a year or a range of them, which a Thai sentence writes in Thai digits.

    ``Digits("84.99")`` reads ๘๔.๙๙ in Thai and 84.99 in English; a plain str stays as typed.
    """

    __slots__ = ()


class Words(NamedTuple):
    """A phrase that a sentence takes in its own language."""

    th: str
    en: str


Value = str | Words
"""What a sentence of the problem table may name: text as typed, Digits, or Words."""


class Location(NamedTuple):
    """An address a person can go to.

    ``sheet`` and ``cell`` for a workbook; ``part`` for a TOML key or the part of a .docx.
    Printed in Excel's own quoting, so that ``'คะแนน'!D14`` can be pasted into the Name Box.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    part: str | None = None

    @property
    def within(self) -> str:
        """The address without the file, empty for the whole of it."""
        if self.sheet is None:
            return self.part or ""
        where = "'" + self.sheet.replace("'", "''") + "'"
        return where if self.cell is None else f"{where}!{self.cell}"

    def __str__(self) -> str:
        return f"{self.file}: {self.within}" if self.within else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the data, and where.

    ``office`` is the office's name, or None when the problem concerns the whole file.
    ``values`` are what the sentence of the problem table names. ``because`` names the codes of
    the faults that explain this one: it is left out while one of them refuses the office.
    """

    code: str
    at: Location | None = None
    office: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    because: tuple[str, ...] = ()

    @property
    def kind(self) -> ProblemKind:
        """The row of the problem table."""
        return load_problem_table()[self.code]

    @property
    def severity(self) -> Severity:
        """Error, warning or note, from the problem table."""
        return self.kind.severity


class ItaDocsError(Exception):
    """A run that had to stop; the subclass says who can fix it and gives the exit code.

    ``code`` is a row of the problem table, ``values`` are what its sentences name.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, code: str, at: Location | None = None, **values: Any) -> None:
        super().__init__(code, at, values)
        self.code = code
        self.at = at
        self.values: dict[str, Value] = {
            key: value if isinstance(value, str | Words) else str(value)
            for key, value in values.items()
        }

    @property
    def kind(self) -> ProblemKind:
        """The row of the problem table."""
        return load_problem_table()[self.code]

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions cross process boundaries; the default would drop the keyword arguments.
        return _rebuild_error, (type(self), self.code, self.at, self.values)

    def __str__(self) -> str:
        return " ".join(map(str, filter(None, (self.at, f"[{self.code}]", self.values))))


class InputError(ItaDocsError):
    """The workbook cannot be used; its owner can mend it."""

    exit_code = ExitCode.INPUT


class ConfigError(ItaDocsError):
    """Our own rules, templates or settings are wrong; a maintainer can mend them."""

    exit_code = ExitCode.CONFIG


class FrameworkError(ConfigError):
    """A framework file (the rules of one fiscal year) is unsound."""


class TemplateError(ConfigError):
    """A template cannot be read or says something the context does not hold."""


class DependencyError(ItaDocsError):
    """A program or font is missing; the message carries the install command."""

    exit_code = ExitCode.DEPENDENCY


class RenderingError(ItaDocsError):
    """The .docx or .pdf could not be made."""

    exit_code = ExitCode.RENDERING


class ConversionError(RenderingError):
    """The PDF engine failed, or its PDF did not pass the checks."""


class OutputError(ItaDocsError):
    """The result cannot be written there."""

    exit_code = ExitCode.OUTPUT


class BusyError(ItaDocsError):
    """Another run holds the output folder."""

    exit_code = ExitCode.BUSY


def _rebuild_error(
    cls: type[ItaDocsError], code: str, at: Location | None, values: dict[str, Value]
) -> ItaDocsError:
    return cls(code, at, **values)
