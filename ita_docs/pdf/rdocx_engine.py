"""rdocx: the engine that comes with the program, for machines without another."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import cache

from ita_docs.pdf.fonts import DIGIT_FAMILY, THAI_FAMILY, get_font_files
from ita_docs.pdf.joints import add_joiner
from ita_docs.problems import ConversionError


def has_rdocx() -> bool:
    """Say whether the package is installed."""
    return importlib.util.find_spec("rdocx") is not None


class Rdocx:
    """The embedded engine.

    It says what it could not draw; that is an error here, since a document that lacks a part
    is not the document.
    """

    name = "rdocx"
    label = "rdocx"

    @property
    def version(self) -> str:
        """The version of the installed package."""
        return importlib.metadata.version("rdocx")

    def convert(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> list[bytes | ConversionError]:
        """Convert .docx bytes to raw PDF bytes, each with a result or its own error."""
        with closing(self.convert_each(documents, timeout=timeout)) as each:
            results = dict(each)
        return [results[index] for index in range(len(documents))]

    def convert_each(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        """Like `convert`, each with its place; it runs in this process, without a time limit."""
        del timeout
        for index, docx in enumerate(documents):
            yield index, self._convert(docx)

    def _convert(self, docx: bytes) -> bytes | ConversionError:
        from rdocx import Document, LayoutError, PackageError, RdocxError, XmlError

        try:
            document = Document.from_bytes(docx)
            pdf, diagnostics = document.to_pdf_with_diagnostics(fonts=_read_fonts())
        except (RdocxError, LayoutError, PackageError, XmlError, ValueError) as error:
            return ConversionError("pdf-not-made", engine=self.name, log=error)
        if diagnostics:
            detail = "; ".join(diagnostics)
            return ConversionError("pdf-drawn-incompletely", engine=self.name, detail=detail)
        return bytes(pdf)


@cache
def _read_fonts() -> list[tuple[str, bytes]]:
    """The shipped fonts by family, so that nothing of the host's is chosen."""
    digits = DIGIT_FAMILY.replace(" ", "")
    return [
        (DIGIT_FAMILY if file.stem == digits else THAI_FAMILY, add_joiner(file.read_bytes()))
        for file in get_font_files()
    ]
