"""Click's options from the rows of ``options.OPTIONS``; the few that are the terminal's alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from ita_docs.cli.output import phrase, say_lang
from ita_docs.options import OPTIONS, Option, list_acceptable

json_option = click.option(
    "--json", "as_json", is_flag=True, help="ตอบเป็น JSON (answer in JSON on standard output)"
)
config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="ไฟล์การตั้งค่า ita-docs.toml (settings file)",
)
lang_option = click.option(
    "--lang", type=click.Choice(["th", "en"]), help="ภาษาของข้อความ (language of the messages)"
)


def take_options(command: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of one command, in the order of the table."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(OPTIONS):
            if command in option.commands:
                function = _build_option(option)(function)
        return function

    return decorate


def take_paths(
    name: str, *, required: bool, one: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An argument of paths, or of ``one``: workbooks and folders; an empty one is refused."""
    option = next(option for option in OPTIONS if option.name == "inputs")

    def take(_context: object, _parameter: object, typed: Any) -> Any:
        if one:
            return _read(option, [typed])[0]
        return _read(option, list(typed)) if typed else ()

    return click.argument(name, nargs=1 if one else -1, required=required, callback=take)


def _build_option(option: Option) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    names = [f"--{option.name}", *([f"-{option.short}"] if option.short else [])]
    text = f"{option.help.th} ({option.help.en})"
    if option.default:
        text = f"{text} [{option.default.en}]"
    if option.switch:
        names = [f"{names[0]}/--no-{option.name}"] if option.in_file else names
        return click.option(*names, option.field, default=None, is_flag=True, help=text)
    return click.option(
        *names,
        option.field,
        metavar=option.reader.form,
        multiple=option.many,
        help=text,
        callback=partial(_take, option),
    )


def _take(option: Option, _context: object, _parameter: object, typed: Any) -> Any:
    """What was typed, by the rule of the option. Raises UsageError in the run's language."""
    if typed is None or (option.many and not typed):
        return None
    value = _read(option, list(typed) if option.many else typed)
    if option.name == "accept":
        acceptable = list_acceptable()
        for code in sorted(value - set(acceptable)):
            raise click.UsageError(
                phrase("not-acceptable", say_lang(), code=code, codes=", ".join(acceptable))
            )
    return value


def _read(option: Option, typed: str | list[str]) -> Any:
    try:
        value = [option.reader.typed(word) for word in typed] if option.many else None
        if not isinstance(typed, list):
            value = option.reader.typed(typed)
        return option.reader.read(value, Path())
    except (TypeError, ValueError) as error:
        lang = say_lang()
        must_be = option.reader.must_be
        raise click.UsageError(
            phrase(
                "usage-bad-value",
                lang,
                option=option.name if option.name == "inputs" else f"--{option.name}",
                must_be=must_be.th if lang == "th" else must_be.en,
                typed=", ".join(typed) if isinstance(typed, list) else typed,
            )
        ) from error
