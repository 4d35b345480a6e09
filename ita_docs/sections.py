"""TOML: files read within bounds, tables read key by key, so that a fault is named by its place
and no key goes unread."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn, cast

from ita_docs.problems import FrameworkError, Lang, Location, Words

SHORT_NAME = "{short_name}"
"""Where a measure of the catalogue names the office; replaced by the office's short name."""

LONGEST_LINE = 4_096
"""Characters of one line. A key of thousands of dots takes tomllib seconds, in the square of its
length; no line of a person's is as long."""
_LINE = re.compile(r"at line ([0-9]+)")
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


class TomlError(Exception):
    """A text that is not TOML: ``line`` from 1, ``reason`` in the words of tomllib, and whether it
    is not even UTF-8 (``encoding``)."""

    def __init__(self, line: int, reason: str, *, encoding: bool = False) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason
        self.encoding = encoding


def parse_toml(content: bytes) -> dict[str, Any]:
    """The tables of a TOML file. Raises TomlError."""
    try:
        text = content.decode("utf-8-sig")  # Notepad on Windows may put a byte order mark first
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TomlError(line, "not UTF-8", encoding=True) from error
    lines = text.splitlines()
    for number, line_text in enumerate(lines, start=1):
        if len(line_text) > LONGEST_LINE:
            raise TomlError(number, f"more than {LONGEST_LINE} characters")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _LINE.search(str(error))
        raise TomlError(int(match[1]) if match else len(lines), str(error)) from error
    except (RecursionError, ValueError) as error:  # nested without end; an int of 5,000 digits
        raise TomlError(len(lines), type(error).__name__) from error


@cache
def load_words_of(room: str, lang: Lang) -> Mapping[str, str]:
    """Every word of a room's ``words.toml`` by ``section.key``, in one language."""
    content = (files(room) / "words.toml").read_bytes()
    return {
        f"{section}.{key}": row[lang]
        for section, rows in parse_toml(content).items()
        for key, row in rows.items()
    }


@cache
def load_phrases(name: str) -> dict[str, dict[Lang, str]]:
    """The phrases of one of our own files (``messages.toml``), by key and language."""
    content = files("ita_docs").joinpath(name).read_bytes()
    return cast(dict[str, dict[Lang, str]], parse_toml(content))


class Section:
    """A TOML table read key by key; what nobody asked for at the end is an unknown key."""

    def __init__(self, file: str, part: str, raw: dict[str, Any]) -> None:
        self._file, self._part, self._raw = file, part, raw
        self._asked: set[str] = set()
        self._sections: list[Section] = []

    def refuse(self, key: str | None, th: str, en: str) -> NoReturn:
        """Raise ``framework-unsound`` at a key of this table, or at the table itself."""
        part = ".".join(name for name in (self._part, key) if name) or None
        refuse(Location(self._file, part=part), th, en)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the file."""
        return tuple(self._raw)

    def has(self, key: str) -> bool:
        """Whether the key is there at all."""
        return key in self._raw

    def text(self, key: str) -> str:
        """A text that is not empty and has no spaces around it."""
        value = self._value(key, str, "ข้อความ", "a text")
        if not value.strip() or value != value.strip():
            self.refuse(key, "ข้อความว่างหรือมีช่องว่างที่ขอบ", "the text is empty or has spaces around it")
        return str(value)

    def texts(self, key: str, *, empty: bool = False) -> tuple[str, ...]:
        """A list of texts; missing or empty only where ``empty`` allows it."""
        if empty and not self.has(key):
            return ()
        values = self._value(key, list, "รายการข้อความ", "a list of texts")
        if not all(isinstance(value, str) and value and value == value.strip() for value in values):
            self.refuse(key, "ทุกรายการต้องเป็นข้อความ", "every entry must be a text")
        if not values and not empty:
            self.refuse(key, "รายการว่าง", "the list is empty")
        return tuple(values)

    def lines(self, key: str, *, empty: bool = False) -> tuple[str, ...]:
        """The lines of a measure, in which braces may only name the office."""
        values = self.texts(key, empty=empty)
        if any(brace in value.replace(SHORT_NAME, "") for value in values for brace in "{}"):
            self.refuse(
                key,
                f"ใช้วงเล็บปีกกาได้เฉพาะ {SHORT_NAME}",
                f"braces may only stand in {SHORT_NAME}",
            )
        return values

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """A text that is one of the words allowed."""
        value = self.text(key)
        if value not in allowed:
            names = ", ".join(allowed)
            self.refuse(key, f"ต้องเป็นค่าใดค่าหนึ่งใน: {names}", f"must be one of: {names}")
        return value

    def decimal(self, key: str, *, most: int = 100) -> Decimal:
        """A decimal from 0 to ``most``, written as text: a TOML float has lost its digits."""
        value = self._value(key, str, "เลขทศนิยมในเครื่องหมายคำพูด", "a decimal in quotation marks")
        if not _DECIMAL.fullmatch(value) or Decimal(value) > most:
            self.refuse(
                key, f"ต้องเป็นเลขทศนิยม 0 ถึง {most}", f"must be a decimal number from 0 to {most}"
            )
        return Decimal(value)

    def integer(self, key: str, least: int, most: int) -> int:
        """A whole number within bounds, both allowed."""
        value = self._value(key, int, "จำนวนเต็ม", "a whole number")
        if not least <= value <= most:
            self.refuse(
                key, f"ต้องอยู่ระหว่าง {least} ถึง {most}", f"must lie between {least} and {most}"
            )
        return int(value)

    def flag(self, key: str) -> bool:
        """True or false."""
        return bool(self._value(key, bool, "true หรือ false", "true or false"))

    def section(self, key: str) -> Section:
        """The table under a key."""
        return self._open(key, self._value(key, dict, "ตาราง", "a table"))

    def sections(self, key: str) -> tuple[Section, ...]:
        """The list of tables under a key."""
        values = self._value(key, list, "รายการตาราง", "a list of tables")
        if not all(isinstance(value, dict) for value in values):
            self.refuse(key, "ทุกรายการต้องเป็นตาราง", "every entry must be a table")
        return tuple(self._open(f"{key}[{n}]", value) for n, value in enumerate(values, start=1))

    def finish(self) -> None:
        """Refuse the first key that was never asked for, here or in a table opened from here."""
        for key in self._raw:
            if key not in self._asked:
                self.refuse(key, "ไม่รู้จักคีย์นี้", "unknown key")
        for section in self._sections:
            section.finish()

    def _open(self, name: str, raw: dict[str, Any]) -> Section:
        part = f"{self._part}.{name}" if self._part else name
        self._sections.append(Section(self._file, part, raw))
        return self._sections[-1]

    def _value(self, key: str, kind: type, th: str, en: str) -> Any:
        self._asked.add(key)
        if key not in self._raw:
            self.refuse(key, "ขาดคีย์นี้", "this key is missing")
        value = self._raw[key]
        # A bool is an int to Python, never to a reader of the file.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.refuse(key, f"ต้องเป็น{th}", f"must be {en}")
        return value


def refuse(at: Location, th: str, en: str) -> NoReturn:
    """Raise ``framework-unsound`` with the fault in Thai and in English."""
    raise FrameworkError("framework-unsound", at, fault=Words(th, en))
