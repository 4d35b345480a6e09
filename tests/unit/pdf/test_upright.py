"""Photographs stand in a document as their camera says, whichever way its sensor lay."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ita_docs.cli.pictures import read_emblem
from ita_docs.pdf.upright import turn_upright
from ita_docs.word.emblem import read_picture, strip_metadata

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (250, 250, 250)
# Corners of the picture as it is to be seen: red green
#                                             blue white
TURNS = {
    1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""How the pixels lie by the camera's note (CIPA DC-008, 4.6.4)."""


def make_photograph(orientation: int, kind: str) -> bytes:
    image = Image.new("RGB", (120, 80))
    for place, colour in zip(((0, 0), (60, 0), (0, 40), (60, 40)), (RED, GREEN, BLUE, WHITE),
                             strict=True):  # fmt: skip
        image.paste(colour, (*place, place[0] + 60, place[1] + 40))
    turn = TURNS[orientation]
    if turn is not None:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "กล้อง"
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_stands_upright_without_its_metadata(orientation: int, kind: str) -> None:
    photograph = make_photograph(orientation, kind)
    upright = strip_metadata(turn_upright(photograph))
    picture = read_picture(upright)
    assert (picture.width, picture.height) == (120, 80)
    with Image.open(BytesIO(upright)) as image:
        assert image.format == kind
        assert dict(image.getexif()) == {}
        for place, colour in (((15, 10), RED), ((105, 10), GREEN), ((15, 70), BLUE),
                              ((105, 70), WHITE)):  # fmt: skip
            seen = image.getpixel(place)
            assert isinstance(seen, tuple)
            assert all(abs(a - b) < 40 for a, b in zip(seen, colour, strict=True)), place


def test_a_picture_that_lies_as_it_is_seen_keeps_its_bytes() -> None:
    for kind in ("JPEG", "PNG"):
        plain = make_photograph(1, kind)
        assert turn_upright(plain) is plain
    broken = make_photograph(6, "JPEG")[:400]
    assert turn_upright(broken) == broken


def test_the_emblem_beside_a_workbook_is_turned(tmp_path: Path) -> None:
    (tmp_path / "emblem.jpg").write_bytes(make_photograph(6, "JPEG"))
    found = read_emblem(None, tmp_path / "คะแนน.xlsx")
    assert found is not None
    assert (read_picture(found).width, read_picture(found).height) == (120, 80)
