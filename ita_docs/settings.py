"""The settings file ``ita-docs.toml``, and the command line over it.

A key is the name of an option (``options.OPTIONS``); what the command line gives wins. Paths in
the file are relative to the file's own folder, so that a scheduler may start the run anywhere.

    the file was        obeyed
    named: --config     every key
    found among inputs  lang, quiet and font; every other key is a warning that says how to name it
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ita_docs.files import TooLargeError, is_file, is_folder, quote_path, read_bounded
from ita_docs.options import KEYS, Option, list_acceptable
from ita_docs.problems import ConfigError, Lang, Location, Problem, Value, Words
from ita_docs.sections import TomlError, parse_toml
from ita_docs.thai import to_thai_digits

SETTINGS_NAME = "ita-docs.toml"
_MOST_NAMED = 40
"""Keys of a file that was found which are told one by one."""
LARGEST_FILE = 64 * 1024
"""Bytes; a settings file of a person has some hundreds."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run was asked to do, by file and command line together.

    ``workers`` None means one per core, ``lang`` None the language of the environment,
    ``lowest`` as many of the lowest indicators where none is weak and ``sections`` one class of
    weak points or two (both None: as the year says); ``timeout`` is the PDF engine's time for one
    document, in seconds. ``notify`` is a command with its arguments.
    ``large`` reads workbooks with wide limits. ``signature`` is a picture's path, or
    ``options.BESIDE``; ``final`` leaves drafts unmarked, ``title`` says whose they have.
    ``document`` names the kind to make, ``plan`` last year's workbook. ``expect`` is a list of the
    offices that should send, or ``options.BUILTIN``; ``returns`` is where copies of faulty
    workbooks go, ``split`` one an office.
    """

    inputs: tuple[Path, ...] = ()
    outputs: Path = Path("outputs")
    template: str | None = None
    document: str | None = None
    plan: Path | None = None
    pdf_engine: str = "auto"
    workers: int | None = None
    accept: frozenset[str] = frozenset()
    lang: Lang | None = None
    lowest: int | None = None
    sections: str | None = None
    font: str | None = None
    emblem: Path | None = None
    emblem_room: bool = True
    signature: Path | str | None = None
    final: bool = False
    title: str = "usual"
    timeout: float = 120.0
    prune: bool = False
    quiet: bool = False
    large: bool = False
    expect: Path | str | None = None
    returns: Path | None = None
    split: bool = False
    notify: tuple[str, ...] = ()
    ping_success: str | None = None
    ping_failure: str | None = None
    ping_start: str | None = None


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a settings file says: the fields of Settings by name, and the faults of its keys.

    A key with a fault is not among ``fields``: the others still say who is to be told of it.
    """

    path: Path
    fields: Mapping[str, Any]
    faults: tuple[ConfigError, ...] = ()

    def require_sound(self) -> Mapping[str, Any]:
        """The fields. Raises the first fault, if there is one."""
        for fault in self.faults:
            raise fault
        return self.fields


def find_settings(inputs: Sequence[Path]) -> Path | None:
    """The settings file in the first input folder, or beside the first input workbook."""
    if not inputs:
        return None
    first = inputs[0]
    path = (first if is_folder(first) else first.parent) / SETTINGS_NAME
    return path if is_file(path) else None


def read_settings(path: Path) -> SettingsFile:
    """The settings file, checked key by key, with every path absolute.

    Raises ConfigError where nothing of it can be read: ``settings-missing``,
    ``settings-too-large``, ``settings-unreadable``, ``settings-not-utf8``. Its keys' faults are
    ``settings-unknown-key``, ``settings-wrong-type``, ``settings-wrong-value``,
    ``settings-unknown-code``.
    """
    folder = path.absolute().parent
    fields: dict[str, Any] = {}
    faults: list[ConfigError] = []
    for name, value in _read_toml(path).items():
        try:
            read = _read_value(name, value, folder, path)
            fields[KEYS[name].field] = read
        except ConfigError as fault:
            faults.append(fault)
    return SettingsFile(path, fields, tuple(faults))


def check_acceptable(codes: Iterable[str], at: Location | None = None) -> None:
    """Raise ConfigError ``settings-unknown-code`` for a code that nobody may accept."""
    known = list_acceptable()
    for code in sorted(set(codes) - set(known)):
        hint = _suggest(code.casefold(), known)
        raise ConfigError(
            "settings-unknown-code", at, value=_cut(code), hint=hint, known=", ".join(known)
        )


