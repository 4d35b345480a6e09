"""The commands that concern Word templates: check, preview, new."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path

import click

from ita_docs.cli.options import json_option, lang_option
from ita_docs.cli.output import choose_lang, phrase, say, say_json, say_problems
from ita_docs.files import is_folder
from ita_docs.options import PDF_ENGINES
from ita_docs.problems import ExitCode, OutputError, Severity
from ita_docs.wording import describe_problem

_ACCOUNT = "preview.json"
_LARGEST_ACCOUNT = 64 * 1024
_PAGE = re.compile(r"preview\.(docx|pdf)|page-[0-9]{1,6}\.png")
"""The names of what a preview writes."""
_HASH = re.compile(r"[0-9a-f]{64}")


@click.group(help="แม่แบบ: ตรวจ ดูหน้าตา คัดลอกออกมาแก้ (templates)")
def template() -> None:
    """What concerns the Word templates."""


@template.command("check", help="ตรวจแม่แบบก่อนใช้ (check a template before it is used)")
@click.argument("name_or_path", metavar="NAME|FILE")
@json_option
@lang_option
def check_template(name_or_path: str, as_json: bool, lang: str | None) -> int:
    """List every fault of a template, and the placeholders it uses and does not use."""
    from ita_docs.pipeline import inspect_template

    tongue = choose_lang(lang)
    found = inspect_template(name_or_path)
    faulty = any(problem.severity is Severity.ERROR for problem in found.problems)
    code = ExitCode.CONFIG if faulty else ExitCode.DONE
    used, unused = sorted(found.used), sorted(found.unused)
    if as_json:
        problems = [describe_problem(problem, tongue) for problem in found.problems]
        say_json({"exit_code": int(code), "problems": problems, "used": used, "unused": unused})
        return int(code)
    say_problems(found.problems, tongue, accepted=frozenset(), err=False)
    if used:  # of a file that could not be read, its error alone is said
        say("template-used", tongue, count=len(used), names=", ".join(used))
        say("template-unused", tongue, count=len(unused), names=", ".join(unused) or "-")
    if not faulty:
        say("template-sound", tongue, name=name_or_path)
    return int(code)


@template.command(
    "preview", help="เติมแม่แบบด้วยหน่วยงานสมมติ แล้วเขียน PDF และภาพหน้า (a look at a template)"
)
@click.argument("name_or_path", metavar="NAME|FILE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="โฟลเดอร์ที่จะเขียน (where to write) [NAME-preview]",
)
@click.option("--wide", is_flag=True, help="กรอกทุกคอลัมน์ของตาราง (fill in every column)")
@click.option(
    "--pdf-engine", type=click.Choice(PDF_ENGINES[:-1]), default="auto", show_default=True
)
@lang_option
def preview(
    name_or_path: str, output: Path | None, wide: bool, pdf_engine: str, lang: str | None
) -> int:
    """Fill a template with an invented office; write the PDF and a picture of each page."""
    from ita_docs.pdf import draw_pages, find_engine
    from ita_docs.pipeline import preview_template

    tongue = choose_lang(lang)
    folder = output or Path(f"{Path(name_or_path).stem}-preview")
    _check_folder(folder)
    engine = find_engine(pdf_engine)
    assert engine is not None  # "none" is no choice here
    made = preview_template(name_or_path, engine, wide=wide)
    pages = draw_pages(made.pdf or b"")
    files = {"preview.docx": made.docx, "preview.pdf": made.pdf or b""}
    files |= {f"page-{number}.png": page for number, page in enumerate(pages, start=1)}
    _write_folder(folder, files)
    say_problems(made.notes, tongue, accepted=frozenset(), err=True)
    say("template-previewed", tongue, folder=folder, pages=len(pages), engine=made.pdf_engine)
    return int(ExitCode.DONE)


@template.command("new", help="คัดลอกแม่แบบของโปรแกรมออกมาแก้ (copy a built-in template out)")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@lang_option
def new_template(name: str, file: Path | None, lang: str | None) -> int:
    """Copy a built-in template to a file of one's own, which must not be there yet."""
    from ita_docs.publishing import explain_os_error, write_new
    from ita_docs.word import BUILT_IN_TEMPLATES, read_built_in

    tongue = choose_lang(lang)
    if name not in BUILT_IN_TEMPLATES:
        names = ", ".join(BUILT_IN_TEMPLATES)
        raise click.UsageError(phrase("usage-template-name", tongue, name=name, names=names))
    path = file or Path(f"{name}.docx")
    path = path / f"{name}.docx" if is_folder(path) else path
    content = read_built_in(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os_error(error, path.parent) from error
    try:
        write_new(path, content)
    except FileExistsError as error:
        raise OutputError("template-exists", path=path) from error
    except OSError as error:
        raise explain_os_error(error, path) from error
    say("template-copied", tongue, path=path)
    return int(ExitCode.DONE)


# --- the folder of a preview ----------------------------------------------------------------------
#
# in the folder, under one of our names   preview.json says   -> what happens
#   nothing                                any                 it is written
#   a regular file                         its hash            ours: replaced
#   anything else                          another, nothing    the folder is a person's: left alone


def _check_folder(folder: Path) -> None:
    """See that the folder is new, or holds an earlier preview as it was written and no more.

    Raises OutputError ``preview-folder-taken``: what a person put there, or changed, stays.
    """
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError:
        if not os.path.lexists(folder):
            return
        raise OutputError("preview-folder-taken", path=folder) from None  # a link to nowhere
    except OSError as error:
        raise OutputError("preview-folder-taken", path=folder) from error
    ours = _read_account(folder)
    for path in entries:
        if not _is_ours(path, ours):
            raise OutputError("preview-folder-taken", path=path)


def _is_ours(path: Path, ours: dict[str, str] | None) -> bool:
    """Whether a file of the folder is what an earlier preview wrote; never through a link."""
    from ita_docs.publishing import identify

    if ours is None:
        return False
    try:
        return path.name == _ACCOUNT or ours.get(path.name) == identify(path)
    except OSError:
        return False


def _read_account(folder: Path) -> dict[str, str] | None:
    """What an earlier preview wrote here, by name and hash; None where there is no account.

    Whoever made the folder may have written the account: it names pages and nothing else.
    """
    from ita_docs.publishing import read_regular

    try:
        account = json.loads(read_regular(folder / _ACCOUNT, _LARGEST_ACCOUNT))
    except (OSError, ValueError, RecursionError):
        return None
    known = isinstance(account, dict) and all(
        _PAGE.fullmatch(name) and isinstance(digest, str) and _HASH.fullmatch(digest)
        for name, digest in account.items()
    )
    return account if known else None


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    from ita_docs.publishing import explain_os_error, write_new

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*(_read_account(folder) or ()), _ACCOUNT):
            with contextlib.suppress(FileNotFoundError):
                (folder / name).unlink()
        # The account first: a preview that is cut short is still ours.
        account = {name: _hash(content) for name, content in files.items()}
        write_new(folder / _ACCOUNT, json.dumps(account, indent=1).encode("ascii"))
        for name, content in files.items():
            write_new(folder / name, content)
    except FileExistsError as error:
        raise OutputError("preview-folder-taken", path=folder) from error
    except OSError as error:
        raise explain_os_error(error, folder) from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
