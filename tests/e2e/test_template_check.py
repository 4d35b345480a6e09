"""An edited template is told all its faults before any office is made with it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from tests.e2e.conftest import INPUTS, ROOT, run


@pytest.mark.parametrize("name", ["announcement", "report"])
def test_the_built_in_templates_are_sound_and_say_what_they_use(name: str) -> None:
    ended = run("template", "check", name, "--json")
    assert ended.code == 0, ended.out
    assert ended.json["problems"] == []
    assert "office.name" in ended.json["used"]


def test_every_fault_of_an_edited_template_is_listed_and_nothing_is_built(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.add_paragraph("ผลคะแนน {{ totl }} ของ {{ office.nmae }}")
    path = tmp_path / "edited.docx"
    document.save(str(path))
    ended = run("template", "check", path)
    assert ended.code == 4
    assert "totl" in ended.out
    assert "office.nmae" in ended.out
    assert "edited.docx: word/document.xml" in ended.out
    book = INPUTS / "phuket-2562.xlsx"
    built = run("build", book, "-o", tmp_path / "out", "--template", path)
    assert built.code == 4
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_a_restyled_template_is_followed(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.add_paragraph("ข้อความที่สำนักงานเพิ่มเอง ระดับ {{ level }}")
    path = tmp_path / "restyled.docx"
    document.save(str(path))
    book = INPUTS / "phuket-2562.xlsx"
    arguments = ("build", book, "-o", tmp_path, "--template", path, "--pdf-engine", "none")
    assert run(*arguments).code == 0
    made = docx.Document(str(next(tmp_path.rglob("มาตรการ-*.docx"))))
    assert made.paragraphs[-1].text == "ข้อความที่สำนักงานเพิ่มเอง ระดับ B"


def test_a_word_file_that_names_no_office_is_no_template(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("บันทึกข้อความ เรื่อง ขอเชิญประชุม")
    path = tmp_path / "memo.docx"
    document.save(str(path))
    ended = run("template", "check", path)
    assert ended.code == 4
    for name in ("office.name", "plan_year", "total"):
        assert f"{{{{ {name} }}}}" in ended.out
    built = run("build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--template", path)
    assert built.code == 4
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_words_beside_a_tag_are_told_before_the_first_office(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    tag = next(p for p in document.paragraphs if p.text == "{%p for instrument in instruments %}")
    tag.add_run(" ข้อความที่พิมพ์ต่อท้าย")
    path = tmp_path / "typed.docx"
    document.save(str(path))
    ended = run("template", "check", path)
    assert ended.code == 4
    assert "{%p for instrument in instruments %}" in ended.out
    assert "ข้อความที่พิมพ์ต่อท้าย" in ended.out


def test_paper_that_is_not_a4_is_said_and_the_document_made(tmp_path: Path) -> None:
    document = docx.Document(str(ROOT / "templates" / "report.docx"))
    document.sections[0].page_width, document.sections[0].page_height = 7772400, 10058400
    path = tmp_path / "letter.docx"
    document.save(str(path))
    ended = run("template", "check", path, "--json")
    assert ended.code == 0
    assert [problem["code"] for problem in ended.json["problems"]] == ["template-paper-not-a4"]
    built = run(
        "build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / "out", "--template", path,
        "--pdf-engine", "none",
    )  # fmt: skip
    assert built.code == 0
    assert "A4" in built.err


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["announcement", "report"])
def test_a_template_that_libreoffice_saved_is_sound(name: str, tmp_path: Path) -> None:
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "docx", "--outdir", str(tmp_path), ROOT / "templates" / f"{name}.docx",
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    path = tmp_path / f"{name}.docx"
    ended = run("template", "check", path, "--json")
    assert ended.json["problems"] == []
    own = run("template", "check", name, "--json")
    assert ended.json["used"] == own.json["used"]
    for template, folder in ((path, "saved"), (name, "own")):
        built = run(
            "build", INPUTS / "phuket-2562.xlsx", "-o", tmp_path / folder, "--template", template,
            "--pdf-engine", "none",
        )  # fmt: skip
        assert built.code == 0, built.err
    made = [next((tmp_path / folder).rglob("มาตรการ-*.docx")) for folder in ("saved", "own")]
    words = [[p.text for p in docx.Document(str(path)).paragraphs] for path in made]
    assert words[0] == words[1]
    charts = [read_charts(path) for path in made]
    assert charts[0] == charts[1]
    assert charts[0]


def read_charts(path: Path) -> list[list[str]]:
    """The numbers of each chart of a document, and of the workbook inside it."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name in sorted(package.namelist()):
            if name.startswith("word/charts/chart"):
                chart = etree.fromstring(package.read(name))
                found.append(chart.xpath("//*[local-name() = 'val']//*[local-name() = 'v']/text()"))
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(package.read(name)))
                assert book.active.max_row > 1
    return found


def test_a_template_that_is_not_there_is_exit_4() -> None:
    ended = run("template", "check", "nowhere.docx")
    assert ended.code == 4
    assert "nowhere.docx" in ended.err