def withhold_found(found: SettingsFile) -> tuple[dict[str, Any], list[Problem]]:
    """What is obeyed of a settings file that was found and not named; a warning for each rest.

    Whoever may put a workbook into the input folder could put a settings file there too: it must
    not delete documents, wave errors through, or make this account run a program. Nor fill the
    mail: the first keys are named, the others counted.
    """
    obeyed = {option.field for option in KEYS.values() if option.from_found}
    kept = {name: value for name, value in found.fields.items() if name in obeyed}
    keys = {option.field: option.name for option in KEYS.values()}
    names = [keys[name] for name in found.fields if name not in obeyed]
    problems = []
    for fault in found.faults:
        name = fault.at.part if fault.at and fault.at.part else ""
        if name in KEYS and KEYS[name].from_found:  # it may be set, and not so
            problems.append(Problem(fault.code, fault.at, None, fault.values))
        else:
            names.append(name)
    rest = len(names) - _MOST_NAMED
    said: list[tuple[str | None, Value]] = [
        (_cut(name), _cut(name)) for name in names[:_MOST_NAMED]
    ]
    if rest > 0:
        said.append((None, _count_rest(rest)))
    command = f"ita-docs batch --config {quote_path(found.path)}"
    for part, key in said:
        at = Location(str(found.path), part=part)
        values = {"key": key, "path": str(found.path), "command": command}
        problems.append(Problem("settings-withheld", at, values=values))
    return kept, problems


def _count_rest(count: int) -> Words:
    return Words(f"ข้ออื่นอีก {to_thai_digits(str(count))} ข้อ", f"The rest ({count} keys)")


def merge_settings(in_file: Mapping[str, Any], command_line: Mapping[str, Any]) -> Settings:
    """The settings of a run: the command line over the file over the defaults.

    Both map field names of Settings to values. On the command line None and an empty
    collection mean "not given"; what is given replaces the file's value and adds nothing to it.
    """
    given = {name: value for name, value in command_line.items() if _is_given(value)}
    merged = {**in_file, **given}
    for name, kind in (("inputs", tuple), ("notify", tuple), ("accept", frozenset)):
        if name in merged:
            merged[name] = kind(merged[name])
    return Settings(**merged)


def _is_given(value: object) -> bool:
    return value is not None and not (isinstance(value, Sized) and len(value) == 0)


# --- the file and its faults --------------------------------------------------------------------


def _read_toml(path: Path) -> dict[str, Any]:
    at = Location(str(path))
    try:
        return parse_toml(read_bounded(path, LARGEST_FILE))
    except TooLargeError as error:
        raise ConfigError("settings-too-large", at, most=LARGEST_FILE // 1024) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError("settings-missing", at, reason=reason) from error
    except TomlError as error:
        if error.encoding:
            raise ConfigError("settings-not-utf8", at, line=error.line) from error
        raise ConfigError(
            "settings-unreadable", at, line=error.line, reason=error.reason
        ) from error


def _read_value(name: str, value: object, folder: Path, path: Path) -> Any:
    at = Location(str(path), part=_cut(name))
    option = KEYS.get(name)
    if option is None:
        raise _explain_unknown_key(name, at)
    read = _read_by_rule(option, value, folder, at)
    if name == "accept":
        check_acceptable(read, at)
    return read


def _read_by_rule(option: Option, value: object, folder: Path, at: Location) -> Any:
    try:
        return option.reader.read(value, folder)
    except (TypeError, ValueError) as error:
        wrong_type = isinstance(error, TypeError)
        raise ConfigError(
            "settings-wrong-type" if wrong_type else "settings-wrong-value",
            at,
            key=option.name,
            value=_show(value),
            expected=option.reader.must_be,
        ) from error


def _explain_unknown_key(name: str, at: Location) -> ConfigError:
    spelled = name.casefold().replace("_", "-")[:100]
    hint = _suggest(spelled, KEYS)
    return ConfigError("settings-unknown-key", at, key=_cut(name), hint=hint, known=", ".join(KEYS))


def _suggest(typed: str, known: Iterable[str]) -> Words:
    """The one known name that was probably meant, if there is such a one."""
    nearest = difflib.get_close_matches(typed, list(known), n=1, cutoff=0.6)
    if not nearest:
        return Words("", "")
    return Words(f" ชื่อที่ใกล้ที่สุดคือ {nearest[0]}", f"; the nearest is {nearest[0]}")


def _show(value: object) -> str:
    return _cut(json.dumps(value, ensure_ascii=False, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
