"""Reading ``ita-docs.toml`` and putting the command line over it.

A key is the name of the option on the command line without its dashes; what the command line
gives wins. Paths in the file are relative to the file's own folder, so a scheduler may start
the run from anywhere.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ita_docs.problems import ConfigError, Lang, Location, Problem, load_problem_table
from ita_docs.settings.keys import KEYS

SETTINGS_NAME = "ita-docs.toml"

_TRUSTED = ("notify", "ping_success", "ping_failure", "ping_start", "large")
"""What only a settings file that the user names may ask for."""
_LINE = re.compile(r"at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run was asked to do, by file and command line together.

    ``workers`` None means one per core, ``lang`` None the language of the environment,
    ``lowest`` as many of the lowest indicators where none is weak; ``timeout`` is the PDF
    engine's time for one document, in seconds. ``notify`` is a command with its arguments.
    ``large`` reads workbooks with wide limits.
    """

    inputs: tuple[Path, ...] = ()
    outputs: Path = Path("outputs")
    template: str = "announcement"
    pdf_engine: str = "auto"
    workers: int | None = None
    accept: frozenset[str] = frozenset()
    lang: Lang | None = None
    lowest: int | None = None
    font: str | None = None
    emblem: Path | None = None
    timeout: float = 120.0
    prune: bool = False
    quiet: bool = False
    large: bool = False
    notify: tuple[str, ...] = ()
    ping_success: str | None = None
    ping_failure: str | None = None
    ping_start: str | None = None


def find_settings(inputs: Sequence[Path]) -> Path | None:
    """The settings file in the first input folder, or beside the first input workbook."""
    if not inputs:
        return None
    first = inputs[0]
    path = (first if first.is_dir() else first.parent) / SETTINGS_NAME
    return path if path.is_file() else None


def read_settings(path: Path) -> dict[str, Any]:
    """The fields of Settings that the file sets, checked, with every path absolute.

    Raises ConfigError at the key: ``settings-missing``, ``settings-unreadable``,
    ``settings-not-utf8``, ``settings-unknown-key``, ``settings-wrong-type``,
    ``settings-wrong-value``, ``settings-unknown-code``.
    """
    folder = path.absolute().parent
    found: dict[str, Any] = {}
    for name, value in _read_toml(path).items():
        at = Location(str(path), part=name)
        key = KEYS.get(name)
        if key is None:
            raise _explain_unknown_key(name, at)
        try:
            found[name.replace("-", "_")] = key.read(value, folder)
        except (TypeError, ValueError) as error:
            wrong_type = isinstance(error, TypeError)
            raise ConfigError(
                "settings-wrong-type" if wrong_type else "settings-wrong-value",
                at,
                key=name,
                value=_show(value),
                expected=key.expected,
            ) from error
        if name == "accept":
            check_acceptable(found["accept"], at)
    return found


def check_acceptable(codes: Iterable[str], at: Location | None = None) -> None:
    """Raise ConfigError ``settings-unknown-code`` for a code that nobody may accept."""
    known = sorted(code for code, kind in load_problem_table().items() if kind.acceptable)
    for code in sorted(set(codes) - set(known)):
        nearest = difflib.get_close_matches(code, known, n=1, cutoff=0.0)
        raise ConfigError(
            "settings-unknown-code",
            at,
            value=code,
            nearest=nearest[0] if nearest else "-",
            known=", ".join(known) or "-",
        )


def withhold_commands(
    in_file: Mapping[str, Any], path: Path
) -> tuple[dict[str, Any], list[Problem]]:
    """Leave out what needs trust, for a settings file that was found and not named.

    Whoever may put a workbook into the input folder could put a settings file there too: it
    must not make this account run a program or call an address, nor vouch for the workbook.
    """
    kept = {name: value for name, value in in_file.items() if name not in _TRUSTED}
    left_out = [name.replace("_", "-") for name in in_file if name in _TRUSTED]
    problems = [
        Problem("settings-command-withheld", Location(str(path), part=name), values={"key": name})
        for name in left_out
    ]
    return kept, problems


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
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError("settings-missing", Location(str(path)), reason=reason) from error
    try:
        text = raw.decode("utf-8-sig")  # Notepad on Windows may put a byte order mark first
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("settings-not-utf8", Location(str(path)), line=line) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _LINE.search(str(error))
        line = int(match[1]) if match else len(text.splitlines())
        raise ConfigError(
            "settings-unreadable", Location(str(path)), line=line, reason=error
        ) from error


def _explain_unknown_key(name: str, at: Location) -> ConfigError:
    spelled = name.casefold().replace("_", "-")
    nearest = difflib.get_close_matches(spelled, KEYS, n=1, cutoff=0.0)[0]
    return ConfigError("settings-unknown-key", at, key=name, nearest=nearest, known=", ".join(KEYS))


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"
