"""The PDF engines: which there are, which are here, and how to get the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ita_docs.problems import ConversionError, DependencyError


class Engine(Protocol):
    """What turns finished .docx bytes into raw PDF bytes."""

    @property
    def name(self) -> str:
        """``libreoffice``, ``word`` or ``rdocx``."""
        ...

    @property
    def label(self) -> str:
        """The name as people write it."""
        ...

    @property
    def version(self) -> str:
        """The engine's own version."""
        ...

    def convert_each(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        """Convert all, each with its place and its PDF or own error as soon as it is there.

        ``timeout`` is in seconds for each.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineProbe:
    """One engine as found on this machine; ``path`` is empty for an engine inside Python."""

    name: str
    available: bool
    version: str
    path: str
    install_hint: str


def _find_libreoffice() -> Engine | None:
    from ita_docs.pdf.libreoffice import LibreOffice, find_soffice

    program = find_soffice()
    return LibreOffice(program) if program else None


def _find_word() -> Engine | None:
    from ita_docs.pdf.word_engine import Word, has_word

    return Word() if has_word() else None


def _find_rdocx() -> Engine | None:
    from ita_docs.pdf.rdocx_engine import Rdocx, has_rdocx

    return Rdocx() if has_rdocx() else None


_FINDERS: dict[str, Callable[[], Engine | None]] = {
    "libreoffice": _find_libreoffice,
    "word": _find_word,
    "rdocx": _find_rdocx,
}
ENGINE_CHOICES = ("auto", *_FINDERS, "none")
"""What may be asked for; ``auto`` takes the first of `_TRIED` that is here."""
_TRIED = ("libreoffice", "rdocx")
"""The engine ``word`` has never met a Word: it must be asked for by name until somebody ran it."""


def find_engine(name: str = "auto") -> Engine | None:
    """The engine of that name, the best one here for ``auto``, or None for ``none``.

    Raises `DependencyError` with the install command when the named one is missing, or when
    ``auto`` finds none at all; ValueError for a name that is not in `ENGINE_CHOICES`.
    """
    if name not in ENGINE_CHOICES:
        raise ValueError(name)
    if name == "none":
        return None
    for candidate in _TRIED if name == "auto" else (name,):
        if engine := _FINDERS[candidate]():
            return engine
    wanted = "libreoffice" if name == "auto" else name
    raise DependencyError("pdf-engine-missing", engine=wanted, command=get_install_hint(wanted))


def probe_engines() -> list[EngineProbe]:
    """Every engine in the order of preference, here or not, with how to install it."""
    probes = []
    for name, find in _FINDERS.items():
        engine = find()
        path = str(getattr(engine, "program", ""))
        version = engine.version if engine else ""
        probes.append(EngineProbe(name, engine is not None, version, path, get_install_hint(name)))
    return probes


def get_install_hint(name: str, platform: str = sys.platform) -> str:
    """The command that installs the engine on the platform (as in ``sys.platform``)."""
    if name == "rdocx":
        return "pip install rdocx"
    if name == "word":
        return "winget install Microsoft.Office"
    if platform == "win32":
        return "winget install TheDocumentFoundation.LibreOffice"
    if platform == "darwin":
        return "brew install --cask libreoffice"
    return "sudo apt-get install --no-install-recommends libreoffice-writer-nogui"
