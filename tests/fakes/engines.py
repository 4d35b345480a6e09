"""Engines asked for all their results at once, in the order of the documents."""

from __future__ import annotations

from collections.abc import Sequence

from ita_docs.pdf import Engine, PdfFile, convert_many
from ita_docs.problems import ConversionError


def draw_all(
    engine: Engine, documents: Sequence[bytes], timeout: float = 120.0
) -> list[bytes | ConversionError]:
    """What the engine itself gives for each document."""
    results = dict(engine.convert_each(documents, timeout=timeout))
    return [results[place] for place in range(len(documents))]


def draw(engine: Engine, docx: bytes) -> bytes:
    """The engine's own PDF of one document."""
    (raw,) = draw_all(engine, [docx])
    assert isinstance(raw, bytes), raw
    return raw


def convert_one(docx: bytes, engine: Engine) -> PdfFile:
    """The finished PDF of one document; raises its error."""
    (result,) = convert_many([docx], engine)
    if isinstance(result, ConversionError):
        raise result
    return result
