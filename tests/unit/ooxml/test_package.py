from __future__ import annotations

import io
import zipfile

import pytest

from ita_docs.ooxml.package import (
    Form,
    PackageError,
    pack,
    read_package,
    read_parts,
    write_package,
)


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
    with pytest.raises(PackageError):
        read_package(bytes(package))
    with pytest.raises(PackageError, match="two members"):
        read_package(write_package([pack("a", b"1"), pack("a", b"2")]))
    with pytest.raises(PackageError):
        read_parts(b"no zip")


def test_the_parts_are_the_members_unpacked() -> None:
    package = write_package([pack("a", b"x" * 999), pack("ก", b"yz", level=0)])
    assert read_parts(package) == {"a": b"x" * 999, "ก": b"yz"}


@pytest.mark.parametrize("text", ["", "ก & ข", "ย" * 21_845, "ย" * 21_846, "x" * 300_000])
def test_a_form_is_filled_as_if_it_had_been_written_and_packed_whole(text: str) -> None:
    form = Form(["<a>", "</a><b>", ""])
    for texts in (("1", text), (text, "2")):
        member = form.fill("ก.xml", texts)
        content = f"<a>{texts[0]}</a><b>{texts[1]}".encode()
        assert member.content() == content
        with zipfile.ZipFile(io.BytesIO(write_package([member]))) as archive:
            assert archive.read("ก.xml") == content  # which checks size and checksum
    with pytest.raises(ValueError, match="zip"):
        form.fill("a", ["one text too few"])


def test_filling_a_form_compresses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Form(["<a>", "</a>"])
    monkeypatch.setattr("zlib.compressobj", None)
    assert form.fill("a", ["ก"]).content() == "<a>ก</a>".encode()
