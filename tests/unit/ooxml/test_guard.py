"""The guard says which bound a container broke, and gives the parts of a sound one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from ita_docs.ooxml.guard import Bounds, Breach, Container, ContainerError

ROOM = Bounds(entries=10, part=2_000_000, total=3_000_000, ratio=1000)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def patched(data: bytes, signature: bytes, offset: int, new: bytes) -> bytes:
    """The bytes with some at an offset behind the last header of a kind replaced."""
    start = data.rfind(signature) + offset
    return data[:start] + new + data[start + len(new) :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_sound_container_gives_its_parts_whatever_the_case_of_their_names(method: int) -> None:
    parts = {"Xl/Sheet1.xml": b"ab" * 500_000, "empty": b"", "folder/": b""}
    container = Container(zipped(parts, method), ROOM)
    assert container.names == {"xl/sheet1.xml", "empty", "folder/"}
    assert container.spelled_names == list(parts)
    assert container.read("xl/SHEET1.xml") == parts["Xl/Sheet1.xml"]
    assert container.read("empty") == b""


def test_a_large_part_comes_in_pieces_of_a_bounded_size() -> None:
    container = Container(zipped({"a": bytes(1_500_000)}), Bounds(1, 2**21, 2**21, 2000))
    sizes = [len(piece) for piece in container.stream("a")]
    assert sum(sizes) == 1_500_000
    assert max(sizes) <= 2**18


BROKEN: dict[str, tuple[Callable[[], bytes], Bounds, Breach]] = {
    "too many entries": (
        lambda: zipped({f"p{n}": b"" for n in range(11)}), ROOM, Breach.ENTRIES,
    ),
    "too large a part": (
        lambda: zipped({"a": bytes(1001)}), Bounds(9, 1000, 9000, 999), Breach.PART,
    ),
    "too much in all": (
        lambda: zipped({"a": bytes(900), "b": bytes(900)}), Bounds(9, 1000, 1500, 999),
        Breach.TOTAL,
    ),
    "unpacks to too many times its size": (
        lambda: zipped({"a": bytes(900_000)}), Bounds(9, 10**6, 10**6, 20), Breach.RATIO,
    ),
    "says to be encrypted": (
        lambda: patched(zipped({"a": b"x"}), b"PK\x01\x02", 8, b"\x01\x00"), ROOM,
        Breach.ENCRYPTED,
    ),
    "no zip": (lambda: b"PK\x03\x04 and no more", ROOM, Breach.DAMAGED),
    "packed in another way": (
        lambda: zipped({"a": b"x" * 99}, zipfile.ZIP_LZMA), ROOM, Breach.DAMAGED,
    ),
    "one name in two cases": (lambda: zipped({"a": b"", "A": b""}), ROOM, Breach.DAMAGED),
    "a name that leads outside": (lambda: zipped({"../a": b""}), ROOM, Breach.DAMAGED),
    "a name with a drive": (lambda: zipped({"c:/a": b""}), ROOM, Breach.DAMAGED),
    "two names of one part": (
        lambda: patched(zipped({"abc": b"x"}), b"PK\x03\x04", 30, b"xyz"), ROOM, Breach.DAMAGED,
    ),
    "reaching past the file": (
        lambda: patched(zipped({"a": b"x"}), b"PK\x01\x02", 20, b"\xff\xff"), ROOM,
        Breach.DAMAGED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_bound_is_named(name: str) -> None:
    make, bounds, breach = BROKEN[name]
    with pytest.raises(ContainerError) as caught:
        Container(make(), bounds)
    assert caught.value.breach is breach
    assert caught.value.reason


@pytest.mark.parametrize(
    ("size", "breach"), [(10, Breach.UNDERSTATED), (5000, Breach.DAMAGED)], ids=["less", "more"]
)
def test_a_part_of_another_size_than_the_table_says_is_named(size: int, breach: Breach) -> None:
    data = patched(zipped({"a": b"x" * 999}), b"PK\x01\x02", 24, size.to_bytes(4, "little"))
    with pytest.raises(ContainerError) as caught:
        Container(data, ROOM).read("a")
    assert (caught.value.breach, caught.value.part) == (breach, "a")


def test_a_part_with_a_changed_byte_or_none_at_all_is_damaged() -> None:
    data = zipped({"a": b"x" * 999}, zipfile.ZIP_STORED)
    spoilt = data[:100] + b"y" + data[101:]
    for name in ("a", "b"):
        with pytest.raises(ContainerError) as caught:
            Container(spoilt, ROOM).read(name)
        assert (caught.value.breach, caught.value.part) == (Breach.DAMAGED, name)


def test_a_deflated_stream_that_breaks_off_is_damaged() -> None:
    data = bytearray(zipped({"a": bytes(range(256)) * 40}))
    data[60:90] = bytes(30)
    with pytest.raises(ContainerError) as caught:
        Container(bytes(data), ROOM).read("a")
    assert caught.value.breach is Breach.DAMAGED
