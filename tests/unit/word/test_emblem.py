"""The emblem: what is a picture, how it stands in its slot, and what stays behind of it."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from ita_docs.documents.context import Context
from ita_docs.ooxml.package import pack, read_package, write_package
from ita_docs.problems import InputError
from ita_docs.word import (
    Template,
    load_template,
    refill_chart,
    render_document,
)
from ita_docs.word.emblem import strip_metadata
from ita_docs.wording import write_line
from tests.forms import (
    NS,
    PROPERTIES,
    TEMPLATES,
    W,
    make_picture,
    read_names,
    read_part,
)
from tests.golden.cases import load_context


@pytest.fixture(scope="module")
def announcement() -> Template:
    return load_template("announcement", schema=Context, refill=refill_chart)


@pytest.fixture
def phuket() -> Any:
    return load_context("announcement-phuket")


@pytest.mark.parametrize(
    ("size", "extent"),
    [
        ((300, 300), (1080000, 1080000)),
        ((100, 200), (540000, 1080000)),
        ((1000, 100), (5760000, 576000)),
    ],
)
def test_the_emblem_keeps_its_proportions_in_the_slot(
    announcement: Template, phuket: Any, size: tuple[int, int], extent: tuple[int, int]
) -> None:
    picture = make_picture(*size)
    docx = render_document(announcement, phuket, properties=PROPERTIES, emblem=picture)
    assert read_package(docx)["word/media/emblem.png"].content() == picture
    document = read_part(docx, "word/document.xml")
    found = document.xpath("//wp:docPr[@descr='ตราครุฑ']/../wp:extent", namespaces=NS)[0]
    assert (int(found.get("cx")), int(found.get("cy"))) == extent


def test_a_jpeg_emblem_replaces_the_placeholder(announcement: Template, phuket: Any) -> None:
    jpeg = (
        b"\xff\xd8\xff\xe0\x00\x10JFIF"
        + bytes(10)
        + b"\xff\xc0\x00\x11\x08\x00\x80\x00\x40"
        + bytes(12)
        + b"\xff\xda\x00\x08"
        + bytes(20)
        + b"\xff\xd9"
    )
    docx = render_document(announcement, phuket, properties=PROPERTIES, emblem=jpeg)
    package = read_package(docx)
    assert "word/media/emblem.png" not in package
    assert package["word/media/emblem.jpeg"].content() == jpeg
    assert b'"image/jpeg"' in package["[Content_Types].xml"].content()
    assert b"media/emblem.jpeg" in package["word/_rels/document.xml.rels"].content()


def lying_picture(width: int, height: int) -> bytes:
    """A picture of three by four pixels whose header says another size."""
    content = make_picture(3, 4)
    header = b"IHDR" + struct.pack(">2L", width, height) + content[24:29]
    return content[:12] + header + struct.pack(">L", zlib.crc32(header)) + content[33:]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x01\x00\x00\x00" + bytes(100),  # the beginning of an EMF
        b"\x89PNG\r\n\x1a\n",
        make_picture(300, 300)[:-20],
        make_picture(3, 4).replace(b"IDAT", b"IDAU"),
        lying_picture(30, 40),
        lying_picture(2, 2),
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x80\x00\x40" + bytes(12),
        make_picture(0, 5),
    ],
)
def test_what_is_no_picture_is_refused(announcement: Template, phuket: Any, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        render_document(announcement, phuket, properties=PROPERTIES, emblem=content)
    assert caught.value.code == "emblem-unreadable"


@pytest.mark.parametrize(
    "content",
    [
        lying_picture(100_000, 100_000),
        make_picture(3, 4) + bytes(6_000_000),
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff" + bytes(12) + b"\xff\xda\xff\xd9",
    ],
    ids=["pixels", "bytes", "pixels of a jpeg"],
)
def test_a_picture_that_would_fill_the_memory_is_refused(
    announcement: Template, phuket: Any, content: bytes
) -> None:
    with pytest.raises(InputError) as caught:
        render_document(announcement, phuket, properties=PROPERTIES, emblem=content)
    assert caught.value.code == "emblem-too-large"
    assert write_line(caught.value, "th")


def test_without_an_emblem_there_is_no_picture_but_its_room(
    announcement: Template, phuket: Any
) -> None:
    docx = render_document(announcement, phuket, properties=PROPERTIES)
    document = read_part(docx, "word/document.xml")
    assert not document.xpath("//wp:docPr[@descr='ตราครุฑ']", namespaces=NS)
    assert not [name for name in read_names(docx) if name.startswith("word/media/")]
    spacing = document.xpath("//w:body/w:p[1]/w:pPr/w:spacing", namespaces=NS)[0]
    assert spacing.get(f"{{{W}}}line") == "1701"  # 3 cm in twips
    assert spacing.get(f"{{{W}}}lineRule") == "exact"
    with_one = read_part(
        render_document(announcement, phuket, properties=PROPERTIES, emblem=make_picture(3, 4)),
        "word/document.xml",
    )
    assert with_one.xpath("count(//wp:docPr[@descr='ตราครุฑ'])", namespaces=NS) == 1
    assert not with_one.xpath("//w:body/w:p[1]/w:pPr/w:spacing", namespaces=NS)


@pytest.mark.parametrize(
    "properties",
    [
        "",
        "<w:pPr/>",
        '<w:pPr><w:jc w:val="left"/></w:pPr>',
        '<w:pPr><w:spacing w:line="300"/></w:pPr>',
    ],
)
def test_the_room_of_the_emblem_is_kept_in_any_paragraph(properties: str, tmp_path: Path) -> None:
    parts = read_package((TEMPLATES / "announcement.docx").read_bytes())
    document = parts["word/document.xml"].content().decode()
    assert '<w:pPr><w:pStyle w:val="ItaEmblem"/></w:pPr>' in document
    document = document.replace('<w:pPr><w:pStyle w:val="ItaEmblem"/></w:pPr>', properties)
    parts["word/document.xml"] = pack("word/document.xml", document.encode())
    path = tmp_path / "t.docx"
    path.write_bytes(write_package(parts.values()))
    template = load_template(str(path), schema=Context, refill=refill_chart)
    context = load_context("announcement-phuket")
    lines = []
    for emblem in (None, make_picture(3, 4)):
        docx = render_document(template, context, properties=PROPERTIES, emblem=emblem)
        first = read_part(docx, "word/document.xml").xpath("//w:body/w:p[1]", namespaces=NS)[0]
        assert [child.tag for child in first][:1] == [f"{{{W}}}pPr"] or emblem is not None
        lines.append(first.xpath("string(w:pPr/w:spacing/@w:line)", namespaces=NS))
        behind = first.xpath("w:pPr/w:spacing/following-sibling::w:jc", namespaces=NS)
        assert len(behind) == ("jc" in properties and emblem is None)
    assert lines == ["1701", "300" if "spacing" in properties else ""]


# --- what stays behind ----------------------------------------------------------------------------

SECRET = b"SECRET: 13.7563 N, Somchai"


def make_jpeg(**options: Any) -> bytes:
    from PIL import Image

    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    picture = Image.effect_noise((60, 40), 50).convert("RGB")
    picture.save(made, "JPEG", exif=exif, comment=SECRET, **options)
    return made.getvalue() + SECRET


def read_pixels(content: bytes) -> bytes:
    from PIL import Image

    return Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize(
    "content",
    [
        make_jpeg(),
        make_jpeg(progressive=True),
        make_jpeg(quality=100, subsampling=0, dpi=(300, 300)),
        make_jpeg(icc_profile=b"p" * 70_000),
        make_picture(30, 40, (b"tEXt", b"Author\0" + SECRET), (b"eXIf", b"MM\0*" + SECRET)),
        make_picture(30, 40, (b"tIME", bytes(7)), (b"prVt", SECRET)) + SECRET,
    ],
)
def test_where_and_by_whom_a_picture_was_taken_stays_behind(
    announcement: Template, phuket: Any, content: bytes
) -> None:
    stripped = strip_metadata(content)
    assert SECRET in content
    assert SECRET not in stripped
    assert read_pixels(stripped) == read_pixels(content)
    assert (b"ICC_PROFILE" in stripped) == (b"ICC_PROFILE" in content)
    assert strip_metadata(stripped) == stripped
    docx = render_document(announcement, phuket, properties=PROPERTIES, emblem=content)
    parts = [member.content() for member in read_package(docx).values()]
    assert stripped in parts
    assert not any(SECRET in part for part in parts)


def test_a_template_s_own_pictures_are_stripped_as_well(tmp_path: Path) -> None:
    members = read_package((TEMPLATES / "announcement.docx").read_bytes())
    content = make_picture(30, 40, (b"tEXt", b"Author\0" + SECRET))
    members["word/media/emblem.png"] = pack("word/media/emblem.png", content, level=0)
    path = tmp_path / "t.docx"
    path.write_bytes(write_package(members.values()))
    template = load_template(str(path), schema=Context, refill=refill_chart)
    assert template.package.content("word/media/emblem.png") == strip_metadata(content)
