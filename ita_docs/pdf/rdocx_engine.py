"""rdocx: the engine that comes with the program, for machines without another."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ita_docs.pdf import rdocx_child
from ita_docs.pdf.fonts import DIGIT_FAMILY, THAI_FAMILY, get_font_files
from ita_docs.pdf.joints import add_joiner
from ita_docs.pdf.started_engine import StartedEngine
from ita_docs.problems import ConversionError
from ita_docs.processes import build_python_command

_PROGRAM = (
    "from pathlib import Path; from ita_docs.pdf.rdocx_child import convert_all; "
    "convert_all(Path(sys.argv[1]), sys.argv[2:])"
)


def has_rdocx() -> bool:
    """Say whether the package is installed."""
    return importlib.util.find_spec("rdocx") is not None


class Rdocx(StartedEngine):
    """The embedded engine, in a child process with limits of time and memory.

    It says what it could not draw; that is an error here, since a document that lacks a part
    is not the document.
    """

    name = "rdocx"
    label = "rdocx"

    @property
    def version(self) -> str:
        """The version of the installed package."""
        return importlib.metadata.version("rdocx")

    def prepare(self, folder: Path) -> None:
        """Write the shipped fonts by family, so that nothing of the host's is chosen."""
        fonts = folder / rdocx_child.FONTS
        fonts.mkdir()
        for number, (family, content) in enumerate(_load_fonts()):
            (fonts / f"{number}-{family}.ttf").write_bytes(content)

    def build_command(self, folder: Path, names: Sequence[str]) -> list[str | Path]:
        """Python of our own on `rdocx_child`."""
        return [*build_python_command(_PROGRAM, str(folder), *names)]

    def build_environment(self, folder: Path) -> Mapping[str, str]:
        """Our own, which Python needs, but for the places of temporary files."""
        return {**os.environ, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def read_refusal(self, out: Path, stem: str) -> ConversionError | None:
        """What the engine said of a document that it could not draw, or not wholly."""
        failed = out / f"{stem}.{rdocx_child.FAILED}"
        if failed.is_file():
            return ConversionError("pdf-not-made", engine=self.name, log=_read(failed))
        incomplete = out / f"{stem}.{rdocx_child.INCOMPLETE}"
        if incomplete.is_file():
            detail = _read(incomplete)
            return ConversionError("pdf-drawn-incompletely", engine=self.name, detail=detail)
        return None


def _read(file: Path) -> str:
    return " ".join(file.read_text(encoding="utf-8", errors="replace").split()) or "-"


@cache
def _load_fonts() -> list[tuple[str, bytes]]:
    """The shipped faces with their families."""
    digits = DIGIT_FAMILY.replace(" ", "")
    return [
        (DIGIT_FAMILY if file.stem == digits else THAI_FAMILY, add_joiner(file.read_bytes()))
        for file in get_font_files()
    ]
