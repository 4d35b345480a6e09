"""The commands that concern Word templates: check, preview, new."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

import click

from ita_docs.cli.options import json_option, lang_option
from ita_docs.cli.output import choose_lang, phrase, say, say_json, say_problems
from ita_docs.options import PDF_ENGINES
from ita_docs.problems import ExitCode, OutputError, Severity
from ita_docs.wording import describe_problem

_ACCOUNT = "preview.json"
_LARGEST_ACCOUNT = 64 * 1024


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
    from ita_docs.word import BUILT_IN_TEMPLATES, read_built_in

    tongue = choose_lang(lang)
    if name not in BUILT_IN_TEMPLATES:
        names = ", ".join(BUILT_IN_TEMPLATES)
        raise click.UsageError(phrase("usage-template-name", tongue, name=name, names=names))
    path = file or Path(f"{name}.docx")
    path = path / f"{name}.docx" if path.is_dir() else path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(read_built_in(name))
    except FileExistsError as error:
        raise OutputError("template-exists", path=path) from error
    except OSError as error:
        raise OutputError("output-not-writable", path=path, reason=error.strerror or "") from error
    say("template-copied", tongue, path=path)
    return int(ExitCode.DONE)


# --- the folder of a preview ----------------------------------------------------------------------


def _check_folder(folder: Path) -> None:
    """See that the folder is new, or holds an earlier preview as it was written and no more.

    Raises OutputError ``preview-folder-taken``: what a person put there, or changed, stays.
    """
    if not folder.exists():
        return
    ours = _read_account(folder)
    try:
        for path in folder.iterdir():
            known = path.name == _ACCOUNT or (
                path.is_file() and ours.get(path.name) == _hash(path.read_bytes())
            )
            if not known:
                raise OutputError("preview-folder-taken", path=path)
    except OSError as error:
        raise OutputError("preview-folder-taken", path=folder) from error


def _read_account(folder: Path) -> dict[str, str]:
    """What an earlier preview wrote here, by name and hash; nothing where there is no account."""
    from ita_docs.files import read_bounded

    try:
        account = json.loads(read_bounded(folder / _ACCOUNT, _LARGEST_ACCOUNT))
    except (OSError, ValueError):
        return {}
    return account if isinstance(account, dict) else {}


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _read_account(folder):
            with contextlib.suppress(FileNotFoundError):
                (folder / name).unlink()
        # The account first: a preview that is cut short is still ours.
        account = {name: _hash(content) for name, content in files.items()}
        (folder / _ACCOUNT).write_text(json.dumps(account, indent=1), encoding="ascii")
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        reason = error.strerror or ""
        raise OutputError("output-not-writable", path=folder, reason=reason) from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
