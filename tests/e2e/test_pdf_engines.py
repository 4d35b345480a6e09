"""The real engines on a document with everything: what a reader of the PDF gets."""

from __future__ import annotations

import http.server
import io
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import page
import pikepdf
import pytest

from ita_docs.pdf import PdfFile, convert_many, find_engine
from ita_docs.pdf.libreoffice_profile import name_socket
from ita_docs.pdf.package import read_parts, write_parts
from ita_docs.pdf.page_text import read_page_texts
from ita_docs.pdf.render_copy import build_render_copy
from ita_docs.problems import ConversionError
from tests.fakes.documents import (
    CHART_ALT,
    HEADINGS,
    PARAGRAPHS,
    PICTURE_ALT,
    TITLE,
    make_announcement,
    make_plain,
    make_png,
)
from tests.fakes.engines import convert_one

ENGINES = [pytest.param("libreoffice", marks=pytest.mark.libreoffice), "rdocx"]
both_engines = pytest.mark.parametrize("name", ENGINES)


@cache
def make_document() -> bytes:
    return make_announcement()


def convert(name: str, docx: bytes) -> PdfFile:
    engine = find_engine(name)
    assert engine is not None
    return convert_one(docx, engine)


@cache
def convert_document(name: str) -> PdfFile:
    return convert(name, make_document())


