"""The embedded engine in its child: whatever it does, it ends, and costs one document."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from ita_docs.pdf.rdocx_engine import Rdocx
from ita_docs.problems import ConversionError
from tests.fakes.documents import make_plain
from tests.fakes.engines import draw_all

# Stands for the compiled package and does what a word in the document says.
FAKE = """
import io, os, re, time, zipfile

class PanicException(BaseException):
    pass

class Document:
    @staticmethod
    def from_bytes(data):
        document = Document()
        text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        document.act = (re.findall("fake-([a-z]+)", text) or ["fine"])[0]
        return document

    def to_pdf_with_diagnostics(self, fonts):
        if self.act == "hang":
            time.sleep(600)
        if self.act == "spin":
            while True:
                pass
        if self.act == "abort":
            os.abort()
        if self.act == "panic":
            raise PanicException("index out of bounds")
        if self.act == "refuse":
            raise ValueError("no such style")
        if self.act == "eat":
            kept = [bytearray(64 << 20) for _ in range(64)]
        if self.act == "half":
            return b"%PDF-1.7 half", []
        if self.act == "part":
            return b"%PDF-1.7 %%EOF", ["a picture"]
        return b"%PDF-1.7 " + ",".join(name for name, _ in fonts).encode() + b" %%EOF", []
"""
FONTS = b"ITA Thai Digits"


@pytest.fixture(autouse=True)
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packages, temporary = tmp_path / "packages", tmp_path / "temporary"
    packages.mkdir()
    temporary.mkdir()
    (packages / "rdocx.py").write_text(FAKE)
    monkeypatch.syspath_prepend(str(packages))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return temporary


def list_codes(results: list[bytes | ConversionError]) -> list[str]:
    return [result.code if isinstance(result, ConversionError) else "whole" for result in results]


@pytest.mark.parametrize(
    ("act", "code", "said"),
    [
        ("abort", "pdf-not-made", "-"),
        ("panic", "pdf-not-made", "index out of bounds"),
        ("refuse", "pdf-not-made", "no such style"),
        ("hang", "pdf-timeout", ""),
        ("spin", "pdf-timeout", ""),
        ("half", "pdf-not-made", "-"),
        ("part", "pdf-drawn-incompletely", "a picture"),
    ],
)
def test_a_bad_document_costs_itself_alone(fake: Path, act: str, code: str, said: str) -> None:
    documents = [make_plain("ก"), make_plain(f"fake-{act}"), make_plain("ข")]
    begun = time.monotonic()
    results = draw_all(Rdocx(), documents, timeout=2.5)
    assert time.monotonic() - begun < 30
    assert list_codes(results) == ["whole", code, "whole"]
    assert isinstance(results[1], ConversionError)
    assert said in str(results[1].values)
    assert list(fake.iterdir()) == []


def test_a_document_that_takes_too_much_memory_costs_itself_alone() -> None:
    documents = [make_plain("fake-eat"), make_plain("ก")]
    codes = list_codes(draw_all(Rdocx(), documents, timeout=30))
    assert codes == ["pdf-not-made", "whole"]


def test_the_shipped_faces_alone_are_given() -> None:
    (pdf,) = draw_all(Rdocx(), [make_plain("ก")])
    assert isinstance(pdf, bytes)
    assert FONTS in pdf
    assert pdf.count(b"TH Sarabun New") == 4


def test_a_module_in_the_current_folder_does_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "pathlib", "rdocx", "zipfile"):
        (tmp_path / f"{name}.py").write_text("import os; os._exit(3)")
    monkeypatch.chdir(tmp_path)
    assert list_codes(draw_all(Rdocx(), [make_plain("ก")])) == ["whole"]
