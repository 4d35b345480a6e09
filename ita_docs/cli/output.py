"""What the command line says: in Thai unless asked otherwise, on whatever terminal there is."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast

import click

from ita_docs.problems import ItaDocsError, Lang, Problem, Severity, load_problem_table
from ita_docs.wording import write_line


def choose_lang(option: str | None) -> Lang:
    """The language: the option, else English where LANG or LC_ALL says so, else Thai."""
    if option in ("th", "en"):
        return cast(Lang, option)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.casefold().startswith("en") else "th"
    return "th"


@cache
def _load_messages() -> dict[str, dict[Lang, str]]:
    import tomllib
    from importlib.resources import files

    text = (files("ita_docs") / "messages.toml").read_text(encoding="utf-8")
    return cast(dict[str, dict[Lang, str]], tomllib.loads(text))


def say(key: str, lang: Lang, *, err: bool = False, **params: object) -> None:
    """Print one message of messages.toml."""
    click.echo(phrase(key, lang, **params), err=err)


def phrase(key: str, lang: Lang, **params: object) -> str:
    """One message of messages.toml, filled."""
    return _load_messages()[key][lang].format_map(params)


def say_problems(
    problems: Iterable[Problem], lang: Lang, *, accepted: frozenset[str], err: bool
) -> None:
    """Print every problem on a line of its own: severity, code, address, sentence, cure."""
    for problem in problems:
        severity = "note" if problem.code in accepted else problem.severity
        click.echo(
            f"{phrase(f'level-{severity}', lang)} [{problem.code}] {write_line(problem, lang)}",
            err=err,
        )


def say_many_problems(problems: Iterable[Problem], lang: Lang, *, accepted: frozenset[str]) -> None:
    """Print the problems of a large run: errors and warnings each, notes of one kind as a count.

    The run report has them all.
    """
    notes: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.severity is Severity.NOTE:
            notes.setdefault(problem.code, []).append(problem)
        else:
            say_problems([problem], lang, accepted=accepted, err=True)
    for code, same in notes.items():
        say_problems(same[:1], lang, accepted=accepted, err=True)
        if len(same) > 1:
            say("more-notes", lang, err=True, code=code, count=len(same) - 1)


def say_error(error: ItaDocsError, lang: Lang) -> None:
    """Print why a run had to stop."""
    click.echo(f"{phrase('level-error', lang)} [{error.code}] {write_line(error, lang)}", err=True)


def say_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def list_acceptable() -> list[str]:
    """The problem codes that --accept may name."""
    return [code for code, kind in load_problem_table().items() if kind.acceptable]


def prepare_streams() -> None:
    """A terminal or pipe that cannot show a character shows a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            piped_on_windows = sys.platform == "win32" and not stream.isatty()
            stream.reconfigure(errors="replace", encoding="utf-8" if piped_on_windows else None)