def extract_text(data: bytes, folder: Path, *options: str) -> str:
    file = folder / "file.pdf"
    file.write_bytes(data)
    command = ["pdftotext", *options, "-enc", "UTF-8", str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@both_engines
@pytest.mark.parametrize("profile", ["2b", "ua1"])
def test_the_file_is_archivable_and_accessible(name: str, profile: str) -> None:
    report = page.validate_pdf_bytes(convert_document(name).data, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@both_engines
def test_the_same_document_gives_the_same_bytes_from_start_to_start(name: str) -> None:
    engine = find_engine(name)
    assert engine is not None
    first = convert_document(name)
    other = make_plain("เอกสารอื่น")
    again = convert_many([other, make_document()], engine)[1]
    assert again == first


@both_engines
def test_only_the_shipped_faces_are_in_the_file(name: str) -> None:
    assert convert_document(name).fonts == ("ITAThaiDigits", "THSarabunNew", "THSarabunNew-Bold")
    assert convert_document(name).notes == ()


@both_engines
def test_pictures_and_charts_have_their_words(name: str) -> None:
    with pikepdf.open(io.BytesIO(convert_document(name).data)) as pdf:
        alts = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert sorted(alts) == sorted([PICTURE_ALT, CHART_ALT])


def list_forms(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            item.read_bytes()
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"
        ]


@both_engines
def test_a_chart_is_drawn_in_lines_and_letters_that_can_be_copied(name: str) -> None:
    pdf = convert_document(name)
    (drawing,) = build_render_copy(make_document(), name).drawings
    assert drawing.lines
    (shown,) = [form for form in list_forms(pdf.data) if form == drawing.content]
    assert b"Tj" in shown
    text = squeeze("".join(read_page_texts(pdf.data)))
    for line in drawing.lines:
        assert squeeze(line) in text
    assert count_images(pdf.data) == 1  # the document's own picture


@pytest.mark.libreoffice
def test_a_chart_that_is_not_drawn_here_is_drawn_by_libreoffice() -> None:
    parts = read_parts(make_document())
    (part,) = [name for name in parts if name.startswith("word/charts/chart")]
    rotated = parts[part].replace(b"<c:barChart>", b"<c:view3D/><c:barChart>")
    result = convert("libreoffice", write_parts(parts | {part: rotated}))
    (drawing,) = build_render_copy(make_document(), "libreoffice").drawings
    assert drawing.content not in list_forms(result.data)
    for profile in ("2b", "ua1"):
        assert page.validate_pdf_bytes(result.data, profile=profile).is_compliant
    text = squeeze("".join(read_page_texts(result.data)))
    assert any(squeeze(line) in text for line in drawing.lines)


@both_engines
@pytest.mark.poppler
def test_copied_text_is_the_text_of_the_document(name: str, tmp_path: Path) -> None:
    text = extract_text(convert_document(name).data, tmp_path)
    assert "\u2060" not in text
    for paragraph in (TITLE, *PARAGRAPHS, *HEADINGS):
        assert squeeze(paragraph) in squeeze(text)


@both_engines
@pytest.mark.poppler
def test_page_numbers_are_thai_digits_when_copied(name: str, tmp_path: Path) -> None:
    text = extract_text(convert_document(name).data, tmp_path, "-layout")
    pages = text.rstrip("\f\n").split("\f")
    assert len(pages) > 1
    numbers = [squeeze(page_text.strip().splitlines()[0]) for page_text in pages]
    assert numbers == [f"-{chr(0x0E50 + place)}-" for place in range(1, len(pages) + 1)]


@both_engines
def test_a_bad_document_among_good_ones_is_one_error(name: str) -> None:
    engine = find_engine(name)
    assert engine is not None
    good = make_plain("ดี")
    results = convert_many([good, b"random bytes, no document", good], engine)
    assert isinstance(results[1], ConversionError)
    assert results[0] == results[2]
    assert isinstance(results[0], PdfFile)


@both_engines
def test_a_font_that_is_not_shipped_is_drawn_with_sarabun_and_said(name: str) -> None:
    parts = read_parts(make_plain("ก"))
    styles = parts["word/styles.xml"].replace(b"TH SarabunPSK", b"TH Niramit AS")
    result = convert(name, write_parts(parts | {"word/styles.xml": styles}))
    assert [(note.code, dict(note.values)) for note in result.notes] == [
        ("pdf-font-replaced", {"font": "TH Niramit AS"})
    ]
    assert set(result.fonts) <= {"ITAThaiDigits", "THSarabunNew", "THSarabunNew-Bold"}


@pytest.mark.libreoffice
@pytest.mark.parametrize("place", ["/", "gone"])
def test_libreoffice_works_under_crons_surroundings(tmp_path: Path, place: str) -> None:
    """No HOME, no LANG, a minimal PATH, and a working folder that is the root or deleted."""
    document = tmp_path / "in.docx"
    document.write_bytes(make_plain("ประกาศ"))
    target = tmp_path / "out.pdf"
    code = (
        "import os, pathlib, sys\n"
        "if sys.argv[3] == 'gone':\n"
        "    os.mkdir(sys.argv[4]); os.chdir(sys.argv[4]); os.rmdir(sys.argv[4])\n"
        "else:\n"
        "    os.chdir('/')\n"
        "from ita_docs.pdf import convert_many, find_engine\n"
        "docx = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "(result,) = convert_many([docx], find_engine('libreoffice'))\n"
        "pathlib.Path(sys.argv[2]).write_bytes(result.data)\n"
    )
    temporary = tmp_path / "t"
    temporary.mkdir()
    command = [sys.executable, "-c", code, str(document), str(target), place, str(tmp_path / "cwd")]
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(temporary)}
    root = Path(__file__).resolve().parents[2]
    environment["PYTHONPATH"] = str(root)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    here = find_engine("libreoffice")
    assert here is not None
    assert target.read_bytes() == convert_one(document.read_bytes(), here).data
    assert list(temporary.iterdir()) == []


@pytest.mark.libreoffice
def test_a_libreoffice_ended_in_its_work_leaves_neither_files_nor_its_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    engine = find_engine("libreoffice")
    assert engine is not None
    each = engine.convert_each([make_document()] * 5)
    next(each)
    (folder,) = tmp_path.iterdir()
    socket = name_socket((folder / "profile").as_uri())
    assert socket.exists()
    each.close()
    assert not socket.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server on loopback that notes what is asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", asked
        httpd.shutdown()
        thread.join()


def link_picture(docx: bytes, address: str) -> bytes:
    """The document with its embedded picture replaced by a link to one elsewhere."""
    parts = read_parts(docx)
    body = parts["word/document.xml"]
    rid = re.search(rb'r:embed="([^"]+)"', body)
    assert rid is not None
    parts["word/document.xml"] = body.replace(rid[0], b'r:link="' + rid[1] + b'"')
    relations = parts["word/_rels/document.xml.rels"]
    old = re.search(rb'<Relationship [^>]*Id="' + rid[1] + rb'"[^>]*/>', relations)
    assert old is not None
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    new = (
        f'<Relationship Id="{rid[1].decode()}" Type="{image}" Target="{address}" '
        'TargetMode="External"/>'
    )
    parts["word/_rels/document.xml.rels"] = relations.replace(old[0], new.encode())
    return write_parts(parts)


def count_images(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sum(
            isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
            for item in pdf.objects
        )


@both_engines
def test_links_in_a_document_are_not_followed(
    name: str, tmp_path: Path, server: tuple[str, list[str]]
) -> None:
    address, asked = server
    local = tmp_path / "private.png"
    local.write_bytes(make_png())
    embedded = make_announcement(paragraphs=("ก",), rows=0, chart=False)
    assert count_images(convert(name, embedded).data) == 1
    engine = find_engine(name)
    assert engine is not None
    linked = [
        link_picture(embedded, f"{address}/seen.png"),
        link_picture(embedded, f"file://{quote(str(local))}"),
    ]
    for result in convert_many(linked, engine):
        if isinstance(result, PdfFile):
            assert count_images(result.data) == 0
    assert asked == []


def keep_together(docx: bytes) -> bytes:
    """The document with every row and every paragraph of its tables kept on one page."""
    parts = read_parts(docx)
    body = parts["word/document.xml"].replace(b"<w:tr>", b"<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    styles = parts["word/styles.xml"].replace(
        b'w:styleId="Normal">', b'w:styleId="Normal"><w:pPr><w:keepLines/></w:pPr>', 1
    )
    return write_parts(parts | {"word/document.xml": body, "word/styles.xml": styles})


@both_engines
@pytest.mark.parametrize("lines", [1, 60])
def test_a_row_that_is_taller_than_the_page_is_there_to_its_last_word(
    name: str, lines: int
) -> None:
    words = " ".join(f"มาตรการที่{number}" for number in range(900 // lines))
    cell = "\n".join(f"{line}. {words}" for line in range(lines))
    docx = keep_together(make_announcement(rows=2, chart=False, picture=False, tall=cell))
    pages = read_page_texts(convert(name, docx).data)
    assert len(pages) > 2
    assert squeeze(f"{lines - 1}. {words}")[-20:] in squeeze("".join(pages))
