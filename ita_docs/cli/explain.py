"""The commands that answer questions: explain, doctor."""

from __future__ import annotations

import difflib

import click

from ita_docs.cli.options import json_option, lang_option
from ita_docs.cli.output import (
    choose_lang,
    phrase,
    say,
    say_json,
    say_line,
)
from ita_docs.problems import ExitCode, load_problem_table
from ita_docs.wording import Blanks, write_line


@click.command(help="อธิบายรหัสปัญหา ไม่ใส่รหัสคือแสดงทั้งหมด (explain a problem code, or list all)")
@click.argument("code", required=False)
@lang_option
def explain(code: str | None, lang: str | None) -> int:
    """Say what a problem code means and what to do about it."""
    tongue = choose_lang(lang)
    table = load_problem_table()
    code = code.strip().lower() if code else None
    if code is None:
        for kind in table.values():
            say_line(f"{kind.code}\t{kind.title[tongue]}")
        return int(ExitCode.DONE)
    if code not in table:
        nearest = ", ".join(difflib.get_close_matches(code, table, n=3, cutoff=0.3)) or "-"
        raise click.UsageError(phrase("unknown-code", tongue, code=code, nearest=nearest))
    kind = table[code]
    say_line(f"{kind.code} ({phrase(f'level-{kind.severity}', tongue)}): {kind.title[tongue]}")
    say_line(kind.text[tongue].format_map(Blanks()))
    say("explain-cure", tongue, cure=kind.cure[tongue].format_map(Blanks()))
    if kind.more[tongue]:
        say_line(kind.more[tongue].format_map(Blanks()))
    if kind.acceptable:
        say("explain-acceptable", tongue, code=code)
    return int(ExitCode.DONE)


@click.command(help="ตรวจว่าเครื่องนี้พร้อมหรือไม่ (is this machine ready?)")
@json_option
@lang_option
def doctor(as_json: bool, lang: str | None) -> int:
    """Probe PDF engines, fonts, frameworks and templates, and say what to install."""
    from ita_docs.doctor import examine

    tongue = choose_lang(lang)
    findings = examine()
    code = next((item.exit_code for item in findings if item.exit_code), ExitCode.DONE)
    if as_json:
        say_json(
            {
                "exit_code": int(code),
                "checks": [
                    {
                        "subject": item.subject,
                        "name": item.name,
                        "sound": item.sound,
                        "state": item.state,
                        "cure": item.cure,
                    }
                    for item in findings
                ],
            }
        )
        return int(code)
    for item in findings:
        state = item.state or phrase("doctor-ok", tongue)
        if item.error is not None:
            state = write_line(item.error, tongue)
        elif not item.sound and item.cure:
            state = phrase("doctor-missing", tongue, hint=item.cure)
        mark = "✓" if item.sound else "✗" if item.exit_code else "–"
        say_line(f"{mark} {phrase(f'doctor-{item.subject}', tongue, name=item.name, state=state)}")
    return int(code)
