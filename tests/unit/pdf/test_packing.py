"""Packing takes a file as qpdf writes it, and says so of one that is not."""

from __future__ import annotations

import io

import pikepdf
import pytest

from ita_docs.pdf.packing import PackingError, pack


def write_loosely() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    pdf.pages[0].Contents = pdf.make_stream(b"0 0 m 9 9 l S")
    loose = io.BytesIO()
    pdf.save(
        loose,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        static_id=True,
    )
    return loose.getvalue()


def test_what_qpdf_wrote_is_packed_and_says_the_same() -> None:
    with pikepdf.open(io.BytesIO(pack(write_loosely()))) as packed:
        assert packed.pages[0].Contents.read_bytes() == b"0 0 m 9 9 l S"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"\ntrailer << ", b"\ntrailer<<"),
        (b"/Size ", b"/Sizes "),
        (b"1 0 obj\n", b"1 0 obj \n"),
        (b"2 0 obj\n", b"2 0 obj \n"),
        (b" /Length 13 >>", b" /Length 12 >>"),
        (b" >>\nstream\n", b" >> stream\n"),
    ],
)
def test_a_file_that_is_written_otherwise_is_refused(was: bytes, becomes: bytes) -> None:
    loose = write_loosely()
    assert was in loose
    with pytest.raises(PackingError):
        pack(loose.replace(was, becomes, 1))
