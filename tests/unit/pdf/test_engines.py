"""Which engine is taken, and what is said where one is missing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path

import pytest

from ita_docs.pdf import (
    ENGINE_CHOICES,
    PdfFile,
    convert_each,
    convert_many,
    find_engine,
    get_install_hint,
    probe_engines,
)
from ita_docs.pdf.libreoffice import PROGRAM_VARIABLE, LibreOffice
from ita_docs.pdf.package import read_parts, write_parts
from ita_docs.pdf.render_copy import build_render_copy
from ita_docs.pdf.word_engine import Word, has_word
from ita_docs.problems import ConversionError, DependencyError
from tests.fakes.documents import make_announcement, make_plain
from tests.fakes.engines import convert_one, draw_all
from tests.fakes.pdfs import make_pdf
from tests.fakes.printing import print_document
from tests.fakes.soffice import make_soffice


class Recorder:
    """An engine that gives what it was told to, or prints the document; the last one first."""

    name, label, version = "libreoffice", "Recorder", "1"

    def __init__(self, *results: bytes | ConversionError | Callable[[bytes], bytes]) -> None:
        self.results = results
        self.given: list[bytes] = []

    def convert_each(
        self, documents: Sequence[bytes], *, timeout: float = 120.0
    ) -> Generator[tuple[int, bytes | ConversionError]]:
        del timeout
        self.given = list(documents)
        for place, result in reversed(list(enumerate(self.results))):
            yield place, result(documents[place]) if callable(result) else result


@pytest.fixture
def no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROGRAM_VARIABLE, str(tmp_path / "missing"))


def test_none_is_no_engine() -> None:
    assert find_engine("none") is None


def test_an_unknown_name_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="wordperfect"):
        find_engine("wordperfect")
    assert set(ENGINE_CHOICES) == {"auto", "libreoffice", "word", "rdocx", "none"}


def test_auto_takes_libreoffice_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = make_soffice(tmp_path, pdf=make_pdf())
    monkeypatch.setenv(PROGRAM_VARIABLE, str(program))
    engine = find_engine()
    assert engine is not None
    assert (engine.name, engine.version) == ("libreoffice", "9.8.7.6")


@pytest.mark.usefixtures("no_libreoffice")
def test_auto_falls_back_on_the_embedded_engine_and_never_on_an_untried_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ita_docs.pdf.word_engine.has_word", lambda: True)
    engine = find_engine()
    assert engine is not None
    assert engine.name == "rdocx"


@pytest.mark.usefixtures("no_libreoffice")
def test_a_named_engine_that_is_missing_is_an_error_with_the_command() -> None:
    with pytest.raises(DependencyError) as caught:
        find_engine("libreoffice")
    assert caught.value.code == "pdf-engine-missing"
    assert caught.value.values["command"] == get_install_hint("libreoffice")


@pytest.mark.parametrize(
    ("platform", "word"), [("linux", "apt-get"), ("darwin", "brew"), ("win32", "winget")]
)
def test_the_install_command_is_the_platforms_own(platform: str, word: str) -> None:
    assert word in get_install_hint("libreoffice", platform)


@pytest.mark.usefixtures("no_libreoffice")
def test_every_engine_is_probed_and_the_missing_have_a_hint() -> None:
    probes = {probe.name: probe for probe in probe_engines()}
    assert list(probes) == ["libreoffice", "word", "rdocx"]
    assert not probes["libreoffice"].available
    assert probes["libreoffice"].install_hint
    assert probes["rdocx"].available
    assert probes["rdocx"].version


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, ita_docs.pdf; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"pikepdf", "fontTools", "matplotlib", "rdocx", "lxml", "PIL", "numpy"}


def test_results_stay_with_their_documents_and_one_error_is_one() -> None:
    fault = ConversionError("pdf-timeout", engine="x", seconds="1")
    foreign = partial(print_document, face="Laksaman")
    engine = Recorder(print_document, fault, foreign)
    documents = [b"no docx", make_plain("ก"), make_plain("ข"), make_plain("ค")]
    results = convert_many(documents, engine)
    codes = [r.code if isinstance(r, ConversionError) else r.fonts for r in results]
    assert codes == ["pdf-docx-unreadable", ("THSarabunNew",), "pdf-timeout", "pdf-font-foreign"]
    assert [index for index, _ in convert_each(documents, engine)] == [0, 3, 2, 1]


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ("tableless", "pdf-text-missing"),
        ("cut", "pdf-text-missing"),
        ("short", "pdf-text-missing"),
        ("unnumbered", "pdf-text-missing"),
        ("foreign", "pdf-page-foreign"),
        ("unmarked", "pdf-of-another-document"),
        ("swap", "pdf-of-another-document"),
    ],
)
def test_an_engine_that_lies_delivers_nothing_for_that_document(
    tmp_path: Path, lie: str, code: str
) -> None:
    engine = LibreOffice(make_soffice(tmp_path))
    good = make_announcement(rows=40, chart=False, picture=False)
    bad = make_announcement(
        paragraphs=(f"fake-{lie}", "ข้อความ" * 40), rows=40, chart=False, picture=False
    )
    results = convert_many([good, bad, good], engine)
    assert isinstance(results[0], PdfFile)
    assert results[2] == results[0]
    assert isinstance(results[1], ConversionError)
    assert results[1].code == code


def test_two_documents_whose_contents_were_swapped_are_both_refused() -> None:
    """As an engine would that mixes up what it reads, not only what it writes."""
    documents = [make_plain("สำนักงาน ก"), make_plain("สำนักงาน ข")]
    marks = [build_render_copy(docx, "libreoffice").mark for docx in documents]

    def swap(docx: bytes) -> bytes:
        place = 0 if marks[0].encode() in read_parts(docx)["docProps/core.xml"] else 1
        other = build_render_copy(documents[1 - place], "libreoffice").docx
        return print_document(other, keywords=marks[place])

    results = convert_many(documents, Recorder(swap, swap))
    codes = [result.code for result in results if isinstance(result, ConversionError)]
    assert codes == ["pdf-text-missing"] * 2


def test_a_row_that_was_cut_since_it_is_kept_together_is_tried_once_more_split() -> None:
    table = make_announcement(paragraphs=(), rows=2, chart=False, picture=False)
    body = read_parts(table)["word/document.xml"].replace(
        b"<w:tr>", b"<w:tr><w:trPr><w:cantSplit/></w:trPr>"
    )
    kept = write_parts(read_parts(table) | {"word/document.xml": body})

    def draw(docx: bytes) -> bytes:
        parts = read_parts(docx)["word/document.xml"]
        return print_document(docx, "tableless" if b"cantSplit" in parts else "")

    assert isinstance(convert_many([kept], Recorder(draw))[0], PdfFile)
    (lost,) = convert_many([table], Recorder(partial(print_document, fault="tableless")))
    assert isinstance(lost, ConversionError)


def test_a_single_failure_is_raised() -> None:
    fault = ConversionError("pdf-timeout", engine="x", seconds="1")
    with pytest.raises(ConversionError) as caught:
        convert_one(make_plain("ก"), Recorder(fault))
    assert caught.value is fault


def test_a_result_names_its_engine_and_carries_its_notes() -> None:
    result = convert_one(make_plain("ก"), Recorder(print_document))
    assert result.engine == "Recorder 1"
    assert [note.code for note in result.notes] == ["pdf-not-tagged"]


def test_the_engine_gets_the_copy_and_not_the_document() -> None:
    engine = Recorder(print_document)
    docx = make_plain("ก")
    before = bytes(docx)
    convert_one(docx, engine)
    assert engine.given != [docx]
    assert docx == before


def test_no_documents_are_no_work() -> None:
    assert convert_many([], Recorder()) == []


def test_words_driver_finds_its_pdfs_and_retries_what_is_missing(tmp_path: Path) -> None:
    """A stand-in for PowerShell: it converts, and the second document only when alone."""
    program = tmp_path / "powershell"
    (tmp_path / "pdf").write_bytes(make_pdf())
    program.write_text(
        f'#!/bin/sh\necho start >> {tmp_path}/starts\nset -- "${{8}}"/*.docx\n'
        'for file; do name=$(basename "$file" .docx)\n'
        '[ "$name" = 000001 ] && [ $# -gt 1 ] && continue\n'
        f'[ "$name" = 000002 ] && continue\ncp {tmp_path}/pdf "$(dirname "$file")/out/$name.pdf"\n'
        "done\n"
    )
    program.chmod(0o755)
    results = draw_all(Word(str(program)), [b"1", b"2", b"3"], 5)
    codes = [r.code if isinstance(r, ConversionError) else "whole" for r in results]
    assert codes == ["whole", "whole", "pdf-not-made"]
    assert (tmp_path / "starts").read_text().split() == ["start"] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="Word may be there on Windows")
def test_word_is_not_looked_for_elsewhere_than_on_windows() -> None:
    assert not has_word()
    with pytest.raises(DependencyError):
        find_engine("word")
