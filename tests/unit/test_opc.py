from __future__ import annotations

import io
import zipfile

import pytest

from ita_docs.opc import pack, read_package, write_package


def test_what_is_written_reads_back_in_order_with_the_first_date_a_zip_knows() -> None:
    contents = {"[Content_Types].xml": b"<a/>", "ก/ข.xml": b"x" * 5000, "empty": b""}
    package = write_package(pack(name, content) for name, content in contents.items())
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_reading_keeps_the_compressed_bytes() -> None:
    package = write_package([pack("a", b"x" * 999), pack("b", b"yz", level=0)])
    members = read_package(package)
    assert [members[name].content() for name in "ab"] == [b"x" * 999, b"yz"]
    assert write_package(members.values()) == package


def test_other_compressions_are_packed_anew() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"x" * 999)
    assert read_package(out.getvalue())["a"].content() == b"x" * 999


def test_a_damaged_or_doubled_member_is_refused() -> None:
    package = bytearray(write_package([pack("a", b"some content", level=0)]))
    package[31 + 5] ^= 1
    with pytest.raises(zipfile.BadZipFile):
        read_package(bytes(package))
    with pytest.raises(zipfile.BadZipFile, match="two members"):
        read_package(write_package([pack("a", b"1"), pack("a", b"2")]))
