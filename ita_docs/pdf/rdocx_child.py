"""The child's side of the embedded engine: documents in, PDFs out, within bounds.

    folder/fonts/0-TH Sarabun New.ttf   the faces, by family
    folder/000001.docx                  a document
    folder/out/000001.pdf               its PDF, put there whole; or what the engine said:
    folder/out/000001.failed            it gave no PDF
    folder/out/000001.incomplete        it could not draw a part of the document

rdocx is compiled: what it panics or aborts over, or asks too much memory for, ends this process and
costs one document, and no other.
"""

from __future__ import annotations

from pathlib import Path

from ita_docs.files import rename
from ita_docs.processes import limit_resources

MEMORY = 1536 * 1024 * 1024
"""Bytes of memory for the process (Linux)."""
FONTS, FAILED, INCOMPLETE = "fonts", "failed", "incomplete"


def convert_all(folder: Path, names: list[str]) -> None:
    """Convert the documents of these names in the folder, one after the other."""
    limit_resources(memory=MEMORY)
    from rdocx import Document

    fonts = [
        (file.stem.partition("-")[2], file.read_bytes())
        for file in sorted((folder / FONTS).iterdir())
    ]
    for name in names:
        target = folder / "out" / name.removesuffix(".docx")
        try:
            document = Document.from_bytes((folder / name).read_bytes())
            pdf, diagnostics = document.to_pdf_with_diagnostics(fonts=fonts)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
            _put(target.with_suffix(f".{FAILED}"), _encode(str(error)))
            continue
        if diagnostics:
            _put(target.with_suffix(f".{INCOMPLETE}"), _encode("; ".join(diagnostics)))
        else:
            _put(target.with_suffix(".pdf"), bytes(pdf))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _put(target: Path, data: bytes) -> None:
    """Put a file there whole: nobody sees half of it."""
    part = target.with_suffix(".part")
    part.write_bytes(data)
    rename(part, target, over=True)
