"""Whether this machine is ready: PDF engines, fonts, frameworks and templates, each tried."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from ita_docs.framework import load_frameworks
from ita_docs.pdf import find_engine, probe_engines
from ita_docs.pipeline import open_template
from ita_docs.problems import DependencyError, ExitCode, ItaDocsError
from ita_docs.word import BUILT_IN_TEMPLATES

_TRUETYPE = b"\x00\x01\x00\x00"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at: what it is, whether it is sound, and what to do when it is not.

    ``subject`` is engine, font, framework, template or engine-chosen; ``exit_code`` is 0 for what
    the program can do without.
    """

    subject: str
    name: str
    sound: bool
    state: str = ""
    cure: str = ""
    exit_code: ExitCode = ExitCode.DONE
    error: ItaDocsError | None = None


def examine() -> list[Examined]:
    """Look at everything a run needs; the first item with an exit code says how it would end."""
    return [*_examine_engines(), *_examine_fonts(), *_examine_frameworks(), *_examine_templates()]


def _examine_engines() -> list[Examined]:
    found = [
        Examined("engine", probe.name, probe.available, probe.version or "", probe.install_hint)
        for probe in probe_engines()
    ]
    try:
        engine = find_engine("auto")
    except DependencyError as error:
        return [*found, _unsound("engine-chosen", "-", error)]
    if engine is not None:
        found.append(Examined("engine-chosen", engine.name, True, engine.version))
    return found


def _examine_fonts() -> list[Examined]:
    """The fonts that travel with the program; the host's own fonts are never used."""
    found = []
    for name in ("THSarabunNew-Regular.ttf", "THSarabunNew-Bold.ttf", "ITAThaiDigits.ttf"):
        font = files("ita_docs") / "fonts" / name
        whole = font.is_file() and font.read_bytes()[:4] == _TRUETYPE
        code = ExitCode.DONE if whole else ExitCode.CONFIG
        found.append(
            Examined(
                "font", name, whole, cure="pip install --force-reinstall ita-docs", exit_code=code
            )
        )
    return found


def _examine_frameworks() -> list[Examined]:
    frameworks = load_frameworks()
    found = []
    for year in frameworks:
        try:
            frameworks[year]
        except ItaDocsError as error:
            found.append(_unsound("framework", str(year), error))
        else:
            found.append(Examined("framework", str(year), True))
    return found


def _examine_templates() -> list[Examined]:
    found = []
    for name in BUILT_IN_TEMPLATES:
        try:
            open_template(name)
        except ItaDocsError as error:
            found.append(_unsound("template", name, error))
        else:
            found.append(Examined("template", name, True))
    return found


def _unsound(subject: str, name: str, error: ItaDocsError) -> Examined:
    return Examined(subject, name, False, exit_code=error.exit_code, error=error)
